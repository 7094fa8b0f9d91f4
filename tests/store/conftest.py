"""A store of each kind that the contract tests run on."""

import pytest

from tcdata import store
from tcdata.reference import load


@pytest.fixture(params=["sqlite"])
def url(request, tmp_path):
    """The address of a store that is not there yet, for every database the product runs on."""
    return f"sqlite:///{tmp_path / 'data' / 'store.db'}"


@pytest.fixture
def engine(url):
    engine = store.open_store(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def reference():
    return load()
