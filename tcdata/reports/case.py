"""The case for a role: what is at risk and since when, how sure, who is affected, what can be done.

A document for the annual planning round. Costs and the decision asked for are left to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.reports import about, pictures
from tcdata.reports.blocks import Block, Document, Heading, Note, Pictures, Said, Table, explained
from tcdata.rows import Rows
from tcdata.views import case, case_tables, contribution, risk, scenario, skills, skills_change
from tcdata.views.scenario import Scenario

POINTS = 11.0
COSTS = ["One-off cost, £", "Cost a year, £", "Paid from"]
ASKED = ["Role and grade", "Where, and hours", "Start date", "Preferred option, and why"]
PARTS = {
    "gap": "holders missing now",
    "risk": "the chance of too few at the horizon",
    "single": "one known holder",
    "unlearned": "nobody learning it",
    "untaught": "people wanting to learn what nobody can teach",
    "unused": "fewer than half of its holders using it",
}


def title(unit: str, reference: Reference) -> str:
    """What the document is called."""
    name = about.names([unit], reference)[unit]
    return f"{name}: the case for a role"


def content(
    rows: Rows,
    unit: str,
    reference: Reference,
    edition: Mapping[str, Any],
    wave: str,
    chosen: Sequence[str],
    given: Scenario,
) -> Document:
    """The case as blocks: the chosen skills of a unit in a wave under a scenario."""
    register = risk.register(rows, reference, wave, unit, given)
    known = case.evidence(rows, reference, wave, unit, register, chosen)
    scored = case.options(rows, reference, wave, unit, given, chosen)
    blocks = [
        Said(case.finding(rows, reference, wave, unit, known)),
        Said(words.plain(scenario.words(given, reference))),
        *_at_risk(rows, wave, known),
        *_how_sure(rows, reference, wave, unit, known, given),
        *_affected(rows, reference, wave, unit),
        *_options(known, scored, reference, unit, given),
        Heading("What is asked for?"),
        Table(pd.DataFrame({"Asked for": ASKED}), "The decision", ["Answer"]),
        Heading("How was this made?"),
        Note(method(reference)),
    ]
    made = explained(blocks)
    return about.document(title(unit, reference), made, POINTS, reference, edition)


def _at_risk(rows: Rows, wave: str, known: pd.DataFrame) -> list[Block]:
    if known.empty:
        return []
    drawn = skills.thinnest(known, len(known))
    cover = pictures.cover(drawn, skills.headline(known))
    return [
        Heading("What is at risk, and since when?"),
        Pictures([cover]),
        Table(
            case_tables.at_risk(known, skills_change.before(rows, wave)), f"The skills in {wave}"
        ),
    ]


def chance(given: Scenario) -> str:
    """What the chances are of, with how far ahead they look."""
    return f"chance of too few holders {given.horizon} months ahead"


def _how_sure(
    rows: Rows, reference: Reference, wave: str, unit: str, known: pd.DataFrame, given: Scenario
) -> list[Block]:
    if known.empty:
        return []
    return [
        Heading("How sure is that?"),
        Said(case.sure(rows, reference, wave, unit, known)),
        Table(case_tables.sure(known), f"{chance(given).capitalize()}, score and place"),
    ]


def _affected(rows: Rows, reference: Reference, wave: str, unit: str) -> list[Block]:
    found = contribution.shares(rows, reference, wave, unit)
    drawn = [
        pictures.bars(answers, contribution.asked(reference, question))
        for question in contribution.kinds(found, reference)
        if (answers := found[found["question"] == question])["value"].notna().any()
    ]
    table = contribution.table(found, reference)
    return [
        Heading("Who is affected in teaching and research?"),
        Said(contribution.finding(found, reference, wave, unit)),
        *(Pictures([one]) for one in drawn),
        *([Table(table, "What else they do, out of all who answered")] if len(table) else []),
    ]


def _options(
    known: pd.DataFrame, scored: pd.DataFrame, reference: Reference, unit: str, given: Scenario
) -> list[Block]:
    if known.empty:
        return []
    return [
        Heading("What can be done?"),
        Pictures([pictures.options(scored, f"The {chance(given)} under each option")]),
        Note(case_tables.OPTIONS_NOTE),
        Table(
            case_tables.effects(scored, known, reference, unit),
            case_tables.options_caption(reference),
            COSTS,
        ),
    ]


def method(reference: Reference) -> str:
    """How the case was made, in a paragraph."""
    return (
        "A holder does the skill unaided or teaches it. The chance of too few is the chance that "
        "fewer holders than required are left at the horizon if people leave at the rate at which "
        "they did (Poisson-binomial distribution); where there are too few even with the hires, it "
        "is 100 %. Hires count at once, people in training after the skill’s time to learn. "
        f"{score_said(reference)} Equal scores share a place; skills that nobody in the unit "
        "holds, is learning or has held stand last. How many are required, and the score, are "
        "this dashboard’s rules, not NTDC’s. Every figure is a published one of the edition named "
        "here; a hidden figure is a symbol, never a zero."
    )


def score_said(reference: Reference) -> str:
    """What the score is made of, in a sentence."""
    worth = reference.settings["skills"]["points"]
    points = [f"{words.number(worth[part])} for {called}" for part, called in PARTS.items()]
    return f"The score, 0 to 100, adds up at most {words.listed(points)}."
