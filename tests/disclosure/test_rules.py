"""The gate: what comes out of `release` for rows of each sensitivity, at every boundary."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata.disclosure import release
from tcdata.disclosure.rules import half_up
from tcdata.metrics import CATALOGUE
from tcdata.published import COLUMNS, metric_rows
from tests.metrics.small import figure, reference

REFERENCE = reference()
WAVE = "2026"


def row(metric, count, base, **key):
    unit = CATALOGUE[metric].unit
    value = 100 * count / base if unit == "per cent" and base else count
    return {"metric": metric, "count": count, "base": base, "value": value, **key}


def rows(*given):
    frames = [
        metric_rows(pd.DataFrame([{"period": WAVE, "unit": "university", **one}]), one["metric"])
        for one in given
    ]
    return pd.concat(frames, ignore_index=True)


def released(*given, using=REFERENCE):
    return release(rows(*given), CATALOGUE, using)


def rate(count, base, **key):
    return row("participation_rate", count, base, **key)


def shown(count, base):
    return released(rate(count, base)).iloc[0]


@pytest.mark.parametrize(("count", "base"), [(3, 10), (7, 10), (3, 6), (22, 25), (50, 100)])
def test_open_rows_pass_as_they_are(count, base):
    given = rows(row("headcount", count, count, period="2026-09-01"))
    assert release(given, CATALOGUE, REFERENCE).equals(given)


@pytest.mark.parametrize(
    ("count", "base", "symbol"),
    [
        (5, 9, "[c]"),
        (0, 9, "[c]"),
        (9, 9, "[c]"),
        (5, 10, ""),
        (3, 10, ""),
        (7, 10, ""),
        (2, 10, "≤2"),
        (0, 10, "≤2"),
        (8, 10, "≥n−2"),
        (10, 10, "≥n−2"),
        (97, 100, ""),
        (98, 100, "≥n−2"),
    ],
)
def test_internal_rows_at_the_boundaries(count, base, symbol):
    out = shown(count, base)
    assert out["symbol"] == symbol
    assert pd.isna(out["value"]) == pd.isna(out["count"]) == (symbol != "")
    assert pd.isna(out["base"]) == (symbol == "[c]")


def test_a_tail_says_its_bound_in_the_metrics_own_unit():
    few, most = shown(1, 40), shown(39, 40)
    assert (few["high"], most["low"]) == (5, 95)
    assert pd.isna(few["low"]) and pd.isna(most["high"])
    wanted = row("skill_wanted", 0, 40, item="glass")
    assert released(row("skill_holders", 1, 40, item="glass"), wanted).iloc[1]["high"] == 2


def test_a_wish_for_a_skill_that_nobody_holds_leaves_no_trace_unless_it_is_shown():
    assert released(row("skill_wanted", 1, 40, item="glass")).empty
    assert released(row("skill_wanted", 4, 40, item="glass"))["value"].tolist() == [4]


def test_all_counts_in_a_tail_look_the_same():
    for counts in ([0, 1, 2], [38, 39, 40]):
        outs = [released(rate(count, 40)) for count in counts]
        assert all(one.equals(other) for one, other in pairwise(outs))


def test_a_number_that_tells_the_count_in_another_way_is_hidden_with_it():
    needed = [
        released({"metric": "responses_needed", "count": c, "base": 20, "value": 16 - c}).iloc[0]
        for c in (2, 3)
    ]
    assert needed[0]["symbol"] == "[c]" and needed[0][["value", "base"]].isna().all()
    assert needed[1]["value"] == 13


@pytest.mark.parametrize(
    ("count", "base", "hidden"),
    [
        (33, 49, True),  # 9 people outside the scope
        (33, 50, False),
        (31, 60, True),  # 1 of 20 of them answered
        (32, 60, True),
        (33, 60, False),
        (47, 60, False),
        (48, 60, True),  # all but 2 of them
        (30, 60, False),  # nobody outside was asked, so none tells nothing
    ],
)
def test_the_wider_scope_tells_of_no_few_people_outside_the_scope(count, base, hidden):
    inside = rate(30, 40, cut="scope", category="in scope")
    wider = rate(count, base, cut="scope", category="all technical staff")
    out = released(rate(30, 40), inside, wider).set_index("category")
    assert out.loc["in scope", "value"] == 75
    assert (out.loc["all technical staff", "symbol"] == "[c]") == hidden
    assert pd.isna(out.loc["all technical staff", "value"]) == hidden


def test_a_number_of_people_asked_below_the_threshold_is_hidden_with_its_missing_rate():
    for base, told in ((9, False), (10, True)):
        out = released({"metric": "participation_rate", "base": base, "symbol": "[x]"}).iloc[0]
        assert (out["symbol"], out["base"] == base) == ("[x]", told)


def test_a_provisional_mark_gives_way_to_what_hides_the_figure():
    out = released(rate(5, 20, symbol="[p]"), rate(1, 20, symbol="[p]", unit="arts"))
    assert out["symbol"].tolist() == ["[p]", "≤2"]


@pytest.mark.parametrize("symbol", ["[x]", "[z]"])
def test_a_row_without_a_value_keeps_its_reason_and_no_small_number(symbol):
    nothing = {"count": 3, "value": np.nan, "symbol": symbol}
    out = released(
        {"metric": "participation_rate", "base": 12, "unit": "physics", **nothing},
    )
    assert out["symbol"].tolist() == [symbol]
    assert out["count"].isna().all()
    assert out["base"].tolist() == [12]
    out = released({"metric": "participation_rate", "base": 9, "unit": "music", **nothing})
    assert out["symbol"].tolist() == [symbol]
    assert out["base"].isna().all()


def test_an_internal_row_that_cannot_be_judged_is_hidden():
    given = {"metric": "participation_rate", "value": 50.0}
    assert released({**given, "base": 20}).iloc[0]["symbol"] == "[c]"
    assert released({**given, "count": 10}).iloc[0]["symbol"] == "[c]"


def test_who_is_on_leave_is_internal_though_headcount_is_open():
    key = {"period": "2026-09-01", "cut": "status"}
    out = released(
        row("headcount", 17, 20, category="active", **key),
        row("headcount", 1, 20, category="paid leave", **key),
        row("headcount", 2, 20, category="unpaid leave", **key),
    )
    assert out["symbol"].tolist() == ["", "≤2", "≤2"]


def test_respondents_of_a_small_unit_are_not_told_by_the_skills_they_hold():
    out = released(
        row("skill_holders", 2, 9, item="glass", unit="music"),
        row("skill_holders", 1, 10, item="glass", unit="drama"),
        row("skill_holders", 3, 19, item="glass", unit="arts"),
    )
    assert out["value"].tolist() == [2, 1, 3]
    assert out["base"].isna().tolist() == [True, True, False]


def test_a_raised_threshold_counts():
    from tests.metrics.small import SETTINGS

    higher = reference(settings=SETTINGS.replace("internal = 10", "internal = 12"))
    assert released(rate(5, 11), using=higher).iloc[0]["symbol"] == "[c]"
    assert released(rate(5, 12), using=higher).iloc[0]["symbol"] == ""


PARENTS = {
    "music": "arts",
    "drama": "arts",
    "physics": "science",
    "arts": "faculties",
    "science": "faculties",
    "faculties": "university",
}


def added_up(schools):
    """Numbers of schools with those of every unit above them."""
    found = dict(schools)
    for unit, parent in PARENTS.items():
        found[parent] = found.get(parent, 0) + found[unit]
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({u: st.integers(0, 40) for u in ("music", "drama", "physics")}),
        min_size=3,
        max_size=3,
    )
)
def test_no_internal_row_leaves_with_a_small_base_or_a_count_in_a_tail(drawn):
    bases = added_up(drawn[0])
    given = []
    for metric, item, numbers in (
        ("participation_rate", "", drawn[1]),
        ("answer_favourable", "training", drawn[1]),
        ("answer_favourable", "mood", drawn[2]),
    ):
        counts = added_up({u: min(n, drawn[0][u]) for u, n in numbers.items()})
        given += [
            row(metric, counts[unit], base, unit=unit, item=item)
            for unit, base in bases.items()
            if base
        ]
    if not given:
        return
    out = release(rows(*given), CATALOGUE, REFERENCE)
    assert not (out["base"] < 10).any()
    told = out[out["count"].notna() | out["value"].notna()]
    assert (told["base"] >= 10).all()
    assert ((told["count"] > 2) & (told["count"] < told["base"] - 2)).all()
    assert (out["value"].notna() | (out["symbol"] != "")).all()
    # Whatever is shown of units at one level adds up to the level above: nothing is left over.
    answers = out[out["metric"] == "answer_favourable"]
    for _, part in answers.groupby("item"):
        held = part["unit"].str.split("+").explode()
        assert held.is_unique


# Sensitive rows


def favourable(count, base, **key):
    return row("answer_favourable", count, base, **{"item": "leaving", **key})


@pytest.mark.parametrize(
    ("count", "base", "shown_count", "shown_base", "value"),
    [
        (12, 25, 10, 25, 40),
        (13, 25, 15, 25, 60),
        (2, 26, 0, 25, 0),
        (3, 27, 5, 25, 20),
        (27, 52, 25, 50, 50),
        (28, 53, 30, 55, 100 * 30 / 55),
        (28, 28, 25, 30, 100 * 25 / 30),
        (30, 30, 30, 30, 100),
    ],
)
def test_sensitive_counts_and_shares_are_made_of_rounded_numbers(
    count, base, shown_count, shown_base, value
):
    out = released(favourable(count, base)).iloc[0]
    assert out[["count", "base"]].tolist() == [shown_count, shown_base]
    assert out["value"] == pytest.approx(value)


def test_sensitive_rows_need_a_base_of_25():
    out = released(favourable(12, 24)).iloc[0]
    assert out["symbol"] == "[c]"
    assert out[["base", "count", "value"]].isna().all()


def test_sensitive_rows_stop_at_faculties():
    out = released(favourable(12, 40), favourable(12, 40, unit="music"))
    assert out["unit"].tolist() == ["university"]


def options(question, counts, base, **key):
    return [
        row("answer_share", count, base, item=question, cut="option", category=option, **key)
        for option, count in counts.items()
    ]


def test_only_the_favourable_share_of_a_sensitive_question_is_shown():
    out = released(
        *options("leaving", {"Stay": 20, "Go": 10, "Unsure": 5, "No answer": 5}, 40),
        favourable(20, 40),
    )
    assert out[["metric", "category"]].to_numpy().tolist() == [
        ["answer_share", "Stay"],
        ["answer_favourable", ""],
    ]


def test_without_a_favourable_option_the_first_is_the_one_count():
    plain = reference(
        questions="leaving|Leave?|T|single|Stay;Go||no|sensitive",
        question_versions="",
    )
    out = released(*options("leaving", {"Stay": 20, "Go": 15, "No answer": 5}, 40), using=plain)
    assert out["category"].tolist() == ["Stay"]


def test_each_of_several_choices_is_a_count_of_its_own():
    out = released(*options("why", {"Pay": 20, "Other": 33, "No answer": 5}, 40))
    assert out["category"].tolist() == ["Pay", "Other"]
    assert out["count"].tolist() == [20, 35]


def test_a_characteristic_shows_one_count():
    key = {"period": "2026-09-01", "cut": "gender"}
    out = released(
        row("headcount", 14, 40, category="Woman", **key),
        row("headcount", 26, 40, category="Man", **key),
    )
    assert out[["category", "count", "value"]].to_numpy().tolist() == [["Woman", 15, 15]]


@given(st.integers(0, 10_000))
def test_rounding_is_half_up(tenths):
    number = Decimal(tenths) / 10
    expected = (number / 5).quantize(Decimal(1), rounding=ROUND_HALF_UP) * 5
    assert half_up(pd.Series([float(number)]), 5).item() == float(expected)


MANY = reference(
    questions="\n".join(f"q{n}|Q{n}?|T|single|Yes;No|Yes|no|sensitive" for n in range(53)),
    question_versions="",
)


@pytest.mark.parametrize("base", [25, 26, 27, 28, 29, 30, 31, 52])
def test_several_counts_are_behind_every_sensitive_figure(base):
    out = released(*(favourable(n, base, item=f"q{n}") for n in range(base + 1)), using=MANY)
    assert len(out) == base + 1
    assert out["value"].between(0, 100).all()
    assert out.groupby(["count", "value"]).size().min() >= 3


def test_what_no_block_changes_keeps_its_key():
    given = rows(
        row("headcount", 3, 3, period="2026-09-01"),
        rate(5, 20, unit="arts"),
        rate(5, 20, unit="music"),
        favourable(8, 40, item="mood", period="2023"),
    )
    out = release(given, CATALOGUE, REFERENCE)
    assert out[COLUMNS[:6]].equals(given[COLUMNS[:6]])
    assert list(out) == COLUMNS
    assert figure(out, "headcount")["value"] == 3
