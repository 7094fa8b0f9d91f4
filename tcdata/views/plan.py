"""The succession plan: what is a unit doing about each of its skills at risk?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.plan import OPEN, STATES, latest
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import risk, scenario, units

SHOWN = {
    "all": "All",
    "undecided": "No decision",
    "overdue": "Overdue",
    "open": "To be done",
    "safe": "No longer at risk",
}
COLUMNS = [
    *("skill", "label", "critical", "at_risk", "short", "absent", "why", "decision", "owner"),
    *("due", "state", "seen", "entry", "decided", "overdue", "since", "others"),
]
FLAGS = ["critical", "at_risk", "short", "absent", "decided", "overdue"]
# The order of the plan: what is late, to be done, undecided (and of these what nobody here has
# ever held), settled, and no longer at risk.
_LATE, _TO_DO, _UNDECIDED, _ABSENT, _SETTLED, _SAFE = range(6)

Entry = Mapping[Any, Any]


def at_risk(known: pd.DataFrame) -> pd.Series:
    """Which skills of a risk register need a decision: those short now, held by one known person,
    or likely to be short at the horizon (the register's own `at_risk`)."""
    return (known["gap"] > 0) | (known["holders"] == 1) | known["at_risk"]


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
    short, absent (critical, but nobody here holds, is learning or has held it), why (text),
    decision and state (keys), owner, due (ISO text) and seen (the wave of the need; all five empty
    without a decision), entry (its number; missing without one), decided (False as well where it
    was dropped, or was done before the survey closed and the skill is at risk all the same),
    overdue, since (what became of a need of an earlier wave, as text), others (what other units
    decided, as text); flags are True or False. Late ones come first, then by due date what is to
    be done, then what nobody has decided on, in the order of the register.
    """
    counting = _records(latest(entries), [*entries])
    own = {entry["skill"]: entry for entry in counting if entry["unit"] == unit}
    others = _others([entry for entry in counting if entry["unit"] != unit], reference)
    closes = reference.waves.set_index("wave")["closes"][wave].tz_localize("UTC")
    found: list[dict[str, Any]] = [
        {
            **need,
            **_decided(need, own.get(need["skill"]), wave, closes, today),
            "others": others.get(need["skill"], ""),
        }
        for need in _needs(rows, reference, wave, unit, [*own])
    ]
    found.sort(key=_place)
    frame = pd.DataFrame(found, columns=COLUMNS)
    return frame.astype({**dict.fromkeys(FLAGS, "bool"), "entry": "Int64"})


def _records(frame: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    """The rows as plain values; faster than `to_dict` for a few rows."""
    cells = zip(*(frame[name].tolist() for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _needs(
    rows: Rows, reference: Reference, wave: str, unit: str, planned: list[str]
) -> list[dict[str, Any]]:
    """The skills at risk or planned, in the register's order: skill to why of COLUMNS."""
    known = risk.register(rows, reference, wave, unit, scenario.base(reference))
    root = reference.settings["institution"]["root_unit"]
    known = known.assign(
        at_risk=at_risk(known),
        short=known["gap"] > 0,
        absent=known["absent"] & (unit != root),  # what the whole lacks is nobody else's skill
    )
    kept = known[known["at_risk"] | known["skill"].isin(planned)]
    numbers = zip(*(kept[name].tolist() for name in ("holders", "required", "risk")), strict=True)
    needs = _records(kept, ["skill", "label", "critical", "at_risk", "short", "absent"])
    found = [
        {**need, "why": _why(*of_skill)} for need, of_skill in zip(needs, numbers, strict=True)
    ]
    gone = [skill for skill in planned if skill not in set(kept["skill"])]
    return found + _unknown(rows, reference, wave, gone, heard=len(known) > 0)


def _unknown(
    rows: Rows, reference: Reference, wave: str, skills: list[str], heard: bool
) -> list[dict[str, Any]]:
    """Planned skills that nobody in the unit knows any more, so that its register has no row."""
    if not skills:
        return []
    root = reference.settings["institution"]["root_unit"]
    needed = select(rows, "skill_required", period=wave, unit=root)
    required = dict(zip(needed["item"], needed["value"], strict=True))
    about = reference.skills.set_index("skill")[["name", "critical"]].to_dict("index")
    found = []
    for skill in skills:
        asked = heard and required.get(skill, 0) > 0
        known = about.get(skill, {"name": skill, "critical": "no"})
        found.append(
            {
                "skill": skill,
                "label": known["name"],
                "critical": known["critical"] == "yes",
                "at_risk": asked,
                "short": asked,
                "absent": False,
                "why": _why(0, required[skill], 100) if asked else f"not asked in {wave}",
            }
        )
    return found


def _why(holders: float, required: float, chance: float) -> str:
    """What is known of a skill's holders: too few, one, or the chance that they will be too few."""
    if holders == 1 and holders >= required:
        return "one known"
    said = f"{words.number(holders)} of {words.number(required)}"
    return f"{said}, {words.percent(chance)} risk" if holders >= required else said


def _decided(
    need: Entry, entry: Entry | None, wave: str, closes: pd.Timestamp, today: str
) -> dict[str, Any]:
    """What was decided about a need: decision to since of COLUMNS."""
    if entry is None:
        texts = dict.fromkeys(["decision", "owner", "due", "state", "seen", "since"], "")
        return {**texts, "entry": None, "decided": False, "overdue": False}
    done = entry["state"] == "done" and entry["decision"] != "accept"
    in_vain = done and need["at_risk"] and entry["at"] < closes
    now = "still short" if need["short"] else "still at risk"
    return {
        **{name: entry[name] for name in ("entry", "decision", "owner", "due", "state")},
        "seen": entry["wave"],
        "decided": entry["state"] != "dropped" and not in_vain,
        "overdue": entry["state"] in OPEN and entry["due"] < today,
        "since": (now if need["at_risk"] else "no longer at risk") if entry["wave"] < wave else "",
    }


def _place(row: Entry) -> tuple[int, str]:
    """Where a row stands in the plan; rows with one place keep the register's order."""
    if row["state"] in OPEN:
        return (_LATE if row["overdue"] else _TO_DO), row["due"]
    if not row["at_risk"]:
        return _SAFE, ""
    undecided = _ABSENT if row["absent"] else _UNDECIDED
    return (_SETTLED if row["decided"] else undecided), ""


def _others(entries: list[Any], reference: Reference) -> dict[str, str]:
    """Skill → what other units have decided about it: “EPS: hire, planned”."""
    names = units.short_names(reference)
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry["state"] != "dropped":
            unit = names.get(entry["unit"], entry["unit"])
            said = f"{unit}: {entry['decision']}, {STATES[entry['state']]}"
            found.setdefault(entry["skill"], []).append(said)
    return {skill: "; ".join(said) for skill, said in found.items()}


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


def seen_in(before: Entry | None, wave: str) -> str:
    """The wave of the need that a new entry is about: that of the entry `before`, until it is done
    or dropped, else the one being looked at."""
    return str(before["wave"]) if before and before["state"] in OPEN else wave
