"""The activity log: what was done for the action plan, from `plan/activities.csv`.

Each row there is held so many times in each academic year; `plan/milestones.csv` holds what
happened once, on a given day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sample_data.draws import between, chance, day_between, pick, stream
from sample_data.structure import PLAN, organisation, read

COLUMNS = [
    "date",
    "kind",
    "title",
    "unit",
    "action_id",
    "people",
    "external",
    "executive_sponsor",
    "outcome",
]
ACADEMIC_YEARS = {"2023/24": 2023, "2024/25": 2024, "2025/26": 2025}


def activities(seed: int) -> list[dict[str, Any]]:
    """The records of the log by date, headings as in the product's own layout."""
    rng = stream(seed, "activities")
    rows: list[dict[str, Any]] = []
    for plan in read(PLAN / "activities.csv"):
        where = dict.fromkeys(plan["units"].split(";"), 1.0)
        outcomes = dict.fromkeys(plan["outcomes"].split(";"), 1.0)
        for name, year in ACADEMIC_YEARS.items():
            for _ in range(int(plan[name])):
                day = _working_day(day_between(rng, date(year, 9, 18), date(year + 1, 7, 18)))
                sponsored = chance(rng, float(plan["sponsored"]))
                rows.append(
                    {
                        "date": day,
                        "kind": plan["kind"],
                        "title": plan["title"],
                        "unit": pick(rng, where),
                        "action_id": plan["action_id"],
                        "people": between(rng, int(plan["fewest"]), int(plan["most"])),
                        "external": plan["external"],
                        "executive_sponsor": "yes" if sponsored else "no",
                        "outcome": pick(rng, outcomes),
                    }
                )
    for once in read(PLAN / "milestones.csv"):
        people = int(once["people"]) if once["people"] else ""
        rows.append({**once, "date": date.fromisoformat(once["date"]), "people": people})
    rows.sort(key=lambda row: (row["date"], row["title"], row["unit"]))
    for row in rows:
        row["unit"] = organisation()[row["unit"]]["short_name"]
    return [{column: row[column] for column in COLUMNS if row[column] != ""} for row in rows]


def _working_day(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
