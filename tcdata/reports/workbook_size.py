"""How wide and how high the cells of a workbook are, so that their texts can be read and printed.

Not every program makes a row as high as its text when it opens a workbook, and none a column.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import gptables
import pandas as pd

NUMBER = "Note number"
LINE, TALL = 15, 16  # points of height for a line of the cover, and for one of a table
FULL = 1.1  # characters of a long text in the width of one digit
CHARACTER = 1.15  # widths of a digit that a short text needs for each of its characters
LEAST, WIDEST, READABLE = 8, 60, 100  # columns: of a table, and of contents and notes, in digits


def fit_cover(written: Any, cover: gptables.Cover) -> None:
    """Give the cover's long texts the rows' height: not every program does so on opening."""
    sheet = written.get_worksheet_by_name("Cover")
    texts = [cover.title, "", *cover.intro, "", *cover.about]
    for row, text in enumerate(texts):
        lines = math.ceil(len(text) / (cover.width * FULL))
        if lines > 1:
            sheet.set_row(row, LINE * lines)


def fit_tables(written: Any, sheets: Mapping[str, gptables.GPTable], notes: pd.DataFrame) -> None:
    """Columns as wide as their texts, up to a limit, and rows as high as the lines that need."""
    contents = [[name, "\n".join([one.title, *one.subtitles])] for name, one in sheets.items()]
    meant = [[NUMBER, ""], *(["", text] for text in notes["Note text"])]
    _fit(written.get_worksheet_by_name("Contents"), 3, contents, READABLE)
    _fit(written.get_worksheet_by_name("Notes"), 2, meant, READABLE)
    for name, sheet in sheets.items():
        rows = [[*sheet.table], *sheet.table.to_numpy().tolist()]
        above = 2 + len(sheet.subtitles) + len(sheet.legend)  # a title and an instruction
        _fit(written.get_worksheet_by_name(name), above, rows, WIDEST)


def _fit(page: Any, above: int, rows: list[list[Any]], widest: float) -> None:
    """The widths and heights of a table with `above` rows over it."""
    texts = [[cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in row] for row in rows]
    needs = [[max(map(len, text.split("\n"))) * CHARACTER for text in row] for row in texts]
    widths = [min(widest, max(LEAST, *column) + 2) for column in zip(*needs, strict=True)]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for place, row in enumerate(texts):
        lines = max(
            sum(math.ceil(len(line) / (width * FULL)) for line in text.split("\n"))
            for text, width in zip(row, widths, strict=True)
        )
        if lines > 1:
            page.set_row(above + place, TALL * lines)
