"""Findings: one for each bad cell, in plain English, with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from tcdata.readers.own_layout import Sheet

COLUMNS = ["sheet", "row", "column", "value", "problem", "remedy", "severity"]

# Of several things wrong with one cell the first is told: a cell that cannot be read at all has
# nothing to be checked.
UNREAD, EMPTY, CHECK, ACROSS = range(4)


class Bad(NamedTuple):
    """Cells of one canonical column with one problem; `rows` are positions in the table."""

    column: str
    rows: np.ndarray
    problem: str
    remedy: str
    rank: int


def of_cells(sheet: Sheet, headings: Mapping[str, str], bad: Sequence[Bad]) -> pd.DataFrame:
    """The findings of one sheet: columns COLUMNS and `position`, the row's place in the table.

    `headings` leads from canonical columns to the file's headings. Each cell has one finding, its
    first by rank; rows are counted as Excel counts them. Sorted by row, then as columns stand.
    """
    bad = sorted((one for one in bad if len(one.rows)), key=lambda one: one.rank)
    order = {column: place for place, column in enumerate(headings)}
    if not bad:
        return pd.DataFrame({column: [] for column in [*COLUMNS, "position"]}).astype("object")
    sizes = [len(one.rows) for one in bad]
    position = np.concatenate([one.rows for one in bad])
    column = np.repeat([order[one.column] for one in bad], sizes)
    kind = np.repeat(np.arange(len(bad)), sizes)
    # np.unique gives each cell's first place, which is its lowest rank.
    _, first = np.unique(position * len(order) + column, return_index=True)
    position, column, kind = position[first], column[first], kind[first]
    value = np.full(len(first), None, dtype=object)
    names = list(headings.values())
    for place in np.unique(column):
        here = column == place
        value[here] = sheet.cells[names[place]].to_numpy(dtype=object, na_value=None)[
            position[here]
        ]
    return pd.DataFrame(
        {
            "sheet": sheet.name,
            "row": sheet.cells.index.to_numpy()[position],
            "column": np.array(names, dtype=object)[column],
            "value": value,
            "problem": np.array([one.problem for one in bad], dtype=object)[kind],
            "remedy": np.array([one.remedy for one in bad], dtype=object)[kind],
            "severity": "error",
            "position": position,
        }
    )


def of_column(
    sheet: str, column: str | None, problem: str, remedy: str, severity: str = "note"
) -> dict[str, Any]:
    """One finding about a whole column or sheet; it stands at the headings, row 1."""
    found = [sheet, 1, column, None, problem, remedy, severity]
    return dict(zip(COLUMNS, found, strict=True))


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The findings of several sheets as one frame of COLUMNS: row is a whole number, the others
    are text, missing where a finding has no column or value."""
    texts = dict.fromkeys(COLUMNS, "str")
    return pd.concat(parts, ignore_index=True)[COLUMNS].astype({**texts, "row": "int64"})


def reasons(findings: pd.DataFrame, rows: int) -> np.ndarray:
    """Why each of a table's rows is refused, by position: its findings joined; empty where none.

    The text names columns and problems, never a cell's value.
    """
    out = np.full(rows, "", dtype=object)
    texts = findings["column"].astype(str) + ": " + findings["problem"]
    for position, text in zip(findings["position"], texts, strict=True):
        out[position] = f"{out[position]}; {text}" if out[position] else text
    return out


def one_of(allowed: Sequence[str]) -> str:
    """The remedy that names the valid values."""
    return f"Use one of: {', '.join(allowed)}."
