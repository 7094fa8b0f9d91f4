"""From a file to an edition and back, through the pages: one story, so the tests are in order."""

from __future__ import annotations

import datetime

import pytest
from driven import FILTERED, PAGES, at, choose, finding, opened, said, shows, table, widget
from planted import ROOT, TRUTHS
from uploads import AS_OF, XLSX, extract

from tcdata import store as stored

DAY = datetime.date.fromisoformat(AS_OF)
PLANTED = TRUTHS["workforce"][AS_OF]["headcount"]
SMALLER = extract("University Library")
WITHOUT_LIBRARY = PLANTED[ROOT] - PLANTED["library"]


@pytest.fixture(scope="module")
def reader(store):
    return opened("data/load")


def load(reader, content):
    at("data/load", reader)
    reader.date_input(key="load-date").set_value(DAY)
    reader.file_uploader[0].upload("extract.xlsx", content, XLSX).run()
    return shows(reader)


def press(reader, key):
    next(button for button in reader.button if key in (button.key, button.label)).click().run()
    return shows(reader)


def sample_is_shown(reader):
    return any("Sample data" in note.value for note in reader.main.caption)


def everywhere(reader):
    """Every page, each whole."""
    for page in PAGES:
        yield page, at(page, reader)


def test_accepting_a_file_ends_the_sample_and_says_that_nothing_is_published(reader, store):
    load(reader, SMALLER)
    reader.checkbox(key="end-sample").check().run()
    press(reader, "accept")
    assert "Accepted as snapshot 1" in said(reader.success[0].value)
    assert reader.file_uploader[0].value is None
    assert stored.has_real_data(stored.open_store(f"sqlite:///{store}"))
    for page in PAGES:
        reader.switch_page(f"pages/{page}.py").run()
        assert not reader.exception and not reader.error
        assert not sample_is_shown(reader)
        if not page.startswith("data/"):
            assert "Nothing has been published yet" in reader.info[0].value


def test_a_page_without_an_edition_still_asks_its_question(reader):
    assert all(shown.title for _, shown in everywhere(reader))


def test_publishing_shows_the_new_headcount_to_everyone(reader, store):
    at("data/snapshots", reader)
    assert finding(reader) == "Nothing has been published from these files yet."
    press(reader, "publish")
    assert "Edition 1 is published" in reader.success[0].value
    for someone in (reader, opened()):
        at("insight/workforce", someone)
        assert finding(someone).startswith(f"The University employs {WITHOUT_LIBRARY} technicians")
        choose(someone, show="units")
        shown = table(someone).set_index("Where")["Figure"]
        assert shown.get("University Library", "0") == "0"


def test_pages_without_their_data_say_what_to_load(reader):
    for page, shown in everywhere(reader):
        assert not sample_is_shown(shown)
        if page in ("insight/participation", "insight/skills"):
            assert "survey" in " ".join([note.value for note in shown.info] or [finding(shown)])


def test_a_page_that_stops_half_way_takes_one_choice_after_another(reader):
    someone = opened("act/documents")
    assert any("needs a survey with skills" in note.value for note in someone.info)
    for faculty in ("foe", "eps"):
        choose(someone, faculty=faculty)
        assert widget(someone, "faculty").value == faculty


def test_the_same_file_again_is_the_same_snapshot(reader):
    load(reader, SMALLER)
    assert "end-sample" not in [box.key for box in reader.checkbox]
    summary = table(reader).set_index("What")
    assert summary.loc["People only in this file", "This file"] == "0"
    press(reader, "accept")
    assert "snapshot 1" in said(reader.success[0].value)


def test_a_large_move_is_warned_of_before_accepting(reader):
    mechanical = ["School of Mechanical Engineering", "School of Chemical Engineering"]
    load(reader, extract("IT Services", *mechanical))
    (warning,) = reader.warning
    warnings = said(warning.value)
    assert "IT" in warnings and "more than 10 %" in warnings
    summary, people = table(reader, 0).set_index("What"), table(reader, 1).set_index("Unit")
    assert int(summary.loc["People only in the one in use", "In use"]) > 100
    assert people.loc["Faculty of Biological Sciences", "Change"] == 0


def test_a_newer_file_replaces_and_a_withdrawal_brings_the_older_back(reader):
    load(reader, extract())
    press(reader, "accept")
    press(reader, "publish")
    at("insight/workforce", reader)
    assert finding(reader).startswith(f"The University employs {PLANTED[ROOT]} technicians")

    at("data/snapshots", reader)
    assert table(reader)["State"].tolist() == ["in use", "replaced by a newer one"]
    reader.text_input[0].set_value("wrong file")
    press(reader, "Withdraw")
    assert table(reader)["State"].tolist() == ["withdrawn", "in use"]
    assert finding(reader).startswith("The edition shown is out of date")
    at("insight/workforce", reader)
    assert finding(reader).startswith(f"The University employs {PLANTED[ROOT]} technicians")

    at("data/snapshots", reader)
    press(reader, "publish")
    assert finding(reader) == "The edition shown is built from exactly the files in use."
    at("insight/workforce", reader)
    assert finding(reader).startswith(f"The University employs {WITHOUT_LIBRARY} technicians")


def test_an_older_edition_can_be_looked_at(reader):
    at("insight/workforce", reader)
    choose(reader, edition=2)
    assert finding(reader).startswith(f"The University employs {PLANTED[ROOT]} technicians")
    choose(reader, edition=3)


def test_a_withdrawal_needs_a_reason(reader):
    at("data/snapshots", reader)
    next(button for button in reader.button if button.label == "Withdraw").click().run()
    assert [error.value for error in reader.error] == [
        "Give the reason: it stays in the audit trail."
    ]
    assert table(reader)["State"].tolist() == ["withdrawn", "in use"]


def test_the_sample_can_be_looked_at_and_left_again(reader):
    at("data/snapshots", reader)
    press(reader, "to-sample")
    for page, shown in everywhere(reader):
        assert sample_is_shown(shown)
        if page in FILTERED:
            assert "University" in finding(shown) or "384" in finding(shown)
    at("insight/workforce", reader)
    assert finding(reader).startswith(f"The University employs {PLANTED[ROOT]} technicians")
    press(reader, "Back to our own data")
    assert not sample_is_shown(reader)
    assert finding(reader).startswith(f"The University employs {WITHOUT_LIBRARY} technicians")


def test_every_change_is_in_the_trail(reader, store):
    at("data/snapshots", reader)
    trail = reader.dataframe[2].value
    assert trail["What"].tolist()[::-1] == [
        "File accepted",
        "Edition published",
        "File accepted",
        "Edition published",
        "File withdrawn",
        "Edition published",
    ]
    assert trail["Reason"].tolist()[::-1] == ["", "", "", "", "wrong file", ""]
    withdrawn = "Snapshot 2; snapshot 1 counts instead"
    assert trail["About"].tolist()[1] == withdrawn
    assert not trail["About"].str.contains('[{"]').any()
    assert (trail["By"] == "local user").all()
    assert stored.verify(stored.open_store(f"sqlite:///{store}")) == []


def test_withdrawing_the_last_file_does_not_bring_the_sample_back(reader):
    at("data/snapshots", reader)
    reader.text_input[0].set_value("start again")
    press(reader, "Withdraw")
    assert not sample_is_shown(reader)
    assert finding(reader) == "No file is in use: load one before publishing."
