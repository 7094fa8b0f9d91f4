import csv
import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcdata.check import UnreadableFileError, check
from tcdata.schemas import MODELS
from tests.made_files import (
    AS_OF,
    KEY,
    PEOPLE,
    REFERENCE,
    RESPONDENTS,
    SKILLS,
    csv_file,
    people,
    person,
    survey,
    workbook,
)

HEADCOUNTS = Path(__file__).parent / "data" / "headcount_2019.csv"


def workforce(*rows, **changes):
    options = {"period": AS_OF, "reference": REFERENCE, "key": KEY, **changes}
    return check("workforce", [("people.xlsx", people(*rows))], **options)


def errors(checked):
    """(row, column, problem) of each error."""
    wrong = checked.findings[checked.findings["severity"] == "error"]
    return [tuple(one) for one in wrong[["row", "column", "problem"]].to_numpy()]


def assert_whole(checked):
    """What holds of every check: nobody is lost, and a cell has one finding."""
    assert checked.rows_in == checked.rows_accepted + len(checked.refused)
    wrong = checked.findings[checked.findings["severity"] == "error"]
    assert not wrong.duplicated(["sheet", "row", "column"]).any()
    assert (checked.refused["reason"] != "").all()
    for name, table in checked.tables.items():
        assert list(table) == list(MODELS[name].columns)
        assert table.index.tolist() == list(range(len(table)))


def test_a_good_file_becomes_a_canonical_table():
    checked = workforce(person(1), person(2, gender=None, role_type=None))
    assert checked.ok
    assert_whole(checked)
    (first, second) = checked.tables["workforce"].to_dict("records")
    assert len(first["person_id"]) == 32
    assert first["unit"] == "chemistry"
    assert first["age_band"] == "45–54"
    assert first["main_post"] is True
    assert first["post_start"] == pd.Timestamp("2018-01-01")
    assert pd.isna(second["gender"])
    assert pd.isna(second["leaving_date"])
    assert (checked.rows_in, checked.rows_accepted, checked.file_names) == (2, 2, ["people.xlsx"])


@pytest.mark.parametrize(
    ("changes", "column", "problem"),
    [
        ({"person_id": None}, "person_id", "The cell is empty."),
        ({"grade": " "}, "grade", "The cell is empty."),
        ({"fte": "half"}, "fte", "This is not a number."),
        ({"fte": 1.2}, "fte", "The number is out of range."),
        ({"contract_type": "x"}, "contract_type", "This is not a known contract type."),
        (
            {"post_start": dt.date(2026, 9, 2)},
            "post_start",
            "The date is after 2026-09-01, the day the extract describes.",
        ),
        (
            {"continuous_start": dt.date(2026, 9, 2)},
            "continuous_start",
            "The date is after 2026-09-01, the day the extract describes.",
        ),
        (
            {"post_start": dt.date(2015, 3, 1)},
            "post_start",
            "The post starts before continuous service does.",
        ),
        (
            {"contract_end": dt.date(2017, 12, 31)},
            "contract_end",
            "The contract ends before the post starts.",
        ),
        (
            {"post_start": None, "contract_end": dt.date(2015, 3, 1)},
            "contract_end",
            "The contract ends before the post starts.",
        ),
        (
            {"leaving_date": dt.date(2015, 3, 1)},
            "leaving_date",
            "The person leaves before continuous service starts.",
        ),
        (
            {"main_post": "no"},
            "main_post",
            "None of this person's posts is marked as the main one.",
        ),
        (
            {"leaving_date": dt.date(2026, 8, 31)},
            "leaving_date",
            "The person has left before 2026-09-01, but the status is not “left”.",
        ),
        (
            {"leaving_date": dt.date(2024, 8, 31), "status": None},
            "leaving_date",
            "The person has left before 2026-09-01, but the status is not “left”.",
        ),
        (
            {"leaving_date": dt.date(2026, 9, 2), "status": "left"},
            "leaving_date",
            "The person leaves after 2026-09-01, but the status is “left”.",
        ),
        (
            {"grade": dt.date(2026, 6, 7)},
            "grade",
            "A date stands where text should.",
        ),
        ({"unit": "env"}, "unit", "This unit did not exist on 2026-09-01."),
    ],
)
def test_each_wrong_cell_has_one_finding_at_its_place(changes, column, problem):
    checked = workforce(person(1), person(2, **changes), person(3))
    assert errors(checked) == [(3, column, problem)]
    assert_whole(checked)
    assert checked.rows_accepted == 2
    assert f"{column}: {problem}" in checked.refused["reason"].iloc[0]


def test_who_leaves_on_the_day_itself_may_be_counted_or_not():
    day = dt.date.fromisoformat(AS_OF)
    leaving = [person(n, leaving_date=day, status=said) for n, said in ((1, "active"), (2, "left"))]
    later = person(3, leaving_date=dt.date(2026, 12, 31))
    assert workforce(*leaving, later).ok


def test_a_finding_names_the_cell_as_the_file_has_it():
    rows = [["Staff Number", *PEOPLE[1:]], [*person(1, role_type=" Boss ").values()]]
    checked = check("workforce", [("a.xlsx", workbook({"Sheet1": rows}))], REFERENCE, AS_OF, KEY)
    (finding,) = checked.findings.to_dict("records")
    assert finding == {
        "sheet": "Sheet1",
        "row": 2,
        "column": "role_type",
        "value": " Boss ",
        "problem": "This is not a known role type.",
        "remedy": "Use one of: research, teaching, support, laboratory, workshop, studio, "
        "analytical.",
        "severity": "error",
    }


@pytest.mark.parametrize(
    ("second", "column", "problem"),
    [
        (
            {"post_id": "P1", "main_post": "no", "fte": 0.1},
            "post_id",
            "This person and post stand in an earlier row already.",
        ),
        (
            {"main_post": "no", "fte": 0.4},
            "fte",
            "With this post the person's FTE adds to more than 1.",
        ),
        ({"fte": 0.2}, "main_post", "An earlier row is marked as this person's main post already."),
    ],
)
def test_posts_of_one_person_are_checked_together(second, column, problem):
    same = person(2, **{"person_id": "100001", **second})
    checked = workforce(person(1), person(3), same)
    assert errors(checked) == [(4, column, problem)]
    assert_whole(checked)


def test_posts_that_fit_are_accepted():
    second = {"person_id": "100001", "fte": 0.2, "main_post": None}
    left = {"person_id": "100003", "status": "left", "fte": 1}
    checked = workforce(person(1), person(2, **second), person(4, **left), person(3))
    assert checked.ok
    assert checked.tables["workforce"]["main_post"].tolist() == [True, False, False, True]


def test_without_post_ids_only_whole_equal_rows_repeat():
    other = person(1, post_id=None, fte=0.2, main_post=None)
    one = person(1, post_id=None, main_post=None)
    checked = workforce(one, other, one)
    problem = "This person and post stand in an earlier row already."
    assert errors(checked) == [(4, "post_id", problem)]
    assert checked.tables["workforce"]["main_post"].tolist() == [True, False]


def test_the_main_post_is_the_largest_where_not_given():
    rows = [person(i, person_id="1", fte=f, main_post=None) for i, f in enumerate([0.2, 0.4, 0.4])]
    assert workforce(*rows).tables["workforce"]["main_post"].tolist() == [False, True, False]


TOTAL = "Nearly all that a record must have is empty: this looks like a total or a note."
SECOND = "No cell of this row fits its column: it looks like a second row of headings."


@pytest.mark.parametrize(
    "row", [{"person_id": "Total", "fte": 5.2}, {"unit": "Chemistry total"}, {"status": "ask HR"}]
)
def test_a_row_below_the_table_that_is_no_record_is_one_finding(row):
    nothing = dict.fromkeys(person(1))
    checked = workforce(person(1), person(2), {**nothing, **row})
    assert errors(checked) == [(4, "person_id", TOTAL)]
    assert checked.findings["remedy"].tolist() == ["Take the row out, or fill it in."]
    assert checked.rows_accepted == 2
    assert_whole(checked)


def test_a_record_with_gaps_has_a_finding_for_each():
    gaps = dict.fromkeys(["grade", "fte", "unit", "job_title"])
    assert len(errors(workforce(person(1), person(2, **gaps)))) == 4


def test_a_second_row_of_headings_is_one_finding():
    """As survey tools write them: the questions' texts, and below them ids."""
    texts = ["Response ID", "Where do you work?", "End date", "Finished", "Q1", "Q2"]
    ids = [f'{{"ImportId":"QID{n}"}}' for n in range(6)]
    rows = [[f"r{n}", *ANSWER[1:]] for n in range(5)]
    checked = wave([texts, ids, *rows])
    assert errors(checked) == [(2, "respondent_id", SECOND), (3, "respondent_id", SECOND)]
    assert checked.rows_accepted == 5
    assert_whole(checked)
    again = person(9, **{name: name for name in PEOPLE})
    assert errors(workforce(person(1), person(2), again)) == [(4, "person_id", SECOND)]


def test_a_file_of_which_nothing_fits_has_a_finding_for_each_cell():
    codes = {"fte": 100, "contract_type": "01", "unit": "4711", "role_type": "9", "main_post": "X"}
    codes |= {"status": "3", "birth_date": 1, "continuous_start": 2, "post_start": 3}
    checked = workforce(*(person(n, **codes) for n in range(3)))
    assert len(errors(checked)) == 3 * len(codes)


def test_a_missing_column_is_one_finding_and_no_row_is_accepted():
    rows = [{k: v for k, v in person(n).items() if k != "grade"} for n in (1, 2)]
    headings = [name for name in PEOPLE if name != "grade"]
    data = workbook({"workforce": [headings, *([r[h] for h in headings] for r in rows)]})
    checked = check("workforce", [("a.xlsx", data)], REFERENCE, AS_OF, KEY)
    assert errors(checked) == [(1, "grade", "The column is missing.")]
    assert (checked.rows_in, checked.rows_accepted) == (2, 0)
    assert_whole(checked)


def test_names_and_addresses_are_dropped_and_reach_nothing():
    canary = "Zebedee Quux"
    row = person(1, name=canary, email="z.quux@example.org", hobby=canary, line_manager=canary)
    checked = workforce(row, person(2, fte=9, grade=None, Surname=canary, leaving_reason="a@b.org"))
    assert checked.dropped == ["name", "email", "Surname", "hobby"]
    kept = [*checked.tables.values(), checked.refused]
    text = "".join(frame.to_csv() for frame in kept)
    text += checked.findings.drop(columns="value").to_csv()
    for secret in (canary, "@", "100001", "100002"):
        assert secret not in text
    notes = checked.findings[checked.findings["severity"] == "note"]
    assert notes["column"].tolist() == ["name", "email", "Surname", "hobby"]
    assert (notes["row"] == 1).all()


def test_ids_that_excel_may_have_shortened_are_noted():
    checked = workforce(person(1, person_id=4711), person(2, person_id="00104712"))
    (note,) = checked.findings["problem"]
    assert note == "Ids have between 4 and 8 digits: leading zeros may have been lost."
    assert checked.ok


def test_people_keep_their_hash_from_extract_to_extract():
    one = workforce(person(7), person(8))
    two = workforce(person(8), person(9), period="2026-08-01")
    first, second = (c.tables["workforce"]["person_id"] for c in (one, two))
    assert first[1] == second[0]
    other = workforce(person(8), key=b"another key of thirty-two bytes..")
    assert other.tables["workforce"]["person_id"][0] != first[1]


def test_the_2019_headcounts_as_a_file_of_480_people_have_no_error():
    rows = []
    with HEADCOUNTS.open(encoding="utf-8", newline="") as file:
        for place in csv.DictReader(file):
            for _ in range(int(place["headcount"])):
                unit = place["school"]
                rows.append([str(10_000 + len(rows)), "Technician", "5", "1", "open-ended"])
                rows[-1] += ["2010-01-01", unit]
    headings = ["person_id", "job_title", "grade", "fte", "contract_type", "continuous_start"]
    data = csv_file([[*headings, "unit"], *rows])
    checked = check("workforce", [("2019.csv", data)], REFERENCE, "2019-09-30", KEY)
    assert len(checked.findings) == 0
    assert checked.rows_accepted == 480
    assert checked.tables["workforce"]["unit"].value_counts()["it"] == 77


# --- surveys ---

ANSWER = ["r1", "School of Music", dt.date(2026, 9, 3), "yes", "Yes", "Yes"]
SKILL = ["r1", REFERENCE.skills["name"].iloc[0], "Can teach", "yes", "no"]


def wave(respondents, skills=(), period="2026"):
    data = survey(respondents, skills)
    return check("survey", [("survey.xlsx", data)], REFERENCE, period, KEY)


def test_a_survey_becomes_three_tables():
    checked = wave([ANSWER, ["r2", *ANSWER[1:3], None, None, "No"]], [SKILL])
    assert checked.ok
    assert_whole(checked)
    respondents = checked.tables["respondents"]
    assert respondents["complete"].tolist() == ["yes", "yes"]
    answers = checked.tables["answers"]
    assert answers[["question", "option"]].to_numpy().tolist() == [
        ["training_access", "Yes"],
        ["open_days", "Yes"],
        ["open_days", "No"],
    ]
    one, two = respondents["respondent_id"]
    assert answers["respondent_id"].tolist() == [one, one, two]
    assert checked.tables["skills"]["level"].tolist() == ["can teach"]
    assert (checked.rows_in, checked.rows_accepted) == (3, 3)


def test_several_options_are_told_apart_and_an_unknown_one_is_one_finding():
    multi = REFERENCE.questions[REFERENCE.questions["type"] == "multi"].iloc[0]
    options = multi["options"].split(";")
    headings = ["respondent_id", "unit", "completed_on", multi["question"], "open_days"]
    rows = [
        ["r1", "Music", "2026-09-03", f"{options[1].upper()}; {options[0]};", "Yes"],
        ["r2", "Music", "2026-09-03", f"{options[0]};Juggling;Plumbing", "Yes;No"],
    ]
    data = csv_file([headings, *rows])
    checked = check("survey", [("r.csv", data)], REFERENCE, "2026", KEY)
    assert errors(checked) == [
        (3, multi["question"], "This is not an option here."),
        (3, "open_days", "Several options, where one is asked."),
    ]
    assert checked.tables["answers"]["option"].tolist() == [options[1], options[0], "Yes"]
    assert_whole(checked)


def test_no_answer_is_an_empty_cell_but_none_may_be_an_answer():
    headings = ["respondent_id", "unit", "completed_on", "line_management", "open_days"]
    rows = [["r1", "Music", "2026-09-03", "None", "n/a"], ["r2", "Music", "2026-09-03", "-", "No"]]
    checked = check("survey", [("r.csv", csv_file([headings, *rows]))], REFERENCE, "2026", KEY)
    wrong = checked.findings[checked.findings["severity"] == "error"]
    assert wrong[["row", "column", "value"]].to_numpy().tolist() == [
        [2, "open_days", "n/a"],
        [3, "line_management", "-"],
    ]
    assert set(wrong["remedy"]) == {"Leave the cell empty where there is nothing."}
    assert_whole(checked)


def test_words_for_nothing_are_one_finding_a_cell():
    said = {"contract_end": "n/a", "role_type": "-", "fte": "N/A", "post_id": "None"}
    checked = workforce(person(1), person(2, **said))
    assert {column for _, column, _ in errors(checked)} == set(said)
    assert {problem for *_, problem in errors(checked)} == {"This says that there is nothing."}
    assert_whole(checked)


def test_a_waves_own_wording_becomes_todays():
    maps = REFERENCE.question_versions[REFERENCE.question_versions["option_map"] != ""].iloc[0]
    old, _, new = maps["option_map"].split(";")[0].partition("=")
    day = REFERENCE.waves.set_index("wave").loc[maps["wave"], "opens"].date().isoformat()
    headings = ["respondent_id", "unit", "completed_on", maps["heading"]]
    data = csv_file([headings, ["r1", "Music", day, old]])
    checked = check("survey", [("r.csv", data)], REFERENCE, maps["wave"], KEY)
    assert checked.ok
    assert checked.tables["answers"]["option"].tolist() == [new]


@pytest.mark.parametrize("day", [dt.date(2026, 8, 31), dt.date(2026, 10, 7), "2023-09-10"])
def test_answers_from_outside_the_wave_are_named(day):
    checked = wave([[*ANSWER[:2], day, *ANSWER[3:]]])
    problem = "The wave ran from 2026-09-01 to 2026-10-06; this is another day."
    assert errors(checked) == [(2, "completed_on", problem)]


def test_a_survey_of_another_wave_is_one_sentence():
    """And not a finding for each of its respondents."""
    rows = [
        [f"r{n}", "School of Music", f"2023-09-{n + 4:02d}", "yes", "Yes", "Yes"] for n in range(20)
    ]
    with pytest.raises(UnreadableFileError, match="no answer of the wave 2026") as caught:
        wave(rows)
    assert "from 2023-09-04 to 2023-09-23. Choose the wave" in str(caught.value)
    rows[3][2] = "2026-09-03"
    assert len(errors(wave(rows))) == 19


def test_answers_from_the_future_are_noted_and_those_past_the_wave_are_errors():
    days = ["2026-09-22", "2026-09-23", "2026-10-06", "2026-10-07"]
    rows = [[f"r{n}", ANSWER[1], day, *ANSWER[3:]] for n, day in enumerate(days)]
    files = [("survey.xlsx", survey(rows))]
    checked = check("survey", files, REFERENCE, "2026", KEY, dt.date(2026, 9, 22))
    problem = "The wave ran from 2026-09-01 to 2026-10-06; this is another day."
    assert errors(checked) == [(5, "completed_on", problem)]
    found = checked.findings[checked.findings["column"] == "completed_on"]
    assert found["row"].tolist() == [3, 5]
    note = found.iloc[0]
    assert (note["sheet"], note["value"], note["severity"]) == ("responses", "2026-09-23", "note")
    assert note["problem"] == ("This answer and 1 more are from the future: today is 2026-09-22.")
    assert checked.rows_accepted == 3
    assert_whole(checked)
    later = check("survey", files, REFERENCE, "2026", KEY, dt.date(2026, 10, 5)).findings
    assert "This answer is from the future: today is 2026-10-05." in later["problem"].tolist()
    for today in (dt.date(2026, 10, 6), None):
        assert "note" not in set(
            check(
                "survey",
                [
                    ("r.csv", csv_file([RESPONDENTS, *rows[:3]])),
                    ("s.csv", csv_file([SKILLS, ["r0", *SKILL[1:]]])),
                ],
                REFERENCE,
                "2026",
                KEY,
                today,
            ).findings["severity"]
        )


def test_a_respondent_and_a_skill_stand_once_and_skills_have_a_respondent():
    skills = [SKILL, SKILL, ["r9", *SKILL[1:]], ["r1", "Levitation", *SKILL[2:]]]
    checked = wave([ANSWER, ANSWER], skills)
    assert errors(checked) == [
        (3, "respondent_id", "This respondent stands in an earlier row already."),
        (3, "skill", "This respondent's answer about this skill stands in an earlier row already."),
        (4, "respondent_id", "“responses” has no such respondent."),
        (5, "skill", "No skill has this id or name."),
    ]
    assert_whole(checked)


def test_skills_of_a_refused_respondent_go_with_the_row():
    bad = ["r2", "Nowhere", *ANSWER[2:]]
    checked = wave([ANSWER, bad], [SKILL, ["r2", *SKILL[1:]]])
    assert len(errors(checked)) == 1
    assert checked.refused["table"].tolist() == ["respondents", "skills"]
    assert len(checked.tables["skills"]) == 1
    assert_whole(checked)


def test_without_the_responses_ids_one_finding_says_so_and_nothing_is_accepted():
    data = workbook({"responses": [RESPONDENTS[1:], ANSWER[1:]], "skills": [SKILLS, SKILL, SKILL]})
    checked = check("survey", [("a.xlsx", data)], REFERENCE, "2026", KEY)
    assert (1, "respondent_id", "The column is missing.") in errors(checked)
    assert len(errors(checked)) == 2
    assert checked.rows_accepted == 0
    assert_whole(checked)


def test_a_survey_may_come_as_two_csv_files_in_any_order():
    skills = csv_file([SKILLS, [*SKILL]])
    responses = csv_file([RESPONDENTS, [str(cell) for cell in ANSWER]])
    files = [("b.csv", skills), ("a.csv", responses)]
    checked = check("survey", files, REFERENCE, "2026", KEY)
    assert checked.ok
    assert (len(checked.tables["skills"]), checked.file_names) == (1, ["b.csv", "a.csv"])
    assert checked.sha256 == check("survey", files[::-1], REFERENCE, "2026", KEY).sha256


def test_a_survey_whose_skills_were_left_empty_is_noted():
    checked = wave([ANSWER])
    assert checked.ok
    found = checked.findings[["sheet", "problem", "severity"]].to_numpy().tolist()
    assert found == [["skills", "There are no rows under the headings.", "note"]]


def test_a_survey_without_skills_is_noted():
    checked = check("survey", [("a.csv", csv_file([RESPONDENTS, ANSWER]))], REFERENCE, "2026", KEY)
    assert checked.ok
    assert "“skills”" in checked.findings["problem"].iloc[0]
    assert len(checked.tables["skills"]) == 0


def test_a_staff_number_used_as_response_id_does_not_lead_to_the_person():
    respondents = wave([["100001", *ANSWER[1:]]]).tables["respondents"]
    assert (
        respondents["respondent_id"][0] != workforce(person(1)).tables["workforce"]["person_id"][0]
    )


# --- activities ---


def test_activities_know_the_units_of_their_own_day():
    rows = [
        ["date", "kind", "title", "unit", "action_id", "people"],
        ["2019-05-01", "Open day", "Spring", "ENV", "N8-1a", "3"],
        ["2021-05-01", "T-level", "Summer", "ENV", None, None],
        ["2026-09-02", "event", "Tomorrow", None, None, "-1"],
    ]
    checked = check("activity", [("a.csv", csv_file(rows))], REFERENCE, AS_OF, KEY)
    assert errors(checked) == [
        (3, "unit", "The unit did not exist on the row's date."),
        (4, "date", "The date is after 2026-09-01, the day the log describes."),
        (4, "people", "The number is out of range."),
    ]
    assert checked.tables["activities"]["unit"].tolist() == ["env"]


# --- the wrong file ---


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("workforce", survey([ANSWER], [SKILL]), "looks like a survey, not a workforce extract"),
        ("survey", people(person(1)), "looks like a workforce extract, not a survey"),
        ("workforce", workbook({"a": [["x", "y"], [1, 2]]}), "none of the headings"),
        ("workforce", workbook({"a": []}), "holds no cells"),
        *(
            (
                "workforce",
                workbook({"a": [[mark.join(PEOPLE)], [mark.join(map(str, person(1).values()))]]}),
                f"the cells of a row all stand in one, divided by “{re.escape(mark)}”",
            )
            for mark in ",;|"
        ),
        ("workforce", workbook({"a": [["x"]], "b": [["y"]]}), "has no sheet “workforce”"),
        ("survey", workbook({"skills": [SKILLS, SKILL]}), "no sheet “responses”.* together"),
        (
            "workforce",
            workbook({"a": [["person_id", "Employee ID"], ["1", "2"]]}),
            "both mean “person_id”",
        ),
        (
            "workforce",
            workbook({"a": [PEOPLE, [*person(1).values()]], "b": [PEOPLE, [*person(1).values()]]}),
            "“a” in “a.xlsx” and “b” in “a.xlsx” both hold the table “workforce”",
        ),
        (
            "workforce",
            workbook({"workforce": [["Extract by unit, grade"], PEOPLE, [*person(1).values()]]}),
            "none of the headings of a workforce extract in its first row",
        ),
        (
            "workforce",
            workbook({"workforce": [["Extract of 1 September"], PEOPLE, [*person(1).values()]]}),
            "none of the headings of a workforce extract in its first row",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(kind, data, said):
    with pytest.raises(UnreadableFileError, match=said):
        check(kind, [("a.xlsx", data)], REFERENCE, "2026" if kind == "survey" else AS_OF, KEY)


def test_headings_alone_are_one_error():
    checked = workforce()
    ((row, column, problem),) = errors(checked)
    assert (row, problem) == (1, "There are no rows under the headings.")
    assert pd.isna(column)
    assert checked.rows_in == 0


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("workforce", people(person(1))),
        ("activity", csv_file([["date", "kind", "title"], ["2019-05-01", "event", "Spring"]])),
    ],
)
def test_no_file_describes_a_day_to_come(kind, data):
    """“2062” for “2026”."""
    files = [("a.csv" if kind == "activity" else "a.xlsx", data)]
    assert check(kind, files, REFERENCE, AS_OF, KEY, dt.date.fromisoformat(AS_OF)).ok
    with pytest.raises(UnreadableFileError) as caught:
        check(kind, files, REFERENCE, "2062-09-01", KEY, dt.date(2026, 9, 22))
    assert str(caught.value) == (
        "The as-of date 2062-09-01 is in the future: today is 2026-09-22. Give the day that the "
        "file describes, and look at the year."
    )
    with pytest.raises(UnreadableFileError, match="in the future"):
        check(kind, files, REFERENCE, AS_OF, KEY, dt.date(2026, 8, 31))
    with pytest.raises(UnreadableFileError, match="0206-09-01 is before 1950"):
        check(kind, files, REFERENCE, "0206-09-01", KEY)


def test_a_sheet_of_something_else_is_named():
    rows = [PEOPLE, [*person(1).values()]]
    data = workbook({"workforce": rows, "pivot": [["unit", "sum"], ["Chemistry", 1]]})
    checked = check("workforce", [("a.xlsx", data)], REFERENCE, AS_OF, KEY)
    assert checked.ok
    (note,) = checked.findings.to_dict("records")
    assert (note["sheet"], note["severity"]) == ("pivot", "note")
    assert note["problem"] == (
        "This sheet was not read: it does not look like a table of a workforce extract."
    )


@pytest.mark.parametrize(("kind", "period"), [("survey", "2031"), ("workforce", "2026-13-01")])
def test_an_unknown_period_is_a_sentence(kind, period):
    with pytest.raises(UnreadableFileError, match=period):
        check(kind, [("a.xlsx", people(person(1)))], REFERENCE, period, KEY)


def test_spaces_and_hyphens_of_any_kind_are_the_same():
    people = [
        person(1, unit="School\u00a0of Chemistry"),
        person(2, unit=" school  of\tchemistry"),
        person(3, contract_type="open\u2011ended"),
    ]
    checked = workforce(*people)
    assert checked.ok
    assert len(set(checked.tables["workforce"]["unit"])) == 1
    assert set(checked.tables["workforce"]["contract_type"]) == {"open-ended"}


CONTROL = "The text holds a character that controls how it is shown."


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"person_id": '="100001"'}, "The id stands in a formula or in quotation marks."),
        ({"person_id": "'100001"}, "The id stands in a formula or in quotation marks."),
        ({"person_id": "\u200b100001"}, "The id holds a character that cannot be seen."),
        ({"person_id": "1000\u00a001"}, "The id holds a character that cannot be seen."),
        ({"person_id": "100001.0"}, "A program has made a decimal number of this id."),
        (
            {"job_title": "Tech\u202enician"},
            CONTROL,
        ),
        ({"grade": "5\x07"}, CONTROL),
    ],
)
def test_what_cannot_be_seen_is_named(changes, problem):
    data = as_csv([person(1, **changes)])
    ((row, column, found),) = errors(check("workforce", [("w.csv", data)], REFERENCE, AS_OF, KEY))
    assert (row, column, found) == (2, next(iter(changes)), problem)


def test_rows_that_excel_hides_are_read_and_noted():
    book = openpyxl.load_workbook(io.BytesIO(people(person(1), person(2))))
    book.active.auto_filter.ref = book.active.dimensions
    book.active.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    checked = check("workforce", [("w.xlsx", out.getvalue())], REFERENCE, AS_OF, KEY)
    assert checked.ok and checked.rows_accepted == 2
    ((problem, severity),) = checked.findings[["problem", "severity"]].to_numpy().tolist()
    assert problem.startswith("Excel hides rows of this workbook") and severity == "note"


def test_emoji_and_text_from_right_to_left_are_text():
    titles = ["Technician 🧪👩🏽\u200d🔬", "فني مختبر", "line\nbreak"]
    checked = workforce(*(person(n, job_title=title) for n, title in enumerate(titles)))
    assert checked.ok
    assert checked.tables["workforce"]["job_title"].tolist() == titles


def test_the_same_bytes_have_the_same_hash():
    assert workforce(person(1)).sha256 != workforce(person(2)).sha256


# --- properties ---

GOOD = people(*(person(n) for n in range(3)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_a_damaged_file_is_refused_in_a_sentence_or_checked(changes):
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    try:
        checked = check("workforce", [("a.xlsx", bytes(data))], REFERENCE, AS_OF, KEY)
    except UnreadableFileError as error:
        assert str(error).endswith(".")
    else:
        assert_whole(checked)


WRONG = {
    "person_id": ["", "1.5E+9"],
    "grade": ["", "x@y.org", "#REF!"],
    "fte": ["", "none", "2", "0", "#N/A"],
    "contract_type": ["", "forever"],
    "continuous_start": ["", "soon", "03/04/2020", "2030-01-01"],
    "post_start": ["1951-01-01", "45000"],
    "unit": ["", "Atlantis", "env"],
    "role_type": ["boss"],
    "status": ["here"],
    "main_post": ["perhaps"],
    "birth_date": ["2020-01-01", "?"],
}
CELLS = st.sampled_from(sorted(WRONG)).flatmap(
    lambda column: st.tuples(st.just(column), st.sampled_from(WRONG[column]))
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_csv(rows):
    return csv_file([PEOPLE, *(["" if v is None else str(v) for v in r.values()] for r in rows)])


@FEW
@given(st.integers(0, 19), CELLS)
def test_a_corrupted_cell_is_found_at_its_place_and_nowhere_else(place, corruption):
    column, text = corruption
    rows = [person(n) for n in range(20)]
    rows[place][column] = text
    checked = check("workforce", [("a.csv", as_csv(rows))], REFERENCE, AS_OF, KEY)
    assert [(row, name) for row, name, _ in errors(checked)] == [(place + 2, column)]
    wrong = checked.findings[checked.findings["severity"] == "error"]
    assert wrong["value"].fillna("").iloc[0] == text
    assert checked.rows_accepted == 19
    assert_whole(checked)


@FEW
@given(st.lists(st.tuples(st.integers(0, 9), CELLS), max_size=30), st.integers(1, 10))
def test_however_much_is_wrong_nobody_is_lost_and_a_cell_has_one_finding(corruptions, persons):
    rows = [person(n, person_id=str(n % persons), fte=0.1, main_post=None) for n in range(10)]
    for place, (column, text) in corruptions:
        rows[place][column] = text
    checked = check("workforce", [("a.csv", as_csv(rows))], REFERENCE, AS_OF, KEY)
    assert_whole(checked)
    found = {(row, column) for row, column, _ in errors(checked)}
    # A start in post is judged against another cell, which may be wrong itself.
    assert {(p + 2, c) for p, (c, _) in corruptions if c != "post_start"} <= found
    table = checked.tables["workforce"]
    assert (table.groupby("person_id")["main_post"].sum() == 1).all()


@FEW
@given(st.lists(st.lists(st.text(max_size=6), min_size=3, max_size=3), max_size=6))
def test_no_text_whatever_breaks_the_check(rows):
    data = csv_file([["person_id", "fte", "unit"], *rows], encoding="utf-8", delimiter=",")
    try:
        checked = check("workforce", [("a.csv", data)], REFERENCE, AS_OF, KEY)
    except UnreadableFileError:
        return
    assert_whole(checked)
    assert checked.rows_accepted == 0
