"""The filters: labelled, in one line above what they change, kept in the URL and across pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import show
from pages.parts.data import Edition
from tcdata.views import units

# A tag's text is always white, and no setting changes it: 2.4 : 1 on the dark theme's blue.
_DARK_TAGS = "<style>[data-tag], [data-tag] * { color: #14181D !important; }</style>"


def unit(edition: Edition, left: DeltaGenerator, right: DeltaGenerator) -> str:
    """The faculty and school chosen, as one unit id; the whole University by default.

    They are drawn in the two columns given.
    """
    names = units.long_names(edition.reference)
    faculty = left.selectbox(
        "Faculty or service",
        units.faculties(edition.reference, edition.latest),
        format_func=names.__getitem__,
        key="faculty",
        bind="query-params",
        persist_state="session",
    )
    schools = units.schools(edition.reference, faculty, edition.latest)
    school = right.selectbox(
        "School",
        ["", *schools],
        format_func=lambda school: names[school] if school else "All of it",
        key="school",
        bind="query-params",
        persist_state="session",
    )
    return school if school in schools else faculty


def one_of(label: str, options: Sequence[str], key: str, say: Callable[[str], str] = str) -> str:
    """One of many options in a list; the first by default."""
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

    What was chosen goes where it is not among the options any more, and the default comes back.
    """
    if show.look() == "dark":
        st.html(_DARK_TAGS)
    known = st.session_state.get(key)
    if (known is None and key not in st.query_params) or not set(known or ()) <= set(options):
        st.session_state[key] = [*default]
    return st.multiselect(
        label, options, format_func=say, key=key, bind="query-params", persist_state="session"
    )
