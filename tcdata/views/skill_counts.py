"""One metric of a unit's skills as plain columns, each skill in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tcdata.published import HIDDEN
from tcdata.rows import Rows
from tcdata.views import units

Places = Mapping[str, int]  # skill → its place


def places(skills: Iterable[str]) -> dict[str, int]:
    """Each skill's place among `skills`."""
    return {skill: place for place, skill in enumerate(skills)}


def columns(
    rows: Rows, metric: str, wave: str, unit: str, listed: Places, *names: str, **where: str
) -> tuple[NDArray[np.intp], list[NDArray[Any]]]:
    """The places of the metric's rows, and those rows' columns `names`.

    `where` names cut and category; by default the plain figures. Nothing else of the rows is
    touched: a page asks for a dozen metrics, and with thousands of skills each has many rows.
    """
    if metric not in rows:
        return np.empty(0, dtype=np.intp), [np.empty(0)] * len(names)
    frame, codes = rows[metric], rows.codes(metric)
    keep = np.ones(len(frame), dtype=bool)
    for column, wanted in {"period": wave, "unit": unit, "cut": "", **where}.items():
        numbers, known = codes[column]
        keep &= numbers == known.get(wanted, -1)
    at = np.flatnonzero(keep)
    items, known = codes["item"]
    place = np.array([listed.get(skill, -1) for skill in known], dtype=np.intp)[items[at]]
    at, place = at[place >= 0], place[place >= 0]
    return place, [frame[name].array.take(at).to_numpy() for name in names]


def given(
    rows: Rows, metric: str, wave: str, unit: str, listed: Places, **where: str
) -> NDArray[np.float64]:
    """The metric's value for each listed skill; missing without a row or a value."""
    place, [value] = columns(rows, metric, wave, unit, listed, "value", **where)
    out = np.full(len(listed), np.nan)
    out[place] = value
    return out


def private(
    rows: Rows, metric: str, wave: str, unit: str, listed: Places, **where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_]]:
    """A count that is not open, for each listed skill: the number, its most, and its symbol.

    The number is missing where it is hidden, the most too where nothing is told of it, and 0
    where nobody is. Of a unit that is shown in a block only, everything is hidden.
    """
    names = ("value", "high", "symbol")
    place, [values, highs, marks] = columns(rows, metric, wave, unit, listed, *names, **where)
    symbols = np.full(len(listed), "", dtype=object)
    value, high = np.full(len(listed), np.nan), np.full(len(listed), np.nan)
    value[place], high[place], symbols[place] = values, highs, marks
    in_block = not len(place) and units.shown_as(rows, metric, wave, unit) != unit
    if in_block or (len(place) and (marks == HIDDEN).all()):  # too small for a figure of its own
        symbols[:] = HIDDEN
    value = np.where(np.isnan(value) & (symbols == ""), 0.0, value)
    return value, np.where(np.isnan(value), high, value), symbols
