"""The attacker's unknowns and what binds them: people who no statement tells apart, and bounds.

People in exactly the same published groups are one atom: everything published is a function of
how many of each atom gave each answer, so nothing can be learnt inside an atom beyond its totals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from tcdata.disclosure.attacker_rows import COLUMNS

INSIDER = "insider"
NEAR = 1e-6
ROUNDS = 30


@dataclass(frozen=True)
class Model:
    """Unknowns, one per atom and answer class, and the bounds on their weighted sums.

    `people`: per atom; `insider`: atoms whose answers the attacker knows; `classes`: the answers
    of each class, those no statement names being one class; `groups`: published groups by atoms;
    `keys`: their issue, unit, cut and category; `matrix`, `low`, `high`: one row per bound, one
    column per unknown; `least`, `most`: groups by classes, the bounds that the figures of the
    group itself give.
    """

    people: np.ndarray
    insider: np.ndarray
    classes: list[list[str]]
    groups: np.ndarray
    keys: list[tuple[str, ...]]
    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray


def model(
    signatures: pd.DataFrame, statements: pd.DataFrame, within: pd.DataFrame, options: list[str]
) -> Model:
    """Put signatures and statements into one system of integer unknowns.

    Columns as in `attacker.attack`. Raises ValueError when a statement names an answer or a cut
    that the options or signatures do not have.
    """
    cells = list(zip(*(statements[column].tolist() for column in COLUMNS), strict=True))
    used = {cell[5] for cell in cells}
    named = [option for option in options if option in used]
    if used - set(options):
        raise ValueError(f"published, but not among the answers: {sorted(used - set(options))}")
    rest = [option for option in options if option not in used]
    classes = [[option] for option in named] + ([rest] if rest else [])

    keys = list(dict.fromkeys(cell[1:5] for cell in cells))
    selects = selector(signatures, within)
    inside = np.array([selects(key) for key in keys]).reshape(len(keys), len(signatures))
    known = [str(one) != "" for one in signatures[INSIDER]] if INSIDER in signatures else False
    patterns = np.vstack([inside, np.zeros(len(signatures), dtype=bool) | known])
    columns, atom = np.unique(patterns, axis=1, return_inverse=True)
    people = np.bincount(atom.ravel(), weights=signatures["people"].to_numpy(dtype=float))

    group_of = {key: place for place, key in enumerate(keys)}
    column_of = {option: place for place, option in enumerate(named)}
    terms: dict[object, list[tuple[int, int, float]]] = {}
    bounds: dict[object, tuple[float, float]] = {}
    for statement, issue, unit, cut, category, option, weight, low, high in cells:
        group = group_of[issue, unit, cut, category]
        terms.setdefault(statement, []).append((group, column_of[option], weight))
        bounds.setdefault(statement, (low, high))
    rows = np.zeros((len(bounds), len(people), len(classes)))
    sizes = columns[:-1] @ people
    least = np.zeros((len(keys), len(classes)))
    most = np.repeat(sizes[:, None].astype(float), len(classes), axis=1)
    for at, (statement, parts) in enumerate(terms.items()):
        for group, column, weight in parts:
            rows[at, :, column] += weight * columns[group]
        if len(parts) == 1 and parts[0][2] == 1.0:
            where, (low, high) = parts[0][:2], bounds[statement]
            least[where], most[where] = max(least[where], low), min(most[where], high)
    sums = np.kron(np.eye(len(people)), np.ones(len(classes)))
    least, most = _single_bounds(least, most, sizes)
    low, high = np.array(list(bounds.values()), dtype=float).reshape(-1, 2).T
    return Model(
        people=people,
        insider=columns[-1].astype(bool),
        classes=classes,
        groups=columns[:-1].astype(bool),
        keys=keys,
        matrix=csr_array(np.vstack([sums, rows.reshape(len(bounds), sums.shape[1])])),
        low=np.concatenate([people, low]),
        high=np.concatenate([people, high]),
        least=least,
        most=most,
    )


def tighten(system: Model) -> tuple[np.ndarray, np.ndarray] | None:
    """The lowest and highest value of each unknown by interval arithmetic alone.

    None when the bounds contradict one another. Never cuts off a possible value.
    """
    coo = system.matrix.tocoo()
    row, column, weight = coo.row, coo.col, coo.data
    lower = np.zeros(system.matrix.shape[1])
    upper = np.repeat(system.people, len(system.classes))
    up = weight > 0
    for _ in range(ROUNDS):
        least = np.where(up, weight * lower[column], weight * upper[column])
        most = np.where(up, weight * upper[column], weight * lower[column])
        total_least = np.bincount(row, least, len(system.low))
        total_most = np.bincount(row, most, len(system.low))
        if (total_least > system.high + NEAR).any() or (total_most < system.low - NEAR).any():
            return None
        room_up = (system.high[row] - (total_least[row] - least)) / weight
        room_down = (system.low[row] - (total_most[row] - most)) / weight
        new_upper, new_lower = upper.copy(), lower.copy()
        np.minimum.at(new_upper, column, np.floor(np.where(up, room_up, room_down) + NEAR))
        np.maximum.at(new_lower, column, np.ceil(np.where(up, room_down, room_up) - NEAR))
        if (new_lower > new_upper).any():
            return None
        if (new_lower == lower).all() and (new_upper == upper).all():
            break
        lower, upper = new_lower, new_upper
    return lower, upper


def label(key: tuple[str, ...]) -> str:
    """A published group in words."""
    issue, unit, cut, category = key
    return " ".join(part for part in [issue, unit or "everyone", cut, category] if part)


def selector(
    signatures: pd.DataFrame, within: pd.DataFrame
) -> Callable[[tuple[str, ...]], np.ndarray]:
    """A function from a published group's key to which signatures it counts.

    A key is issue, unit, cut and category. The function raises ValueError when the signatures do
    not have the cut.
    """
    issues = [str(each).split(";") for each in signatures["issues"].tolist()]
    units = signatures["unit"].tolist()
    below: dict[str, set[str]] = {}
    for one, above in zip(within["unit"].tolist(), within["ancestor"].tolist(), strict=True):
        below.setdefault(above, set()).add(one)
    counted: dict[str, np.ndarray] = {}

    def selects(key: tuple[str, ...]) -> np.ndarray:
        issue, unit, cut, category = key
        if issue not in counted:
            counted[issue] = np.array([issue in each for each in issues], dtype=bool)
        chosen = counted[issue]
        if unit:
            parts = below.get(unit, set()) | {unit}
            chosen = chosen & np.array([one in parts for one in units], dtype=bool)
        if cut:
            if cut not in signatures:
                raise ValueError(f"published by {cut}, but the signatures do not have it")
            chosen = chosen & signatures[cut].eq(category).to_numpy(dtype=bool)
        return chosen

    return selects


def _single_bounds(
    least: np.ndarray, most: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Groups by classes: the bounds of each class, sharpened by those of the other classes."""
    others_most = most.sum(axis=1, keepdims=True) - most
    others_least = least.sum(axis=1, keepdims=True) - least
    size = sizes[:, None]
    return np.maximum(least, size - others_most), np.minimum(most, size - others_least)
