"""Findings about whole sheets and columns: what is missing, left out, or doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tcdata.findings import COLUMNS, of_column
from tcdata.mapping.headings import KIND_WORDS, SHEET_NAMES, Columns
from tcdata.readers.own_layout import Sheet
from tcdata.schemas import FILE_TABLES, file_columns

# Excel keeps 15 digits of a number; longer ids in number cells end in wrong digits.
_EXCEL_DIGITS = 15


def of_files(kind: str, placed: Mapping[str, Sheet], others: Sequence[Sheet]) -> pd.DataFrame:
    """Notes on sheets that were not read, tables that were not found, and how a file was read."""
    found = []
    for sheet in others:
        problem = f"This sheet was not read: it does not look like a table of {KIND_WORDS[kind]}."
        remedy = "If it should be read, give it the name and the headings of the template."
        found.append(of_column(sheet.name, None, problem, remedy))
    for table in FILE_TABLES[kind]:
        if table not in placed:
            name = next(name for name, meant in SHEET_NAMES.items() if meant == table)
            problem = f"There is no sheet or file “{name}”: its figures will be missing."
            found.append(of_column(name, None, problem, "Add it if the survey asked for it."))
        elif note := placed[table].note:
            found.append(of_column(placed[table].name, None, *note))
    return pd.DataFrame(found, columns=COLUMNS)


def of_days(
    sheet: Sheet, columns: Columns, days: pd.Series, last: pd.Timestamp, now: pd.Timestamp
) -> pd.DataFrame:
    """A note, at the first of them, on answers of days to come within the wave, which ends on
    `last`: what lies outside the wave is an error of each cell. The wave's days are what the
    institution says of it, and the clock may be the one that is wrong."""
    ahead = np.flatnonzero((days > now) & (days <= last))
    if not len(ahead):
        return pd.DataFrame(columns=COLUMNS)
    heading = columns.known["completed_on"]
    many = "This answer is" if len(ahead) == 1 else f"This answer and {len(ahead) - 1} more are"
    problem = f"{many} from the future: today is {now:%Y-%m-%d}."
    remedy = "Look at the dates of the export, at those of waves.csv, and at the computer's clock."
    found = of_column(sheet.name, heading, problem, remedy)
    found |= {"row": sheet.cells.index[ahead[0]], "value": sheet.cells[heading].iloc[ahead[0]]}
    return pd.DataFrame([found], columns=COLUMNS)


def of_columns(table: str, sheet: Sheet, columns: Columns) -> pd.DataFrame:
    """Required columns that are missing and a table without rows (errors, but that a survey may
    have asked for no skills); columns that were not loaded and ids that Excel may have changed
    (notes)."""
    found = []
    for name, column in file_columns(table).items():
        if column.metadata["required"] and name not in columns.known:
            remedy = f"Give the column that holds it the heading “{name}”, or add one."
            problem = "The column is missing."
            found.append(of_column(sheet.name, name, problem, remedy, "error"))
    if sheet.cells.empty:
        problem = "There are no rows under the headings."
        remedy = "Fill in a row for each record."
        severity = "note" if table == "skills" else "error"
        found.append(of_column(sheet.name, None, problem, remedy, severity))
    for heading in columns.personal:
        problem = "This column says who people are or how to reach them."
        found.append(of_column(sheet.name, heading, problem, "It was left out; none is kept."))
    for heading in columns.unknown:
        problem = "This column is not part of the product's own layout."
        remedy = "It was left out. Give it the layout's heading if it should be loaded."
        found.append(of_column(sheet.name, heading, problem, remedy))
    for name, column in file_columns(table).items():
        if column.metadata["holds"] == "id" and name in columns.known:
            found += _changed_ids(sheet, columns.known[name])
    return pd.DataFrame(found, columns=COLUMNS)


def _changed_ids(sheet: Sheet, heading: str) -> list[dict]:
    ids = sheet.cells[heading].str.strip()
    lengths = sorted(ids.str.len()[ids.str.isdigit().eq(True)].unique().astype(int))
    remedy = "Give the column the format “Text” before filling it, and compare with the source."
    found = []
    if len(lengths) > 1:
        said = " and ".join(str(length) for length in (lengths[0], lengths[-1]))
        problem = f"Ids have between {said} digits: leading zeros may have been lost."
        found.append(of_column(sheet.name, heading, problem, remedy))
    if lengths and lengths[-1] > _EXCEL_DIGITS:
        problem = f"Ids have more than {_EXCEL_DIGITS} digits, more than Excel keeps of a number."
        found.append(of_column(sheet.name, heading, problem, remedy))
    return found
