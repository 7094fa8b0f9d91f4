"""What a page draws for each choice of its filter, and how long its script takes, both without a
browser: Streamlit's own test runner runs the script as a server would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from benchmarks.servers import BARE, DASHBOARD

FILTER = "Faculty or service"


def product(page: str, into: str) -> Callable[[], None]:
    """Run a page of the product once for each faculty; see `_changes`."""
    # The gate asks for the reader's address, and the test runner has none.
    patch("pages.parts.access.gate").start()
    app = AppTest.from_file(str(DASHBOARD), default_timeout=60).run()
    app.switch_page(f"pages/insight/{page}.py").run()
    return lambda: _changes(app, Path(into))


def bare(into: str) -> Callable[[], None]:
    """Run the bare page once for each of its choices; see `_changes`."""
    app = AppTest.from_file(str(BARE), default_timeout=60).run()
    return lambda: _changes(app, Path(into))


def _changes(app: AppTest, into: Path) -> None:
    """Write `figures` (choice → headings and figures) and `seconds` (a script run each) as JSON.

    Choices for which the page draws fewer charts than for others are left out.
    """
    place = [box.label for box in app.selectbox].index(FILTER)
    figures, seconds = {}, []
    for choice in app.selectbox[place].options:
        app.selectbox[place].set_value(choice)
        begun = time.perf_counter()
        app.run()
        seconds.append(time.perf_counter() - begun)
        specs = [chart.proto.spec for chart in app.get("plotly_chart")]
        headings = [heading.value for heading in app.subheader][: len(specs)]
        figures[choice] = list(zip(headings, specs, strict=True))
    most = max(map(len, figures.values()))
    kept = {choice: charts for choice, charts in figures.items() if len(charts) == most}
    into.write_text(json.dumps({"figures": kept, "seconds": seconds}), encoding="utf-8")
