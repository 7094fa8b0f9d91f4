"""Publishing an edition: of the sample, and of many more people."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.timing import Row, Run, fresh, met, seconds

TIMES = 3
LIMIT = 60.0
RESPONDENTS, WORKFORCE = 350, 3_000
SCALES = {1: 3, 10: 3, 100: 1}  # times the rows → how often it is run


def rows() -> list[Row]:
    """The sample's seconds, then growth against the step before if time grew as rows do."""
    sample = [fresh("publish:sample") for _ in range(TIMES)]
    took = [run.seconds for run in sample]
    out = [
        Row(
            "publish, sample data, once more",
            f"{seconds(took)}, {_megabytes(sample)}",
            limit=f"{LIMIT:.0f} s",
            met=met(statistics.median(took) <= LIMIT),
        )
    ]
    before = None
    for scale, times in SCALES.items():
        runs = [fresh("publish:large", str(scale), TCDATA_KEY="0" * 64) for _ in range(times)]
        took = [run.seconds for run in runs]
        median = statistics.median(took)
        linear = None if before is None else before * 10
        out.append(
            Row(
                f"publish, {RESPONDENTS * scale:,} respondents × 120 skills, "
                f"{WORKFORCE * scale:,} workforce rows",
                f"{seconds(took)}, {_megabytes(runs)}",
                "" if linear is None else f"{linear:.2f} s if linear",
                "" if linear is None else f"{median / linear:.2f}",
            )
        )
        before = median
    return out


def _megabytes(runs: list[Run]) -> str:
    return f"{statistics.median(run.megabytes for run in runs):,.0f} MB"


def sample() -> Callable[[], object]:
    """Publish once more in a copy of the sample's store, which has an edition already."""
    from tcdata import store
    from tcdata.sample import SHIPPED

    folder = tempfile.TemporaryDirectory()
    copied = Path(shutil.copy(SHIPPED, Path(folder.name) / "sample.db"))
    return _publishing(store.open_store(f"sqlite:///{copied}", sample=True), folder)


def large(scale: str) -> Callable[[], object]:
    """Publish the first edition of invented people, `scale` times the smallest number."""
    from benchmarks import people
    from tcdata import reference, store
    from tcdata.store import accept

    folder = tempfile.TemporaryDirectory()
    engine = store.open_store(f"sqlite:///{folder.name}/store.db")
    times = int(scale)
    made = people.tables(RESPONDENTS * times, WORKFORCE * times, reference.load())
    for checked in people.checked(made):
        accept(engine, checked, "benchmark")
    return _publishing(engine, folder)


def _publishing(engine: Engine, folder: tempfile.TemporaryDirectory) -> Callable[[], object]:
    from tcdata import edition, reference

    known = reference.load()

    def publish() -> object:
        edition.publish(engine, known, "benchmark")
        return folder  # it is deleted with the last reference to it

    return publish
