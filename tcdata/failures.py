"""What is said of an error that nobody foresaw: its message may quote a cell; this does not."""

from __future__ import annotations

import traceback
from pathlib import Path


def failed(error: Exception) -> str:
    """The error's kind and place as a sentence, without its message."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return f"The product itself failed ({type(error).__name__} in {place}); please report it."


def path(error: Exception) -> str:
    """How the program came to the error, for the server's log: code alone, no value."""
    return "".join(traceback.format_tb(error.__traceback__))
