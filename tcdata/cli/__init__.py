"""The same pipeline without a browser: `python -m tcdata COMMAND …`.

Exit code 0: done; 1: the data is wrong, with the findings on standard output; 2: the call is
wrong or a file cannot be read or used, with one sentence on standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from tcdata.cli.exits import CALL_WRONG, DATA_WRONG, to_stderr
from tcdata.cli.parser import make_parser
from tcdata.failures import failed

__all__ = ["main"]

WRONG_DATA = ["NotAcceptedError", "AuditError"]  # by name: a wrong call must not wait for imports


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; no error shows a traceback or a person's value."""
    try:
        args = make_parser().parse_args(argv)
        run = getattr(import_module(f"tcdata.cli.{args.module}"), args.function)
        return int(run(args))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CALL_WRONG
    except KeyboardInterrupt:
        to_stderr("Stopped.")
        return CALL_WRONG
    except Exception as error:  # the last stop: whatever it is, the user gets a sentence
        return _explain(error)


def _explain(error: Exception) -> int:
    if isinstance(error, OSError):
        to_stderr(f"{error.filename or 'A file'}: {error.strerror}.")
    elif isinstance(error, ModuleNotFoundError):
        package = (error.name or "").partition(".")[0]
        to_stderr(f"“{package}” is not installed: run pip install -r requirements.txt first.")
    elif type(error).__module__.partition(".")[0] == "tcdata":
        to_stderr(str(error))  # the product's own errors are sentences
    else:
        to_stderr(failed(error))
    return DATA_WRONG if type(error).__name__ in WRONG_DATA else CALL_WRONG
