"""axe on every page, in light and dark: whoever reads by ear, by keyboard or with weak eyes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import reading, serving
from seeing import PAGES, after, main, pick, press, shows_sample, visit
from test_browser_story import choose_date, upload
from uploads import extract

from tcdata import sample

SCHEMES = ["light", "dark"]
# axe leaves out what came with WCAG 2.2 unless it is asked for.
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Pages as they are after a choice, where they show what their first view does not.
CHOSEN = {
    "participation?faculty=Arts,+Humanities+and+Cultures+(AHC)",
    "workforce?show=Moves",
    "skills?discipline=Management",
    "skills?skills_see=Risk+register&skills=One+holder",
    "skills?skills_see=One+skill&skill=Cryo-sectioning&hires=1&hired_for=Cryo-sectioning",
    "change?see=One+question+in+full",
    "change?see=Skills+since+2023",
    "plan?faculty=Biological+Sciences+(FBS)&planned_skill=Cell+sorting",
    "load?kind=survey",
}
# What an institution sees of its own data only: how to withdraw, publish and decide.
OWN = {
    "snapshots": "Withdraw",
    "plan?faculty=Environment+(FoE)&planned_skill=Developing+methods": "Record this decision",
}

# What Streamlit draws itself and no setting of ours changes: rule and the test id it lies in.
STREAMLIT = {
    # The navigation's sections put a <div> between the list and its items.
    ("list", "stSidebarNav"),
    ("listitem", "stSidebarNav"),
    # The parts of a date, and the crosses that take a choice away, are under 24 pixels.
    ("target-size", "stDateInput"),
    ("target-size", "stMultiSelect"),
    ("target-size", "stSelectbox"),
}

_AREAS = """part => {
    const areas = [];
    for (let p = part; p; p = p.parentElement) if (p.dataset.testid) areas.push(p.dataset.testid);
    return areas;
}"""


@pytest.fixture(scope="module")
def audited(browser, server):
    """What axe finds, by scheme and address: (rule, impact, what it is about)."""
    found = {}
    for scheme in SCHEMES:
        with reading(browser, color_scheme=scheme) as page:
            for address in [*PAGES, *CHOSEN]:
                visit(page, server, address)
                found[scheme, address] = list(violations(page))
    return found


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The address of a server on the sample's store as if it were an institution's own."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copyfile(sample.SHIPPED, folder / "store.db")
    (folder / "store.db").chmod(0o600)
    with closing(sqlite3.connect(folder / "store.db")) as connection:
        connection.execute("UPDATE store_info SET sample = 0")
        connection.commit()
    with serving(folder) as address:
        yield address


def violations(page):
    for violation in Axe().run(page, options={"runOnly": STANDARD}).response["violations"]:
        for node in violation["nodes"]:
            place = page.locator(node["target"][-1]).first
            if not any((violation["id"], area) in STREAMLIT for area in place.evaluate(_AREAS)):
                yield violation["id"], violation["impact"], node["html"][:120]


def broken(audited, scheme, keep):
    """The findings of a scheme that `keep` wants, with the pages they are on."""
    return {
        (address, *finding)
        for (looked, address), findings in audited.items()
        for finding in findings
        if looked == scheme and keep(*finding[:2])
    }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_serious_is_wrong_for_those_who_do_not_see(audited, scheme):
    def serious(rule, impact):
        return impact in ("serious", "critical") and rule != "color-contrast"

    assert broken(audited, scheme, serious) == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_its_ground(audited, scheme):
    assert broken(audited, scheme, lambda rule, impact: rule == "color-contrast") == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_findings_and_what_a_file_would_change_can_be_read_by_all(browser, server, scheme):
    with reading(browser, color_scheme=scheme) as page:
        visit(page, server, "load")
        choose_date(page)
        upload(page, "extract.xlsx", extract(wrong=True))
        main(page).get_by_role("heading", name="What would change", exact=True).wait_for()
        found = [finding for finding in violations(page) if finding[1] in ("serious", "critical")]
    assert found == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_who_keeps_data_of_their_own_can_read_and_decide_all_of_it(browser, own, scheme):
    found = []
    with reading(browser, color_scheme=scheme) as page:
        for address, button in OWN.items():
            visit(page, own, address)
            assert not shows_sample(page)
            assert main(page).get_by_role("button", name=button, exact=True).is_enabled()
            found += violations(page)
        press(page, "Record this decision")
        main(page).get_by_text("Recorded. Earlier decisions").wait_for()
        found += violations(page)
    assert [finding for finding in found if finding[1] in ("serious", "critical")] == []


def test_headings_go_down_one_level_at_a_time(audited):
    assert broken(audited, "light", lambda rule, impact: rule == "heading-order") == set()


def test_lists_and_buttons_can_be_chosen_from_the_keyboard(server, page):
    visit(page, server, "participation")
    page.get_by_role("combobox", name="Faculty or service").focus()
    page.keyboard.type("Biological")
    after(page, lambda: page.keyboard.press("Enter"))
    main(page).get_by_test_id("stMarkdown").filter(has_text="FBS: 66 of 83").first.wait_for()


def test_a_picture_says_its_finding_to_who_cannot_see_it(server, page):
    visit(page, server, "participation")
    pick(page, "Faculty or service", "Biological Sciences")
    said = main(page).get_by_role("figure").first.get_attribute("aria-label") or ""
    assert "79.5 % (66 of 83)" in said
