"""Which hidden figures the figures shown pin down all the same, exactly.

Every number that is not shown as it is is an unknown of an integer programme, bound by what its
mark tells and by all sums it stands in. Whoever subtracts over several levels and answers at once
finds no more than its solver does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

SPARE = 2
"""A number must be able to be this far from nobody, and from everybody: one may know oneself."""
SECONDS = 20.0
NEAR = 1e-6

Array = np.ndarray


def pinned(cells: pd.DataFrame, sums: pd.DataFrame) -> pd.Index:
    """The hidden cells of which follows that nobody, or everybody, gave the answer but for one.

    `cells`: one row per figure; columns count and base (people), low and high (what is told of the
    count, equal where it is exact) and asked (false: need not be protected). `sums`: columns row
    (the index of a cell), sum (numbered from 0) and sign: over the cells of a sum, sign × count
    adds up to what everybody knows. Returns index labels of `cells`.
    """
    free = (cells["high"] > cells["low"]).to_numpy()
    count, base = (cells[column].to_numpy(dtype="float64") for column in ("count", "base"))
    at_risk = free & cells["asked"].to_numpy() & ((count < SPARE) | (count > base - SPARE))
    at_risk &= base >= 2 * SPARE  # of fewer people one of the two always follows
    if not at_risk.any() or sums.empty:
        return cells.index[:0]
    place = cells.index.get_indexer(pd.Index(sums["row"]))
    binds = free[place]
    column = np.cumsum(free) - 1
    shape = (int(sums["sum"].max()) + 1, int(free.sum()))
    matrix = csr_array(
        coo_array(
            (
                sums["sign"].to_numpy(dtype="float64")[binds],
                (sums["sum"].to_numpy()[binds], column[place[binds]]),
            ),
            shape=shape,
        )
    )
    # What the exact cells of a sum leave for the others.
    rest = matrix @ count[free]
    low, high = (cells[name].to_numpy(dtype="float64")[free] for name in ("low", "high"))
    wanted = at_risk[free]
    few = wanted & (count[free] < SPARE)
    need = np.where(few, SPARE, base[free] - SPARE)
    _, part = connected_components(matrix.T @ matrix, directed=False)
    found = np.zeros(shape[1], dtype=bool)
    for one in np.unique(part[wanted]):
        here = np.flatnonzero(part == one)
        bound = matrix[:, here]
        rows = np.flatnonzero(np.diff(bound.indptr))
        found[here] = _pinned(
            *(bound[rows], rest[rows], low[here], high[here]),
            *(wanted[here], few[here], need[here]),
        )
    return cells.index[free][found]


def _pinned(
    matrix: csr_array,
    rest: Array,
    low: Array,
    high: Array,
    wanted: Array,
    few: Array,
    need: Array,
) -> Array:
    """Which `wanted` unknowns of one system cannot be as large (`few`) or as small as needed."""
    still = wanted.copy()
    pull = np.where(few, -1.0, 1.0)
    found = np.zeros(len(low), dtype=bool)
    while still.any():
        first = int(np.flatnonzero(still)[0])
        least, most = low.copy(), high.copy()
        if few[first]:
            least[first] = need[first]
        else:
            most[first] = need[first]
        numbers = None
        if (least <= most).all():
            numbers = _world(matrix, rest, least, most, np.where(still, pull, 0.0))
        if numbers is None:
            found[first], still[first] = True, False
            continue
        still &= ~np.where(few, numbers >= need, numbers <= need)
    return found


def _world(
    matrix: csr_array, rest: Array, low: Array, high: Array, objective: Array
) -> Array | None:
    """Whole numbers that keep every sum and bound, with about the least objective; None if none.

    None also where the solver finds none: then the figure counts as pinned down.
    """
    given = milp(
        objective,
        integrality=np.ones(len(low)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, rest, rest),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.2},
    )
    if given.x is None:
        return None
    numbers = np.round(given.x)
    kept = (np.abs(matrix @ numbers - rest) < NEAR).all()
    return numbers if kept and (numbers >= low).all() and (numbers <= high).all() else None
