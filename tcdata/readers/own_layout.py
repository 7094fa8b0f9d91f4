"""The product's own layout: one table a sheet or CSV file, headings first, every cell as text."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

import fastexcel
import numpy as np
import pandas as pd

from tcdata.readers.container import (
    MAX_CELLS,
    MAX_COLUMNS,
    Inspected,
    UnreadableFileError,
    inspect,
)

# The parser's warnings go past every sentence of ours to the log, and may quote the file.
logging.getLogger("calamine").setLevel(logging.CRITICAL)

# Sheets that the product itself adds to a workbook; they hold no data.
HELPER_SHEETS = ("read me", "lists", "questions", "findings")
HIDDEN_ROWS = (
    "Excel hides rows of this workbook, as a filter does; they were read like the others.",
    "Delete the rows that do not belong to the file.",
)
WINDOWS_TEXT = (
    "The file is not UTF-8; it was read as Windows text (code page 1252).",
    "If letters look wrong, save the file as “CSV UTF-8”.",
)
# The line by which a CSV file tells Excel its separator; Excel neither shows nor counts it.
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[ ,;\t|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
EXCEL_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
    "": "#ERROR!",  # any other
}


@dataclass(frozen=True)
class Sheet:
    """One table of a file as text.

    `cells` has the file's headings as columns and the row numbers that Excel shows as its index;
    an empty or blank cell is missing, and rows without any cell are left out. A cell with an Excel
    error holds the error's text, as in `#N/A`. `note`: how it was read, where that may surprise,
    and what to do about it.
    """

    file: str
    name: str
    cells: pd.DataFrame
    note: tuple[str, str] | None = None


def read(name: str, data: bytes) -> list[Sheet]:
    """Read every table of a file named `name`; helper sheets of the product are left out.

    Raises UnreadableFileError with one sentence.
    """
    about = inspect(name, data)
    if name.lower().endswith(".csv"):
        return [_read_csv(name, data)]
    return _read_workbook(name, data, about)


def _read_workbook(file: str, data: bytes, about: Inspected) -> list[Sheet]:
    note = HIDDEN_ROWS if about.hidden_rows else None
    try:
        reader = fastexcel.read_excel(data)
        names = [n for n in reader.sheet_names if n.strip().casefold() not in HELPER_SHEETS]
        return [_sheet(file, name, _load(reader, name, about.errors), note) for name in names]
    except (UnreadableFileError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust parser is not an Exception
        reason = "cannot be read as a workbook. Open it in Excel, save it again and load that."
        raise UnreadableFileError(f"“{file}” {reason}") from error


def _load(reader: fastexcel.ExcelReader, name: str, may_hold_errors: bool) -> pd.DataFrame:
    # skip_rows=0 keeps blank rows above the headings, so that rows count as Excel counts them.
    as_text = partial(
        reader.load_sheet,
        name,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        whitespace_as_null=True,
    )
    if may_hold_errors:
        batch, found = as_text().to_arrow_with_errors()
    else:  # the shorter way, in which an error would become an empty cell
        batch, found = as_text(eager=True), None
    texts = batch.to_pandas().set_axis(range(batch.num_columns), axis=1)
    for error in found.errors if found else []:
        kind = error.detail.rpartition("Error(")[2].rstrip(")'\"")
        texts.iloc[error.offset_position] = EXCEL_ERRORS.get(kind, EXCEL_ERRORS[""])
    return texts


def _read_csv(file: str, data: bytes) -> Sheet:
    note = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            reason = "is neither UTF-8 nor Windows text. Save it as “CSV UTF-8”."
            raise UnreadableFileError(f"“{file}” {reason}") from error
        note = WINDOWS_TEXT
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = told[1] if told else max(",;\t|", key=first.count)
    rows: list[list[str]] = []
    try:
        rows += csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        most = f"{csv.field_size_limit():,} characters"
        raise UnreadableFileError(
            f"“{file}”, row {len(rows) + 1}: the quotation marks do not match, or a cell has more "
            f"than {most}. Correct the row, or export the file again."
        ) from error
    filled = [row if any(row) else None for row in rows]
    width = next((len(row) for row in filled if row), 0)
    if width > MAX_COLUMNS or width * len(rows) > MAX_CELLS:
        reason = "has more rows or columns than can be read. Load its table alone."
        raise UnreadableFileError(f"“{file}” {reason}")
    for number, row in enumerate(filled, 1):
        if row and len(row) != width:
            raise UnreadableFileError(
                f"“{file}”, row {number}: the number of cells is {len(row)}, that of the headings "
                f"{width}. Take out notes above and below the table, and put text that holds a "
                f"“{delimiter}” in quotation marks."
            )
    blank = [None] * width
    columns = zip(*(row or blank for row in filled), strict=True)
    texts = pd.DataFrame({n: pd.Series(cells, dtype="str") for n, cells in enumerate(columns)})
    texts = texts.where(texts.apply(lambda cells: cells.str.strip() != ""))
    return _sheet(file, PurePath(file).name, texts, note)


def _sheet(file: str, name: str, texts: pd.DataFrame, note: tuple[str, str] | None = None) -> Sheet:
    """The table whose first row with a cell holds the headings."""
    filled = texts.notna().to_numpy()
    rows = np.flatnonzero(filled.any(axis=1))
    if not len(rows):
        return Sheet(file, name, pd.DataFrame(), note)
    top, data_rows = rows[0], rows[1:]
    has_data = np.asarray(filled[data_rows].any(axis=0))
    headings: dict[int, str] = {}
    for column, heading in enumerate(texts.iloc[top]):
        if isinstance(heading, str):
            headings[column] = heading.strip()
        elif has_data[column]:
            headings[column] = f"column {_letters(column)}"
    _refuse_repeated(file, name, list(headings.values()))
    below = texts.iloc[top + 1 :][list(headings)]
    cells = below if len(below) == len(data_rows) else below.take(data_rows - top - 1)
    cells.columns = pd.Index(list(headings.values()), dtype="str")
    cells.index = pd.Index(data_rows + 1)
    return Sheet(file, name, cells, note)


def _refuse_repeated(file: str, sheet: str, headings: list[str]) -> None:
    counts = Counter(heading.casefold() for heading in headings)
    twice = next((heading for heading in headings if counts[heading.casefold()] > 1), None)
    if twice is not None:
        raise UnreadableFileError(
            f"“{file}”, sheet “{sheet}”: the heading “{twice}” stands more than once. "
            "Keep one of the columns, or give each a heading of its own."
        )


def _letters(column: int) -> str:
    """The letters that Excel shows over a column counted from 0."""
    text, number = "", column + 1
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(65 + place) + text
    return text
