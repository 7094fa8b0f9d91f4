"""What a page draws for each choice of its filter, and how long its script takes, both without a
browser: Streamlit's own test runner runs the script as a server would."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Subheader

from benchmarks.servers import BARE, DASHBOARD

FILTER = "Faculty or service"


def product(page: str, into: str) -> Callable[[], None]:
    """Run a page of the product once for each faculty; see `_changes`.

    `page` is its path, with what is chosen on it as in an address.
    """
    path, _, chosen = page.partition("?")
    # The gate asks for the reader's address, and the test runner has none.
    patch("pages.parts.access.gate").start()
    app = AppTest.from_file(str(DASHBOARD), default_timeout=60)
    app.query_params.update(dict(parse_qsl(chosen)))
    app.run()
    app.switch_page(f"pages/insight/{path}.py").run()
    return lambda: _changes(app, Path(into))


def bare(into: str) -> Callable[[], None]:
    """Run the bare page once for each of its choices; see `_changes`."""
    app = AppTest.from_file(str(BARE), default_timeout=60).run()
    return lambda: _changes(app, Path(into))


def _changes(app: AppTest, into: Path) -> None:
    """Write `figures` (choice → headings and figures) and `seconds` (a script run each) as JSON.

    Choices for which the page draws more or fewer charts than for most are left out.
    """
    place = [box.label for box in app.selectbox].index(FILTER)
    figures, seconds = {}, {}
    for choice in app.selectbox[place].options:
        app.selectbox[place].set_value(choice)
        begun = time.perf_counter()
        app.run()
        seconds[choice] = time.perf_counter() - begun
        figures[choice] = _drawn(app)
    usual = statistics.mode(map(len, figures.values()))
    kept = {choice: charts for choice, charts in figures.items() if len(charts) == usual}
    found = {"figures": kept, "seconds": [seconds[choice] for choice in kept]}
    into.write_text(json.dumps(found), encoding="utf-8")


def _drawn(app: AppTest) -> list[tuple[str, str]]:
    """The figures of a page with the heading that stands before each."""
    drawn, heading = [], ""
    for element in app.main:
        if isinstance(element, Subheader):
            heading = str(element.value)
        elif element.type == "plotly_chart":
            drawn.append((heading, str(element.proto.spec)))
    return drawn
