"""Response by group and its evenness, against counts made on paper."""

from math import isnan, sqrt

import pandas as pd
import pytest

from tcdata.disclosure import release
from tcdata.metrics import CATALOGUE
from tcdata.metrics.frame import banded, joined
from tcdata.metrics.representativeness import representativeness
from tests.metrics.fieldwork import fieldwork
from tests.metrics.small import figure, reference, replies, staff

REFERENCE = reference()


def computed(posts, people):
    return representativeness(*fieldwork(REFERENCE, posts, people), REFERENCE)


def of_group(rows, cut, category):
    return figure(rows, "response_by_group", period="2026", cut=cut, category=category)


def evenness(rows, unit="university"):
    return figure(rows, "r_indicator", unit, period="2026")


# 16 of 20 in music and 10 of 20 in physics; IT is out of scope.
POSTS = [
    *staff("music", 20, role_type="studio"),
    *staff("physics", 20, 20, role_type="research"),
    *staff("it", 20, 40, role_type="support"),
]
ANSWERED = [
    *replies("music", 16, role_type="studio"),
    *replies("physics", 10, 20, role_type="research"),
    *replies("it", 10, 40, role_type="support"),
]
ROWS = computed(POSTS, ANSWERED)


@pytest.mark.parametrize(
    ("category", "count", "base"), [("studio", 16, 20), ("research", 10, 20), ("No answer", 0, 40)]
)
def test_each_group_is_out_of_its_people_in_scope(category, count, base):
    row = of_group(ROWS, "role_type", category)
    assert (row["count"], row["base"], row["value"]) == (count, base, 100 * count / base)
    assert of_group(ROWS, "role_type", "support") is None


def test_the_counts_of_a_cut_are_all_respondents():
    rows = ROWS[(ROWS["metric"] == "response_by_group") & (ROWS["cut"] == "role_type")]
    assert rows["count"].sum() == 26


def test_a_cut_that_either_source_lacks_has_no_rows():
    assert set(ROWS.loc[ROWS["metric"] == "response_by_group", "cut"]) == {"role_type"}


def test_the_r_indicator_is_that_of_two_groups():
    """One variable: S² = Σ F (ρ − ρ̄)² / (N − 1), its bias Σ ρ (1 − ρ) / N."""
    spread = 40 * 0.15**2 / 39
    by_hand = 1 - 2 * sqrt(spread - (0.8 * 0.2 + 0.5 * 0.5) / 40)
    row = evenness(ROWS)
    assert row["value"] == round(by_hand, 2) == 0.77
    assert (row["count"], row["base"]) == (26, 40)
    assert row["low"] < row["value"] < row["high"] <= 1
    assert evenness(ROWS, "faculties")["value"] == row["value"]
    assert evenness(ROWS, "arts") is None
    partial = figure(ROWS, "r_partial", period="2026", item="role_type")
    by_hand = 0.15 * sqrt(1 - (0.8 * 0.2 + 0.5 * 0.5) / 40 / spread)
    assert partial["value"] == round(by_hand, 2)


def test_grade_bands_are_joined_where_a_cell_has_more_answers_than_people():
    """Somebody of the grade 4 studio says grade 5: the two bands become one."""
    posts = [
        *staff("music", 10, role_type="studio", grade="Grade 4"),
        *staff("music", 10, 10, role_type="studio", grade="Grade 5"),
        *staff("physics", 20, 20, role_type="research", grade="Grade 5"),
    ]
    people = [
        *replies("music", 5, role_type="studio", grade_band="Grade 4"),
        *replies("music", 11, 5, role_type="studio", grade_band="Grade 5"),
        *replies("physics", 10, 20, role_type="research", grade_band="Grade 5"),
    ]
    rows = computed(posts, people)
    assert evenness(rows)["value"] == evenness(ROWS)["value"]
    assert of_group(rows, "grade_band", "Grade 4")["value"] == 50


def test_more_answers_than_people_are_not_available():
    people = [*ANSWERED, *replies("music", 5, 60, role_type="studio")]
    rows = computed(POSTS, people)
    row = of_group(rows, "role_type", "studio")
    assert (row["symbol"], isnan(row["value"])) == ("[x]", True)
    assert of_group(rows, "role_type", "research")["value"] == 50
    assert evenness(rows)["symbol"] == "[x]", "no group is left that its people can hold"
    rows = computed(POSTS, [*people, *replies("physics", 12, 70, role_type="research")])
    shown = rows[rows["metric"].isin(["response_by_group", "r_indicator"])]
    assert set(shown["symbol"]) == {"[x]"}


def test_without_an_extract_before_the_frame_date_there_are_no_rows():
    posts = staff("music", 20, as_of="2026-09-30", role_type="studio")
    rows = computed(posts, ANSWERED)
    wanted = ["response_by_group", "r_indicator", "r_partial"]
    assert rows[rows["metric"].isin(wanted)].empty


def test_small_groups_are_joined_by_the_frame_alone():
    people = pd.Series(["a"] * 30 + ["b"] * 12 + ["c"] * 6 + ["d"] * 5, dtype="str")
    assert joined(people, 10) == {"a": "a", "b": "b", "c": "c + d", "d": "c + d"}
    assert joined(people[people != "d"], 10) == {"a": "a", "b": "b + c", "c": "b + c"}
    assert joined(people.head(3), 10) == {"a": "a"}
    assert [*joined(people, 13).values()] == ["a"] + ["b + c + d"] * 3


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        ("Grade 1", "Grade 4 and below"),
        ("Grade 4", "Grade 4 and below"),
        ("Grade 5", "Grade 5"),
        ("6", "Grades 6 to 7"),
        ("Grade 7", "Grades 6 to 7"),
        ("Grade 10", "Grade 8 and above"),
    ],
)
def test_a_grade_falls_in_the_band_whose_numbers_hold_it(grade, band):
    bands = ["Grade 4 and below", "Grade 5", "Grades 6 to 7", "Grade 8 and above", None]
    assert banded(pd.Series([grade]), pd.Series(bands, dtype="str")).tolist() == [band]


def test_a_grade_without_band_is_in_none():
    bands = pd.Series(["Grade 5", "Apprentice"], dtype="str")
    assert banded(pd.Series(["Grade 6", "Apprentice", None], dtype="str"), bands).isna().all()


def test_the_gate_leaves_no_group_that_follows_from_the_others():
    posts = [
        *staff("music", 40, contract_type="open-ended"),
        *staff("physics", 15, 40, contract_type="fixed-term"),
        *staff("drama", 12, 60, contract_type="casual"),
    ]
    people = [
        *replies("music", 30, contract_type="open-ended"),
        *replies("physics", 9, 40, contract_type="fixed-term"),
        *replies("drama", 1, 60, contract_type="casual"),
        *replies("music", 4, 70),
    ]
    safe = release(computed(posts, people), CATALOGUE, REFERENCE)
    rows = safe[(safe["metric"] == "response_by_group") & (safe["cut"] == "contract_type")]
    symbols = dict(zip(rows["category"], rows["symbol"], strict=True))
    assert symbols["casual"] in ("≤2", "[c]")
    assert symbols["open-ended"] == ""
    assert sum(symbol != "" for symbol in symbols.values()) >= 2


def test_gender_and_age_show_one_rounded_group_of_the_university():
    posts = [*staff("music", 41, gender="Woman"), *staff("physics", 33, 50, gender="Man")]
    people = [
        *replies("music", 33, gender="Woman"),
        *replies("physics", 21, 50, gender="Man"),
        *replies("physics", 3, 90),
    ]
    safe = release(computed(posts, people), CATALOGUE, REFERENCE)
    rows = safe[safe["metric"] == "response_by_group"]
    assert rows[["unit", "cut", "category", "count", "base"]].to_numpy().tolist() == [
        ["university", "gender", "Woman", 35, 40]
    ]
