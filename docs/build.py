"""Write the pages of this folder that are made from the code; CI checks that they are current.

Run `python -m docs.build` after a change to a metric, a table or the reference's columns.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tcdata import reference
from tcdata.metrics import CATALOGUE
from tcdata.published import SYMBOLS
from tcdata.reference.tables import KEYS, TABLES
from tcdata.schemas import dictionary
from tcdata.views.methods import sensitivity

FOLDER = Path(__file__).parent


def metrics() -> str:
    """Every metric of the catalogue: definition, formula, denominator, rule and source."""
    known = reference.load()
    parts = ["# Metrics", "", "Made from the metric catalogue by `python -m docs.build`.", ""]
    for metric in CATALOGUE.values():
        parts += [
            f"## {metric.title}",
            "",
            metric.definition,
            "",
            f"* Name: `{metric.id}`",
            f"* Formula: {metric.formula}",
            f"* Unit: {metric.unit}",
            f"* Numerator: {metric.numerator}",
            f"* Denominator: {metric.denominator}",
            f"* Missing values: {metric.missing}",
            f"* Better when: {metric.better}",
            f"* How it may be shown: {sensitivity(metric, known)}",
            f"* Interval: {'yes' if metric.interval else 'no'}",
            f"* Source: {metric.source}",
            "",
        ]
    parts += ["## Symbols", "", "| symbol | meaning |", "|---|---|"]
    parts += [f"| {symbol} | {meaning} |" for symbol, meaning in SYMBOLS.items()]
    return "\n".join(parts) + "\n"


def tables() -> str:
    """The canonical tables and the reference tables, column by column."""
    parts = ["# Tables", "", "Made from the schemas by `python -m docs.build`.", ""]
    for name, columns in dictionary().groupby("table", sort=False):
        parts += [f"## {name}", "", *_markdown(columns.drop(columns="table")), ""]
    parts += ["# Reference tables", "", "CSV files in `tcdata/reference/`.", ""]
    for name, holds in TABLES.items():
        listed = pd.DataFrame({"column": list(holds), "holds": list(holds.values())})
        listed["holds"] = listed["holds"].str.replace("text!", "text, never empty", regex=False)
        listed["holds"] = listed["holds"].replace("text?", "text; the column may be left out")
        listed["holds"] = listed["holds"].str.replace("|", " or ", regex=False)
        key = ", ".join(KEYS[name])
        parts += [f"## {name}.csv", "", f"One row per {key}.", "", *_markdown(listed), ""]
    return "\n".join(parts).rstrip() + "\n"


def _markdown(frame: pd.DataFrame) -> list[str]:
    rows = [[str(cell).replace("|", "\\|") for cell in row] for row in frame.to_numpy()]
    lines = [[str(column) for column in frame.columns], ["---"] * len(frame.columns), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


PAGES = {"metrics.md": metrics, "tables.md": tables}


if __name__ == "__main__":
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
