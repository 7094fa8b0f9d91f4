"""The case for a role: which skills are at risk, since when, how sure, what each option does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows
from tcdata.views import one_skill, risk, risk_said, skills, skills_change, units
from tcdata.views.scenario import Scenario

FIRST = 3  # skills that a case starts from
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
    """The skills of a unit with the highest scores: what a case starts from."""
    return risk.register(rows, reference, wave, unit, given)["skill"].head(FIRST).tolist()


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
    rows: Rows,
    reference: Reference,
    wave: str,
    unit: str,
    register: pd.DataFrame,
    chosen: Sequence[str],
) -> pd.DataFrame:
    """One row per chosen skill of `register` (of `tcdata.views.risk`), highest score first.

    Columns: those of `risk.register`, but gap is what is missing today, before anybody whom the
    scenario plans to hire; and of (skills in that register), since (since when it is short, in
    words), nearest (who else holds it, in words; empty for the whole University).
    """
    whole = unit == reference.settings["institution"]["root_unit"]
    found = register[register["skill"].isin([*chosen])]
    earlier = skills_change.before(rows, wave)
    return found.assign(
        gap=(found["required"] - found["holders"]).clip(lower=0),
        of=len(register),
        since=[
            _since(held, need, then, lost, earlier)
            for held, need, then, lost in zip(
                found["holders"], found["required"], found["then"], found["lost"], strict=True
            )
        ],
        nearest=[
            "" if whole else _nearest(rows, reference, wave, unit, skill)
            for skill in found["skill"]
        ],
    ).reset_index(drop=True)


def _since(held: float, need: float, then: str, lost: bool, earlier: str) -> str:
    """Since when fewer hold a skill than required, as far as the wave before tells."""
    if lost:
        return f"nobody left since {earlier}"
    if held != held or held >= need:
        return "enough now"
    if not then:
        return "short; no survey before"
    if then == "not asked":
        return f"short; not asked in {earlier}"
    if float(then.replace(",", "")) < need:
        return f"short already in {earlier}"
    return f"short since {earlier}"


def _nearest(rows: Rows, reference: Reference, wave: str, unit: str, skill: str) -> str:
    """Who else holds a skill, the nearest first, with their holders; empty where nobody does."""
    found = one_skill.elsewhere(rows, reference, wave, unit, skill).head(MOST_NAMED)
    return ", ".join(
        f"{where} {words.number(held)}"
        for where, held in zip(found["Where"], found["Holders"], strict=True)
    )


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
    table = pd.concat(parts)[[*columns, "score", "rank"]]
    order = {skill: place for place, skill in enumerate(parts[0]["skill"])}
    return table.sort_values(
        "skill", key=lambda skill: skill.map(order), kind="stable"
    ).reset_index(drop=True)


def finding(rows: Rows, reference: Reference, wave: str, unit: str, known: pd.DataFrame) -> str:
    """The case in Markdown: which skills have too few holders, and since when."""
    name = words.plain(units.called(reference, unit))
    if known.empty:
        return f"**No skill of {name} is chosen, so there is no case to make.**"
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
    lost = short[short["lost"]]
    if len(lost):
        held = [
            f"{words.plain(label)} (by {then})"
            for label, then in zip(lost["label"], lost["then"], strict=True)
        ]
        since = words.plain(skills_change.before(rows, wave))
        sentence += f" Still held in {since}: {words.listed(held)}."
    return sentence


def sure(rows: Rows, reference: Reference, wave: str, unit: str, known: pd.DataFrame) -> str:
    """How sure the case is, in Markdown: the leaving rate, the places' range, skills that only the
    rule asks for, people unheard."""
    said = [risk_said.rate_said(rows, reference, wave, unit)]
    moved = int((known["rank_low"] != known["rank_high"]).sum())
    horizons, leaving = risk.RANGE_HORIZONS, risk.RANGE_LEAVING
    over = (
        f"over horizons of {horizons[0]} to {horizons[-1]} months and leaving rates from "
        f"{words.number(leaving[0], 1)} to {words.number(leaving[-1], 1)} times the observed one"
    )
    if len(known) == 1:
        said.append(
            f"The skill would {'change' if moved else 'keep its'} place in the register {over}."
        )
    else:
        who = f"{moved} of {len(known)}" if moved else f"None of the {len(known)}"
        said.append(f"{who} skills would change place in the register {over}.")
    absent = known[known["absent"] & (known["gap"] > 0)]["label"]
    if len(absent):
        labels = words.listed([words.plain(label) for label in absent])
        said.append(
            f"{labels}: held, being learnt or once held by nobody here; such skills stand last in "
            "the register, whatever their score."
        )
    return " ".join([*said, skills.unheard(rows, reference, wave, unit).strip()]).strip()
