"""How many of the people of a year ago have left, and how many are still in post."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.moves import moved_by, moves_between, routes_within
from tcdata.metrics.units import Dates, pairs
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

ABOUT_A_YEAR = (335, 396)  # days between two extracts: twelve months, give or take one

METRICS = [
    Metric(
        id="turnover",
        title="Turnover in 12 months",
        definition=(
            "Leavers from one extract to the next in the 12 months to the date, out of the mean "
            "of the headcounts at both ends."
        ),
        formula="100 × leavers ÷ ((opening + closing) ÷ 2)",
        unit="leavers per 100 people",
        numerator="leavers in the 12 months",
        denominator="mean of opening and closing headcount",
        missing="only where an extract about 12 months earlier exists and the unit had people",
        better="lower",
        sensitivity="open",
        interval=False,
        source="CIPD crude turnover; design rule for the extracts at both ends",
    ),
    Metric(
        id="stability",
        title="Stability over 12 months",
        definition="Technicians of the unit 12 months before who are still technicians in it.",
        formula="100 × still in post ÷ opening headcount",
        unit=PER_CENT,
        numerator="people of the opening extract still in the unit's technical workforce",
        denominator="the unit's opening headcount, in today's organisation",
        missing="only where an extract about 12 months earlier exists and the unit had people",
        better="higher",
        sensitivity="open",
        interval=False,
        source="CIPD stability index",
    ),
]


def turnover(people: pd.DataFrame, dates: Dates, reference: Reference) -> pd.DataFrame:
    """Metric rows of `turnover` and `stability` per unit, for the dates with a year before them."""
    parts = []
    for closing in dates:
        opening = _year_before(dates, closing)
        if opening:
            parts.append(_year_rows(people, dates, opening, closing, reference))
    return stack(parts)


def _year_before(dates: Dates, closing: str) -> str:
    """The extract nearest to 12 months before `closing`, within ABOUT_A_YEAR; else empty."""
    days = {as_of: (dates[closing] - date).days for as_of, date in dates.items()}
    low, high = ABOUT_A_YEAR
    near = {as_of: abs(gap - 365) for as_of, gap in days.items() if low <= gap <= high}
    return min(near, key=lambda as_of: near[as_of]) if near else ""


def _year_rows(
    people: pd.DataFrame,
    dates: Dates,
    opening: str,
    closing: str,
    reference: Reference,
) -> pd.DataFrame:
    """`turnover` and `stability` from the extract `opening` to `closing`."""
    under = pairs(reference, {closing: dates[closing]})
    steps = [as_of for as_of in dates if opening <= as_of <= closing]
    each = [moves_between(people, start, end, closing, reference) for start, end in pairwise(steps)]
    left = pd.concat([moves[moves["now"].isna()] for moves in each])
    year = moves_between(people, opening, closing, closing, reference)
    opened, closed = moved_by(year, "was", under, "opened"), moved_by(year, "now", under, "closed")
    rows = opened.merge(closed, on=["period", "unit"])
    turnover = rows.merge(moved_by(left, "was", under), on=["period", "unit"])
    turnover["base"] = (turnover["opened"] + turnover["closed"]) / 2
    stability = rows.merge(routes_within(year, under), on=["period", "unit"])
    stability = stability.rename(columns={"opened": "base"})
    return stack([_rates(turnover, "turnover"), _rates(stability, "stability")])


def _rates(rows: pd.DataFrame, metric: str) -> pd.DataFrame:
    rows = rows[rows["base"] > 0]
    return metric_rows(rows.assign(value=100 * rows["count"] / rows["base"]), metric)
