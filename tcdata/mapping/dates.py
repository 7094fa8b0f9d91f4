"""Text → dates, only where the text can mean one day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from pandera.pandas import Column

from tcdata.mapping.types import Context, Read
from tcdata.schemas.columns import AGE_BANDS

_ISO = r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SLASHED = r"^(\d{1,2})/(\d{1,2})/\d{4}$"
_REMEDY = "Write the date as in 2026-09-01, or give the cell a date format in Excel."
_EITHER = "Write all dates of the column as in 2026-09-01, or, in Excel, as cells of a date format."
_MISSING: dict = {"errors": "coerce"}
_BANDS_FROM = np.array([16, 25, 35, 45, 55, 65])


def read_date(words: Sequence[str], column: Column, context: Context) -> Read:
    """Dates written year first (as Excel's own date cells arrive, time of day left out), or day
    first with slashes where no other reading is possible; a bare number is not a date.

    One way of writing is taken for a whole column: where a day over 12 comes first in one of its
    cells, and in none second, days come first in all of them, as British programs write a CSV.
    """
    dates = _plain_days(words)
    if dates is not None:
        return dates, []
    texts = pd.Series(words, dtype="str")
    iso = texts.str.fullmatch(_ISO).to_numpy(dtype=bool)
    days = texts.str.slice(0, 10)
    dates = pd.to_datetime(days.where(iso), format="%Y-%m-%d", **_MISSING)
    dates = dates.astype("datetime64[us]")
    parts = texts.str.extract(_SLASHED).astype("float64")
    day, month = parts[0], parts[1]
    day_first = bool((day > 12).any()) and not bool((month > 12).any())
    ambiguous = ((day <= 12) & (month <= 12) & (day != month)).to_numpy() & (not day_first)
    slashed = pd.to_datetime(texts.where(day.notna() & ~ambiguous), format="%d/%m/%Y", **_MISSING)
    dates = dates.fillna(slashed.astype("datetime64[us]"))
    digits = texts.str.fullmatch(r"[+-]?\d+(?:\.\d+)?").to_numpy(dtype=bool)
    return dates, [
        (ambiguous, "Day and month cannot be told apart.", _EITHER),
        (digits, "A bare number stands where a date should.", _REMEDY),
        (dates.isna().to_numpy() & ~ambiguous & ~digits, "This is not a date.", _REMEDY),
    ]


def _plain_days(words: Sequence[str]) -> pd.Series | None:
    """The dates, if every text is a day as Excel's date cells arrive: the usual case, and quick."""
    if not {word[10:] for word in words} <= {"", " 00:00:00"}:
        return None
    try:
        days = pa.array([word[:10] for word in words], pa.string()).cast(pa.date32())
    except pa.ArrowInvalid:
        return None
    return pd.Series(days.to_numpy(zero_copy_only=False), dtype="datetime64[us]")


def read_birth(words: Sequence[str], column: Column, context: Context) -> Read:
    """Dates of birth → age bands on the context's date; ages under 16 and over 100 are wrong."""
    born, wrong = read_date(words, column, context)
    date = context.date
    later = (born.dt.month > date.month) | (
        (born.dt.month == date.month) & (born.dt.day > date.day)
    )
    age = (date.year - born.dt.year - later).to_numpy(dtype="float64", na_value=np.nan)
    possible = (age >= _BANDS_FROM[0]) & (age <= 100)
    place = np.searchsorted(_BANDS_FROM, np.where(possible, age, 16), side="right") - 1
    bands = pd.Series(np.array(AGE_BANDS, dtype=object)[place], dtype="str").where(possible)
    problem = f"The age on {date:%Y-%m-%d} would be under 16 or over 100."
    impossible = ~np.isnan(age) & ~possible
    return bands, [*wrong, (impossible, problem, "Correct the date of birth.")]
