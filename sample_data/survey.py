"""The two survey waves: their people, answers and skills, and their rows as the files hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sample_data.answers import Answers, answers
from sample_data.careers import Extract
from sample_data.draws import chance, stream
from sample_data.fieldwork import Respondent, questions, respondents
from sample_data.known_skills import Known, known_skills
from sample_data.people import age_on
from sample_data.structure import REFERENCE, WAVES, organisation, read
from sample_data.workforce import extract_on, technicians

BACKGROUND = [
    "respondent_id",
    "unit",
    "completed_on",
    "complete",
    "role_type",
    "grade_band",
    "contract_type",
    "years_in_role",
    "age_band",
    "gender",
    "ethnicity",
    "disability",
]
SKILL_COLUMNS = ["respondent_id", "skill", "level", "uses_now", "wants_to_learn"]
GRADE_BANDS = {4: "Grades 2 to 4", 5: "Grade 5", 6: "Grade 6", 10: "Grades 7 to 10"}
AGE_BANDS = {24: "16–24", 34: "25–34", 44: "35–44", 54: "45–54", 64: "55–64", 99: "65+"}
NOT_STATED = 0.05


@dataclass(frozen=True)
class Wave:
    """One wave: who answered, what, and which skills they know."""

    wave: str
    respondents: list[Respondent]
    answers: Answers
    skills: list[Known]


def waves(seed: int, made: list[Extract]) -> list[Wave]:
    """Both waves, the people of the second readier to answer when they answered the first."""
    out: list[Wave] = []
    before: set[str] = set()
    employed_2026 = {p.person_id for p in extract_on(made, WAVES["2026"]).people}
    for wave, frame_date in WAVES.items():
        people = respondents(seed, wave, technicians(extract_on(made, frame_date)), before)
        before = {respondent.person.person_id for respondent in people}
        given = answers(seed, wave, people)
        earlier = out[-1].skills if out else []
        skills = known_skills(seed, wave, people, earlier, None if out else employed_2026)
        out.append(Wave(wave, people, given, skills))
    return out


def response_columns(wave: str) -> list[str]:
    """The headings of a wave's sheet of responses: question columns bear the question's id."""
    return [*BACKGROUND, *[row["question"] for row in questions(wave)]]


def response_rows(seed: int, wave: Wave) -> list[dict[str, Any]]:
    """One row per respondent: background, then the options chosen, joined by `;`."""
    labels = _labels(wave.wave)
    rows = []
    for respondent in wave.respondents:
        row = _background(seed, respondent)
        for question, options in wave.answers[respondent.respondent_id].items():
            as_asked = labels.get(question, {})
            row[question] = ";".join(as_asked.get(option, option) for option in options)
        rows.append(row)
    return rows


def skill_rows(wave: Wave) -> list[dict[str, Any]]:
    """One row per respondent and skill, skills by name."""
    names = {row["skill"]: row["name"] for row in read(REFERENCE / "skills.csv")}
    values = [
        [
            known.respondent.respondent_id,
            names[known.skill],
            known.level,
            "yes" if known.uses_now else "no",
            "yes" if known.wants_to_learn else "no",
        ]
        for known in wave.skills
    ]
    return sorted(
        (dict(zip(SKILL_COLUMNS, row, strict=True)) for row in values),
        key=lambda row: (row["respondent_id"], row["skill"]),
    )


def _labels(wave: str) -> dict[str, dict[str, str]]:
    """Question → option → its label in this wave, where the wave used another one."""
    return {
        row["question"]: {
            new: old for old, new in (pair.split("=") for pair in row["option_map"].split(";"))
        }
        for row in read(REFERENCE / "question_versions.csv")
        if row["wave"] == wave and row["option_map"]
    }


def _background(seed: int, respondent: Respondent) -> dict[str, Any]:
    person, post = respondent.person, respondent.person.main
    rng = stream(seed, "background", respondent.respondent_id)
    age = age_on(person.birth, respondent.completed_on)
    stated = {
        "role_type": post.role,
        "grade_band": _band(GRADE_BANDS, post.grade),
        "contract_type": post.contract,
        "years_in_role": _years(post.start, respondent.completed_on),
        "age_band": _band(AGE_BANDS, age),
        "gender": person.gender,
        "ethnicity": person.ethnicity,
        "disability": person.disability,
    }
    row = {
        "respondent_id": respondent.respondent_id,
        "unit": organisation()[respondent.unit]["short_name"],
        "completed_on": respondent.completed_on,
        "complete": "yes" if respondent.reached is None else "partial",
    }
    left_blank = {"years_in_role", "age_band", "gender", "ethnicity", "disability"}
    return row | {
        column: value
        for column, value in stated.items()
        if value != "" and not (column in left_blank and chance(rng, NOT_STATED))
    }


def _band(bands: dict[int, str], number: int) -> str:
    return next(name for most, name in bands.items() if number <= most)


def _years(start: date, day: date) -> float:
    return round((day - start).days / 365.25, 1)
