"""Which posts are technical, and which of a person's posts counts the person."""

import pytest

from tcdata.metrics import compute
from tcdata.metrics.technical import decisions, people, technical
from tests.metrics.small import figure, reference, workforce

REFERENCE = reference()


@pytest.mark.parametrize(
    ("title", "family", "is_technical", "rule"),
    [
        ("Technical Administrator", "Technical", False, 0),
        ("Workshop", "TECHNICAL", True, 1),
        ("Senior technician, night", "Estates", True, 2),
        ("Porter", None, True, 3),
        ("Porter", "Technical services", False, -1),
        (None, None, True, 3),
        (None, "Estates", False, -1),
    ],
)
def test_the_first_rule_that_matches_the_whole_cell_decides(title, family, is_technical, rule):
    post = workforce({"person_id": "p", "job_title": title, "job_family": family})
    assert decisions(post, REFERENCE).iloc[0].tolist() == [is_technical, rule]


def test_rules_go_by_precedence_whatever_their_order_in_the_file():
    turned = reference(
        technical_rules="30|job_family|technical|include|\n20|job_title|porter|exclude|"
    )
    post = workforce({"person_id": "p", "job_title": "Porter"})
    assert not decisions(post, turned)["technical"].item()


def test_the_main_post_counts_the_person_even_where_another_is_larger():
    posts = workforce(
        {"person_id": "p", "main_post": False, "fte": 0.8, "unit": "music"},
        {"person_id": "p", "main_post": True, "fte": 0.2, "unit": "it"},
    )
    assert people(posts, REFERENCE)["unit"].tolist() == ["it"]
    assert technical(posts, REFERENCE)["unit"].tolist() == ["music", "it"]


def test_whoever_has_left_the_main_post_counts_by_the_largest_of_the_others():
    posts = workforce(
        {"person_id": "p", "main_post": True, "status": "left", "unit": "it"},
        {"person_id": "p", "main_post": False, "fte": 0.2, "unit": "music"},
        {"person_id": "p", "main_post": False, "fte": 0.5, "unit": "drama"},
    )
    assert people(posts, REFERENCE)["unit"].tolist() == ["drama"]


def test_a_second_technical_post_counts_as_a_post_but_makes_nobody_a_technician():
    posts = workforce(
        {"person_id": "p", "job_family": "Academic", "job_title": "Lecturer", "fte": 0.8},
        {"person_id": "p", "main_post": False, "fte": 0.2},
    )
    rows = compute({"workforce": posts}, REFERENCE)
    assert figure(rows, "headcount")["value"] == 0
    assert figure(rows, "posts")["value"] == 1
    assert figure(rows, "fte")["value"] == 0.2


@pytest.mark.parametrize("status", ["active", "paid leave", "unpaid leave"])
def test_leave_is_employment_and_leaving_is_not(status):
    posts = workforce({"person_id": "p", "status": status}, {"person_id": "q", "status": "left"})
    assert people(posts, REFERENCE)["person_id"].tolist() == ["p"]


def test_technical_by_rule_is_the_share_that_needs_no_last_resort():
    posts = workforce(
        {"person_id": "p"},
        {"person_id": "q"},
        {"person_id": "r", "job_title": "Helper", "job_family": None, "unit": "it"},
    )
    rows = compute({"workforce": posts}, REFERENCE)
    whole, it = figure(rows, "technical_by_rule"), figure(rows, "technical_by_rule", "it")
    assert (whole["count"], whole["base"]) == (2, 3)
    assert whole["value"] == pytest.approx(200 / 3)
    assert it["value"] == 0
    assert figure(rows, "technical_by_rule", "drama") is None
