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
    symbols,
)
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
SKILLS_SHOWN, QUESTIONS_SHOWN, MOST_BARS = 7, 6, 7
# Of the register's columns; the case for a role has the others, and here two pages are enough.
COLUMNS = ["Skill", "Holders", "Required", "Chance of too few", "Score", "Learning"]


def content(rows: Rows, unit: str, reference: Reference, edition: Mapping[str, Any]) -> Document:
    """The briefing of a unit as blocks, from the published rows of one edition."""
    name = about.names(pd.DataFrame({"unit": [unit]}), reference)[unit]
    blocks = [
        *_targets(rows, reference, unit),
        *_headcount(rows, reference, unit),
        *_participation(rows, reference, unit),
        *_skills(rows, reference, unit),
        *_change(rows, reference, unit),
    ]
    if meant := symbols(blocks):
        blocks.append(Note(meant))
    return about.document(f"{name}: technicians in brief", blocks, POINTS, reference, edition)


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
            shown.append((workforce.headline(view, found, name, "headcount"), _largest(found)))
    return [
        heading,
        Said(workforce.finding(rows, reference, unit, latest)),
        Said(words.plain(moves.finding(moves.flows(rows, unit))) + "."),
        Pictures(pictures.side_by_side(shown[:2])),
        Note(workforce.METHOD),
    ]


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
    return [
        heading,
        Said(participation.finding(rows, reference, waves[0], unit)),
        Said(forecast.sentence(rows, reference, waves[0], unit)),
        *drawn,
        Note(participation.METHOD),
    ]


def _skills(rows: Rows, reference: Reference, unit: str) -> list[Block]:
    waves = skills.waves(rows)
    heading = Heading("Which skills are thin?", new_page=True)
    if not waves:
        return [heading, Said("No skills have been published.")]
    given = scenario.base(reference)
    register = risk.register(rows, reference, waves[0], unit, given)
    said = Said(risk_said.finding(rows, reference, waves[0], unit, given, register))
    top = register.head(SKILLS_SHOWN)
    if top.empty:
        return [heading, said]
    table = risk_said.table(top, reference)
    table["Chance of too few"] = [words.percent(chance) for chance in top["risk"]]
    if earlier := skills_change.before(rows, waves[0]):
        table[f"Held in {earlier}"] = top["then"]
    shown = [*COLUMNS, *(name for name in table if str(name).startswith("Held"))]
    return [
        heading,
        said,
        Pictures([pictures.cover(skills.thinnest(top), skills.headline(register))]),
        Table(table[shown], f"The {len(top)} skills with the highest scores of {len(register)}"),
        Note(skills.METHOD),
    ]


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
    return [heading, said, Pictures([drawn]), Note(change.METHOD)]
