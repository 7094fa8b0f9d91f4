"""The settings of the reference: what must be there, of what kind, and the floors."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tcdata.reference.tables import WrongReferenceError

PRESETS = ["internal", "publish"]  # see tcdata.disclosure.preset
# The product refuses to run below these numbers of people.
FLOORS = {"internal": 10, "sensitive": 25}

# What a skill's score gives to each of its parts.
POINTS = {"gap": 40, "risk": 30, "single": 10, "unlearned": 10, "untaught": 5, "unused": 5}
SKILL_SETTINGS = {"rate_years": 3, "rate_from": 60, "at_risk_percent": 20, "points": POINTS}


def check_settings(settings: dict[str, Any], text: str) -> dict[str, Any]:
    """Check the settings: what must be there, of what kind, and the thresholds' floors."""

    def refuse(key: str, reason: str) -> None:
        starts = (key, f"[skills.{key}]")
        found = enumerate(text.splitlines(), 1)
        lines = [number for number, line in found if line.strip().startswith(starts)]
        raise WrongReferenceError("settings.toml", lines[0] if lines else 1, reason)

    wanted: list[tuple[str, str, Callable[[Any], bool], str]] = [
        ("institution", "name", lambda v: isinstance(v, str) and v != "", "a name in quotes"),
        ("institution", "root_unit", lambda v: isinstance(v, str), "a unit id in quotes"),
        ("targets", "participation", lambda v: _number(v) and 0 < v <= 100, "a per cent, 1 to 100"),
        ("targets", "apprentices_per_faculty", _is_range, "two whole numbers like [1, 5]"),
        ("skills", "required_if_critical", lambda v: _whole(v) and v > 0, "a whole number"),
        ("skills", "horizon_months", lambda v: _whole(v) and v > 0, "a number of months"),
        ("skills", "rate_years", lambda v: _whole(v) and v > 0, "a number of years"),
        ("skills", "rate_from", partial(_at_least, 30), "a whole number, 30 or more"),
        ("skills", "at_risk_percent", lambda v: _number(v) and 0 < v <= 100, "a per cent"),
        ("skills", "points", _are_points, f"{', '.join(POINTS)}: whole numbers, 100 together"),
        ("checks", "headcount_change_percent", lambda v: _number(v) and v > 0, "a per cent"),
        ("calendar", "holidays", _is_dates, 'a list of dates like ["2026-12-25"]'),
    ]
    settings.setdefault("disclosure", {"preset": PRESETS[0]})  # editions of before it existed
    for key, usual in SKILL_SETTINGS.items():  # nor these
        settings.get("skills", {}).setdefault(key, usual)
    must_be = " or ".join(f'"{preset}"' for preset in PRESETS)
    wanted.append(("disclosure", "preset", PRESETS.__contains__, must_be))
    for kind, floor in FLOORS.items():
        must_be = f"a whole number, {floor} or more (the floor)"
        wanted.append(("thresholds", kind, partial(_at_least, floor), must_be))
    for section, key, good, must_be in wanted:
        value = settings.get(section, {}).get(key)
        if not good(value):
            refuse(key, f"[{section}] {key} must be {must_be} (found {value!r})")
    return settings


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _at_least(floor: int, value: Any) -> bool:
    return _whole(value) and value >= floor


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_range(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(map(_whole, value))
        and (value[0] <= value[1])
    )


def _are_points(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == POINTS.keys()
        and all(_at_least(0, points) for points in value.values())
        and sum(value.values()) == 100
    )


def _is_dates(value: Any) -> bool:
    shape = re.compile(r"\d{4}-\d{2}-\d{2}")
    return isinstance(value, list) and all(
        isinstance(day, str) and shape.fullmatch(day) for day in value
    )
