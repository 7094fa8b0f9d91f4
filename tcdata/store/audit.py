"""The audit trail: one entry for every change of state, each sealed with the entry before it.

An entry says what was done to which snapshot or edition, by whom and when. It carries counts,
periods and hashes, never a file's name or a value from a person's row.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata.store import schema
from tcdata.store.connection import START_OF_TRAIL, now, reading


def append(connection: Connection, by: str, action: str, **detail: Any) -> None:
    """Add an entry in the transaction of the change it tells of (see `connection.writing`)."""
    info = connection.execute(sa.select(schema.store_info)).one()
    entry = {
        "entry": info.audit_entries + 1,
        "at": now(),
        "person": by,
        "action": action,
        "detail": detail,
        "previous": info.audit_head,
    }
    seal = _seal(entry)
    connection.execute(schema.audit.insert().values(**entry, hash=seal))
    connection.execute(
        schema.store_info.update().values(audit_entries=entry["entry"], audit_head=seal)
    )


def audit_trail(engine: Engine) -> pd.DataFrame:
    """Every entry, oldest first: columns entry, at (UTC), person, action, detail (dict), hash."""
    with reading(engine) as connection:
        rows = _rows(connection)
    columns = ["entry", "at", "person", "action", "detail", "hash"]
    frame = pd.DataFrame(rows, columns=[*columns, "previous"])[columns]
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True))


def broken(connection: Connection) -> list[str]:
    """What is wrong with the trail, in sentences; empty where nothing is."""
    previous, count = START_OF_TRAIL, 0
    for row in _rows(connection):
        count += 1
        fits = row["entry"] == count and row["previous"] == previous
        if not fits or row["hash"] != _seal({k: v for k, v in row.items() if k != "hash"}):
            return [f"Entry {row['entry']} of the audit trail is not as it was written."]
        previous = row["hash"]
    info = connection.execute(sa.select(schema.store_info)).one()
    if (info.audit_entries, info.audit_head) != (count, previous):
        return [f"The audit trail ends at entry {count}; {info.audit_entries} were written."]
    return []


def _rows(connection: Connection) -> list[dict[str, Any]]:
    query = sa.select(schema.audit).order_by(schema.audit.c.entry)
    return [dict(row) for row in connection.execute(query).mappings()]


def _seal(entry: dict[str, Any]) -> str:
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
