"""The filters: labelled, in one line above what they change, kept in the URL and across pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts.data import Edition
from tcdata.views import units


def unit(edition: Edition) -> str:
    """The faculty and school chosen, as one unit id; the whole University by default."""
    names = units.long_names(edition.reference)
    left, right = st.columns(2)
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
        disabled=not schools,
    )
    return school if school in schools else faculty


def choice(
    label: str,
    options: Sequence[str],
    key: str,
    say: Callable[[str], str] = str,
) -> str:
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
