"""Shares of every option and of the favourable ones, on one base per unit."""

import pandas as pd
import pytest

from tcdata.metrics import compute
from tests.metrics.small import answers, figure, reference, replies, respondents

REFERENCE = reference()
PEOPLE = respondents(
    *replies("music", 3),
    *replies("physics", 1, 10),
    *replies("it", 1, 20),
    *replies("music", 2, 0, wave="2023", completed_on="2023-09-04"),
)
GIVEN = [
    answers(
        ("r0", "training", "Yes"),
        ("r1", "training", "No"),
        ("r10", "training", "Yes"),
        ("r20", "training", "Yes"),
        ("r0", "mood", "Good"),
        ("r1", "mood", "Fair"),
        ("r2", "mood", "Bad"),
        ("r0", "kinds", "Lab"),
        ("r0", "kinds", "Field"),
        ("r1", "kinds", "Field"),
        ("r0", "leaving", "Go"),
    ),
    answers(("r0", "training", "Oh yes"), ("r1", "training", "Yes"), wave="2023"),
]


def rows_of(frames):
    return compute({"respondents": PEOPLE, "answers": pd.concat(frames)}, REFERENCE)


ROWS = rows_of(GIVEN)


def shares(question, unit="university", period="2026"):
    rows = ROWS[(ROWS["metric"] == "answer_share") & (ROWS["item"] == question)]
    rows = rows[(rows["unit"] == unit) & (rows["period"] == period)]
    assert rows["value"].tolist() == pytest.approx((100 * rows["count"] / rows["base"]).tolist())
    return dict(zip(rows["category"], rows["count"], strict=True)), set(rows["base"])


def test_every_option_has_a_row_and_no_answer_keeps_the_base():
    assert shares("training") == ({"Yes": 2, "Partly": 0, "No": 1, "No answer": 1}, {4})
    assert list(shares("training")[0]) == ["Yes", "Partly", "No", "No answer"]
    assert shares("training", "music") == ({"Yes": 1, "Partly": 0, "No": 1, "No answer": 1}, {3})


def test_options_of_several_choices_overlap():
    assert shares("kinds")[0] == {"Lab": 1, "Field": 2, "No answer": 2}


def test_favourable_counts_people_and_not_options():
    row = figure(ROWS, "answer_favourable", period="2026", item="mood")
    assert (row["count"], row["base"], row["value"]) == (2, 4, 50)
    assert figure(ROWS, "answer_favourable", "science", "2026", "training")["value"] == 100
    assert figure(ROWS, "answer_favourable", period="2026", item="why") is None


def test_a_question_has_rows_only_where_it_was_asked():
    assert shares("kinds", period="2023") == ({}, set())
    assert shares("mood", period="2023") == ({"Good": 0, "Fair": 0, "Bad": 0, "No answer": 2}, {2})


def test_an_earlier_wording_of_an_option_becomes_todays():
    assert shares("training", period="2023")[0]["Yes"] == 2


def test_sensitive_questions_have_no_rows_below_faculties():
    units = set(ROWS[ROWS["item"] == "leaving"]["unit"])
    assert units == {"university", "faculties", "arts", "science"}
    assert "music" in set(ROWS[ROWS["item"] == "training"]["unit"])


@pytest.mark.parametrize(
    "frames",
    [[GIVEN[1], GIVEN[0]], [GIVEN[0].iloc[:5], GIVEN[1], GIVEN[0].iloc[5:]]],
    ids=["waves the other way round", "one wave inside the other"],
)
def test_the_order_of_the_answers_does_not_matter(frames):
    pd.testing.assert_frame_equal(rows_of(frames), ROWS)
