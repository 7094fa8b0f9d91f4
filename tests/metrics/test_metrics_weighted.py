"""Answers weighted to the frame, against weights made on paper."""

import pytest

from tcdata.metrics.weighted import weighted
from tests.metrics.fieldwork import fieldwork
from tests.metrics.small import figure, reference, replies, staff

# 16 of 20 answered in music, weight 1.25; 10 of 20 in physics, weight 2.
POSTS = [
    *staff("music", 20, role_type="studio"),
    *staff("physics", 20, 20, role_type="research"),
]
REFERENCE = reference()
YES_OR_NO = reference(
    questions="training|Training?|T|single|Yes;No|Yes|yes|internal",
    question_versions="2026|training|training||yes|",
)
LAST_DAY = {"completed_on": "2026-09-11"}
ANSWERED = [
    *replies("music", 16, role_type="studio"),
    *replies("physics", 10, 20, role_type="research", **LAST_DAY),
]


def computed(people, *given):
    return weighted(*fieldwork(REFERENCE, POSTS, people, given), REFERENCE)


def share(rows, question="training", **answer):
    return figure(rows, "answer_weighted", period="2026", item=question, **answer)


def option(rows, category, question="training"):
    return share(rows, question, cut="option", category=category)


def test_each_respondent_stands_for_the_people_of_their_group():
    studio = [(f"r{i}", "training", "Yes") for i in range(16)]
    row = share(computed(ANSWERED, *studio, ("r20", "training", "No")))
    assert (row["value"], row["count"], row["base"]) == (50, 16, 26)
    assert (row["low"], row["high"]) == (50, 50), "all alike within their groups"


def test_the_error_is_that_of_what_is_left_within_the_groups():
    """8 of 16 and 5 of 10: every residual is ½, so z = w / 2 / 40 with the sign of the answer."""
    half = [(f"r{i}", "training", "Yes") for i in [*range(8), *range(20, 25)]]
    squares = (16 * 1.25**2 + 10 * 2**2) / 4 / 40**2
    error = (26 / 25 * squares * (1 - 26 / 40)) ** 0.5
    row = share(computed(ANSWERED, *half))
    assert row["value"] == 50
    assert row["high"] == pytest.approx(50 + 196 * error, abs=0.05)
    assert row["low"] == pytest.approx(50 - 196 * error, abs=0.05)


def test_who_does_not_say_keeps_an_average_weight():
    silent = replies("music", 4, 40)
    given = [(f"r{i}", "training", "Yes") for i in range(40, 44)]
    assert share(computed([*ANSWERED, *silent], *given))["value"] == round(100 * 4 / 30, 1)


def yes_or_no(yes, no):
    """Rows of a question whose first respondents of each school said Yes, the next No."""
    said = [
        (f"r{first + place}", "training", "Yes" if place < yes[school] else "No")
        for school, first in (("music", 0), ("physics", 20))
        for place in range(yes[school] + no[school])
    ]
    return weighted(*fieldwork(YES_OR_NO, POSTS, ANSWERED, said), YES_OR_NO)


def test_every_answer_is_weighted_and_so_is_none():
    """Yes: 12 × 1.25 + 1 × 2 of 40; No: 4 × 1.25 + 6 × 2; none: 3 × 2."""
    rows = yes_or_no({"music": 12, "physics": 1}, {"music": 4, "physics": 6})
    found = {answer: option(rows, answer) for answer in ("Yes", "No", "No answer")}
    assert share(rows)["value"] == 42.5
    assert [row["value"] for row in found.values()] == [43, 43, 15], "in whole per cents"
    assert [row["count"] for row in found.values()] == [13, 10, 3]


@pytest.mark.parametrize("physics", [(0, 10), (10, 0)])
def test_no_answer_is_weighted_beside_one_of_one_or_two(physics):
    """2 of 26 said Yes, or all but 2: the gate marks such a count, and the others stay out too."""
    yes, no = physics
    music = (2, 14) if yes == 0 else (14, 2)
    rows = yes_or_no({"music": music[0], "physics": yes}, {"music": music[1], "physics": no})
    assert share(rows)["count"] in (2, 24)
    assert [option(rows, answer) for answer in ("Yes", "No", "No answer")] == [None] * 3


def test_only_questions_that_anybody_may_see_are_weighted():
    rows = computed(ANSWERED, ("r0", "leaving", "Stay"))
    items = set(rows.loc[rows["metric"] == "answer_weighted", "item"])
    assert items == {"training", "mood", "kinds"}


@pytest.mark.parametrize(
    "people",
    [
        ANSWERED[:16],
        [*replies("music", 16, role_type="studio"), *replies("music", 1, 20, **LAST_DAY)],
        [*replies("music", 26, **LAST_DAY)],
        [*ANSWERED, *replies("music", 15, 50, role_type="studio")],
    ],
    ids=["still open", "nobody of a role", "roles not known", "more answers than people"],
)
def test_without_weights_there_are_no_rows(people):
    assert share(computed(people, ("r0", "training", "Yes"))) is None
