"""Who is missing from a survey: how far the chance of answering differs between kinds of people.

Chances, indicators and partial indicators are on the scale 0–1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tcdata.statistics.intervals import Floats

ROUNDS = 50


class Representativeness(NamedTuple):
    """The R-indicator of a response and its partial indicators by variable and by category.

    `r` is 1 when everybody was equally likely to answer; `r_unadjusted` lacks the correction for
    chance differences, `standard_error` belongs to both. `chance` is each cell's fitted chance.
    `unconditional` and `conditional` have one number per variable (0 is best); the last two have
    one array per variable with one number per category, negative where too few answered.
    """

    r: float
    r_unadjusted: float
    standard_error: float
    chance: Floats
    unconditional: Floats
    conditional: Floats
    unconditional_by_category: tuple[Floats, ...]
    conditional_by_category: tuple[Floats, ...]


def r_indicator(respondents: ArrayLike, frame: ArrayLike, codes: ArrayLike) -> Representativeness:
    """R-indicator of a response from counts by cell of the frame, with its partials.

    One row per cell: how many of it answered, how many it has in the frame, and its category of
    each variable (whole numbers from 0, one column per variable).

    Formula: chances ρ by logistic regression on the variables' main effects; R = 1 − 2 S(ρ) with
        S² = Σ F (ρ − ρ̄)² / (N − 1), less its bias Σ F z′ V z / N (V the covariance of the
        coefficients, z = ρ (1 − ρ) x), not below 0. Partial unconditional of a variable:
        √(Σ_k F_k / N (ρ̄_k − ρ̄)²), how unevenly its categories answered; conditional:
        √(Σ F / N (ρ − ρ̄ among those alike in all other variables)²), how much of that is its own.
        Both carry the square root of S²'s correction factor. By category they are uncorrected.
    Unit: 0–1; 1 is fully representative for R, 0 for the partials.
    Denominator: N, everybody in the frame.
    Missing: a missing count is refused; “no answer” is a category. Where nobody or everybody
        answered, R is 1 by construction and its standard error missing.
    Raises ValueError when more people answered than a cell holds, the frame is empty, the lengths
        differ, or a code is negative.
    Assumes: chances of answering follow the main effects of these variables, and people answer
        independently of one another.
    Fails: it does not see differences by anything else, nor crossings of the variables; with many
        categories for few people the correction for bias can push R to 1.
    Source: Schouten, Cobben and Bethlehem (2009), Surv. Methodol. 35, 101–113; Schouten, Shlomo
        and Skinner (2011), J. Off. Stat. 27, 231–253 (partials); Shlomo, Skinner and Schouten
        (2012), J. Stat. Plan. Inference 142, 201–211 (bias, variance); de Heij, Schouten and
        Shlomo (2015), RISQ manual 2.1, whose case of a frame fully observed this is.
    """
    answered = np.asarray(respondents, dtype=np.float64)
    people = np.asarray(frame, dtype=np.float64)
    kinds = np.asarray(codes)
    if kinds.ndim == 1:
        kinds = kinds[:, None]
    if not len(answered) == len(people) == len(kinds):
        raise ValueError("respondents, frame and codes need one row for each cell")
    if not np.all((answered >= 0) & (answered <= people)):
        raise ValueError("a cell has more respondents than people, or a missing count")
    if people.sum() < 2 or (kinds < 0).any():
        raise ValueError("a frame has two people at least, and codes are whole numbers from 0")
    design = _design(kinds)
    chance = _logistic(design, answered, people)
    total = people.sum()
    part = people / total
    mean = float((part * chance).sum())
    spread = float((people * (chance - mean) ** 2).sum() / (total - 1))
    slope = (chance * (1 - chance))[:, None] * design
    information = (design * (people * chance * (1 - chance))[:, None]).T @ design
    covariance = np.linalg.pinv(information, hermitian=True).astype(np.float64)
    bias = float((people * np.einsum("ij,jk,ik->i", slope, covariance, slope)).sum() / total)
    kept = max(1 - bias / spread, 0.0) if spread > 1e-15 else 0.0
    partials = [_partials(chance, mean, part, kinds, column) for column in range(kinds.shape[1])]
    return Representativeness(
        r=1 - 2 * float(np.sqrt(spread * kept)),
        r_unadjusted=1 - 2 * float(np.sqrt(spread)),
        standard_error=_standard_error(chance, mean, part, slope, covariance),
        chance=chance,
        unconditional=np.array([np.sqrt((own**2).sum() * kept) for own, _ in partials]),
        conditional=np.array([np.sqrt((other**2).sum() * kept) for _, other in partials]),
        unconditional_by_category=tuple(own for own, _ in partials),
        conditional_by_category=tuple(other for _, other in partials),
    )


def _design(kinds: np.ndarray) -> Floats:
    """A column of ones, then one column for each category but the first of each variable."""
    columns = [np.ones((len(kinds), 1))]
    for column in range(kinds.shape[1]):
        categories = np.unique(kinds[:, column])[1:]
        columns.append(np.equal.outer(kinds[:, column], categories).astype(np.float64))
    return np.hstack(columns)


def _logistic(design: Floats, answered: Floats, people: Floats) -> Floats:
    """Fitted chances of a grouped logistic regression, by iteratively reweighted least squares.

    Where a category answered in full or not at all its coefficient has no finite value; the fitted
    chance then settles at 1 or 0, which is what is needed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        start = np.where(people > 0, (answered + 0.5) / (people + 1), 0.5)
    linear = np.log(start / (1 - start))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-linear))
        weight = np.maximum(chance * (1 - chance), 1e-10) * people
        working = linear + (answered - people * chance) / np.maximum(weight, 1e-300)
        root = np.sqrt(weight)
        fitted = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        moved, linear = linear, np.clip(design @ fitted, -25, 25)
        if np.abs(moved - linear).max() < 1e-10:
            break
    return 1 / (1 + np.exp(-linear))


def _standard_error(
    chance: Floats, mean: float, part: Floats, slope: Floats, covariance: Floats
) -> float:
    """Of R, by the delta method, for a frame fully observed (RISQ manual 2.1)."""
    variance = float((part * (chance - mean) ** 2).sum())
    if variance < 1e-15:
        return float("nan")
    centred = slope - part @ slope
    first = (part * (chance - mean)) @ centred
    second = (centred * part[:, None]).T @ centred @ covariance
    return float(
        np.sqrt((4 * first @ covariance @ first + 2 * np.trace(second @ second)) / variance)
    )


def _partials(
    chance: Floats, mean: float, part: Floats, kinds: np.ndarray, column: int
) -> tuple[Floats, Floats]:
    """Uncorrected partial indicators of one variable's categories: unconditional, conditional."""
    own = kinds[:, column]
    size = np.bincount(own, part)
    inside = np.bincount(own, part * chance)
    inside = np.divide(inside, size, out=np.full_like(inside, mean), where=size > 0)
    unconditional = np.sqrt(size) * (inside - mean)
    others = np.delete(kinds, column, axis=1)
    alike = np.unique(others, axis=0, return_inverse=True)[1].ravel() if others.size else own * 0
    group = np.bincount(alike, part)
    average = np.bincount(alike, part * chance)
    average = np.divide(average, group, out=np.full_like(average, mean), where=group > 0)
    conditional = np.sqrt(np.bincount(own, part * (chance - average[alike]) ** 2))
    return unconditional, conditional
