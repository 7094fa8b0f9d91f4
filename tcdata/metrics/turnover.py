"""How many of the people of a year ago have left, and how many are still in post."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, RULE, Metric
from tcdata.metrics.moves import at, moves_between, routes_within
from tcdata.metrics.units import Dates, pairs, per_unit
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
        source=f"CIPD crude turnover; which extracts are a year apart is {RULE}",
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
    years = {closing: year_before(dates, closing) for closing in dates}
    years = {closing: opening for closing, opening in years.items() if opening}
    if not years:
        return stack([])
    whole = [(opening, closing, closing) for closing, opening in years.items()]
    steps = [
        (start, end, closing)
        for closing, opening in years.items()
        for start, end in pairwise(as_of for as_of in dates if opening <= as_of <= closing)
    ]
    under = pairs(reference, {closing: dates[closing] for closing in years})
    year = moves_between(people, whole, dates, reference)
    each = moves_between(people, steps, dates, reference)
    sizes = per_unit(
        {
            "opened": at("was", year),
            "closed": at("now", year),
            "left": at("was", each[each["now"].isna()]),
        },
        under,
    )
    stayed = routes_within(year, under).merge(sizes, on=["period", "unit"])
    mean = (sizes["opened"] + sizes["closed"]) / 2
    return stack(
        [
            _rates(sizes.assign(count=sizes["left"], base=mean), "turnover"),
            _rates(stayed.assign(base=stayed["opened"]), "stability"),
        ]
    )


def year_before(dates: Dates, closing: str) -> str:
    """The extract nearest to 12 months before `closing`, within ABOUT_A_YEAR; else empty."""
    days = {as_of: (dates[closing] - date).days for as_of, date in dates.items()}
    low, high = ABOUT_A_YEAR
    near = {as_of: abs(gap - 365) for as_of, gap in days.items() if low <= gap <= high}
    return min(near, key=lambda as_of: near[as_of]) if near else ""


def _rates(rows: pd.DataFrame, metric: str) -> pd.DataFrame:
    rows = rows[rows["base"] > 0]
    return metric_rows(rows.assign(value=100 * rows["count"] / rows["base"]), metric)
