"""What an institution edits, and the loader that checks it.

One CSV file per table and one TOML file of settings, beside this module or in a folder named on
the command line. A wrong file stops the build and says the file, the line and the reason.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from tcdata.reference.across import check_across
from tcdata.reference.settings import check_settings
from tcdata.reference.tables import TABLES, WrongReferenceError, check_table

__all__ = ["DEFAULT_FOLDER", "Reference", "WrongReferenceError", "from_files", "load"]

DEFAULT_FOLDER = Path(__file__).parent
SETTINGS_FILE = "settings.toml"


@dataclass(frozen=True, eq=False)
class Reference:
    """The checked reference: one frame per table, all text but for what `tables.py` converts.

    `files` keeps the bytes as text, so that an edition can be shown with the names and targets it
    was built with; `sha256` names that version.
    """

    organisation: pd.DataFrame
    waves: pd.DataFrame
    questions: pd.DataFrame
    question_versions: pd.DataFrame
    skills: pd.DataFrame
    headings: pd.DataFrame
    technical_rules: pd.DataFrame
    actions: pd.DataFrame
    measures: pd.DataFrame
    history: pd.DataFrame
    glossary: pd.DataFrame
    settings: Mapping[str, Any]
    files: Mapping[str, str]
    sha256: str


def load(folder: Path | str | None = None) -> Reference:
    """Read and check the reference folder (the product's own when none is given).

    Raises WrongReferenceError with the file, the line and the reason.
    """
    path = Path(folder) if folder else DEFAULT_FOLDER
    files = {}
    for name in [*(f"{table}.csv" for table in TABLES), SETTINGS_FILE]:
        try:
            files[name] = (path / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            reason = "the file is missing; copy it from the product's own reference folder"
            raise WrongReferenceError(name, 1, reason) from None
        except UnicodeDecodeError:
            reason = "the file is not UTF-8 text; save it as “CSV UTF-8”"
            raise WrongReferenceError(name, 1, reason) from None
    return from_files(files)


def from_files(files: Mapping[str, str]) -> Reference:
    """Check the reference whose files are given as text by name. Raises WrongReferenceError."""
    frames = {table: check_table(table, _read_csv(table, files)) for table in TABLES}
    settings = check_settings(_read_toml(files[SETTINGS_FILE]), files[SETTINGS_FILE])
    check_across(frames, settings)
    text = "\0".join(f"{name}\0{files[name]}" for name in sorted(files))
    return Reference(
        **frames,
        settings=settings,
        files=dict(files),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _read_csv(table: str, files: Mapping[str, str]) -> pd.DataFrame:
    name = f"{table}.csv"
    try:
        return pd.read_csv(
            io.StringIO(files[name]), dtype="str", keep_default_na=False, index_col=False
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise WrongReferenceError(name, 1, f"it is not a readable CSV table: {error}") from None


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongReferenceError(SETTINGS_FILE, 1, f"it is not readable TOML: {error}") from None
