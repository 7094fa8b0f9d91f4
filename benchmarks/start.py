"""From launching the server on an empty store folder to the first chart, against a bare page."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.servers import BARE, DASHBOARD, browser, new_page, own_store, serving, wait_for
from benchmarks.timing import Row, against, alternate, fresh

PAIRS = 7
LIMIT = 1.5
DRAWN = ".js-plotly-plot .trace, .js-plotly-plot .hm"  # a series, or a heat map's cells


def rows() -> list[Row]:
    """One row: the dashboard opens on its sample data."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        drawn = Path(folder) / "skills.json"
        fresh("figures:product", "skills", str(drawn), **own_store(Path(folder)))

        def ours() -> float:
            with tempfile.TemporaryDirectory() as empty:
                return _first_chart(chromium, DASHBOARD, own_store(Path(empty)))

        def bare() -> float:
            return _first_chart(chromium, BARE, {"BARE_FIGURES": str(drawn)})

        left, right = alternate(PAIRS, ours, bare)
    return [against("Start on the sample data to the first chart", left, right, "bare page", LIMIT)]


def _first_chart(chromium: Browser, script: Path, settings: dict[str, str]) -> float:
    begun = time.perf_counter()
    with serving(script, settings) as address:
        wait_for(address)
        page = new_page(chromium)
        page.goto(address, wait_until="commit")
        page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
        seconds = time.perf_counter() - begun
        page.context.close()
    return seconds
