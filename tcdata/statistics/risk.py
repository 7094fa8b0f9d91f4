"""How likely it is that too few people of a small group are still there after some time.

Everybody in the group stays or goes by themselves, some with another chance than others: the number
who stay is a sum of independent yes-or-no draws with unequal chances (Poisson-binomial).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import binom

Floats = NDArray[np.float64]
Group = tuple[ArrayLike, ArrayLike]  # how many people, and each one's chance to stay


def staying(yearly: ArrayLike, months: ArrayLike, times: ArrayLike = 1.0) -> Floats:
    """The chance that somebody is still there after `months`, from a yearly chance of leaving.

    Formula: (1 − q)^(times × months / 12): a constant rate of leaving, `times` as high as observed.
    Unit: probability, 0–1; `yearly` too. Denominator: the people who were there at the start.
    Missing: a missing number gives a missing chance.
    Raises ValueError where `yearly` is outside 0–1, or months or times are negative.
    Assumes: people leave at one rate all the time, the coming months like the observed ones.
    Fails: around known ends, such as a project's last day or a retirement: many then leave at once.
    Source: survival under a constant hazard; Cox and Oakes (1984), Analysis of Survival Data, 2.2.
    """
    q, m, t = (np.asarray(given, dtype="float64") for given in (yearly, months, times))
    if np.any((q < 0) | (q > 1)) or np.any(m < 0) or np.any(t < 0):
        raise ValueError("a yearly chance lies between 0 and 1, and months and times are not below")
    return np.asarray(np.power(1 - q, t * m / 12))


def fewer_than(required: ArrayLike, groups: Sequence[Group]) -> Floats:
    """The chance that fewer than `required` people of all groups together stay.

    Formula: P(X < D) for X the sum of independent binomial numbers, one for each group: the
        Poisson-binomial distribution with equal chances inside a group, by convolution. Only the
        numbers below the largest D are ever made, so many holders cost no more than few.
    Unit: probability, 0–1, one for each row; `required` and the groups' numbers are arrays of rows.
    Missing: a row with a missing number is missing; a group without people needs no chance.
    Raises ValueError where a number of people is negative or not whole, or a chance outside 0–1.
    Assumes: everybody stays or goes by themselves, with the chance of their group.
    Fails: where people leave together, as after a closure: too few are then likelier than it says.
    Source: Wang (1993), On the number of successes in independent trials, Statistica Sinica 3,
        295–312; Hong (2013), Computational Statistics and Data Analysis 59, 41–51.
    """
    need = np.asarray(required, dtype="float64")
    parts = [
        (np.asarray(people, dtype="float64"), np.asarray(stay, dtype="float64"))
        for people, stay in groups
    ]
    shape = np.broadcast_shapes(need.shape, *(part.shape for pair in parts for part in pair))
    need = np.broadcast_to(need, shape).ravel()
    most = int(np.nanmax(need, initial=0.0))
    below = np.zeros((need.size, most))
    below[:, :1] = 1.0
    known = np.isfinite(need)
    _refuse_parts(need)
    for people, stay in parts:
        size = np.broadcast_to(people, shape).ravel()
        chance = np.where(size == 0, 1.0, np.broadcast_to(stay, shape).ravel())
        _refuse_parts(size)
        if np.any((chance < 0) | (chance > 1)):
            raise ValueError("a chance lies between 0 and 1")
        known &= np.isfinite(size) & np.isfinite(chance)
        below = _added(below, _few(size, chance, most))
    counted = np.arange(most) < need[:, None]
    chances = np.where(counted, below, 0.0).sum(axis=1)
    return np.where(known, np.clip(chances, 0.0, 1.0), np.nan).reshape(shape)


def _refuse_parts(people: Floats) -> None:
    if np.any((people < 0) | (people != np.floor(people)) & np.isfinite(people)):
        raise ValueError("numbers of people are whole and not below zero")


def _few(size: Floats, chance: Floats, most: int) -> Floats:
    """The chances that 0, 1 … most − 1 of `size` people stay: one row each."""
    stay = np.arange(most, dtype="float64")
    n, p = np.nan_to_num(size)[:, None], np.nan_to_num(chance)[:, None]
    gone = np.maximum(n - stay, 0.0)
    possible = stay <= n
    return np.where(possible, binom(n, stay) * p**stay * (1 - p) ** gone, 0.0)


def _added(left: Floats, right: Floats) -> Floats:
    """The distribution of the sum of two independent numbers, cut off where both are."""
    out = np.zeros_like(left)
    for other in range(left.shape[1]):
        out[:, other:] += left[:, : left.shape[1] - other] * right[:, [other]]
    return out
