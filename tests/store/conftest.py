"""A store of each kind that the contract tests run on."""

import os
import uuid

import pytest
import sqlalchemy as sa

from tcdata import store
from tcdata.reference import load

# The address of a PostgreSQL server on which databases may be made, where there is one.
SERVER = os.environ.get("TEST_POSTGRESQL")


@pytest.fixture(params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
def url(request, tmp_path):
    """The address of a store that is not there yet, for every database the product runs on."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'store.db'}"
    name = f"test_{uuid.uuid4().hex}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    address = sa.make_url(SERVER).set(database=name)
    return address.render_as_string(hide_password=False)


@pytest.fixture
def engine(url):
    engine = store.open_store(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def reference():
    return load()
