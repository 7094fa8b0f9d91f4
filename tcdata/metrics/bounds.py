"""Change of published shares, exact or made from rounded counts, with bounds that hold for both."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.statistics import Change, share_change

ROUNDED_TO = 5  # how sensitive counts and bases are published


def published_change(rows: pd.DataFrame, rounded: pd.Series) -> Change:
    """Change of a share between two waves from its published counts.

    `rows`: columns count_1, base_1, value_1, population_1 of the first wave and the same with _2
    of the second; counts and bases in people, values in per cent. A population that is missing or
    smaller than its base is not known: its interval has no finite-population correction.
    parts_1 and parts_2 say of how many rounded figures a count is the sum.
    `rounded`: the rows whose counts and bases are rounded to ROUNDED_TO. Theirs is the difference
    as published, the lowest and the highest bound over all counts that the rounding leaves
    possible, and the largest p-value over them (1 where a possible difference has another sign).
    Returns shares, 0–1; a missing number gives a missing change. Raises ValueError as
    `share_change` does. Source: `tcdata.statistics.share_change`.
    """
    given = [rows[f"{name}_{wave}"] for wave in (1, 2) for name in ("count", "base", "population")]
    exact = _change(*given)
    if not rounded.any():
        return exact
    x1, n1, size_1, x2, n2, size_2 = (column[rounded] for column in given)
    least_1, most_1 = _possible(x1, n1, rows["parts_1"][rounded])
    least_2, most_2 = _possible(x2, n2, rows["parts_2"][rounded])
    lowest = _change(*most_1, size_1, *least_2, size_2)
    highest = _change(*least_1, size_1, *most_2, size_2)
    difference = ((rows["value_2"] - rows["value_1"])[rounded] / 100).to_numpy()
    up = np.where(lowest.difference > 0, lowest.p_value, 1.0)
    down = np.where(highest.difference < 0, highest.p_value, 1.0)
    p_value = np.where(difference > 0, up, np.where(difference < 0, down, 1.0))
    p_value = np.where(np.isnan(difference), np.nan, p_value)
    for whole, part in zip(exact, (difference, lowest.low, highest.high, p_value), strict=True):
        whole[rounded.to_numpy()] = part
    return exact


def _change(
    x1: pd.Series, n1: pd.Series, size_1: pd.Series, x2: pd.Series, n2: pd.Series, size_2: pd.Series
) -> Change:
    known_1, known_2 = size_1.where(size_1 >= n1, np.inf), size_2.where(size_2 >= n2, np.inf)
    return share_change(x1, n1, x2, n2, known_1, known_2)


def _possible(
    count: pd.Series, base: pd.Series, parts: pd.Series
) -> tuple[tuple[pd.Series, pd.Series], tuple[pd.Series, pd.Series]]:
    """The (count, base) of the smallest and of the largest share that rounding leaves possible.

    A count is never rounded up past its base, so one within a step of it may stand for everybody,
    and any part of a sum may be such a one.
    """
    half = ROUNDED_TO // 2
    fewest = base - half
    most = (count + half).where(count < base - ROUNDED_TO, fewest)
    most = most.where(parts == 1, count + (ROUNDED_TO - 1) * parts)
    least = (count - half * parts).clip(lower=0)
    return (least, base + half), (most.clip(upper=fewest), fewest)
