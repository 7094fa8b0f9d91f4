from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportion_confint

from tcdata.statistics import exact_interval, wilson_interval


@st.composite
def responses(draw: st.DrawFn) -> tuple[int, int, int]:
    population = draw(st.integers(1, 400))
    base = draw(st.integers(1, population))
    return draw(st.integers(0, base)), base, population


def by_enumeration(x: int, n: int, size: int, level: float) -> tuple[float, float]:
    """Every possible truth that neither tail refuses, tried one by one."""
    tail = (1 - level) / 2 * (1 + 1e-9)
    truths = np.arange(x, size - (n - x) + 1)
    kept = truths[
        (hypergeom.sf(x - 1, size, truths, n) > tail) & (hypergeom.cdf(x, size, truths, n) > tail)
    ]
    return kept.min() / size, kept.max() / size


@settings(max_examples=150, deadline=None)
@given(responses(), st.sampled_from([0.8, 0.95, 0.99]))
def test_exact_is_what_trying_every_truth_gives(
    response: tuple[int, int, int], level: float
) -> None:
    low, high = exact_interval(*response, level=level)
    assert (float(low), float(high)) == pytest.approx(by_enumeration(*response, level), abs=1e-12)


@pytest.mark.parametrize("response", [(1200, 5000, 6200), (3, 5000, 6200), (20000, 28000, 35000)])
def test_exact_in_a_frame_of_thousands_keeps_the_first_truth_not_refused(response) -> None:
    x, n, size = response
    low, high = (round(float(bound) * size) for bound in exact_interval(*response))
    assert hypergeom.sf(x - 1, size, low, n) > 0.025 >= hypergeom.sf(x - 1, size, low - 1, n)
    assert hypergeom.cdf(x, size, high, n) > 0.025 >= hypergeom.cdf(x, size, high + 1, n)


def test_exact_agrees_with_samplingbook(vector) -> None:
    """Sprop reports the last number of people refused, one beyond the first one kept."""
    frame = vector("samplingbook_exact")
    low, high = exact_interval(frame["count"], frame["base"], frame["population"])
    fewest = low * frame["population"] - 1
    assert np.maximum(fewest, frame["count"]).round(6).tolist() == frame["low_people"].tolist()
    assert (high * frame["population"] + 1).round(6).tolist() == frame["high_people"].tolist()
    assert frame["low"].tolist() == (frame["low_people"] / frame["population"]).round(4).tolist()


def test_wilson_has_the_published_digits(vector) -> None:
    frame = vector("newcombe_1998_single")
    low, high = wilson_interval(frame["count"], frame["base"])
    assert low.round(4).tolist() == frame["low"].tolist()
    assert high.round(4).tolist() == frame["high"].tolist()


@settings(max_examples=100, deadline=None)
@given(responses())
def test_wilson_is_what_statsmodels_gives_for_the_effective_base(
    response: tuple[int, int, int],
) -> None:
    x, n, size = response
    if n == size:
        return
    effective = n * (size - 1) / (size - n)
    low, high = wilson_interval(x, n, size)
    other = proportion_confint(x / n * effective, effective, method="wilson")
    assert (float(low), float(high)) == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize("interval", [exact_interval, wilson_interval])
@settings(max_examples=100, deadline=None)
@given(response=responses())
def test_bounds_hold_the_estimate_mirror_it_and_close_on_a_census(interval, response) -> None:
    x, n, size = response
    low, high = interval(x, n, size)
    assert 0 <= low <= x / n <= high <= 1
    mirrored_low, mirrored_high = interval(n - x, n, size)
    assert float(low + mirrored_high) == pytest.approx(1)
    assert float(high + mirrored_low) == pytest.approx(1)
    census_low, census_high = interval(x, n, n)
    assert float(census_low) == pytest.approx(x / n) == float(census_high)
    if x < n:
        assert interval(x + 1, n, size)[0] >= low


@settings(max_examples=60, deadline=None)
@given(responses())
def test_exact_never_claims_what_the_answers_rule_out(response: tuple[int, int, int]) -> None:
    x, n, size = response
    low, high = exact_interval(x, n, size)
    assert low >= x / size - 1e-12
    assert high <= 1 - (n - x) / size + 1e-12


def test_the_correction_halves_the_width_when_four_in_five_answer() -> None:
    plain = np.diff(wilson_interval(150, 306), axis=0)
    corrected = np.diff(wilson_interval(150, 306, 383), axis=0)
    exact = np.diff(exact_interval(150, 306, 383), axis=0)
    assert plain > 2 * corrected
    assert plain > 2 * exact


@pytest.mark.parametrize("interval", [exact_interval, wilson_interval])
def test_missing_or_empty_gives_missing(interval) -> None:
    low, high = interval([np.nan, 0, 3, 3], [10, 0, 10, np.nan], [20, 20, np.nan, 20])
    assert np.isnan(low).all() and np.isnan(high).all()
    assert interval([], [], [])[0].shape == (0,)


@pytest.mark.parametrize("interval", [exact_interval, wilson_interval])
@pytest.mark.parametrize("wrong", [(11, 10, 20), (-1, 10, 20), (5, 30, 20)])
def test_impossible_numbers_are_refused(interval, wrong) -> None:
    with pytest.raises(ValueError):
        interval(*wrong)


def test_parts_of_people_and_strange_levels_are_refused() -> None:
    with pytest.raises(ValueError):
        exact_interval(1.5, 10, 20)
    with pytest.raises(ValueError):
        exact_interval(1, 10, np.inf)
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            wilson_interval(1, 10, 20, level=level)


def test_sixty_questions_in_twenty_units_take_a_blink() -> None:
    rng = np.random.default_rng(4)
    population = rng.integers(27, 384, 6000)
    base = np.round(population * 0.8)
    count = rng.binomial(base.astype(int), 0.3)
    start = time.process_time()
    exact_interval(count, base, population)
    assert time.process_time() - start < 0.5
