"""The sample: a store of invented people that comes with the product, built and published.

It lives in a store of its own beside the institution's, so that sample and real data never mix.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from tcdata import where

SHIPPED = where.PROJECT / "sample_data" / "sample.db"


def ensure(url: str) -> None:
    """Put a copy of the sample's store at the SQLite address `url`.

    A copy of another sample, which an earlier version of the product came with, is replaced.
    Raises WrongPlaceError where it cannot be put there.
    """
    path = where.sqlite_path(url)
    if path is None:
        return
    if path.exists():
        there = _identity(path)
        if there is None or not there.sample or there == _identity(SHIPPED):
            return
        _remove(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path.with_name(f"{path.name}.{os.getpid()}"), path)
    except OSError as error:
        raise where.WrongPlaceError(
            f"The sample cannot be put in the folder {path.parent}: {error.strerror}. "
            "Name a store in another folder by TCDATA_STORE."
        ) from None


class _Store(NamedTuple):
    id: str
    sample: bool


def _identity(path: Path) -> _Store | None:
    """Which store a file holds, if it holds one that can be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT store_id, sample FROM store_info").fetchone()
        return _Store(found[0], bool(found[1]))
    return None


def _remove(path: Path) -> None:
    for part in ("", "-wal", "-shm", ".id"):
        path.with_name(path.name + part).unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    """Two first visits may copy at the same time: the first copy stays, whole."""
    try:
        shutil.copyfile(SHIPPED, draft)
        draft.chmod(0o600)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
