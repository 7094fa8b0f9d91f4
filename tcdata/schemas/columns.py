"""How a column of a canonical table is declared: what it holds, and what may be shown of it.

The values that a code may take stand here; the tables stand in `people`, `survey` and
`activities`. Reading text into these types is the business of `tcdata.mapping`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import pandera.pandas as pa

Holds = Literal[
    "id", "text", "code", "number", "whole", "date", "flag", "unit", "skill", "action", "birth"
]
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
    `remedy` says what to write where the number is wrong.
    """
    checks = []
    if allowed:
        checks.append(pa.Check.isin(list(allowed), title="allowed"))
    elif holds == "id":
        checks.append(pa.Check.str_length(32, 32, title="hashed"))
    elif holds == "text":
        checks.append(pa.Check.str_length(max_value=longest, title="length"))
    elif holds == "date":
        checks.append(pa.Check.in_range(FIRST_DATE, LAST_DATE, title="range"))
    elif holds in ("number", "whole"):
        checks.append(pa.Check.in_range(low, high, include_min=low_counts, title="range"))
    return pa.Column(
        _DTYPES.get(holds, "str"),
        checks,
        nullable=not required and holds != "flag",
        title=title,
        description=description,
        metadata={
            "holds": holds,
            "sensitivity": sensitivity,
            "unit": unit,
            "required": required,
            "allowed": list(allowed),
            "range": (low, high),
            "low_counts": low_counts,
            "longest": longest,
            "remedy": remedy,
        },
    )
