"""How often the bounds hold the truth, over waves drawn again and again (seeded)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from tcdata.statistics import exact_interval, linked_correlation, share_change, wilson_interval

FRAMES = [27, 126, 383]
SHARES = [0.05, 0.2, 0.5]
RESPONSES = [0.6, 0.8, 0.95]
DRAWS = 10_000


@pytest.mark.parametrize("population", FRAMES)
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("response", RESPONSES)
def test_exact_bounds_hold_the_truth_95_times_in_100(population, share, response) -> None:
    rng = np.random.default_rng([population, round(100 * share), round(100 * response)])
    holders, base = round(share * population), round(response * population)
    count = rng.hypergeometric(holders, population - holders, base, DRAWS)
    low, high = exact_interval(count, base, population)
    truth = holders / population
    assert np.mean((low <= truth + 1e-12) & (truth - 1e-12 <= high)) >= 0.94


@pytest.mark.parametrize("population", FRAMES)
def test_exact_bounds_hold_every_possible_truth(population) -> None:
    """Not by drawing but by adding up: every share a frame can have."""
    base = round(0.8 * population)
    counts, truths = np.arange(base + 1), np.arange(population + 1)[:, None]
    low, high = exact_interval(counts, base, population)
    chance = hypergeom.pmf(counts, population, truths, base)
    held = (low * population <= truths + 1e-9) & (high * population >= truths - 1e-9)
    assert (chance * held).sum(axis=1).min() >= 0.95


def test_why_wilson_is_not_used_for_one_share() -> None:
    counts = np.arange(27)
    low, high = wilson_interval(counts, 26, 27)
    truths = np.arange(28)[:, None]
    held = (low * 27 <= truths + 1e-9) & (high * 27 >= truths - 1e-9)
    assert (hypergeom.pmf(counts, 27, truths, 26) * held).sum(axis=1).min() < 0.9


@pytest.mark.parametrize("population", FRAMES)
@pytest.mark.parametrize("first", SHARES)
@pytest.mark.parametrize("second", SHARES)
def test_bounds_of_a_change_hold_the_truth_94_times_in_100(population, first, second) -> None:
    rng = np.random.default_rng([population, round(100 * first), round(100 * second)])
    sizes = population, round(0.97 * population)
    held = [round(share * size) for share, size in zip((first, second), sizes, strict=True)]
    truth = held[1] / sizes[1] - held[0] / sizes[0]
    for response in RESPONSES:
        base = round(response * sizes[0]), round(0.95 * response * sizes[1])
        counts = [
            rng.hypergeometric(held[wave], sizes[wave] - held[wave], base[wave], DRAWS)
            for wave in (0, 1)
        ]
        change = share_change(counts[0], base[0], counts[1], base[1], *sizes)
        right = (change.low <= truth + 1e-12) & (truth - 1e-12 <= change.high)
        assert right.mean() >= 0.94, f"{response:.0%} answering"


def test_a_change_that_is_none_is_rarely_called_one() -> None:
    rng = np.random.default_rng(11)
    for population in FRAMES:
        held, base = round(0.3 * population), round(0.8 * population)
        counts = rng.hypergeometric(held, population - held, base, (2, DRAWS))
        change = share_change(counts[0], base, counts[1], base, population, population)
        assert (change.p_value < 0.05).mean() <= 0.06


def test_bounds_of_linked_waves_hold_the_truth_and_are_narrower() -> None:
    """One frame of 383 asked twice: most answer both times, and mostly as they did before."""
    rng = np.random.default_rng(12)
    size, draws = 383, 1500
    first = np.arange(size) < 150
    second = np.where(rng.random(size) < 0.85, first, rng.random(size) < 0.6)
    truth = second.mean() - first.mean()
    base_1, base_2, both = 300, 290, 265
    cells = np.zeros((draws, 4))
    counts = np.zeros((draws, 2))
    for draw in range(draws):
        people = rng.permutation(size)
        in_1 = people[:base_1]
        in_2 = np.concatenate([people[:both], people[base_1 : base_1 + base_2 - both]])
        one, two = first[people[:both]], second[people[:both]]
        cells[draw] = (one & two).sum(), (one & ~two).sum(), (~one & two).sum(), (~one & ~two).sum()
        counts[draw] = first[in_1].sum(), second[in_2].sum()
    yes_yes, yes_no, no_yes, no_no = cells.T
    correlation = linked_correlation(
        yes_yes, yes_no, no_yes, no_no, base_1, base_2, size, size, size
    )
    linked = share_change(counts[:, 0], base_1, counts[:, 1], base_2, size, size, correlation)
    apart = share_change(counts[:, 0], base_1, counts[:, 1], base_2, size, size)
    assert ((linked.low <= truth) & (truth <= linked.high)).mean() >= 0.94
    assert (linked.high - linked.low).mean() < 0.95 * (apart.high - apart.low).mean()
