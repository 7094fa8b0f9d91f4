"""How much of a difference is people changing, and how much is a different mix of people.

Rates, effects and standard errors are in the unit of the rates given (a share 0–1 stays a share);
every effect is the second population less the first, and the effects add up to the difference.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tcdata.statistics.intervals import Floats


class Split(NamedTuple):
    """A difference split into what the rates did and what the composition did."""

    difference: Floats
    rate_effect: Floats
    composition_effect: Floats


def kitagawa(rate_1: ArrayLike, size_1: ArrayLike, rate_2: ArrayLike, size_2: ArrayLike) -> Split:
    """Kitagawa's split of the difference of two overall rates by the groups of the last axis.

    Formula: with w a group's part of its population and r its rate,
        rate effect = Σ (w₁ + w₂) / 2 · (r₂ − r₁),
        composition effect = Σ (r₁ + r₂) / 2 · (w₂ − w₁); together r̄₂ − r̄₁ exactly.
    Unit: that of the rates. Denominator: the sizes, which need not add up to 1.
    Missing: a group of size 0 in one population has no rate there and takes the other's, so that
        it counts as composition only; a missing rate of a group that has people, a missing size
        and an empty population give a missing split.
    Raises ValueError when a size is negative.
    Assumes: a group means the same in both populations, and its rate would be the same in another
        mix.
    Fails: with groups of a few people the rates are noise, and so is the split; other groups give
        another split.
    Source: Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168–1194.
    """
    arrays = [np.asarray(part, float) for part in (rate_1, size_1, rate_2, size_2)]
    r1, n1, r2, n2 = np.broadcast_arrays(*arrays)
    if np.any(n1 < 0) or np.any(n2 < 0):
        raise ValueError("the size of a group cannot be negative")
    empty_1, empty_2 = n1 == 0, n2 == 0
    r1, r2 = np.where(empty_1, r2, r1), np.where(empty_2, r1, r2)
    nobody = empty_1 & empty_2
    r1, r2 = np.where(nobody, 0.0, r1), np.where(nobody, 0.0, r2)
    with np.errstate(divide="ignore", invalid="ignore"):
        w1 = n1 / n1.sum(axis=-1, keepdims=True)
        w2 = n2 / n2.sum(axis=-1, keepdims=True)
    rate = ((w1 + w2) / 2 * (r2 - r1)).sum(axis=-1)
    composition = ((r1 + r2) / 2 * (w2 - w1)).sum(axis=-1)
    return Split(rate + composition, rate, composition)


def factor_effects(factors_1: ArrayLike, factors_2: ArrayLike) -> Floats:
    """Das Gupta's effect of each factor on a rate that is a sum of products of factors.

    The first axis holds the factors; the others the groups over which the products are summed.

    Formula: the effect of factor k is its change times the other factors, each product of them
        taken once for every way of choosing which come from population 2, weighted by
        j! (K − 1 − j)! / K! for j chosen of K factors. For three factors that is
        (b c + B C) / 3 + (b C + B c) / 6 times A − a. The effects add up to the difference.
    Unit: that of the product. Denominator: none.
    Missing: a missing factor gives missing effects.
    Raises ValueError when the two have different shapes.
    Assumes: the rate is the sum of the products of these factors and of nothing else.
    Fails: an effect says what changed with what, not why; the work doubles with every factor.
    Source: Das Gupta (1993), Standardization and Decomposition of Rates: A User's Manual, U.S.
        Bureau of the Census, P23-186, equation 3.54.
    """
    first, second = np.asarray(factors_1, float), np.asarray(factors_2, float)
    if first.shape != second.shape:
        raise ValueError("both populations need the same factors and groups")
    averaged = _averaged_others(first, second)
    effects = averaged * (second - first)
    return effects.reshape(len(effects), -1).sum(axis=1)


def crossed_effects(
    rate_1: ArrayLike, size_1: ArrayLike, rate_2: ArrayLike, size_2: ArrayLike
) -> tuple[Floats, Floats]:
    """Kitagawa's split with the composition shared out between crossed variables (Das Gupta).

    Each axis of the arrays is one variable, such as role type by grade band.

    Formula: a cell's part of the population is written as a product of one factor for each
        variable, symmetric between them (for two, √(N_i. / N · N_ij / N_.j) and its mirror); the
        composition effect of a variable is the mean rate of the cell times `factor_effects` of
        its factor. Returns the rate effect, then one composition effect for each axis in order.
    Unit: that of the rates. Denominator: the sizes.
    Missing: as in `kitagawa`.
    Raises ValueError when the shapes differ or a size is negative.
    Assumes: as in `kitagawa`.
    Fails: where many crossings have nobody in them, how the composition is shared out between the
        variables rests on the symmetry of the formula more than on the people.
    Source: Das Gupta (1993), as above, equations 5.1–5.36.
    """
    r1, n1 = np.asarray(rate_1, float), np.asarray(size_1, float)
    r2, n2 = np.asarray(rate_2, float), np.asarray(size_2, float)
    if not r1.shape == n1.shape == r2.shape == n2.shape:
        raise ValueError("rates and sizes need the same variables in the same order")
    split = kitagawa(r1.ravel(), n1.ravel(), r2.ravel(), n2.ravel())
    first, second = _variable_factors(n1), _variable_factors(n2)
    rates_1, rates_2 = np.where(n1 == 0, r2, r1), np.where(n2 == 0, r1, r2)
    mean_rate = np.where((n1 == 0) & (n2 == 0), 0.0, (rates_1 + rates_2) / 2)
    effects = mean_rate * _averaged_others(first, second) * (second - first)
    return split.rate_effect, effects.reshape(n1.ndim, -1).sum(axis=1)


def standardise(
    count: ArrayLike, base: ArrayLike, standard: ArrayLike, population: ArrayLike = np.inf
) -> tuple[Floats, Floats]:
    """Directly standardised share and its standard error: the share a standard mix would give.

    Formula: Σ s_g p_g over the groups of the last axis, with p_g = count / base and s_g the
        group's part of the standard; variance Σ s_g² p_g (1 − p_g) / (n_g − 1) · (1 − n_g / N_g).
    Unit: share, 0–1. Denominator: `base` within a group, `standard` between groups.
    Missing: a group that the standard holds and that nobody answered for gives a missing share; a
        group of one gives a missing standard error unless everybody in it answered.
    Raises ValueError when the standard is negative or empty.
    Assumes: in each group, those who answered are like those who did not.
    Fails: where a group has few respondents and a large part of the standard, single answers move
        the share and its error.
    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, ch. 19;
        the variance is that of a stratified sample, Cochran (1977), section 5.9.
    """
    arrays = [np.asarray(part, float) for part in (count, base, standard, population)]
    x, n, s, size = np.broadcast_arrays(*arrays)
    if np.any(s < 0) or np.any(s.sum(axis=-1) <= 0):
        raise ValueError("a standard population has people, and no group fewer than none")
    part = s / s.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / n
        spread = share * (1 - share) / (n - 1) * (1 - n / size)
    spread = np.where(n == size, 0.0, spread)
    used = part > 0
    total = np.where(used, part * share, 0.0).sum(axis=-1)
    error = np.sqrt(np.where(used, part**2 * spread, 0.0).sum(axis=-1))
    return total, error


def _averaged_others(first: Floats, second: Floats) -> Floats:
    """For each factor, the product of all others, averaged over where each of them comes from."""
    total = len(first)
    out = np.zeros_like(first)
    for factor in range(total):
        others = [other for other in range(total) if other != factor]
        for chosen in range(total):
            weight = factorial(chosen) * factorial(total - 1 - chosen) / factorial(total)
            for from_second in combinations(others, chosen):
                parts = [second[o] if o in from_second else first[o] for o in others]
                out[factor] += weight * np.prod(parts, axis=0)
    return out


def _variable_factors(size: Floats) -> Floats:
    """One factor for each axis of `size`; their product is every cell's part of the whole."""
    axes = range(size.ndim)
    out = np.ones((size.ndim, *size.shape))
    for axis in axes:
        others = [other for other in axes if other != axis]
        for chosen in range(size.ndim):
            power = factorial(chosen) * factorial(size.ndim - 1 - chosen) / factorial(size.ndim)
            for given in combinations(others, chosen):
                within = size.sum(axis=tuple(o for o in others if o not in given), keepdims=True)
                of = within.sum(axis=axis, keepdims=True)
                ratio = np.divide(within, of, out=np.zeros_like(within), where=of > 0)
                out[axis] *= ratio**power
    return out
