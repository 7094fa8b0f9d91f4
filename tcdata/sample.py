"""The sample: a store of invented people that comes with the product, built and published.

It lives in a store of its own beside the institution's, so that sample and real data never mix.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tcdata import where

SHIPPED = where.PROJECT / "sample_data" / "sample.db"


def ensure(url: str) -> None:
    """Put a copy of the sample's store at the SQLite address `url`, where there is none yet."""
    path = where.sqlite_path(url)
    if path is None or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    shutil.copyfile(SHIPPED, draft)
    draft.chmod(0o600)
    _put(draft, path)


def _put(draft: Path, path: Path) -> None:
    """Two first visits may copy at the same time: the first copy stays, whole."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
