"""How a command speaks: tables and JSON on standard output, sentences on standard error."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pandas as pd

from tcdata.cli.exits import one_line
from tcdata.words import number


def frame(table: pd.DataFrame, as_json: bool, nothing: str) -> None:
    """Print a frame: aligned columns for people, a list of records for programs."""
    if as_json:
        data(records(table))
    elif table.empty:
        print(nothing)
    else:
        print(aligned(table))


def data(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values: missing is None, dates are ISO text."""
    return [
        {str(column): _plain(value) for column, value in row.items()}
        for row in table.astype("object").to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict | str | bool):
        return value
    if (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
    ):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def aligned(table: pd.DataFrame) -> str:
    """The frame as text in columns, numbers to the right, without columns that are empty."""
    columns = []
    for name in table:
        cells = [_text(value) for value in table[name]]
        if any(cells):
            right = pd.api.types.is_numeric_dtype(table[name])
            width = max(len(str(name)), *map(len, cells))
            place = str.rjust if right else str.ljust
            columns.append([place(cell, width) for cell in [str(name), *cells]])
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns, strict=True))


def _text(value: Any) -> str:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return number(value, 2)
    if isinstance(value, list):
        return one_line(", ".join(map(str, value)))
    return one_line(str(value))
