"""How much a share changed between two waves, and how sure one can be.

Shares, differences and levels are between −1 and 1; a difference is the second wave less the first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from tcdata.statistics.intervals import Floats, checked, score_bounds

LARGEST_Z = 40.0
HALVINGS = 45


class Change(NamedTuple):
    """Difference of two shares (second less first), its bounds, and the two-sided p-value."""

    difference: Floats
    low: Floats
    high: Floats
    p_value: Floats


def share_change(
    count_1: ArrayLike,
    base_1: ArrayLike,
    count_2: ArrayLike,
    base_2: ArrayLike,
    population_1: ArrayLike = np.inf,
    population_2: ArrayLike = np.inf,
    correlation: ArrayLike = 0.0,
    level: float = 0.95,
) -> Change:
    """Change of a share from wave 1 to wave 2 with MOVER bounds and the p-value that fits them.

    Formula: Newcombe's method 10 (`mover`) on Wilson bounds with the finite-population correction,
        each widened by half a person of its frame, 1 / (2 N), where not everybody answered; then
        cut to what is still possible, since those who answered are known. Without a population
        both refinements vanish and it is Newcombe's method. The p-value is 1 − level at the level
        whose bounds just touch 0, so it is below 0.05 exactly when the 95 % bounds exclude 0.
    Unit: share points, −1 to 1. Denominator: `base_1`, `base_2`; the bounds are for the frames.
    Missing: a missing number, or a base of 0, in either wave gives a missing change.
    Raises ValueError when a number is negative, or base > population, count > base.
    Assumes: who answered is a random part of each frame, and the errors of the two waves are
        unrelated but for `correlation`.
    Fails: without the half person coverage falls to 74 % in frames of 27 with nine in ten
        answering, and to 26 % with exact bounds inside MOVER, because errors of whole people do
        not add up by squares. With it, it was never below 94 % at frames of 27 to 390 and 60 to
        100 % answering (tests/statistics/test_statistics_coverage.py).
    Source: Newcombe (1998), Stat. Med. 17, 873–890; Zou and Donner (2008), Stat. Med. 27,
        1693–1702 (MOVER). The half person is this product's continuity correction.
    """
    first = checked(count_1, base_1, population_1)
    second = checked(count_2, base_2, population_2)
    parts = np.broadcast_arrays(*first, *second, np.asarray(correlation, float))
    x1, n1, size1, x2, n2, size2, rho = (np.array(part, dtype=np.float64) for part in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = x2 / n2 - x1 / n1
        least = x2 / size2 - (1 - (n1 - x1) / size1)
        most = 1 - (n2 - x2) / size2 - x1 / size1

    def bounds(z: ArrayLike) -> tuple[Floats, Floats]:
        low_1, high_1 = _widened(x1, n1, size1, z)
        low_2, high_2 = _widened(x2, n2, size2, z)
        return mover(x1 / n1, low_1, high_1, x2 / n2, low_2, high_2, rho)

    if not 0 < level < 1:
        raise ValueError("a level of confidence is between 0 and 1, such as 0.95")
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = bounds(ndtri((1 + level) / 2))
        below, above = np.zeros(x1.shape), np.full(x1.shape, LARGEST_Z)
        for _ in range(HALVINGS):
            z = (below + above) / 2
            trial_low, trial_high = bounds(z)
            clear = np.where(difference > 0, trial_low > 0, trial_high < 0)
            below, above = np.where(clear, z, below), np.where(clear, above, z)
    p_value = 2 * ndtr(-below)
    p_value = np.where((least > 0) | (most < 0), 0.0, p_value)
    missing = np.isnan(difference)
    return Change(
        difference,
        np.where(missing, np.nan, np.minimum(np.maximum(low, least), difference)),
        np.where(missing, np.nan, np.maximum(np.minimum(high, most), difference)),
        np.where(missing, np.nan, p_value),
    )


def mover(
    share_1: ArrayLike,
    low_1: ArrayLike,
    high_1: ArrayLike,
    share_2: ArrayLike,
    low_2: ArrayLike,
    high_2: ArrayLike,
    correlation: ArrayLike = 0.0,
) -> tuple[Floats, Floats]:
    """Bounds of the difference of two estimates, recovered from the bounds of each (MOVER).

    Formula: with d = share_2 − share_1 and correlation r between the two estimates,
        low = d − √((s₂−l₂)² + (h₁−s₁)² − 2 r (s₂−l₂)(h₁−s₁)),
        high = d + √((h₂−s₂)² + (s₁−l₁)² − 2 r (h₂−s₂)(s₁−l₁)).
    Unit and denominator: those of the estimates. Missing: any missing number gives missing bounds.
    Raises nothing.
    Assumes: the bounds given are good ones for each estimate by itself.
    Fails: with bounds that are too narrow for a small base it is too narrow as well.
    Source: Newcombe (1998), Stat. Med. 17, 873–890, method 10; with a correlation Newcombe (1998),
        Stat. Med. 17, 2635–2650; in general Zou and Donner (2008), Stat. Med. 27, 1693–1702.
    """
    s1, l1, h1, s2, l2, h2, r = (
        np.asarray(part, dtype=np.float64)
        for part in (share_1, low_1, high_1, share_2, low_2, high_2, correlation)
    )

    def reach(one: Floats, other: Floats) -> Floats:
        return np.sqrt(np.maximum(one**2 + other**2 - 2 * r * one * other, 0.0))

    return s2 - s1 - reach(s2 - l2, h1 - s1), s2 - s1 + reach(h2 - s2, s1 - l1)


def linked_correlation(
    both: ArrayLike,
    first_only: ArrayLike,
    second_only: ArrayLike,
    neither: ArrayLike,
    base_1: ArrayLike,
    base_2: ArrayLike,
    population_1: ArrayLike = np.inf,
    population_2: ArrayLike = np.inf,
    in_both_frames: ArrayLike = 0.0,
) -> Floats:
    """Correlation of a share's two estimates when respondents can be linked between the waves.

    The first four count the people who answered in both waves by their two answers (yes to both,
    yes only in wave 1, only in wave 2, no to both); `in_both_frames` counts the people who were
    in the frame of both waves, whether they answered or not.

    Formula: covariance = (m / (n₁ n₂) − M / (N₁ N₂)) S₁₂, where m people answered twice, M could
        have, and S₁₂ is the covariance of the two answers among the m, made smaller by Newcombe's
        continuity correction m / 2 where it is positive; divided by the two standard errors
        √(p q / (n − 1) (1 − n / N)), p among the linked people too. For one sample asked twice it
        is the phi coefficient.
    Unit: none, −1 to 1. Denominator: as in the formula.
    Missing: a missing number gives a missing correlation; an estimate without error (nobody left
        to ask, or all answers alike) and fewer than two linked people give 0.
    Raises ValueError when a count is negative or more people are linked than answered.
    Assumes: those who answered in both waves are a random part of those asked in both.
    Fails: with a few dozen linked people the covariance is mostly noise; below two it is taken as
        0.
    Source: Tam (1984), Am. Stat. 38, 288–289 (covariance of two overlapping samples);
        Newcombe (1998), Stat. Med. 17, 2635–2650, method 10 (phi and its correction).
    """
    parts = (both, first_only, second_only, neither, base_1, base_2, population_1, population_2)
    arrays = np.broadcast_arrays(*(np.asarray(part, float) for part in (*parts, in_both_frames)))
    a, b, c, d, n1, n2, size1, size2, common = arrays
    linked = a + b + c + d
    if np.any(np.stack([a, b, c, d]) < 0) or np.any(linked > np.minimum(n1, n2)):
        raise ValueError("linked people must be some of those who answered in each wave")
    with np.errstate(divide="ignore", invalid="ignore"):
        product = a * d - b * c
        product = np.where(product > 0, np.maximum(product - linked / 2, 0), product)
        covariance = product / (linked * (linked - 1))
        overlap = linked / (n1 * n2) - common / (size1 * size2)
        p1, p2 = (a + b) / linked, (a + c) / linked
        variance_1 = p1 * (1 - p1) / (n1 - 1) * (1 - n1 / size1)
        variance_2 = p2 * (1 - p2) / (n2 - 1) * (1 - n2 / size2)
        out = overlap * covariance / np.sqrt(variance_1 * variance_2)
    unknown = np.any(np.isnan(np.stack(arrays)), axis=0)
    settled = (linked < 2) | ~(variance_1 > 0) | ~(variance_2 > 0)
    return np.where(unknown, np.nan, np.where(settled, 0.0, np.clip(out, -1, 1)))


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """p-values adjusted so that, of the changes called real, few are expected to be chance.

    Formula: along the last axis, sorted ascending, q₍ᵢ₎ = min over j ≥ i of m p₍ⱼ₎ / j, at most 1.
        Calling all with q ≤ 0.05 real keeps the expected share of false calls at 5 %.
    Unit: probability. Denominator: m, the number of p-values that are not missing (the family).
    Missing: stays missing and does not count towards m.
    Raises ValueError when a p-value is outside 0–1.
    Assumes: the p-values are unrelated, or tend to be small together.
    Fails: where some tend to be small when others are large, more calls can be false, at most Σ 1 /
        i times as many; and it says nothing of one call by itself.
    Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289–300.
    """
    p = np.asarray(p_values, dtype=np.float64)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("a p-value is between 0 and 1")
    if p.size == 0:
        return p.copy()
    order = np.argsort(p, axis=-1)  # missing values sort to the end
    ranked = np.take_along_axis(p, order, axis=-1)
    family = np.sum(~np.isnan(p), axis=-1, keepdims=True)
    scaled = ranked * family / np.arange(1, p.shape[-1] + 1)
    smallest = np.fmin.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    out = np.empty_like(p)
    np.put_along_axis(out, order, np.minimum(smallest, 1.0), axis=-1)
    return np.where(np.isnan(p), np.nan, out)


def _widened(x: Floats, n: Floats, size: Floats, z: ArrayLike) -> tuple[Floats, Floats]:
    low, high = score_bounds(x, n, size, z)
    half_person = np.where(n < size, 0.5 / size, 0.0)
    return low - half_person, high + half_person
