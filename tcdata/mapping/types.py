"""The forms that the readers of single columns share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tcdata.reference import Reference

# What is wrong with some of a column's distinct texts: which ones, the problem, the remedy.
Mask = Sequence[bool] | np.ndarray
Wrong = list[tuple[Mask, str, str]]
Read = tuple[pd.Series, Wrong]


@dataclass(frozen=True)
class Context:
    """What reading a value may need beside the cell: the reference; the date that ages are
    counted at and units must exist on (unless each row has its own date); the key and purpose of
    the ids' hashes."""

    reference: Reference
    date: pd.Timestamp
    key: bytes
    purpose: str = ""
    rows_have_dates: bool = False
