"""The forecast of the close: what rate is expected, how surely, and when the target is reached."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.published import HIDDEN, NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views.participation import target

COLUMN = "Expected at close"


def sentence(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """The forecast of a unit in Markdown; empty where there is none."""
    row = one(rows, "participation_forecast", period=wave, unit=unit)
    if row is None or row["symbol"] == HIDDEN:
        return ""
    if row["symbol"] == NOT_AVAILABLE:
        return "There are too few answers yet for a forecast."
    goal = target(reference)
    waves = reference.waves
    closes = words.date(waves.loc[waves["wave"] == wave, "closes"].iloc[0])
    return (
        f"**At this pace {_expected(row, goal, ', 19 times in 20')} will have answered by "
        f"{closes}; "
        f"{_reached(rows, row, goal, wave, unit)}.**"
    )


def _expected(row: Mapping[Any, Any] | pd.Series, goal: float, how_surely: str = "") -> str:
    low, high = (words.percent(row[side], goal).removesuffix(" %") for side in ("low", "high"))
    return f"{words.percent(row['value'], goal)} ({low}–{high} %{how_surely})"


def _reached(rows: Rows, row: pd.Series, goal: float, wave: str, unit: str) -> str:
    wanted = f"{words.number(goal)} %"
    reached = one(rows, "participation_target_day", period=wave, unit=unit)
    if reached is None or reached["value"] != reached["value"]:
        missing = ceil(round((goal - row["value"]) / 100 * row["base"], 6))
        how = "is possible but not expected" if row["high"] >= goal else "is not reached"
        return f"{wanted} {how}: it takes {words.counted(missing, 'answer')} more than that"
    day = words.date(str(reached["item"]))
    seen = select(rows, "participation_daily", period=wave, unit=unit, cut="working day")["item"]
    if str(reached["item"]) <= seen.max():
        return f"{wanted} was reached on {day}"
    if row["low"] >= goal:
        return f"{wanted} is reached on {day}"
    return f"{wanted} is expected on {day}, but not certain"


def with_forecast(
    table: pd.DataFrame, rows: Rows, reference: Reference, wave: str, units: pd.Series
) -> pd.DataFrame:
    """The table of rates with each unit's forecast beside, where the edition has any of them."""
    found = select(rows, "participation_forecast", period=wave, unit=units.tolist())
    if found.empty:
        return table
    goal = target(reference)
    texts = {
        row["unit"]: _expected(row, goal) if row["value"] == row["value"] else str(row["symbol"])
        for row in found.to_dict("records")
    }
    told = table.assign(**{COLUMN: [texts.get(unit, "") for unit in units]})
    return told[[*table.columns.drop("Note"), COLUMN, "Note"]]
