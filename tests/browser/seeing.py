"""What the browser tests share: the pages, and how one waits until a page stands still."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError

# Each page's path, its name in the navigation, and how its question begins.
PAGES = {
    "": ("Overview", "How are we doing"),
    "participation": ("Participation", "Who has answered"),
    "skills": ("Skills", "Which skills are thin"),
    "change": ("Change", "Did"),
    "workforce": ("Workforce", "How many technicians are there"),
    "plan": ("Plan", "What are we doing about each skill"),
    "documents": ("Take it to a meeting", "What do I take"),
    "load": ("Load a file", "What is in this file"),
    "snapshots": ("Snapshots and editions", "What is stored"),
    "methods": ("Methods", "What does this number mean"),
}
FILTERED = ["participation", "skills", "workforce"]
PICTURED = ["", *FILTERED, "change", "plan"]

# Counts the runs of the page's script, so that one can wait for the run that an action starts.
COUNT_RUNS = """() => {
    window.runs = 0;
    new MutationObserver(changes => {
        for (const { target } of changes)
            if (target.dataset.testScriptState !== 'notRunning') window.runs += 1;
    }).observe(document, { subtree: true, attributeFilter: ['data-test-script-state'] });
}"""
_STILL = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
        && charts.every(chart => chart.querySelector('.main-svg'));
}"""


def visit(page: Page, server: str, path: str = "") -> Page:
    """Open a page by its own address."""
    page.goto(f"{server}/{path}")
    return settled(page)


def go(page: Page, path: str) -> Page:
    """Go to a page by the navigation."""
    name, question = PAGES[path]
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=question).wait_for()
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until the server has run the page and the browser has drawn it."""
    page.get_by_test_id("stMain").get_by_test_id("stElementContainer").first.wait_for()
    page.wait_for_function(_STILL)
    return page


def after(page: Page, action: Callable[[], object]) -> Page:
    """Do what makes the page run again, and wait until it has."""
    before = page.evaluate("window.runs")
    action()
    # A very short run can pass unseen; what the page then shows is for the test to judge.
    with suppress(TimeoutError):
        page.wait_for_function("before => window.runs > before", arg=before, timeout=5_000)
    return settled(page)


def main(page: Page) -> Locator:
    """The page without its sidebar."""
    return page.get_by_test_id("stMain")


def finding(page: Page, words: str) -> None:
    """Wait for the page's answer to begin with these words."""
    main(page).get_by_test_id("stMarkdown").filter(has_text=words).first.wait_for()
    settled(page)


def shows_sample(page: Page) -> bool:
    """Whether the page says that it is sample data."""
    return main(page).get_by_text("Sample data.").count() == 1


def pick(page: Page, label: str, option: str) -> Page:
    """Choose from a list by its label."""
    page.get_by_role("combobox", name=label).click()
    return after(page, page.get_by_role("option", name=option).first.click)


def press(page: Page, name: str) -> Page:
    """Press a button of the page."""
    return after(page, main(page).get_by_role("button", name=name, exact=True).click)


def is_whole(page: Page) -> None:
    """No trace, no error, no dialog; one question."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_role("heading", level=1).count() == 1
