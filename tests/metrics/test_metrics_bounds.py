"""Bounds of changes whose counts are published rounded."""

import numpy as np
import pandas as pd

from tcdata.metrics.bounds import published_change
from tcdata.statistics import share_change


def rounded(count, base):
    """A count and its base as the gate rounds them."""
    nearest = 5 * np.floor(count / 5 + 0.5), 5 * np.floor(base / 5 + 0.5)
    return min(nearest[0], 5 * np.floor(base / 5)), nearest[1]


def test_a_rounded_change_holds_for_every_count_it_may_stand_for():
    rng = np.random.default_rng(2026)
    size = 2000
    n1, n2 = rng.integers(28, 120, size), rng.integers(28, 120, size)
    x1, x2 = rng.integers(0, n1 + 1), rng.integers(0, n2 + 1)
    shown = [
        np.array([rounded(x, n) for x, n in zip(*pair, strict=True)])
        for pair in ((x1, n1), (x2, n2))
    ]
    rows = pd.DataFrame(
        {
            f"{name}_{wave}": column
            for wave, part in enumerate(shown, 1)
            for name, column in (
                ("count", part[:, 0]),
                ("base", part[:, 1]),
                ("value", 100 * part[:, 0] / part[:, 1]),
                ("population", np.full(size, 130)),
                ("parts", np.ones(size)),
            )
        }
    )
    found = published_change(rows, pd.Series(True, index=rows.index))
    exact = share_change(x1, n1, x2, n2, 130, 130)
    assert (found.low <= exact.low + 1e-12).all()
    assert (found.high >= exact.high - 1e-12).all()
    same_way = np.sign(found.difference) == np.sign(exact.difference)
    assert (found.p_value >= exact.p_value - 1e-9)[same_way].all()
    assert (found.p_value[~same_way] == 1).all()
    assert ((found.low <= found.difference) & (found.difference <= found.high)).all()
