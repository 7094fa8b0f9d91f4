"""The uploaded data as a workbook to correct: wrong cells marked, the reason beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd
import xlsxwriter

from tcdata.mapping.headings import CORRECTION
from tcdata.readers.own_layout import Sheet, read

# Excel's limits for one cell and for a sheet's name.
_LONGEST_TEXT, _LONGEST_NAME = 32_767, 31
_TITLES = ["Sheet", "Row", "Column", "Found", "What is wrong", "What to do", "Kind"]


def annotated(files: Sequence[tuple[str, bytes]], findings: pd.DataFrame) -> bytes:
    """A workbook of the files' tables, every cell as text in its own row and column.

    A cell with an error is filled and has a note; the last column says what to correct in the
    row. The sheet `Findings` lists all findings. Text is never written as a formula. The file
    can be corrected and loaded again. Raises UnreadableFileError as the check does.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    formats = {
        "heading": book.add_format({"bold": True, "bottom": 1}),
        "wrong": book.add_format({"bg_color": "#FBE3D6", "border": 1, "border_color": "#B23A00"}),
        "reason": book.add_format({"italic": True}),
    }
    errors = findings[findings["severity"] == "error"]
    taken: set[str] = {"findings"}
    for name, data in files:
        for sheet in read(name, data):
            if len(sheet.cells.columns):
                page = book.add_worksheet(_free_name(sheet.name, taken))
                _write_sheet(page, sheet, errors[errors["sheet"] == sheet.name], formats)
    _write_findings(book.add_worksheet("Findings"), findings, formats)
    book.close()
    return out.getvalue()


def _write_sheet(page: Any, sheet: Sheet, errors: pd.DataFrame, formats: dict[str, Any]) -> None:
    headings = [*sheet.cells.columns]
    if CORRECTION in headings:
        headings.remove(CORRECTION)
    wrong = {
        (row, column): f"{problem} {remedy}"
        for row, column, problem, remedy in zip(
            errors["row"], errors["column"], errors["problem"], errors["remedy"], strict=True
        )
    }
    reasons: dict[int, list[str]] = {}
    for (row, column), text in wrong.items():
        reasons.setdefault(row, []).append(f"{column}: {text}" if isinstance(column, str) else text)
    page.freeze_panes(1, 0)
    page.set_column(0, len(headings) - 1, 16)
    page.set_column(len(headings), len(headings), 60)
    for place, heading in enumerate([*headings, CORRECTION]):
        page.write_string(0, place, heading, formats["heading"])
    for place, heading in enumerate(headings):
        cells = sheet.cells[heading].str.removesuffix(" 00:00:00")
        for row, text in zip(cells.index, cells.to_numpy(dtype=object, na_value=None), strict=True):
            reason = wrong.get((row, heading))
            if reason is None:
                if text is not None:
                    page.write_string(row - 1, place, text[:_LONGEST_TEXT])
            else:
                page.write_string(row - 1, place, (text or "")[:_LONGEST_TEXT], formats["wrong"])
                page.write_comment(row - 1, place, reason)
    for row, texts in reasons.items():
        place = len(headings)
        text = "\n".join(texts)[:_LONGEST_TEXT]
        if row == 1:
            page.write_comment(0, place, text)
        else:
            page.write_string(row - 1, place, text, formats["reason"])


def _write_findings(page: Any, findings: pd.DataFrame, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, 3, 16)
    page.set_column(4, 5, 50)
    for place, title in enumerate(_TITLES):
        page.write_string(0, place, title, formats["heading"])
    for row, finding in enumerate(findings.itertuples(index=False), 1):
        for place, value in enumerate(finding):
            if isinstance(value, str):
                page.write_string(row, place, value[:_LONGEST_TEXT])
            elif pd.notna(value):
                page.write_number(row, place, value)
    if len(findings):
        page.autofilter(0, 0, len(findings), len(_TITLES) - 1)


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet name that Excel allows and the workbook does not have yet."""
    stem = name.removesuffix(PurePath(name).suffix) if name.lower().endswith(".csv") else name
    stem = re.sub(r"[\[\]:*?/\\]", " ", stem).strip(" '")[:_LONGEST_NAME] or "Sheet"
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        mark = f" {number}"
        free = stem[: _LONGEST_NAME - len(mark)] + mark
    taken.add(free.casefold())
    return free
