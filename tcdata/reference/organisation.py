"""Questions to the organisation table: which unit is meant, and what lies under what, on a date."""

from __future__ import annotations

import pandas as pd

from tcdata.reference import Reference


def units_on(reference: Reference, date: pd.Timestamp) -> pd.DataFrame:
    """The organisation rows valid on `date`, in the file's order: one row per unit."""
    rows = reference.organisation
    begun = rows["valid_from"].isna() | (rows["valid_from"] <= date)
    open_still = rows["valid_to"].isna() | (rows["valid_to"] >= date)
    return rows[begun & open_still].reset_index(drop=True)


def closure(reference: Reference, date: pd.Timestamp) -> pd.DataFrame:
    """Each unit valid on `date` with every unit above it and itself: columns unit, ancestor."""
    units = units_on(reference, date)
    parents = dict(zip(units["unit"], units["parent"], strict=True))
    pairs = []
    for unit in units["unit"]:
        above: str | None = unit
        while above:
            pairs.append((unit, above))
            above = parents.get(above)
    return pd.DataFrame(pairs, columns=["unit", "ancestor"], dtype="str")


def names(reference: Reference) -> dict[str, str]:
    """Every id, name, short name and alias, case folded → unit id."""
    found = {}
    for unit in reference.organisation.to_dict("records"):
        for text in [unit["unit"], unit["name"], unit["short_name"], *unit["aliases"].split(";")]:
            if text.strip():
                found[text.strip().casefold()] = unit["unit"]
    return found


def labels(reference: Reference, column: str = "short_name") -> dict[str, str]:
    """Unit id → its short name (or `name`), the latest row winning."""
    return dict(zip(reference.organisation["unit"], reference.organisation[column], strict=True))
