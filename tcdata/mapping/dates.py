"""Text → dates, only where the text can mean one day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa

from tcdata.mapping.types import Context, Read
from tcdata.schemas.columns import AGE_BANDS

_ISO = r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SLASHED = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_REMEDY = "Write the date as in 2026-09-01, or give the cell a date format in Excel."
_BANDS_FROM = np.array([16, 25, 35, 45, 55, 65])


def read_date(words: pd.Series, column: pa.Column, context: Context) -> Read:
    """Dates written year first (as Excel's own date cells arrive, time of day left out), or day
    first with slashes where no other reading is possible; a bare number is not a date."""
    iso = words.str.fullmatch(_ISO).to_numpy(dtype=bool)
    dates = pd.to_datetime(words.str.slice(0, 10).where(iso), format="%Y-%m-%d", errors="coerce")
    dates = dates.astype("datetime64[us]")
    ambiguous = np.zeros(len(words), dtype=bool)
    if not iso.all():
        parts = words.str.extract(rf"^{_SLASHED}$").apply(pd.to_numeric)
        day, month = parts[0], parts[1]
        ambiguous = ((day <= 12) & (month <= 12) & (day != month)).to_numpy()
        sure = parts.notna().all(axis=1).to_numpy() & ~ambiguous
        slashed = pd.to_datetime(words.where(sure), format="%d/%m/%Y", errors="coerce")
        dates = dates.fillna(slashed.astype("datetime64[us]"))
    digits = words.str.fullmatch(r"[+-]?\d+(?:\.\d+)?").to_numpy(dtype=bool)
    unread = dates.isna().to_numpy() & ~ambiguous & ~digits
    return dates, [
        (ambiguous, "Day and month cannot be told apart.", _REMEDY),
        (digits, "A bare number stands where a date should.", _REMEDY),
        (unread, "This is not a date.", _REMEDY),
    ]


def read_birth(words: pd.Series, column: pa.Column, context: Context) -> Read:
    """Dates of birth → age bands on the context's date; ages under 16 and over 100 are wrong."""
    born, wrong = read_date(words, column, context)
    had_birthday = (born.dt.month < context.date.month) | (
        (born.dt.month == context.date.month) & (born.dt.day <= context.date.day)
    )
    age = (context.date.year - born.dt.year - (~had_birthday).astype(int)).to_numpy(dtype=float)
    possible = (age >= 16) & (age <= 100)
    impossible = ~np.isnan(age) & ~possible
    place = np.searchsorted(_BANDS_FROM, np.where(possible, age, 16), side="right") - 1
    bands = pd.Series(np.array(AGE_BANDS, dtype=object)[place], dtype="str").where(possible)
    problem = f"The age on {context.date:%Y-%m-%d} would be under 16 or over 100."
    return bands, [*wrong, (impossible, problem, "Correct the date of birth.")]
