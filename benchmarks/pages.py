"""A change of filter, from the key press to the new chart, against a bare page with the same
charts. Participation has two charts, as one question of the whole University; the others one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.figures import FILTER
from benchmarks.servers import BARE, DASHBOARD, browser, new_page, own_store, serving, wait_for
from benchmarks.timing import Row, against, alternate, fresh

PAIRS = 20
LIMIT = 1.3
PAGES = ["skills", "participation", "workforce", "change", "change?see=One question in full"]
WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")


def rows() -> list[Row]:
    """A row for each page in the browser, and one for its script alone."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        return [row for page in PAGES for row in _page(page, Path(folder), chromium)]


def _page(page: str, folder: Path, chromium: Browser) -> list[Row]:
    store = own_store(folder)
    drawn, scripts = folder / "drawn.json", folder / "bare.json"
    fresh("figures:product", page, str(drawn), **store)
    fresh("figures:bare", str(scripts), BARE_FIGURES=str(drawn))
    captured = json.loads(drawn.read_text(encoding="utf-8"))
    choices = list(captured["figures"])
    charts = len(captured["figures"][choices[0]])
    title = f"{page.capitalize()}: change of faculty"
    with (
        serving(DASHBOARD, store) as ours,
        serving(BARE, {"BARE_FIGURES": str(drawn)}) as bare,
    ):
        left, right = alternate(
            PAIRS,
            _changer(_opened(chromium, f"{ours}/{page}", ours), choices),
            _changer(_opened(chromium, bare, bare), choices),
        )
    first = len(choices) - 2  # the page opens on one choice, and another warms it up
    drawn_charts = "one chart" if charts == 1 else f"{charts} charts"
    alone = json.loads(scripts.read_text(encoding="utf-8"))["seconds"]
    return [
        against(f"{title} until {drawn_charts} drawn", left, right, "bare page", LIMIT),
        against(f"{title}, each for the first time", left[:first], right[:first], "bare page"),
        against(f"{title}, script alone", captured["seconds"], alone, "bare page"),
    ]


def _opened(chromium: Browser, address: str, server: str) -> Page:
    """The page at `address`, drawn and watched."""
    wait_for(server)
    page = new_page(chromium)
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(2000)
    page.evaluate(WATCH)
    return page


def _changer(page: Page, choices: list[str]) -> Callable[[], float]:
    """A function that makes the next choice in the filter and gives the seconds until it is drawn.

    The choice is typed first; the time runs from Enter.
    """
    following = cycle([*choices[1:], choices[0]])

    def change() -> float:
        box = page.get_by_role("combobox", name=FILTER)
        box.click()
        box.fill(next(following))
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        took = page.wait_for_function("() => benchWatch.took()", timeout=30_000).json_value()
        return float(took) / 1000

    return change
