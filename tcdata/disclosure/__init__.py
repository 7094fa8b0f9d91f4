"""Disclosure: the one gate between metric rows and published rows.

`release` is all that the rest of the product knows of this room.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tcdata.disclosure.possible import ImpossibleTotalError, check_possible
from tcdata.disclosure.rules import internal, open_to_all, sensitive, strictest
from tcdata.metrics.catalogue import Metric
from tcdata.published import COLUMNS
from tcdata.reference import Reference

__all__ = ["ImpossibleTotalError", "release"]


def release(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """The rows that may be shown, made safe by the rule of each row's sensitivity.

    `rows` and the result have published.COLUMNS; the order stays. The rules are those of
    `tcdata.disclosure.rules`. Raises ImpossibleTotalError where the rows contradict themselves.
    """
    rows = rows[COLUMNS].reset_index(drop=True)
    check_possible(rows, catalogue, reference)
    rule = strictest(rows, catalogue, reference)
    safe = [
        open_to_all(rows[rule == "open"], catalogue, reference),
        internal(rows[rule == "internal"], catalogue, reference),
        sensitive(rows[rule == "sensitive"], reference),
    ]
    return pd.concat(safe).sort_index().reset_index(drop=True)
