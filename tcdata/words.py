"""How numbers, dates and names are said: the one place where text for readers is formatted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import pandas as pd

# A spreadsheet takes a cell that starts like this for a formula (OWASP, “CSV injection”).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@/])")


def plain(text: object) -> str:
    """Text from data or reference, made safe to stand inside Markdown: every mark is escaped.

    No image, link, HTML, formula or colour can come from it.
    """
    return _MARKDOWN.sub(r"\\\1", str(text)).replace("\n", " ")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet cannot take for a formula, by an apostrophe in front; else as it is.

    For every table from which somebody can take a CSV file, a page's own among them.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def round_half_up(value: float, places: int = 0) -> float:
    """Round as people do: 2.5 → 3. Python's own rounding gives 2."""
    if not places:  # nearly always; exact, and ten times as fast as decimals
        whole = math.floor(abs(value))
        return math.copysign(whole + (abs(value) - whole >= 0.5), value)
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP))


def number(value: float, places: int = 0) -> str:
    """A number with thousands separated, at most `places` decimals; missing is an empty text."""
    if value is None or math.isnan(value):
        return ""
    text = f"{round_half_up(value, places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def percent(value: float, target: float | None = None) -> str:
    """A percentage in whole numbers; one decimal when rounding would seem to reach `target`."""
    if value is None or math.isnan(value):
        return ""
    whole = round_half_up(value)
    misleads = target is not None and (whole >= target) != (value >= target)
    return f"{number(math.floor(value * 10) / 10, 1) if misleads else number(whole)} %"


def chance(value: float) -> str:
    """A chance in per cent, never 0 or 100 by rounding; empty where there is none."""
    if 0 < value < 1:
        return "under 1 %"
    return "over 99 %" if 99 < value < 100 else percent(value)


def cells(values: pd.Series, symbols: pd.Series, places: int = 0) -> list[str]:
    """A table's column: the numbers, and the symbol where there is none."""
    return [
        number(value, places) if value == value else symbol
        for value, symbol in zip(values, symbols, strict=True)
    ]


def share(count: float, base: float, value: float, target: float | None = None) -> str:
    """A rate with what it is out of: “63 % (66 of 105)”."""
    return f"{percent(value, target)} ({number(count)} of {number(base)})"


def counted(count: float, one: str, many: str | None = None) -> str:
    """A count with its noun: “1 answer”, “3 answers”."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def signed(value: float, places: int = 0) -> str:
    """A change with its sign: “+12”, “−3”, “no change” at zero."""
    rounded = round_half_up(value, places)
    if rounded == 0:
        return "no change"
    return ("+" if rounded > 0 else "−") + number(abs(rounded), places)


@lru_cache(maxsize=1000)
def date(iso: str | pd.Timestamp) -> str:
    """A date in words: 22 September 2026."""
    day = pd.Timestamp(iso)
    return f"{day.day} {day:%B %Y}"


def month(iso: str | pd.Timestamp) -> str:
    """A date's month: Sep 2026."""
    return f"{pd.Timestamp(iso):%b %Y}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence says them: “EPS, AHC and FoE”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
