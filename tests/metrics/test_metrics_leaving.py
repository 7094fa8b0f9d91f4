"""How many are gone a year later, over up to three years, counted on paper."""

import pytest
from statsmodels.stats.proportion import proportion_confint

from tcdata.metrics import compute
from tcdata.metrics.leaving import rates_by, rates_for
from tests.metrics.small import SETTINGS, figure, reference, staff, workforce

REFERENCE = reference(
    settings=SETTINGS.replace(
        "horizon_months = 24", "horizon_months = 24\nrate_years = 2\nrate_from = 30"
    )
)
DATES = ("2023-09-01", "2024-09-01", "2025-09-01", "2026-09-01")


def people():
    """Music: 30 people, of whom 1, 3 and 6 leave in the three years; drama keeps its 12.

    The first 10 in music are fixed-term; those who leave are the last ones, but in the last year
    one fixed-term. In the last year, one more moves from music to drama.
    """
    there = {
        DATES[0]: range(0, 30),
        DATES[1]: range(0, 29),
        DATES[2]: range(0, 26),
        DATES[3]: range(1, 21),
    }
    posts = [
        post | {"as_of": date, "contract_type": "fixed-term" if number < 10 else "open-ended"}
        for date, ids in there.items()
        for number in ids
        for post in staff("drama" if (date, number) == (DATES[3], 20) else "music", 1, number)
    ]
    return [
        *posts,
        *(post | {"as_of": date} for date in DATES for post in staff("drama", 12, 100)),
    ]


ROWS = compute({"workforce": workforce(*people())}, REFERENCE)


def rate(unit, period=DATES[3], cut="", category=""):
    row = figure(ROWS, "leaving_rate", unit, period, cut=cut, category=category)
    return None if row is None else (row["count"], row["base"])


def test_the_last_two_years_are_pooled():
    # 3 of 29 left from 2024 to 2025, and 6 of 26 to 2026; to music, who moved to drama is gone too.
    assert rate("music") == (3 + 7, 29 + 26)
    assert rate("arts") == (3 + 6, 55 + 24)
    assert rate("university") == (9, 79)
    assert rate("music", DATES[2]) == (4, 59)


def test_a_year_that_no_extract_begins_is_not_counted():
    assert rate("music", DATES[1]) == (1, 30)
    assert rate("university", DATES[0]) is None


def test_contract_types_are_those_at_the_start_of_each_year():
    # 10 fixed-term in each of two years, too few for the least of 30; the others are 19 + 16.
    assert rate("university", cut="contract_type", category="fixed-term") is None
    assert rate("music", cut="contract_type", category="any other") == (3 + 6, 19 + 16)
    later = compute({"workforce": workforce(*people())}, reference(settings=REFERENCE_OF_TEN))
    row = figure(later, "leaving_rate", "music", DATES[3], "", "contract_type", "fixed-term")
    assert (row["count"], row["base"]) == (1, 30)


REFERENCE_OF_TEN = SETTINGS.replace(
    "horizon_months = 24", "horizon_months = 24\nrate_years = 3\nrate_from = 30"
)


def test_a_unit_below_the_least_number_has_no_rate_of_its_own():
    assert rate("drama") is None


def test_the_interval_is_wilsons():
    row = figure(ROWS, "leaving_rate", "music", DATES[3])
    low, high = proportion_confint(10, 55, method="wilson")
    assert row[["value", "low", "high"]].tolist() == pytest.approx(
        [100 * 10 / 55, 100 * low, 100 * high]
    )


def test_a_small_unit_borrows_the_rate_of_the_nearest_unit_above():
    table = rates_by(ROWS[ROWS["metric"] == "leaving_rate"], REFERENCE.waves["frame_date"].max())
    own = rates_for(table, ["music", "arts", "faculties", "university"])
    borrowed = rates_for(table, ["drama", "arts", "faculties", "university"])
    assert (own.whole.unit, own.whole.value) == ("music", pytest.approx(10 / 55))
    assert (borrowed.whole.unit, borrowed.whole.value) == ("arts", pytest.approx(9 / 79))
    assert own.fixed is None, "no unit has a rate for both kinds of contract"
    assert rates_for(table, ["physics"]) is None


def test_a_rate_is_a_share_with_its_interval_and_the_people_behind_it():
    table = rates_by(ROWS[ROWS["metric"] == "leaving_rate"], REFERENCE.waves["frame_date"].max())
    bounds = proportion_confint(10, 55, method="wilson")
    found = rates_for(table, ["music"]).whole
    assert (found.value, found.low, found.high) == pytest.approx((10 / 55, *bounds))
    assert (found.gone, found.there, found.period) == (10, 55, DATES[3])


def test_rates_by_kind_of_contract_are_those_of_one_unit_the_nearest_that_has_both():
    table = rates_by(ROWS[ROWS["metric"] == "leaving_rate"], REFERENCE.waves["frame_date"].max())
    one = table["music", ""]
    both = {(unit, kind) for unit in ("arts", "university") for kind in ("fixed-term", "any other")}
    known = {**table, **{key: one._replace(unit=key[0], period=key[1]) for key in both}}
    found = rates_for(known, ["music", "arts", "university"])
    assert (found.fixed.unit, found.fixed.period) == ("arts", "fixed-term")
    assert (found.other.unit, found.other.period) == ("arts", "any other")


def test_only_extracts_up_to_the_date_count():
    leaving = ROWS[ROWS["metric"] == "leaving_rate"]
    frames = REFERENCE.waves.set_index("wave")["frame_date"]
    assert {rate.period for rate in rates_by(leaving, frames["2026"]).values()} == {DATES[3]}
    assert rates_by(leaving, frames["2023"]) == {}
