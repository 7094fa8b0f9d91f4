"""A unit's published rows as a workbook by the government's guidance on accessible spreadsheets.

Cover, contents, notes, then one table a sheet, one sheet per metric, written by `gptables` (kept by
the Analysis Function). Figures that cannot be shown are symbols, never empty cells.
"""

from __future__ import annotations

import copy
import io
import re
import warnings
from collections.abc import Mapping
from typing import Any

import gptables
import pandas as pd

from tcdata.metrics.catalogue import Metric
from tcdata.published import NOT_APPLICABLE, NUMBERS, SYMBOLS
from tcdata.reference import Reference
from tcdata.reports import about, workbook_size

HEADINGS = {
    "period": "Wave or date",
    "unit": "Unit",
    "item": "Item",
    "cut": "Breakdown",
    "category": "Category",
    "base": "Base",
    "count": "Count",
    "value": "Figure",
    "low": "Lower bound",
    "high": "Upper bound",
    "symbol": "Note",
}
ALL = "All"
ROUNDED = (
    "Rounded for readers outside: numbers of people, posts, FTE and answers are rounded to the "
    "nearest 5, percentages are made of the rounded numbers, and a percentage of fewer than 22.5 "
    "people is [c]."
)
A4 = 9  # as Excel numbers paper


def render(
    rows: pd.DataFrame,
    unit: str,
    reference: Reference,
    catalogue: Mapping[str, Metric],
    edition: Mapping[str, Any],
) -> bytes:
    """The workbook of a unit and its direct parts, as the bytes of an xlsx file."""
    own = about.of_parts(rows, unit, reference)
    names = about.names(own["unit"].unique(), reference)
    name = names.get(unit, unit)
    metrics = [metric for metric in catalogue.values() if (own["metric"] == metric.id).any()]
    sheets = {
        metric.id: _sheet(own[own["metric"] == metric.id], metric, name, names, reference)
        for metric in metrics
    }
    cover, title = _cover(name, reference, edition), f"Technicians: {name}"
    return book(sheets, cover, _notes(metrics), title, about.footer(edition))


def book(
    sheets: Mapping[str, gptables.GPTable],
    cover: gptables.Cover,
    notes: pd.DataFrame,
    title: str,
    footer: str,
) -> bytes:
    """A workbook of cover, contents, notes and the sheets, as the bytes of an xlsx file.

    `notes`: columns “Note reference” and “Note text”; `footer`: what each printed page says at its
    foot, before the page's number. Text is never written as a formula.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # gptables warns of symbols that no table uses, and of pandas's plans for its own code.
        warnings.simplefilter("ignore")
        written = gptables.produce_workbook(
            buffer,
            dict(sheets),
            cover=cover,
            theme=_theme(),
            notes_table=notes,
            auto_width=False,  # it makes columns as wide as their longest text, past all screens
            contentsheet_options={"additional_elements": ["subtitles"]},
            workbook_options={
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
            },
        )
        workbook_size.fit_cover(written, cover)
        workbook_size.fit_tables(written, sheets, notes)
        for sheet in written.worksheets():
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer(f"&L{footer.replace('&', '&&')} · page &P of &N")
        written.set_properties({"title": title})
        written.close()
    return buffer.getvalue()


def _theme() -> gptables.Theme:
    """That of `gptables`, but with a row's texts beginning in one line where some need more."""
    theme = copy.deepcopy(gptables.gptheme)
    for part in ("index_1", "index_2", "data"):
        getattr(theme, f"update_{part}_format")({"valign": "top"})
    return theme


def _cover(name: str, reference: Reference, edition: Mapping[str, Any]) -> gptables.Cover:
    institution = reference.settings["institution"]["name"]
    return gptables.Cover(
        title=f"Technicians in figures: {name}",
        intro=[
            text
            for text in (
                f"{institution}, Technician Commitment.",
                about.warning(edition),
                about.source(edition),
            )
            if text
        ],
        about=[
            *([ROUNDED] if edition.get("preset") == "publish" else []),
            "Every figure was checked before it was published; figures that could tell something "
            "about one person are shown as a symbol.",
            "The base is the number of people or answers that a figure is out of.",
            "Column headings give units in round brackets. Note markers stand in square brackets; "
            "symbols and notes are explained on the sheet “Notes”.",
        ],
    )


def _notes(metrics: list[Metric]) -> pd.DataFrame:
    return with_symbols({metric.id: _note(metric) for metric in metrics})


def with_symbols(notes: Mapping[str, str]) -> pd.DataFrame:
    """The table of notes: the given ones by their reference, then what each symbol means."""
    signs = [(f"symbol {sign}", f"{sign} means: {text}.") for sign, text in SYMBOLS.items()]
    return pd.DataFrame([*notes.items(), *signs], columns=["Note reference", "Note text"])


def _note(metric: Metric) -> str:
    return (
        f"{metric.title}: {metric.formula}. Numerator: {metric.numerator}. "
        f"Denominator: {metric.denominator}. Missing values: {metric.missing}. "
        f"Method: {metric.source}."
    )


def _sheet(
    rows: pd.DataFrame, metric: Metric, name: str, names: dict[str, str], reference: Reference
) -> gptables.GPTable:
    table = _table(rows, names, reference)
    figure = table.columns.get_loc(HEADINGS["value"])
    numbers = {HEADINGS[number] for number in NUMBERS}
    return gptables.GPTable(
        table=table,
        table_name=metric.id,
        title=f"{metric.title}: {name}",
        subtitles=[metric.definition],
        units={figure: metric.unit},
        table_notes={figure: f"$${metric.id}$$"},
        legend=about.legend(table),
        index_columns={2: 0},
        additional_formatting=right(
            {
                place: _format(table[heading])
                for place, heading in enumerate(table)
                if heading in numbers
            }
        ),
    )


def right(formats: Mapping[int, str]) -> list[dict[str, Any]]:
    """Columns of numbers, by their place, with their format, set to the right.

    The indent keeps a number off the text in the column beside it.
    """
    look = {"align": "right", "indent": 1}
    return [
        {"column": {"columns": [place], "format": {"num_format": form, **look}}}
        for place, form in formats.items()
    ]


def _format(cells: pd.Series) -> str:
    """Whole numbers without decimals, all others with one."""
    whole = all(isinstance(cell, str) or float(cell).is_integer() for cell in cells)
    return "#,##0" if whole else "#,##0.0"


def _table(rows: pd.DataFrame, names: dict[str, str], reference: Reference) -> pd.DataFrame:
    """The rows as readers see them: names for ids, a symbol in place of a missing number."""
    out = rows.astype("object").reset_index(drop=True)
    out["unit"] = rows["unit"].map(names).to_numpy()
    out["item"] = rows["item"].replace(_items(reference)).to_numpy()
    instead = rows["symbol"].replace("", NOT_APPLICABLE).to_numpy()
    for number in NUMBERS:
        out[number] = out[number].where(rows[number].notna().to_numpy(), instead)
    out["cut"] = rows["cut"].str.replace("_", " ").to_numpy()
    used = [column for column in HEADINGS if _tells(rows, column)]
    for column in ("item", "cut", "category"):
        out[column] = out[column].replace("", ALL)
    out["symbol"] = out["symbol"].replace("", NOT_APPLICABLE)
    texts = [column for column in used if column not in NUMBERS]
    out[texts] = out[texts].map(safe_text)
    return out[used].rename(columns=HEADINGS)


def _tells(rows: pd.DataFrame, column: str) -> bool:
    if column in NUMBERS:
        return column == "value" or bool(rows[column].notna().any())
    return column in ("period", "unit") or bool((rows[column] != "").any())


def _items(reference: Reference) -> dict[str, str]:
    """Questions and skills by their ids → as a reader knows them."""
    questions, skills = reference.questions, reference.skills
    return dict(zip(questions["question"], questions["text"], strict=True)) | dict(
        zip(skills["skill"], skills["name"], strict=True)
    )


def safe_text(text: str) -> str:
    """Text that `gptables` takes for neither a link nor a cell of mere marks."""
    plain = text.replace("](", "] (")
    return plain if re.search("[a-zA-Z0-9]", plain) else f"“{plain}” (as written)"
