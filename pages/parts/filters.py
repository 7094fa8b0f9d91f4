"""The filters: labelled, in one line above what they change, kept in the URL and across pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import show
from pages.parts.data import Edition
from tcdata import words
from tcdata.reference import Reference
from tcdata.views import units

WHOLE = "All of it"
# A tag's text is always white, and no setting changes it: 2.4 : 1 on the dark theme's blue.
_DARK_TAGS = "<style>[data-tag], [data-tag] * { color: #14181D !important; }</style>"


def unit(edition: Edition, left: DeltaGenerator, right: DeltaGenerator) -> str:
    """The faculty and school chosen, as one unit id; the whole University by default.

    They are drawn in the two columns given.
    """
    names = units.long_names(edition.reference)
    faculties = units.faculties(edition.reference, edition.latest)
    _arrive(edition.reference, names, faculties)
    faculty = left.selectbox(
        "Faculty or service",
        faculties,
        format_func=names.__getitem__,
        key="faculty",
        bind="query-params",
        persist_state="session",
    )
    schools = units.schools(edition.reference, faculty, edition.latest)
    school = right.selectbox(
        "School",
        ["", *schools],
        format_func=lambda school: names[school] if school else WHOLE,
        key="school",
        bind="query-params",
        persist_state="session",
    )
    return school if school in schools else faculty


def _arrive(reference: Reference, names: dict[str, str], faculties: list[str]) -> None:
    """As a reader comes to a page: keep the unit chosen before, and know one that was renamed.

    Streamlit carries what was chosen by hand to the next page, but not what came with the address
    of a page that has run only once: as the next page begins, it can still be read. A name that
    no unit has now is looked for among ids, short names and aliases; if none has it, that is said.
    """
    run = get_script_run_ctx()
    if run is None or st.session_state.get("filtered") == run.page_script_hash:
        return
    st.session_state["filtered"] = run.page_script_hash
    for key in ("faculty", "school"):
        asked, chosen = st.query_params.get(key), st.session_state.get(key)
        if asked and asked not in names.values() and asked != WHOLE:
            meant = units.known_as(reference, asked)
            if meant in (faculties if key == "faculty" else names):
                st.session_state[key] = meant
            else:
                st.info(f"The link asks for “{words.plain(asked)}”, which is no unit known here.")
        # Going back means what the address says, also where it says nothing.
        elif (
            not asked
            and chosen in names
            and chosen != faculties[0]
            and not run.is_history_navigation
        ):
            st.session_state[key] = chosen
            st.query_params[key] = names[chosen]


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

    What was chosen goes where it is not among the options any more, and the default comes back;
    a default that nobody changed gives way to the next one.
    """
    if show.look() == "dark":
        st.html(_DARK_TAGS)
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
