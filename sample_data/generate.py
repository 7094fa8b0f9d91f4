"""Write the sample files: `python -m sample_data.generate` renews those of this folder.

The same seed gives the same files. Nothing is drawn here: the plan of people is made in
`careers` and `others`, the survey in `fieldwork`, `answers` and `known_skills`.
"""

from __future__ import annotations

import json
from pathlib import Path

from sample_data import FOLDER, workforce
from sample_data.activities import COLUMNS, activities
from sample_data.survey import (
    SKILL_COLUMNS,
    response_columns,
    response_rows,
    skill_rows,
    waves,
)
from sample_data.truths import truths
from sample_data.workbooks import write_workbook

SEED = 20260922


def write(folder: Path, seed: int = SEED) -> list[Path]:
    """Write the files of `sample_data.CONTENTS` and `truths.json` into a folder that exists."""
    made = workforce.extracts(seed)
    paths = [
        write_workbook(
            folder / f"workforce_{extract.day}.xlsx",
            {"workforce": (workforce.COLUMNS, workforce.rows(extract))},
        )
        for extract in made
    ]
    both = waves(seed, made)
    for wave in both:
        sheets = {
            "responses": (response_columns(wave.wave), response_rows(seed, wave)),
            "skills": (SKILL_COLUMNS, skill_rows(wave)),
        }
        paths.append(write_workbook(folder / f"survey_{wave.wave}.xlsx", sheets))
    log = activities(seed)
    paths.append(write_workbook(folder / "activities.xlsx", {"activity": (COLUMNS, log)}))
    planted = json.dumps(truths(made, both, log), indent=1, ensure_ascii=False)
    (folder / "truths.json").write_text(planted + "\n", encoding="utf-8")
    return [*paths, folder / "truths.json"]


if __name__ == "__main__":
    for path in write(FOLDER):
        print(path.name)
