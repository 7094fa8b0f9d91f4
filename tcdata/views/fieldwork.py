"""Fieldwork day by day: the share answered in a wave beside the waves before it."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views.participation import target


def curve(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """The share answered by working day, this wave and the earlier ones, for a line chart.

    Columns: series, x (working day of fieldwork), y (per cent), text, dashed.
    """
    found = published(rows, wave, unit).to_dict("records")
    goal = target(reference)
    points = [
        {
            "series": row["period"],
            "x": int(row["category"]),
            "y": row["value"],
            "text": f"{words.date(row['item'])}: "
            + words.share(row["count"], row["base"], row["value"], goal),
            "dashed": row["period"] != wave,
        }
        for row in found
    ]
    points.sort(key=lambda point: point["x"])
    points.sort(key=lambda point: point["series"], reverse=True)
    return pd.DataFrame(points, columns=["series", "x", "y", "text", "dashed"])


def pace(points: pd.DataFrame, wave: str) -> str:
    """What the curve shows: how this wave stands against the earlier one on the same day."""
    alone = f"Answers in {wave} by working day"
    reached: dict[str, dict[int, float]] = {}
    for series, day, share in zip(points["series"], points["x"], points["y"], strict=True):
        if share == share:
            reached.setdefault(series, {})[day] = share
    this = reached.pop(wave, {})
    if not this or not reached:
        return alone
    day, earlier = max(this), max(reached)
    then = [share for other, share in reached[earlier].items() if other <= day]
    if not then:
        return alone
    gap = max(this.values()) - max(then)
    where = "ahead of" if gap >= 0 else "behind"
    return f"On working day {day}, {wave} is {words.number(abs(gap))} points {where} {earlier}"


def table(points: pd.DataFrame) -> pd.DataFrame:
    """The points of `curve` as readers see them: a row per working day, a column per wave."""
    told: dict[int, dict[str, str]] = {}
    for series, day, text in zip(points["series"], points["x"], points["text"], strict=True):
        told.setdefault(day, {})[series] = text
    waves = [*dict.fromkeys(points["series"])]
    columns = {wave: [told[day].get(wave, "") for day in sorted(told)] for wave in waves}
    return pd.DataFrame({"Working day": sorted(told), **columns})


def published(rows: Rows, wave: str, unit: str) -> pd.DataFrame:
    """The published rows behind the curve, for the download."""
    found = select(rows, "participation_daily", unit=unit, cut="working day")
    return found[found["period"] <= wave]
