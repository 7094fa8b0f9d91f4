"""What a document is made of, whatever file it becomes: a list of blocks.

A report builds its blocks from published rows; `html_page.write` and `word.write` turn them into
bytes. Text stays text in both: no cell of data becomes markup, a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from numbers import Real
from typing import Any, NamedTuple

import pandas as pd

from tcdata import words
from tcdata.published import SYMBOLS

FILL_IN = "to fill in"
_FIGURE = re.compile(r"(?:[\d,.≤≥n−\-+ %()]|\b(?:to|of|over|under)\b)*|\[\w+\]|not asked")


class Heading(NamedTuple):
    """A question that the blocks after it answer; may begin a page."""

    text: str
    new_page: bool = False


class Said(NamedTuple):
    """A page's sentence in its Markdown: `**` around the bold clause, every other mark escaped."""

    markdown: str


class Note(NamedTuple):
    """How something was made, or what must be known beside it, in plain text."""

    text: str


class Drawn(NamedTuple):
    """A picture: what it shows, its bytes (PNG), its words for who cannot see it, its width."""

    headline: str
    png: bytes
    alt: str
    centimetres: float


class Pictures(NamedTuple):
    """Pictures side by side, as many as fit in the width of the page."""

    drawn: Sequence[Drawn]


class Table(NamedTuple):
    """A table with a caption, column headings, and its first column as row headings.

    The columns named in `blank` are not in the frame: they are left for the reader to fill in.
    """

    frame: pd.DataFrame
    caption: str
    blank: Sequence[str] = ()


Block = Heading | Said | Note | Pictures | Table


class Document(NamedTuple):
    """A document: its title, where its figures come from, a warning (or empty), and its blocks.

    `made` is when its edition was published, in UTC; `points` is the size of the smallest text.
    """

    title: str
    source: str
    warning: str
    footer: str
    author: str
    made: datetime
    points: float
    blocks: Sequence[Block]


def spans(markdown: str) -> list[tuple[str, bool]]:
    """A page's sentence as pieces of plain text, each with whether it is bold."""
    pieces = re.split(r"(?<!\\)\*\*", markdown)
    texts = [re.sub(r"\\(.)", r"\1", piece) for piece in pieces]
    return [(text, bool(place % 2)) for place, text in enumerate(texts) if text]


def plain(markdown: str) -> str:
    """A page's sentence without its bold marks and escapes."""
    return "".join(text for text, _ in spans(markdown))


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame's columns that say something, every cell as text; a missing number is empty."""
    kept = frame.loc[:, [(frame[name].astype("str") != "").any() for name in frame]]
    return pd.DataFrame(
        {str(name): [_text(cell) for cell in kept[name]] for name in kept}, dtype="str"
    )


def are_figures(cells: Iterable[str]) -> bool:
    """Whether a column is figures, also where they are text such as “80 %” or stand for none."""
    return all(_FIGURE.fullmatch(cell) for cell in cells)


def explained(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a note of what each symbol means after the first that uses it."""
    found: list[Block] = []
    known: set[str] = set()
    for block in blocks:
        found.append(block)
        used = _shown(block)
        new = [sign for sign in SYMBOLS if sign not in known and sign in used]
        if new:
            known.update(new)
            found.append(Note("; ".join(f"{sign} {SYMBOLS[sign]}" for sign in new) + "."))
    return found


def _shown(block: Block) -> str:
    """All that a table or a picture shows, as one text."""
    match block:
        case Table(frame):
            return "\n".join(told(frame).to_numpy().ravel())
        case Pictures(drawn):
            return "\n".join(one.alt for one in drawn)
    return ""


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    return words.number(float(value), 1) if isinstance(value, Real) else str(value)
