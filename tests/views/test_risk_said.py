"""The register in words: the finding, whose rate it is, and each score taken apart."""

import pandas as pd
import pytest

from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import methods, risk, risk_said, scenario
from tests.views.risky import REFERENCE, ROWS, published

BASE = scenario.base(REFERENCE)
FOUND = risk.register(ROWS, REFERENCE, "2026", "fbs", BASE)


def finding(found=FOUND, given=BASE, rows=ROWS):
    return risk_said.finding(rows, REFERENCE, "2026", "fbs", given, found)


def test_the_finding_counts_short_risky_and_single_skills():
    assert finding() == (
        "**2 of 5 skills in FBS have fewer holders than required, and 1 more may by September "
        "2028; 2 skills are held by one known person.** 17 people have not answered, so up to 17 "
        "more may hold any of them."
    )


def test_where_no_other_skill_is_likely_to_run_short_the_finding_says_so():
    sure = FOUND.assign(at_risk=False)
    assert "required, and no other is likely to by September 2028; 2 skills" in finding(sure)


def test_a_place_behind_the_skills_known_here_is_explained():
    said = risk_said.taken_apart(FOUND, REFERENCE, "glass-blowing")
    assert said.startswith("Score 80 of 100, place 5 of 5, behind every skill known here: too few")
    assert "behind" not in risk_said.taken_apart(FOUND, REFERENCE, "tig-welding")


def test_the_finding_follows_the_scenario():
    given = BASE._replace(horizon=36, leaving=2.0)
    found = risk.register(ROWS, REFERENCE, "2026", "fbs", given)
    assert "and 2 more may by September 2029;" in finding(found, given)


def test_the_finding_with_hires_says_what_would_be_not_what_is():
    hired = BASE._replace(hires=1)
    found = risk.register(ROWS, REFERENCE, "2026", "fbs", hired)
    short = (FOUND["required"] - FOUND["holders"] > 1).sum()
    assert short < 2
    assert finding(found, hired).startswith(
        f"**With the planned hires, {short} of 5 skills in FBS would have fewer holders than"
    )


def test_the_finding_promises_nothing_without_a_leaving_rate():
    rows = by_metric(published(rate=None))
    found = risk.register(rows, REFERENCE, "2026", "fbs", BASE)
    assert "required; 2 skills are" in finding(found, rows=rows)
    assert risk_said.rate_said(rows, REFERENCE, "2026", "fbs").startswith(
        "There is no leaving rate for 2026: it takes two workforce extracts a year apart."
    )


def test_a_unit_without_skills_says_so():
    nothing = risk.register(ROWS, REFERENCE, "2026", "it", BASE)
    said = risk_said.finding(ROWS, REFERENCE, "2026", "it", BASE, nothing)
    assert said == "**No skill is recorded for IT in the 2026 survey.**"


@pytest.mark.parametrize(
    ("unit", "whose"), [("fbs", "of FBS: 20"), ("fbs-service", "of FBS, since FBS technical")]
)
def test_the_rate_says_whose_it_is(unit, whose):
    said = risk_said.rate_said(ROWS, REFERENCE, "2026", unit)
    assert said.startswith("Leaving rate: 10 % a year (95 % interval 5 to 20 %), ")
    assert whose in said
    gone = "20 of 200 people there at the start of a year were gone at its end"
    assert said.endswith(f"{gone}, each year counted anew.")


def test_the_rate_of_the_whole_is_of_the_university():
    row = {"unit": ["university"], "value": [10.0], "low": [5.0], "high": [20.0], "base": [200]}
    rate = metric_rows(pd.DataFrame(row).assign(count=20), "leaving_rate", period="2026-09-01")
    rows = by_metric(stack([published(rate=None), rate]))
    said = risk_said.rate_said(rows, REFERENCE, "2026", "university")
    assert "of the University: 20 of 200" in said


def test_the_notes_name_what_the_rule_asks_of_every_faculty_and_what_was_not_listed():
    notes = risk_said.notes(ROWS, REFERENCE, "2026", "fbs", FOUND)
    assert notes[1] == (
        "1 short skill is critical and nobody here holds, is learning or has held it: the rule "
        "asks every faculty for it. It stands last; “Known here” leaves it out."
    )
    assert len(notes) == 2
    later = (REFERENCE.skills["first_wave"] > "2023").sum()
    earlier = risk_said.notes(ROWS, REFERENCE, "2023", "fbs", FOUND)
    assert earlier[2] == (
        f"{later} skills were not on the list of 2023, so nothing is known of them then."
    )


def test_the_score_is_taken_apart_and_what_is_hidden_is_named():
    said = dict(
        zip(
            FOUND["skill"],
            risk_said.why(FOUND, REFERENCE.settings["skills"]["points"]),
            strict=True,
        )
    )
    assert said["glass-blowing"] == "too few now 40 · chance of too few 30 · nobody learning 10"
    assert said["tig-welding"] == (
        "too few now 20 · chance of too few 30 · one holder 10 · nobody learning 10 · wanted but "
        "not taught 5 (not known: held but hardly used, 5)"
    )
    assert said["flow-cytometry"] == (
        "nobody learning 10 · held but hardly used 5 (not known: wanted but not taught, 5)"
    )


def test_the_table_shows_symbols_intervals_and_places():
    table = risk_said.table(FOUND, REFERENCE).set_index("Skill")
    names = REFERENCE.skills.set_index("skill")["name"]
    assert list(table)[:3] == ["Holders", "Required", "Score"]
    row = table.loc[names["cell-sorting"]]
    assert row[["Want to learn", "Interval", "Place"]].tolist() == ["≤2", "19–59 %", "4 (3–4)"]
    assert table.loc[names["tig-welding"], ["Interval", "Place"]].tolist() == ["100 %", "1"]
    assert table.loc[names["flow-cytometry"], "Want to learn"] == "[c]"


def test_a_lost_skill_stands_out_in_the_table():
    change = pd.DataFrame({"unit": ["fbs"], "item": ["tig-welding"], "count": [0], "value": [-3.0]})
    lost = metric_rows(change, "skill_change", period="2026", cut="since 2023", category="lost")
    earlier = pd.DataFrame({"unit": ["fbs"], "item": ["tig-welding"], "value": [3.0]})
    then = metric_rows(earlier, "skill_holders", period="2023")
    rows = by_metric(stack([published(), lost, then]))
    found = risk.register(rows, REFERENCE, "2026", "fbs", BASE)
    table = risk_said.table(found, REFERENCE, "2023").set_index("Skill")
    assert table.loc["TIG welding", "Held in 2023"] == "3, nobody left"
    assert "1 skill has no known holder left since 2023: TIG welding." in finding(found, rows=rows)


def test_the_methods_page_says_the_rule_with_the_points_of_the_settings():
    said = methods.skill_rule(REFERENCE)
    for name, points in REFERENCE.settings["skills"]["points"].items():
        assert f"**{risk_said.CALLED[name].capitalize()}, {points}:**" in said
    assert "from 20 % on" in said


def test_the_download_names_its_scenario():
    given = BASE._replace(hires=1)
    told = risk_said.assumed(FOUND, scenario.words(given, REFERENCE))
    assert set(told["scenario"]) == {scenario.words(given, REFERENCE)}
    assert len(told) == len(FOUND)
