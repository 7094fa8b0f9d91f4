"""A document as one HTML page: it fetches nothing, prints on A4, and can be read aloud.

Pictures and tables can be wider than a small screen: they then scroll, also by keyboard.
"""

from __future__ import annotations

import base64
import html

from tcdata.reports.blocks import (
    FILL_IN,
    Block,
    Document,
    Drawn,
    Heading,
    Note,
    Pictures,
    Said,
    Table,
    are_figures,
    spans,
    told,
)

STYLE = """
@page { size: A4; margin: 13mm 15mm; }
body { font: 15px/1.45 "Segoe UI", Arial, system-ui, sans-serif; color: #1d1d1d;
  background: #fff; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .3rem; color: #12436d; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 .3rem; color: #12436d; }
p { margin: .3rem 0; }
.about, .method { color: #3d3d3d; font-size: .93em; }
.sample { border-left: .3rem solid #801650; padding: .2rem .6rem; }
.pair { display: flex; flex-wrap: wrap; gap: 0 1rem; }
figure { margin: .6rem 0; flex: 1 1 16rem; }
figcaption, caption { text-align: left; font-weight: 600; padding: .2rem 0; }
img { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
footer { margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .93em; }
th, td { text-align: left; padding: .18rem .5rem .18rem 0; border-bottom: 1px solid #bfbfbf;
  vertical-align: top; }
thead th { border-bottom: 2px solid #12436d; vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.blank { color: #595959; font-style: italic; }
@media screen and (max-width: 40rem) {
  figure { overflow-x: auto; }
  img { max-width: none; }
}
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; line-height: 1.3; }
  h1 { font-size: 16pt; }
  h2 { font-size: 12pt; margin: .4rem 0 .15rem; break-after: avoid; }
  p, figure, table { margin: .15rem 0; }
  figure { break-inside: avoid; }
  .pair { display: block; }
  .pair figure { display: inline-block; vertical-align: top; }
  .pair figure:not(:only-child) { width: 48%; padding-right: 1%; }
  th, td { padding-top: .1rem; padding-bottom: .1rem; }
  tr, caption { break-inside: avoid; }
  .new-page { break-before: page; margin-top: 0; }
  .wide { overflow: visible; }
}
"""


def write(document: Document) -> bytes:
    """The document as the bytes of an HTML page; see the module."""
    title = html.escape(document.title)
    body = [
        f"<header><h1>{title}</h1>",
        f'<p class="about">{html.escape(document.source)}</p>',
        f'<p class="sample">{html.escape(document.warning)}</p>' if document.warning else "",
        "</header><main>",
        *(_block(block) for block in document.blocks),
        f'</main><footer class="about">{html.escape(document.footer)}</footer>',
    ]
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )
    return page.encode()


def _block(block: Block) -> str:
    match block:
        case Heading(text, new_page):
            kind = ' class="new-page"' if new_page else ""
            return f"<h2{kind}>{html.escape(text)}</h2>"
        case Said(markdown):
            return _said(markdown)
        case Note(text):
            return f'<p class="method">{html.escape(text)}</p>'
        case Pictures(drawn):
            return f'<div class="pair">{"".join(map(_picture, drawn))}</div>' if drawn else ""
        case Table():
            return _table(block)


def _said(markdown: str) -> str:
    pieces = [
        f"<strong>{html.escape(text)}</strong>" if bold else html.escape(text)
        for text, bold in spans(markdown)
    ]
    return f"<p>{''.join(pieces)}</p>" if pieces else ""


def _picture(drawn: Drawn) -> str:
    data = base64.b64encode(drawn.png).decode()
    return (
        f'<figure tabindex="0"><figcaption>{html.escape(drawn.headline)}</figcaption>'
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(drawn.alt)}" '
        f'style="width: {drawn.centimetres}cm"></figure>'
    )


def _table(table: Table) -> str:
    """The table with caption, column and row headings."""
    frame = told(table.frame)
    kinds = [' class="number"' if are_figures(frame[name]) else "" for name in frame]
    empty = f'<td><span class="blank">{FILL_IN}</span></td>' * len(table.blank)
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(name)}</th>'
        for name, kind in zip(
            [*frame, *table.blank], [*kinds, *[""] * len(table.blank)], strict=True
        )
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(
            f"<td{kind}>{html.escape(cell)}</td>"
            for cell, kind in zip(row[1:], kinds[1:], strict=True)
        )
        + f"{empty}</tr>"
        for row in frame.itertuples(index=False)
    )
    caption = html.escape(table.caption)
    return (
        f'<div class="wide" role="region" aria-label="{caption}" tabindex="0">'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
