"""Build the sample's store: the written files, checked, accepted and published, and a plan.

Run `python -m sample_data.build` after a change to the sample, the metrics, the disclosure rules
or the reference; a test rebuilds it and compares row by row.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine

from sample_data import CONTENTS, FOLDER
from sample_data.structure import PLAN, read
from tcdata import edition, reference, store, where
from tcdata.check import check
from tcdata.sample import SHIPPED

BY = "sample"
# The story is told on the day of its last file, while the survey of 2026 is still open.
TOLD_AT = f"{CONTENTS[-1][1]}T18:00:00+00:00"


@contextmanager
def _on_the_day() -> Iterator[None]:
    """Every change of the store is made at TOLD_AT, so that each build tells the same story."""
    with ExitStack() as held:
        for module in ("connection", "accepting", "audit", "plan", "publishing"):
            held.enter_context(patch(f"tcdata.store.{module}.now", lambda: TOLD_AT))
        yield


@_on_the_day()
def build(path: Path) -> int:
    """Make a store of the sample at `path` from the files beside this module; the rows published.

    Raises ValueError where a sample file has an error.
    """
    known = reference.load()
    engine = store.open_store(f"sqlite:///{path}", sample=True)
    for kind, period, name in CONTENTS:
        content = (FOLDER / name).read_bytes()
        checked = check(kind, [(name, content)], known, period, where.SAMPLE_KEY)
        if not checked.ok:
            problems = checked.findings[checked.findings["severity"] == "error"]
            raise ValueError(f"{name}: {problems.head(3).to_dict('records')}")
        store.accept(engine, checked, BY)
    published = edition.publish(engine, known, BY)
    _decide(engine)
    rows = len(store.edition_rows(engine, published))
    engine.dispose()
    return rows


def _decide(engine: Engine) -> None:
    """What the units have decided about their skills, in order: some late, some done since 2023."""
    last: dict[tuple[str, str], int] = {}
    for row in read(PLAN / "decisions.csv"):
        about = (row["unit"], row["skill"])
        last[about] = store.decide(engine, **row, by=BY, after=last.get(about))


def ship() -> int:
    """Replace the store that comes with the product; the rows published."""
    for path in (SHIPPED, SHIPPED.with_name(f"{SHIPPED.name}.id")):
        path.unlink(missing_ok=True)
    rows = build(SHIPPED)
    SHIPPED.with_name(f"{SHIPPED.name}.id").unlink()
    # One file, without a log beside it and without free pages.
    with sqlite3.connect(SHIPPED) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return rows


if __name__ == "__main__":
    sys.stdout.write(f"{ship():,} published rows in {SHIPPED.name}\n")
