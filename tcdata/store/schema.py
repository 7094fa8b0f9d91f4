"""The store's tables, in portable SQL: one schema for SQLite and PostgreSQL.

`published` holds ordinary rows that Power BI and R can read: join it to `current_edition` on
`edition_id`. People's rows lie only in `snapshot_tables`, as Parquet values.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from tcdata.published import KEY, NUMBERS

VERSION = 1

metadata = MetaData()

# One row. Every writer locks it first; `audit_entries` and `audit_head` say where the trail ends.
store_info = Table(
    "store_info",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("store_id", String(32), nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("audit_entries", Integer, nullable=False),
    Column("audit_head", String(64), nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("snapshot_id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("period", String(100), nullable=False),
    Column("source_sha256", String(64), nullable=False),
    Column("content_mark", String(64), nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    Column("file_names", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("dropped", JSON, nullable=False),
    Column("accepted_by", Text, nullable=False),
    Column("accepted_at", String(32), nullable=False),
    Column("withdrawn_at", String(32)),
    Column("withdrawn_reason", Text),
    Column("purged_at", String(32)),
    Column("purged_reason", Text),
    UniqueConstraint("kind", "period", "source_sha256", "content_mark"),
    sqlite_autoincrement=True,
)

snapshot_tables = Table(
    "snapshot_tables",
    metadata,
    Column("snapshot_id", ForeignKey("snapshots.snapshot_id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("parquet", LargeBinary, nullable=False),
)

current_snapshots = Table(
    "current_snapshots",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("period", String(100), primary_key=True),
    Column("snapshot_id", ForeignKey("snapshots.snapshot_id")),
    Column("version", Integer, nullable=False),
)

reference_versions = Table(
    "reference_versions",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("files", JSON, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("edition_id", Integer, primary_key=True),
    Column("built_at", String(32), nullable=False),
    Column("built_by", Text, nullable=False),
    Column("snapshot_ids", JSON, nullable=False),
    Column("reference_sha256", ForeignKey("reference_versions.sha256"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("content_mark", String(64), nullable=False),
    sqlite_autoincrement=True,
)

current_edition = Table(
    "current_edition",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("edition_id", ForeignKey("editions.edition_id"), nullable=False),
    Column("version", Integer, nullable=False),
)

# Clustered by edition and place in it, so that reading one edition is one sequential scan.
published = Table(
    "published",
    metadata,
    Column("edition_id", ForeignKey("editions.edition_id"), primary_key=True),
    Column("row", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in KEY),
    *(Column(name, Float(53)) for name in NUMBERS),
    Column("symbol", String(12), nullable=False),
    sqlite_with_rowid=False,
)

# What has been shown of whom: each set of people, as keyed hashes of HASH_BYTES one after another.
# Withdrawing or purging a snapshot takes nothing away, or an earlier edition could be subtracted.
ledger = Table(
    "ledger",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("edition_id", ForeignKey("editions.edition_id"), primary_key=True),
    Column("block", String(500), primary_key=True),
    Column("members", LargeBinary, nullable=False),
)

# The succession plan. Entries are only added; `previous` is the entry that one follows (0: none),
# so that of two made at once the database itself takes only one.
plan = Table(
    "plan",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("unit", String(100), nullable=False),
    Column("skill", String(100), nullable=False),
    Column("wave", String(100), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("owner", String(100), nullable=False),
    Column("due", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("previous", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("person", Text, nullable=False),
    UniqueConstraint("unit", "skill", "previous"),
    sqlite_autoincrement=True,
)

# One row, once a key was used: a mark of the key that the ids are made with.
key_mark = Table(
    "key_mark",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("mark", String(64), nullable=False),
)

# Tables that stores made by an earlier version of the product lack; opening one adds them.
ADDED = [ledger, plan, key_mark]

audit = Table(
    "audit",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("person", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

for _change in ("UPDATE", "DELETE"):
    event.listen(
        audit,
        "after_create",
        DDL(
            f"CREATE TRIGGER audit_no_{_change.lower()} BEFORE {_change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        ).execute_if(dialect="sqlite"),
    )
