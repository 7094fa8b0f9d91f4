"""What is wrong with a store: everything stored is read again and compared with its marks."""

from __future__ import annotations

import stat
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy import Engine

from tcdata import where
from tcdata.store import audit, plan, schema
from tcdata.store.connection import DAMAGED, reading
from tcdata.store.contents import refused, snapshots, tables
from tcdata.store.errors import StoreError
from tcdata.store.publishing import edition_reference, edition_rows, editions


def verify(engine: Engine) -> list[str]:
    """Every fault found, one sentence each; empty where the store is sound.

    Looked at: the database's own structure, the audit trail's chain, that no snapshot or edition
    the trail tells of is missing, the plan's entries, every snapshot's rows, every edition's rows
    and reference, and who can read the file.
    """
    faults = []
    for look in (_structure, _trail, _missing, _planned, _contents, _mode):
        try:
            faults += look(engine)
        except StoreError as error:
            faults.append(str(error))
    return faults


def _structure(engine: Engine) -> list[str]:
    if engine.dialect.name != "sqlite":
        return []
    with reading(engine) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return [] if found == "ok" else [DAMAGED]


def _trail(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return audit.broken(connection)


def _missing(engine: Engine) -> list[str]:
    """Snapshots and editions that the trail tells of and the store no longer has."""
    with reading(engine) as connection:
        details = connection.execute(sa.select(schema.audit.c.action, schema.audit.c.detail)).all()
        there = set(connection.scalars(sa.select(schema.snapshots.c.snapshot_id)))
        shown = set(connection.scalars(sa.select(schema.editions.c.edition_id)))
    accepted = {row.detail["snapshot"] for row in details if row.action == "accept"}
    built = {row.detail["edition"] for row in details if row.action == "publish"}
    return [
        *(f"Snapshot {number} was accepted and is gone." for number in sorted(accepted - there)),
        *(f"Edition {number} was published and is gone." for number in sorted(built - shown)),
    ]


def _planned(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return plan.broken(connection)


def _contents(engine: Engine) -> list[str]:
    faults = []
    kept = snapshots(engine)
    for number in kept.loc[kept["state"] != "purged", "snapshot_id"]:
        faults += _tried(tables, engine, number) or _tried(refused, engine, number)
    for number in editions(engine)["edition"]:
        faults += _tried(edition_rows, engine, number)
        faults += _tried(edition_reference, engine, number)
    return faults


def _tried(read: Callable[[Engine, int], object], engine: Engine, number: int) -> list[str]:
    try:
        read(engine, int(number))
    except StoreError as error:
        return [str(error)]
    return []


def _mode(engine: Engine) -> list[str]:
    path = where.sqlite_path(str(engine.url))
    if path and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [f"Others on this machine can read the store: set the mode of {path.name} to 600."]
    return []
