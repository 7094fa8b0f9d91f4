"""The documents page's pieces: what a document holds, its skills, and its download buttons.

A document is built when its button is clicked, from the rows that the page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import data, filters, show
from pages.parts.data import Edition
from tcdata import store, words
from tcdata.views import case as view
from tcdata.views import units
from tcdata.views.scenario import Scenario

BRIEFING = (
    "Two pages for a faculty’s executive committee: the success measures, how many technicians "
    "there are and where, who has answered, which skills are thin, and what has changed."
)
CASE = (
    "For the annual planning round: what is at risk and since when, how sure that is, who is "
    "affected in teaching and research, and what each option does. Costs and the decision asked "
    "for are left for you to fill in."
)
METHOD = (
    "Every document is built from the published figures of the edition chosen, says which edition "
    "that is, and holds no person’s data."
)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}


def briefing(into: DeltaGenerator, edition: Edition, unit: str) -> None:
    """The faculty briefing: what it holds, and its two downloads."""
    record = _record(edition)

    def content() -> Any:
        from tcdata.reports import briefing

        return briefing.content(edition.rows, unit, edition.reference, record)

    def word() -> bytes:
        from tcdata.reports import word

        return word.write(content())

    def page() -> bytes:
        from tcdata.reports import html_page

        return html_page.write(content())

    with into:
        st.header("The faculty briefing", anchor=False)
        st.markdown(BRIEFING)
        left, right, _ = st.columns([1, 1, 1])
        name = f"briefing_{unit}_edition_{edition.id}"
        _button(left, "Download the briefing (Word)", word, f"{name}.docx")
        _button(right, "Download the briefing (web page)", page, f"{name}.html")


def skills(edition: Edition, wave: str, unit: str, register: pd.DataFrame) -> list[str]:
    """The skills of the case, the three with the highest scores until others are chosen."""
    labels = dict(zip(register["skill"], register["label"], strict=True))
    if not labels:
        name = units.short_names(edition.reference)[unit]
        st.info(f"No skill is recorded for {words.plain(name)} in {words.plain(wave)}.")
        return []
    return filters.several(
        "Skills",
        list(labels),
        list(labels)[: view.FIRST],
        "case",
        labels.__getitem__,
    )


def table(frame: pd.DataFrame, alt: str) -> None:
    """What the case says of its skills, with figures at the right also where they are text."""
    numbers = [str(name) for name in frame if str(name).startswith(show.RIGHT)]
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        alt=alt,
        column_config={name: st.column_config.TextColumn(alignment="right") for name in numbers},
    )


def case(edition: Edition, wave: str, unit: str, given: Scenario, chosen: list[str]) -> None:
    """The downloads of the case."""
    asked = (edition.rows, unit, edition.reference, _record(edition), wave, chosen, given)

    def word() -> bytes:
        from tcdata.reports import case, word

        return word.write(case.content(*asked))

    def workbook() -> bytes:
        from tcdata.reports import case_workbook

        return case_workbook.write(*asked)

    left, right, _ = st.columns([1, 1, 1])
    name = f"case_{unit}_{wave}_edition_{edition.id}"
    _button(left, "Download the case (Word)", word, f"{name}.docx")
    _button(right, "Download the case (workbook)", workbook, f"{name}.xlsx")


def _button(into: DeltaGenerator, label: str, make: Callable[[], bytes], name: str) -> None:
    into.download_button(
        label,
        data=make,
        file_name=name,
        mime=TYPES[name.rpartition(".")[2]],
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _record(edition: Edition) -> dict[str, Any]:
    """What a document says of its edition: number, day, files, and whether it is the sample's."""
    editions = store.editions(data.engine()).set_index("edition", drop=False)
    record = {str(name): value for name, value in editions.loc[edition.id].items()}
    return record | {"sample": edition.sample}
