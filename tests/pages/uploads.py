"""Files to upload, made from the sample's: without some people, or with a few wrong cells."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import openpyxl

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_OF = "2026-09-01"

# What the bad file has in place of what was there: (row as Excel counts it, column) → text.
WRONG = {
    (5, "fte"): "full time",
    (9, "contract_type"): "permenant",
    (12, "unit"): "School of Magic",
}


@functools.cache
def extract(*without: str, wrong: bool = False) -> bytes:
    """The extract of 1 September 2026, without the people whose main post is in the units named
    (as the file names them), or with the cells of WRONG."""
    book = openpyxl.load_workbook(SAMPLE / f"workforce_{AS_OF}.xlsx")
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    if wrong:
        for (row, column), text in WRONG.items():
            sheet.cell(row, headings.index(column) + 1).value = text
    if without:
        person, main, unit = (headings.index(c) for c in ("person_id", "main_post", "unit"))
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        gone = {row[person] for row in rows if row[main] == "yes" and row[unit] in without}
        sheet.delete_rows(2, len(rows))
        for row in rows:
            if row[person] not in gone:
                sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sample(name: str) -> bytes:
    """A file of the sample as it is."""
    return (SAMPLE / name).read_bytes()
