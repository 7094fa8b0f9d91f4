"""How a column of a canonical table is declared: what it holds, and what may be shown of it.

The values that a code may take stand here; the tables stand in `people`, `survey` and
`activities`. Reading text into these types is the business of `tcdata.mapping`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import pandas as pd
import pandera.pandas as pa

Holds = Literal[
    "id", "text", "code", "number", "whole", "date", "flag", "unit", "skill", "action", "birth"
]
Limit = float | pd.Timestamp
Sensitivity = Literal["open", "internal", "sensitive"]

CONTRACT_TYPES = ["open-ended", "fixed-term", "apprentice", "trainee", "casual"]
ROLE_TYPES = ["research", "teaching", "support", "laboratory", "workshop", "studio", "analytical"]
STATUSES = ["active", "paid leave", "unpaid leave", "left"]
AGE_BANDS = ["16–24", "25–34", "35–44", "45–54", "55–64", "65+"]
YES_NO = ["yes", "no"]

# Working life: nobody in post was appointed before 1950, no contract runs past 2100. Excel's
# own day 0 and the open ends of HR systems (9999-12-31) fall outside and are named.
FIRST_DATE, LAST_DATE = pd.Timestamp("1950-01-01"), pd.Timestamp("2100-12-31")

_DTYPES: dict[str, str] = {
    "number": "float64",
    "whole": "float64",
    "date": "datetime64[us]",
    "flag": "bool",
}


def column(
    holds: Holds,
    title: str,
    description: str,
    sensitivity: Sensitivity,
    *,
    required: bool = False,
    unit: str = "",
    allowed: Sequence[str] = (),
    low: float = 0,
    high: float = 1_000_000,
    low_counts: bool = True,
    longest: int = 200,
    remedy: str = "",
) -> pa.Column:
    """One column of a canonical table: its type, its checks, and what a reader must know of it.

    `required` columns must stand in the file and be filled in every row; the others may be
    absent and are then all missing. `unit` is the unit of a number (`posts`, `years`);
    a number lies from `low` to `high`, above `low` where that value itself does not count;
    `remedy` says what to write where the number is wrong. The column's test stands in the
    metadata too, so that it can be run on distinct values alone.
    """
    test: Callable[[pd.Series], pd.Series] | None = None
    if allowed:
        test = partial(_is_one_of, frozenset(allowed))
    elif holds == "id":
        test = partial(_is_long, 32, 32)
    elif holds == "text":
        test = partial(_is_long, 0, longest)
    elif holds == "date":
        test = partial(_is_between, FIRST_DATE, LAST_DATE, True)
    elif holds in ("number", "whole"):
        test = partial(_is_between, low, high, low_counts)
    return pa.Column(
        _DTYPES.get(holds, "str"),
        pa.Check(test, name=holds) if test else None,
        nullable=not required and holds != "flag",
        title=title,
        description=description,
        metadata={
            "holds": holds,
            "test": test,
            "dtype": _DTYPES.get(holds, "str"),
            "sensitivity": sensitivity,
            "unit": unit,
            "required": required,
            "allowed": list(allowed),
            "longest": longest,
            "remedy": remedy,
        },
    )


def _is_one_of(allowed: frozenset[str], values: pd.Series) -> pd.Series:
    return values.isin(allowed)


def _is_long(shortest: int, longest: int, values: pd.Series) -> pd.Series:
    return values.str.len().between(shortest, longest)


def _is_between(low: Limit, high: Limit, low_counts: bool, values: pd.Series) -> pd.Series:
    return values.between(low, high, inclusive="both" if low_counts else "right")
