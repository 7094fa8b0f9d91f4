"""How every page shows its question, its finding, its picture, its table and its method."""

from __future__ import annotations

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


def look() -> Look:
    """The theme the reader sees, so that figures match it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def picture(title: str, drawn: Picture) -> None:
    """A figure under a heading that says what to see in it."""
    st.header(words.plain(title), anchor=False)
    st.plotly_chart(drawn.figure, theme=None, config=CHART, alt=drawn.alt, width="stretch")


def table(frame: pd.DataFrame, alt: str, rows: pd.DataFrame, name: str, edition: Edition) -> None:
    """The picture's rows as a table, what its symbols mean, and the published rows to download."""
    # The line also keeps the table's toolbar, which touch screens always show, off the picture.
    st.caption(words.plain(alt))
    numbers = [str(name) for name in frame if str(name).startswith(RIGHT)]
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        alt=alt,
        placeholder="",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in numbers},
    )
    there = set(rows["symbol"])
    meant = [f"{sign} {SYMBOLS[sign]}" for sign in SYMBOLS if sign in there]
    if meant:
        st.caption(words.plain("; ".join(meant)))
    st.download_button(
        "Download these rows (CSV)",
        data=lambda: csv(rows),
        file_name=f"{name}_edition_{edition.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def method(text: str) -> None:
    """What it means and how it was made, in a line, with the way to the Methods page."""
    st.caption(text)
    st.page_link("pages/help/methods.py", label="How these figures are made")


def csv(rows: pd.DataFrame) -> bytes:
    """Rows as a CSV file; its writer is imported once somebody asks for one."""
    from tcdata.reports.rows import to_csv

    return to_csv(rows)
