"""Disclosure: the one gate between metric rows and published rows.

`release` and `gate` are all that the rest of the product knows of this room.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tcdata.disclosure.gate import AuditError, Released, gate
from tcdata.disclosure.past import Past
from tcdata.disclosure.possible import ImpossibleTotalError
from tcdata.metrics.catalogue import Metric
from tcdata.reference import Reference

__all__ = ["AuditError", "ImpossibleTotalError", "Past", "Released", "gate", "release"]


def release(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """The rows that may be shown of one edition by itself: blocks and the rule of each row.

    `rows` and the result have published.COLUMNS. What is published goes through `gate`, which
    also compares with earlier editions and audits. Raises ImpossibleTotalError where the rows
    contradict themselves.
    """
    return gate(rows, catalogue, reference).rows
