"""Reads the reference vectors of tests/vectors; each says in its source column where it is from."""

from __future__ import annotations

from collections.abc import Callable
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
