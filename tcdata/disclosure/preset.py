"""Presets: what is taken from published rows for readers inside, or outside, the institution.

`internal` leaves them as they are. `publish` follows HESA's standard rounding methodology for what
leaves the institution: every number of people, posts or FTE to the nearest 5, halves upwards; no
percentage on fewer than 22.5 people; no average on 7 or fewer. Percentages are made of the two
rounded numbers, which is stricter than HESA's own, so that nothing exact can be worked back.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.rules import FEW, HIDDEN, NEARLY_ALL, STEP, half_up
from tcdata.metrics.catalogue import PEOPLE, PER_CENT, Metric
from tcdata.published import NUMBERS
from tcdata.reference import Reference

FEWEST_IN_SHARE = 22.5
MOST_HIDDEN_IN_AVERAGE = 7
PROBABILITY = "probability"
PER_HUNDRED = "leavers per 100 people"
MADE = [PER_CENT, PER_HUNDRED]  # 100 × count ÷ base
AMOUNTS = [PEOPLE, "posts", "FTE", "answers", "people more or fewer"]
SHARES = [
    PER_CENT,
    *("per cent, weighted", "per cent expected", "percentage points", PER_HUNDRED),
]


def preset(
    rows: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
    name: str | None = None,
) -> pd.DataFrame:
    """Published rows by the preset `name`, by default that of the settings; order and rows stay.

    With `publish`: amounts (AMOUNTS), counts and bases are rounded to 5. A share is [c] on a base
    below 22.5, else 100 × rounded count ÷ rounded base; one that is not made of count and base (a
    difference, a weighted share) is rounded to whole numbers. A probability has two decimals, or
    the exact counts could be worked back from it. Anything else is [c] on a base of 7 or fewer.
    Bounds are whole numbers, rounded outwards, and missing where they are those of ≤2, ≥n−2 or a
    count. What has a symbol and no value keeps the symbol. Applying it twice changes nothing more.
    """
    name = name or str(reference.settings["disclosure"]["preset"])
    if name == "internal":
        return rows
    unit = rows["metric"].map({metric.id: metric.unit for metric in catalogue.values()})
    amount, share = unit.isin(AMOUNTS), unit.isin(SHARES)
    base, count = rows["base"], rows["count"]
    small = share & (base < FEWEST_IN_SHARE)
    small |= ~amount & ~share & (base <= MOST_HIDDEN_IN_AVERAGE)
    out = rows.assign(base=half_up(base, STEP), count=half_up(count, STEP))
    made = unit.isin(MADE) & count.notna() & rows["value"].notna()
    made &= np.isclose(rows["value"], 100 * count / base.where(base > 0))
    again = 100 * out["count"] / out["base"].where(out["base"] > 0)
    whole = np.floor(rows["value"].abs() + 0.5) * np.sign(rows["value"])
    value = rows["value"].mask(share, whole).mask(made, again)
    value = value.mask(unit == PROBABILITY, half_up(100 * rows["value"], 1) / 100)
    signed = half_up(rows["value"].abs(), STEP) * np.sign(rows["value"])
    out["value"] = value.mask(amount, signed)
    tail = rows["symbol"].isin([FEW, NEARLY_ALL]) | amount | made
    outwards = share & ~tail
    out["low"] = rows["low"].mask(outwards, np.floor(rows["low"])).mask(tail)
    out["high"] = rows["high"].mask(outwards, np.ceil(rows["high"])).mask(tail)
    told = small & (rows["value"].notna() | rows["symbol"].isin([FEW, NEARLY_ALL]))
    out[NUMBERS] = out[NUMBERS].mask(small)
    return out.assign(symbol=rows["symbol"].mask(told, HIDDEN))
