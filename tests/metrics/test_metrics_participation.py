"""Who counts as having answered, out of whom, day by day, and what is still needed."""

import math

import pytest

from tcdata.metrics import compute
from tcdata.metrics.participation import needed_for
from tcdata.metrics.units import NotInReferenceError
from tests.metrics.small import (
    answers,
    by_unit,
    figure,
    reference,
    replies,
    respondents,
    staff,
    workforce,
)

REFERENCE = reference()
# 2026 asks three core questions: training, mood, kinds.
POSTS = workforce(
    *staff("music", 10), *staff("drama", 5, 10), *staff("physics", 5, 20), *staff("it", 20, 30)
)


def computed(people, *given, posts=POSTS, **changed):
    tables = {"respondents": respondents(*people), "answers": answers(*given)}
    if posts is not None:
        tables["workforce"] = posts
    return compute(tables, reference(**changed))


def rate(rows, unit="university", **where):
    return figure(rows, "participation_rate", unit, period="2026", **where)


ROWS = computed(
    [
        *replies("music", 4),
        *replies("drama", 1, 10, complete="partial", completed_on="2026-09-03"),
        *replies("drama", 1, 11, complete="partial", completed_on="2026-09-05"),
        *replies("physics", 1, 20, completed_on="2026-09-07"),
        *replies("it", 2, 30),
    ],
    # r10 answered two of the three core questions, one of them twice; r11 one, and another.
    ("r10", "training", "Yes"),
    ("r10", "kinds", "Lab"),
    ("r10", "kinds", "Field"),
    ("r11", "kinds", "Lab"),
    ("r11", "leaving", "Go"),
)


def test_partials_count_from_half_of_the_core_questions():
    assert by_unit(ROWS, "participation_rate", "count", period="2026") == {
        "university": 6,
        "faculties": 6,
        "arts": 5,
        "science": 1,
        "music": 4,
        "drama": 1,
        "physics": 1,
    }


def test_half_is_enough_where_the_number_is_even():
    people = replies("music", 1, complete="partial", wave="2023", completed_on="2023-09-05")
    tables = {
        "respondents": respondents(*people),
        "answers": answers(("r0", "mood", "Bad"), wave="2023"),
        "workforce": workforce(*staff("music", 2, as_of="2023-09-01")),
    }
    rows = compute(tables, REFERENCE)
    assert figure(rows, "participation_rate", "music", "2023")["count"] == 1


def test_the_base_is_the_technicians_in_scope_and_the_other_scope_stands_beside():
    assert (rate(ROWS)["base"], rate(ROWS)["value"]) == (20, 30)
    inside = rate(ROWS, cut="scope", category="in scope")
    everyone = rate(ROWS, cut="scope", category="all technical staff")
    assert inside[["base", "count", "value"]].tolist() == [20, 6, 30]
    assert everyone[["base", "count", "value"]].tolist() == [40, 8, 20]
    assert rate(ROWS, "it") is None


def test_complete_answers_only_stand_beside():
    where = {"cut": "response definition", "category": "complete answers only"}
    assert rate(ROWS, "drama", **where)["count"] == 0
    assert rate(ROWS, **where)["count"] == 5


@pytest.mark.parametrize(
    ("base", "count", "target", "needed"),
    [
        (105, 60, 80, 24),
        (10, 8, 80, 0),
        (10, 9, 80, 0),
        (11, 8, 80, 1),
        (1000, 0, 0.1, 1),
        (3, 0, 66.7, 3),
        (0, 0, 80, 0),
        (125, 0, 80.8, 101),
    ],
)
def test_answers_needed_are_counted_exactly(base, count, target, needed):
    assert needed_for(base, count, target) == needed


def test_needed_answers_go_with_the_rate():
    needed = figure(ROWS, "responses_needed", "arts", "2026")
    assert (needed["value"], needed["count"], needed["base"]) == (7, 5, 15)


def test_more_answers_than_people_is_not_available():
    rows = computed(replies("drama", 6))
    assert rate(rows, "drama")["symbol"] == "[x]"
    assert math.isnan(rate(rows, "drama")["value"])
    assert figure(rows, "responses_needed", "drama", "2026")["symbol"] == "[x]"
    assert rate(rows, "arts")["value"] == 40


def test_a_unit_without_anyone_has_no_rate():
    rows = computed(replies("music", 1), posts=workforce(*staff("music", 4)))
    assert rate(rows, "drama")["symbol"] == "[z]"


def test_without_an_extract_before_the_frame_date_there_is_no_rate():
    later = workforce(*staff("music", 4, as_of="2026-09-02"))
    for posts in (None, later):
        rows = computed(replies("music", 1), posts=posts)
        found = rows[rows["period"] == "2026"]
        found = found[found["metric"].str.startswith(("participation", "responses"))]
        assert len(found) > 10
        assert found["value"].isna().all()
        assert (found["symbol"] == "[x]").all()


def test_the_frame_is_the_latest_extract_at_or_before_the_frame_date():
    posts = workforce(
        *staff("music", 4, as_of="2026-03-01"),
        *staff("music", 3, as_of="2025-09-01"),
        *staff("music", 9, as_of="2026-09-02"),
    )
    assert rate(computed(replies("music", 1), posts=posts))["base"] == 4


def test_rates_are_provisional_until_somebody_answers_on_the_closing_day():
    assert set(ROWS[ROWS["metric"] == "participation_rate"]["symbol"]) == {"[p]"}
    assert rate(ROWS)["value"] == 30
    rows = computed([*replies("music", 1), *replies("it", 1, 5, completed_on="2026-09-11")])
    assert rate(rows)["symbol"] == ""


def test_a_wave_that_nobody_answered_on_its_last_day_is_closed_by_a_later_extract():
    """The wave closes on 11 September; what is known of a later day was known after its close."""
    before = staff("music", 3, as_of="2026-09-01")
    for as_of, symbol in (("2026-09-11", "[p]"), ("2026-09-12", "")):
        posts = workforce(*before, *staff("music", 3, as_of=as_of))
        assert rate(computed(replies("music", 1), posts=posts))["symbol"] == symbol


def test_the_curve_counts_up_by_working_day():
    # 4 September is a holiday of the settings, 5 September a Saturday.
    days = ROWS[(ROWS["metric"] == "participation_daily") & (ROWS["unit"] == "university")]
    assert days[["item", "category", "count"]].to_numpy().tolist() == [
        ["2026-09-01", "1", 4],
        ["2026-09-02", "2", 4],
        ["2026-09-03", "3", 5],
        ["2026-09-07", "4", 6],
    ]
    assert days["value"].tolist() == [20, 20, 25, 30]
    daily = ROWS[ROWS["metric"] == "participation_daily"]
    assert set(daily["unit"]) == {"university", "faculties", "arts", "science"}


def test_answers_at_a_weekend_count_on_the_next_working_day():
    people = [*replies("music", 3), *replies("music", 1, 5, completed_on="2026-09-05")]
    rows = computed(people)
    days = rows[(rows["metric"] == "participation_daily") & (rows["unit"] == "arts")]
    assert days["count"].tolist() == [3, 3, 3, 4]
    assert days["item"].iloc[-1] == "2026-09-07"


def test_an_unknown_wave_stops_the_build_and_is_named():
    with pytest.raises(NotInReferenceError, match="“2030” is not in waves"):
        computed(replies("music", 1, wave="2030"))
