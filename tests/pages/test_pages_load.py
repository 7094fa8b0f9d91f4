"""The load page: what a file's check says, and that nothing is stored before accepting."""

from __future__ import annotations

import datetime

import pytest
from driven import opened, said, shows, table
from uploads import AS_OF, WRONG, XLSX, extract, sample

DAY = datetime.date.fromisoformat(AS_OF)


@pytest.fixture
def reader():
    return opened("data/load")


def upload(reader, name, content, kind="workforce", period=DAY):
    reader.button_group(key="kind").set_value(kind).run()
    if kind == "survey":
        reader.selectbox(key="load-wave").set_value(period)
    else:
        reader.date_input(key="load-date").set_value(period)
    reader.file_uploader[0].upload(name, content, XLSX)
    return reader.run()


def subheadings(reader):
    return [said(heading.value) for heading in reader.header]


def accept(reader):
    return next((button for button in reader.button if button.key == "accept"), None)


def test_a_file_waits_for_the_date_that_it_describes(reader, store):
    reader.file_uploader[0].upload("extract.xlsx", extract(), XLSX).run()
    assert "Choose the date" in shows(reader).info[0].value
    assert accept(reader) is None


def test_a_good_file_shows_what_would_change_and_stores_nothing(reader, store):
    upload(reader, "extract.xlsx", extract("University Library"))
    assert subheadings(shows(reader))[:2] == ["No error in 588 rows", "What would change"]
    summary, people = table(reader, 0), table(reader, 1).set_index("Unit")
    assert summary.set_index("What").loc["Rows of workforce", "This file"] == "588"
    assert "University Library" not in people.index
    assert accept(reader).disabled, "the sample ends only after asking"
    reader.checkbox(key="end-sample").check().run()
    assert not accept(reader).disabled
    assert not store.exists()


def test_each_wrong_cell_is_one_finding_and_the_file_is_not_accepted_whole(reader, store):
    upload(reader, "extract.xlsx", extract(wrong=True))
    assert subheadings(shows(reader))[0] == "3 cells are wrong, so 3 rows of 605 cannot be accepted"
    findings = table(reader)
    assert {
        (row["Row"], row["Column"]): row["Found"] for row in findings.to_dict("records")
    } == WRONG
    assert (findings["Sheet"] == "workforce").all()
    assert findings[["What is wrong", "What to do"]].ne("").all(axis=None)
    labels = [button.label for button in reader.download_button]
    assert labels[-1] == "Download the file with the cells marked"
    reader.checkbox(key="end-sample").check().run()
    assert accept(reader).disabled
    reader.checkbox(key="partial").check().run()
    assert "602 rows without errors" in reader.checkbox(key="partial").label
    assert not accept(reader).disabled
    assert not store.exists()


@pytest.mark.parametrize(
    ("name", "content", "kind", "period", "says"),
    [
        (
            "survey.xlsx",
            lambda: sample("survey_2026.xlsx"),
            "workforce",
            DAY,
            "looks like a survey",
        ),
        ("extract.xlsx", extract, "survey", "2026", "looks like a workforce extract"),
        ("log.xlsx", lambda: sample("activities.xlsx"), "workforce", DAY, "not a workforce"),
        ("extract.xlsx", lambda: b"person_id,fte\n1,1\n", "workforce", DAY, "extract.xlsx"),
        ("empty.csv", lambda: b"", "workforce", DAY, "empty.csv"),
        ("extract.csv", lambda: b"a,b\n1,2\n", "workforce", DAY, ""),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_a_sentence(
    reader, store, name, content, kind, period, says
):
    upload(reader, name, content(), kind, period)
    assert not reader.exception
    refused = [said(error.value) for error in reader.error] or subheadings(reader)[:1]
    assert len(refused) == 1 and says in refused[0], refused
    assert accept(reader) is None or accept(reader).disabled
    assert not store.exists()


def test_a_good_file_can_follow_a_refused_one(reader, store):
    good = extract("University Library")
    upload(reader, "extract.xlsx", good)
    upload(reader, "survey.xlsx", sample("survey_2026.xlsx"))
    assert "looks like a survey" in said(reader.error[0].value)
    upload(reader, "extract.xlsx", good)
    assert subheadings(shows(reader))[:2] == ["No error in 588 rows", "What would change"]


def test_where_no_row_can_be_accepted_nothing_would_change(reader, store):
    upload(reader, "extract.csv", b"person_id,fte,unit\n1,1,Chemistry\n")
    (heading,) = subheadings(shows(reader))
    assert heading == "4 columns are missing, so 1 row of 1 cannot be accepted"
    assert not reader.warning and accept(reader) is None


def test_a_date_to_come_is_refused_in_a_sentence(reader, store):
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    upload(reader, "extract.xlsx", extract(), period=tomorrow)
    (error,) = reader.error
    assert said(error.value).startswith(f"The as-of date {tomorrow} is in the future")
    assert accept(reader) is None
    assert not store.exists()


def test_a_survey_and_a_log_are_checked_too(reader, store):
    upload(reader, "survey.xlsx", sample("survey_2026.xlsx"), "survey", "2026")
    assert subheadings(shows(reader))[0].startswith("No error in 3,604 rows")
    upload(reader, "log.xlsx", sample("activities.xlsx"), "activity", datetime.date(2026, 9, 22))
    assert subheadings(shows(reader))[0] == "No error in 170 rows"
    assert not store.exists()
