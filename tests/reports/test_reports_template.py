import datetime as dt
import io

import openpyxl
import pytest

from tcdata.check import check
from tcdata.reports.template import template
from tcdata.schemas import file_columns
from tests.made_files import AS_OF, KEY, REFERENCE, person

ROWS = {
    "workforce": {
        "workforce": {**person(1, person_id="000123"), "age_band": None},
    },
    "survey": {
        "responses": {
            "respondent_id": "0017",
            "unit": "School of Music",
            "completed_on": dt.date(2026, 9, 2),
            "years_in_role": 3.5,
            "training_access": "Yes",
        },
        "skills": {
            "respondent_id": "0017",
            "skill": REFERENCE.skills["name"].iloc[0],
            "level": "unaided",
            "wants_to_learn": "no",
        },
    },
    "activity": {
        "activities": {"date": dt.date(2026, 5, 1), "kind": "award", "title": "Prize", "people": 2}
    },
}


def opened(kind, wave=None):
    return openpyxl.load_workbook(io.BytesIO(template(kind, REFERENCE, wave)))


@pytest.mark.parametrize("kind", ROWS)
def test_a_template_filled_in_has_no_error(kind):
    book = opened(kind)
    for name, cells in ROWS[kind].items():
        headings = [cell.value for cell in book[name][1]]
        for heading, value in cells.items():
            book[name].cell(2, headings.index(heading) + 1, value)
    out = io.BytesIO()
    book.save(out)
    period = "2026" if kind == "survey" else AS_OF
    checked = check(kind, [("filled.xlsx", out.getvalue())], REFERENCE, period, KEY)
    assert checked.findings.to_dict("records") == []
    assert checked.rows_accepted == len(ROWS[kind])


def test_headings_have_notes_and_coded_columns_have_lists():
    page = opened("workforce")["workforce"]
    assert [cell.value for cell in page[1]] == list(file_columns("workforce"))
    assert all(cell.comment and cell.comment.text for cell in page[1])
    assert [c.value for c in page[1] if c.font.bold] == [
        *("person_id", "job_title", "grade", "fte", "contract_type", "continuous_start", "unit"),
    ]
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    letters = {c.column_letter: c.value for c in page[1]}
    found = {letters[str(rule.sqref).split("2:")[0]] for rule in lists}
    assert found == {"main_post", "contract_type", "unit", "role_type", "status", "age_band"}


def test_lists_hold_every_unit_and_skill_of_today():
    book = opened("survey")
    texts = {cell.value for row in book["Lists"] for cell in row}
    assert set(REFERENCE.skills["name"]) <= texts
    assert {"School of Music", "IT Services", "Faculty of Environment"} <= texts
    assert "Faculty of Earth and Environment" not in texts


@pytest.mark.parametrize(("wave", "asked"), [(None, "2026"), ("2023", "2023")])
def test_a_survey_has_the_questions_of_its_wave(wave, asked):
    book = opened("survey", wave)
    versions = REFERENCE.question_versions
    headings = set(versions[versions["wave"] == asked]["heading"])
    own = set(file_columns("respondents"))
    assert {cell.value for cell in book["responses"][1]} - own == headings
    assert {row[0].value for row in book["Questions"]} - {"Heading"} == headings
