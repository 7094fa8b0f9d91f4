"""The people of two extracts side by side: where each was, and is now.

A unit that has ended stands for its successor, so people whose faculty was merged have not moved:
openings are counted in the organisation of the later extract.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tcdata.metrics.headcount import grade_number
from tcdata.metrics.units import Dates, every_unit, placed
from tcdata.reference import Reference

Step = tuple[str, str, str]  # the opening extract, the closing one, and the period to count for


def moves_between(
    people: pd.DataFrame, steps: Iterable[Step], dates: Dates, reference: Reference
) -> pd.DataFrame:
    """Everyone at either extract of each step, one row each.

    Columns: period, opening (the opening extract), person_id, was and now (the unit at either end,
    as it stands on the period's date; missing where the person was not there), promoted (the grade
    at closing has the higher number).
    """
    levels = {grade: grade_number(grade) for grade in people["grade"].dropna().unique()}
    people = people.assign(level=people["grade"].map(levels).astype("float64"))
    extracts = {str(as_of): part for as_of, part in people.groupby("period")}
    nobody = people.head(0)
    found = []
    for opening, closing, period in steps:
        ends = []
        for as_of in (opening, closing):
            end = extracts.get(as_of, nobody)[["person_id", "unit", "level"]]
            ends.append(end.assign(unit=placed(end["unit"], reference, dates[period])))
        both = ends[0].merge(ends[1], on="person_id", how="outer", suffixes=("_was", "_now"))
        both["promoted"] = both["level_now"] > both["level_was"]
        both = both.rename(columns={"unit_was": "was", "unit_now": "now"})
        found.append(both.assign(period=period, opening=opening))
    columns = ["period", "opening", "person_id", "was", "now", "promoted"]
    return pd.concat(found, ignore_index=True)[columns]


def at(end: str, moves: pd.DataFrame) -> pd.DataFrame:
    """The period and unit of everyone in `moves` at one end (`was` or `now`), for `per_unit`."""
    return moves[["period", end]].rename(columns={end: "unit"})


def routes_across(moves: pd.DataFrame, end: str, under: pd.DataFrame) -> pd.DataFrame:
    """People per unit that holds one end of their move (`was` or `now`) but not the other."""
    return _routes(moves[moves["was"] != moves["now"]], end, "left_only", under)


def routes_within(moves: pd.DataFrame, under: pd.DataFrame) -> pd.DataFrame:
    """People at both extracts per unit that holds both ends, moved inside it or not."""
    return _routes(moves, "was", "both", under)


def _routes(moves: pd.DataFrame, end: str, ends: str, under: pd.DataFrame) -> pd.DataFrame:
    routes = moves.groupby(["period", "was", "now"]).size().reset_index(name="count")
    other = "was" if end == "now" else "now"
    one = routes.merge(under, left_on=["period", end], right_on=["period", "unit"])
    seen = one.merge(
        under,
        left_on=["period", other, "ancestor"],
        right_on=["period", "unit", "ancestor"],
        how="left",
        indicator=True,
    )
    kept = seen[seen["_merge"] == ends].rename(columns={"ancestor": "held_by"})
    counts = kept.groupby(["period", "held_by"])[["count"]].sum().reset_index()
    return every_unit(counts.rename(columns={"held_by": "unit"}), under, ["count"])
