"""How every page shows its question, its finding, its picture, its table and its method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from pages.parts.data import Edition
from tcdata import words
from tcdata.charts_base import Look, Picture
from tcdata.published import SYMBOLS

# Columns of numbers that hold symbols too, so that they are text.
RIGHT = (
    *("Answered", "In scope", "Rate", "Still needed", "Expected"),
    *("Held in", "Want to learn", "Figure", "Points", "Change", "Turnover", "Stability"),
)
CHART = {"displayModeBar": False, "responsive": True}


# Text on the theme's colour is always white, and no setting changes it: 2.4 : 1 on the dark blue.
DARK = """<style>
[data-tag], [data-tag] *, button[kind^="primary"]:not(:disabled) * { color: #14181D !important; }
</style>"""


class Sight(NamedTuple):
    """A picture and its table, as selected for one choice of the filters."""

    headline: str  # plain text
    picture: Picture | None
    table: pd.DataFrame
    alt: str  # what the table is, in plain text
    rows: pd.DataFrame  # the published rows to download
    name: str  # of the file
    notes: Sequence[str] = ()  # in Markdown, under the table


def look() -> Look:
    """The theme the reader sees, so that figures match it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def contrast() -> None:
    """Let text be read where Streamlit's dark theme has none that can be."""
    if look() == "dark":
        st.html(DARK)


def picture(title: str, drawn: Picture | None) -> None:
    """A figure, where there is one, under a heading that says what to see in it."""
    st.header(words.plain(title), anchor=False)
    if drawn:
        st.plotly_chart(drawn.figure, theme=None, config=CHART, alt=drawn.alt, width="stretch")


def sight(seen: Sight, edition: Edition) -> None:
    """The picture, and its table under it."""
    picture(seen.headline, seen.picture)
    table(seen, edition)


def table(seen: Sight, edition: Edition) -> None:
    """The picture's rows as a table, what its symbols mean, and the published rows to download."""
    # The line also keeps the table's toolbar, which touch screens always show, off the picture.
    st.caption(words.plain(seen.alt))
    numbers = [str(name) for name in seen.table if str(name).startswith(RIGHT)]
    st.dataframe(
        seen.table,
        hide_index=True,
        width="stretch",
        alt=seen.alt,
        placeholder="",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in numbers},
    )
    there = set(seen.rows["symbol"])
    meant = words.plain("; ".join(f"{sign} {SYMBOLS[sign]}" for sign in SYMBOLS if sign in there))
    paragraphs([meant, *seen.notes], st.caption)
    st.download_button(
        "Download these rows (CSV)",
        data=lambda: csv(seen.rows),
        file_name=f"{seen.name}_edition_{edition.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def folded(label: str, key: str, seen: Callable[[], Sight], edition: Edition) -> None:
    """A table that is made and sent once somebody unfolds it."""
    unfolded = st.expander(label, key=key, on_change="rerun")
    if unfolded.open:
        with unfolded:
            table(seen(), edition)


def paragraphs(texts: Sequence[str], write: Callable[[str], object] = st.markdown) -> None:
    """Texts in Markdown under each other, without the empty ones, as one element of the page."""
    if there := [text for text in texts if text]:
        write("\n\n".join(there))


def method(text: str) -> None:
    """What it means and how it was made, in a line, with the way to the Methods page."""
    st.caption(text)
    st.page_link("pages/help/methods.py", label="How these figures are made")


def csv(rows: pd.DataFrame) -> bytes:
    """Rows as a CSV file; its writer is imported once somebody asks for one."""
    from tcdata.reports.rows import to_csv

    return to_csv(rows)
