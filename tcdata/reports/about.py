"""What every report says about itself: whose rows, the units' names, from which edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.published import JOIN, OWN, SYMBOLS
from tcdata.reference import Reference
from tcdata.reference.organisation import labels
from tcdata.reports.blocks import Block, Document

FILES = {"survey": "survey", "workforce": "workforce extract", "activity": "activity log"}
DATED = ("workforce", "activity")


def beneath(unit: str, reference: Reference) -> set[str]:
    """The unit and every unit that was ever under it."""
    pairs = reference.organisation[["unit", "parent"]]
    found, added = {unit}, {unit}
    while added:
        added = set(pairs[pairs["parent"].isin(added)]["unit"]) - found
        found |= added
    return found


def parts(unit: str, reference: Reference) -> set[str]:
    """The unit and the units directly under it; groups count as one level with their members."""
    pairs = reference.organisation
    children = set(pairs[pairs["parent"] == unit]["unit"])
    groups = set(pairs[pairs["kind"] == "group"]["unit"]) & children
    return {unit, *children, *pairs[pairs["parent"].isin(groups)]["unit"]}


def of_unit(rows: pd.DataFrame, unit: str, reference: Reference) -> pd.DataFrame:
    """The rows of a unit and everything under it, blocks with any of these among them."""
    return _within(rows, beneath(unit, reference))


def of_parts(rows: pd.DataFrame, unit: str, reference: Reference) -> pd.DataFrame:
    """The rows of a unit and its direct parts, blocks with any of these among them."""
    return _within(rows, parts(unit, reference))


def _within(rows: pd.DataFrame, units: set[str]) -> pd.DataFrame:
    wanted = {one for one in rows["unit"].unique() if units & set(_members(one))}
    return rows[rows["unit"].isin(wanted)].reset_index(drop=True)


def _members(block: str) -> list[str]:
    """The units of a block: several siblings shown together, or a parent's own people."""
    return [unit.removesuffix(OWN) for unit in block.split(JOIN)]


def names(units: Iterable[str], reference: Reference) -> dict[str, str]:
    """Each unit → its name in full; a block → its members' short names."""
    full, short = labels(reference, "name"), labels(reference)
    found = {}
    for unit in units:
        members = [
            f"{short.get(one.removesuffix(OWN), one)}{' itself' * one.endswith(OWN)}"
            for one in unit.split(JOIN)
        ]
        found[unit] = full.get(unit, " + ".join(members))
    return found


def source(edition: Mapping[str, Any]) -> str:
    """Which edition, of which day, from which files, as a sentence."""
    kinds: dict[str, list[str]] = {}
    for name in edition["periods"]:
        kind, _, period = name.partition(" ")
        kinds.setdefault(kind, []).append(words.date(period) if kind in DATED else period)
    files = [
        _counted(FILES[kind], of) if kind in FILES else f"{kind} {words.listed(of)}"
        for kind, of in sorted(kinds.items(), key=lambda found: [*FILES, found[0]].index(found[0]))
    ]
    day = words.date(edition["built_at"])
    return (
        f"Edition {edition['edition']}, published {day}, from {words.listed(files) or 'no file'}."
    )


def _counted(file: str, of: list[str]) -> str:
    """The files of a kind with their periods: “the 5 workforce extracts of … to …”."""
    if len(of) == 1:
        return f"the {file} of {of[0]}"
    if len(of) == 2:
        return f"the {file}s of {words.listed(of)}"
    return f"the {len(of)} {file}s of {of[0]} to {of[-1]}"


def warning(edition: Mapping[str, Any]) -> str:
    """That the people are invented, where they are; empty otherwise."""
    return "Sample data: everybody in it is invented." if edition["sample"] else ""


def footer(edition: Mapping[str, Any]) -> str:
    """What stands at the foot of every page: the edition, its day, and whether it is the sample."""
    parts = [f"Edition {edition['edition']}", words.date(edition["built_at"])]
    return " · ".join([*parts, *(["sample data"] if edition["sample"] else [])])


def document(
    title: str,
    blocks: Sequence[Block],
    points: float,
    reference: Reference,
    edition: Mapping[str, Any],
) -> Document:
    """The blocks as a document that says, on every page, which edition it is from."""
    return Document(
        title=title,
        source=source(edition),
        warning=warning(edition),
        footer=footer(edition),
        made=pd.Timestamp(edition["built_at"]).to_pydatetime(),
        author=reference.settings["institution"]["name"],
        points=points,
        blocks=blocks,
    )


def legend(table: pd.DataFrame) -> list[str]:
    """The symbols among a table's cells, each with its meaning."""
    cells = set(table.astype("str").to_numpy().ravel())
    return [f"{sign} {meaning}" for sign, meaning in SYMBOLS.items() if sign in cells]
