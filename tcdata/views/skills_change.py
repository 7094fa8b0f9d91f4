"""Which skills a unit has lost since the wave before, and how many held each then."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, periods, select
from tcdata.views.skill_counts import columns, places

LOST, NEWLY_ASKED = "lost", "newly asked"
NAMED = 3


def before(rows: Rows, wave: str) -> str:
    """The wave before `wave`; empty where there is none."""
    earlier = [period for period in periods(rows, "skill_holders") if period < wave]
    return earlier[-1] if earlier else ""


def lost(rows: Rows, wave: str, unit: str) -> list[str]:
    """The skills that had a known holder in the wave before and have none in `wave`."""
    found = select(rows, "skill_change", period=wave, unit=unit, cut=None, category=LOST)
    return found["item"].tolist()


def holders_then(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.Series:
    """Skill → its holders in the wave before, as text, for all skills of the reference.

    “not asked” where the list did not have the skill; empty texts where nothing is comparable.
    """
    listed = places(reference.skills["skill"])
    since = {"cut": f"since {before(rows, wave)}"}
    place, [now, more] = columns(
        rows, "skill_change", wave, unit, listed, "count", "value", **since
    )
    if not len(place):
        return pd.Series("", index=[*listed], dtype="str")
    then = np.zeros(len(listed))
    then[place] = np.nan_to_num(now - more)
    texts = np.array([f"{count:,.0f}" for count in then], dtype=object)
    root = reference.settings["institution"]["root_unit"]
    new, _ = columns(rows, "skill_change", wave, root, listed, category=NEWLY_ASKED, **since)
    texts[new] = "not asked"
    return pd.Series(texts, index=[*listed], dtype="str")


def sentence(found: pd.DataFrame, earlier: str) -> str:
    """The lost skills of a register by name, in Markdown; empty where there are none."""
    names = [words.plain(label) for label in found.loc[found["lost"], "label"]]
    if not names:
        return ""
    more = [f"{words.number(len(names) - NAMED)} more"] if len(names) > NAMED else []
    subject = words.counted(len(names), "skill has", "skills have")
    return (
        f" {subject} no known holder left since {words.plain(earlier)}: "
        f"{words.listed([*names[:NAMED], *more])}."
    )
