"""A unit's briefing for a faculty's executive committee: two pages, all from one edition.

The sentences are those of the pages, the pictures show what the pages' figures show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.reports import about, pictures
from tcdata.reports.blocks import (
    Block,
    Document,
    Heading,
    Note,
    Pictures,
    Said,
    Table,
    explained,
)
from tcdata.reports.case import score_said
from tcdata.rows import Rows
from tcdata.views import (
    change,
    change_picture,
    forecast,
    moves,
    participation,
    risk,
    risk_said,
    scenario,
    skills,
    skills_change,
    standing,
    units,
    workforce,
)

POINTS = 10.0
SKILLS_SHOWN, QUESTIONS_SHOWN, MOST_BARS = 6, 6, 7
# Of the register's columns; the case for a role has the others, and here two pages are enough.
COLUMNS = ["Skill", "Holders", "Required", "Chance of too few", "Score", "Learning"]


def content(rows: Rows, unit: str, reference: Reference, edition: Mapping[str, Any]) -> Document:
    """The briefing of a unit as blocks, from the published rows of one edition."""
    name = about.names([unit], reference)[unit]
    blocks = [
        *_targets(rows, reference, unit),
        *_headcount(rows, reference, unit),
        *_participation(rows, reference, unit),
        *_skills(rows, reference, unit),
        *_change(rows, reference, unit),
    ]
    title = f"{name}: technicians in brief"
    return about.document(title, explained(blocks), POINTS, reference, edition)


def _targets(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    whole = unit == reference.settings["institution"]["root_unit"]
    beside = "" if whole else ", with the figures of the whole University beside them"
    return [
        Heading("How do we stand against the action plan?"),
        Table(standing.table(rows, reference, unit), f"Success measures{beside}"),
    ]


def _headcount(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    extracts = workforce.extracts(rows)
    heading = Heading("How many technicians are there, and where?")
    if not extracts:
        return [heading, Said("No workforce extract has been published.")]
    latest, name = extracts[0], units.short_names(reference)[unit]
    shown = []
    for view in ("units", "grade", "contract_type"):
        found = workforce.picture(rows, reference, unit, latest, "headcount", view)
        if len(found) > 1:
            headline = workforce.headline(view, found, name, "headcount")
            shown.append((_without(name, headline), _largest(found)))
    return [
        heading,
        Said(workforce.finding(rows, reference, unit, latest)),
        Said(words.plain(moves.finding(moves.flows(rows, unit), latest)) + "."),
        Pictures(pictures.side_by_side(shown[:2])),
        Note(workforce.METHOD),
    ]


def _without(name: str, headline: str) -> str:
    """A page's headline without the unit's name, which a document has in its title."""
    said = headline.removeprefix(f"{name}: ")
    return said[0].upper() + said[1:]


def _largest(found: pd.DataFrame) -> pd.DataFrame:
    """The bars in their order, all but the largest added up as one where there are too many."""
    if len(found) <= MOST_BARS or found["value"].isna().any():
        return found
    keep = found["value"].nlargest(MOST_BARS - 1).index
    rest = found.drop(index=keep)
    total = float(rest["value"].sum())
    others = {"label": f"{len(rest)} others", "value": total, "text": words.number(total)}
    return pd.concat(
        [found.loc[found.index.isin(keep)], pd.DataFrame([others | {"marked": False}])]
    )


def _participation(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    waves = participation.waves(rows)
    heading = Heading("Who has answered the survey?")
    if not waves:
        return [heading, Said("No survey has been published.")]
    rates = participation.rates(rows, reference, waves[0], unit)
    goal = participation.target(reference)
    title = participation.headline(rates, goal)
    drawn: list[Block] = []
    if len(rates) > 1:
        drawn = [Pictures([pictures.bars(rates, title, target=goal, unit="%")])]
    said = participation.finding(rows, reference, waves[0], unit)
    expected = forecast.sentence(rows, reference, waves[0], unit)
    return [
        heading,
        Said(f"{said} {expected}".strip()),
        *drawn,
        Note(participation.METHOD),
    ]


def _skills(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    waves = skills.waves(rows)
    question = "Which skills are thin?"
    if not waves:
        return [Heading(question), Said("No skills have been published.")]
    given = scenario.base(reference)
    register = risk.register(rows, reference, waves[0], unit, given)
    said = risk_said.finding(rows, reference, waves[0], unit, given, register)
    known = register[~register["absent"]]
    top = known.head(SKILLS_SHOWN)
    if top.empty:
        return [Heading(question), Said(said)]
    table = risk_said.table(top, reference)
    table["Chance of too few"] = [words.chance(risk) for risk in top["risk"]]
    if earlier := skills_change.before(rows, waves[0]):
        table[f"Held in {earlier}"] = top["then"]
    shown = [*COLUMNS, *(name for name in table if str(name).startswith("Held"))]
    if unit == reference.settings["institution"]["root_unit"]:
        shown.remove("Held elsewhere")
    by = risk_said.by_when(reference, waves[0], given)
    return [
        Heading(question, new_page=True),
        Said(said + _rule_only(register)),
        Pictures([pictures.cover(skills.thinnest(top), skills.headline(register))]),
        Table(
            table[shown],
            f"The {len(top)} highest scores among the {len(known)} skills known here, "
            f"chances by {by}",
        ),
        Note(f"{skills.METHOD} {score_said(reference)}"),
    ]


def _rule_only(register: pd.DataFrame) -> str:
    """How many of the short skills are so only because the rule asks every faculty for them."""
    short = register[register["gap"] > 0]
    if not short["absent"].any():
        return ""
    only = f"{words.number(short['absent'].sum())} of the {words.number(len(short))} short skills"
    return (
        f" {only} are not known here: nobody holds, is learning or has held them, but the rule "
        "asks every faculty for them. They are left out below."
    )


def _change(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    heading = Heading("What has changed since the survey before?")
    waves = change.waves(rows, reference)
    if not waves:
        return [heading, Said("There is no earlier survey to compare with yet.")]
    found = change.compared(rows, reference, waves[0], unit)
    said = Said(change.finding(rows, reference, waves[0], unit, found))
    top = found[found["state"] != change.UNTESTED].head(QUESTIONS_SHOWN)
    if top.empty:
        return [heading, said]
    points = change_picture.picture(rows, top, waves[0])
    drawn = pictures.dumbbell(points, change.upto(reference, waves[0]), change.headline(found))
    return [heading, said, Pictures([drawn]), Note(f"{_out_of(top)} {change.METHOD}")]


def _out_of(compared: pd.DataFrame) -> str:
    """How many answered in each wave; questions whose numbers differ from the first's by name."""
    told: dict[str, list[str]] = {}
    for label, shares in zip(compared["label"], compared["shares"], strict=True):
        bases = [f"{words.number(share['base'])} in {wave}" for wave, share in shares.items()]
        told.setdefault(words.listed(bases), []).append(f"“{label}”")
    first, *others = told.items()
    apart = [f"{words.listed(labels)} {bases}" for bases, labels in others]
    beside = f" ({'; '.join(apart)})" if apart else ""
    return f"Out of {first[0]}{beside}."
