"""What a reader sees when a page cannot be shown: a sentence, never a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tcdata import words
from tcdata.reference import WrongReferenceError
from tcdata.store import StoreError
from tcdata.where import WrongPlaceError


@contextmanager
def in_words() -> Iterator[None]:
    """Show the product's own errors as sentences; they say what is wrong and what to do."""
    try:
        yield
    except (StoreError, WrongReferenceError, WrongPlaceError) as error:
        st.error(words.plain(error), icon=":material/error:")
