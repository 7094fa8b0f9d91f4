"""The published row: the one table that every page, chart, download and command reads.

What belongs here: the columns of a published row and how frames of them are made. How a number
is computed is in `tcdata/metrics`; whether it may be shown is in `tcdata/disclosure`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

KEY = ["metric", "item", "period", "unit", "cut", "category"]
NUMBERS = ["base", "count", "value", "low", "high"]
COLUMNS = [*KEY, *NUMBERS, "symbol"]
# In `unit`: between the units of a block, and after a unit that is meant without its parts.
JOIN, OWN = "+", ".own"

HIDDEN, FEW, NEARLY_ALL, SUM = "[c]", "≤2", "≥n−2", "[sum]"
NOT_AVAILABLE, NOT_APPLICABLE, BREAK, PROVISIONAL = "[x]", "[z]", "[b]", "[p]"
SYMBOLS = {
    HIDDEN: "confidential: too few people to show without telling something about one of them",
    FEW: "two people or fewer: the exact count is not shown",
    NEARLY_ALL: "everybody but two people or fewer: the exact count is not shown",
    "[earlier]": "as published before: since then too few people joined or left to show it anew",
    SUM: "the sum of its rounded parts: a total of its own could tell something of one part",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    "[low]": "more than zero, but rounds to zero",
    BREAK: "break in the series: not comparable with the earlier period",
    PROVISIONAL: "provisional: fieldwork is still open",
}


def metric_rows(frame: pd.DataFrame, metric: str, **fixed: str) -> pd.DataFrame:
    """Make `frame` a frame of metric rows: exactly COLUMNS, in order.

    `metric` and the `fixed` key columns are set on every row; key columns that are absent become
    empty text, absent numbers become missing, an absent symbol becomes empty text.
    """
    out = frame.assign(metric=metric, **fixed)
    for column in COLUMNS:
        if column not in out:
            out[column] = float("nan") if column in NUMBERS else ""
    out = out[COLUMNS]
    texts = [*KEY, "symbol"]
    out[texts] = out[texts].astype("str")
    out[NUMBERS] = out[NUMBERS].astype("float64")
    return out.reset_index(drop=True)


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One frame of metric rows from several, in the order given."""
    kept = [frame for frame in frames if len(frame)]
    if not kept:
        return metric_rows(pd.DataFrame({column: [] for column in COLUMNS}), "")
    return pd.concat(kept, ignore_index=True)
