"""The dashboard without a browser: one process, one temporary store per module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import driven
import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from tcdata import where

KEY = "0123456789abcdef" * 4


@pytest.fixture(scope="session", autouse=True)
def project() -> Iterator[None]:
    """The project's own settings, from wherever the tests are started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where.PROJECT)
        config.get_config_options(force_reparse=True)
        yield


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of the institution's own store, not made yet: a first visit shows the sample."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TCDATA_STORE", f"sqlite:///{path}")
        patch.setenv("TCDATA_KEY", KEY)
        st.cache_resource.clear()
        yield path
    st.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def on_this_machine() -> Iterator[None]:
    """A reader on this machine: AppTest has a mock where a session has its reader's address."""
    with pytest.MonkeyPatch.context() as patch:
        driven.visitor("127.0.0.1", patch)
        yield


@pytest.fixture(scope="module")
def arrived(store: Path) -> list[AppTest]:
    """The module's reader, once there is one."""
    return []


@pytest.fixture
def reader(request: pytest.FixtureRequest, arrived: list[AppTest]) -> AppTest:
    """A reader on the module's PAGE with every filter as its START says.

    One reader serves a module, since arriving costs more than choosing; a test that fails leaves
    the next one a new reader.
    """
    if not arrived or arrived[0].exception:
        arrived[:] = [driven.opened(request.module.PAGE)]
    for key, value in request.module.START.items():
        arrived[0].session_state[key] = value
    return driven.shows(arrived[0].run())
