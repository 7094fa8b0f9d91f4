"""Headcount and FTE over time: the series drawn, and where a reorganisation breaks them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import units

COLUMNS = ["series", "x", "y", "text", "dashed"]


def trend(rows: Rows, reference: Reference, unit: str, measure: str) -> pd.DataFrame:
    """The measure over time for a line chart: the unit, or the two groups of the whole.

    Faculties that a reorganisation merged into `unit` are series of their own, for comparison:
    the line never crosses the break. Columns: series, x (date), y, text, dashed.
    """
    before, names = set(_replaced(reference, unit)), units.short_names(reference)
    found = published(rows, reference, unit, measure)
    points = [
        (
            names[one],
            pd.Timestamp(period),
            value,
            f"{amount(value, measure)} on {words.date(period)}",
            one in before,
        )
        for one, period, value in zip(found["unit"], found["period"], found["value"], strict=True)
    ]
    points.sort(key=lambda point: (point[-1], *point[:2]))
    return pd.DataFrame(points, columns=COLUMNS)


def published(rows: Rows, reference: Reference, unit: str, measure: str) -> pd.DataFrame:
    """The published rows of the trend: of what the unit replaced and of itself, or of the groups.

    One after the other, each oldest first.
    """
    order = {one: place for place, one in enumerate(_series(reference, unit))}
    found = select(rows, measure, unit=[*order]).sort_values("period")
    return found.sort_values("unit", key=lambda units: units.map(order), kind="stable")


@lru_cache(maxsize=units.KEPT)
def break_note(reference: Reference, unit: str) -> str:
    """What the reader must know where a reorganisation cuts the series; empty where none does."""
    organisation = reference.organisation
    before = organisation[organisation["successor"] == unit]
    if before.empty:
        return ""
    names = words.listed([words.plain(name) for name in before["name"]])
    return (
        f"[b] Break in the series: {words.plain(units.called(reference, unit))} replaced {names} "
        f"after {words.date(before['valid_to'].max())}, so the line does not cross it."
    )


def amount(value: float, measure: str) -> str:
    """A number of people or of FTE with its noun."""
    if measure == "fte":
        return f"{words.number(value, 1)} FTE"
    return words.counted(value, "person", "people")


@lru_cache(maxsize=units.KEPT)
def _replaced(reference: Reference, unit: str) -> tuple[str, ...]:
    organisation = reference.organisation
    return tuple(organisation[organisation["successor"] == unit]["unit"])


@lru_cache(maxsize=units.KEPT)
def _series(reference: Reference, unit: str) -> tuple[str, ...]:
    organisation = reference.organisation
    if unit == reference.settings["institution"]["root_unit"]:
        return tuple(organisation[organisation["kind"] == "group"]["unit"])
    return (*_replaced(reference, unit), unit)
