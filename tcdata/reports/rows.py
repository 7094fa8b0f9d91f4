"""Published rows as CSV, for other programs and for the download under every table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tcdata.metrics.catalogue import Metric
from tcdata.reference import Reference
from tcdata.reports.about import of_unit
from tcdata.words import neutral


def render(
    rows: pd.DataFrame,
    unit: str,
    reference: Reference,
    catalogue: Mapping[str, Metric],
    edition: Mapping[str, Any],
) -> bytes:
    """The published rows of a unit and everything under it, as CSV."""
    return to_csv(of_unit(rows, unit, reference))


def to_csv(rows: pd.DataFrame) -> bytes:
    """The frame as UTF-8 CSV; a missing number is an empty cell.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay
    numbers.
    """
    safe = rows.apply(
        lambda cells: cells if pd.api.types.is_numeric_dtype(cells) else cells.map(neutral)
    )
    return safe.to_csv(index=False, lineterminator="\r\n", float_format="%.15g").encode()
