"""Draws from a seeded numpy Generator.

Everything is made from `Generator.random()` alone: numpy promises no stable stream for its
distributions, and the committed files must come back from the same seed for years.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def stream(seed: int, *names: str) -> np.random.Generator:
    """A generator of its own for each purpose, so that a change to one moves no other."""
    return np.random.Generator(
        np.random.PCG64([seed, *[zlib.crc32(name.encode()) for name in names]])
    )


def chance(rng: np.random.Generator, probability: float) -> bool:
    """True with this probability."""
    return bool(rng.random() < probability)


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def day_between(rng: np.random.Generator, first: date, last: date) -> date:
    """A day from first to last, both included."""
    return first + timedelta(days=between(rng, 0, max((last - first).days, 0)))


def exponential(rng: np.random.Generator, mean: float) -> float:
    """A waiting time with this mean."""
    return -mean * math.log(1 - rng.random())


def normal(rng: np.random.Generator) -> float:
    """A standard normal number, near enough: twelve uniforms less six."""
    return float(sum(rng.random() for _ in range(12)) - 6)


def pick(rng: np.random.Generator, weights: Mapping[T, float]) -> T:
    """One of the keys, with chances in proportion to the weights."""
    point = rng.random() * sum(weights.values())
    for item, weight in weights.items():
        point -= weight
        if point < 0:
            return item
    return next(reversed(list(weights)))


def sample(
    rng: np.random.Generator,
    items: Sequence[T],
    size: int,
    weight: Callable[[T], float] = lambda item: 1.0,
) -> list[T]:
    """`size` different items (all, when there are fewer), heavier ones more often, in their order.

    Source: Efraimidis and Spirakis, “Weighted random sampling with a reservoir”, 2006.
    """
    keys = [rng.random() ** (1 / max(weight(item), 1e-9)) for item in items]
    chosen = sorted(range(len(items)), key=lambda i: -keys[i])[:size]
    return [items[i] for i in sorted(chosen)]


def shuffled(rng: np.random.Generator, items: Sequence[T]) -> list[T]:
    """The items in random order."""
    keys = [rng.random() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=lambda i: keys[i])]


def apportion(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers that add to `total`, in proportion to the shares, by largest remainder."""
    exact = [share * total / sum(shares) for share in shares]
    counts = [int(number) for number in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts
