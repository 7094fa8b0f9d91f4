"""The units a reader can choose, and how they are named on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from tcdata import words
from tcdata.published import JOIN, OWN
from tcdata.reference import Reference
from tcdata.reference.organisation import labels, names, units_on
from tcdata.rows import Rows, select

# What a list need not say of each of its units, so that the rest has room in its box.
_KIND = re.compile(r"^(\w+ )?(Faculty|School|Institute) of ")
KEPT = 32  # answers about an organisation that are kept; every page asks for them again and again


class Names(dict[str, str]):
    """Unit id → name; a block, several units shown together, is named after its members."""

    def __missing__(self, block: str) -> str:
        """The members' names, in the order of the organisation."""
        order = {unit: place for place, unit in enumerate(self)}
        members = block.split(JOIN)
        if members == [block] and not block.endswith(OWN):
            raise KeyError(block)
        members.sort(key=lambda unit: order.get(unit.removesuffix(OWN), len(order)))
        return " + ".join(
            f"{self[unit.removesuffix(OWN)]}{' itself' * unit.endswith(OWN)}" for unit in members
        )


class _Unit(NamedTuple):
    id: str
    parent: str
    kind: str


@lru_cache(maxsize=KEPT)
def _on(reference: Reference, date: str) -> list[_Unit]:
    """The units valid on `date`, in the file's order."""
    units = units_on(reference, pd.Timestamp(date))
    return [*map(_Unit, units["unit"], units["parent"], units["kind"])]


def faculties(reference: Reference, date: str) -> list[str]:
    """The root and then every faculty and service valid on `date`, in the file's order."""
    root = reference.settings["institution"]["root_unit"]
    return [root, *(u.id for u in _on(reference, date) if u.kind in ("faculty", "service"))]


def schools(reference: Reference, unit: str, date: str) -> list[str]:
    """The schools of a faculty on `date`, in the file's order."""
    return [u.id for u in _on(reference, date) if u.parent == unit and u.kind == "school"]


def parts(reference: Reference, unit: str, date: str) -> list[str]:
    """The units to compare when `unit` is chosen: faculties of the whole, schools of a faculty."""
    units = _on(reference, date)
    if any(u.id == unit and u.kind in ("university", "group") for u in units):
        return [u.id for u in units if u.kind == "faculty"]
    return schools(reference, unit, date)


def showing(published: Iterable[str], unit: str) -> list[str]:
    """Those of the published units that show `unit`: itself, and blocks that it is part of."""
    return [one for one in dict.fromkeys(published) if unit in one.split(JOIN)]


def shown_as(rows: Rows, metric: str, period: str, unit: str) -> str:
    """The unit itself, or the smallest block with the unit in it that has rows of the metric."""
    return shown_in(_there(rows, metric, period), unit)


def _there(rows: Rows, metric: str, period: str) -> list[str]:
    """The units and blocks with rows of the metric."""
    return select(rows, metric, period=period, cut=None)["unit"].unique().tolist()


def shown_in(there: list[str], unit: str) -> str:
    """The unit if it is among `there`, else the smallest block with it; the unit if none has."""
    holding = [block for block in there if unit in block.split(JOIN)]
    return unit if unit in there else min(holding, key=len, default=unit)


def shown_for(rows: Rows, metric: str, period: str, chosen: list[str]) -> list[str]:
    """The units and blocks in which `chosen` are shown, each once, in their order."""
    there = _there(rows, metric, period)
    return list(dict.fromkeys(shown_in(there, unit) for unit in chosen))


def known_as(reference: Reference, text: str) -> str:
    """The unit that has or had this name, or that took the place of one; empty where none has.

    `text` is an id, a name, a short name or an alias, or a list's “name (short name)”.
    """
    known = names(reference)
    tries = [text, *text.removesuffix(")").split(" (")]
    unit = next((known[one.casefold()] for one in tries if one.casefold() in known), "")
    after = dict(
        zip(reference.organisation["unit"], reference.organisation["successor"], strict=True)
    )
    while after.get(unit):
        unit = after[unit]
    return unit


def asked_for(reference: Reference, asked: dict[str, str], date: str) -> dict[str, str]:
    """The units that an address means, by “faculty” and “school”: those that there are on `date`.

    `asked` has what it says under these names, as `known_as` reads it or as lists write it. A
    school brings its faculty where none is named, also if it is named in a faculty's place.
    """
    listed = {name: unit for unit, name in long_names(reference).items()}
    found = {key: listed.get(text) or known_as(reference, text) for key, text in asked.items()}
    above = faculties(reference, date)
    faculty_of = {school: unit for unit in above for school in schools(reference, unit, date)}
    faculty, school = found.get("faculty", ""), found.get("school", "")
    if faculty in faculty_of:
        faculty, school = faculty_of[faculty], faculty
    if "faculty" not in asked and school in faculty_of:
        faculty = faculty_of[school]
    return {
        **({"faculty": faculty} if faculty in above else {}),
        **({"school": school} if school in faculty_of else {}),
    }


def together(reference: Reference, unit: str, block: str) -> str:
    """That a unit is shown in a block, as a sentence in Markdown; empty where it is by itself."""
    if unit == block:
        return ""
    names = short_names(reference)
    return (
        f"{words.plain(names[block])}: shown together because each is small, "
        f"so there is no figure of {words.plain(names[unit])} alone."
    )


@lru_cache(maxsize=KEPT)
def short_names(reference: Reference) -> dict[str, str]:
    """Unit id → the name that charts and sentences use; blocks are named after their members."""
    return Names(labels(reference))


def called(reference: Reference, unit: str) -> str:
    """The unit as a sentence begins with it: its short name, or “The University”."""
    root = reference.settings["institution"]["root_unit"]
    return "The University" if unit == root else short_names(reference)[unit]


@lru_cache(maxsize=KEPT)
def long_names(reference: Reference) -> dict[str, str]:
    """Unit id → the name that lists to choose from use: “Biological Sciences (FBS)”."""
    full, short = labels(reference, "name"), labels(reference)
    root = reference.settings["institution"]["root_unit"]
    found = Names()
    for unit, name in full.items():
        plain = _KIND.sub("", name)
        looks = short[unit].isupper() or "&" in short[unit] or len(short[unit]) <= 4
        abbreviated = looks and " " not in short[unit] and short[unit] != plain
        found[unit] = f"{plain} ({short[unit]})" if abbreviated else plain
    found[root] = "Whole University"
    return found
