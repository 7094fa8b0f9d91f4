"""The steps of loading a file: its period, its template, the check, the comparison, acceptance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from pages.parts import data, publishing
from tcdata import reference, store, where, words
from tcdata.check import Checked
from tcdata.check import check as run_check
from tcdata.compare import Comparison
from tcdata.compare import compare as compare_tables
from tcdata.readers import UnreadableFileError
from tcdata.reports.annotated import annotated as annotated_workbook
from tcdata.reports.template import template as template_workbook
from tcdata.views import loading


def period(kind: str) -> str:
    """The as-of date (ISO) or the wave the file is for; empty until one is chosen."""
    if kind == "survey":
        waves = reference.load().waves["wave"].tolist()[::-1]
        return str(st.selectbox("Survey", waves, key="load-wave"))
    said = "The day the extract describes. A typed date counts once you leave the field."
    day = st.date_input("As of", value=None, format="DD/MM/YYYY", key="load-date", help=said)
    return f"{day:%Y-%m-%d}" if day else ""


def uploads() -> int:
    """How many files this session has accepted: a new one empties the place to drop files."""
    return int(st.session_state.get("uploads", 0))


def template(kind: str, chosen: str) -> None:
    """Offer the empty workbook in the product's own layout."""
    wave = chosen if kind == "survey" else None
    st.download_button(
        "Download an empty template",
        data=lambda: template_workbook(kind, reference.load(), wave),
        file_name=f"{kind}_template.xlsx",
        icon=":material/description:",
        on_click="ignore",
    )


def check(kind: str, chosen: str, uploaded: list[Any]) -> Checked | None:
    """Check the uploaded files once; None, with a sentence on the page, where they are unreadable.

    The result is kept for this session only, until the file is accepted or another is checked.
    """
    files = [(file.name, file.getvalue()) for file in uploaded]
    mark = [(name, hashlib.sha256(content).hexdigest()) for name, content in files]
    if st.session_state.get("checked-for") != (kind, chosen, mark):
        _forget()
        status = st.status("Reading and checking the file …")
        try:
            found = run_check(kind, files, reference.load(), chosen, _key(), date.today())
        except UnreadableFileError as error:
            status.update(label="The file was not checked", state="error")
            st.error(words.plain(error), icon=":material/error:")
            return None
        status.update(label="The file has been checked", state="complete")
        st.session_state["checked"] = found
        st.session_state["checked-for"] = (kind, chosen, mark)
    return st.session_state["checked"]


def _forget() -> None:
    for key in ("checked", "checked-for"):
        st.session_state.pop(key, None)


def _key() -> bytes:
    """The institution's key, if the ids in its store were made with it."""
    key = where.key()
    if data.has_own_data():
        store.use_key(data.own_store(), key)
    return key


def annotated(uploaded: list[Any], checked: Checked) -> Callable[[], bytes]:
    """A function that makes the annotated workbook when it is asked for."""
    files = [(file.name, file.getvalue()) for file in uploaded]
    return lambda: annotated_workbook(files, checked.findings)


def compare(checked: Checked) -> tuple[Comparison, str]:
    """The file against the one in use of its kind in the institution's own store, and which one
    that is, as a sentence."""
    before, same = None, []
    if data.has_own_data():
        own = data.own_store()
        before = loading.predecessor(store.current(own), checked.kind, checked.period)
        same = loading.in_use_as_another(store.snapshots(own), checked)
    tables = store.tables(data.own_store(), int(before["snapshot_id"])) if before else None
    found = compare_tables(checked, tables, reference.load())
    return replace(found, warnings=same + found.warnings), loading.compared_with(before)


def accept(checked: Checked, by: str) -> None:
    """Ask what must be asked, then store the file as a snapshot."""
    first = not data.has_own_data()
    sure = True
    if first:
        sure = st.checkbox(
            "This is our own data: end the sample and start our own store with this file",
            key="end-sample",
        )
    partial = False
    if not checked.ok and checked.rows_accepted:
        partial = st.checkbox(loading.partly(checked), key="partial")
    if st.button(
        "Accept this file",
        type="primary",
        disabled=not (sure and (checked.ok or partial)),
        key="accept",
    ):
        store.use_key(data.own_store(), where.key())
        number = store.accept(data.own_store(), checked, by, partial)
        st.session_state["accepted"] = (number, checked.kind, checked.period)
        publishing.show_sample(False)
        _forget()
        st.session_state["uploads"] = uploads() + 1
        st.rerun()


def done() -> None:
    """After an acceptance: say so, and offer to publish."""
    if "accepted" in st.session_state:
        number, kind, chosen = st.session_state["accepted"]
        st.success(
            f"Accepted as snapshot {number}: {loading.said(kind, chosen)}. "
            "Pages change when you publish an edition.",
            icon=":material/check_circle:",
        )
        publishing.button()
