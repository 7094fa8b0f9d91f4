"""Between which bounds the share of everybody asked lies, of whom not everybody answered.

Made after the gate, from published figures alone: a share's count, its respondents and the people
asked. So bounds tell nothing that these do not, and always agree with them.
"""

from __future__ import annotations

import pandas as pd

from tcdata.metrics.change import population
from tcdata.reference import Reference
from tcdata.statistics import exact_interval

BOUNDED = ["answer_share", "answer_favourable"]


def with_share_bounds(published: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The published rows, in their order, with `low` and `high` of shares of answers filled in.

    `published` and the result have published.COLUMNS. Filled are `answer_share` and
    `answer_favourable` out of all respondents (no breakdown by kind) that have a value: the exact
    95 % interval, in per cent of the people asked, as `participation_rate` tells their number. None
    is made where that number is not published or is smaller than the respondents, nor for a
    sensitive question, whose counts are rounded; bounds of a hidden count stay. Raises nothing.
    Source: `tcdata.statistics.exact_interval`.
    """
    questions = reference.questions
    rounded = questions[questions["sensitivity"] == "sensitive"]["question"]
    wanted = published["metric"].isin(BOUNDED) & published["cut"].isin(["", "option"])
    wanted &= published["value"].notna() & ~published["item"].isin(rounded)
    rates = published[(published["metric"] == "participation_rate") & (published["cut"] == "")]
    parts = [published[~wanted]]
    for wave, rows in published[wanted].groupby("period", sort=False):
        people = population(rows["unit"], rates[rates["period"] == wave])
        low, high = exact_interval(
            rows["count"], rows["base"], people.where(people >= rows["base"])
        )
        parts.append(rows.assign(low=100 * low, high=100 * high))
    return pd.concat(parts).sort_index()
