"""Which skills a unit has kept, lost and gained from one wave to the next.

Made after the gate, from the published numbers of holders: these are open, so a difference tells
nothing that they do not.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import RULE, Metric
from tcdata.metrics.units import broken_units
from tcdata.published import NOT_APPLICABLE, PROVISIONAL, metric_rows, stack
from tcdata.reference import Reference

HELD, LOST, GAINED, NEWLY_ASKED = "held", "lost", "gained", "newly asked"

METRICS = [
    Metric(
        id="skill_change",
        title="Change of skill holders",
        definition=(
            "Known holders of a skill less those of the wave before (named in the cut). The "
            "category says what became of the skill: held (holders in both), lost (none now), "
            "gained (none then), or newly asked."
        ),
        formula="later holders − earlier holders",
        unit="people more or fewer",
        numerator="the count is the holders in the later wave",
        denominator="respondents of the unit in the later wave",
        missing=(
            "[z] newly asked: the earlier wave's list did not have the skill, so there is no "
            "change; [p] while fieldwork is open; no row for a skill without a holder in either "
            "wave (newly asked ones stand at the root all the same), nor for a unit that a "
            "reorganisation changed or that has no skills in one of the waves"
        ),
        better="higher",
        sensitivity="open",
        interval=False,
        source=f"{RULE}; only people who answered are known",
        base_sensitivity="internal",
    )
]


def with_skill_changes(published: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The published rows, and after them the rows of METRICS that follow from them.

    `published` and the result have published.COLUMNS; read are `skill_holders`, and the symbol of
    `participation_rate` at the root. Each pair of consecutive waves gives rows of the later wave
    (`period`): item the skill, cut `since <earlier wave>`, category one of held, lost, gained and
    newly asked; count the later holders, value the difference. Raises nothing.
    """
    holders = published[(published["metric"] == "skill_holders") & published["value"].notna()]
    waves, provisional = waves_with_skills(published, reference)
    pairs = [
        _pair(holders, earlier, later, reference, provisional.get(later, ""))
        for earlier, later in pairwise(waves)
    ]
    return stack([published, *pairs])


def waves_with_skills(
    published: pd.DataFrame, reference: Reference
) -> tuple[list[str], dict[str, str]]:
    """The waves with known holders, oldest first, and those still open → their symbol."""
    holders = published[(published["metric"] == "skill_holders") & published["value"].notna()]
    in_order = reference.waves.sort_values("opens", kind="stable")["wave"]
    rates = published[(published["metric"] == "participation_rate") & (published["cut"] == "")]
    rates = rates[rates["unit"] == reference.settings["institution"]["root_unit"]]
    still_open = rates.loc[rates["symbol"] == PROVISIONAL, "period"]
    return in_order[in_order.isin(holders["period"])].tolist(), dict.fromkeys(
        still_open, PROVISIONAL
    )


def _pair(
    holders: pd.DataFrame, earlier: str, later: str, reference: Reference, symbol: str
) -> pd.DataFrame:
    frame_dates = reference.waves.set_index("wave")["frame_date"].to_dict()
    key = ["unit", "item"]
    before, after = (
        holders.loc[holders["period"] == wave, [*key, "base", "value"]] for wave in (earlier, later)
    )
    rows = before.drop(columns="base").merge(after, on=key, how="outer", suffixes=("_then", ""))
    in_both = set(before["unit"]) & set(after["unit"])
    broken = broken_units(reference, frame_dates[earlier], frame_dates[later])
    rows = rows[rows["unit"].isin(in_both - broken)]
    rows["base"] = rows["unit"].map(after.groupby("unit")["base"].max())
    count, then = rows["value"].fillna(0), rows["value_then"].fillna(0)
    new = rows["item"].isin(_newly_asked(reference, earlier, later))
    state = pd.Series(HELD, index=rows.index, dtype="str")
    state = state.mask(count == 0, LOST).mask(then == 0, GAINED).mask(new, NEWLY_ASKED)
    at_root = rows["unit"] == reference.settings["institution"]["root_unit"]
    found = rows.assign(
        period=later,
        category=state,
        count=count,
        value=(count - then).mask(new),
        symbol=pd.Series(symbol, index=rows.index, dtype="str").mask(new, NOT_APPLICABLE),
    )
    found = found[(count > 0) | (then > 0) | (new & at_root)]
    return metric_rows(found, "skill_change", cut=f"since {earlier}")


def _newly_asked(reference: Reference, earlier: str, later: str) -> pd.Series:
    """The skills that were first on the list after the earlier wave, up to the later one."""
    opens = reference.waves.set_index("wave")["opens"]
    first = reference.skills["first_wave"].map(opens)
    return reference.skills[(first > opens[earlier]) & (first <= opens[later])]["skill"]
