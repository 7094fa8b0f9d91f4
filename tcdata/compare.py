"""What would change if a checked file took the place of the one in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.reference.organisation import closure, labels

if TYPE_CHECKING:
    from tcdata.check import Checked

Tables = Mapping[str, pd.DataFrame]

_ID = {"workforce": "person_id", "respondents": "respondent_id"}
# Schools and institutes are small: one person moves them by more than any limit. They are marked
# in the table, and only these kinds are warned of.
_WARNED = ("university", "group", "faculty", "service")


@dataclass(frozen=True)
class Comparison:
    """`summary` (What, In use, This file, Change) and `headcounts` (a row per unit with people:
    Unit, In use, This file, Change, Change in %, Note; without a file in use only the first and
    third) for readers; `warnings` are sentences."""

    summary: pd.DataFrame
    headcounts: pd.DataFrame
    warnings: list[str]


def compare(checked: Checked, current: Tables | None, reference: Reference) -> Comparison:
    """A checked file against the tables in use of the same kind, if there are any.

    People are distinct persons in employment by the unit of their main post, or respondents by
    unit; all rows count, technical or not. A unit counts everybody below it too. Headcounts of a
    workforce that move by more than the settings' `headcount_change_percent` are warned of.
    """
    now, then = checked.tables, current or {}
    date = (
        pd.Timestamp(checked.period)
        if checked.kind != "survey"
        else _frame_date(checked, reference)
    )
    counts = _headcounts(_people(then), _people(now), reference, date)
    limit = reference.settings["checks"]["headcount_change_percent"]
    moved = counts["percent"].abs() > limit
    counts["note"] = moved.map({True: f"moves by more than {limit:g} %", False: ""})
    counts["percent"] = counts["percent"].round(1)
    warnings = []
    if checked.kind == "workforce" and current:
        big = counts[moved & counts["kind"].isin(_WARNED)]
        warnings = [
            f"Headcount of {row['unit']} moves by more than {limit:g} %: "
            f"{words.number(row['then'])} → {words.number(row['now'])} "
            f"({words.signed(row['percent'])} %)."
            for row in big.to_dict("records")
        ]
    gone = _columns(then) - _columns(now)
    if gone:
        warnings.append(f"No longer filled in: {words.listed(sorted(gone))}.")
    shown = counts[["unit", "then", "now", "change", "percent", "note"]]
    titles = ["Unit", "In use", "This file", "Change", "Change in %", "Note"]
    shown = shown.set_axis(titles, axis=1)
    if not current:
        shown = shown[["Unit", "This file"]]
    return Comparison(_summary(then, now), shown, warnings)


def _frame_date(checked: Checked, reference: Reference) -> pd.Timestamp:
    waves = reference.waves.set_index("wave")["frame_date"]
    return pd.Timestamp(waves[checked.period])


def _people(tables: Tables) -> pd.DataFrame:
    """One row per person or respondent: id and unit."""
    for table, key in _ID.items():
        if table in tables:
            rows = tables[table]
            if table == "workforce":
                rows = rows[rows["status"] != "left"].sort_values(
                    ["main_post", "fte"], ascending=False, kind="stable"
                )
            return rows.drop_duplicates(key)[[key, "unit"]].set_axis(["id", "unit"], axis=1)
    return pd.DataFrame({"id": [], "unit": []}, dtype="str")


def _headcounts(
    then: pd.DataFrame, now: pd.DataFrame, reference: Reference, date: pd.Timestamp
) -> pd.DataFrame:
    above = closure(reference, date)
    # A unit that has ended by then has no place in the tree of today and stands alone.
    ended = sorted(set(then["unit"]) - set(above["unit"]))
    above = pd.concat([above, pd.DataFrame({"unit": ended, "ancestor": ended}, dtype="str")])
    counts = pd.DataFrame(
        {
            name: people.merge(above, on="unit").groupby("ancestor").size()
            for name, people in (("then", then), ("now", now))
        }
    ).fillna(0)
    order = dict.fromkeys(reference.organisation["unit"])
    counts = counts.reindex([unit for unit in order if unit in counts.index])
    counts["change"] = counts["now"] - counts["then"]
    counts["percent"] = (100 * counts["change"] / counts["then"]).where(counts["then"] > 0)
    counts.insert(0, "kind", counts.index.map(labels(reference, "kind")))
    counts.insert(0, "unit", counts.index.map(labels(reference, "name")))
    return counts.reset_index(drop=True)


def _columns(tables: Tables) -> set[str]:
    return {
        f"{column}" for frame in tables.values() for column in frame if frame[column].notna().any()
    }


def _summary(then: Tables, now: Tables) -> pd.DataFrame:
    rows = []

    def add(what: str, before: int, after: int) -> None:
        change = words.signed(after - before) if then else ""
        rows.append([what, words.number(before) if then else "", words.number(after), change])

    for table, frame in now.items():
        add(f"Rows of {table}", len(then.get(table, ())), len(frame))
    before, after = _people(then)["id"], _people(now)["id"]
    who = "Respondents" if "respondents" in now else "People"
    if len(after):
        add(who, len(before), len(after))
    if then:
        both = len(pd.Index(before).intersection(pd.Index(after)))
        rows.append([f"{who} only in this file", "", words.number(len(after) - both), ""])
        rows.append([f"{who} only in the one in use", words.number(len(before) - both), "", ""])
        new, gone = _columns(now) - _columns(then), _columns(then) - _columns(now)
        rows.append(["Columns only in this file", "", ", ".join(sorted(new)) or "none", ""])
        rows.append(["Columns only in the one in use", ", ".join(sorted(gone)) or "none", "", ""])
    summary = pd.DataFrame(rows, columns=["What", "In use", "This file", "Change"], dtype="str")
    return summary if then else summary[["What", "This file"]]
