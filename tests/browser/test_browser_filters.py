"""A Technical Services Manager picks a faculty once; links, downloads and reloads keep to it."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect
from seeing import FILTERED, PAGES, after, finding, go, is_whole, main, pick, visit

GRID = """canvas => [...canvas.querySelectorAll('table tr')].map(
    row => [...row.querySelectorAll('th, td')].map(cell => cell.innerText.trim()))"""


def test_a_faculty_follows_through_the_pages_and_stays_on_reload(server, page):
    visit(page, server, "participation")
    pick(page, "Faculty or service", "Engineering and Physical Sciences")
    finding(page, "EPS: 64 of 104 have answered")
    for path, answer in [
        ("skills", "skills in EPS have fewer holders"),
        ("workforce", "EPS employs 104 technicians"),
        ("methods", "Every figure is a row of an edition"),
        ("participation", "EPS: 64 of 104 have answered"),
    ]:
        go(page, path)
        finding(page, answer)
        if path in FILTERED:
            assert "faculty=Engineering" in page.url
    pick(page, "School", "Chemistry")
    finding(page, "Chemistry: 10 of 15 have answered")
    assert "school=Chemistry" in page.url
    page.reload()
    finding(page, "Chemistry: 10 of 15 have answered")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    finding(page, "Chemistry: 10 of 15 have answered")
    is_whole(page)


def test_a_faculty_that_came_with_a_link_follows_from_its_page_at_once(server, page):
    visit(page, server, "skills?faculty=Biological+Sciences+(FBS)")
    go(page, "workforce")
    finding(page, "FBS employs 83 technicians")
    assert "faculty=Biological" in page.url


def test_a_unit_in_a_link_by_its_short_name_stays_in_the_address(server, page):
    visit(page, server, "workforce?school=Chemistry")
    finding(page, "Chemistry employs 15 technicians")
    page.reload()
    finding(page, "Chemistry employs 15 technicians")
    assert "faculty=Engineering" in page.url and "school=Chemistry" in page.url


def test_a_survey_that_came_with_a_link_follows_from_its_page_at_once(server, page):
    visit(page, server, "participation?wave=2023")
    for path in ("skills", "plan", "documents", "participation"):
        go(page, path)
        expect(main(page).get_by_role("radio", name="2023", exact=True)).to_be_checked()
        assert "wave=2023" in page.url, path


def test_an_assumption_follows_to_the_case_and_back(server, page):
    visit(page, server, "skills?skills_see=Risk+register&horizon=36&hires=1&hired_for=TIG+welding")
    assumed = main(page).get_by_text("Assumed: 36 months ahead").inner_text()
    for path in ("documents", "methods", "skills"):
        go(page, path)
        if path != "methods":
            main(page).get_by_text(assumed, exact=True).wait_for()
            assert "horizon=36" in page.url and "hires=1" in page.url


def test_whoever_goes_back_finds_what_was_chosen(server, page):
    visit(page, server, "workforce?show=Grade")
    pick(page, "Faculty or service", "Environment")
    go(page, "methods")
    page.go_back()
    page.get_by_role("heading", level=1, name=PAGES["workforce"][1]).wait_for()
    finding(page, "FoE employs 40 technicians")
    expect(main(page).get_by_role("radio", name="Grade", exact=True)).to_be_checked()
    assert "show=Grade" in page.url and "faculty=Environment" in page.url


def test_a_skill_leads_to_the_plan_for_it_and_back(server, page):
    visit(
        page,
        server,
        "skills?faculty=Biological+Sciences+(FBS)&skills_see=One+skill&skill=Cryo-sectioning",
    )
    main(page).get_by_role("link", name="Decide about it in the plan").click()
    finding(page, "skills at risk in FBS")
    finding(page, "about Cryo-sectioning")
    main(page).get_by_role("link", name="Who holds it").click()
    finding(page, "Cryo-sectioning: 1 known holder")


def test_the_way_to_another_page_inside_a_page_keeps_the_faculty(server, page):
    visit(page, server, "workforce")
    pick(page, "Faculty or service", "Biological Sciences")
    finding(page, "FBS employs 83 technicians")
    main(page).get_by_role("link", name="How these figures are made").click()
    page.get_by_role("heading", level=1, name=PAGES["methods"][1]).wait_for()
    go(page, "")
    main(page).get_by_role("link", name="Participation").first.click()
    finding(page, "FBS: 66 of 83 have answered")


@pytest.mark.parametrize("path", FILTERED)
def test_every_filter_is_in_the_address(server, page, path):
    """A choice made by hand and the same choice from its address show the same page."""
    visit(page, server, path)
    pick(page, "Faculty or service", "Medicine and Health")
    for group in page.get_by_role("radiogroup").all():
        after(page, group.get_by_role("radio").last.click)
    shown = main(page).inner_text()
    assert page.url.count("=") >= 2
    visit(page, page.url.rpartition("/")[0], page.url.rpartition("/")[2])
    assert main(page).inner_text() == shown
    is_whole(page)


def table(page, words):
    """The first table, once it has these words, as a screen reader gets it: headings, cells."""
    grid = main(page).get_by_test_id("stDataFrame").first.locator("canvas").first
    grid.locator("tr", has_text=words).first.wait_for(state="attached")
    return grid.evaluate(GRID)


def download(page):
    with page.expect_download() as started:
        main(page).get_by_role("button", name="Download these rows (CSV)").first.click()
    return started.value


def rows_of(download):
    with download.path().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_download_has_the_rows_of_the_table(server, page):
    visit(page, server, "participation")
    headings, *shown = table(page, "FBS")
    started = download(page)
    assert started.suggested_filename == "participation_2026_edition_1.csv"
    rows = rows_of(started)
    rates = {row["unit"]: row for row in rows if row["metric"] == "participation_rate"}
    needed = {row["unit"]: row for row in rows if row["metric"] == "responses_needed"}
    assert len(shown) == len(rates) == len(needed) == 5
    names = {"FBS": "fbs", "M&H": "mh", "FoE": "foe", "EPS": "eps", "AHC": "ahc"}
    assert headings[:5] == ["Part", "Answered", "In scope", "Rate", "Still needed for 80 %"]
    for part, answered, asked, _, missing, *_ in shown:
        row = rates[names[part]]
        assert (row["count"], row["base"]) == (answered, asked)
        assert float(row["value"]) == pytest.approx(int(answered) / int(asked) * 100)
        assert needed[names[part]]["value"] == missing


def test_the_download_of_a_breakdown_has_its_figures(server, page):
    visit(page, server, "workforce")
    after(page, main(page).get_by_role("radio", name="Grade").click)
    _, *shown = table(page, "Grade")
    rows = rows_of(download(page))
    assert [row["value"] for row in rows] == [cells[3] for cells in shown]
    assert all(row["category"] in cells[2] for row, cells in zip(rows, shown, strict=True))


def test_a_hidden_figure_is_hidden_in_the_download_too(server, page):
    visit(page, server, "skills?skills_see=Risk+register")
    pick(page, "Faculty or service", "Arts, Humanities and Cultures")
    finding(page, "skills in AHC")
    hidden = [row for row in rows_of(download(page)) if row["symbol"] in ("[c]", "≤2")]
    assert hidden
    for row in hidden:
        assert row["value"] == row["count"] == ""


def test_nothing_is_asked_of_another_machine_on_any_page(server, page):
    """`reading` looks at every address that the window asked for."""
    visit(page, server)
    for path in PAGES:
        go(page, path)


def test_a_second_window_shares_the_server_and_not_the_choice(server, page):
    visit(page, server, "workforce")
    pick(page, "Faculty or service", "Environment")
    finding(page, "FoE employs 40 technicians")
    other = page.context.new_page()
    visit(other, server, "workforce")
    finding(other, "The University employs 494 technicians")
    is_whole(page)
