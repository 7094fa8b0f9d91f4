"""Intervals for one share of a finite population, nearly all of which was asked.

The respondents are taken as a sample without replacement of the frame: what is uncertain is what
the people who did not answer would have said, so the interval closes as the response nears
everyone. Shares, bounds and levels are between 0 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtri

Floats = NDArray[np.float64]

NEGLIGIBLE_TAIL = 1e-16
TIE = 1 + 1e-9


def exact_interval(
    count: ArrayLike, base: ArrayLike, population: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Bounds of the share of a frame, from the exact hypergeometric distribution.

    Formula: with x of n respondents in a frame of N people, the lower bound is the smallest K for
        which P(X ≥ x | N, K, n) > (1 − level) / 2, over N, the upper bound the largest K for which
        P(X ≤ x | N, K, n) > (1 − level) / 2, over N. The chance that the bounds miss the truth is
        never more than 1 − level, whatever the size of the frame.
    Unit: share, 0–1, of everybody in the frame. Denominator: `population` (N), not `base` (n).
    Missing: a missing number, or a base of 0, gives missing bounds.
    Raises ValueError when a number is not whole, negative, or base > population, count > base.
    Assumes: any part of the frame of this size was equally likely to be the one that answered.
    Fails: it cannot show that people with one answer were readier to give it. In small frames it is
        wider than it need be, since people come whole.
    Source: Wright (1991), Exact Confidence Bounds When Sampling from Small Finite Universes;
        Konijn (1973), Statistical Theory of Sample Survey Design and Analysis. Sprop of the R
        package samplingbook gives the last K refused instead of the first one kept, so its bounds
        lie one person further out where they can.
    """
    x, n, size = checked(count, base, population)
    known = np.isfinite(x) & (n > 0)
    people = np.stack([x[known], n[known], size[known]])
    if np.any(np.isinf(people)) or np.any(people != np.floor(people)):
        raise ValueError("an exact interval needs whole numbers of people")
    low = np.full(x.shape, np.nan)
    high = np.full(x.shape, np.nan)
    if known.any():
        # The upper bound for x is what the lower bound for the n − x others leaves of the frame.
        others = np.stack([people[1] - people[0], people[1], people[2]])
        cases, back = np.unique(np.hstack([people, others]), axis=1, return_inverse=True)
        fewest = _fewest(cases[0], cases[1], cases[2], _tail(level))[back.ravel()]
        rows = people.shape[1]
        low[known] = fewest[:rows] / people[2]
        high[known] = (people[2] - fewest[rows:]) / people[2]
    return low, high


def wilson_interval(
    count: ArrayLike, base: ArrayLike, population: ArrayLike = np.inf, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Score bounds of a share, with the finite-population correction when a population is given.

    Formula: the P that solve (p − P)² = z² P (1 − P) v, where p = count / base and
        v = (N − n) / (n (N − 1)), which is 1 / n for an infinite population: Wilson's interval
        with n replaced by n (N − 1) / (N − n).
    Unit: share, 0–1. Denominator: `base` (n) for the estimate, `population` (N) for the correction.
    Missing: a missing number, or a base of 0, gives missing bounds.
    Raises ValueError when a number is negative, or base > population, count > base.
    Assumes: as in `exact_interval`.
    Fails: in a frame of 27 with 22 or 26 answering its 95 % bounds can hold the truth only 81
        times in 100; for a single share use `exact_interval`.
    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; the variance of a share under sampling
        without replacement is Cochran (1977), Sampling Techniques, theorem 3.2.
    """
    x, n, size = checked(count, base, population)
    return score_bounds(x, n, size, ndtri(1 - _tail(level)))


def score_bounds(x: Floats, n: Floats, size: Floats, z: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson's bounds of `wilson_interval` for checked numbers and a normal deviate `z` per row.

    Formula, unit, denominator, missing values and source as there; raises nothing.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        left_out = np.where(np.isinf(size), 1.0, (size - n) / np.maximum(size - 1, 1))
        spread = np.square(z) * left_out / n
        share = x / n
        middle = share + spread / 2
        reach = np.sqrt(spread * share * (1 - share) + np.square(spread) / 4)
        low = np.clip((middle - reach) / (1 + spread), 0, share)
        high = np.clip((middle + reach) / (1 + spread), share, 1)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def checked(
    count: ArrayLike, base: ArrayLike, population: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """The three as float arrays of one shape; a row with any of them missing is missing in all.

    Unit: people. Missing values stay missing.
    Raises ValueError when a count is negative or more than its base, or a base is more than its
    population: the frame must contain everyone who answered.
    """
    x, n, size = (
        part.astype(np.float64)
        for part in np.broadcast_arrays(
            np.asarray(count, float), np.asarray(base, float), np.asarray(population, float)
        )
    )
    missing = np.isnan(x) | np.isnan(n) | np.isnan(size)
    if np.any((x < 0) & ~missing) or np.any((x > n) & ~missing):
        raise ValueError("a count must be between 0 and its base")
    if np.any((n > size) & ~missing):
        raise ValueError("more people answered than the frame holds")
    return (
        np.where(missing, np.nan, x),
        np.where(missing, np.nan, n),
        np.where(missing, np.nan, size),
    )


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("a level of confidence is between 0 and 1, such as 0.95")
    return (1 - level) / 2


def _fewest(x: Floats, n: Floats, size: Floats, tail: float) -> Floats:
    """The smallest number K of the frame for which P(X ≥ x) > tail, by halving between bounds.

    Below x the chance is 0; where the mean n K / N has reached x it is at least a half, because
    the median of a hypergeometric count is within one of its mean.
    """
    short = x - 1
    enough = np.minimum(np.ceil(x * size / n), size - (n - x))
    while np.any(enough - short > 1):
        middle = np.floor((short + enough) / 2)
        more = _chance_of_at_least(x, n, size, np.maximum(middle, x)) > tail * TIE
        open_ = enough - short > 1
        enough = np.where(open_ & more, middle, enough)
        short = np.where(open_ & ~more, middle, short)
    return enough


def _chance_of_at_least(x: Floats, n: Floats, size: Floats, holders: Floats) -> Floats:
    """P(X ≥ x) for n draws without replacement out of `size` with `holders` among them.

    Terms are added upwards from x, each from the one before, as far as Serfling's inequality says
    that what is left is negligible.
    """
    term = np.exp(
        _log_choose(holders, x) + _log_choose(size - holders, n - x) - _log_choose(size, n)
    )
    steps = np.ceil(np.sqrt(-np.log(NEGLIGIBLE_TAIL) / 2 * n * (1 - (n - 1) / size))) + 2
    steps = np.minimum(steps, np.minimum(n, holders) - x)
    # Longest sums first, so that the rows still being added to are always the first so many.
    order = np.argsort(-steps, kind="stable")
    x, n, size, holders, term = (part[order] for part in (x, n, size, holders, term))
    still = np.searchsorted(-steps[order], -np.arange(1, steps.max(initial=0) + 1), side="right")
    total = term.copy()
    for step, rows in enumerate(still):
        at = x[:rows] + step
        up = (holders[:rows] - at) * (n[:rows] - at)
        down = (at + 1) * (size[:rows] - holders[:rows] - n[:rows] + at + 1)
        term[:rows] *= up / down
        total[:rows] += term[:rows]
    out = np.empty_like(total)
    out[order] = total
    return out


def _log_choose(total: Floats, chosen: Floats) -> Floats:
    return gammaln(total + 1) - gammaln(chosen + 1) - gammaln(total - chosen + 1)
