"""How questions, shares and changes are named on pages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from tcdata import words
from tcdata.reference import Reference

Row = dict[Hashable, Any]
KEPT = 8  # references whose questions are kept by name; every page asks for them again and again


@lru_cache(maxsize=KEPT)
def about(reference: Reference) -> dict[str, Row]:
    """Question → its row of questions.csv."""
    asked = reference.questions
    return dict(zip(asked["question"], asked.to_dict("records"), strict=True))


@lru_cache(maxsize=KEPT)
def versions(reference: Reference) -> dict[str, dict[str, Row]]:
    """Question → wave → its row of question_versions.csv."""
    found: dict[str, dict[str, Row]] = {}
    for row in reference.question_versions.to_dict("records"):
        found.setdefault(row["question"], {})[row["wave"]] = row
    return found


@lru_cache(maxsize=KEPT)
def labels(reference: Reference) -> dict[str, str]:
    """Question → its short label; a question without one has its own text, cut at a word."""
    asked = about(reference).items()
    return {question: row["label"] or shortened(row["text"]) for question, row in asked}


def shortened(text: str, most: int = 32) -> str:
    """The first whole words of a text, at most `most` characters with the … that follows."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def points(value: float, places: int = 0) -> str:
    """A change with its sign and unit: “+9 points”, “−1 point”, “0 points”, “+9.0 points”."""
    text = signed(value, places)
    return f"{text} {'point' if text[1:] == '1' else 'points'}"


def signed(value: float, places: int = 0) -> str:
    """A change with its sign and exactly so many decimals: “+9.0”, “−1.2”, “0.0”."""
    size = words.round_half_up(abs(value), places)
    return f"{'' if size == 0 else '+' if value > 0 else '−'}{size:.{places}f}"


def share_text(row: Mapping[Any, Any]) -> str:
    """A published share: “70 % (193 of 274)”, or the symbol that stands instead."""
    if row["value"] != row["value"]:
        return str(row["symbol"])
    return words.share(row["count"], row["base"], row["value"])


def interval(low: float, high: float) -> str:
    """The bounds of a change: “+4.0 to +14.0”; empty where there are none."""
    return "" if low != low or high != high else f"{signed(low, 1)} to {signed(high, 1)}"
