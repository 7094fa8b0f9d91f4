"""Loading and keeping: what the load and snapshot pages say about files, findings and editions."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from tcdata import words

if TYPE_CHECKING:
    from tcdata.check import Checked

KINDS = {"workforce": "Workforce extract", "survey": "Survey", "activity": "Activities"}
STATES = {
    "current": "in use",
    "replaced": "replaced by a newer one",
    "withdrawn": "withdrawn",
    "purged": "erased",
}
ASKS = {
    "workforce": "The extract: one sheet or CSV file, one row per person and post",
    "survey": "The survey: a workbook with the sheets responses and skills, or two CSV files",
    "activity": "The log: one sheet or CSV file, one row per event",
}


def said(kind: str, period: str) -> str:
    """A file's kind and period in words: “workforce extract of 1 September 2026”."""
    if kind == "survey":
        return f"survey of {period}"
    return f"{KINDS[kind].lower()} of {words.date(period)}"


def _file_said(kind: str, period: str) -> str:
    """A file of an edition in words; one that is erased has its number alone: “snapshot 7”."""
    return said(kind, period) if kind in KINDS else f"{kind} {period}"


def verdict(checked: Checked) -> str:
    """The check's result as a heading."""
    wrong = checked.findings[checked.findings["severity"] == "error"]
    if not len(wrong):
        rows = words.counted(checked.rows_in, "row")
        return f"No error in {rows}" if checked.rows_accepted else "The file has no row to accept"
    if not checked.rows_in:
        return "The file has no row to accept"
    columns = int((wrong["row"] == 1).sum())  # what is wrong with a column stands at its heading
    parts = [
        words.counted(count, *said)
        for count, said in (
            (columns, ("column is missing", "columns are missing")),
            (len(wrong) - columns, ("cell is wrong", "cells are wrong")),
        )
        if count
    ]
    refused = words.counted(len(checked.refused), "row")
    of = words.number(checked.rows_in)
    return f"{words.listed(parts)}, so {refused} of {of} cannot be accepted"


def notes(checked: Checked) -> list[str]:
    """What the reader must know beside the findings, in Markdown."""
    found = [
        f"{words.counted(checked.rows_in, 'row')} read: {words.number(checked.rows_accepted)} can "
        f"be accepted, {words.number(len(checked.refused))} cannot."
    ]
    if checked.dropped:
        columns = words.listed([f"“{words.plain(name)}”" for name in checked.dropped])
        found.append(f"Dropped and never stored: {columns}.")
    return found


def partly(checked: Checked) -> str:
    """What it means to accept a file without its wrong rows, as a choice to tick."""
    rows = words.counted(checked.rows_accepted, "row")
    others = words.counted(len(checked.refused), "other", "others")
    reasons = "its reason" if len(checked.refused) == 1 else "their reasons"
    return f"Accept the {rows} without errors; keep the {others} aside with {reasons}"


def _for_spreadsheets(table: pd.DataFrame) -> pd.DataFrame:
    """The table with no text that a spreadsheet would run: it can be taken from the page as CSV."""
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    return table.assign(**{str(name): table[name].map(words.neutral) for name in texts})


def findings_table(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings as readers see them, errors first, in the file's order."""
    titles = {
        "severity": "Kind",
        "sheet": "Sheet",
        "row": "Row",
        "column": "Column",
        "value": "Found",
        "problem": "What is wrong",
        "remedy": "What to do",
    }
    ordered = findings.sort_values(["severity", "sheet", "row"], kind="stable")
    return _for_spreadsheets(ordered[list(titles)].rename(columns=titles))


def snapshots_table(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Snapshots as readers see them."""
    table = pd.DataFrame(
        {
            "Snapshot": snapshots["snapshot_id"],
            "What": [
                said(kind, period)
                for kind, period in zip(snapshots["kind"], snapshots["period"], strict=True)
            ],
            "State": snapshots["state"].map(STATES),
            "Rows": snapshots["rows_accepted"],
            "Refused": snapshots["rows_refused"],
            "Accepted": [words.date(at) for at in snapshots["accepted_at"]],
            "By": snapshots["accepted_by"],
            "Files": [", ".join(names) for names in snapshots["file_names"]],
        }
    )
    return _for_spreadsheets(table)


def editions_table(editions: pd.DataFrame) -> pd.DataFrame:
    """Editions as readers see them."""
    table = pd.DataFrame(
        {
            "Edition": editions["edition"],
            "Shown": editions["current"].map({True: "shown to everyone", False: ""}),
            "Published": [words.date(at) for at in editions["built_at"]],
            "By": editions["built_by"],
            "Figures": editions["rows"],
            "Built from": [
                ", ".join(_file_said(*name.split(" ", 1)) for name in names)
                for names in editions["periods"]
            ],
        }
    )
    return _for_spreadsheets(table)


def unpublished(snapshots: pd.DataFrame, editions: pd.DataFrame) -> str:
    """Whether the edition shown still matches the snapshots in use, as a sentence."""
    in_use = set(snapshots[snapshots["state"] == "current"]["snapshot_id"])
    shown = editions[editions["current"]]
    if not in_use:
        return "No file is in use: load one before publishing."
    if shown.empty:
        return "Nothing has been published from these files yet."
    built = set(shown.iloc[0]["snapshot_ids"])
    new, gone = len(in_use - built), len(built - in_use)
    if not new and not gone:
        return "The edition shown is built from exactly the files in use."
    parts = [
        words.counted(new, "file in use is", "files in use are") + " not in it" if new else "",
        words.counted(gone, "file in it is", "files in it are") + " no longer in use"
        if gone
        else "",
    ]
    return f"The edition shown is out of date: {words.listed([p for p in parts if p])}."


def predecessor(current: pd.DataFrame, kind: str, period: str) -> dict[Hashable, Any] | None:
    """The snapshot to compare a file with (kind, period, snapshot_id): the one in use for its
    period, or else the latest earlier one of its kind; None where there is none."""
    same = current[(current["kind"] == kind) & (current["period"] <= period)]
    return None if same.empty else same.sort_values("period").to_dict("records")[-1]


def in_use_as_another(snapshots: pd.DataFrame, checked: Checked) -> list[str]:
    """A warning where the very same file is in use for another day or survey; `snapshots` is the
    store's list."""
    same = snapshots[
        (snapshots["source_sha256"] == checked.sha256)
        & (snapshots["kind"] == checked.kind)
        & (snapshots["period"] != checked.period)
        & (snapshots["state"] == "current")
    ]
    return [
        f"This very file is in use as the {said(checked.kind, period)}: look whether it is the "
        f"{said(checked.kind, checked.period)} too."
        for period in same["period"]
    ]


def compared_with(before: dict[Hashable, Any] | None) -> str:
    """Which file stands under “In use”, as a sentence."""
    if before is None:
        return "No earlier file of this kind is in use, so there is nothing to compare it with."
    return f"Compared with the {said(before['kind'], before['period'])}, which is in use."
