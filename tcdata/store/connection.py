"""Opening a store, and the two ways to talk to it: `reading` and `writing`.

Beside a SQLite file `x.db` lies `x.db.id`, a copy of the store's id. It is written after the
store's first commit, so a file that is empty or gone while its id is there has lost its data, and
is refused rather than taken for a new store.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event, exc

from tcdata import where
from tcdata.store import schema
from tcdata.store.errors import StoreDamagedError, StoreError, StoreMissingError, WrongStoreError

SECONDS_TO_WAIT = 30
FIRST_RUN = 20_190_930  # any number, the same for all
DAMAGED = "The store's file is damaged or is not a store; restore it from a backup."
EXAMPLE = "sqlite:///folder/file.db or postgresql+psycopg://user@host/database"
START_OF_TRAIL = "0" * 64


def open_store(url: str | None = None, sample: bool | None = False, create: bool = True) -> Engine:
    """Open the store at `url` (the institution's by default), making an empty one if there is none.

    `sample` says which kind of store is meant, real data or sample data: a store is one or the
    other for good. None takes either, for reading. With `create=False` a store that is not there
    is an error. Raises StoreMissingError, StoreDamagedError (emptied, cut short or not a store),
    WrongStoreError, and StoreError where the database cannot be reached.
    """
    url = url or where.store_url()
    path = where.sqlite_path(url)
    if not create and path and not path.exists() and not _id_file(path).exists():
        raise StoreMissingError(f"There is no store at {url}.")
    with plain_errors():
        engine = sa.create_engine(_address(url), hide_parameters=True, pool_pre_ping=path is None)
        if engine.dialect.name == "sqlite":
            if path is None:
                raise StoreError(f"A store in memory forgets everything: write {EXAMPLE}.")
            _prepare_sqlite(engine)
            _make_file(path)
        _make_tables(engine, path, bool(sample))
        store_id, is_sample = _identity(engine)
    if path:
        _check_id_file(path, store_id)
    if sample is not None and is_sample != sample:
        engine.dispose()
        holds, meant = ("sample", "real") if is_sample else ("real", "sample")
        raise WrongStoreError(
            f"The store at {engine.url.render_as_string()} is for {holds} data, "
            f"and {meant} data never goes into it."
        )
    return engine


def _address(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except (exc.ArgumentError, ValueError):  # its message quotes the address, password and all
        raise StoreError(f"The store's address cannot be read: write {EXAMPLE}.") from None


def is_sample(engine: Engine) -> bool:
    """Whether the store is for sample data."""
    with reading(engine) as connection:
        return bool(connection.scalar(sa.select(schema.store_info.c.sample)))


def now() -> str:
    """The present moment as stored: ISO text in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store throughout."""
    with plain_errors(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer runs beside: all of it is stored, or nothing.

    SQLite takes the write lock at the start; elsewhere the lock on the store's one row does it.
    """
    with plain_errors(), engine.connect() as connection:
        connection = connection.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            connection.execute(sa.select(schema.store_info.c.one).with_for_update())
            yield connection


def empty_log(engine: Engine) -> None:
    """Write SQLite's log into its file and cut it to nothing: erased rows lie there still."""
    if engine.dialect.name == "sqlite":
        with plain_errors(), engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn a database's error into a sentence; the original may quote the rows it was about."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _in_words(error.orig) from None
    except json.JSONDecodeError:
        raise StoreDamagedError(DAMAGED) from None
    except (exc.ArgumentError, exc.NoSuchModuleError, ImportError):
        raise StoreError(
            "The store's address names a database whose driver is not installed; PostgreSQL's is "
            "installed with pip install psycopg[binary]."
        ) from None


def _in_words(error: BaseException | None) -> StoreError:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return StoreError("The store is busy with another change; try again in a minute.")
    if "connection failed" in text:
        return StoreError("The database cannot be reached: look at its address and its server.")
    if "malformed" in text or "not a database" in text or "could not decode" in text:
        return StoreDamagedError(DAMAGED)
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return StoreError("The store's file cannot be written; check who owns it and its folder.")
    if "full" in text:
        return StoreError("The disk is full: nothing was stored.")
    if "disk i/o" in text:
        return StoreError("The disk cannot be read or written; it may be full. Nothing was stored.")
    return StoreError(f"The database refused ({type(error).__name__}): nothing was stored.")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver starts no transaction of its own
        connection.execute(f"PRAGMA busy_timeout = {SECONDS_TO_WAIT * 1000}")
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for the lock it needs to change the journal of a new file."""
    give_up = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _make_file(path: Path) -> None:
    """SQLite would make the file readable by everybody; its WAL file copies the mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"The store {path} cannot be made: {error.strerror}.") from None


def _make_tables(engine: Engine, path: Path | None, sample: bool) -> None:
    with engine.connect() as connection:
        connection = connection.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            if engine.dialect.name == "postgresql":  # two first runs: the second waits
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(FIRST_RUN)))
            there = sa.inspect(connection).get_table_names()
            if "store_info" in there:
                version = sa.select(schema.store_info.c.schema_version)
                if connection.scalar(version) == schema.VERSION:
                    for table in schema.ADDED:
                        table.create(connection, checkfirst=True)
                return
            if path and there:
                raise StoreError(f"{path} is another program's database: choose another file.")
            if path and _id_file(path).exists():
                path_id = _id_file(path)
                raise StoreDamagedError(
                    f"The store {path} has lost its data: restore it from a backup. "
                    f"Only to begin a new, empty store, delete {path_id.name} beside it."
                )
            schema.metadata.create_all(connection)
            connection.execute(
                schema.store_info.insert().values(
                    one=1,
                    store_id=uuid.uuid4().hex,
                    schema_version=schema.VERSION,
                    sample=sample,
                    created_at=now(),
                    audit_entries=0,
                    audit_head=START_OF_TRAIL,
                )
            )


def _identity(engine: Engine) -> tuple[str, bool]:
    with engine.connect() as connection:
        rows = connection.execute(sa.select(schema.store_info)).all()
    if not rows:
        raise StoreDamagedError("The store has been emptied: restore it from a backup.")
    if rows[0].schema_version != schema.VERSION:
        raise StoreError(
            f"The store was made by another version of the product (layout "
            f"{rows[0].schema_version}, this one reads {schema.VERSION}): open it with that one."
        )
    return rows[0].store_id, rows[0].sample


def _id_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.id")


def _check_id_file(path: Path, store_id: str) -> None:
    file = _id_file(path)
    try:
        if not file.exists():
            where.put_once(file, store_id.encode())
        same = file.read_bytes().strip() == store_id.encode()
    except OSError as error:
        raise StoreError(f"The file {file} cannot be used: {error.strerror}.") from None
    if not same:
        raise StoreDamagedError(
            f"The store {path} is not the one that was here: another file has been put in its "
            f"place. If that was meant, delete {file.name} beside it."
        )
