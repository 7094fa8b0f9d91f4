"""What a command's exit code says, and the errors that carry one."""

from __future__ import annotations

import re
import sys

DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2


class CallError(Exception):
    """The call is wrong; the message is a sentence that says what to write instead."""


def one_line(text: str) -> str:
    """Text from a file or its name, safe for a terminal: no line break, no control character, no
    mark that turns the direction of reading."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", " ", text)


def to_stderr(sentence: str) -> None:
    """Say one sentence on standard error."""
    print(one_line(sentence), file=sys.stderr)
