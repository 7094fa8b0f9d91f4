"""Joiners, leavers, moves, promotions, turnover and stability; the identity for every unit."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata.metrics import compute
from tcdata.metrics.flows import flows
from tcdata.metrics.technical import people
from tcdata.metrics.turnover import year_before
from tcdata.metrics.units import dates_of
from tests.metrics.small import by_unit, figure, reference, staff, workforce

REFERENCE = reference()
BEFORE, AFTER = "2025-09-01", "2026-09-01"
ROWS = compute(
    {
        "workforce": workforce(
            {"person_id": "stays", "as_of": BEFORE, "unit": "music"},
            {"person_id": "stays", "as_of": AFTER, "unit": "music", "grade": "Grade 10"},
            {"person_id": "moves", "as_of": BEFORE, "unit": "music"},
            {"person_id": "moves", "as_of": AFTER, "unit": "drama", "grade": "Grade 4"},
            {"person_id": "crosses", "as_of": BEFORE, "unit": "drama", "grade": None},
            {"person_id": "crosses", "as_of": AFTER, "unit": "it"},
            {"person_id": "goes", "as_of": BEFORE, "unit": "music"},
            {"person_id": "goes", "as_of": AFTER, "status": "left", "leaving_reason": "retired"},
            {"person_id": "vanishes", "as_of": BEFORE, "unit": "it"},
            {"person_id": "turns", "as_of": BEFORE, "unit": "physics"},
            {
                "person_id": "turns",
                "as_of": AFTER,
                "unit": "physics",
                "job_family": "Academic",
                "job_title": "Lecturer",
            },
            {"person_id": "comes", "as_of": AFTER, "unit": "physics"},
        )
    },
    REFERENCE,
)


def moved(unit):
    where = {"cut": "direction", "unit": unit}
    return tuple(
        figure(ROWS, "transfers", category=direction, **where)["value"]
        for direction in ("in", "out")
    )


def test_joiners_and_leavers_stand_where_they_came_and_went():
    assert by_unit(ROWS, "joiners") == {
        **dict.fromkeys(by_unit(ROWS, "headcount"), 0),
        "university": 1,
        "faculties": 1,
        "science": 1,
        "physics": 1,
    }
    left = by_unit(ROWS, "leavers")
    assert (left["university"], left["music"], left["it"], left["physics"]) == (3, 1, 1, 1)
    assert figure(ROWS, "leavers", "music")["base"] == 3


def test_a_move_is_one_only_for_the_units_it_leaves_and_reaches():
    assert moved("music") == (0, 1)
    assert moved("drama") == (1, 1)
    assert moved("arts") == (0, 1)
    assert moved("faculties") == (0, 1)
    assert moved("services") == (1, 0)
    assert moved("university") == (0, 0)


def test_grades_compare_by_their_number():
    # 10 is above 5 though “10” sorts first; 4 is below; no grade compares with none.
    promoted = figure(ROWS, "promotions")
    assert (promoted["value"], promoted["base"]) == (1, 3)
    assert figure(ROWS, "promotions", "music")["value"] == 1


def test_reasons_are_counted_among_leavers():
    row = figure(ROWS, "exit_data")
    assert (row["count"], row["base"], row["value"]) == (1, 3, pytest.approx(100 / 3))
    assert figure(ROWS, "exit_data", "drama") is None


def test_turnover_is_leavers_out_of_the_mean_of_both_ends():
    row = figure(ROWS, "turnover")
    assert (row["count"], row["base"], row["value"]) == (3, 5, 60)


def test_stability_is_who_is_still_in_the_unit():
    assert figure(ROWS, "stability")["value"] == 50
    assert figure(ROWS, "stability", "arts")["count"] == 2
    assert figure(ROWS, "stability", "music")["count"] == 1
    assert figure(ROWS, "stability", "music")["base"] == 3


def test_turnover_adds_up_the_extracts_within_the_year():
    rows = compute(
        {
            "workforce": workforce(
                *staff("music", 4, as_of="2025-09-01"),
                *staff("music", 4, first=2, as_of="2026-03-01"),
                *staff("music", 4, first=5, as_of="2026-09-01"),
            )
        },
        REFERENCE,
    )
    assert figure(rows, "turnover")["count"] == 5
    assert figure(rows, "turnover")["base"] == 4
    assert figure(rows, "turnover", period="2026-03-01") is None
    assert figure(rows, "stability")["value"] == 0


@pytest.mark.parametrize(
    ("days", "nearest"), [((340, 370), 370), ((360, 390), 360), ((334, 397), None), ((396,), 396)]
)
def test_a_year_begins_at_the_extract_nearest_to_twelve_months_before(days, nearest):
    closing = pd.Timestamp("2026-09-01")
    dates = {str(gap): closing - pd.Timedelta(days=gap) for gap in sorted(days, reverse=True)}
    assert year_before({**dates, "closing": closing}, "closing") == str(nearest or "")


def test_a_unit_that_had_nobody_has_neither_turnover_nor_stability():
    posts = workforce(*staff("music", 4, as_of=BEFORE), *staff("music", 3, as_of=AFTER))
    rows = compute({"workforce": posts}, REFERENCE)
    for metric in ("turnover", "stability"):
        assert set(by_unit(rows, metric)) == {"university", "faculties", "arts", "music"}


def test_people_whose_unit_was_merged_have_not_moved():
    rows = compute(
        {
            "workforce": workforce(
                *staff("stage", 2, as_of="2020-01-01"),
                *staff("drama", 2, as_of="2020-12-01"),
                *staff("physics", 3, first=5, as_of="2020-01-01"),
                *staff("physics", 3, first=5, as_of="2020-12-01"),
            )
        },
        REFERENCE,
    )
    moves = rows[rows["metric"].isin(["joiners", "leavers", "transfers", "promotions"])]
    assert (moves["value"] == 0).all()
    assert set(moves["unit"]) >= {"science", "drama"}
    assert figure(rows, "stability", "science", "2020-12-01")["value"] == 100


HOLDS = {
    "university": {"music", "drama", "physics", "it"},
    "faculties": {"music", "drama", "physics"},
    "services": {"it"},
    "arts": {"music", "drama"},
    "science": {"physics"},
    "music": {"music"},
    "drama": {"drama"},
    "physics": {"physics"},
    "it": {"it"},
}
DATES = ["2019-12-01", "2020-12-01", "2021-06-01"]
PLACES = st.sampled_from(["music", "drama", "stage", "physics", "it", None])
CAREERS = st.lists(st.tuples(PLACES, PLACES, PLACES), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(CAREERS)
def test_opening_and_flows_give_closing_for_every_unit_and_period(careers):
    posts = [
        {"person_id": f"p{person}", "as_of": date, "unit": unit}
        for person, career in enumerate(careers)
        for date, unit in zip(DATES, career, strict=True)
        if unit
    ]
    extracts = workforce({"person_id": "always", "as_of": DATES[0], "unit": "it"}, *posts)
    dates = dates_of(DATES)
    rows = flows(people(extracts, REFERENCE), extracts, dates, REFERENCE)
    now = [["drama" if unit == "stage" else unit for unit in career] for career in careers]
    now.append(["it", None, None])
    for step, after in enumerate(DATES[1:]):
        found = rows[rows["period"] == after]
        numbers = found.set_index(["metric", "category", "unit"])[["value", "base"]]
        for unit, holds in HOLDS.items():
            opening, closing = (
                sum(career[at] in holds for career in now) for at in (step, step + 1)
            )
            joined, left = numbers.loc[("joiners", "", unit)], numbers.loc[("leavers", "", unit)]
            moved_in, moved_out = (
                numbers.loc[("transfers", way, unit)]["value"] for way in ("in", "out")
            )
            assert (left["base"], joined["base"]) == (opening, closing)
            assert opening + joined["value"] - left["value"] + moved_in - moved_out == closing
