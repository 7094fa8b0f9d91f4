"""Who has answered, out of whom, and how many more are needed."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.respondents import Waves, scope_closure
from tcdata.metrics.units import Dates, add_up, per_unit, placed
from tcdata.published import NOT_APPLICABLE, NOT_AVAILABLE, PROVISIONAL, metric_rows, stack
from tcdata.reference import Reference

DAILY_KINDS = ["university", "group", "faculty"]

_RR2 = "AAPOR Standard Definitions: RR2 (partials that answered enough count), RR1 beside it"
_FRAME = "technicians in scope in the workforce extract at or before the wave's frame date"
_MISSING = (
    "[x] where there is no such extract, or more people answered than the unit has; [z] where it "
    "has nobody; "
    "[p] until there is an answer from the wave's closing day, or an extract of a later day"
)

METRICS = [
    Metric(
        id="participation_rate",
        title="Response rate",
        definition=(
            "Respondents who completed the survey, or answered at least half of the core "
            "questions, out of all technicians asked."
        ),
        formula="100 × respondents ÷ headcount in scope",
        unit=PER_CENT,
        numerator="respondents: complete, or partial with at least half of the core questions",
        denominator=_FRAME,
        missing=_MISSING,
        better="higher",
        sensitivity="internal",
        interval=False,
        source=f"{_RR2}; the frame is enumerated, so the rate has no interval",
    ),
    Metric(
        id="responses_needed",
        title="Answers still needed",
        definition="How many more people must answer for the unit to reach the target rate.",
        formula="max(0, ⌈target × headcount in scope⌉ − respondents)",
        unit="answers",
        numerator="the count is the respondents so far",
        denominator=_FRAME,
        missing="[x] where the response rate is",
        better="lower",
        sensitivity="internal",
        interval=False,
        source="target of action N8-4c (settings.toml)",
    ),
    Metric(
        id="participation_daily",
        title="Response rate by working day",
        definition="Respondents up to and including each working day of fieldwork.",
        formula="100 × respondents with completion date ≤ day ÷ headcount in scope",
        unit=PER_CENT,
        numerator="respondents as in the response rate, completed on or before the day",
        denominator=_FRAME,
        missing="[x] where the response rate is; no rows after the last answer",
        better="higher",
        sensitivity="internal",
        interval=False,
        source=f"{_RR2}; working days are Monday to Friday without the settings' holidays",
    ),
]


def participation(
    waves: Waves, people: pd.DataFrame, dates: Dates, reference: Reference
) -> pd.DataFrame:
    """Metric rows of METRICS for every wave with respondents; `period` is the wave.

    `waves` is `respondents.by_wave`, `people` that of `tcdata.metrics.technical`. One row per
    unit in the wave's scope or above it. Cuts: `response definition` (complete answers only) for
    every unit; `scope` (in scope, all technical staff) at the root; `working day` for the daily
    curve, whose item is the ISO date and whose category is the number of the working day.
    """
    parts = []
    for wave, answered in waves:
        frame = frame_units(people, dates, reference, wave)
        sizes = _sizes(frame, answered, reference, wave)
        closed = is_closed(answered, wave, dates)
        parts += [
            _rates(sizes, reference, closed),
            _scopes(sizes, frame, answered, reference, closed),
            _daily(sizes, answered, reference, wave),
        ]
    return stack(parts)


def frame_units(
    people: pd.DataFrame, dates: Dates, reference: Reference, wave: pd.Series
) -> pd.Series | None:
    """The unit on the frame date of each technician in the extract at or before it, if any.

    The index is that of `people`.
    """
    earlier = [as_of for as_of, date in dates.items() if date <= wave["frame_date"]]
    if not earlier:
        return None
    return placed(people["unit"][people["period"] == earlier[-1]], reference, wave["frame_date"])


def _sizes(
    frame: pd.Series | None, answered: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    """Columns period, unit, base, counted, complete: people in scope per unit, 0 where none.

    The base is missing where there is no frame.
    """
    inside = answered.loc[answered["in_scope"], ["unit", "counted", "complete"]]
    inside = inside.assign(period=wave["wave"])
    groups = {
        "base": (inside["unit"].head(0) if frame is None else frame).to_frame("unit"),
        "counted": inside[inside["counted"]],
        "complete": inside[inside["complete"]],
    }
    groups["base"] = groups["base"].assign(period=wave["wave"])
    sizes = per_unit(groups, scope_closure(reference, wave))
    return sizes.assign(base=float("nan")) if frame is None else sizes


def _with_rate(rows: pd.DataFrame) -> pd.DataFrame:
    """Add value and symbol: [z] where a unit has nobody, [x] where the rate is impossible."""
    value = 100 * rows["count"] / rows["base"]
    nobody = (rows["base"] == 0) & (rows["count"] == 0)
    wrong = ~nobody & (rows["base"].isna() | (rows["count"] > rows["base"]))
    symbol = wrong.map({True: NOT_AVAILABLE, False: ""}).mask(nobody, NOT_APPLICABLE)
    count = rows["count"].mask(wrong | nobody)
    return rows.assign(count=count, value=value.mask(wrong | nobody), symbol=symbol)


def _rates(sizes: pd.DataFrame, reference: Reference, closed: bool) -> pd.DataFrame:
    rates = _with_rate(sizes.rename(columns={"counted": "count"}))
    complete = _with_rate(sizes.rename(columns={"complete": "count"}))
    complete = complete.assign(cut="response definition", category="complete answers only")
    target = reference.settings["targets"]["participation"]
    needed = [
        needed_for(base, count, target)
        for base, count in zip(rates["base"], rates["count"], strict=True)
    ]
    both = _provisional(pd.concat([rates, complete]), closed)
    for column in ("cut", "category"):
        both[column] = both[column].fillna("")
    return stack(
        [
            metric_rows(both, "participation_rate"),
            metric_rows(rates.assign(value=needed), "responses_needed"),
        ]
    )


def needed_for(base: float, count: float, target: float) -> float:
    """How many more answers bring `count` of `base` people to `target` per cent; at least 0.

    Exact: 80 per cent of 105 is 84, never 84.00000000000001. Missing where base or count is.
    """
    if base != base or count != count:
        return float("nan")
    wanted = Fraction(str(target)) * int(base) / 100
    return float(max(0, ceil(wanted) - int(count)))


def is_closed(answered: pd.DataFrame, wave: pd.Series, dates: Dates) -> bool:
    """Whether no more answers are expected.

    The wave has one from its closing day, or a workforce extract is of a day after that: then the
    day has passed, though nobody answered on it.
    """
    later = any(date > wave["closes"] for date in dates.values())
    return later or bool(answered["completed_on"].max() >= wave["closes"])


def _provisional(rows: pd.DataFrame, closed: bool) -> pd.DataFrame:
    """Mark rates [p] while fieldwork is open."""
    if closed:
        return rows
    return rows.assign(symbol=rows["symbol"].mask(rows["value"].notna(), PROVISIONAL))


def _scopes(
    sizes: pd.DataFrame,
    frame: pd.Series | None,
    answered: pd.DataFrame,
    reference: Reference,
    closed: bool,
) -> pd.DataFrame:
    """The root's rate in scope, and out of all technical staff, side by side."""
    root = reference.settings["institution"]["root_unit"]
    inside = sizes[sizes["unit"] == root].rename(columns={"counted": "count"})
    everyone = inside.assign(
        base=float("nan") if frame is None else len(frame), count=int(answered["counted"].sum())
    )
    both = pd.concat(
        [inside.assign(category="in scope"), everyone.assign(category="all technical staff")]
    )
    both = _provisional(_with_rate(both), closed)
    return metric_rows(both, "participation_rate", cut="scope")


def _daily(
    sizes: pd.DataFrame, answered: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    organisation = reference.organisation
    large = organisation[organisation["kind"].isin(DAILY_KINDS)]["unit"]
    sizes = sizes.loc[sizes["unit"].isin(large), ["period", "unit", "base"]]
    under = scope_closure(reference, wave)
    people = answered[answered["in_scope"] & answered["counted"]]
    days = working_days(wave, people["completed_on"], reference)
    numbers = np.searchsorted(days, people["completed_on"].to_numpy()) + 1
    leaves = people.assign(period=wave["wave"], number=numbers)
    leaves = leaves.groupby(["period", "unit", "number"]).size().reset_index(name="count")
    daily = add_up(leaves, under[under["ancestor"].isin(large)], ["number"], ["count"])
    daily = daily.pivot_table(index="unit", columns="number", values="count", aggfunc="sum")
    daily = daily.reindex(index=sizes["unit"], columns=range(1, len(days) + 1)).fillna(0)
    rows = daily.cumsum(axis="columns").reset_index().melt("unit", value_name="count")
    rows = _with_rate(rows.merge(sizes, on="unit"))
    day = rows["number"].map(dict(enumerate(days.strftime("%Y-%m-%d"), 1)))
    rows = rows.assign(item=day, category=rows["number"].astype("str"))
    return metric_rows(rows, "participation_daily", cut="working day")


def working_days(
    wave: pd.Series, completed_on: pd.Series, reference: Reference
) -> pd.DatetimeIndex:
    """The working days from the wave's opening to the first one at or after the last answer."""
    if completed_on.empty:
        return pd.DatetimeIndex([])
    holidays = pd.to_datetime(reference.settings["calendar"]["holidays"])
    last = completed_on.max()
    days = pd.bdate_range(wave["opens"], max(last, wave["opens"]) + pd.Timedelta(days=31))
    days = days[~days.isin(holidays)]
    return days[: int((days < last).sum()) + 1]
