"""The case for a role: which skills are at risk, since when, how sure, and what each option does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import risk, skills, skills_change, units
from tcdata.views.scenario import Scenario

MOST_NAMED = 3  # places named where a skill is held elsewhere


class Option(NamedTuple):
    """What can be done: its name, and the people it adds for each chosen skill."""

    name: str
    short: str
    hires: int
    trainees: int


ACCEPT = Option("Accept the risk", "accept", 0, 0)
TRAIN = Option("Train a colleague", "train one", 0, 1)
APPRENTICE = "Take on an apprentice"
HIRE = Option("Hire one person", "hire one", 1, 0)
BOTH = Option("Hire one and train one", "hire and train", 1, 1)
SHARE = "Share with another unit"
SCORED = (ACCEPT, TRAIN, HIRE, BOTH)  # a colleague and an apprentice in training count alike


def thinnest(rows: Rows, reference: Reference, wave: str, unit: str, given: Scenario) -> list[str]:
    """The three skills of a unit with the highest scores: what a case starts from."""
    return risk.register(rows, reference, wave, unit, given)["skill"].head(3).tolist()


def named(reference: Reference, given: str) -> str:
    """The skill meant by an id or a name, in any case; raises ValueError with a sentence."""
    listed = reference.skills
    wanted = given.strip().casefold()
    found = listed[
        (listed["skill"].str.casefold() == wanted) | (listed["name"].str.casefold() == wanted)
    ]
    if found.empty:
        raise ValueError(f"There is no skill “{given}” in the list of skills.")
    return str(found["skill"].iloc[0])


def evidence(
    rows: Rows, reference: Reference, wave: str, unit: str, given: Scenario, chosen: Sequence[str]
) -> pd.DataFrame:
    """One row per chosen skill of the unit's register, highest score first.

    Columns: those of `risk.register`, and of (skills in that register), since (since when it is
    short, in words), nearest (who else holds it, in words).
    """
    register = risk.register(rows, reference, wave, unit, given)
    found = register[register["skill"].isin([*chosen])]
    earlier = skills_change.before(rows, wave)
    return found.assign(
        of=len(register),
        since=[
            _since(held, need, then, lost, earlier)
            for held, need, then, lost in zip(
                found["holders"], found["required"], found["then"], found["lost"], strict=True
            )
        ],
        nearest=[nearest(rows, reference, wave, unit, skill) for skill in found["skill"]],
    ).reset_index(drop=True)


def _since(held: float, need: float, then: str, lost: bool, earlier: str) -> str:
    """Since when fewer hold a skill than required, as far as the wave before tells."""
    if lost:
        return f"last known holder gone since {earlier}"
    if held != held or held >= need:
        return "enough holders now"
    if not then:
        return "short now; no earlier survey to compare with"
    if then == "not asked":
        return f"short now; not asked in {earlier}"
    if float(then.replace(",", "")) < need:
        return f"short already in {earlier}"
    return f"short since {earlier}"


def nearest(rows: Rows, reference: Reference, wave: str, unit: str, skill: str) -> str:
    """Where else a skill is held, with its holders: units of the same faculty, then the others."""
    date = str(reference.waves.set_index("wave").loc[wave, "frame_date"].date())
    root = reference.settings["institution"]["root_unit"]
    parent = reference.organisation.drop_duplicates("unit").set_index("unit")["parent"].to_dict()
    above = [unit]
    while above[-1] in parent and parent[above[-1]]:
        above.append(parent[above[-1]])
    beside = units.schools(reference, above[1], date) if len(above) > 1 else []
    others = units.faculties(reference, date)[1:] if unit != root else []
    held = select(rows, "skill_holders", item=skill, period=wave).set_index("unit")["value"]
    held = held[held > 0]
    names = units.short_names(reference)
    found = [
        f"{names[one_unit]} {words.number(held[one_unit])}"
        for group in (beside, others)
        for one_unit in sorted(group, key=lambda name: -held.get(name, 0.0))
        if one_unit in held and one_unit not in above
    ]
    return ", ".join([*found[:MOST_NAMED], *(["others"] if len(found) > MOST_NAMED else [])])


def options(
    rows: Rows, reference: Reference, wave: str, unit: str, given: Scenario, chosen: Sequence[str]
) -> pd.DataFrame:
    """One row per chosen skill and option of SCORED: the register re-scored with its people.

    Columns: skill, label, option, short, missing (holders missing at once), risk, risk_low,
    risk_high (per cent: too few at the horizon), score, rank. The people of an option are added
    for every chosen skill to those that the scenario plans already.
    """
    parts = []
    for option in SCORED:
        planned = given._replace(
            hires=given.hires + option.hires,
            trainees=given.trainees + option.trainees,
            skills=given.skills or tuple(chosen),
        )
        register = risk.register(rows, reference, wave, unit, planned)
        found = register[register["skill"].isin([*chosen])]
        parts.append(found.assign(option=option.name, short=option.short, missing=found["gap"]))
    columns = ["skill", "label", "option", "short", "missing", "risk", "risk_low", "risk_high"]
    return pd.concat(parts)[[*columns, "score", "rank"]].reset_index(drop=True)


def effects(scored: pd.DataFrame, known: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """What each of the options does for the case: Option, and Effect in words.

    A skill counts as safe where its chance of too few is below `at_risk_percent` of the settings.
    """
    few = float(reference.settings["skills"]["at_risk_percent"])
    done = {option: _effect(scored, option, few) for option in SCORED}
    ends = dict.fromkeys(words.number(end) for end in known["months"].agg(["min", "max"]).dropna())
    able_after = f"; able after {' to '.join(ends)} months" if ends else ""
    held = [
        f"{label}: {where}" if where else f"{label}: nobody else"
        for label, where in zip(known["label"], known["nearest"], strict=True)
    ]
    return pd.DataFrame(
        [
            (TRAIN.name, done[TRAIN] + able_after),
            (APPRENTICE, "The same, and adds a person to the team" + able_after),
            (HIRE.name, done[HIRE]),
            (BOTH.name, done[BOTH]),
            (SHARE, f"Known holders elsewhere. {'; '.join(held)}"),
            (ACCEPT.name, done[ACCEPT]),
        ],
        columns=["Option", "Effect"],
    )


def _effect(scored: pd.DataFrame, option: Option, few: float) -> str:
    """How many skills an option makes safe, and the mean score it leaves."""
    found = scored[scored["option"] == option.name]
    score = f"mean score {words.number(found['score'].mean())}"
    if found["risk"].isna().all():
        return f"The chance of too few is not known; {score}"
    safe = int((found["risk"] < few).sum())
    return f"{safe or 'none'} of {len(found)} safe; {score}".capitalize()


def finding(rows: Rows, reference: Reference, wave: str, unit: str, known: pd.DataFrame) -> str:
    """The case in Markdown: which skills have too few holders, and since when."""
    root = reference.settings["institution"]["root_unit"]
    name = "The University" if unit == root else words.plain(units.short_names(reference)[unit])
    if known.empty:
        return f"**None of these skills is in the register of {name} for {words.plain(wave)}.**"
    short = known[known["gap"] > 0]
    if short.empty:
        few = words.counted(len(known), "skill")
        return f"**{name} has enough known holders of {few} in this case today.**"
    told = [
        f"{words.plain(label)} ({words.number(held)} of {words.number(need)})"
        for label, held, need in zip(
            short["label"], short["holders"], short["required"], strict=True
        )
    ]
    counted = words.counted(len(short), "skill")
    sentence = f"**{name} has too few known holders of {counted}: {words.listed(told)}.**"
    lost = short[short["lost"]]["label"]
    if len(lost):
        since = words.plain(skills_change.before(rows, wave))
        labels = words.listed([words.plain(label) for label in lost])
        sentence += f" {labels} still had one in {since}."
    return sentence


def sure(rows: Rows, reference: Reference, wave: str, unit: str, known: pd.DataFrame) -> str:
    """How sure the case is, in Markdown: the leaving rate, the places' range, people unheard."""
    said = []
    rates = risk.rates(rows, reference, wave, unit)
    if rates is None:
        said.append("No leaving rate can be told yet, so the chance of too few is not known.")
    else:
        one = rates.whole
        where = words.plain(_whole_name(reference, one.unit))
        value, low, high = (words.number(100 * share, 1) for share in one[:3])
        said.append(
            f"The chances rest on the leaving rate of {where}: {value} % a year, 95 % interval "
            f"{low} to {high} % ({words.number(one.count)} leavers out of "
            f"{words.number(one.base)}, the people of each year added up)."
        )
    moved = int((known["rank_low"] != known["rank_high"]).sum())
    horizons, leaving = risk.RANGE_HORIZONS, risk.RANGE_LEAVING
    over = (
        f"over horizons of {horizons[0]} to {horizons[-1]} months and leaving rates from "
        f"{words.number(leaving[0], 1)} to {words.number(leaving[-1], 1)} times the observed one"
    )
    counted = words.counted(len(known), "skill")
    if moved:
        said.append(f"{moved} of {counted} would change place in the register {over}.")
    else:
        said.append(f"None of the {counted} would change place in the register {over}.")
    shown = units.shown_as(rows, "participation_rate", wave, unit)
    return " ".join([*said, skills.unheard(rows, wave, shown).strip()]).strip()


def _whole_name(reference: Reference, unit: str) -> str:
    root = reference.settings["institution"]["root_unit"]
    return "the whole University" if unit == root else units.short_names(reference)[unit]
