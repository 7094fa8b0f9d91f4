"""A real server on a store of its own, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opening import ROOT, reading, serving
from playwright.sync_api import Browser, Page, sync_playwright

REQUIRED = os.environ.get("BROWSER_TESTS") == "required"

# The files to upload are made where the pages' own tests make them.
sys.path.append(str(ROOT / "tests" / "pages"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Where the browser is required, a skipped browser test is a failed one."""
    report = yield
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a browser test was skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests of a module."""
    with serving(tmp_path_factory.mktemp("store")) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reading(browser) as opened:
        yield opened
