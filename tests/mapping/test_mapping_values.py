import hashlib
import hmac

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcdata.mapping.ids import pseudonyms
from tcdata.mapping.types import Context
from tcdata.mapping.values import clean, same
from tcdata.schemas import file_columns
from tcdata.schemas.columns import CONTRACT_TYPES
from tests.made_files import KEY, REFERENCE

CONTEXT = Context(REFERENCE, pd.Timestamp("2026-09-01"), KEY)


def read(column, *texts, table="workforce"):
    cells = pd.Series(texts, dtype="str")
    values, bad = clean(column, file_columns(table)[column], cells, CONTEXT)
    return values.tolist(), {one.problem: one.rows.tolist() for one in bad}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-09-01", "2023-09-01"),
        ("2023-09-01 00:00:00", "2023-09-01"),
        ("2023-09-01 14:30:59", "2023-09-01"),
        ("2023-09-01T14:30:59.5Z", "2023-09-01"),
        (" 2023-09-01 ", "2023-09-01"),
        ("25/12/2023", "2023-12-25"),
        ("5/5/2023", "2023-05-05"),
    ],
)
def test_dates_that_mean_one_day(text, day):
    assert read("post_start", text, "2020-02-29") == (
        [pd.Timestamp(day), pd.Timestamp("2020-02-29")],
        {},
    )


def test_a_day_over_twelve_settles_how_the_column_is_written():
    march, april, may = map(pd.Timestamp, ("2023-03-13", "2023-04-03", "2023-05-05"))
    assert read("post_start", "13/03/2023", "03/04/2023", "5/5/2023") == ([march, april, may], {})


@pytest.mark.parametrize("other", ["03/13/2023", "05/05/2023", "2023-03-13"])
def test_without_one_or_with_one_in_second_place_nothing_is_settled(other):
    _, bad = read("post_start", "03/04/2023", other)
    assert bad["Day and month cannot be told apart."] == [0]
    _, both = read("post_start", "03/04/2023", "13/03/2023", "03/13/2023")
    assert both["Day and month cannot be told apart."] == [0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("03/04/2023", "Day and month cannot be told apart."),
        ("12/25/2023", "This is not a date."),
        ("31/02/2023", "This is not a date."),
        ("2023-02-29", "This is not a date."),
        ("2023-02-29 00:00:00", "This is not a date."),
        ("2023-9-1", "This is not a date."),
        ("soon", "This is not a date."),
        ("45170", "A bare number stands where a date should."),
        ("20230901", "A bare number stands where a date should."),
        ("1900-01-10 00:00:00", "The date is before 1950 or after 2100."),
        ("9999-12-31 00:00:00", "The date is before 1950 or after 2100."),
        ("#VALUE!", "The cell holds an Excel error."),
    ],
)
def test_dates_that_are_named_and_not_guessed(text, problem):
    values, bad = read("post_start", "2020-02-29", text)
    assert bad[problem] == [1]
    assert (values[0], pd.isna(values[1])) == (pd.Timestamp("2020-02-29"), True)


@pytest.mark.parametrize(
    ("column", "texts", "expected"),
    [
        ("fte", ["1", "0.6", ".5", " 1.0 ", "6e-1"], [1, 0.6, 0.5, 1, 0.6]),
        ("contract_type", ["Open-Ended", "OPEN ENDED", "open_ended", "Casual"], None),
        ("main_post", ["yes", "No", "TRUE", "false", "1", "0"], [True, False] * 3),
        ("unit", ["School of Chemistry", "CHEMISTRY", "it", "FSS"], None),
        ("status", ["Paid  leave", "left"], ["paid leave", "left"]),
        ("age_band", ["25 to 34", "65 and over", "45-54", "16–24"], None),
        ("grade", ["N", "No grade", "7"], ["N", "No grade", "7"]),
        ("disability", ["None", "No"], ["None", "No"]),
    ],
)
def test_values_become_canonical(column, texts, expected):
    known = {
        "contract_type": ["open-ended"] * 3 + ["casual"],
        "unit": ["chemistry", "chemistry", "it", "fd"],
        "age_band": ["25–34", "65+", "45–54", "16–24"],
    }
    assert read(column, *texts) == (expected or known[column], {})


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("fte", "60%", "This is not a number."),
        ("fte", "0,6", "This is not a number."),
        ("fte", "inf", "This is not a number."),
        ("fte", "1_0", "This is not a number."),
        ("fte", "0", "The number is out of range."),
        ("fte", "-0.5", "The number is out of range."),
        ("fte", "60", "The number is out of range."),
        ("contract_type", "permanent", "This is not a known contract type."),
        ("main_post", "maybe", "This is neither yes nor no."),
        ("job_code", "2026-06-07 00:00:00", "A date stands where text should."),
        ("unit", "School of Magic", "No unit has this id, name or alias."),
        ("unit", "ENV", "This unit did not exist on 2026-09-01."),
        ("job_title", "write to jo@example.org", "An e-mail address stands here."),
        ("leaving_reason", "x" * 201, "The text is longer than 200 characters."),
        ("person_id", "1.23457E+11", "Excel has rounded this id."),
        ("birth_date", "2015-01-01", "The age on 2026-09-01 would be under 16 or over 100."),
        ("birth_date", "1870-01-01", "The age on 2026-09-01 would be under 16 or over 100."),
        ("job_family", "#N/A", "The cell holds an Excel error."),
    ],
)
def test_values_that_are_wrong_are_named_and_left_out(column, text, problem):
    values, bad = read(column, text)
    assert bad == {problem: [0]}
    assert pd.isna(values[0])


WORDS = ["n/a", "N/A", "NULL", "None", "-", "–", "NaN", "(blank)", " nil "]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        ("post_id", "Leave the cell empty where there is nothing."),
        ("job_family", "Leave the cell empty where there is nothing."),
        ("role_type", "Leave the cell empty where there is nothing."),
        ("contract_end", "Leave the cell empty where there is nothing."),
        ("line_manager", "Leave the cell empty where there is nothing."),
        ("leaving_reason", "Leave the cell empty where there is nothing."),
        ("main_post", "Leave the cell empty where there is nothing."),
        ("person_id", "Fill in the person."),
        ("job_title", "Fill in the job title."),
        ("grade", "Fill in the grade."),
        ("fte", "Fill in the FTE."),
        ("contract_type", f"Use one of: {', '.join(CONTRACT_TYPES)}."),
        ("unit", "Fill in the unit."),
    ],
)
def test_a_word_for_nothing_is_neither_a_value_nor_taken_for_empty(column, remedy, word):
    values, bad = clean(column, file_columns("workforce")[column], pd.Series([word]), CONTEXT)
    first = bad[0]
    assert (first.problem, first.remedy) == ("This says that there is nothing.", remedy)
    assert first.rows.tolist() == [0]
    assert pd.isna(values[0])


def test_a_unit_that_has_ended_is_told_what_took_its_place():
    cells = pd.Series(["ENV"], dtype="str")
    _, (bad,) = clean("unit", file_columns("workforce")["unit"], cells, CONTEXT)
    assert bad.remedy == "Use “Faculty of Environment”, which took its place."


@pytest.mark.parametrize(
    ("table", "column", "text", "problem", "remedy"),
    [
        ("activities", "external", "both", "This is neither yes nor no.", "Use one of: yes, no."),
        (
            "respondents",
            "complete",
            "no",
            "This is neither yes nor partial.",
            "Use one of: yes, partial.",
        ),
        (
            "activities",
            "date",
            "1899-12-31",
            "The date is before 1950 or after 2100.",
            "Correct the date.",
        ),
        (
            "workforce",
            "contract_end",
            "9999-12-31",
            "The date is before 1950 or after 2100.",
            "Correct the date, or leave the cell empty where there is none.",
        ),
    ],
)
def test_what_is_wrong_is_said_for_the_column_it_is_in(table, column, text, problem, remedy):
    _, (bad,) = clean(column, file_columns(table)[column], pd.Series([text]), CONTEXT)
    assert (bad.problem, bad.remedy) == (problem, remedy)


def test_an_age_counts_from_the_birthday():
    days = ["2010-09-01", "1991-09-02", "1991-09-01", "1961-09-01", "1926-09-01"]
    bands = ["16–24", "25–34", "35–44", "65+", "65+"]
    assert read("birth_date", *days) == (bands, {})


def test_an_empty_required_cell_is_named_and_another_is_not():
    assert read("grade", "5", None)[1] == {"The cell is empty.": [1]}
    assert read("job_family", "x", None)[1] == {}


def test_wholes_have_no_parts():
    assert read("people", "3", "2.5", table="activities")[1] == {"This is not a whole number.": [1]}


def test_skills_and_actions_go_by_id_or_name():
    skill = REFERENCE.skills.iloc[0]
    texts = [skill["name"].upper(), skill["skill"], "Levitation"]
    values, bad = read("skill", *texts, table="skills")
    assert values[:2] == [skill["skill"]] * 2
    assert bad == {"No skill has this id or name.": [2]}
    assert read("action_id", "n8-1A", table="activities") == (["N8-1a"], {})


@given(st.lists(st.text(min_size=1), min_size=1), st.binary(min_size=1, max_size=100))
def test_ids_are_hashed_as_the_standard_says(ids, key):
    expected = [hmac.new(key, i.encode("utf-8", "replace"), hashlib.sha256) for i in ids]
    safe = [i.encode("utf-8", "replace").decode() for i in ids]
    assert pseudonyms(safe, key) == [digest.hexdigest()[:32] for digest in expected]


def test_a_hash_keeps_to_its_key_and_purpose():
    assert pseudonyms(["1"], b"a" * 32) == pseudonyms(["1"], b"a" * 32)
    different = {
        *pseudonyms(["1", "01"], b"a" * 32),
        *pseudonyms(["1"], b"b" * 32),
        *pseudonyms(["1"], b"a" * 32, "respondent"),
    }
    assert len(different) == 4


def test_what_counts_as_the_same_value():
    assert same("Can  Teach") == same("can-teach") == same("can_teach")
    assert same("35 to 44") == same("35–44")
