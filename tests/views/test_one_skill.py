"""One skill in full: what would change it, who could help, and what is not known."""

import pandas as pd
import pytest
from scipy.stats import binom

from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import one_skill, risk, scenario
from tests.views.risky import RATE, REFERENCE, ROWS, published

BASE = scenario.base(REFERENCE)


def options(skill, given=BASE):
    found = risk.register(ROWS, REFERENCE, "2026", "fbs", given)
    return one_skill.options(ROWS, REFERENCE, "2026", "fbs", given, found, skill)


def chance(holders, required):
    return 100 * binom.cdf(required - 1, holders, (1 - RATE / 100) ** 2)


def test_each_option_is_scored_anew():
    changed = options("cell-culture").set_index("label")
    assert changed["value"].tolist() == pytest.approx(
        [chance(1, 1), chance(2, 1), chance(2, 1), 100]
    )
    # The chance's 30 points, one holder 10, hardly used 5; a leaver makes a gap of 40 instead.
    assert changed["score"].tolist() == pytest.approx(
        [0.3 * chance(1, 1) + 15, 0.3 * chance(2, 1) + 15, 0.3 * chance(2, 1) + 5, 40 + 30]
    )
    assert changed["marked"].tolist() == [True, False, False, False]
    assert changed["text"].iloc[0] == "19 % · score 21"


def test_the_table_has_the_bars_in_words_and_a_symbol_where_no_chance_is_known():
    shown = one_skill.options_table(options("cell-culture"))
    assert shown["Chance of too few"].tolist() == ["19 %", "4 %", "4 %", "100 %"]
    assert shown["Score"].tolist() == ["21", "16", "6", "70"]
    rows = by_metric(published(rate=None))
    found = risk.register(rows, REFERENCE, "2026", "fbs", BASE)
    unknown = one_skill.options(rows, REFERENCE, "2026", "fbs", BASE, found, "cell-culture")
    *open_, without = one_skill.options_table(unknown)["Chance of too few"]
    assert set(open_) == {"[x]"} and without == "100 %"


def test_nobody_can_leave_where_nobody_is():
    assert options("glass-blowing")["label"].tolist() == [
        *("As it is", "One apprentice or trainee starts", "One more colleague can do it"),
    ]


def test_options_come_on_top_of_the_scenario():
    changed = options("cell-sorting", BASE._replace(required=1, hires=1))
    assert changed["value"].tolist() == pytest.approx(
        [chance(3, 3), chance(4, 3), chance(4, 3), 100]
    )


def test_without_a_leaving_rate_the_scores_are_drawn():
    rows = by_metric(published(rate=None))
    found = risk.register(rows, REFERENCE, "2026", "fbs", BASE)
    changed = one_skill.options(rows, REFERENCE, "2026", "fbs", BASE, found, "cell-culture")
    assert changed["value"].tolist() == changed["score"].tolist() == [15, 15, 5, 70]
    assert changed["text"].iloc[0] == "score 15"


def test_the_headline_names_what_helps_most():
    assert one_skill.options_headline(options("cell-culture")) == (
        "If one more colleague can do it, its score falls from 21 to 6"
    )
    nothing = options("flow-cytometry").iloc[[0, 3]]
    assert "none of these would lower it" in one_skill.options_headline(nothing)


def test_the_note_says_when_a_trainee_can_do_it():
    changed = options("cell-culture")
    months = int(changed["months"].iloc[0])
    said = one_skill.options_note(changed, BASE)
    assert said.startswith("Bars are the chance that there are too few holders in 24 months.")
    assert f"can do it in {months} months, in time;" in said
    sooner = BASE._replace(horizon=months - 1)
    assert "too late for that" in one_skill.options_note(changed, sooner)
    without = one_skill.options_note(changed.assign(risk=float("nan")), BASE)
    assert without.startswith("Bars are the score, of 100.")
    unknown = changed.assign(months=float("nan"))
    assert "not in the list of skills" in one_skill.options_note(unknown, BASE)


def sentence(skill, rows=ROWS):
    found = risk.register(rows, REFERENCE, "2026", "fbs", BASE)
    return one_skill.sentence(rows, REFERENCE, "2026", "fbs", found, skill)


def test_a_skill_is_said_in_sentences():
    assert sentence("tig-welding") == (
        "**TIG welding: 1 known holder, 2 required.** Nobody can teach it; nobody is learning it; "
        "4 of those who do not hold it would like to. How many of its holders use it now is not "
        "shown. 17 people have not answered: up to 17 more may hold it."
    )
    assert sentence("flow-cytometry").startswith(
        "**Flow cytometry: 6 known holders, 2 required.** Nobody can teach it; nobody is learning "
        "it; how many would like to is not shown. Used now by two or fewer of its holders."
    )
    assert "no known holder, 2 required.** Nobody" in sentence("glass-blowing")
    assert "1 person can teach it; 2 people are learning it;" in sentence("cell-sorting")


@pytest.mark.parametrize(
    ("category", "count", "value", "said"),
    [
        ("lost", 0, -3, "**In 2023 it was held by 3 people: nobody is left.**"),
        ("held", 1, -2, "In 2023 it was held by 3 people."),
        ("gained", 1, 1, "In 2023 it was held by nobody."),
        ("newly asked", 1, float("nan"), "The list of 2023 did not have it"),
    ],
)
def test_what_became_of_it_since_the_wave_before(category, count, value, said):
    row = {"item": ["tig-welding"], "count": [count], "value": [value]}
    units = ["fbs", "university"] if category == "newly asked" else ["fbs"]
    change = pd.concat([pd.DataFrame(row).assign(unit=unit) for unit in units])
    cut = {"cut": "since 2023", "category": category}
    changes = metric_rows(change, "skill_change", period="2026", **cut)
    then = pd.DataFrame({"unit": ["fbs"], "item": ["cell-culture"], "value": [1.0]})
    earlier = metric_rows(then, "skill_holders", period="2023")
    assert said in sentence("tig-welding", by_metric(stack([published(), changes, earlier])))


def counted(period, base, *counts, unit="fbs"):
    """Rows of one skill: holders, teachers, learners and wishes of a wave."""
    return [
        metric_rows(
            pd.DataFrame({"item": ["tig-welding"], "unit": [unit], "base": [base], **cells}),
            name,
            period=period,
        )
        for name, cells in zip(one_skill.COUNTED, counts, strict=True)
    ]


def test_two_waves_stand_side_by_side_with_who_answered():
    seen = [{"value": [count]} for count in (3.0, 2.0, 0.0)]
    earlier = counted("2023", 54.0, *seen, {"symbol": ["≤2"]})
    latest = counted("2026", 66.0, *[{"value": [count]} for count in (1.0, 0.0, 2.0, 4.0)])
    found = one_skill.since(by_metric(stack([*earlier, *latest])), "2026", "fbs", "tig-welding")
    assert found.to_dict("list") == {
        "People who": [*one_skill.COUNTED.values()],
        "2023, of 54": ["3", "2", "0", "≤2"],
        "2026, of 66": ["1", "0", "2", "4"],
    }


def test_a_skill_that_was_not_asked_before_has_no_comparison():
    assert one_skill.since(ROWS, "2026", "fbs", "tig-welding").empty
    other = counted("2023", 54.0, *[{"value": [1.0]}] * 4)
    other = [rows.assign(item="glass-blowing") for rows in other]
    rows = by_metric(stack([published(), *other]))
    assert one_skill.since(rows, "2026", "fbs", "tig-welding").empty


def test_nor_has_the_university_whose_rows_say_that_it_was_not_asked():
    root = REFERENCE.settings["institution"]["root_unit"]
    not_asked = counted("2023", float("nan"), *[{"symbol": ["[z]"]}] * 4, unit=root)
    asked = counted("2026", 274.0, *[{"value": [1.0]}] * 4, unit=root)
    rows = by_metric(stack([*not_asked, *asked]))
    assert one_skill.since(rows, "2026", root, "tig-welding").empty


def where(unit, skill):
    found = one_skill.elsewhere(ROWS, REFERENCE, "2026", unit, skill)
    return found[["Where", "Part of", "Holders", "Can teach"]].to_numpy().tolist()


def test_the_nearest_help_comes_first_and_each_holder_once():
    rest = "rest of the University"
    assert where("fbs", "tig-welding") == [["EPS", rest, 3, 1], ["M&H", rest, 1, 1]]
    assert where("physics", "tig-welding") == [
        ["Chemistry", "EPS", 3, 1],
        ["FBS", rest, 1, 0],
        ["M&H", rest, 1, 1],
    ]
    assert where("fbs", "cell-sorting") == []


def test_for_the_whole_university_it_is_where_the_skill_is_held():
    assert [row[0] for row in where("university", "tig-welding")] == ["EPS", "FBS", "M&H"]


@pytest.mark.parametrize(
    ("unit", "skill", "said"),
    [
        ("fbs", "tig-welding", "Nearest help in EPS: 3 holders"),
        ("university", "tig-welding", "Held most in EPS: 3 holders"),
        ("fbs", "cell-sorting", "Nobody else in the University is known to hold it"),
    ],
)
def test_the_heading_says_who_is_nearest(unit, skill, said):
    found = one_skill.elsewhere(ROWS, REFERENCE, "2026", unit, skill)
    assert one_skill.nearest(found, "it", unit == "university") == said
