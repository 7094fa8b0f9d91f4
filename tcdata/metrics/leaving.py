"""How many technicians of a unit are no longer there a year later, over the last years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.moves import at, moves_between, routes_within
from tcdata.metrics.turnover import year_before
from tcdata.metrics.units import Dates, pairs, per_unit
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import wilson_interval

CUT, FIXED, OTHER = "contract_type", "fixed-term", "any other"

METRICS = [
    Metric(
        id="leaving_rate",
        title="Leaving rate",
        definition=(
            "Of the technicians of a unit at the start of each of the last years, those who were "
            "no longer technicians of the unit a year later: they left, or work elsewhere now."
        ),
        formula="100 × no longer there ÷ there a year before, the years added up",
        unit=PER_CENT,
        numerator="people of each opening extract who are not in the unit a year later",
        denominator="people of each opening extract; one of three years counts three times",
        missing=(
            "no row below the settings' number of people and years: there the unit above gives "
            "the rate; no row without two extracts about 12 months apart"
        ),
        better="lower",
        sensitivity="open",
        interval=True,
        source=(
            "complement of the CIPD stability index, pooled over the years of the settings; "
            "interval: Wilson (1927) for a rate that is to hold for years to come"
        ),
    )
]


class Rate(NamedTuple):
    """A leaving rate as a yearly share (0–1), with its 95 % interval, and whose it is."""

    value: float
    low: float
    high: float
    unit: str
    period: str
    gone: float
    there: float


class Rates(NamedTuple):
    """The rate for everybody, and those by kind of contract, where there are both."""

    whole: Rate
    fixed: Rate | None
    other: Rate | None


_RATE = ["period", "unit", "category", "value", "low", "high", "count", "base"]
RateTable = dict[tuple[str, str], Rate]  # by unit and category


def leaving(people: pd.DataFrame, dates: Dates, reference: Reference) -> pd.DataFrame:
    """Metric rows of `leaving_rate` per unit and date, also for fixed-term contracts and others.

    `people` are those of `tcdata.metrics.technical`. Contract types are those at the start of each
    year: cut CUT, category FIXED or OTHER. Only rows with at least the settings' `rate_from`
    people and years in the base. Raises nothing.
    """
    known = reference.settings["skills"]
    steps = [
        (opening, closing, as_of)
        for as_of in dates
        for opening, closing in _years(dates, as_of, int(known["rate_years"]))
    ]
    if not steps:
        return stack([])
    under = pairs(reference, {period: dates[period] for *_, period in steps})
    moves = moves_between(people, steps, dates, reference)
    contracts = people[["period", "person_id", "contract_type"]]
    contracts = contracts.rename(columns={"period": "opening"})
    moves = moves.merge(contracts, on=["opening", "person_id"], how="left")
    fixed = moves["contract_type"] == FIXED
    parts = [
        _rates(moves, under, int(known["rate_from"]), "", ""),
        _rates(moves[fixed], under, int(known["rate_from"]), CUT, FIXED),
        _rates(moves[~fixed], under, int(known["rate_from"]), CUT, OTHER),
    ]
    return stack(parts)


def _years(dates: Dates, as_of: str, most: int) -> list[tuple[str, str]]:
    """The pairs of extracts a year apart that end at `as_of`, and before it, at most `most`."""
    found: list[tuple[str, str]] = []
    closing = as_of
    while len(found) < most and (opening := year_before(dates, closing)):
        found.append((opening, closing))
        closing = opening
    return found


def _rates(
    moves: pd.DataFrame, under: pd.DataFrame, least: int, cut: str, category: str
) -> pd.DataFrame:
    there = per_unit({"base": at("was", moves)}, under)
    rows = routes_within(moves, under).merge(there, on=["period", "unit"])
    rows = rows[rows["base"] >= least]
    gone = rows["base"] - rows["count"]
    low, high = wilson_interval(gone, rows["base"])
    rows = rows.assign(count=gone, value=100 * gone / rows["base"], low=100 * low, high=100 * high)
    return metric_rows(rows, "leaving_rate", cut=cut, category=category)


def rates_by(rates: pd.DataFrame, date: pd.Timestamp) -> RateTable:
    """The rates of the latest extract at or before `date`, by unit and category.

    `rates`: published rows of `leaving_rate`; a row without a value gives none.
    """
    known = [
        row
        for row in zip(*(rates[column].tolist() for column in _RATE), strict=True)
        if row[0] <= f"{date:%Y-%m-%d}" and row[3] == row[3]
    ]
    latest = max((period for period, *_ in known), default="")
    return {
        (unit, category): Rate(value / 100, low / 100, high / 100, unit, period, gone, there)
        for period, unit, category, value, low, high, gone, there in known
        if period == latest
    }


def rates_for(table: RateTable, above: Sequence[str]) -> Rates | None:
    """The rates of the first of `above` (a unit and those above it) that has one; None without.

    The two kinds of contract are taken from one unit, the first that has a rate for both.
    """
    whole = next((table[unit, ""] for unit in above if (unit, "") in table), None)
    if whole is None:
        return None
    both = [unit for unit in above if (unit, FIXED) in table and (unit, OTHER) in table]
    if not both:
        return Rates(whole, None, None)
    return Rates(whole, table[both[0], FIXED], table[both[0], OTHER])
