"""Which key a store's ids were made with: under another one everybody would look like a new person.

The store keeps a mark of the key, from which the key cannot be worked out.
"""

from __future__ import annotations

import hashlib
import hmac

import sqlalchemy as sa
from sqlalchemy import Engine

from tcdata.store import schema
from tcdata.store.connection import reading, writing
from tcdata.store.errors import StoreError

_MARKED = b"the key that this store's ids are made with"


def use_key(engine: Engine, key: bytes) -> None:
    """Hold the store to `key`: the first one used is the only one from then on.

    Raises StoreError where the store's ids were made with another key.
    """
    mark = hmac.new(key, _MARKED, hashlib.sha256).hexdigest()
    query = sa.select(schema.key_mark.c.mark)
    with reading(engine) as connection:
        kept = connection.scalar(query)
    if kept is None:
        with writing(engine) as connection:
            kept = connection.scalar(query)  # somebody may have come first
            if kept is None:
                connection.execute(schema.key_mark.insert().values(one=1, mark=mark))
                kept = mark
    if kept != mark:
        raise StoreError(
            "The key is not the one that this store's ids were made with: everybody would "
            "look like a new person. Put the old key back from its backup, in TCDATA_KEY or "
            "the file “key” beside the store."
        )
