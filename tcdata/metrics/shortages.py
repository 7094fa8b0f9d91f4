"""Which skills were short of holders in one wave and are no longer so in the next.

Made after the gate, from the published numbers of holders missing: these are open, so a share of
them tells nothing that they do not.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, RULE, Metric
from tcdata.metrics.skills_change import waves_with_skills
from tcdata.metrics.units import broken_units
from tcdata.published import NOT_APPLICABLE, metric_rows, stack
from tcdata.reference import Reference

METRICS = [
    Metric(
        id="shortage_closed",
        title="Skills no longer short",
        definition=(
            "Of the skills with fewer holders than required in the wave before, and asked in both "
            "waves, those that have enough holders now."
        ),
        formula="100 × skills no longer short ÷ skills short in the wave before",
        unit=PER_CENT,
        numerator="skills of the base with as many holders as required, or more",
        denominator="skills short in the unit in the wave before and asked in both waves",
        missing=(
            "[z] where no skill was short in the wave before; [p] while fieldwork is open; a skill "
            "that nobody in the unit knows any more is still short; no row for the first wave, for "
            "a unit that a reorganisation changed, or without skills in one of the waves"
        ),
        better="higher",
        sensitivity="open",
        interval=False,
        source=f"{RULE}; only people who answered are known",
    )
]


def with_shortages(published: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The published rows, and after them the rows of METRICS that follow from them.

    `published` and the result have published.COLUMNS; read are `skill_gap` and `skill_holders`,
    and the symbol of `participation_rate` at the root. Each pair of consecutive waves gives one
    row per unit for the later one (`period`): base the skills short in the earlier wave, count
    those no longer short, value the per cent. Raises nothing.
    """
    gaps = published[(published["metric"] == "skill_gap") & published["value"].notna()]
    waves, provisional = waves_with_skills(published, reference)
    pairs = [
        _pair(gaps, earlier, later, reference, provisional.get(later, ""))
        for earlier, later in pairwise(waves)
    ]
    return stack([published, *pairs])


def _pair(
    gaps: pd.DataFrame, earlier: str, later: str, reference: Reference, symbol: str
) -> pd.DataFrame:
    key = ["unit", "item"]
    before, after = (gaps.loc[gaps["period"] == wave, [*key, "value"]] for wave in (earlier, later))
    dates = reference.waves.set_index("wave")["frame_date"].to_dict()
    units = set(before["unit"]) & set(after["unit"])
    units -= broken_units(reference, dates[earlier], dates[later])
    # The root has a row for every skill that the wave asked.
    root = reference.settings["institution"]["root_unit"]
    asked = after.loc[after["unit"] == root, "item"]
    before = before[before["unit"].isin(units) & before["item"].isin(asked)]
    both = before.merge(after, on=key, how="left", suffixes=("_then", ""))
    short = both["value_then"] > 0
    grouped = both.assign(base=short, count=short & (both["value"] == 0)).groupby("unit")
    found = grouped[["base", "count"]].sum().reset_index().assign(period=later)
    value = 100 * found["count"] / found["base"].where(found["base"] > 0)
    marks = pd.Series(symbol, index=found.index, dtype="str")
    marks = marks.mask(found["base"] == 0, NOT_APPLICABLE)
    return metric_rows(found.assign(value=value, symbol=marks), "shortage_closed")
