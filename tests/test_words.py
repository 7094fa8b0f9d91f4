"""How numbers are said."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcdata import words


@pytest.mark.parametrize(
    ("value", "target", "said"),
    [
        (66 / 83 * 100, 80, "79.5 %"),
        (79.96, 80, "79.9 %"),
        (80.0, 80, "80 %"),
        (80.2, 80, "80 %"),
        (62.5, None, "63 %"),
        (float("nan"), 80, ""),
    ],
)
def test_a_rate_just_under_the_target_does_not_read_as_reached(value, target, said):
    assert words.percent(value, target) == said


@pytest.mark.parametrize(("value", "said"), [(2.5, 3), (12.5, 13), (22.5, 23), (1.4, 1)])
def test_halves_round_up(value, said):
    assert words.round_half_up(value) == said


@given(
    st.floats(-1e9, 1e9) | st.integers(-(10**6), 10**6).map(lambda n: n + 0.5),
    st.integers(0, 2),
)
@example(0.49999999999999994, 0)
def test_rounding_is_that_of_decimals(value, places):
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert words.round_half_up(value, places) == float(exact)


def test_a_missing_number_is_an_empty_text_and_thousands_are_parted():
    assert words.number(float("nan")) == words.number(None) == words.percent(None) == ""
    assert [words.number(n, 1) for n in (20, 20.5, 1200.04)] == ["20", "20.5", "1,200"]


def test_markdown_in_data_stays_text():
    hostile = "![x](https://example.org/a.png) **b** <i>"
    assert "![" not in words.plain(hostile)
    assert "](" not in words.plain(hostile)


def test_lists_dates_and_counts_read_as_english():
    assert words.listed(["EPS"]) == "EPS"
    assert words.listed(["EPS", "AHC", "FoE"]) == "EPS, AHC and FoE"
    assert words.date("2026-09-22") == "22 September 2026"
    assert words.counted(1, "answer") == "1 answer"
    assert words.counted(0, "answer") == "0 answers"
    assert words.signed(-3) == "−3"
    assert words.signed(0.2) == "no change"
