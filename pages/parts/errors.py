"""What a reader sees when a page cannot be shown: a sentence, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tcdata import words
from tcdata.failures import failed, path
from tcdata.reference import WrongReferenceError
from tcdata.store import StoreError
from tcdata.where import WrongPlaceError


@contextmanager
def in_words() -> Iterator[None]:
    """Show the product's own errors as sentences; they say what is wrong and what to do.

    Of any other error neither the page nor the log has the message: it may quote a person's cell.
    """
    try:
        yield
    except (StoreError, WrongReferenceError, WrongPlaceError) as error:
        st.error(words.plain(error), icon=":material/error:")
    except Exception as error:
        logging.getLogger(__name__).error("%s\n%s", failed(error), path(error))
        st.error(words.plain(failed(error)), icon=":material/error:")
