"""What can go wrong with the store, each as a plain sentence that names no person's value."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked; the message is a sentence for the reader."""


class StoreMissingError(StoreError):
    """There is no store where one was looked for."""


class StoreDamagedError(StoreError):
    """What was read is not what was written: emptied, cut short, or changed outside the product."""


class WrongStoreError(StoreError):
    """The store is for sample data and real data was meant, or the other way round."""


class NotAcceptedError(StoreError):
    """The checked file may not become a snapshot."""


class UnknownIdError(StoreError):
    """No snapshot or edition has this number."""


class ConflictError(StoreError):
    """Somebody else changed the same thing meanwhile; look again and repeat."""
