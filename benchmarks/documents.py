"""A document from the command line, in a process that has nothing loaded yet, pictures included.

Beside it, from the same run: what cannot be saved, a process that opens the same edition and
imports what draws and writes, and makes nothing. Both are processor seconds: what it takes where
nothing else runs, since one process does it all without waiting for anything.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import ROOT, Row, alternate, met, seconds
from tcdata import sample

TIMES = 3
LIMIT = 5.0  # seconds for a briefing
UNIT = "mh"
FORMS = {
    "briefing, Word": ["briefing", "made.docx"],
    "briefing, web page": ["briefing", "made.html"],
    "case for a role, Word": ["case", "made.docx"],
    "case for a role, workbook": ["case", "made.xlsx"],
}
FLOOR = """
import sys
import docx, gptables, pandas, plotly.graph_objects, scipy.stats, sqlalchemy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from tcdata import store
engine = store.open_store(sys.argv[1], sample=None, create=False)
edition = store.current_edition(engine)
store.edition_rows(engine, edition), store.edition_reference(engine, edition)
"""


def rows() -> list[Row]:
    """The time of each document beside the floor, with the limit for the briefing."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sample.db"
        sample.ensure(url)
        return [_row(name, form, url, Path(folder)) for name, form in FORMS.items()]


def _row(name: str, form: list[str], url: str, folder: Path) -> Row:
    kind, path = form
    export = [
        *("-m", "tcdata", "export", kind, "--unit", UNIT, str(folder / path)),
        *("--store", url),
    ]
    ours, floor = alternate(TIMES, lambda: _timed(export), lambda: _timed(["-c", FLOOR, url]))
    took = statistics.median(ours)
    limited = kind == "briefing"
    return Row(
        f"export {name}, fresh process (processor s)",
        seconds(ours),
        f"{seconds(floor)} opening the edition and importing",
        f"{took / statistics.median(floor):.2f}",
        f"{LIMIT:.0f} s" if limited else "",
        met(took <= LIMIT) if limited else "",
    )


def _timed(arguments: list[str]) -> float:
    before = _spent()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return _spent() - before


def _spent() -> float:
    """The processor seconds of every process started and ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
