"""Opening a store: made once, private, and never mistaken for a new one after losing its data."""

import os
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tcdata import store, where
from tcdata.store import schema
from tests.store.made import make_checked


@pytest.fixture
def path(url):
    return where.sqlite_path(url)


def test_a_new_store_is_private_and_careful(engine, path):
    assert path.stat().st_mode & 0o777 == 0o600
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 10_000
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_opening_again_is_the_same_store(engine, url):
    number = store.accept(engine, make_checked(), "tester")
    again = store.open_store(url)
    assert store.current(again)["snapshot_id"].tolist() == [number]


def test_files_beside_the_store_are_private_too(engine, path):
    store.accept(engine, make_checked(), "tester")
    modes = {p.name: p.stat().st_mode & 0o077 for p in path.parent.iterdir() if "wal" in p.name}
    assert set(modes.values()) == {0}


def emptied(path):
    os.truncate(path, 0)


def deleted(path):
    path.unlink()


def cut_short(path):
    os.truncate(path, path.stat().st_size // 2)


def overwritten(path):
    path.write_bytes(b"not a store at all" * 1000)


def without_rows(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM store_info")
        connection.commit()


def another_store(path):
    path.with_name("store.db.id").write_text("0" * 32)


@pytest.mark.parametrize(
    "harm", [emptied, deleted, cut_short, overwritten, without_rows, another_store]
)
def test_a_store_that_lost_its_data_is_refused(url, path, harm):
    engine = store.open_store(url)
    store.accept(engine, make_checked(rows=200), "tester")
    engine.dispose()
    for left_over in ("-wal", "-shm"):
        path.with_name(path.name + left_over).unlink(missing_ok=True)
    harm(path)
    with pytest.raises(store.StoreDamagedError, match=r"restore it from a backup|another file"):
        store.open_store(url)


def test_a_store_whose_id_file_is_gone_opens_and_gets_it_back(engine, url, path):
    identity = path.with_name("store.db.id")
    kept = identity.read_text()
    identity.unlink()
    store.open_store(url)
    assert identity.read_text() == kept


@pytest.mark.parametrize("sample", [True, False])
def test_sample_and_real_data_never_mix(url, sample):
    assert store.is_sample(store.open_store(url, sample=sample)) == sample
    with pytest.raises(store.WrongStoreError, match="never goes into it"):
        store.open_store(url, sample=not sample)
    assert store.is_sample(store.open_store(url, sample=None)) == sample


def test_no_store_is_made_for_reading(url, path):
    with pytest.raises(store.StoreMissingError, match="There is no store at"):
        store.open_store(url, create=False)
    assert not path.exists()


def test_a_store_of_another_version_is_refused(engine, url):
    with engine.begin() as connection:
        connection.execute(schema.store_info.update().values(schema_version=99))
    with pytest.raises(store.StoreError, match="another version"):
        store.open_store(url)


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
