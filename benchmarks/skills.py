"""The Skills page with many skills: how it opens, and how fast a slider ranks them anew."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.many_skills import RESPONDENTS, make
from benchmarks.servers import BARE, DASHBOARD, browser, new_page, own_store, serving, wait_for
from benchmarks.timing import Row, against, alternate, fresh, met, seconds

SKILLS = 3_000
PAIRS = 7
LIMIT = 1.5
SLIDER_LIMIT = 0.3
MOVES = 11
GROWTH = (149, 1_000, SKILLS)  # skills of the list; the first is the sample's number


def rows() -> list[Row]:
    """The map opens; then a move of a slider on the sample, and its growth with the skills."""
    out = []
    with tempfile.TemporaryDirectory() as kept:
        folders = {skills: Path(kept) / str(skills) for skills in GROWTH}
        for skills, folder in folders.items():
            folder.mkdir()
            make(folder, skills)
        with browser() as chromium:
            out.append(_opens(chromium, folders[SKILLS]))
        sample = Path(kept) / "sample"
        sample.mkdir()
        took = _moves(sample)
        median = statistics.median(took)
        out.append(
            Row(
                "Skills: a slider ranks the sample anew, the whole page's script",
                seconds(took),
                limit=f"{1000 * SLIDER_LIMIT:.0f} ms",
                met=met(median <= SLIDER_LIMIT),
            )
        )
        for skills, folder in folders.items():
            what = f"Skills: a slider ranks {skills:,} skills anew, {RESPONDENTS:,} respondents"
            out.append(Row(what, seconds(_moves(folder))))
    return out


def _opens(chromium: Browser, folder: Path) -> Row:
    """From going to the page's address to its map, and to the same figure on a bare page."""
    drawn = folder / "skills.json"
    fresh("figures:product", "skills", str(drawn), **own_store(folder))
    with (
        serving(DASHBOARD, own_store(folder)) as ours,
        serving(BARE, {"BARE_FIGURES": str(drawn)}) as bare,
    ):
        wait_for(ours)
        wait_for(bare)
        _open(chromium, f"{ours}/skills")()  # the first reader also waits for the edition
        left, right = alternate(PAIRS, _open(chromium, f"{ours}/skills"), _open(chromium, bare))
    what = f"Skills: the map of {RESPONDENTS:,} respondents × {SKILLS:,} skills opens"
    return against(what, left, right, "bare page", LIMIT)


def _open(chromium: Browser, address: str) -> Callable[[], float]:
    def opened() -> float:
        page = new_page(chromium)
        begun = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(".js-plotly-plot .hm", state="attached", timeout=120_000)
        took = time.perf_counter() - begun
        page.context.close()
        return took

    return opened


def _moves(folder: Path) -> list[float]:
    """The seconds of a script run after each move of a slider."""
    into = folder / "moves.json"
    fresh("skills:moves", str(into), **own_store(folder))
    return list(json.loads(into.read_text(encoding="utf-8")))


def moves(into: str) -> Callable[[], None]:
    """Open the page in Streamlit's test runner; the work is to move its sliders."""
    from unittest.mock import patch

    from streamlit.testing.v1 import AppTest

    # The gate asks for the reader's address, and the test runner has none.
    patch("pages.parts.access.gate").start()
    app = AppTest.from_file(str(DASHBOARD), default_timeout=120)
    app.query_params.update({"skills_see": "Risk register", "horizon": "48"})  # unfolds the sliders
    app.run()
    app.switch_page("pages/insight/skills.py").run()

    def move() -> None:
        took = []
        for turn in range(MOVES):
            slider = next(one for one in app.select_slider if one.key == "horizon")
            slider.set_value([12, 36, 48][turn % 3])
            begun = time.perf_counter()
            app.run()
            took.append(time.perf_counter() - begun)
            assert not app.exception, [one.value for one in app.exception]
        Path(into).write_text(json.dumps(took[1:]), encoding="utf-8")

    return move
