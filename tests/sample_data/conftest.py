import json

import openpyxl
import pytest

from sample_data import CONTENTS, FOLDER


def _read_workbook(path):
    """Sheet name → its rows as dictionaries; empty cells are absent."""
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = {}
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        heads = next(lines)
        sheets[sheet.title] = [
            {h: v for h, v in zip(heads, line, strict=True) if v is not None} for line in lines
        ]
    book.close()
    return sheets


@pytest.fixture(scope="session")
def read_workbook():
    return _read_workbook


@pytest.fixture(scope="session")
def committed():
    """Period → sheet name → rows, of every committed sample file; `log` for the activities."""
    found = {}
    for kind, period, name in CONTENTS:
        found["log" if kind == "activity" else period] = _read_workbook(FOLDER / name)
    return found


@pytest.fixture(scope="session")
def truths():
    return json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))
