"""The search: for each group, either worlds that leave its facts open or proof that they are known.

Few worlds settle most groups: each is made by pulling all open questions at once in a random
direction. What stays open is asked one group at a time, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tcdata.disclosure.attacker_groups import Candidates, candidate_groups
from tcdata.disclosure.attacker_model import Model
from tcdata.disclosure.attacker_worlds import ContradictionError, world

CLOSE = 2
"""Knowing a number of people to within this many is knowing it."""
STALE = 3
SEED = 1


@dataclass(frozen=True)
class Leak:
    """One fact of one group that the figures give away: see `attacker.attack` for the kinds."""

    kind: str
    group: str
    people: int
    option: str
    low: float
    high: float
    known: int


def search(
    system: Model,
    bounds: tuple[np.ndarray, np.ndarray],
    threshold: int,
    known: int,
    enough: int,
) -> list[Leak]:
    """All leaks of the system, smallest groups first; stops at `enough`.

    Raises ContradictionError when no world exists, UndecidedError when the solver gives up.
    """
    groups = candidate_groups(system)
    # Of two classes one is the rest of the other; a single class holds no question.
    asked = len(system.classes) - (len(system.classes) <= 2)
    shape = (len(system.people), len(system.classes))
    sizes = groups.inside @ system.people
    need = _needs(system, groups, sizes, threshold, known)[:, :asked]
    lowest = np.full((len(sizes), asked), np.inf)
    highest = np.full((len(sizes), asked), -np.inf)
    inside = groups.inside.astype("float32")

    def see(objective: np.ndarray, exact: bool) -> None:
        answers = world(system, bounds, objective.ravel(), exact)
        if answers is None:
            raise ContradictionError("no answers fit all the figures")
        counts = inside @ answers.reshape(shape)[:, :asked].astype("float32")
        np.minimum(lowest, counts, out=lowest)
        np.maximum(highest, counts, out=highest)

    def still_open() -> np.ndarray:
        return _open(lowest, highest, need)

    see(np.zeros(shape), exact=True)
    random = np.random.default_rng(SEED)
    stale, before = 0, still_open().sum()
    while stale < STALE and before:
        objective = random.normal(0, 1e-3, shape)
        pull = random.uniform(0, 1, (len(sizes), asked)) * still_open()
        pull *= random.choice([-1, 1], asked)
        objective[:, :asked] += inside.T @ (pull / sizes[:, None])
        see(objective, exact=False)
        left = still_open().sum()
        stale, before = (0, left) if left < before else (stale + 1, before)

    found: list[Leak] = []
    for group, column in sorted(np.argwhere(still_open()).tolist(), key=lambda at: sizes[at[0]]):
        if len(found) < enough and still_open()[group, column]:
            for sign in (1.0, -1.0):
                if still_open()[group, column]:
                    objective = np.zeros(shape)
                    objective[:, column] = sign * groups.inside[group]
                    see(objective, exact=True)
            if still_open()[group, column]:
                low, high = float(lowest[group, column]), float(highest[group, column])
                option = " or ".join(system.classes[column])
                name, size = groups.names[group], int(sizes[group])
                found.append(_leak(name, size, option, low, high, need[group, column]))
    return found


def _open(lowest: np.ndarray, highest: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Groups and classes whose facts the worlds seen so far do not yet leave open."""
    fall = lowest > need[..., 0]
    rise = highest < need[..., 1]
    return fall | rise | (highest - lowest < need[..., 2])


def _needs(
    system: Model, groups: Candidates, sizes: np.ndarray, threshold: int, known: int
) -> np.ndarray:
    """What some world must show, per group and class: a count this low, one this high, a spread."""
    out = np.zeros((len(sizes), len(system.classes), 3))
    spare = np.minimum(known, sizes - 1)[:, None]
    single = np.array([len(options) == 1 for options in system.classes])
    out[..., 0] = np.where(single, sizes[:, None] - 1 - spare, np.inf)
    out[..., 1] = np.where(single, 1 + spare, -np.inf)
    if not system.insider.any():
        spread = np.minimum(CLOSE + 1, sizes)[:, None]
        inherited = _inherited(system, groups, sizes, threshold)
        out[..., 2] = np.where(sizes[:, None] < threshold, np.minimum(spread, inherited), 0)
    return out


def _inherited(system: Model, groups: Candidates, sizes: np.ndarray, threshold: int) -> np.ndarray:
    """How far apart the counts of each group lie by the figures of one larger group alone."""
    low = np.zeros((len(sizes), len(system.classes)))
    high = np.repeat(sizes[:, None], len(system.classes), axis=1)
    whole = system.groups @ system.people
    for place in np.flatnonzero(whole >= threshold):
        part = ~(groups.inside & ~system.groups[place]).any(axis=1)
        others = (whole[place] - sizes[part])[:, None]
        low[part] = np.maximum(low[part], system.least[place] - others)
        high[part] = np.minimum(high[part], system.most[place])
    return np.floor(high) - np.ceil(low)


def _leak(name: str, size: int, option: str, low: float, high: float, need: np.ndarray) -> Leak:
    """Name the leak of a group whose exact bounds fall short of what is needed."""
    if low > need[0]:
        return Leak("everyone", name, size, option, low, high, int(size - low))
    if high < need[1]:
        return Leak("nobody", name, size, option, low, high, int(high))
    return Leak("narrow", name, size, option, low, high, 0)
