"""A document as a Word file: real headings, tables with a marked header row, pictures with words.

A4, British English, set in Arial; no cell is merged, no text is a field or a formula. The foot of
each page says the edition and the page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from tcdata.reports import word_styles
from tcdata.reports.blocks import (
    FILL_IN,
    Block,
    Document,
    Heading,
    Note,
    Pictures,
    Said,
    Table,
    are_figures,
    spans,
    told,
)
from tcdata.reports.word_styles import BLANK, METHOD, PLACEHOLDER, TABLE, TO_WRITE_IN, WIDTH

# Widths of columns are told by their text: centimetres per character and point of size, how much
# wider bold ones are, the characters that a column of text has before it shares in the rest, and
# what is free at both sides of a cell.
CHARACTER, BOLD, SHORT, PADDING = 0.0185, 1.12, 18, 0.3
TOGETHER = 8  # rows of a table that are kept on one page
SPARE = 0.05  # centimetres left at the right of pictures in one line, so that none wraps


def write(document: Document) -> bytes:
    """The document as the bytes of a docx file; see the module."""
    file = docx.Document()
    word_styles.apply(file, document.points)
    _about(file, document)
    file.add_paragraph(document.title, style="Title")
    file.add_paragraph(document.source, style="Subtitle")
    if document.warning:
        file.add_paragraph().add_run(document.warning).bold = True
    for block in document.blocks:
        _block(file, block, document.points)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _about(file: File, document: Document) -> None:
    """What the file says of itself, and the foot of each page."""
    properties = file.core_properties
    properties.title, properties.author = document.title, document.author
    properties.language, properties.comments = "en-GB", document.source
    properties.last_modified_by = document.author
    properties.created = properties.modified = document.made
    foot = file.sections[0].footer.paragraphs[0]
    foot.add_run(f"{document.footer} · page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word keeps up to date."""
    field = _element("fldSimple", instr=code)
    run, text = _element("r"), _element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _block(file: File, block: Block, points: float) -> None:
    match block:
        case Heading(text, new_page):
            heading = file.add_paragraph(text, style="Heading 1")
            heading.paragraph_format.page_break_before = new_page
        case Said(markdown):
            if markdown:
                _said(file.add_paragraph(), markdown)
        case Note(text):
            file.add_paragraph(text, style=METHOD)
        case Pictures():
            _pictures(file, block)
        case Table():
            _table(file, block, points)


def _said(paragraph: Paragraph, markdown: str) -> None:
    for text, bold in spans(markdown):
        paragraph.add_run(text).bold = bold or None


def _pictures(file: File, block: Pictures) -> None:
    """Each picture under its headline; those that share a line have theirs above it."""
    if not block.drawn:
        return
    file.add_paragraph(" · ".join(drawn.headline for drawn in block.drawn), style="Caption")
    paragraph = file.add_paragraph()
    paragraph._p.get_or_add_pPr().append(_element("textAlignment", val="top"))
    for place, drawn in enumerate(block.drawn):
        run = paragraph.add_run()
        if place:  # as far apart as the page allows, or a number seems to belong to the next label
            rest = sum(one.centimetres for one in block.drawn[place:])
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH - rest - SPARE))
            run.add_tab()
        shape = run.add_picture(io.BytesIO(drawn.png), width=Cm(drawn.centimetres))
        for side in "TBLR":  # without these, some programs leave room beside the picture
            shape._inline.set(f"dist{side}", "0")
        about = shape._inline.docPr
        about.set("descr", drawn.alt)
        about.set("title", drawn.headline)


def _table(file: File, table: Table, points: float) -> None:
    frame = told(table.frame)
    columns = [*frame, *table.blank]
    figures = [are_figures(frame[name]) for name in frame] + [False] * len(table.blank)
    file.add_paragraph(table.caption, style="Caption")
    grid = file.add_table(rows=1 + len(frame), cols=len(columns), style=TABLE)
    grid.autofit = False
    for name, value in (("tblCaption", table.caption), ("tblDescription", table.caption)):
        grid._tbl.tblPr.append(_element(name, val=value))
    widths = _widths(columns, frame.to_numpy().tolist(), figures, points)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for place, (row, values) in enumerate(
        zip(grid.rows, [columns, *frame.to_numpy().tolist()], strict=True)
    ):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if place == 0:
            properties.append(_element("tblHeader"))
        cells = row._tr.tc_lst
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            cell.width = Cm(width)
            paragraph = Paragraph(cell.p_lst[0], row)
            if figures[column]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if place < (len(frame) if len(frame) <= TOGETHER else 2):
                paragraph.paragraph_format.keep_with_next = True
            if column < len(values):
                paragraph.add_run(values[column]).bold = place == 0 or None
            else:
                cell.get_or_add_tcPr().append(_element("shd", val="clear", fill=TO_WRITE_IN))
                paragraph._p.append(_to_fill_in(columns[column]))


def _widths(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    figures: Sequence[bool],
    points: float,
) -> list[float]:
    """Centimetres per column: figures and words get what they need, texts share the rest.

    First each column of text gets up to SHORT characters, then the longer ones what is left.
    """
    least, short, long = [], [], []
    for place, heading in enumerate(headings):
        cells = [row[place] if place < len(row) else FILL_IN for row in rows]
        longest, empty = max(map(len, cells)), any(place >= len(row) for row in rows)
        head = max(math.ceil(len(heading) / 2), *map(len, heading.split())) * BOLD
        word = max(len(word) for cell in cells for word in [*cell.split(), ""])
        need = max(head, longest if figures[place] else word)
        least.append(need * CHARACTER * points + PADDING)
        short.append(0.0 if figures[place] else max(0.0, min(longest, SHORT) - need))
        long.append(0.0 if figures[place] else max(longest - SHORT, SHORT if empty else 1))
    room = WIDTH - sum(least)
    if room < 0:
        return [width * WIDTH / sum(least) for width in least]
    first = min(room, sum(short) * CHARACTER * points)
    shares = long if any(long) else [1.0] * len(least)
    return [
        width + first * some / (sum(short) or 1) + (room - first) * share / sum(shares)
        for width, some, share in zip(least, short, shares, strict=True)
    ]


def _to_fill_in(label: str) -> Any:
    """A content control: whoever clicks it writes in place of the grey words."""
    content = _element("sdtContent")
    run = _element("r")
    look = _element("rPr")
    look.append(_element("rStyle", val=PLACEHOLDER.replace(" ", "")))
    look.extend([_element("i"), _element("color", val=BLANK)])  # not every program knows the style
    text = _element("t")
    text.text = FILL_IN
    run.extend([look, text])
    content.append(run)
    properties = _element("sdtPr")
    properties.extend([_element("alias", val=label), _element("showingPlcHdr"), _element("text")])
    control = _element("sdt")
    control.extend([properties, content])
    return control


def _element(name: str, **values: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
