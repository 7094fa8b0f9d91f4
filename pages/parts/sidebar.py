"""The sidebar: which edition is shown, and whether it is sample data."""

from __future__ import annotations

import streamlit as st

from pages.parts import access, data, publishing
from tcdata import store, words


def show() -> None:
    """Draw the edition picker and remember the choice for `data.edition`."""
    sample = data.shows_sample()
    engine = data.engine()
    current = store.current_edition(engine)
    with st.sidebar:
        st.session_state["edition_id"] = _edition(store.edition_dates(engine), current)
        if sample and data.has_own_data():
            st.button("Back to our own data", on_click=publishing.show_sample, args=(False,))
        if not access.sign_in_configured():
            st.caption("Runs for one person on this computer: no sign-in is set up.")
    if sample:
        st.caption(":material/science: **Sample data.** Everybody in it is invented.")


def _edition(built: dict[int, str], current: int | None) -> int | None:
    if current is None:
        st.caption("No edition yet")
        return None
    newest_first = [*built]
    # The browser sends the edition it showed before; what was asked for since comes first.
    if "edition_wanted" in st.session_state:
        wanted = st.session_state.pop("edition_wanted")
        st.session_state["edition"] = wanted if wanted in built else current
    return st.selectbox(
        "Edition",
        newest_first,
        index=newest_first.index(current),
        format_func=lambda edition: f"{edition} · {words.date(built[edition])}",
        key="edition",
        bind="query-params",
        persist_state="session",
    )
