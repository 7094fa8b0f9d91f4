"""The forecast of the close, against the formula worked by hand."""

from math import log

import pytest

from tcdata.metrics.forecast import forecast
from tcdata.metrics.participation import participation
from tests.metrics.fieldwork import fieldwork
from tests.metrics.small import SETTINGS, figure, reference, replies, staff

# 20 people in each wave. 2023: 8 on the first working day, 4 on the second, nobody after.
# 2026: 10 so far, on the first day; the wave closes on its eighth working day, 11 September.
POSTS = [*staff("music", 20), *staff("music", 20, as_of="2023-09-01")]
BEFORE = [
    *replies("music", 8, 50, wave="2023", completed_on="2023-09-04"),
    *replies("music", 4, 60, wave="2023", completed_on="2023-09-05"),
]


def computed(*people, posts=POSTS, target=80):
    known = reference(settings=SETTINGS.replace("participation = 80", f"participation = {target}"))
    waves, technicians, _, dates = fieldwork(known, posts, people)
    return forecast(participation(waves, technicians, dates, known), known)


def close(rows, unit="university"):
    return figure(rows, "participation_forecast", unit, period="2026")


def target_day(rows):
    found = rows[rows["metric"] == "participation_target_day"]
    return found[found["unit"] == "university"].iloc[0]


def by_hand():
    """Respondents expected after the earlier wave's second day."""
    hazard = [-log(1 - 8 / 20), -log(1 - 12 / 20)]
    pace = (4 + 10) / (4 + (20 - 10 / 2) * hazard[0])
    shape = 1 / (1 / (4 + 10) + 1 / (12 - 8))
    rate = shape / pace
    return 10 + 10 * (1 - (rate / (rate + hazard[1] - hazard[0])) ** shape)


def test_the_rate_at_the_close_is_the_formula_s():
    row = close(computed(*BEFORE, *replies("music", 10)))
    assert row["value"] == pytest.approx(100 * by_hand() / 20)
    assert (row["count"], row["base"], row["symbol"]) == (10, 20, "[p]")
    assert 50 <= row["low"] < row["value"] < row["high"] <= 100
    assert row["low"] % 5 == row["high"] % 5 == 0, "the ends are whole people of 20"


def test_a_faculty_is_judged_by_the_whole_earlier_wave():
    posts = [*POSTS, *staff("physics", 20, 30), *staff("physics", 20, 30, as_of="2023-09-01")]
    people = [*replies("music", 10), *replies("physics", 12, 30)]
    rows = computed(*BEFORE, *people, posts=posts)
    # 12 of 40 on the whole, all of them in music.
    hazard = [-log(1 - 8 / 40), -log(1 - 12 / 40)]
    pace = (4 + 10) / (4 + 15 * hazard[0])
    shape = 1 / (1 / 14 + 1 / 4)
    rate = shape / pace
    expected = 10 + 10 * (1 - (rate / (rate + hazard[1] - hazard[0])) ** shape)
    assert close(rows, "arts")["value"] == pytest.approx(100 * expected / 20)
    assert close(rows, "music") is None, "schools have no forecast"


def test_after_the_last_day_of_the_earlier_wave_nobody_more_is_expected():
    later = [*replies("music", 10), *replies("music", 2, 10, completed_on="2026-09-02")]
    row = close(computed(*BEFORE, *later))
    assert (row["low"], row["value"], row["high"]) == (60, 60, 60)


def test_the_day_the_target_is_reached_has_its_date():
    reached = target_day(computed(*BEFORE, *replies("music", 10), target=65))
    assert 13 <= by_hand() < 14
    assert (reached["value"], reached["item"], reached["symbol"]) == (2, "2026-09-02", "[p]")
    assert reached["low"] == 2
    already = target_day(computed(*BEFORE, *replies("music", 10), target=50))
    assert (already["low"], already["value"], already["high"]) == (1, 1, 1)
    assert already["item"] == "2026-09-01"


def test_a_target_out_of_reach_has_no_day():
    row = target_day(computed(*BEFORE, *replies("music", 10)))
    assert (row["symbol"], row["item"]) == ("[z]", "")
    assert row[["value", "low", "high"]].isna().all()


def test_holidays_are_no_working_days():
    """With the holiday on Friday 4 September, the fourth working day is Monday 7 September."""
    before = [
        *replies("music", 5, 50, wave="2023", completed_on="2023-09-04"),
        *replies("music", 10, 60, wave="2023", completed_on="2023-09-07"),
    ]
    people = [*replies("music", 9), *replies("music", 1, 9, completed_on="2026-09-03")]
    row = target_day(computed(*before, *people, target=65))
    assert (row["value"], row["item"]) == (4, "2026-09-07")


def test_too_few_answers_give_no_forecast():
    rows = computed(*BEFORE, *replies("music", 9))
    assert close(rows)["symbol"] == target_day(rows)["symbol"] == "[x]"


@pytest.mark.parametrize(
    "people",
    [
        replies("music", 10),
        [*BEFORE, *replies("music", 10, completed_on="2026-09-11")],
        [*BEFORE, *replies("music", 21)],
        BEFORE,
    ],
    ids=["no earlier wave", "closed", "more answers than people", "one wave alone"],
)
def test_no_forecast_where_there_is_nothing_to_say(people):
    assert close(computed(*people)) is None
