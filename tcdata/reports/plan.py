"""A unit's succession plan as a workbook: the plan, its history, and what the words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import gptables
import pandas as pd

from tcdata import words
from tcdata.published import NOT_APPLICABLE
from tcdata.reference import Reference
from tcdata.reports import about, workbook
from tcdata.reports.blocks import plain
from tcdata.rows import Rows
from tcdata.views import plan, plan_said

UNDECIDED = "no decision yet"
NOTED = {"Holders": "at risk", "Seen in": "seen in", "State": "state"}


def render(
    rows: Rows,
    wave: str,
    unit: str,
    reference: Reference,
    edition: Mapping[str, Any],
    entries: pd.DataFrame,
    today: str,
) -> bytes:
    """The plan of a unit by the survey `wave`, as the bytes of an xlsx file.

    `entries` as tcdata.plan.COLUMNS, `today` as ISO text. Sheets: cover, contents, notes, one with
    the plan and, where anything was decided, one with its history; who recorded what stays in the
    store.
    """
    name = about.names([unit], reference)[unit]
    found = plan.plan(rows, reference, wave, unit, entries, today)
    sheets = {}
    if len(found):
        table = plan_said.table(found)
        table["Decision"] = table["Decision"].replace("", UNDECIDED)
        if "Critical" in table:
            table["Critical"] = table["Critical"].replace("", "no")
        sheets["plan"] = _sheet(table, "plan", f"Skills at risk, and what is decided: {name}")
    decided = _history(found, entries, unit)
    if len(decided):
        sheets["history"] = _sheet(decided, "history", f"Every decision: {name}")
    about_it = plan_said.finding(rows, reference, wave, unit, found)
    cover = gptables.Cover(
        title=f"Succession plan: {name}",
        intro=[
            text
            for text in (
                f"{reference.settings['institution']['name']}, Technician Commitment.",
                about.warning(edition),
                f"The plan as it stood on {words.date(today)}, by the {wave} survey.",
                about.source(edition),
            )
            if text
        ],
        about=[
            *re.split(r"(?<=\.) (?=[A-Z0-9])", plain(about_it)),
            "The owner of a decision is a role. A plan names no person.",
            "[z] means: not applicable. Note markers in square brackets are explained on the "
            "sheet “Notes”.",
        ],
    )
    return workbook.book(sheets, cover, _notes(reference), cover.title, about.footer(edition))


def _notes(reference: Reference) -> pd.DataFrame:
    """The table of notes: what the columns of NOTED mean."""
    meant = {
        "at risk": plan_said.method(reference),
        "seen in": "The survey that showed the need; “since then” is what this one says of it.",
        "state": "Overdue: planned or under way, and due before the day of this workbook.",
    }
    return pd.DataFrame([*meant.items()], columns=["Note reference", "Note text"])


def _history(found: pd.DataFrame, entries: pd.DataFrame, unit: str) -> pd.DataFrame:
    labels = found.set_index("skill")["label"]
    parts = [
        plan_said.history(entries, unit, skill).drop(columns="By").assign(Skill=labels[skill])
        for skill in found.loc[found["entry"].notna(), "skill"]
    ]
    if not parts:
        return pd.DataFrame()
    everything = pd.concat(parts, ignore_index=True)
    return everything[["Skill", *everything.columns.drop("Skill")]]


def _sheet(table: pd.DataFrame, name: str, title: str) -> gptables.GPTable:
    return gptables.GPTable(
        table=table.replace("", NOT_APPLICABLE).map(workbook.safe_text),
        table_name=name,
        title=title,
        table_notes={
            table.columns.get_loc(heading): f"$${note}$$"
            for heading, note in NOTED.items()
            if heading in table
        },
        index_columns={2: 0},
    )
