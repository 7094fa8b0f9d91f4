"""The units a reader can choose, and how they are named on pages."""

from __future__ import annotations

import pandas as pd

from tcdata.reference import Reference
from tcdata.reference.organisation import labels, units_on

JOIN = "+"  # between the units of a block, in its id


def faculties(reference: Reference, date: str) -> list[str]:
    """The root and then every faculty and service valid on `date`, in the file's order."""
    units = units_on(reference, pd.Timestamp(date))
    chosen = units[units["kind"].isin(["faculty", "service"])]
    return [reference.settings["institution"]["root_unit"], *chosen["unit"]]


def schools(reference: Reference, unit: str, date: str) -> list[str]:
    """The schools of a faculty on `date`, in the file's order."""
    units = units_on(reference, pd.Timestamp(date))
    return units[(units["parent"] == unit) & (units["kind"] == "school")]["unit"].tolist()


def parts(reference: Reference, unit: str, date: str) -> list[str]:
    """The units to compare when `unit` is chosen: faculties of the whole, schools of a faculty."""
    units = units_on(reference, pd.Timestamp(date))
    kinds = dict(zip(units["unit"], units["kind"], strict=True))
    if kinds.get(unit) in ("university", "group"):
        return units[units["kind"] == "faculty"]["unit"].tolist()
    return schools(reference, unit, date)


def showing(published: pd.Series, unit: str) -> list[str]:
    """Those of the published units that show `unit`: itself, and blocks that it is part of."""
    return [one for one in published.unique() if unit in one.split(JOIN)]


def block_name(reference: Reference, block: str) -> str:
    """A published unit's short name; of a block, its units': “Physics + Robotics”."""
    names = short_names(reference)
    return " + ".join(names.get(unit, unit) for unit in block.split(JOIN))


def short_names(reference: Reference) -> dict[str, str]:
    """Unit id → the name that charts and sentences use."""
    return labels(reference)


def long_names(reference: Reference) -> dict[str, str]:
    """Unit id → the name that lists to choose from use: “Biological Sciences (FBS)”."""
    full, short = labels(reference, "name"), labels(reference)
    root = reference.settings["institution"]["root_unit"]
    found = {}
    for unit, name in full.items():
        plain = name.removeprefix("Faculty of ").removeprefix("School of ")
        abbreviated = short[unit].isupper() or "&" in short[unit] or len(short[unit]) <= 4
        found[unit] = f"{plain} ({short[unit]})" if abbreviated else plain
    found[root] = "Whole University"
    return found
