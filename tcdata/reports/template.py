"""An empty workbook in the product's own layout, with notes and drop-down lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tcdata.mapping.headings import SHEET_NAMES
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on
from tcdata.schemas import FILE_TABLES, file_columns
from tcdata.schemas.columns import FIRST_DATE, LAST_DATE, YES_NO

_LAST_ROW = 1_048_575
_NOTE_SIZE = {"width": 320, "height": 140}
_INSTRUCTIONS = {
    "workforce": "One row per person and post, on the day the extract describes.",
    "survey": "One row per respondent in “responses”, one per respondent and skill in “skills”.",
    "activity": "One row per event or record.",
}
_RULES = [
    "Keep the headings in the first row; their notes say what each column holds.",
    "Columns with a filled heading must be filled in on every row; the others may be left out.",
    "Ids are text: give the column the format “Text” before pasting, or leading zeros are lost.",
    "Leave a cell empty where there is nothing: no “n/a”, no dash.",
    "Dates are Excel dates, or text such as 2026-09-01.",
    "Leave out names and e-mail addresses. If they are there, they are dropped on loading.",
]


def template(kind: str, reference: Reference, wave: str | None = None) -> bytes:
    """The empty workbook for a `kind` of file: workforce, survey or activity.

    A survey has the questions of `wave`, the latest when none is given, with a sheet that lists
    them. Units and skills in the lists are today's.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    writer = _Writer(book, reference)
    sheets = {table: name for name, table in reversed(SHEET_NAMES.items())}
    questions = _questions(reference, wave) if kind == "survey" else []
    pages = {table: book.add_worksheet(sheets[table]) for table in FILE_TABLES[kind]}
    if questions:
        _list_questions(book, questions)
    writer.lists = book.add_worksheet("Lists")
    for table, page in pages.items():
        page.freeze_panes(1, 0)
        for place, (name, column) in enumerate(file_columns(table).items()):
            writer.column(page, place, name, column)
        if table == "respondents":
            for place, question in enumerate(questions, len(file_columns(table))):
                writer.question(page, place, question)
    readme = book.add_worksheet("Read me")
    readme.set_column(0, 0, 100)
    for row, text in enumerate([_INSTRUCTIONS[kind], *_RULES]):
        readme.write_string(row, 0, text)
    book.close()
    return out.getvalue()


def _questions(reference: Reference, wave: str | None) -> list[dict]:
    """The questions of a wave in the questionnaire's order, each with its heading in that wave."""
    latest = reference.waves.sort_values("opens")["wave"].iloc[-1]
    versions = reference.question_versions
    versions = versions[versions["wave"] == (wave or latest)][["question", "heading"]]
    return reference.questions.merge(versions, on="question").to_dict("records")


def _list_questions(book: Any, questions: Sequence[dict]) -> None:
    page = book.add_worksheet("Questions")
    bold = book.add_format({"bold": True})
    columns = {"heading": 24, "text": 70, "theme": 30, "type": 10, "options": 90}
    for place, (name, width) in enumerate(columns.items()):
        page.set_column(place, place, width)
        page.write_string(0, place, name.capitalize(), bold)
        for row, question in enumerate(questions, 1):
            page.write_string(row, place, question[name])


class _Writer:
    """Writes columns with their notes and lists; keeps count of the lists already written."""

    lists: Any

    def __init__(self, book: Any, reference: Reference) -> None:
        self.required = book.add_format({"bold": True, "bg_color": "#D0E3F5", "bottom": 1})
        self.optional = book.add_format({"bottom": 1})
        self.bold = book.add_format({"bold": True})
        self.text = book.add_format({"num_format": "@"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.reference = reference
        self.places: dict[tuple[str, ...], int] = {}

    def column(self, page: Any, place: int, name: str, column: pa.Column) -> None:
        about = column.metadata
        holds, required = about["holds"], about["required"]
        note = f"{column.title}{' (required)' if required else ''}. {column.description}"
        allowed = self._allowed(column)
        if allowed and len(allowed) < 20:
            note += f" One of: {', '.join(allowed)}."
        formats = {"id": self.text, "text": self.text, "date": self.date, "birth": self.date}
        self._heading(page, place, name, note, required, formats.get(holds))
        if allowed:
            self._drop_down(page, place, name, allowed)
        elif holds in ("date", "birth"):
            limits = {"minimum": FIRST_DATE.to_pydatetime(), "maximum": LAST_DATE.to_pydatetime()}
            rule = {"validate": "date", "criteria": "between", **limits}
            page.data_validation(1, place, _LAST_ROW, place, rule)
        elif holds in ("number", "whole"):
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
            page.data_validation(1, place, _LAST_ROW, place, rule)

    def question(self, page: Any, place: int, question: dict) -> None:
        options = question["options"].split(";")
        single = question["type"] == "single"
        how = "One of" if single else "Any of, joined by “;”"
        note = f"{question['text']} {how}: {'; '.join(options)}."
        self._heading(page, place, question["heading"], note, False, self.text)
        if single:
            self._drop_down(page, place, question["heading"], options)

    def _allowed(self, column: pa.Column) -> list[str]:
        holds = column.metadata["holds"]
        if holds == "unit":
            return units_on(self.reference, pd.Timestamp.now().normalize())["name"].tolist()
        if holds == "skill":
            return self.reference.skills["name"].tolist()
        if holds == "action":
            return self.reference.actions["action_id"].tolist()
        return YES_NO if holds == "flag" else column.metadata["allowed"]

    def _heading(
        self, page: Any, place: int, name: str, note: str, required: bool, cells: Any
    ) -> None:
        page.set_column(place, place, max(12, len(name) + 2), cells)
        page.write_string(0, place, name, self.required if required else self.optional)
        page.write_comment(0, place, note, _NOTE_SIZE)

    def _drop_down(self, page: Any, place: int, name: str, values: Sequence[str]) -> None:
        """A list in the cells; the values stand in the sheet Lists, since Excel's inline lists
        end at 255 characters and split at commas."""
        key = tuple(values)
        if key not in self.places:
            self.places[key] = len(self.places)
            self.lists.write_string(0, self.places[key], name, self.bold)
            for row, value in enumerate(values, 1):
                self.lists.write_string(row, self.places[key], value)
        letters = xl_col_to_name(self.places[key])
        source = f"=Lists!${letters}$2:${letters}${len(values) + 1}"
        page.data_validation(1, place, _LAST_ROW, place, {"validate": "list", "source": source})
