"""Rows → an Excel workbook whose bytes depend on the rows alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

# The date inside the file; any fixed one keeps the bytes the same.
CREATED = datetime(2026, 9, 22)
WIDEST = 44

Sheet = tuple[list[str], list[dict[str, Any]]]


def write_workbook(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """Write sheets of columns and rows: bold frozen headings, real dates, text kept as text."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": path.stem.replace("_", " "), "created": CREATED})
        heading = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, heading)
                sheet.set_column(place, place, _width(column, rows))
            for line, row in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    value = row.get(column)
                    if isinstance(value, date):
                        sheet.write_datetime(line, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(line, place, value)
                    elif value is not None:
                        sheet.write_number(line, place, value)
    return path


def _width(column: str, rows: list[dict[str, Any]]) -> int:
    longest = max((len(str(row.get(column, ""))) for row in rows), default=0)
    return min(max(longest, len(column) + 2) + 1, WIDEST)
