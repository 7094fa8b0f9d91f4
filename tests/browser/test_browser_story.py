"""The main job, by hand: a file with errors, a good one, an edition, a withdrawal, the sample."""

from __future__ import annotations

import json
import re

import openpyxl
from opening import ROOT, reading
from playwright.sync_api import expect
from seeing import after, finding, go, is_whole, main, press, settled, shows_sample, visit
from uploads import AS_OF, WRONG, XLSX, extract

PLANTED = json.loads((ROOT / "sample_data" / "truths.json").read_text())["workforce"][AS_OF]
ALL = PLANTED["headcount"]["university"]
WITHOUT_LIBRARY = ALL - PLANTED["headcount"]["library"]


def test_the_main_job(browser, server, page, tmp_path):
    """Each step stands on the one before."""
    visit(page, server)
    the_first_visit_shows_sample_data(page)
    wrong_cells_are_found_and_marked_in_a_workbook(page, tmp_path)
    a_good_file_is_compared_and_accepted_after_asking(page)
    publishing_shows_the_new_number_and_no_banner(page)
    whoever_comes_next_sees_it_too(browser, server)
    a_second_file_replaces_the_first(page)
    withdrawing_it_says_what_to_do_and_brings_the_first_back(page)
    whoever_publishes_sees_the_new_edition(browser, server)
    the_sample_can_be_looked_at_again_and_left(page)


def test_a_file_that_is_none_is_refused_in_a_sentence(server, page):
    visit(page, server, "load")
    choose_date(page)
    upload(page, "extract.xlsx", b"person_id,fte\n1,1\n")
    refusal = main(page).get_by_test_id("stAlertContentError")
    refusal.wait_for()
    assert "extract.xlsx" in refusal.inner_text()
    assert page.get_by_test_id("stException").count() == 0


def upload(page, name, content):
    chooser = main(page).get_by_test_id("stFileUploaderDropzoneInput")
    file = {"name": name, "mimeType": XLSX, "buffer": content}
    return after(page, lambda: chooser.set_input_files(file))


def choose_date(page):
    """Write the date; it counts once it is whole, or when the reader leaves the field."""
    main(page).get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type("01092026", delay=60)
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    page.wait_for_timeout(1500)
    return settled(page)


def table_text(page, number=0):
    """What a table says, row by row."""
    grid = main(page).get_by_test_id("stDataFrame").nth(number).locator("canvas").first
    grid.locator("tr").nth(1).wait_for(state="attached")
    return grid.locator("tr").all_inner_texts()


def the_first_visit_shows_sample_data(page):
    assert shows_sample(page)
    go(page, "workforce")
    finding(page, f"The University employs {ALL} technicians")


def wrong_cells_are_found_and_marked_in_a_workbook(page, tmp_path):
    go(page, "load")
    choose_date(page)
    upload(page, "extract.xlsx", extract(wrong=True))
    main(page).get_by_role("heading", name="3 cells are wrong").wait_for()
    shown = table_text(page)
    for (row, column), text in WRONG.items():
        assert any(str(row) in line and column in line and text in line for line in shown)
    assert main(page).get_by_role("button", name="Accept this file").is_disabled()
    with page.expect_download() as started:
        main(page).get_by_role("button", name="Download the file with the cells marked").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    marked(path)


def marked(path):
    sheet = openpyxl.load_workbook(path)["workforce"]
    headings = [cell.value for cell in sheet[1]]
    filled = {
        (cell.row, headings[cell.column - 1]): cell
        for line in sheet.iter_rows(min_row=2)
        for cell in line
        if cell.fill.fill_type == "solid"
    }
    assert {place: cell.value for place, cell in filled.items()} == WRONG
    assert all(cell.comment and cell.comment.text for cell in filled.values())
    for row, column in WRONG:
        assert column in sheet.cell(row, len(headings)).value


def a_good_file_is_compared_and_accepted_after_asking(page):
    upload(page, "extract.xlsx", extract("University Library"))
    main(page).get_by_role("heading", name="No error in 588 rows").wait_for()
    main(page).get_by_role("heading", name="What would change", exact=True).wait_for()
    assert main(page).get_by_role("button", name="Accept this file").is_disabled()
    after(page, main(page).get_by_text("This is our own data").click)
    press(page, "Accept this file")
    main(page).get_by_text("Accepted as snapshot 1").wait_for()
    assert not shows_sample(page)


def publishing_shows_the_new_number_and_no_banner(page):
    press(page, "Publish a new edition")
    main(page).get_by_text("Edition 1 is published: every page").wait_for()
    go(page, "workforce")
    finding(page, f"The University employs {WITHOUT_LIBRARY} technicians")
    assert not shows_sample(page)
    is_whole(page)


def whoever_comes_next_sees_it_too(browser, server):
    with reading(browser) as other:
        visit(other, server, "workforce")
        finding(other, f"The University employs {WITHOUT_LIBRARY} technicians")
        assert not shows_sample(other)


def a_second_file_replaces_the_first(page):
    go(page, "load")
    choose_date(page)
    upload(page, "extract.xlsx", extract())
    main(page).get_by_role("heading", name="No error in 605 rows").wait_for()
    press(page, "Accept this file")
    main(page).get_by_text("Accepted as snapshot 2").wait_for()
    press(page, "Publish a new edition")
    main(page).get_by_text("Edition 2 is published: every page").wait_for()
    go(page, "workforce")
    finding(page, f"The University employs {ALL} technicians")


def withdrawing_it_says_what_to_do_and_brings_the_first_back(page):
    go(page, "snapshots")
    main(page).get_by_role("textbox", name="Reason").fill("the wrong month")
    press(page, "Withdraw")
    main(page).get_by_text("Snapshot 2 is withdrawn").wait_for()
    finding(page, "The edition shown is out of date")
    press(page, "Publish a new edition")
    main(page).get_by_text("Edition 3 is published: every page").wait_for()
    finding(page, "The edition shown is built from exactly the files in use.")
    assert any("withdrawn" in line for line in table_text(page))
    go(page, "workforce")
    finding(page, f"The University employs {WITHOUT_LIBRARY} technicians")


def whoever_publishes_sees_the_new_edition(browser, server):
    with reading(browser) as other:
        visit(other, server, "snapshots")
        press(other, "Publish a new edition")
        told = main(other).get_by_text("is published: every page").inner_text()
        picker = other.get_by_role("combobox", name="Edition")
        expect(picker).to_have_value(re.compile(rf"^{told.split()[1]} · "))


def the_sample_can_be_looked_at_again_and_left(page):
    go(page, "snapshots")
    press(page, "Look at the sample data")
    go(page, "workforce")
    finding(page, f"The University employs {ALL} technicians")
    assert shows_sample(page)
    after(page, page.get_by_role("button", name="Back to our own data").click)
    finding(page, f"The University employs {WITHOUT_LIBRARY} technicians")
    assert not shows_sample(page)
