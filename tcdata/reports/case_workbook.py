"""The case for a role as a workbook by the government's guidance: the document's figures, one table
a sheet, with numbers to reckon with and costs to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import gptables
import pandas as pd

from tcdata.published import NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.reports import about, workbook
from tcdata.reports.blocks import FILL_IN, plain
from tcdata.reports.case import ASKED, COSTS, chance, method, title
from tcdata.rows import Rows
from tcdata.views import case, case_tables, contribution, risk, scenario, units
from tcdata.views.scenario import Scenario

COUNT, PERCENT = "#,##0", "0.0"
NOTES = {
    "holders": "Known holders: respondents who do the skill unaided or teach it. People who have "
    "not answered may hold it too.",
    "chance": "The chance that fewer holders than required are left at the horizon; 100 where "
    "there are too few already. The interval is that of the leaving rate alone.",
    "score": "0 to 100, the sum of the points of its parts; see the cover. This dashboard’s rule, "
    "not NTDC’s.",
    "answers": "All who answered the survey in the unit, or in the units shown together, whatever "
    "their skills.",
}


class _Sheet(NamedTuple):
    """One sheet: its title, its table, the formats of its numbers, and notes by heading."""

    title: str
    table: pd.DataFrame
    formats: Mapping[str, str]
    notes: Mapping[str, str]


def write(
    rows: Rows,
    unit: str,
    reference: Reference,
    edition: Mapping[str, Any],
    wave: str,
    chosen: Sequence[str],
    given: Scenario,
) -> bytes:
    """The case of `case.content` as the bytes of an xlsx file."""
    register = risk.register(rows, reference, wave, unit, given)
    known = case.evidence(rows, reference, wave, unit, register, chosen)
    scored = case.options(rows, reference, wave, unit, given, chosen)
    shares = contribution.shares(rows, reference, wave, unit)
    root = reference.settings["institution"]["root_unit"]
    sheets = {
        "skills": _skills(known, wave, whole=unit == root),
        "chances": _chances(known, given),
        "options": _options(scored, given),
        "costs": _to_fill_in(
            case_tables.options_caption(reference),
            case_tables.effects(scored, known, reference, unit),
        ),
        "contribution": _contribution(shares, reference, wave),
        "decision": _Sheet(
            "What is asked for", pd.DataFrame({"Asked for": ASKED, "Answer": FILL_IN}), {}, {}
        ),
    }
    made = {name: _gptable(name, sheet) for name, sheet in sheets.items() if len(sheet.table)}
    called = title(unit, reference)
    cover = gptables.Cover(
        title=called,
        intro=[
            text
            for text in (
                plain(case.finding(rows, reference, wave, unit, known)),
                about.warning(edition),
                about.source(edition),
                f"{scenario.words(given, reference)} ({scenario.text(given)})",
            )
            if text
        ],
        about=[
            plain(case.sure(rows, reference, wave, unit, known)),
            plain(contribution.finding(shares, reference, wave, unit)),
            method(reference),
        ],
    )
    notes = workbook.with_symbols(NOTES)
    return workbook.book(made, cover, notes, called, about.footer(edition))


def _skills(known: pd.DataFrame, wave: str, *, whole: bool) -> _Sheet:
    """Who holds, teaches, learns and wants each skill; the whole University has no elsewhere."""
    elsewhere = {
        "Held elsewhere": known["elsewhere"],
        "Where else": known["nearest"].replace("", "nowhere"),
    }
    table = pd.DataFrame(
        {
            "Skill": known["label"],
            "Discipline": known["discipline"],
            "Known holders": known["holders"],
            "Required": known["required"],
            "Missing": known["gap"],
            "Can teach": known["teachers"],
            "Learning": known["learners"],
            "Want to learn": known["wanted"]
            .astype("object")
            .where(known["wanted"].notna(), known["symbol"]),
            **({} if whole else elsewhere),
            "Since when": known["since"],
        }
    )
    numbers = [*table.columns[2:8], *([] if whole else ["Held elsewhere"])]
    return _Sheet(
        f"The skills in {wave}",
        table,
        dict.fromkeys(numbers, COUNT),
        {"Known holders": "holders"},
    )


def _chances(known: pd.DataFrame, given: Scenario) -> _Sheet:
    table = pd.DataFrame(
        {
            "Skill": known["label"],
            "Chance of too few": known["risk"],
            "Lower bound": known["risk_low"],
            "Upper bound": known["risk_high"],
            "Score": known["score"],
            "Place": known["rank"],
            "Place, from": known["rank_low"],
            "Place, to": known["rank_high"],
            "Skills in the register": known["of"],
        }
    )
    formats = dict.fromkeys(table.columns[1:5], PERCENT) | dict.fromkeys(table.columns[5:], COUNT)
    notes = {"Chance of too few": "chance", "Score": "score"}
    title = f"{chance(given).capitalize()} (per cent), score and place"
    return _Sheet(title, table, formats, notes)


def _options(scored: pd.DataFrame, given: Scenario) -> _Sheet:
    table = pd.DataFrame(
        {
            "Skill": scored["label"],
            "Option": scored["option"],
            "Missing": scored["missing"],
            "Chance of too few": scored["risk"],
            "Lower bound": scored["risk_low"],
            "Upper bound": scored["risk_high"],
            "Score": scored["score"],
            "Place": scored["rank"],
        }
    )
    formats = dict.fromkeys(table.columns[3:7], PERCENT) | {"Missing": COUNT, "Place": COUNT}
    notes = {"Chance of too few": "chance", "Score": "score"}
    title = f"What each option does to the {chance(given)} (per cent)"
    return _Sheet(title, table, formats, notes)


def _contribution(shares: pd.DataFrame, reference: Reference, wave: str) -> _Sheet:
    asked = reference.questions.set_index("question")
    one_of = [
        contribution.counted(reference, question) if favourable else label
        for question, favourable, label in zip(
            shares["question"],
            shares["question"].map(asked["favourable"]),
            shares["label"],
            strict=True,
        )
    ]
    symbols = shares["symbol"].where(shares["symbol"] != "", NOT_AVAILABLE)
    numbers = {
        heading: shares[column].astype("object").where(shares[column].notna(), symbols)
        for heading, column in (("Base", "base"), ("Count", "count"), ("Per cent", "value"))
    }
    table = pd.DataFrame(
        {
            "Question": shares["question"].map(asked["text"]),
            "Answer": one_of,
            "Unit": shares["unit"].map(units.short_names(reference)),
            **numbers,
        }
    )
    formats = {"Base": COUNT, "Count": COUNT, "Per cent": PERCENT}
    title = f"Contribution to teaching and research, {wave}"
    return _Sheet(title, table, formats, {"Base": "answers"})


def _to_fill_in(title: str, table: pd.DataFrame) -> _Sheet:
    return _Sheet(title, table.assign(**dict.fromkeys(COSTS, FILL_IN)), {}, {})


def _gptable(name: str, sheet: _Sheet) -> gptables.GPTable:
    table = sheet.table.astype("object")
    table = table.where(table.notna(), NOT_AVAILABLE).reset_index(drop=True)
    texts = [str(heading) for heading in table if heading not in sheet.formats]
    table[texts] = table[texts].map(lambda text: workbook.safe_text(str(text)))
    places = {heading: place for place, heading in enumerate(table)}
    return gptables.GPTable(
        table=table,
        table_name=name,
        title=sheet.title,
        table_notes={places[heading]: f"$${note}$$" for heading, note in sheet.notes.items()},
        legend=about.legend(table),
        index_columns={2: 0},
        additional_formatting=workbook.right(
            {places[heading]: form for heading, form in sheet.formats.items()}
        ),
    )
