"""The succession plan: what is a unit doing about each of its skills at risk?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.plan import OPEN, STATES, latest
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import skills, units

SHOWN = {
    "all": "All",
    "undecided": "No decision",
    "overdue": "Overdue",
    "open": "To be done",
    "safe": "No longer at risk",
}
# Where a row of the plan stands: what is late, what is under way, what is open, what is settled.
_OVERDUE, _RUNNING, _UNDECIDED, _SETTLED, _SAFE = range(5)


def register(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """The skills of a unit, most pressing first; see `views.skills.register`."""
    return skills.register(rows, reference, wave, unit)


def at_risk(found: pd.DataFrame) -> pd.Series:
    """Which skills of a register need a decision: short now, or held by one known person."""
    return (found["gap"] > 0) | (found["holders"] == 1)


def plan(
    rows: Rows,
    reference: Reference,
    wave: str,
    unit: str,
    entries: pd.DataFrame,
    today: str,
) -> pd.DataFrame:
    """One row per skill of `unit` that is at risk in `wave` or has been decided about.

    `entries` as tcdata.plan.COLUMNS, `today` as ISO text. Columns: skill, label, critical, at_risk,
    short (both True or False), why (text), decision and state (keys; empty without a decision),
    owner, due (ISO text; empty), seen (the wave of the need), entry (missing without one), decided
    (False as well where it was dropped), overdue, since (what became of a need of an earlier wave,
    as text), others (what other units decided, as text). Late ones come first, then by due date
    what is to be done, then what nobody has decided on, in the order of the register.
    """
    known = register(rows, reference, wave, unit)
    counting = latest(entries)
    own = counting[counting["unit"] == unit].set_index("skill")
    found = _skills(known, own, rows, reference, wave, unit)
    for column in ("decision", "owner", "due", "state"):
        found[column] = own[column].reindex(found.index).fillna("")
    found["seen"] = own["wave"].reindex(found.index).fillna("")
    found["entry"] = own["entry"].reindex(found.index)
    found["decided"] = (found["decision"] != "") & (found["state"] != "dropped")
    to_do = found["state"].isin(OPEN)
    found["overdue"] = to_do & (found["due"] < today)
    found["since"] = _since(found, wave)
    found["others"] = _others(counting[counting["unit"] != unit], reference).reindex(found.index)
    found["others"] = found["others"].fillna("")
    place = pd.Series(_UNDECIDED, index=found.index)
    place = place.mask(found["decided"], _SETTLED).mask(to_do, _RUNNING)
    place = place.mask(~found["at_risk"] & ~to_do, _SAFE).mask(found["overdue"], _OVERDUE)
    due = found["due"].where(to_do, "")
    ordered = found.assign(place=place, by=due, rank=range(len(found)))
    return (
        ordered.sort_values(["place", "by", "rank"])
        .drop(columns=["place", "by", "rank"])
        .rename_axis("skill")
        .reset_index()
    )


def _skills(
    known: pd.DataFrame,
    own: pd.DataFrame,
    rows: Rows,
    reference: Reference,
    wave: str,
    unit: str,
) -> pd.DataFrame:
    """The plan's skills (the index), with label, critical, at_risk, short and why."""
    risky = at_risk(known)
    kept = known[risky | known["skill"].isin(own.index)].set_index("skill")
    found = pd.DataFrame(
        {
            "at_risk": at_risk(kept),
            "short": kept["gap"] > 0,
            "why": [
                _why(holders, required, single)
                for holders, required, single in zip(
                    kept["holders"], kept["required"], kept["holders"] == 1, strict=True
                )
            ],
        },
        index=kept.index,
    )
    # Nobody in the unit knows these any more, so the register has no row of them.
    gone = own.index.difference(kept.index, sort=False)
    opens = reference.waves.set_index("wave")["opens"]
    first = reference.skills.set_index("skill")["first_wave"].map(opens)
    asked = (first.reindex(gone) <= opens.get(wave)) & (len(known) > 0)
    root = reference.settings["institution"]["root_unit"]
    needed = select(rows, "skill_required", period=wave, unit=root).set_index("item")["value"]
    more = pd.DataFrame({"at_risk": asked, "short": asked}, index=gone)
    more["why"] = [
        _why(0, required, False) if told else f"not asked in {wave}"
        for required, told in zip(needed.reindex(gone), asked, strict=True)
    ]
    found = pd.concat([found, more]) if len(more) else found
    about = reference.skills.set_index("skill")
    found["label"] = about["name"].reindex(found.index).fillna(pd.Series(found.index, found.index))
    found["critical"] = about["critical"].reindex(found.index) == "yes"
    return found


def _why(holders: float, required: float, single: bool) -> str:
    said = f"{words.number(holders)} of {words.number(required)} holders"
    return "one known holder" if single and holders >= required else said


def _since(found: pd.DataFrame, wave: str) -> pd.Series:
    """What became of the needs seen in an earlier wave, in words; empty for the others."""
    carried = (found["seen"] != "") & (found["seen"] < wave)
    now = pd.Series("no longer at risk", index=found.index).mask(found["at_risk"], "still at risk")
    return now.mask(found["short"], "still short").where(carried, "")


def _others(counting: pd.DataFrame, reference: Reference) -> pd.Series:
    """Skill → what other units have decided about it: “EPS: hire, planned”."""
    names = units.short_names(reference)
    kept = counting[counting["state"] != "dropped"]
    texts = [
        f"{names.get(unit, unit)}: {decision}, {STATES[state]}"
        for unit, decision, state in zip(kept["unit"], kept["decision"], kept["state"], strict=True)
    ]
    return pd.Series(texts, index=kept["skill"], dtype="str").groupby(level=0).agg("; ".join)


def chosen(found: pd.DataFrame, shown: str) -> pd.DataFrame:
    """The plan's rows of one kind (keys of SHOWN)."""
    keep = {
        "all": pd.Series(True, index=found.index),
        "undecided": found["at_risk"] & ~found["decided"],
        "overdue": found["overdue"],
        "open": found["state"].isin(OPEN),
        "safe": ~found["at_risk"],
    }[shown]
    return found[keep]


def last(entries: pd.DataFrame, unit: str, skill: str) -> dict[str, Any] | None:
    """The entry of a unit and skill that counts, as tcdata.plan.COLUMNS; None without one."""
    own = entries[(entries["unit"] == unit) & (entries["skill"] == skill)]
    return None if own.empty else {**latest(own).iloc[-1]}


def seen_in(before: Mapping[str, Any] | None, wave: str) -> str:
    """The wave of the need that a new entry is about: that of the entry `before`, until it is done
    or dropped, else the one being looked at."""
    return str(before["wave"]) if before and before["state"] in OPEN else wave
