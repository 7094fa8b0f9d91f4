"""Weights that make respondents add up to the frame's known margins, and what they cost.

Categories are whole numbers from 0, one column of codes for each margin. “No answer” is a category
like any other. Shares are between 0 and 1; a weight says how many people of the frame a respondent
stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tcdata.statistics.intervals import Floats

Codes = NDArray[np.intp]

CLOSE_ENOUGH = 1e-10
MOST_ROUNDS = 1000


class MarginError(ValueError):
    """The respondents cannot be made to add up to the margins; says which margin and why."""


def post_stratify(cells: ArrayLike, totals: ArrayLike) -> Floats:
    """Weights that make each cell's respondents add up to the cell's people in the frame.

    Formula: N_c / n_c for a respondent of cell c.
    Unit: people of the frame per respondent. Denominator: respondents of the cell.
    Missing: a negative code is refused; give respondents without a category one of their own.
    Raises MarginError when a cell has people but no respondent, or respondents but no people.
    Assumes: within a cell, those who answered are like those who did not.
    Fails: cells with few respondents get large weights, and single people then weigh heavily: see
        `effective_size`.
    Source: Holt and Smith (1979), J. R. Stat. Soc. A 142, 33–46.
    """
    codes = _codes(cells)
    wanted = _totals(codes, [totals])
    return (wanted[0] / np.maximum(np.bincount(codes[:, 0], minlength=len(wanted[0])), 1))[
        codes[:, 0]
    ]


def rake(codes: ArrayLike, totals: Sequence[ArrayLike]) -> Floats:
    """Weights that make the respondents add up to several margins at once.

    Formula: iterative proportional fitting: from equal weights, each margin in turn is scaled to
        its totals, until no total is off by more than one part in 10¹⁰. The weights found are
        those nearest to equal ones in Kullback–Leibler distance.
    Unit: people of the frame per respondent. Denominator: none.
    Missing: a negative code is refused; give respondents without a category one of their own.
    Raises MarginError when a category has people but no respondent or the other way round, when
        the margins add up to different numbers of people, or when no weights fit them all, as can
        happen when nobody of a crossing of two margins answered: merge categories then.
    Assumes: as in `post_stratify`, within the categories of every margin; crossings of them do not
        matter.
    Fails: where few answered in a category, as there; where margins contradict one another, there
        are no weights.
    Source: Deming and Stephan (1940), Ann. Math. Stat. 11, 427–444; Deville, Särndal and
        Sautory (1993), J. Am. Stat. Assoc. 88, 1013–1020.
    """
    margins = _codes(codes)
    wanted = _totals(margins, totals)
    people = wanted[0].sum()
    weights = np.full(len(margins), people / len(margins))
    for _ in range(MOST_ROUNDS):
        furthest = 0.0
        for column, target in enumerate(wanted):
            reached = np.bincount(margins[:, column], weights, minlength=len(target))
            scale = np.divide(target, reached, out=np.ones_like(target), where=reached > 0)
            furthest = max(furthest, float(np.abs(scale[target > 0] - 1).max(initial=0)))
            weights *= scale[margins[:, column]]
        if furthest < CLOSE_ENOUGH:
            return weights
    raise MarginError("no weights fit all margins: their categories contradict one another")


def weighted_shares(
    values: ArrayLike, weights: ArrayLike, codes: ArrayLike, population: float = np.inf
) -> tuple[Floats, Floats]:
    """Weighted means of one or many columns, with standard errors that credit the weighting.

    `values` has one row per respondent and one column per item (1 chosen, 0 not), or is one
    column; `codes` are the margins that `weights` were made from.

    Formula: ȳ = Σ w y / Σ w over those asked. Linearised: z = w · e, where e is what is left of
        (y − ȳ) / Σ w (0 where not asked) after least squares on the categories of the margins;
        variance n / (n − 1) · Σ (z − z̄)² · (1 − n / N), all n respondents counted.
    Unit: that of the values. Denominator: the weighted respondents asked.
    Missing: a missing value is someone not asked: left out of the mean, kept as a zero in the
        variance (a domain). Nobody asked gives missing results; one respondent a missing error.
    Raises ValueError when there are no respondents, the lengths differ, or more people answered
        than the population holds.
    Assumes: as in `post_stratify`; enough respondents in each category for a straight line to do.
    Fails: with a handful of respondents in a category the errors are too small; a share of 0 or 100
        % has none at all, which is not to say that it is certain.
    Source: Deville and Särndal (1992), J. Am. Stat. Assoc. 87, 376–382; as `calibrate` and
        `svymean` of the R package survey do it.
    """
    y = np.asarray(values, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    margins = _codes(codes)
    people = len(w)
    if people == 0 or len(y) != people or len(margins) != people:
        raise ValueError("values, weights and codes need a row for every respondent")
    if people > population:
        raise ValueError("more people answered than the population holds")
    shape = y.shape[1:]
    y = y.reshape(people, -1)
    asked = (~np.isnan(y)).astype(np.float64)
    left = np.nan_to_num(y, nan=0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = w @ asked
        mean = w @ left / whole
        # One array, changed in place: it is large, and from here to the variance it is z.
        left -= asked * mean
        left /= whole
        basis = _basis(margins)
        left -= basis @ (basis.T @ left)
        left *= w[:, None]
        squares = np.einsum("ij,ij->j", left, left) - left.sum(axis=0) ** 2 / people
        of_sample = np.float64(people) / (people - 1)
        error = np.sqrt(np.maximum(squares, 0) * of_sample * (1 - people / population))
    return mean.reshape(shape), error.reshape(shape)


def effective_size(weights: ArrayLike) -> Floats:
    """Kish's effective number of respondents along the last axis.

    Formula: (Σ w)² / Σ w², which is n / (1 + CV²) with CV the coefficient of variation of the
        weights: n when all are equal, less the more they differ.
    Unit: respondents. Denominator: none.
    Missing: missing weights are left out; no weights, or all 0, give a missing size.
    Raises ValueError when a weight is negative.
    Assumes: the weights have nothing to do with the answers.
    Fails: where the margins explain the answers, weighting gains what this says it loses.
    Source: Kish (1965), Survey Sampling, section 11.7.
    """
    w = np.asarray(weights, dtype=np.float64)
    if np.any(w < 0):
        raise ValueError("a weight cannot be negative")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nansum(w, axis=-1) ** 2 / np.nansum(w**2, axis=-1))


def _codes(codes: ArrayLike) -> Codes:
    out = np.asarray(codes)
    if out.ndim == 1:
        out = out[:, None]
    if out.size and (not np.issubdtype(out.dtype, np.integer) or out.min() < 0):
        raise MarginError("codes are whole numbers from 0; give “no answer” a code of its own")
    return out.astype(np.intp)


def _totals(codes: Codes, totals: Sequence[ArrayLike]) -> list[Floats]:
    """The totals as arrays, once every category that has people has respondents, and back."""
    wanted = [np.asarray(total, dtype=np.float64) for total in totals]
    if len(wanted) != codes.shape[1]:
        raise MarginError(f"{codes.shape[1]} columns of codes but {len(wanted)} margins")
    for column, target in enumerate(wanted):
        found = np.bincount(codes[:, column], minlength=len(target)) > 0
        if len(found) > len(target) or np.any(found & ~(target > 0)):
            raise MarginError(f"margin {column} has respondents in a category without people")
        if np.any(~found & (target > 0)):
            empty = int(np.argmax(~found & (target > 0)))
            raise MarginError(f"margin {column}, category {empty}: people but no respondent")
        if not np.isclose(target.sum(), wanted[0].sum(), rtol=CLOSE_ENOUGH):
            raise MarginError(
                f"margin {column} adds up to {target.sum():g}, margin 0 to {wanted[0].sum():g}"
            )
    return wanted


def _basis(codes: Codes) -> Floats:
    """An orthonormal basis of the margins' categories, safe when one margin contains another."""
    columns = [
        np.equal.outer(codes[:, column], np.unique(codes[:, column])).astype(np.float64)
        for column in range(codes.shape[1])
    ]
    left, size, _ = np.linalg.svd(np.hstack(columns), full_matrices=False)
    return left[:, size > size.max(initial=0) * 1e-10]
