"""The sample's plan, as it stands in `plan/*.csv` and the reference: units, sizes, dates, titles.

`plan/units.csv` has one row per unit with technical staff: people and apprentices at each as-of
date, how many answered in each wave, the share of women, and the mix of roles and skills.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PLAN = Path(__file__).parent / "plan"
REFERENCE = Path(__file__).parent.parent / "tcdata" / "reference"

AS_OF = [
    date(2023, 9, 1),
    date(2024, 9, 1),
    date(2025, 9, 1),
    date(2026, 3, 1),
    date(2026, 9, 1),
]
WAVES = {"2023": date(2023, 9, 1), "2026": date(2026, 9, 1)}
SCOPE = "faculties"

# Grades a role is filled at, with how often; 2 is the apprentices' grade.
GRADES: dict[str, dict[int, float]] = {
    "laboratory": {4: 20, 5: 38, 6: 27, 7: 12, 8: 3},
    "research": {5: 30, 6: 38, 7: 25, 8: 7},
    "teaching": {4: 22, 5: 42, 6: 28, 7: 8},
    "analytical": {5: 18, 6: 37, 7: 35, 8: 10},
    "workshop": {3: 6, 4: 18, 5: 36, 6: 28, 7: 10, 8: 2},
    "studio": {4: 14, 5: 42, 6: 34, 7: 10},
    "support": {3: 8, 4: 26, 5: 32, 6: 22, 7: 10, 8: 2},
}
TITLES: dict[str, tuple[str, str, str, str]] = {
    # below grade 6, grade 6, grade 7, grade 8 and above
    "laboratory": (
        "Laboratory Technician",
        "Senior Laboratory Technician",
        "Laboratory Manager",
        "Technical Services Manager",
    ),
    "research": (
        "Research Technician",
        "Senior Research Technician",
        "Research Technical Specialist",
        "Technical Facility Manager",
    ),
    "teaching": (
        "Teaching Technician",
        "Senior Teaching Technician",
        "Teaching Laboratory Manager",
        "Technical Services Manager",
    ),
    "analytical": (
        "Analytical Technician",
        "Senior Analytical Technician",
        "Instrument Specialist",
        "Technical Facility Manager",
    ),
    "workshop": (
        "Workshop Technician",
        "Senior Workshop Technician",
        "Workshop Manager",
        "Technical Services Manager",
    ),
    "studio": (
        "Studio Technician",
        "Senior Studio Technician",
        "Technical Studio Manager",
        "Technical Services Manager",
    ),
    "support": (
        "Support Technician",
        "Senior Support Technician",
        "Technical Team Leader",
        "Technical Services Manager",
    ),
}
# Titles that say nothing to the technical rules: found technical by the last rule only.
SILENT_TITLES = [
    "Glassblower",
    "Imaging Specialist",
    "Experimental Officer",
    "Electronics Engineer",
    "Computing Officer",
    "Aquatics Specialist",
]


@dataclass(frozen=True)
class UnitPlan:
    """One unit with technical staff: what is planned for it at each as-of date and wave."""

    unit: str
    people: dict[date, int]
    apprentices: dict[date, int]
    answered: dict[str, int]
    women: float
    roles: dict[str, float]
    skills: dict[str, float]


@dataclass(frozen=True)
class OtherPosts:
    """Some equal posts that are not technical, at every as-of date."""

    unit: str
    title: str
    family: str
    code: str
    grade: int
    people: int


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units() -> list[UnitPlan]:
    """The plan of every unit with technical staff, in the file's order."""
    return [
        UnitPlan(
            unit=row["unit"],
            people={day: int(row[f"people {day}"]) for day in AS_OF},
            apprentices={day: int(row[f"apprentices {day}"]) for day in AS_OF},
            answered={wave: int(row[f"answered {wave}"] or 0) for wave in WAVES},
            women=float(row["women"]),
            roles=_weights(row["roles"]),
            skills=_weights(row["skills"]),
        )
        for row in read(PLAN / "units.csv")
    ]


def other_posts() -> list[OtherPosts]:
    """The posts beside the technical ones."""
    return [
        OtherPosts(
            unit=row["unit"],
            title=row["job_title"],
            family=row["job_family"],
            code=row["job_code"],
            grade=int(row["grade"]),
            people=int(row["people"]),
        )
        for row in read(PLAN / "other_posts.csv")
    ]


@functools.cache
def organisation() -> dict[str, dict[str, str]]:
    """Each unit that exists since 2020 (all the extracts are later): its reference row."""
    return {row["unit"]: row for row in read(REFERENCE / "organisation.csv") if not row["valid_to"]}


def line_of(unit: str) -> list[str]:
    """The unit and every unit above it, up to the University."""
    rows, line = organisation(), [unit]
    while rows[line[-1]]["parent"]:
        line.append(rows[line[-1]]["parent"])
    return line


def title_of(role: str, grade: int) -> str:
    """The usual job title of a technical post."""
    return TITLES[role][min(max(grade - 5, 0), 3)]


def _weights(text: str) -> dict[str, float]:
    pairs = [part.rsplit(":", 1) for part in text.split(";") if part]
    return {name: float(weight) for name, weight in pairs}
