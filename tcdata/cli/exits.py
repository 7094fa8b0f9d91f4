"""What a command's exit code says, and the errors that carry one."""

from __future__ import annotations

import sys

DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2


class CallError(Exception):
    """The call is wrong; the message is a sentence that says what to write instead."""


def to_stderr(sentence: str) -> None:
    """Say one sentence on standard error."""
    print(sentence, file=sys.stderr)
