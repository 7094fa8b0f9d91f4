"""What the sample was made with: its units and what every figure must be."""

from __future__ import annotations

import json
import math

import pandas as pd

from tcdata import where

ROOT = "university"
TRUTHS = json.loads((where.PROJECT / "sample_data" / "truths.json").read_text())

_REFERENCE = where.PROJECT / "tcdata" / "reference"
_UNITS = pd.read_csv(_REFERENCE / "organisation.csv", dtype=str, keep_default_na=False)
_TODAY = _UNITS[_UNITS["valid_to"] == ""]
_HISTORY = pd.read_csv(_REFERENCE / "history.csv", dtype=str, keep_default_na=False)

SHORT = dict(zip(_TODAY["unit"], _TODAY["short_name"], strict=True)) | {ROOT: "University"}
# Each choice of “Faculty or service”, with the schools that it then offers.
PLACES: dict[str, list[str]] = {ROOT: []} | {
    unit: _TODAY[(_TODAY["parent"] == unit) & (_TODAY["kind"] == "school")]["unit"].tolist()
    for unit in _TODAY[_TODAY["kind"].isin(["faculty", "service"])]["unit"]
}
FACULTIES = _TODAY[_TODAY["kind"] == "faculty"]["unit"].tolist()
SERVICES = _TODAY[_TODAY["kind"] == "service"]["unit"].tolist()
EXTRACTS = sorted(TRUTHS["workforce"], reverse=True)
WAVES = sorted(TRUTHS["participation"], reverse=True)


def parts(unit: str) -> list[str]:
    """The units that a page compares when `unit` is chosen."""
    return FACULTIES if unit == ROOT else PLACES.get(unit) or [unit]


def members(name: str) -> list[str]:
    """The units that a name on a page stands for: small ones are shown together, joined by +."""
    units = {short: unit for unit, short in SHORT.items()}
    return [units[part] for part in name.split(" + ")]


def response(wave: str, *units: str) -> tuple[int, int]:
    """How many of the units' people answered, and how many were asked."""
    planted = TRUTHS["participation"][wave]
    asked = sum(planted["frame"]["faculties" if unit == ROOT else unit] for unit in units)
    return sum(planted["rr2"][unit] for unit in units), asked


def needed(answered: int, asked: int) -> int:
    """Answers still missing to 80 %."""
    return max(0, math.ceil(asked * 0.8) - answered)


def percent(count: float, base: float, target: float = 80) -> str:
    """A rate in whole numbers, half up; one decimal where that would seem to reach the target."""
    rate = count / base * 100
    whole = math.floor(rate + 0.5)
    misleads = (whole >= target) != (rate >= target)
    return f"{math.floor(rate * 10) / 10:.1f} %" if misleads else f"{whole} %"


def day(iso: str) -> str:
    """A date as pages say it: 22 September 2026."""
    return f"{pd.Timestamp(iso).day} {pd.Timestamp(iso):%B %Y}"


def first_headcount(unit: str) -> tuple[str, int]:
    """When a unit's series starts, and with how many: in 2019 or at the first extract."""
    known = _HISTORY[(_HISTORY["metric"] == "headcount") & (_HISTORY["unit"] == unit)]
    if known.empty:
        return EXTRACTS[-1], TRUTHS["workforce"][EXTRACTS[-1]]["headcount"][unit]
    return str(known["period"].iloc[0]), int(known["value"].iloc[0])
