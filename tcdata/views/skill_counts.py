"""One metric of a unit's skills as a plain column, in the order of the list of skills."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.rows import Rows, select
from tcdata.views import units

HIDDEN = "[c]"


def given(rows: Rows, metric: str, wave: str, unit: str, listed: pd.Index) -> np.ndarray:
    """The metric's value for each listed skill; missing without a row or a value."""
    return _columns(select(rows, metric, period=wave, unit=unit), listed, "value")[0]


def _columns(found: pd.DataFrame, listed: pd.Index, *names: str) -> list[np.ndarray]:
    """Columns of numbers of the rows found, in the order of the listed skills."""
    place = listed.get_indexer(pd.Index(found["item"]))
    out = [np.full(len(listed), np.nan) for _ in names]
    for column, name in zip(out, names, strict=True):
        column[place[place >= 0]] = found[name].to_numpy()[place >= 0]
    return out


def private(
    rows: Rows, metric: str, wave: str, unit: str, listed: pd.Index
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A count that is not open, for each listed skill: the number, its most, and its symbol.

    The number is missing where it is hidden, the most too where nothing is told of it, and 0
    where nobody is. Of a unit that is shown in a block only, everything is hidden.
    """
    found = select(rows, metric, period=wave, unit=unit)
    symbols = np.full(len(listed), "", dtype=object)
    missing = np.full(len(listed), np.nan)
    if found.empty and units.shown_as(rows, metric, wave, unit) != unit:
        symbols[:] = HIDDEN
        return missing, missing.copy(), symbols
    value, high = _columns(found, listed, "value", "high")
    place = listed.get_indexer(pd.Index(found["item"]))
    symbols[place[place >= 0]] = found["symbol"].to_numpy(dtype=object)[place >= 0]
    if len(found) and (found["symbol"] == HIDDEN).all():  # too small for a figure of its own
        symbols[:] = HIDDEN
    value = np.where(np.isnan(value) & (symbols == ""), 0.0, value)
    return value, np.where(np.isnan(value), high, value), symbols
