"""The sample's figures about the survey, built once for the tests that look at them."""

import shutil

import pytest

from tcdata import edition, store
from tcdata.reference import load
from tcdata.sample import SHIPPED


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copyfile(SHIPPED, path)
    engine = store.open_store(f"sqlite:///{path}", sample=True)
    _, tables = store.in_use(engine)
    return edition.build(
        {name: tables[name] for name in ("respondents", "answers", "workforce")}, load()
    )
