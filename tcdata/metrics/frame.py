"""The people whom a wave asks, and the groups they are compared in with those who answered."""

from __future__ import annotations

import re

import pandas as pd

from tcdata.metrics.participation import frame_units
from tcdata.metrics.respondents import units_in_scope
from tcdata.metrics.units import Dates
from tcdata.reference import Reference


def people_asked(
    people: pd.DataFrame, dates: Dates, reference: Reference, wave: pd.Series
) -> pd.DataFrame | None:
    """The rows of `people` in the wave's frame and scope; None where there is no extract."""
    units = frame_units(people, dates, reference, wave)
    if units is None:
        return None
    inside = units[units.isin(units_in_scope(reference, wave))]
    return people.loc[inside.index].reset_index(drop=True)


def banded(grades: pd.Series, bands: pd.Series) -> pd.Series:
    """The band of each grade, of those that `bands` names; missing where none holds it.

    The numbers in a band's name say which grades it holds: “Grade 5” one, “Grades 7 to 10” four,
    “Grade 8 and above” and “Grade 4 and below” all from or up to one.
    """
    limits = {band: _limits(band) for band in sorted(bands.dropna().unique())}
    found = {}
    for grade in grades.dropna().unique():
        number = [int(digits) for digits in re.findall(r"\d+", grade)][:1]
        inside = [
            band for band, (low, high) in limits.items() if number and low <= number[0] <= high
        ]
        found[grade] = inside[0] if inside else None
    return grades.map(found).astype("str")


def _limits(band: str) -> tuple[float, float]:
    numbers = [float(digits) for digits in re.findall(r"\d+", band)]
    if not numbers:
        return float("inf"), -float("inf")
    if len(numbers) == 1 and re.search(r"above|over|more|\+", band, re.IGNORECASE):
        return numbers[0], float("inf")
    if len(numbers) == 1 and re.search(r"below|under|less|up to", band, re.IGNORECASE):
        return -float("inf"), numbers[0]
    return numbers[0], numbers[-1]


def joined(categories: pd.Series, threshold: int) -> dict[str, str]:
    """Category → group, largest group first, so that each has `threshold` people.

    Smaller categories become one group, named after all of them; where that is still too small,
    the smallest of the others is joined to it. Only the frame decides, never who answered.
    """
    sizes = categories.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    small = [*sizes[sizes < threshold].index]
    large = [name for name in sizes.index if name not in small]
    while small and large and sizes[small].sum() < threshold:
        small.append(large.pop())
    groups = {name: name for name in large} | dict.fromkeys(small, " + ".join(sorted(small)))
    order = pd.Series(groups).map(sizes.groupby(groups, sort=False).sum())
    return {name: groups[name] for name in order.sort_values(ascending=False, kind="stable").index}
