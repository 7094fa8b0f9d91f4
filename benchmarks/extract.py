"""Writes a large workforce workbook: invented people in the product's own layout."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from tcdata import reference
from tcdata.reference.organisation import labels, units_on
from tcdata.schemas.columns import ROLE_TYPES

AS_OF = date(2026, 9, 1)
COLUMNS = 40
BAD_CELLS = {
    "fte": "full time",
    "contract_type": "zero hours",
    "continuous_start": "last summer",
    "post_start": "31.02.2020",
    "unit": "Faculty of Alchemy",
    "main_post": "perhaps",
    "role_type": "wizard",
    "leaving_date": "soon",
}


def write(path: Path, rows: int, bad: float = 0.0) -> Path:
    """Write `rows` posts of one person each, with `bad` of the cells of BAD_CELLS wrong.

    All columns of the workforce table but age_band, then others up to COLUMNS.
    """
    rng = np.random.default_rng(2026)
    columns = _columns(rng, rows)
    for name in [f"local {number}" for number in range(1, COLUMNS - len(columns) + 1)]:
        columns[name] = [f"{name} {code}" for code in rng.integers(0, 50, rows)]
    for name, text in BAD_CELLS.items():
        wrong = rng.random(rows) < bad
        columns[name] = [text if w else cell for w, cell in zip(wrong, columns[name], strict=True)]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("workforce")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, (name, cells) in enumerate(columns.items()):
            sheet.write_string(0, place, name)
            for row, cell in enumerate(cells, 1):
                if isinstance(cell, date):
                    sheet.write_datetime(row, place, cell, day)
                elif cell is not None:
                    sheet.write(row, place, cell)
    return path


def _columns(rng: np.random.Generator, rows: int) -> dict[str, list]:
    schools = units_on(reference.load(), pd.Timestamp(AS_OF)).query("kind == 'school'")["unit"]
    names = labels(reference.load(), "name")
    numbers = [f"{number:08d}" for number in rng.permutation(rows) * 7 + 10_000_000]
    begun = [date.fromordinal(int(day)) for day in rng.integers(728_000, 738_000, rows)]
    moved = [
        date.fromordinal(int(rng.integers(start.toordinal(), AS_OF.toordinal()))) for start in begun
    ]
    ends = rng.random(rows) < 0.2
    left = rng.random(rows) < 0.05

    def one_of(*texts: str) -> list:
        return np.array(texts, dtype=object)[rng.integers(0, len(texts), rows)].tolist()

    return {
        "person_id": numbers,
        "post_id": [f"P{number}" for number in numbers],
        "main_post": ["yes"] * rows,
        "job_title": [f"{grade} Technician" for grade in one_of("Senior", "Lead", "Research")],
        "job_family": one_of("Technical", "Academic", "Administrative"),
        "job_code": [f"T{code}" for code in rng.integers(100, 999, rows)],
        "grade": [f"Grade {grade}" for grade in rng.integers(3, 10, rows)],
        "fte": rng.choice([1.0, 1.0, 0.8, 0.6, 0.5], rows).tolist(),
        "contract_type": np.where(ends, "fixed-term", "open-ended").tolist(),
        "contract_end": [date(2027, 7, 31) if end else None for end in ends],
        "continuous_start": begun,
        "post_start": moved,
        "unit": [names[unit] for unit in one_of(*schools)],
        "cost_centre": [f"CC{code}" for code in rng.integers(1000, 1400, rows)],
        "role_type": one_of(*ROLE_TYPES),
        "status": np.where(left, "left", "active").tolist(),
        "line_manager": [numbers[place] for place in rng.integers(0, rows // 10, rows)],
        "gender": one_of("Woman", "Man", "Non-binary", "Prefer not to say"),
        "ethnicity": one_of("White", "Asian", "Black", "Mixed", "Other", "Not known"),
        "disability": one_of("Yes", "No", "Not known"),
        "birth_date": [date(1960 + year, 5, 17) for year in rng.integers(0, 45, rows)],
        "leaving_date": [date(2026, 8, 31) if gone else None for gone in left],
        "leaving_reason": ["Resignation" if gone else None for gone in left],
    }
