"""Frames as bytes and back, and the marks by which content is recognised."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping

import pandas as pd


def to_parquet(frame: pd.DataFrame) -> bytes:
    """The frame as one Parquet value; types survive (text, numbers, dates, true or false)."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return buffer.getvalue()


def from_parquet(data: bytes) -> pd.DataFrame:
    """The frame that `to_parquet` made the bytes from."""
    return pd.read_parquet(io.BytesIO(data), engine="pyarrow")


def content_mark(frames: Mapping[str, pd.DataFrame]) -> str:
    """A mark of what the frames hold, in order: the same for the same content on any machine.

    Unlike a hash of Parquet bytes it does not change with the library that writes them.
    """
    mark = hashlib.sha256()
    for name in sorted(frames):
        frame = frames[name]
        mark.update("\0".join([name, *map(str, frame.columns)]).encode())
        mark.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return mark.hexdigest()
