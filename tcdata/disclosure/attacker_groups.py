"""The groups of people an attacker looks at: what published groups are, share and leave over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tcdata.disclosure.attacker_model import Model, label

NAMED = 3


@dataclass(frozen=True)
class Candidates:
    """Groups by atoms (true where the atom is in the group), without the insider, and names."""

    inside: np.ndarray
    names: list[str]


def candidate_groups(system: Model) -> Candidates:
    """Every atom, published group, overlap of two, one without another, and remainder.

    Each set of people once, under the first name it was found by; no empty ones.
    """
    found: dict[bytes, tuple[np.ndarray, str]] = {}
    for group, name in _all(system):
        people = group & ~system.insider
        if people.any():
            found.setdefault(np.packbits(people).tobytes(), (people, name))
    inside = np.array([people for people, _ in found.values()])
    names = [name for _, name in found.values()]
    return Candidates(inside.reshape(len(names), len(system.people)), names)


def _all(system: Model) -> Iterator[tuple[np.ndarray, str]]:
    groups, names = system.groups, [label(key) for key in system.keys]
    yield from zip(groups, names, strict=True)
    sizes = groups @ system.people
    for atom in range(len(system.people)):
        around = sorted(np.flatnonzero(groups[:, atom]), key=lambda group: sizes[group])
        inner = " & ".join(names[group] for group in around[:NAMED])
        yield np.arange(len(system.people)) == atom, f"in the same groups: {inner or 'none'}"
    yield from _remainders(system, names)
    for one, name in enumerate(names):
        without = groups[one] & ~groups
        for other in np.flatnonzero((groups[one] & groups).any(axis=1)):
            yield without[other], f"{name} without {names[other]}"
            if other < one:
                yield groups[one] & groups[other], f"{name} & {names[other]}"


def _remainders(system: Model, names: list[str]) -> Iterator[tuple[np.ndarray, str]]:
    """Each group without all published units below it, or without all categories of one cut."""
    families: dict[tuple[str, ...], list[int]] = {}
    for place, (issue, unit, cut, _) in enumerate(system.keys):
        families.setdefault((issue, cut, unit if cut else ""), []).append(place)
    for whole, group in enumerate(system.groups):
        for (_, cut, _), members in families.items():
            parts = system.groups[members]
            below = ~(parts & ~group).any(axis=1) & (group & ~parts).any(axis=1)
            if below.any():
                rest = group & ~parts[below].any(axis=0)
                yield rest, f"{names[whole]} without all its parts by {cut or 'unit'}"
