"""Snapshots: accepted files, never changed afterwards, and which one counts for each period."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata.store import audit, schema
from tcdata.store.connection import empty_log, now, writing
from tcdata.store.errors import (
    ConflictError,
    NotAcceptedError,
    StoreError,
    UnknownIdError,
)
from tcdata.store.frames import content_mark, to_parquet

if TYPE_CHECKING:
    from tcdata.check import Checked

REFUSED = "refused"

_snapshots, _tables, _current = schema.snapshots, schema.snapshot_tables, schema.current_snapshots


def accept(engine: Engine, checked: Checked, by: str, partial: bool = False) -> int:
    """Store a checked file as a snapshot, make it the current one of its period; its number.

    The same bytes for the same kind and period are one snapshot, however often and by however many
    they are accepted: accepting again makes it current again, also after it was withdrawn. Bytes
    that give other rows than before (the reference has changed) are a new snapshot. With
    `partial` the rows without errors are stored, the refused ones beside them with their reasons.
    Raises NotAcceptedError where the file has errors and `partial` is not set, has no row to
    accept, or was purged.
    """
    if not checked.ok and not partial:
        raise NotAcceptedError(
            "The file has errors: correct it, or accept the rows that have none."
        )
    if not checked.rows_accepted:
        raise NotAcceptedError("The file has no row that can be accepted.")
    mark = content_mark(checked.tables)
    frames = {**checked.tables, REFUSED: checked.refused}
    values = {name: (len(frame), to_parquet(frame)) for name, frame in frames.items()}
    with writing(engine) as connection:
        snapshot_id = _same(connection, checked, mark)
        known = snapshot_id is not None
        if snapshot_id is None:
            snapshot_id = _insert(connection, _record(checked, mark, by), values)
        seen = _pointer(connection, checked.kind, checked.period)
        if seen.get("snapshot_id") != snapshot_id:
            _update(connection, snapshot_id, withdrawn_at=None, withdrawn_reason=None)
            _move(connection, checked.kind, checked.period, seen, snapshot_id)
            audit.append(
                connection,
                by,
                "accept again" if known else "accept",
                snapshot=snapshot_id,
                kind=checked.kind,
                period=checked.period,
                sha256=checked.sha256,
                rows_accepted=checked.rows_accepted,
                rows_refused=len(checked.refused),
            )
    return snapshot_id


def withdraw(engine: Engine, snapshot_id: int, by: str, reason: str) -> int | None:
    """Take a snapshot out of use; the latest other one of its period that is not withdrawn counts
    again. Gives that one's number, or None. Nothing is deleted, and published editions stay.

    Raises UnknownIdError, and StoreError where it is withdrawn already.
    """
    with writing(engine) as connection:
        snapshot = _one(connection, snapshot_id)
        if snapshot["withdrawn_at"] or snapshot["purged_at"]:
            raise StoreError(f"Snapshot {snapshot_id} is not in use: it was withdrawn or purged.")
        _update(connection, snapshot_id, withdrawn_at=now(), withdrawn_reason=reason)
        current = _step_back(connection, snapshot)
        audit.append(
            connection, by, "withdraw", snapshot=snapshot_id, current=current, reason=reason
        )
    return current


def purge(engine: Engine, snapshot_id: int, by: str, reason: str) -> int | None:
    """Erase a snapshot's rows for good, refused ones included; its record stays as a tombstone.

    Gives the snapshot that counts for the period now, or None. The same bytes are not accepted
    again. `reason` must not name a person. Raises UnknownIdError, and StoreError where it is
    purged already.
    """
    with writing(engine) as connection:
        snapshot = _one(connection, snapshot_id)
        if snapshot["purged_at"]:
            raise StoreError(f"Snapshot {snapshot_id} was purged already.")
        connection.execute(_tables.delete().where(_tables.c.snapshot_id == snapshot_id))
        _update(connection, snapshot_id, purged_at=now(), purged_reason=reason, file_names=[])
        current = _step_back(connection, snapshot)
        audit.append(connection, by, "purge", snapshot=snapshot_id, current=current, reason=reason)
    empty_log(engine)
    return current


def _record(checked: Checked, mark: str, by: str) -> dict[str, Any]:
    columns = {
        name: [str(column) for column in frame if frame[column].notna().any()]
        for name, frame in checked.tables.items()
    }
    return {
        "kind": checked.kind,
        "period": checked.period,
        "source_sha256": checked.sha256,
        "content_mark": mark,
        "rows_in": checked.rows_in,
        "rows_accepted": checked.rows_accepted,
        "rows_refused": len(checked.refused),
        "file_names": list(checked.file_names),
        "columns": columns,
        "dropped": list(checked.dropped),
        "accepted_by": by,
        "accepted_at": now(),
    }


def _same(connection: Connection, checked: Checked, mark: str) -> int | None:
    """The snapshot these bytes already are, if any."""
    query = sa.select(_snapshots).where(
        _snapshots.c.kind == checked.kind,
        _snapshots.c.period == checked.period,
        _snapshots.c.source_sha256 == checked.sha256,
    )
    for row in connection.execute(query):
        if row.purged_at:
            raise NotAcceptedError(
                f"This file was snapshot {row.snapshot_id}, purged on {row.purged_at[:10]}; "
                "it is not accepted again. Take out what had to be erased and load the new file."
            )
        if row.content_mark == mark:
            return int(row.snapshot_id)
    return None


def _insert(
    connection: Connection, record: dict[str, Any], values: dict[str, tuple[int, bytes]]
) -> int:
    result = connection.execute(_snapshots.insert().values(**record))
    snapshot_id = int(result.inserted_primary_key[0])  # type: ignore[index]
    connection.execute(
        _tables.insert(),
        [
            {
                "snapshot_id": snapshot_id,
                "name": name,
                "rows": rows,
                "sha256": hashlib.sha256(data).hexdigest(),
                "parquet": data,
            }
            for name, (rows, data) in values.items()
        ],
    )
    return snapshot_id


def _update(connection: Connection, snapshot_id: int, **values: Any) -> None:
    change = _snapshots.update().where(_snapshots.c.snapshot_id == snapshot_id)
    connection.execute(change.values(**values))


def _one(connection: Connection, snapshot_id: int) -> dict[str, Any]:
    query = sa.select(_snapshots).where(_snapshots.c.snapshot_id == snapshot_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownIdError(f"There is no snapshot {snapshot_id}.")
    return dict(row)


def _pointer(connection: Connection, kind: str, period: str) -> dict[str, Any]:
    query = sa.select(_current).where(_current.c.kind == kind, _current.c.period == period)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else {}


def _move(
    connection: Connection, kind: str, period: str, seen: dict[str, Any], to: int | None
) -> None:
    """Compare and swap: point to `to` if the pointer is still as it was `seen`."""
    if not seen:
        connection.execute(
            _current.insert().values(kind=kind, period=period, snapshot_id=to, version=1)
        )
        return
    change = _current.update().where(
        _current.c.kind == kind,
        _current.c.period == period,
        _current.c.version == seen["version"],
    )
    moved = connection.execute(change.values(snapshot_id=to, version=seen["version"] + 1))
    if moved.rowcount != 1:
        raise ConflictError("Another change came between; look at the snapshots and repeat.")


def _step_back(connection: Connection, snapshot: dict[str, Any]) -> int | None:
    """Where the pointer is on `snapshot`, move it to the one before that may still be used."""
    kind, period = snapshot["kind"], snapshot["period"]
    seen = _pointer(connection, kind, period)
    if seen["snapshot_id"] != snapshot["snapshot_id"]:
        return seen["snapshot_id"]
    query = sa.select(sa.func.max(_snapshots.c.snapshot_id)).where(
        _snapshots.c.kind == kind,
        _snapshots.c.period == period,
        _snapshots.c.withdrawn_at.is_(None),
        _snapshots.c.purged_at.is_(None),
        _snapshots.c.snapshot_id != snapshot["snapshot_id"],
    )
    before = connection.scalar(query)
    _move(connection, kind, period, seen, before)
    return before
