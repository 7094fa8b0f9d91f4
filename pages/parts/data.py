"""Where a page's numbers come from: the store in use, the edition chosen, its rows and names."""

from __future__ import annotations

import gc
from typing import NamedTuple, NoReturn

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from tcdata import sample, store, where
from tcdata.reference import Reference
from tcdata.rows import Rows, by_metric

KEPT = 100  # choices of the filters, on each page, for which what is shown is kept


class Edition(NamedTuple):
    """One edition, ready to select from."""

    id: int
    key: str  # names it among the editions of every store, for what is kept of it
    built_at: str
    sample: bool
    rows: Rows
    reference: Reference
    latest: str  # the newest as-of date of the workforce figures


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(url: str, is_sample: bool) -> Engine:
    """The store at `url`, opened once per server; the sample is put there first."""
    if is_sample:
        sample.ensure(url)
    return store.open_store(url, sample=is_sample)


@st.cache_resource(max_entries=6, show_spinner="Opening the edition")
def _load(url: str, is_sample: bool, edition: int) -> Edition:
    engine = _open(url, is_sample)
    published = store.edition_rows(engine, edition)
    headcounts = published.loc[published["metric"] == "headcount", "period"]
    found = Edition(
        id=edition,
        key=f"{edition} {url}",
        built_at=store.edition_dates(engine)[edition],
        sample=is_sample,
        rows=by_metric(published),
        reference=store.edition_reference(engine, edition),
        latest=str(headcounts.max()) if len(headcounts) else f"{pd.Timestamp.today():%Y-%m-%d}",
    )
    # After every run of a script, Streamlit has the collector walk all that was imported and
    # loaded by now, which takes as long as the run. That stays: out of its sight it costs nothing.
    gc.collect()
    gc.freeze()
    return found


def shows_sample() -> bool:
    """Whether this session looks at sample data: until there is own data, or when asked to."""
    return st.session_state.get("sample", False) or not has_own_data()


def has_own_data() -> bool:
    """Whether the institution has accepted a file of its own."""
    path = where.sqlite_path(where.store_url())
    if path is not None and not path.exists():
        return False
    return store.has_real_data(own_store())


def engine() -> Engine:
    """The store that this session looks at."""
    if shows_sample():
        return _open(where.sample_url(), True)
    return own_store()


def own_store() -> Engine:
    """The institution's own store, made when it is first needed."""
    return _open(where.store_url(), False)


def edition() -> Edition:
    """The edition chosen in the sidebar; stops the page with advice where there is none."""
    chosen = st.session_state.get("edition_id")
    if chosen is None:
        _advise("Nothing has been published yet. Load a file and publish an edition.")
    is_sample = shows_sample()
    url = where.sample_url() if is_sample else where.store_url()
    return _load(url, is_sample, int(chosen))


def require(shown: Edition, metric: str, advice: str) -> None:
    """Stop the page with `advice` where the edition has no row of the metric it is about."""
    if metric not in shown.rows:
        _advise(advice)


def _advise(advice: str) -> NoReturn:
    st.info(advice)
    st.page_link("pages/data/load.py", label="Load a file", icon=":material/upload_file:")
    st.stop()
