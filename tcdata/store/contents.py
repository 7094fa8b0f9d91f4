"""What the snapshots hold: their list, their rows, and the rows an edition is built from."""

from __future__ import annotations

import hashlib

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata.store import schema
from tcdata.store.accepting import REFUSED
from tcdata.store.connection import reading
from tcdata.store.errors import StoreDamagedError, UnknownIdError
from tcdata.store.frames import from_parquet

PERIOD_COLUMN = {"workforce": "as_of", "survey": "wave", "activity": "as_of"}

_snapshots, _tables, _current = schema.snapshots, schema.snapshot_tables, schema.current_snapshots


def snapshots(engine: Engine) -> pd.DataFrame:
    """Every snapshot ever accepted, newest first.

    Columns: snapshot_id, kind, period, state (current, replaced, withdrawn, purged), rows_in,
    rows_accepted, rows_refused, accepted_by, accepted_at (UTC), file_names (list), dropped (list
    of columns never stored), columns (table → columns with a value), source_sha256, reason (of
    withdrawing or purging; empty otherwise).
    """
    query = sa.select(_snapshots).order_by(_snapshots.c.snapshot_id.desc())
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
        in_use = set(connection.scalars(sa.select(_current.c.snapshot_id)))
    columns = [
        *("snapshot_id", "kind", "period", "state", "rows_in", "rows_accepted", "rows_refused"),
        *("accepted_by", "accepted_at", "file_names", "dropped", "columns", "source_sha256"),
        "reason",
    ]
    records = [
        {
            **row,
            "state": _state(row, in_use),
            "reason": row["purged_reason"] or row["withdrawn_reason"] or "",
        }
        for row in rows
    ]
    frame = pd.DataFrame(records, columns=columns)
    return frame.assign(accepted_at=pd.to_datetime(frame["accepted_at"], utc=True))


def _state(row: sa.RowMapping, in_use: set[int]) -> str:
    if row["purged_at"]:
        return "purged"
    if row["withdrawn_at"]:
        return "withdrawn"
    return "current" if row["snapshot_id"] in in_use else "replaced"


def current(engine: Engine) -> pd.DataFrame:
    """The snapshot that counts for each kind and period: columns kind, period, snapshot_id."""
    with reading(engine) as connection:
        return _current_frame(connection)


def has_real_data(engine: Engine) -> bool:
    """Whether the institution has ever accepted a file of its own: that ends the sample for good,
    also where every file has been withdrawn since."""
    with reading(engine) as connection:
        is_sample = connection.scalar(sa.select(schema.store_info.c.sample))
        first = connection.scalar(sa.select(_snapshots.c.snapshot_id).limit(1))
        return not is_sample and first is not None


def tables(engine: Engine, snapshot_id: int) -> dict[str, pd.DataFrame]:
    """A snapshot's tables by name, as they were accepted; refused rows are not among them.

    Raises UnknownIdError where there is no such snapshot or its rows were purged, and
    StoreDamagedError where the rows are not what was stored.
    """
    with reading(engine) as connection:
        return _read(connection, snapshot_id)


def refused(engine: Engine, snapshot_id: int) -> pd.DataFrame:
    """A snapshot's refused rows as text, each with its reason. Raises as `tables` does."""
    with reading(engine) as connection:
        return _read(connection, snapshot_id, refused=True)[REFUSED]


def in_use(engine: Engine) -> tuple[list[int], dict[str, pd.DataFrame]]:
    """What an edition is built from: the numbers of the current snapshots, and the rows of them
    all, one frame per table; both of one moment, however many files are accepted meanwhile.

    Each frame gains its snapshot's period as text: `as_of` in workforce and activities, `wave` in
    respondents, answers and skills. A table no current snapshot has is absent. Raises as `tables`.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    with reading(engine) as connection:
        found = _current_frame(connection)
        for row in found.to_dict("records"):
            for name, frame in _read(connection, row["snapshot_id"]).items():
                period = pd.Series(row["period"], index=frame.index, dtype="str")
                parts.setdefault(name, []).append(
                    frame.assign(**{PERIOD_COLUMN[row["kind"]]: period})
                )
    tables = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    return found["snapshot_id"].tolist(), tables


def _current_frame(connection: Connection) -> pd.DataFrame:
    columns = ["kind", "period", "snapshot_id"]
    query = (
        sa.select(*(_current.c[column] for column in columns))
        .where(_current.c.snapshot_id.is_not(None))
        .order_by(_current.c.kind, _current.c.period)
    )
    return pd.DataFrame(connection.execute(query).all(), columns=columns)


def _read(
    connection: Connection, snapshot_id: int, refused: bool = False
) -> dict[str, pd.DataFrame]:
    wanted = _tables.c.name == REFUSED if refused else _tables.c.name != REFUSED
    query = sa.select(_tables).where(_tables.c.snapshot_id == snapshot_id, wanted)
    rows = connection.execute(query.order_by(_tables.c.name)).all()
    if not rows:
        raise UnknownIdError(f"There is no snapshot {snapshot_id}, or its rows were purged.")
    for row in rows:
        if hashlib.sha256(row.parquet).hexdigest() != row.sha256:
            raise StoreDamagedError(
                f"Snapshot {snapshot_id} is damaged: its table “{row.name}” is not what was "
                "stored. Withdraw it and load the file again, or restore the store from a backup."
            )
    return {row.name: from_parquet(row.parquet) for row in rows}
