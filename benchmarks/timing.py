"""Medians of alternating pairs, work in a fresh process, and the table that is printed.

Other work on the machine slows both sides of a pair alike, so what counts is the ratio; the
middle half of the samples stands beside each median.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HEADINGS = ["what", "ours", "floor or peer", "ratio", "limit", "met"]


class Row(NamedTuple):
    """One line of the table, as text."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    limit: str = ""
    met: str = ""


class Run(NamedTuple):
    """One piece of work in a process of its own: its seconds, and the process's peak memory."""

    seconds: float
    megabytes: float


def alternate(
    times: int, ours: Callable[[], float], peer: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Run both `times` times, ours first in every other pair; the samples of each.

    One pair before them warms both up and is not counted.
    """
    ours()
    peer()
    left, right = [], []
    for turn in range(times):
        if turn % 2:
            right.append(peer())
            left.append(ours())
        else:
            left.append(ours())
            right.append(peer())
    return left, right


def against(
    what: str,
    ours: Sequence[float],
    peer: Sequence[float],
    peer_name: str,
    limit: float | None = None,
) -> Row:
    """The row that compares two lists of seconds by their medians, with a limit if there is one."""
    ratio = statistics.median(ours) / statistics.median(peer)
    return Row(
        what,
        seconds(ours),
        f"{seconds(peer)} {peer_name}",
        f"{ratio:.2f}",
        "" if limit is None else f"{limit:.2f}",
        "" if limit is None else met(ratio <= limit),
    )


def met(yes: bool) -> str:
    """The word in the last column."""
    return "yes" if yes else "NO"


def seconds(samples: Sequence[float]) -> str:
    """The median, and the middle half of the samples where there are enough of them."""
    scale, unit, digits = (1000, "ms", 0) if statistics.median(samples) < 1 else (1, "s", 2)
    text = f"{statistics.median(samples) * scale:.{digits}f} {unit}"
    if len(samples) < 4:
        return text
    low, _, high = statistics.quantiles(samples, n=4)
    return f"{text} ({low * scale:.{digits}f}–{high * scale:.{digits}f})"


def fresh(work: str, *arguments: str, **settings: str) -> Run:
    """Run `work` ("module:function" of this package) in a fresh process.

    The function prepares everything and gives back what is to be timed, a function without
    arguments; see `benchmarks.fresh`. `settings` go into the process's environment. Raises
    RuntimeError with what it said where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fresh", work, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{work} failed:\n{done.stderr}")
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, in columns."""
    lines = [HEADINGS, *([*row] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([texts[0], "  ".join("-" * width for width in widths), *texts[1:]])
