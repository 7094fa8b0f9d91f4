"""A unit's briefing to take to a meeting: one HTML file, two printed pages, nothing fetched.

The sentences are those of the pages; the tables hold the published figures behind them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from numbers import Real
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.metrics.catalogue import Metric
from tcdata.published import SYMBOLS
from tcdata.reference import Reference
from tcdata.reports import about
from tcdata.rows import Rows, by_metric
from tcdata.views import participation, skills, workforce

SKILLS_SHOWN = 15

STYLE = """
@page { size: A4; margin: 13mm 15mm; }
body { font: 15px/1.45 system-ui, "Segoe UI", Arial, sans-serif; color: #1d1d1d;
  background: #fff; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .3rem; color: #12436d; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 .3rem; color: #12436d; }
p { margin: .3rem 0; }
.about, .method { color: #3d3d3d; font-size: .93em; }
.sample { border-left: .3rem solid #801650; padding: .2rem .6rem; }
.pair { display: flex; flex-wrap: wrap; gap: 0 2rem; }
.pair > * { flex: 1 1 16rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .93em;
  align-self: flex-start; }
caption { text-align: left; font-weight: 600; padding: .2rem 0; }
th, td { text-align: left; padding: .18rem .5rem .18rem 0; border-bottom: 1px solid #bfbfbf;
  vertical-align: top; }
thead th { border-bottom: 2px solid #12436d; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; line-height: 1.35; }
  h1 { font-size: 16pt; }
  h2 { font-size: 12pt; margin-top: .7rem; }
  th, td { padding-top: .1rem; padding-bottom: .1rem; }
  .pair > * { flex-basis: 11rem; }
  tr, caption { break-inside: avoid; }
  .next { break-before: page; }
  .wide { overflow: visible; }
}
"""


def render(
    rows: pd.DataFrame,
    unit: str,
    reference: Reference,
    catalogue: Mapping[str, Metric],
    edition: Mapping[str, Any],
) -> bytes:
    """The briefing of a unit as the bytes of an HTML page; see the module."""
    figures = by_metric(rows)
    name = about.names(pd.DataFrame({"unit": [unit]}), reference)[unit]
    notice = about.warning(edition)
    body = [
        f"<header><h1>{html.escape(name)}: technicians in brief</h1>",
        f'<p class="about">{html.escape(about.source(edition))}</p>',
        f'<p class="sample">{html.escape(notice)}</p>' if notice else "",
        "</header><main>",
        *_headcount(figures, reference, unit),
        *_participation(figures, reference, unit),
        *_skills(figures, reference, unit),
        "</main>",
    ]
    body.append(_symbols("".join(body)))
    title = html.escape(f"{name}: technicians in brief")
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )
    return page.encode()


def _headcount(rows: Rows, reference: Reference, unit: str) -> list[str]:
    extracts = workforce.extracts(rows)
    heading = "<section><h2>How many technicians are there, and where?</h2>"
    if not extracts:
        return [heading, "<p>No workforce extract has been published.</p></section>"]
    latest = extracts[0]
    where = workforce.by_unit(rows, reference, unit, latest, "headcount")
    grades = workforce.breakdown(rows, unit, latest, "headcount", "grade")
    contracts = workforce.breakdown(rows, unit, latest, "headcount", "contract_type")
    tables = [
        _bars(where, "Where", f"People on {words.date(latest)}, by unit"),
        _bars(grades, "Grade", "By grade"),
        _bars(contracts, "Contract", "By contract"),
    ]
    return [
        heading,
        _said(workforce.finding(rows, reference, unit, latest)),
        f'<div class="pair">{"".join(tables)}</div>',
        _method(workforce.METHOD),
        "</section>",
    ]


def _participation(rows: Rows, reference: Reference, unit: str) -> list[str]:
    waves = participation.waves(rows)
    heading = "<section><h2>Who has answered the survey?</h2>"
    if not waves:
        return [heading, "<p>No survey has been published.</p></section>"]
    rates = participation.rates(rows, reference, waves[0], unit)
    goal = participation.target(reference)
    return [
        heading,
        _said(participation.finding(rows, reference, waves[0], unit)),
        _said(participation.scopes(rows, waves[0], unit)),
        _table(participation.table(rates, goal), f"Answers to the {waves[0]} survey"),
        _method(participation.METHOD),
        "</section>",
    ]


def _skills(rows: Rows, reference: Reference, unit: str) -> list[str]:
    waves = skills.waves(rows)
    heading = '<section class="next"><h2>Which skills are thin?</h2>'
    if not waves:
        return [heading, "<p>No skills have been published.</p></section>"]
    register = skills.register(rows, reference, waves[0], unit)
    top = skills.table(register.head(SKILLS_SHOWN))
    caption = f"The {len(top)} thinnest of {len(register)} skills, {waves[0]}"
    return [
        heading,
        _said(skills.finding(rows, reference, waves[0], unit, register)),
        _table(top, caption) if len(top) else "",
        _method(skills.METHOD),
        "</section>",
    ]


def _said(markdown: str) -> str:
    """A page's sentence, with its bold clause, as a paragraph."""
    parts = [
        html.escape(re.sub(r"\\(.)", r"\1", part)) for part in re.split(r"(?<!\\)\*\*", markdown)
    ]
    bold = [f"<strong>{part}</strong>" if n % 2 else part for n, part in enumerate(parts)]
    return f"<p>{''.join(bold)}</p>" if markdown else ""


def _method(text: str) -> str:
    return f'<p class="method">{html.escape(text)}</p>'


def _bars(bars: pd.DataFrame, first: str, caption: str) -> str:
    if bars.empty:
        return ""
    return _table(pd.DataFrame({first: bars["label"], "People": bars["text"]}), caption)


def _table(frame: pd.DataFrame, caption: str) -> str:
    """The frame as a table that can be read aloud: caption, column and row headings."""
    frame = frame.loc[:, [(frame[name].astype("str") != "").any() for name in frame]]
    kinds = [_kind(frame[name]) for name in frame]
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(str(name))}</th>'
        for name, kind in zip(frame, kinds, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(_text(row[0]))}</th>'
        + "".join(
            f"<td{kind}>{html.escape(_text(cell))}</td>"
            for cell, kind in zip(row[1:], kinds[1:], strict=True)
        )
        + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return (
        f'<div class="wide"><table><caption>{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(cells: pd.Series) -> str:
    """How a column is set: figures to the right, also where they are text such as “80 %”."""
    figures = cells.astype("str").str.fullmatch(r"[\d,.≤≥n−\-+ %]*|\[\w+\]|<NA>")
    return ' class="number"' if figures.all() else ""


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    return words.number(float(value), 1) if isinstance(value, Real) else str(value)


def _symbols(shown: str) -> str:
    """What the symbols on the page mean."""
    meant = [f"{sign} {meaning}" for sign, meaning in SYMBOLS.items() if sign in shown]
    said = html.escape("; ".join(meant))
    return f'<footer><p class="method">{said}</p></footer>' if said else ""
