"""Bounds of changes whose counts are published rounded."""

import numpy as np
import pandas as pd
import pytest

from tcdata.metrics.bounds import published_change
from tcdata.statistics import share_change


def rounded(counts, bases):
    """Counts and bases as the gate rounds them."""
    nearest = [5 * np.floor(numbers / 5 + 0.5) for numbers in (counts, bases)]
    return np.minimum(nearest[0], 5 * np.floor(bases / 5)), nearest[1]


def wave(rng, parts, size=2000):
    """Counts and bases of `size` units of so many parts, and what is published of each unit: the
    sum of its parts' rounded counts, and its rounded base."""
    n = rng.integers(28, 120, (parts, size))
    x = rng.integers(0, n + 1)
    x[:, :50] = n[:, :50]  # everybody: rounded down by up to four
    return x.sum(0), n.sum(0), rounded(x, n)[0].sum(0), rounded(x, n.sum(0))[1]


@pytest.mark.parametrize("parts", [(1, 1), (1, 2), (3, 1)])
def test_a_rounded_change_holds_for_every_count_it_may_stand_for(parts):
    rng = np.random.default_rng(2026)
    waves = [wave(rng, number) for number in parts]
    columns = {}
    for number, (_, _, count, base) in enumerate(waves, 1):
        columns |= {f"count_{number}": count, f"base_{number}": base}
        columns |= {f"value_{number}": 100 * count / base, f"parts_{number}": parts[number - 1]}
        columns |= {f"population_{number}": np.full(len(base), 400.0)}
    rows = pd.DataFrame(columns)
    found = published_change(rows, pd.Series(True, index=rows.index))
    (x1, n1, *_), (x2, n2, *_) = waves
    exact = share_change(x1, n1, x2, n2, 400, 400)
    assert (found.low <= exact.low + 1e-12).all()
    assert (found.high >= exact.high - 1e-12).all()
    same_way = np.sign(found.difference) == np.sign(exact.difference)
    assert (found.p_value >= exact.p_value - 1e-9)[same_way].all()
    assert (found.p_value[~same_way] == 1).all()
    assert ((found.low <= found.difference) & (found.difference <= found.high)).all()
