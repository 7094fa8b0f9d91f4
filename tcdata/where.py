"""Where the store, the sample's store and the pseudonymisation key are."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT / "data"

# The sample's people do not exist, so its key is no secret: the same sample gives the same ids
# on every machine.
SAMPLE_KEY = b"the sample's people are synthetic: this key protects nobody"

SHORTEST_KEY = 32


class WrongPlaceError(ValueError):
    """A store's address or the key cannot be used; the message is a sentence for the reader."""


def store_url() -> str:
    """The institution's store: TCDATA_STORE, or the SQLite file `data/tcdata.db`."""
    return os.environ.get("TCDATA_STORE") or f"sqlite:///{DATA / 'tcdata.db'}"


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; nothing for another database or one in memory.

    Raises WrongPlaceError where the text is no database address.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        raise WrongPlaceError(
            f"“{url}” is not a store's address: write sqlite:///folder/file.db "
            "or postgresql+psycopg://…"
        )
    if scheme.partition("+")[0] != "sqlite":
        return None
    name = unquote(rest.partition("?")[0].removeprefix("/"))
    return Path(name) if name and name != ":memory:" else None


def folder(url: str) -> Path:
    """The folder of a SQLite store's file; the project's `data` for any other database."""
    path = sqlite_path(url)
    return path.parent if path else DATA


def sample_url(url: str | None = None) -> str:
    """The sample's own store: `sample.db` beside the store `url` (the institution's by default)."""
    return f"sqlite:///{folder(url or store_url()) / 'sample.db'}"


def key(url: str | None = None) -> bytes:
    """The secret that turns person numbers into ids: TCDATA_KEY, or the file `key` by the store.

    The file is made on first need, readable by its owner only. Whoever loses it can no longer
    tell that a person in a new extract is the one in an old extract: back it up with the store.
    Raises WrongPlaceError where the key is too short to keep ids secret, or cannot be read.
    """
    given = os.environ.get("TCDATA_KEY")
    if given:
        return _long_enough(given.encode(), "TCDATA_KEY")
    path = folder(url or store_url()) / "key"
    try:
        if not path.exists():
            put_once(path, secrets.token_bytes(SHORTEST_KEY))
        return _long_enough(path.read_bytes(), f"the file {path.name} beside the store")
    except OSError as error:
        raise WrongPlaceError(f"The key file {path} cannot be used: {error.strerror}.") from None


def _long_enough(key: bytes, what: str) -> bytes:
    if len(key) < SHORTEST_KEY:
        raise WrongPlaceError(
            f"The key in {what} is too short: {SHORTEST_KEY} characters or more, drawn at random."
        )
    return key


def put_once(path: Path, content: bytes) -> None:
    """Write a private file that is not there yet, whole; whoever is first wins.

    Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
