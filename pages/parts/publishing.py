"""Publishing an edition, and choosing between the institution's own store and the sample's."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import streamlit as st
from sqlalchemy import Engine

from pages.parts import access, data
from tcdata import reference, words

SHARED = (
    "Everybody shares the sample data, so none of its files is withdrawn and no edition is "
    "published from them: both are for your own data."
)
LOOK_AGAIN = 0.2  # seconds between two looks at how far the work is


@dataclass
class Work:
    """An edition being built beside the pages: what is being done, and how it ended."""

    says: str = "Starting"
    edition: int | None = None
    error: Exception | None = None
    thread: threading.Thread | None = field(default=None, repr=False)


@st.cache_resource(max_entries=1, show_spinner=False)
def _under_way() -> dict[str, Work]:
    """Store → the edition being built for it; one at a time."""
    return {}


def button() -> None:
    """Build an edition from the snapshots in use, and show it to everyone.

    It is built in a thread of its own: whoever goes to another page meanwhile can use it, and
    the edition is published all the same. Nothing is published from the sample, whose
    store everybody shares.
    """
    if data.shows_sample():
        st.caption(SHARED)
        return
    engine, works = data.engine(), _under_way()
    url = str(engine.url)
    pressed = st.button("Publish a new edition", type="primary", key="publish")
    if pressed and url not in works:
        works[url] = _start(engine, access.user())
    if url not in works:
        return
    work = works[url]
    with st.status(f"{words.plain(work.says)} …") as status:
        while work.thread and work.thread.is_alive():
            status.update(label=f"{words.plain(work.says)} …")
            time.sleep(LOOK_AGAIN)
        works.pop(url, None)
        if work.error:
            status.update(label="Nothing was published", state="error")
        else:
            status.update(label=f"Edition {work.edition} is published", state="complete")
    if work.error:
        _explain(work.error)
        return
    st.session_state.pop("accepted", None)
    st.session_state["edition_wanted"] = work.edition
    st.session_state["told"] = f"Edition {work.edition} is published: every page shows it now."
    st.rerun()


def _explain(error: Exception) -> None:
    """What keeps an edition from being published, as a sentence; anything else is raised."""
    from tcdata.disclosure import AuditError, ImpossibleTotalError
    from tcdata.metrics.units import NotInReferenceError

    if not isinstance(error, AuditError | ImpossibleTotalError | NotInReferenceError):
        raise error
    st.error(words.plain(error), icon=":material/error:")


def _start(engine: Engine, by: str) -> Work:
    work = Work()
    work.thread = threading.Thread(target=_build, args=(work, engine, by), daemon=False)
    work.thread.start()
    return work


def _build(work: Work, engine: Engine, by: str) -> None:
    from tcdata import edition

    def tell(sentence: str) -> None:
        work.says = sentence

    try:
        work.edition = edition.publish(engine, reference.load(), by, tell)
    except Exception as error:  # raised again where the page can say it
        work.error = error


def told() -> None:
    """Say what was done just before this run of the page."""
    if message := st.session_state.pop("told", None):
        st.success(message, icon=":material/check_circle:")


def show_sample(sample: bool) -> None:
    """Look at the sample data, or go back to the institution's own; neither store changes."""
    st.session_state["sample"] = sample
    st.session_state["edition_wanted"] = None
