"""The filters: labelled, in one line above what they change, kept in the URL and across pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.data import Edition
from tcdata import words
from tcdata.reference import Reference
from tcdata.views import units

WHOLE = "All of it"
UNIT = ("faculty", "school")


def unit(edition: Edition, left: DeltaGenerator, right: DeltaGenerator) -> str:
    """The faculty and school chosen, as one unit id; the whole University by default.

    They are drawn in the two columns given.
    """
    names = units.long_names(edition.reference)
    faculties = units.faculties(edition.reference, edition.latest)
    _named(edition.reference, names, edition.latest)
    bring("faculty", faculties, faculties[0], names.__getitem__)
    faculty = left.selectbox(
        "Faculty or service",
        faculties,
        format_func=names.__getitem__,
        key="faculty",
        bind="query-params",
        persist_state="session",
    )
    schools = units.schools(edition.reference, faculty, edition.latest)
    bring("school", schools, "", names.__getitem__)
    school = right.selectbox(
        "School",
        ["", *schools],
        format_func=lambda school: names[school] if school else WHOLE,
        key="school",
        bind="query-params",
        persist_state="session",
    )
    return school if school in schools else faculty


@contextmanager
def following() -> Iterator[None]:
    """Around a page: what was chosen follows from page to page, also on the way back.

    On the way to another page Streamlit leaves addresses without choices behind; on the way back
    it takes them at their word, unless the page runs once more.
    """
    run = get_script_run_ctx()
    if run and run.is_history_navigation:
        st.rerun()
    try:
        yield
    finally:  # also where the page stops half-way: its next run is no arrival
        st.session_state["page"] = run.page_script_hash if run else ""


def bring(key: str, options: Iterable[Any], usual: Any, say: Callable[[Any], str]) -> None:
    """Just before a filter is drawn: what the page before had chosen in its filter of this name.

    Streamlit brings it at once where it was chosen by hand, but what came with an address only to
    the page after the next. An address that names the filter is left to Streamlit.
    """
    run = get_script_run_ctx()
    value = st.session_state.get(key, usual)
    if (
        run is None
        or st.session_state.get("page") == run.page_script_hash
        or key in st.query_params
        or value == usual
    ):
        return
    chosen = value if isinstance(value, list) else [value]
    if set(chosen) <= set(options):
        st.session_state[key] = value
        with suppress(StreamlitAPIException):  # drawn before: then it keeps its own address
            st.query_params[key] = [say(one) for one in chosen]


def _named(reference: Reference, names: dict[str, str], date: str) -> None:
    """Name the unit in the address as the filters do, whichever of its names it came with.

    What no unit is or was called is said to be unknown.
    """
    asked = {key: st.query_params[key] for key in UNIT if st.query_params.get(key)}
    if not asked or ("faculty" in asked and {*asked.values()} <= {*names.values(), WHOLE}):
        return
    meant = units.asked_for(reference, asked, date)
    called = asked | {key: names[unit] for key, unit in meant.items()}
    if called != asked:
        st.query_params.update(called)
        st.rerun()
    for text in (text for key, text in asked.items() if key not in meant):
        st.info(f"The link asks for “{words.plain(text)}”, which is no unit known here.")


def one_of(label: str, options: Sequence[str], key: str, say: Callable[[str], str] = str) -> str:
    """One of many options in a list; the first by default."""
    bring(key, options, options[0], say)
    return st.selectbox(
        label,
        options,
        format_func=say,
        key=key,
        bind="query-params",
        persist_state="session",
    )


def choice(label: str, options: Sequence[str], key: str, say: Callable[[str], str] = str) -> str:
    """One of a few options as buttons in a row; the first by default."""
    bring(key, options, options[0], say)
    chosen = st.segmented_control(
        label,
        options,
        default=options[0],
        format_func=say,
        key=key,
        bind="query-params",
        persist_state="session",
        required=True,
    )
    return chosen or options[0]


def several(
    label: str, options: Sequence[str], default: Sequence[str], key: str, say: Callable[[str], str]
) -> list[str]:
    """Any of many options, each chosen one as a tag; `default` until others are chosen.

    What was chosen goes where it is not among the options any more, and the default comes back;
    a default that nobody changed gives way to the next one.
    """
    known, before = st.session_state.get(key), f"{key}-default"
    given = known is None and key in st.query_params
    untouched = not given and known in (None, st.session_state.get(before))
    kept = not untouched and set(known or ()) <= set(options)
    if not kept and known != [*default]:
        st.session_state[key] = [*default]
    st.session_state[before] = [*default]
    return st.multiselect(
        label, options, format_func=say, key=key, bind="query-params", persist_state="session"
    )
