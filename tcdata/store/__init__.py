"""The store: snapshots of people's rows, editions of published rows, the succession plan, and the
audit trail.

SQLite by default, PostgreSQL by URL; one code for both. Every change is one transaction with its
audit entry. Errors are sentences (StoreError and its kinds) and never quote a person's row.
"""

from tcdata.store.accepting import accept, purge, withdraw
from tcdata.store.audit import audit_trail
from tcdata.store.connection import is_sample, open_store
from tcdata.store.contents import (
    current,
    has_real_data,
    in_use,
    refused,
    snapshots,
    tables,
)
from tcdata.store.errors import (
    ConflictError,
    NotAcceptedError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
    UnknownIdError,
    WrongStoreError,
)
from tcdata.store.key import use_key
from tcdata.store.plan import decide, forget, plan_entries
from tcdata.store.publishing import (
    current_edition,
    edition_dates,
    edition_reference,
    edition_rows,
    editions,
    publish,
)
from tcdata.store.shown import ledger
from tcdata.store.soundness import verify

__all__ = [
    "ConflictError",
    "NotAcceptedError",
    "StoreDamagedError",
    "StoreError",
    "StoreMissingError",
    "UnknownIdError",
    "WrongStoreError",
    "accept",
    "audit_trail",
    "current",
    "current_edition",
    "decide",
    "edition_dates",
    "edition_reference",
    "edition_rows",
    "editions",
    "forget",
    "has_real_data",
    "in_use",
    "is_sample",
    "ledger",
    "open_store",
    "plan_entries",
    "publish",
    "purge",
    "refused",
    "snapshots",
    "tables",
    "use_key",
    "verify",
    "withdraw",
]
