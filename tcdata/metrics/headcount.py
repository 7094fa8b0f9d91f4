"""How many technicians, in how many posts, at what FTE, where and on what terms."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import PEOPLE, Metric
from tcdata.metrics.units import (
    NOT_RECORDED,
    Dates,
    add_up,
    broken_units,
    every_unit,
    pairs,
)
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

CUTS = ["grade", "contract_type", "role_type", "status"]
# Who is on leave is a matter of a few people: only for units large enough to hold several.
STATUS_KINDS = ["university", "group", "faculty"]
NO_UNIT = "a unit without anyone has 0 in the plain figure and no rows in a breakdown"

METRICS = [
    Metric(
        id="headcount",
        title="Technicians (headcount)",
        definition="People with a technical main post on the date, each counted once.",
        formula="distinct persons whose main post is technical",
        unit=PEOPLE,
        numerator="people active, or on paid or unpaid leave, by their main post's unit",
        denominator="the unit's headcount",
        missing=f"{NO_UNIT}; a cell that the extract leaves empty counts as “{NOT_RECORDED}”",
        better="neither",
        sensitivity="open",
        interval=False,
        source="HESA staff record: full-person count by main activity; 2019: published totals",
    ),
    Metric(
        id="fte",
        title="Technicians (FTE)",
        definition="The full-time equivalents of all technical posts on the date, added up.",
        formula="Σ FTE of the posts",
        unit="FTE",
        numerator="FTE of technical posts held by people in employment, by the post's unit",
        denominator="none; count and base are the posts added up, here and in the whole unit",
        missing=f"{NO_UNIT}; a post without FTE adds nothing",
        better="neither",
        sensitivity="open",
        interval=False,
        source="HESA staff record: full-time equivalent",
    ),
    Metric(
        id="posts",
        title="Technical posts held",
        definition="Technical posts held on the date; a person with two posts counts twice.",
        formula="number of posts",
        unit="posts",
        numerator="technical posts held by people in employment, by the post's unit",
        denominator="the unit's posts",
        missing=f"{NO_UNIT}; a cell that the extract leaves empty counts as “{NOT_RECORDED}”",
        better="neither",
        sensitivity="open",
        interval=False,
        source="HESA staff record: contracts",
    ),
    Metric(
        id="apprentices",
        title="Apprentices",
        definition="Technicians whose main post is an apprenticeship, on the date.",
        formula="headcount with contract type “apprentice”",
        unit=PEOPLE,
        numerator="technicians with contract type apprentice",
        denominator="the unit's headcount",
        missing="0 where there is none; dates before the first extract only where published",
        better="higher",
        sensitivity="open",
        interval=False,
        source="action plan 2019: one to five apprentices in each faculty by its size",
    ),
]


def headcount(
    people: pd.DataFrame, posts: pd.DataFrame, dates: Dates, reference: Reference
) -> pd.DataFrame:
    """Metric rows of `headcount`, `fte`, `posts` and `apprentices`, history included.

    `people` and `posts` are those of `tcdata.metrics.technical`. One row per unit valid on the
    date, and per category of each of CUTS. The first row of a series after a reorganisation has
    the symbol [b]: it is not comparable with the row before.
    """
    under = pairs(reference, dates)
    persons = people.assign(count=1)
    held = posts.assign(count=1, fte=posts["fte"].fillna(0))
    base = _counts(persons, under, ["count"])
    apprentices = _counts(persons[persons["contract_type"] == "apprentice"], under, ["count"])
    own = [
        *(_metric(persons, "headcount", cut, under, reference) for cut in ["", *CUTS]),
        *(_metric(held, "fte", cut, under, reference) for cut in ["", *CUTS]),
        *(_metric(held, "posts", cut, under, reference) for cut in ["", *CUTS]),
        metric_rows(
            apprentices.assign(base=base["count"], value=apprentices["count"]), "apprentices"
        ),
    ]
    earlier = history(reference, set(under["period"]))
    return mark_breaks(stack([earlier, *own]), reference)


def _counts(frame: pd.DataFrame, under: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    leaves = frame.groupby(["period", "unit"])[numbers].sum().reset_index()
    return every_unit(add_up(leaves, under, [], numbers), under, numbers)


def _metric(
    frame: pd.DataFrame, metric: str, cut: str, under: pd.DataFrame, reference: Reference
) -> pd.DataFrame:
    """One metric by one cut; base is the unit's whole in people or posts."""
    numbers = ["count", "fte"] if metric == "fte" else ["count"]
    whole = _counts(frame, under, numbers)
    if not cut:
        return _rows(whole.assign(base=whole["count"]), metric)
    named = frame.assign(category=frame[cut].fillna(NOT_RECORDED))
    leaves = named.groupby(["period", "unit", "category"])[numbers].sum().reset_index()
    rows = add_up(leaves, under, ["category"], numbers)
    if cut == "status":
        organisation = reference.organisation
        rows = rows[
            rows["unit"].isin(organisation[organisation["kind"].isin(STATUS_KINDS)]["unit"])
        ]
    base = whole.rename(columns={"count": "base"})[["period", "unit", "base"]]
    rows = rows.merge(base, on=["period", "unit"])
    return _rows(rows.sort_values("category", key=_natural, kind="stable"), metric, cut)


def _rows(rows: pd.DataFrame, metric: str, cut: str = "") -> pd.DataFrame:
    value = rows["fte"].round(6) if metric == "fte" else rows["count"]
    return metric_rows(rows.assign(value=value), metric, cut=cut)


def _natural(categories: pd.Series) -> pd.Series:
    """Sort keys: by the number in the text (grade 9 before 10), then the text; unknown last."""
    distinct = pd.Series(categories.unique())
    number = distinct.map(grade_number).fillna(1e9)
    last = distinct == NOT_RECORDED
    order = pd.DataFrame({"last": last, "number": number, "text": distinct}).sort_values(
        ["last", "number", "text"]
    )
    return categories.map({text: place for place, text in enumerate(order["text"])})


def grade_number(grade: str) -> float:
    """The first number in a grade's name, by which grades compare; missing where it has none."""
    found = re.search(r"\d+", grade)
    return float(found.group()) if found else float("nan")


def history(reference: Reference, extracts: set[str]) -> pd.DataFrame:
    """Published totals from before the first extract, as headcount and apprentices rows.

    A period with an extract of its own is left out, as are shares of people that no extract can
    reproduce (value_unit percent). The base is the unit's published headcount, where there is one.
    """
    rows = reference.history
    rows = rows[rows["metric"].isin(["headcount", "apprentices"]) & (rows["value_unit"] == PEOPLE)]
    rows = rows.assign(period=rows["period"].dt.strftime("%Y-%m-%d"))
    rows = rows[~rows["period"].isin(extracts)]
    whole = rows[(rows["metric"] == "headcount") & (rows["cut"] == "")]
    whole = whole.rename(columns={"value": "base"})[["period", "unit", "base"]]
    rows = rows.merge(whole, on=["period", "unit"], how="left").assign(count=rows["value"])
    return stack([metric_rows(part, str(metric)) for metric, part in rows.groupby("metric")])


def mark_breaks(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Put [b] on a unit's rows of the first period after a reorganisation changed what it is.

    Each metric's periods are compared one with the next; the value stays.
    """
    marks = []
    for metric, part in rows.groupby("metric", sort=False):
        periods = sorted(part["period"].unique())
        for before, after in pairwise(periods):
            broken = broken_units(reference, pd.Timestamp(before), pd.Timestamp(after))
            marks += [(metric, after, unit) for unit in broken]
    keys = pd.MultiIndex.from_frame(rows[["metric", "period", "unit"]])
    symbol = rows["symbol"].mask(keys.isin(marks), "[b]") if marks else rows["symbol"]
    return rows.assign(symbol=symbol)
