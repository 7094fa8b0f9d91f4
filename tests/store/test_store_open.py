"""Opening a store: made once, private, and never mistaken for a new one after losing its data."""

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tcdata import store
from tcdata.store import schema
from tests.store.kept import make_checked


def test_opening_again_is_the_same_store(engine, url):
    number = store.accept(engine, make_checked(), "tester")
    again = store.open_store(url)
    assert store.current(again)["snapshot_id"].tolist() == [number]


@pytest.mark.parametrize("sample", [True, False])
def test_sample_and_real_data_never_mix(url, sample):
    assert store.is_sample(store.open_store(url, sample=sample)) == sample
    with pytest.raises(store.WrongStoreError, match="never goes into it"):
        store.open_store(url, sample=not sample)
    assert store.is_sample(store.open_store(url, sample=None)) == sample


def test_a_store_of_another_version_is_refused(engine, url):
    with engine.begin() as connection:
        connection.execute(schema.store_info.update().values(schema_version=99))
    with pytest.raises(store.StoreError, match="another version"):
        store.open_store(url)


def test_a_store_of_another_version_is_left_as_it_is(engine, url):
    with engine.begin() as connection:
        connection.execute(schema.store_info.update().values(schema_version=99))
        connection.exec_driver_sql("DROP TABLE plan")
    with pytest.raises(store.StoreError, match="another version"):
        store.open_store(url)
    assert "plan" not in sa.inspect(engine).get_table_names()


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_store_in_memory_would_forget_what_was_accepted(address):
    with pytest.raises(store.StoreError, match="forgets everything"):
        store.open_store(address)


def test_a_server_that_does_not_answer_is_a_sentence(engine):
    text = 'connection failed: connection to server at "127.0.0.1", port 1 failed'
    refused = sa.exc.DBAPIError("", None, ConnectionError(text))
    with (
        pytest.raises(store.StoreError, match="cannot be reached"),
        store.connection.reading(engine),
    ):
        raise refused


def test_an_address_that_cannot_be_read_is_not_quoted():
    with pytest.raises(store.StoreError, match="cannot be read") as caught:
        store.open_store("postgresql+psycopg://user:canary@[::1")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("address", ["nothing://x", "postgresql+notadriver://x/y"])
def test_an_address_of_no_known_database_is_refused(address):
    with pytest.raises(store.StoreError, match="not installed"):
        store.open_store(address)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(store.StoreError, match="cannot be made"):
        store.open_store(f"sqlite:///{tmp_path}/file/store.db")


def test_errors_of_the_database_do_not_quote_rows(engine):
    secret = "canary-row"
    with pytest.raises(store.StoreError) as caught, store.connection.writing(engine) as connection:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:x)"), {"x": secret})
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_tables_can_be_made_in_postgresql():
    for table in schema.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
