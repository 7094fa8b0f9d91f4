"""The ledger: of whom anything was ever shown, as keyed hashes. Nothing is ever taken from it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata.store import schema
from tcdata.store.connection import reading

HASH_BYTES = 8

_ledger, _editions = schema.ledger, schema.editions


def ledger(engine: Engine) -> tuple[pd.DataFrame, int | None]:
    """Every set of people ever shown, and the number of the latest edition (None before the first).

    Columns: scope (which figures can be compared), edition, block, member (a hash in hexadecimal);
    one row per set and member.
    """
    with reading(engine) as connection:
        rows = connection.execute(sa.select(_ledger)).all()
        last = latest(connection)
    parts = [
        pd.DataFrame({"member": _hashes(row.members)}).assign(
            scope=row.scope, edition=row.edition_id, block=row.block
        )
        for row in rows
    ]
    columns = ["scope", "edition", "block", "member"]
    if not parts:
        texts = {column: pd.Series(dtype="str") for column in columns}
        return pd.DataFrame(texts).astype({"edition": "int64"}), last
    return pd.concat(parts, ignore_index=True)[columns], last


def latest(connection: Connection) -> int | None:
    """The number of the latest edition."""
    return connection.scalar(sa.select(sa.func.max(_editions.c.edition_id)))


def keep(connection: Connection, edition_id: int, shown: pd.DataFrame) -> None:
    """Add the sets of an edition: columns scope, block, member (hexadecimal)."""
    records = [
        {
            "scope": scope,
            "edition_id": edition_id,
            "block": block,
            "members": bytes.fromhex("".join(sorted(part["member"]))),
        }
        for (scope, block), part in shown.groupby(["scope", "block"])
    ]
    if records:
        connection.execute(_ledger.insert(), records)


def _hashes(members: bytes) -> list[str]:
    rows = np.frombuffer(members, dtype=np.uint8).reshape(-1, HASH_BYTES)
    return [row.tobytes().hex() for row in rows]
