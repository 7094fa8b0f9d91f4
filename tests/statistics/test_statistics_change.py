from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from tcdata.statistics import benjamini_hochberg, linked_correlation, mover, share_change


@st.composite
def waves(draw: st.DrawFn) -> tuple[int, int, int, int, int, int]:
    sizes = [draw(st.integers(2, 400)) for _ in range(2)]
    bases = [draw(st.integers(1, size)) for size in sizes]
    counts = [draw(st.integers(0, base)) for base in bases]
    return counts[0], bases[0], counts[1], bases[1], sizes[0], sizes[1]


def test_newcombe_difference_has_the_published_digits(vector, same_digits) -> None:
    frame = vector("newcombe_1998_difference")
    change = share_change(frame["count_2"], frame["base_2"], frame["count_1"], frame["base_1"])
    same_digits(change.low, "newcombe_1998_difference", "low")
    same_digits(change.high, "newcombe_1998_difference", "high")


def test_newcombe_paired_difference_has_the_published_digits(vector) -> None:
    frame = vector("newcombe_1998_paired")
    yes = frame["both"] + frame["first_only"], frame["both"] + frame["second_only"]
    base = frame[["both", "first_only", "second_only", "neither"]].sum(axis=1)
    correlation = linked_correlation(
        frame["both"], frame["second_only"], frame["first_only"], frame["neither"], base, base
    )
    change = share_change(yes[1], base, yes[0], base, correlation=correlation)
    assert change.low.round(4).tolist() == frame["low"].tolist()
    assert change.high.round(4).tolist() == frame["high"].tolist()


@settings(max_examples=100, deadline=None)
@given(waves())
def test_without_a_population_it_is_newcombe_as_statsmodels_has_it(wave) -> None:
    x1, n1, x2, n2 = wave[:4]
    change = share_change(x1, n1, x2, n2)
    other = confint_proportions_2indep(x2, n2, x1, n1, method="newcomb", compare="diff")
    assert (float(change.low), float(change.high)) == pytest.approx(other, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(waves())
def test_bounds_hold_the_difference_and_mirror_when_the_waves_are_swapped(wave) -> None:
    x1, n1, x2, n2, size1, size2 = wave
    change = share_change(*wave)
    assert -1 <= change.low <= change.difference <= change.high <= 1
    assert 0 <= change.p_value <= 1
    swapped = share_change(x2, n2, x1, n1, size2, size1)
    assert float(swapped.low) == pytest.approx(-float(change.high))
    assert float(swapped.p_value) == pytest.approx(float(change.p_value), abs=1e-9)
    census = share_change(x1, n1, x2, n2, n1, n2)
    assert float(census.high - census.low) == pytest.approx(0, abs=1e-12)


@settings(max_examples=80, deadline=None)
@given(waves(), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_p_value_says_the_same_as_the_bounds(wave, level: float) -> None:
    change = share_change(*wave, level=level)
    if abs(change.p_value - (1 - level)) < 1e-6 or min(abs(change.low), abs(change.high)) < 1e-9:
        return
    assert (change.p_value < 1 - level) == (change.low > 0 or change.high < 0)


def test_a_full_answer_in_both_waves_is_certain() -> None:
    assert share_change(10, 40, 12, 40, 40, 40).p_value == 0
    assert share_change(10, 40, 10, 40, 40, 40).p_value == 1


def test_a_missing_wave_gives_a_missing_change() -> None:
    change = share_change([3, np.nan, 0], [10, 10, 0], [4, 4, 4], [10, 10, 10])
    assert np.isnan(change.p_value).tolist() == [False, True, True]
    assert np.isnan(change.low).tolist() == [False, True, True]


def test_more_respondents_than_people_are_refused() -> None:
    with pytest.raises(ValueError):
        share_change(3, 10, 3, 10, 9, 20)
    with pytest.raises(ValueError):
        share_change(3, 10, 3, 10, level=2)


def test_mover_without_correlation_adds_by_squares() -> None:
    low, high = mover(0.4, 0.3, 0.5, 0.6, 0.52, 0.67)
    assert float(low) == pytest.approx(0.2 - np.hypot(0.08, 0.1))
    assert float(high) == pytest.approx(0.2 + np.hypot(0.07, 0.1))


def test_linking_narrows_a_change_when_people_answer_alike() -> None:
    correlation = linked_correlation(80, 10, 20, 90, 240, 250, 300, 310, 280)
    assert 0 < correlation < 1
    apart = share_change(110, 240, 125, 250, 300, 310)
    linked = share_change(110, 240, 125, 250, 300, 310, correlation)
    assert linked.high - linked.low < apart.high - apart.low


def test_answering_twice_by_chance_alone_leaves_no_correlation() -> None:
    """Two independent draws from one frame share n² / N people; their errors are unrelated."""
    assert linked_correlation(40, 10, 10, 40, 200, 200, 400, 400, 400) == pytest.approx(0)


def test_correlation_of_too_few_or_of_a_census_is_none_and_missing_stays_missing() -> None:
    assert linked_correlation(1, 0, 0, 0, 10, 10) == 0
    assert linked_correlation(5, 1, 1, 3, 10, 10, 10, 10, 10) == 0
    assert np.isnan(linked_correlation(np.nan, 1, 1, 3, 10, 10))
    with pytest.raises(ValueError):
        linked_correlation(5, 5, 5, 5, 10, 30)


def test_benjamini_hochberg_of_1995(vector, same_digits) -> None:
    frame = vector("benjamini_hochberg_1995")
    adjusted = benjamini_hochberg(frame["p_value"])
    same_digits(adjusted, "benjamini_hochberg_1995", "adjusted")
    assert (adjusted <= 0.05).astype(int).tolist() == frame["rejected"].tolist()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_p_values_are_those_of_statsmodels(p_values: list[float]) -> None:
    other = multipletests(p_values, method="fdr_bh")[1]
    assert benjamini_hochberg(p_values) == pytest.approx(other, abs=1e-12)


def test_missing_p_values_are_no_part_of_the_family() -> None:
    adjusted = benjamini_hochberg([[0.01, np.nan, 0.04], [0.01, 0.02, 0.04]])
    assert adjusted[0] == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert adjusted[1] == pytest.approx([0.03, 0.03, 0.04])
    assert benjamini_hochberg([]).shape == (0,)
    assert np.isnan(benjamini_hochberg([np.nan])).all()
    with pytest.raises(ValueError):
        benjamini_hochberg([1.2])
