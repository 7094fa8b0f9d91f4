"""Which units are shown together, decided from the number of respondents and never from answers.

A block is one unit, or several units under one parent merged until every wave compared has enough
people. Looking at answers would let the choice itself tell something about them. Every sibling is
in exactly one block and blocks are packed level by level from the top, so the blocks under a
parent always add up to that parent: subtracting shown figures gives another block, never a few
people.

Packing as many blocks as possible is the bin covering problem (Assmann, Johnson, Kleitman and
Leung 1984, Journal of Algorithms 5). It is solved exactly, by dynamic programming over subsets,
for up to EXACT siblings that cannot stand alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

EXACT = 14
OWN = ".own"
JOIN = "+"


def blocks(
    units: pd.DataFrame,
    threshold: int,
    names: Mapping[str, str],
    previous: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put every unit into a block that has at least `threshold` people in every wave compared.

    `units`: one row per unit; columns unit, parent (empty at the top) and one column per wave with
    the respondents in the unit and everything under it. A missing count says that the wave did not
    ask this unit; such a wave asks nothing of a block made only of such units. A parent without a
    row of its own is the sum of its children and stands at the top. People who belong to a parent
    but to none of its children are the extra unit `<parent>.own`.
    `names`: unit id → plain short name; an id without a name is shown as itself.
    `previous`: the blocks of the edition before. Those that still have enough people are kept, or
    split further; only units without a block that holds are packed anew.

    Returns one row per unit, in the order of `units`: unit, block, parent (the block it adds up
    to, empty at the top), name. The block of a unit that stands alone has the unit's id; a merged
    block's id is its members' ids, sorted and joined by `+`. Where even the topmost level has too
    few people, block and name are empty and nothing may be shown, there and below.
    Raises ValueError when children add up to more than their parent.
    """
    counts, parents = _tree(units)
    known = {} if previous is None else _members(previous)
    found: list[tuple[str, str, str, str]] = []
    tops = [unit for unit in counts.index if not parents[unit]]
    levels: list[tuple[str, list[str], bool]] = [("", tops, True)]
    while levels:
        above, siblings, shown = levels.pop()
        packed = _pack(counts.loc[siblings], threshold, known) if shown else None
        for members in packed or [siblings]:
            block = JOIN.join(sorted(members)) if packed else ""
            name = " + ".join(_name(unit, names) for unit in members) if packed else ""
            found += [(unit, block, above if packed else "", name) for unit in members]
            children = [unit for unit in counts.index if parents[unit] in members]
            if children:
                levels.append((block, children, bool(packed)))
    out = pd.DataFrame(found, columns=["unit", "block", "parent", "name"], dtype="str")
    return out.set_index("unit").loc[list(counts.index)].reset_index()


def _name(unit: str, names: Mapping[str, str]) -> str:
    if unit.endswith(OWN):
        own = unit.removesuffix(OWN)
        return f"{names.get(own, own)} itself"
    return names.get(unit, unit)


def _tree(units: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Counts by unit (float, missing = not asked) and each unit's parent, complete and checked."""
    waves = [column for column in units if column not in {"unit", "parent"}]
    given = units["parent"].fillna("").astype("str")
    parents = dict(zip(units["unit"].astype("str"), given, strict=True))
    counts = units.set_index(units["unit"].astype("str"))[waves].astype("float64")
    for parent in [parent for parent in dict.fromkeys(parents.values()) if parent]:
        children = counts.loc[[unit for unit in counts.index if parents[unit] == parent]]
        below = children.sum(min_count=1)
        if parent not in counts.index:
            counts.loc[parent] = below
            parents[parent] = ""
            continue
        own = counts.loc[parent] - below.fillna(0)
        if (own < 0).any() or (below.gt(0) & own.isna()).any():
            raise ValueError(f"the units under {parent} add up to more people than {parent} has")
        if (own > 0).any():
            counts.loc[f"{parent}{OWN}"] = own
            parents[f"{parent}{OWN}"] = parent
    return counts, parents


def _members(previous: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Earlier block id → the units it held."""
    shown = previous[previous["block"].ne("")]
    return {str(block): frozenset(rows) for block, rows in shown.groupby("block")["unit"]}


def _holds(counts: np.ndarray, threshold: int) -> bool:
    """Whether units with these rows of counts make a block: enough people in each wave asked."""
    asked = ~np.isnan(counts).all(axis=0)
    return bool((np.nansum(counts, axis=0)[asked] >= threshold).all())


def _pack(
    counts: pd.DataFrame, threshold: int, known: Mapping[str, frozenset[str]]
) -> list[list[str]] | None:
    """Siblings as the most blocks that hold; None when they do not hold even together."""
    siblings = list(counts.index)
    if not _holds(counts.to_numpy(), threshold):
        return None
    pools = []
    for members in sorted(known.values(), key=sorted):
        pool = [unit for unit in siblings if unit in members]
        if pool and _holds(counts.loc[pool].to_numpy(), threshold):
            pools.append(pool)
    rest = [unit for unit in siblings if not any(unit in pool for pool in pools)]
    while rest and pools and not _holds(counts.loc[rest].to_numpy(), threshold):
        pools.sort(key=lambda pool: (counts.loc[pool].sum().sum(), pool))
        rest = [*rest, *pools.pop(0)]
    if rest:
        pools.append(rest)
    packed = [block for pool in pools for block in _cover(counts.loc[pool], threshold)]
    order = {unit: place for place, unit in enumerate(siblings)}
    return sorted(
        (sorted(block, key=order.__getitem__) for block in packed),
        key=lambda block: order[block[0]],
    )


def _cover(counts: pd.DataFrame, threshold: int) -> list[list[str]]:
    """Units that hold together, parted into the most blocks that each hold."""
    units = sorted(counts.index)
    if len(units) <= EXACT:
        return _best_partition(units, counts, threshold)
    alone = [unit for unit in units if _holds(counts.loc[[unit]].to_numpy(), threshold)]
    small = [unit for unit in units if unit not in alone]
    hosts = sorted(alone, key=lambda unit: (counts.loc[unit].sum(), unit))
    while hosts and small and not _holds(counts.loc[small].to_numpy(), threshold):
        small.append(hosts.pop(0))
    if len(small) <= EXACT:
        # Splitting off a unit that holds by itself never costs a block, so this stays exact.
        return [[unit] for unit in hosts] + _best_partition(sorted(small), counts, threshold)
    return _first_fit(units, counts, threshold)


def _best_partition(units: list[str], counts: pd.DataFrame, threshold: int) -> list[list[str]]:
    """The partition with most blocks, then most units alone, then blocks of most equal size."""
    values = counts.loc[units].to_numpy()
    members = (np.arange(1 << len(units))[:, None] >> np.arange(len(units))) & 1
    people = members @ np.nan_to_num(values)
    asked = (members @ ~np.isnan(values)) > 0
    holds = ((people >= threshold) | ~asked).all(axis=1)
    score = 10**15 + 10**12 * (members.sum(axis=1) == 1) - (people**2).sum(axis=1).astype("int64")
    worst = np.iinfo("int64").min // 2
    best = np.full(len(members), worst, dtype="int64")
    first = np.zeros(len(members), dtype="int64")
    best[0] = 0
    for whole in range(1, len(members)):
        lowest = whole & -whole
        parts = np.array([lowest])
        for bit in range(lowest.bit_length(), whole.bit_length()):
            if whole >> bit & 1:
                parts = np.concatenate([parts, parts | 1 << bit])
        total = np.where(holds[parts], score[parts] + best[whole ^ parts], worst)
        choice = int(total.argmax())
        best[whole], first[whole] = total[choice], parts[choice]
    out, left = [], len(members) - 1
    while left:
        out.append([unit for place, unit in enumerate(units) if first[left] >> place & 1])
        left ^= int(first[left])
    return out


def _first_fit(units: list[str], counts: pd.DataFrame, threshold: int) -> list[list[str]]:
    """Many units: the largest first, each block closed as soon as it holds."""
    order = sorted(units, key=lambda unit: (-counts.loc[unit].sum(), unit))
    out: list[list[str]] = []
    current: list[str] = []
    for unit in order:
        current = [*current, unit]
        if _holds(counts.loc[current].to_numpy(), threshold):
            out.append(current)
            current = []
    while current:
        current = [*out.pop(), *current]
        if _holds(counts.loc[current].to_numpy(), threshold):
            return [*out, current]
    return out
