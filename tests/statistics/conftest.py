"""Reads the reference vectors of tests/vectors; each says in its source column where it is from.

What a source prints is compared as printed: `same_digits` rounds to as many decimals as it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.fixture
def vector() -> Callable[[str], pd.DataFrame]:
    def read(name: str) -> pd.DataFrame:
        frame = pd.read_csv(VECTORS / f"{name}.csv")
        assert frame["source"].str.len().gt(10).all(), f"{name}.csv does not say where it is from"
        return frame

    return read


@pytest.fixture
def same_digits() -> Callable[[Iterable[float], str, str], None]:
    """Assert that numbers have the digits that a column of a vector prints.

    A CSV may have lost the zeros at an end, so all have the decimals of the longest; `where`
    picks rows by a pandas query.
    """

    def check(found: Iterable[float], name: str, column: str, where: str = "") -> None:
        text = pd.read_csv(VECTORS / f"{name}.csv", dtype=str)
        printed = (text.query(where) if where else text)[column]
        decimals = printed.str.partition(".")[2].str.len().max()
        as_printed = [f"{float(number):.{decimals}f}" for number in found]
        assert as_printed == [f"{float(number):.{decimals}f}" for number in printed]

    return check
