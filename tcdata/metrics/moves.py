"""The people of two extracts side by side: where each was, and is now.

A unit that has ended stands for its successor, so people whose faculty was merged have not moved:
openings are counted in the organisation of the later extract.
"""

from __future__ import annotations

import pandas as pd

from tcdata.metrics.headcount import grade_number
from tcdata.metrics.units import add_up, every_unit, placed
from tcdata.reference import Reference


def moves_between(
    people: pd.DataFrame, opening: str, closing: str, period: str, reference: Reference
) -> pd.DataFrame:
    """Everyone at either extract: person_id, was and now (units on `period`), promoted, period."""
    columns = ["person_id", "unit", "grade"]
    ends = []
    for as_of in (opening, closing):
        end = people.loc[people["period"] == as_of, columns]
        ends.append(end.assign(unit=placed(end["unit"], reference, pd.Timestamp(period))))
    moves = ends[0].merge(ends[1], on="person_id", how="outer", suffixes=("_was", "_now"))
    levels = {
        end: moves[f"grade_{end}"].map(
            {grade: grade_number(grade) for grade in moves[f"grade_{end}"].dropna().unique()}
        )
        for end in ("was", "now")
    }
    return pd.DataFrame(
        {
            "period": period,
            "person_id": moves["person_id"],
            "was": moves["unit_was"],
            "now": moves["unit_now"],
            "promoted": levels["now"].astype("float64") > levels["was"].astype("float64"),
        }
    )


def moved_by(
    moves: pd.DataFrame, end: str, under: pd.DataFrame, count: str = "count"
) -> pd.DataFrame:
    """People per unit at one end of the moves (`was` or `now`), 0 where none."""
    leaves = moves.groupby(["period", end]).size().reset_index(name=count)
    leaves = leaves.rename(columns={end: "unit"})
    return every_unit(add_up(leaves, under, [], [count]), under, [count])


def routes_across(moves: pd.DataFrame, end: str, under: pd.DataFrame) -> pd.DataFrame:
    """People per unit that holds one end of their move (`was` or `now`) but not the other."""
    return _routes(moves[moves["was"] != moves["now"]], end, "left_only", under)


def routes_within(moves: pd.DataFrame, under: pd.DataFrame) -> pd.DataFrame:
    """People at both extracts per unit that holds both ends, moved inside it or not."""
    return _routes(moves, "was", "both", under)


def _routes(moves: pd.DataFrame, end: str, ends: str, under: pd.DataFrame) -> pd.DataFrame:
    routes = moves.groupby(["was", "now"]).size().reset_index(name="count")
    routes["route"] = range(len(routes))
    above = under[["unit", "ancestor"]]
    one, other = (
        routes.merge(above, left_on=column, right_on="unit")[["route", "ancestor", "count"]]
        for column in (end, "was" if end == "now" else "now")
    )
    seen = one.merge(other.drop(columns="count"), how="left", indicator=True)
    counts = seen[seen["_merge"] == ends].groupby("ancestor")["count"].sum().reset_index()
    counts = counts.rename(columns={"ancestor": "unit"}).assign(period=under["period"].iloc[0])
    return every_unit(counts, under, ["count"])
