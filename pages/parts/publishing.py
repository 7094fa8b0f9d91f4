"""Publishing an edition, and choosing between the institution's own store and the sample's."""

from __future__ import annotations

import streamlit as st

from pages.parts import access, data
from tcdata import reference


def button() -> None:
    """Build an edition from the snapshots in use, and show it to everyone."""
    if not st.button("Publish a new edition", type="primary", key="publish"):
        return
    from tcdata import edition

    with st.status("Computing every figure …") as status:
        number = edition.publish(data.engine(), reference.load(), access.user())
        status.update(label=f"Edition {number} is published", state="complete")
    for key in ("accepted", "edition"):
        st.session_state.pop(key, None)
    st.session_state["told"] = f"Edition {number} is published: every page shows it now."
    st.rerun()


def told() -> None:
    """Say what was done just before this run of the page."""
    if message := st.session_state.pop("told", None):
        st.success(message, icon=":material/check_circle:")


def show_sample(sample: bool) -> None:
    """Look at the sample data, or go back to the institution's own; neither store changes."""
    st.session_state["sample"] = sample
    st.session_state.pop("edition", None)
