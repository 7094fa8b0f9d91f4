"""Units on a date: where people are counted, and adding them up the organisation.

Counts are made once per unit that people name (a school, a service), then added up through the
small table of “unit, everything above it”: the cost does not grow with people × levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from tcdata.reference import Reference
from tcdata.reference.organisation import closure, units_on

NOT_RECORDED = "Not recorded"


Dates = Mapping[str, pd.Timestamp]  # period (ISO text) → its date, oldest first


class NotInReferenceError(ValueError):
    """The people's rows name a unit or wave that the reference does not have; says which."""


def dates_of(as_of: Iterable[str]) -> dict[str, pd.Timestamp]:
    """The distinct as-of dates (ISO text), oldest first, each with its date."""
    return {text: pd.Timestamp(text) for text in sorted(set(as_of))}


def pairs(reference: Reference, dates: Dates) -> pd.DataFrame:
    """Each unit with all units above it and itself, per period: columns period, unit, ancestor."""
    found = [closure(reference, date).assign(period=period) for period, date in dates.items()]
    columns = ["period", "unit", "ancestor"]
    if not found:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    return pd.concat(found, ignore_index=True)[columns].astype("str")


def placed(units: pd.Series, reference: Reference, date: pd.Timestamp) -> pd.Series:
    """The unit each cell stands for on `date`: a unit that has ended gives way to its successor.

    Raises NotInReferenceError where a unit is not valid on `date` and nothing succeeds it.
    """
    if units.isna().any():
        raise NotInReferenceError("some rows have no unit: withdraw the snapshot and check it")
    valid, successors = set(units_on(reference, date)["unit"]), _successors(reference)
    found = {unit: _stands_for(unit, valid, successors) for unit in units.unique()}
    lost = [unit for unit, now in found.items() if not now]
    if lost:
        raise NotInReferenceError(
            f"“{lost[0]}” is not a unit on {date:%Y-%m-%d} and nothing succeeds it: "
            "correct organisation.csv, or withdraw the snapshot that names it"
        )
    return units.map(found).astype("str")


def _successors(reference: Reference) -> dict[str, str]:
    """Unit → its successor; of a unit with several rows, the row that ended last."""
    rows = reference.organisation.sort_values("valid_to", na_position="first", kind="stable")
    return dict(zip(rows["unit"], rows["successor"], strict=True))


def _stands_for(unit: str, valid: set[str], successors: Mapping[str, str]) -> str:
    """The first of the unit, its successor, that one's successor … in `valid`; else empty."""
    seen = {""}
    while unit not in valid and unit not in seen:
        seen.add(unit)
        unit = successors.get(unit, "")
    return unit if unit in valid else ""


def placed_by_period(frame: pd.DataFrame, reference: Reference, dates: Dates) -> pd.Series:
    """`placed` for a frame with columns period and unit, each row on its own period's date."""
    cells = frame[["period", "unit"]].drop_duplicates()
    parts = []
    for period, date in dates.items():
        part = cells[cells["period"] == period]
        parts.append(part.assign(placed=placed(part["unit"], reference, date)))
    known = pd.concat(parts) if parts else cells.assign(placed=cells["unit"])
    out = frame[["period", "unit"]].merge(known, on=["period", "unit"], how="left")["placed"]
    return out.set_axis(frame.index)


def add_up(
    counts: pd.DataFrame, pairs: pd.DataFrame, by: Sequence[str], numbers: Sequence[str]
) -> pd.DataFrame:
    """Counts per unit added up to every unit above: columns period, unit, *by, *numbers."""
    joined = counts.merge(pairs, on=["period", "unit"])
    grouped = joined.groupby(["period", "ancestor", *by], sort=True)[list(numbers)].sum()
    return grouped.reset_index().rename(columns={"ancestor": "unit"})


def every_unit(totals: pd.DataFrame, pairs: pd.DataFrame, numbers: Sequence[str]) -> pd.DataFrame:
    """One row per period and unit of `pairs`, with 0 where `totals` has none."""
    wanted = pairs[["period", "ancestor"]].drop_duplicates()
    wanted = wanted.rename(columns={"ancestor": "unit"})
    out = wanted.merge(totals, on=["period", "unit"], how="left")
    out[list(numbers)] = out[list(numbers)].fillna(0)
    return out


def per_unit(groups: Mapping[str, pd.DataFrame], under: pd.DataFrame) -> pd.DataFrame:
    """How many rows of each group lie in each unit: columns period, unit and one per group.

    A group is a frame with columns period and unit, one row per person; rows without a unit do not
    count. There is a row for every period and unit of `under`, with 0 where nobody is.
    """
    leaves = [
        people.groupby(["period", "unit"]).size().reset_index(name="count").assign(group=name)
        for name, people in groups.items()
    ]
    counts = add_up(pd.concat(leaves, ignore_index=True), under, ["group"], ["count"])
    wide = counts.pivot_table(index=["period", "unit"], columns="group", values="count")
    names = [*groups]
    return every_unit(wide.reindex(columns=names).reset_index(), under, names)


def broken_units(reference: Reference, before: pd.Timestamp, after: pd.Timestamp) -> set[str]:
    """The units valid on `after` whose series does not go on from `before`.

    A unit is broken when it began in between, or when a unit that existed before has moved into
    it, out of it, or been merged with it. A school that only changed its parent goes on, and so
    does the whole that held it before and after. A unit that is simply new, or closed, breaks no
    series but its own.
    """
    then, now = closure(reference, before), closure(reference, after)
    valid, successors = set(now["unit"]), _successors(reference)
    lowest = then[~then["unit"].isin(units_on(reference, before)["parent"])]
    lowest = lowest.assign(now=[_stands_for(unit, valid, successors) for unit in lowest["unit"]])
    lowest = lowest[lowest["now"] != ""]
    moved = lowest[["unit", "now"]].drop_duplicates()
    later = moved.merge(now.rename(columns={"unit": "now"}), on="now")
    was = set(zip(lowest["ancestor"], lowest["unit"], strict=True))
    becomes = set(zip(later["ancestor"], later["unit"], strict=True))
    began = valid - set(then["unit"])
    return (began | {unit for unit, _ in was ^ becomes}) & valid
