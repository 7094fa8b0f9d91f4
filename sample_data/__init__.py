"""Realistic synthetic files, written by `python -m sample_data.generate`; no real person.

`CONTENTS` lists them in the order in which they are loaded.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

# Kind of file, its period (as-of date or wave), its name in this folder.
CONTENTS = [
    *[
        ("workforce", day, f"workforce_{day}.xlsx")
        for day in ("2023-09-01", "2024-09-01", "2025-09-01", "2026-03-01", "2026-09-01")
    ],
    ("survey", "2023", "survey_2023.xlsx"),
    ("survey", "2026", "survey_2026.xlsx"),
    ("activity", "2026-09-22", "activities.xlsx"),
]
