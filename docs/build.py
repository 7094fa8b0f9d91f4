"""Write the pages of this folder that are made from the code; CI checks that they are current.

Run `python -m docs.build` after a change to a metric, a table or the reference's columns.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import pandas as pd

from tcdata import reference, statistics
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


METHODS = """# Methods

Which method stands behind which figure, with its formula, when it fails, and its source. Made from
the code's own documentation by `python -m docs.build`; the figures' definitions are in
[metrics.md](metrics.md), and how figures are made safe to show is in [disclosure.md](disclosure.md).

| figure | method | assumption |
|---|---|---|
| response rate | a count over an enumerated frame; no interval | the extract lists everybody asked |
| share of one answer | `exact_interval` | who answered is a random part of the frame |
| change between two waves | `share_change` | as above in each wave; waves independent |
| better, worse, no clear change | `benjamini_hochberg` over a unit's questions | at most 5 % of the calls are false |
| change of answers or of respondents | `kitagawa` by role type and grade band | groups mean the same in both waves |
| who is missing | `r_indicator`, response by group | groups are recorded alike in survey and extract |
| close of fieldwork | `forecast_close` | the days left resemble the earlier wave's |
| chance of too few holders | `staying`, `fewer_than` | people leave as in the last years, each alone |
| weighted shares after the close | `rake`, `weighted_shares` | within a group, answering is by chance |
| share by role type or grade band | a count out of the group; no test between groups | people name their group rightly |
| skills held, lost, gained, newly asked | known holders in each wave; no interval | both lists mean the same by a skill |

An interval answers “what would everybody have said?”: nearly everyone is asked, so it is narrower
than the textbook interval, and it says nothing about people who misread a question or would have
answered otherwise on another day. A change is called better or worse only when chance alone would
rarely give one so large; “no clear change” means not shown, not shown to be nil; “not tested” has
its reason beside it.
"""


def methods() -> str:
    """Every public function of `tcdata.statistics`, from its own documentation."""
    parts = [METHODS]
    for name in statistics.__all__:
        method = getattr(statistics, name)
        if inspect.isfunction(method):
            title, _, rest = (inspect.getdoc(method) or "").partition("\n")
            parts += [f"## `{name}`", "", title, "", *_points(rest), ""]
    return "\n".join(parts).rstrip() + "\n"


def _points(text: str) -> list[str]:
    """A docstring's paragraphs and its “Name: …” lines as a list; other lines continue them."""
    found: list[str] = []
    for line in text.strip().splitlines():
        name = line.split(":")[0].split(" ")[0].rstrip(":")
        if name in LABELS and not line.startswith(" "):
            found.append(f"* {line}")
        elif line.strip() and found and found[-1]:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return found


LABELS = ["Formula", "Unit", "Denominator", "Missing", "Raises", "Assumes", "Fails", "Source"]


def _markdown(frame: pd.DataFrame) -> list[str]:
    rows = [[str(cell).replace("|", "\\|") for cell in row] for row in frame.to_numpy()]
    lines = [[str(column) for column in frame.columns], ["---"] * len(frame.columns), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


PAGES = {"metrics.md": metrics, "methods.md": methods, "tables.md": tables}


if __name__ == "__main__":
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
