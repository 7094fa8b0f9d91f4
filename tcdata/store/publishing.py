"""Editions: immutable sets of published rows, and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata.published import COLUMNS, KEY, NUMBERS
from tcdata.reference import Reference, from_files
from tcdata.store import audit, schema
from tcdata.store.connection import now, reading, writing
from tcdata.store.errors import ConflictError, StoreDamagedError, UnknownIdError
from tcdata.store.frames import content_mark
from tcdata.store.shown import keep, latest

ROWS_AT_A_TIME = 20_000

_editions, _published, _pointer = schema.editions, schema.published, schema.current_edition


def publish(
    engine: Engine,
    rows: pd.DataFrame,
    snapshot_ids: Sequence[int],
    reference: Reference,
    by: str,
    shown: pd.DataFrame | None = None,
    after: int | None = None,
) -> int:
    """Store published rows (published.COLUMNS) as a new edition and show it; its number.

    `shown`: what the ledger keeps of the people behind the rows (columns scope, block, member), in
    the same transaction. `after`: the edition that was the latest when the rows were compared with
    earlier ones. Raises ConflictError where a snapshot it was built from is no longer the current
    one, or another edition came between.
    """
    rows = rows[COLUMNS].reset_index(drop=True)
    with writing(engine) as connection:
        _still_current(connection, snapshot_ids)
        if shown is not None and latest(connection) != after:
            raise ConflictError("Another edition was published meanwhile; publish again.")
        _keep_reference(connection, reference)
        result = connection.execute(
            _editions.insert().values(
                built_at=now(),
                built_by=by,
                snapshot_ids=[int(number) for number in snapshot_ids],
                reference_sha256=reference.sha256,
                rows=len(rows),
                content_mark=content_mark({"rows": _canonical(rows)}),
            )
        )
        edition_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        _insert_rows(connection, edition_id, rows)
        if shown is not None:
            keep(connection, edition_id, shown)
        _show(connection, edition_id)
        audit.append(
            connection,
            by,
            "publish",
            edition=edition_id,
            snapshots=[int(number) for number in snapshot_ids],
            reference=reference.sha256,
            rows=len(rows),
        )
    return edition_id


def editions(engine: Engine) -> pd.DataFrame:
    """Every edition, newest first.

    Columns: edition (its number), built_at (UTC), built_by, rows, snapshot_ids (list), periods
    (list of texts such as “workforce 2026-09-01”), reference_sha256, current (whether it is shown).
    """
    columns = ["edition", "built_at", "built_by", "rows", "snapshot_ids"]
    columns += ["periods", "reference_sha256", "current"]
    with reading(engine) as connection:
        query = sa.select(_editions).order_by(_editions.c.edition_id.desc())
        rows = connection.execute(query).mappings().all()
        names = _snapshot_names(connection)
        shown = connection.scalar(sa.select(_pointer.c.edition_id))
    records = [
        {
            **row,
            "edition": row["edition_id"],
            "periods": [names.get(number, f"snapshot {number}") for number in row["snapshot_ids"]],
            "current": row["edition_id"] == shown,
        }
        for row in rows
    ]
    frame = pd.DataFrame(records, columns=columns)
    return frame.assign(built_at=pd.to_datetime(frame["built_at"], utc=True))


def edition_dates(engine: Engine) -> dict[int, str]:
    """The number of every edition, newest first, and when it was built (UTC)."""
    query = sa.select(_editions.c.edition_id, _editions.c.built_at)
    with reading(engine) as connection:
        found = connection.execute(query.order_by(_editions.c.edition_id.desc())).all()
    return {int(number): str(built_at) for number, built_at in found}


def current_edition(engine: Engine) -> int | None:
    """The number of the edition that is shown, or None before the first."""
    with reading(engine) as connection:
        return connection.scalar(sa.select(_pointer.c.edition_id))


def edition_rows(engine: Engine, edition_id: int) -> pd.DataFrame:
    """An edition's published rows, in the order they were published: published.COLUMNS.

    Raises UnknownIdError, and StoreDamagedError where the rows are not what was published.
    """
    query = sa.select(*(_published.c[name] for name in COLUMNS)).where(
        _published.c.edition_id == edition_id
    )
    with reading(engine) as connection:
        edition = _one(connection, edition_id)
        cells = connection.execute(query.order_by(_published.c.row)).cursor
        rows = _frame(cells.fetchall()) if cells else _frame([])
    if content_mark({"rows": rows}) != edition.content_mark:
        raise StoreDamagedError(
            f"Edition {edition_id} is damaged: its rows are not what was published. Publish again."
        )
    return rows


def edition_reference(engine: Engine, edition_id: int) -> Reference:
    """The reference an edition was built with: its names, targets and settings.

    Raises UnknownIdError, and StoreDamagedError where the files are not what was stored.
    """
    kept = schema.reference_versions
    with reading(engine) as connection:
        sha256 = _one(connection, edition_id).reference_sha256
        query = sa.select(kept.c.files).where(kept.c.sha256 == sha256)
        files = connection.execute(query).scalar_one()
    reference = from_files(files)
    if reference.sha256 != sha256:
        raise StoreDamagedError(f"The reference of edition {edition_id} is not what was stored.")
    return reference


def _still_current(connection: Connection, snapshot_ids: Sequence[int]) -> None:
    in_use = set(connection.scalars(sa.select(schema.current_snapshots.c.snapshot_id)))
    gone = sorted(set(map(int, snapshot_ids)) - in_use)
    if gone:
        raise ConflictError(
            f"Snapshot {gone[0]} was replaced or withdrawn while the edition was built; "
            "publish again."
        )


def _keep_reference(connection: Connection, reference: Reference) -> None:
    kept = schema.reference_versions
    known = sa.select(kept.c.sha256).where(kept.c.sha256 == reference.sha256)
    if connection.scalar(known) is None:
        connection.execute(
            kept.insert().values(sha256=reference.sha256, files=dict(reference.files))
        )


def _insert_rows(connection: Connection, edition_id: int, rows: pd.DataFrame) -> None:
    names = ["edition_id", "row", *COLUMNS]
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        part = rows.iloc[start : start + ROWS_AT_A_TIME].astype("object")
        part = part.where(part.notna(), None)
        cells = zip(
            repeat(edition_id),
            range(start, start + len(part)),
            *(part[column].tolist() for column in COLUMNS),
            strict=False,
        )
        connection.execute(
            _published.insert(), [dict(zip(names, row, strict=True)) for row in cells]
        )


def _show(connection: Connection, edition_id: int) -> None:
    seen = connection.execute(sa.select(_pointer)).first()
    if seen is None:
        connection.execute(_pointer.insert().values(one=1, edition_id=edition_id, version=1))
        return
    change = _pointer.update().where(_pointer.c.version == seen.version)
    moved = connection.execute(change.values(edition_id=edition_id, version=seen.version + 1))
    if moved.rowcount != 1:
        raise ConflictError("Another edition was published meanwhile; publish again.")


def _one(connection: Connection, edition_id: int) -> sa.Row:
    query = sa.select(_editions).where(_editions.c.edition_id == edition_id)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownIdError(f"There is no edition {edition_id}.")
    return row


def _snapshot_names(connection: Connection) -> dict[int, str]:
    one = schema.snapshots.c
    rows = connection.execute(sa.select(one.snapshot_id, one.kind, one.period))
    return {row.snapshot_id: f"{row.kind} {row.period}" for row in rows}


def _frame(cells: Sequence[tuple]) -> pd.DataFrame:
    columns = list(zip(*cells, strict=True)) or [()] * len(COLUMNS)
    return _canonical(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))))


def _canonical(rows: pd.DataFrame) -> pd.DataFrame:
    types = dict.fromkeys([*KEY, "symbol"], "str") | dict.fromkeys(NUMBERS, "float64")
    return rows.astype(types)
