"""Building an edition: from the sample's snapshots, and from many more people."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Row, Run, fresh, met, seconds

TIMES = 5
LIMIT = 10.0
RESPONDENTS, WORKFORCE = 350, 3_000
SCALES = {1: 3, 10: 3, 100: 1}  # times the rows → how often it is run


def rows() -> list[Row]:
    """The sample's seconds, then growth against the step before if time grew as rows do."""
    sample = [fresh("publish:sample") for _ in range(TIMES)]
    took = [run.seconds for run in sample]
    out = [
        Row(
            "publish, sample data",
            f"{seconds(took)}, {_megabytes(sample)}",
            limit=f"{LIMIT:.0f} s",
            met=met(statistics.median(took) <= LIMIT),
        )
    ]
    before = None
    for scale, times in SCALES.items():
        runs = [fresh("publish:build", str(scale)) for _ in range(times)]
        took = [run.seconds for run in runs]
        median = statistics.median(took)
        linear = None if before is None else before * 10
        out.append(
            Row(
                f"publish, {RESPONDENTS * scale:,} respondents × 120 skills, "
                f"{WORKFORCE * scale:,} workforce rows",
                f"{seconds(took)}, {_megabytes(runs)}",
                "" if linear is None else f"{linear:.2f} s if as the rows grow",
                "" if linear is None else f"{median / linear:.2f}",
            )
        )
        before = median
    return out


def _megabytes(runs: list[Run]) -> str:
    return f"{statistics.median(run.megabytes for run in runs):,.0f} MB"


def sample() -> Callable[[], object]:
    """Publish the sample's current snapshots in a copy of its store."""
    from tcdata import edition, reference, store
    from tcdata.sample import SHIPPED

    folder = tempfile.TemporaryDirectory()
    copied = Path(shutil.copy(SHIPPED, Path(folder.name) / "sample.db"))
    engine, known = store.open_store(f"sqlite:///{copied}", sample=True), reference.load()

    def publish() -> tempfile.TemporaryDirectory:
        edition.publish(engine, known, "benchmark")
        return folder

    return publish


def build(scale: str) -> Callable[[], object]:
    """Build the rows of an edition from invented people, `scale` times the smallest number."""
    from benchmarks import people
    from tcdata import edition, reference

    known, times = reference.load(), int(scale)
    made = people.tables(RESPONDENTS * times, WORKFORCE * times, known)
    return lambda: edition.build(made, known)
