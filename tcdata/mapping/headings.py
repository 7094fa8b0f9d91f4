"""Which sheet holds which table, and which of its columns holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from tcdata.readers import UnreadableFileError
from tcdata.readers.own_layout import Sheet
from tcdata.reference import Reference
from tcdata.schemas import FILE_TABLES, MODELS, file_columns

# What a sheet or CSV file of a table may be called.
SHEET_NAMES = {
    "workforce": "workforce",
    "responses": "respondents",
    "respondents": "respondents",
    "skills": "skills",
    "activities": "activities",
    "activity": "activities",
}
KIND_WORDS = {"workforce": "a workforce extract", "survey": "a survey", "activity": "activities"}
# The column that the product itself adds to a workbook given back for correction.
CORRECTION = "What to correct"
_SOME = 3  # headings that a title does not have by chance
_PERSONAL = re.compile(
    r"(^| )(\w*names?|initials|e ?mails?|mail|user ?id|phone|telephone|mobile|address|postcode"
    r"|national insurance|ni number|nhs number|passport)( |$)"
)


@dataclass(frozen=True)
class Columns:
    """Where a table's columns stand: canonical name → heading; question id → heading; and the
    headings that are not loaded, those that name people apart."""

    known: dict[str, str]
    questions: dict[str, str]
    personal: list[str]
    unknown: list[str]


def normal(heading: str) -> str:
    """A heading as it is compared: capitals, spaces, hyphens and underscores do not matter."""
    return re.sub(r"[\s_\-]+", " ", heading.casefold()).strip(" .:*")


def lookups(reference: Reference) -> dict[str, dict[str, str]]:
    """Table → normal heading → canonical column, from the tables' own names and headings.csv."""
    own = reference.headings[reference.headings["source"] == "own"]
    found: dict[str, dict[str, str]] = {table: {} for table in MODELS}
    for table, heading, column in zip(own["table"], own["heading"], own["column"], strict=True):
        found[table][normal(heading)] = column
    for table, names in found.items():
        names |= {normal(column): column for column in file_columns(table)}
    return found


def question_lookup(reference: Reference, wave: str) -> dict[str, str]:
    """Normal heading → question id, from the ids and the wave's own headings."""
    versions = reference.question_versions
    versions = versions[versions["wave"] == wave]
    found = {normal(question): question for question in versions["question"]}
    for heading, question in zip(versions["heading"], versions["question"], strict=True):
        found[normal(heading)] = question
    return found


def place_columns(
    sheet: Sheet, table: str, names: Mapping[str, str], reference: Reference, wave: str
) -> Columns:
    """Give each heading of the sheet its meaning; `names` is the table's lookup.

    Raises UnreadableFileError where two headings mean the same column.
    """
    questions = question_lookup(reference, wave) if table == "respondents" else {}
    placed = Columns({}, {}, [], [])
    for heading in sheet.cells.columns:
        key = normal(heading)
        if key in names or key in questions:
            meaning = names.get(key) or questions[key]
            into = placed.known if key in names else placed.questions
            if meaning in into:
                raise UnreadableFileError(
                    f"“{sheet.file}”, sheet “{sheet.name}”: the headings “{into[meaning]}” and "
                    f"“{heading}” both mean “{meaning}”. Keep one of them."
                )
            into[meaning] = heading
        elif key != normal(CORRECTION):
            (placed.personal if _PERSONAL.search(key) else placed.unknown).append(heading)
    return placed


def assign(
    kind: str, sheets: Sequence[Sheet], names: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, Sheet], list[Sheet]]:
    """The sheet of each table of `kind`, and the sheets that hold none; `names` is `lookups`.

    A sheet is known by its headings or else by its name; the only sheet of a file needs neither.
    Raises UnreadableFileError where the files hold another kind, nothing, or a table twice.
    """
    files = " and ".join(f"“{name}”" for name in dict.fromkeys(sheet.file for sheet in sheets))
    filled = [sheet for sheet in sheets if len(sheet.cells.columns)]
    if not filled:
        raise UnreadableFileError(f"{files} holds no cells: there is nothing to read.")
    wanted, rest = FILE_TABLES[kind], []
    found: dict[str, Sheet] = {}
    for sheet in filled:
        table = _guess(sheet, names)
        if table in found:
            both = [f"“{one.name}” in “{one.file}”" for one in (found[table], sheet)]
            raise UnreadableFileError(
                f"{' and '.join(both)} both hold the table “{table}”. Keep one of them; a sheet "
                "that Excel hides counts too."
            )
        if table is None:
            rest.append(sheet)
        else:
            found[table] = sheet
    if not found and len(rest) == 1:
        found[wanted[0]] = rest.pop()
    if wanted[0] in found:
        headings = {normal(heading) for heading in found[wanted[0]].cells.columns}
        if not headings & set(names[wanted[0]]):
            if separator := _separator(headings, names[wanted[0]]):
                raise UnreadableFileError(
                    f"{files}: the cells of a row all stand in one, divided by “{separator}”. In "
                    "Excel, divide the column (Data, Text to Columns) and save the file."
                )
            raise UnreadableFileError(
                f"{files} has none of the headings of {KIND_WORDS[kind]} in its first row. Take "
                "out what stands above the headings, or write those of the empty template there."
            )
    else:
        others = [k for k, tables in FILE_TABLES.items() if set(tables) & set(found)]
        there = ", ".join(f"“{sheet.name}”" for sheet in filled)
        sheet_name = next(name for name, table in SHEET_NAMES.items() if table == wanted[0])
        if others and kind not in others:
            reason = f"looks like {KIND_WORDS[others[0]]}, not {KIND_WORDS[kind]}."
        else:
            reason = (
                f"has no sheet “{sheet_name}” (found: {there}). Load all its sheets or CSV files "
                "together, named as in the template."
            )
        raise UnreadableFileError(f"{files} {reason}")
    rest += [sheet for table, sheet in found.items() if table not in wanted]
    return {table: found[table] for table in wanted if table in found}, rest


def _separator(headings: Iterable[str], names: Mapping[str, str]) -> str | None:
    """What divides the headings where they all stand in one cell."""
    for separator in ",;|":
        parts = {normal(part) for heading in headings for part in heading.split(separator)}
        if len(parts & set(names)) >= _SOME:
            return separator
    return None


def _guess(sheet: Sheet, names: Mapping[str, Mapping[str, str]]) -> str | None:
    """The table whose required headings the sheet has, at least half of them; else by its name."""
    named = SHEET_NAMES.get(normal(PurePath(sheet.name).stem))
    headings = {normal(heading) for heading in sheet.cells.columns}
    shares = {}
    for table in dict.fromkeys(SHEET_NAMES.values()):
        columns = MODELS[table].columns.items()
        required = {name for name, column in columns if column.metadata["required"]}
        known = names[table]
        there = {known[heading] for heading in headings & set(known)} & required
        # Of two tables that fit equally the one of that name, else the one of more columns.
        shares[table] = (len(there) / len(required), table == named, len(there))
    best = max(shares, key=shares.__getitem__)
    return best if shares[best][0] >= 0.5 else named
