"""What only a SQLite store does: its file's mode, its id file, its log, its triggers."""

import os
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from tcdata import store, where
from tcdata.store import schema
from tests.store.kept import CANARY, make_checked


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'data' / 'store.db'}"


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


def test_another_programs_database_is_left_alone(url, path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(store.StoreError, match="another program's database"):
        store.open_store(url)
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("theirs",)]


def test_an_id_file_of_other_bytes_is_a_sentence(url, path):
    store.open_store(url).dispose()
    path.with_name("store.db.id").write_bytes(b"\xff" * 32)
    with pytest.raises(store.StoreDamagedError, match="another file"):
        store.open_store(url)


def test_a_disk_that_fails_is_a_sentence(engine):
    failed = sqlite3.OperationalError("disk I/O error")
    with (
        pytest.raises(store.StoreError, match="may be full"),
        store.connection.reading(engine),
    ):
        raise sa.exc.DBAPIError("", None, failed)


def test_no_store_is_made_for_reading(url, path):
    with pytest.raises(store.StoreMissingError, match="There is no store at"):
        store.open_store(url, create=False)
    assert not path.exists()


def stored_bytes(engine):
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(schema.snapshot_tables.c.parquet)))


def test_purging_erases_the_rows_from_the_files_too(engine, url):
    number = store.accept(engine, make_checked(rows=500, refused=1), "tester", partial=True)
    pieces = [data[:200] for data in stored_bytes(engine)]
    assert store.purge(engine, number, "tester", "erasure request 12") is None
    folder = where.folder(url)
    on_disk = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not any(piece in on_disk for piece in pieces)
    assert CANARY.encode() not in on_disk
    assert store.snapshots(engine)["state"].tolist() == ["purged"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET person = 'nobody'", "DELETE FROM audit WHERE entry = 1"]
)
def test_the_database_refuses_to_change_the_trail(engine, statement):
    store.accept(engine, make_checked(), "tester")
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_store_that_others_can_read_is_a_fault(engine, url):
    path = where.sqlite_path(url)
    path.chmod(0o644)
    assert store.verify(engine) == [
        "Others on this machine can read the store: set the mode of store.db to 600."
    ]


def test_a_record_that_cannot_be_read_is_a_fault_not_a_failure(engine):
    store.accept(engine, make_checked(), "tester")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE snapshots SET file_names = '['")
    assert store.verify(engine) == [store.connection.DAMAGED]
