"""Checking a large workforce workbook, against only reading it with the fastest maintained
reader (polars, which reads with calamine through fastexcel)."""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Row, Run, against, alternate, fresh

PAIRS = 9
LIMIT = 2.0
ROWS = 10_000
BAD = 0.05


def rows() -> list[Row]:
    """Time with and without bad cells, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        clean, bad = Path(folder) / "clean.xlsx", Path(folder) / "bad.xlsx"
        fresh("check:written", str(clean), "0")
        fresh("check:written", str(bad), str(BAD))
        return [
            *_against(f"check, {ROWS:,} × 40 workforce workbook", clean, LIMIT),
            *_against(f"… with {BAD:.0%} bad cells in 8 columns", bad, None),
        ]


def _against(what: str, path: Path, limit: float | None) -> list[Row]:
    ours: list[Run] = []
    peer: list[Run] = []

    def check() -> float:
        ours.append(fresh("check:checked", str(path)))
        return ours[-1].seconds

    def read() -> float:
        peer.append(fresh("check:read", str(path)))
        return peer[-1].seconds

    left, right = alternate(PAIRS, check, read)
    memory = [statistics.median(run.megabytes for run in runs) for runs in (ours, peer)]
    return [
        against(what, left, right, "reading alone", limit),
        Row("… peak memory", f"{memory[0]:.0f} MB", f"{memory[1]:.0f} MB reading alone"),
    ]


def written(path: str, bad: str) -> Callable[[], object]:
    """Write the workbook."""
    from benchmarks import extract

    return lambda: extract.write(Path(path), ROWS, float(bad))


def checked(path: str) -> Callable[[], object]:
    """The product's check of the workbook's bytes."""
    from benchmarks.extract import AS_OF
    from tcdata import reference
    from tcdata.check import check

    data, known = Path(path).read_bytes(), reference.load()
    files = [("workforce.xlsx", data)]
    return lambda: check("workforce", files, known, f"{AS_OF:%Y-%m-%d}", b"0" * 64)


def read(path: str) -> Callable[[], object]:
    """The peer reads the same bytes into a frame and does nothing with them."""
    import fastexcel  # noqa: F401  polars would import it while the clock runs
    import polars

    data = io.BytesIO(Path(path).read_bytes())
    return lambda: polars.read_excel(data, engine="calamine")
