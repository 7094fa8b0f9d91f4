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
    dates_of,
    pairs,
)
from tcdata.published import BREAK, metric_rows, stack
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
    persons = _by_cut(people.assign(count=1, fte=0.0), under, reference)
    held = _by_cut(posts.assign(count=1, fte=posts["fte"].fillna(0)), under, reference)
    rows = [
        history(reference, set(dates)),
        metric_rows(persons.assign(value=persons["count"]), "headcount"),
        metric_rows(held.assign(value=held["fte"].round(6)), "fte"),
        metric_rows(held.assign(value=held["count"]), "posts"),
        metric_rows(_apprentices(persons), "apprentices"),
    ]
    return mark_breaks(stack(rows), reference)


def _by_cut(frame: pd.DataFrame, under: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Columns period, unit, cut, category, base (the whole unit), count, fte: plain and by cut."""
    key, numbers = ["period", "unit", "cut", "category"], ["count", "fte"]
    nobody = under[["period", "unit"]].drop_duplicates().assign(cut="", category="", count=0, fte=0)
    leaves = [nobody.astype({"fte": "float64"})]
    for cut in ["", *CUTS]:
        category = frame[cut].fillna(NOT_RECORDED) if cut else ""
        named = frame[["period", "unit", *numbers]].assign(cut=cut, category=category)
        leaves.append(named.groupby(key)[numbers].sum().reset_index())
    rows = add_up(pd.concat(leaves), under, ["cut", "category"], numbers)
    whole = rows[rows["cut"] == ""].rename(columns={"count": "base"})
    rows = rows.merge(whole[["period", "unit", "base"]], on=["period", "unit"])
    organisation = reference.organisation
    large = organisation[organisation["kind"].isin(STATUS_KINDS)]["unit"]
    rows = rows[(rows["cut"] != "status") | rows["unit"].isin(large)]
    return rows.sort_values("category", key=_natural, kind="stable")


def _apprentices(persons: pd.DataFrame) -> pd.DataFrame:
    """The unit's apprentices out of its people, 0 where it has none."""
    hit = (persons["cut"] == "contract_type") & (persons["category"] == "apprentice")
    rows = persons.loc[persons["cut"] == "", ["period", "unit", "base"]].merge(
        persons.loc[hit, ["period", "unit", "count"]], on=["period", "unit"], how="left"
    )
    return rows.assign(count=rows["count"].fillna(0), value=rows["count"].fillna(0))


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
    dates = dates_of(rows["period"])
    broken: dict[tuple[str, str], set[str]] = {}
    marks = []
    for metric, part in rows.groupby("metric", sort=False):
        for step in pairwise(sorted(part["period"].unique())):
            if step not in broken:
                broken[step] = broken_units(reference, dates[step[0]], dates[step[1]])
            marks += [(metric, step[1], unit) for unit in broken[step]]
    keys = pd.MultiIndex.from_frame(rows[["metric", "period", "unit"]])
    symbol = rows["symbol"].mask(keys.isin(marks), BREAK) if marks else rows["symbol"]
    return rows.assign(symbol=symbol)
