"""Two large invented waves of one survey: 60 questions, 20 units, 35,000 respondents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from tcdata import reference
from tcdata.published import metric_rows
from tcdata.reference import Reference
from tcdata.reference.organisation import closure

QUESTIONS, MULTIPLE, CORE = 60, 12, 30
RESPONDENTS = {"2023": 15_000, "2026": 20_000}
FRAME = {"2023": 19_000, "2026": 24_000}
# With the five faculties above them, all faculties and the University: 20 units.
SCHOOLS = [
    *("fbs-service", "earth-environment", "geography", "chemistry", "physics", "mechanical"),
    *("chemical", "civil", "st-james", "healthcare", "dentistry", "design", "music"),
]
SCALE = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"]
KINDS = ["Equipment", "Health and safety", "Data and digital", "Teaching", "Leadership"]
NOT_TOLD = ["role_type", "grade_band", "contract_type", "age_band", "gender"]
PARTIAL, ENDS_EARLY = 0.06, 0.5  # of all respondents; of those, who stop before half of it


class Made(NamedTuple):
    """The accepted tables, the people asked by unit as published, and the reference for both."""

    respondents: pd.DataFrame
    answers: pd.DataFrame
    frames: pd.DataFrame
    reference: Reference


def made() -> Made:
    """The two waves: each respondent answers nearly every question; some stop half-way."""
    known = _reference()
    rng = np.random.default_rng(2026)
    parts = [_wave(rng, wave, known) for wave in RESPONDENTS]
    respondents, answers, frames = (
        pd.concat([part[place] for part in parts], ignore_index=True) for place in range(3)
    )
    return Made(respondents, answers, frames, known)


def _reference() -> Reference:
    """The product's own, with other questions: those of several choices stand last."""
    files = dict(reference.load().files)
    questions = pd.DataFrame({"question": [f"q{number:02d}" for number in range(QUESTIONS)]})
    several = np.arange(QUESTIONS) >= QUESTIONS - MULTIPLE
    questions = questions.assign(
        text="Invented?",
        theme="Invented",
        type=np.where(several, "multi", "single"),
        options=np.where(several, ";".join(KINDS), ";".join(SCALE)),
        favourable=np.where(several, ";".join(KINDS[:2]), ";".join(SCALE[:2])),
        core=np.where(np.arange(QUESTIONS) < CORE, "yes", "no"),
        sensitivity="internal",
    )
    versions = pd.concat(
        [questions[["question"]].assign(wave=wave, heading="Invented") for wave in RESPONDENTS]
    ).assign(option_map="", comparable="yes", reason="")
    files["questions.csv"] = questions.to_csv(index=False)
    files["question_versions.csv"] = versions.to_csv(index=False)
    return reference.from_files(files)


def _wave(
    rng: np.random.Generator, wave: str, known: Reference
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    people = RESPONDENTS[wave]
    unit = rng.integers(0, len(SCHOOLS), people)
    ids = pd.Series([f"{int(n):032x}" for n in rng.permutation(people) + 10**9], dtype="str")
    partial = rng.random(people) < PARTIAL
    opens = known.waves.loc[known.waves["wave"] == wave, "opens"].iloc[0].as_unit("us")
    respondents = pd.DataFrame(
        {
            "wave": pd.Series(wave, range(people), dtype="str"),
            "respondent_id": ids,
            "unit": _texts(SCHOOLS, unit),
            "completed_on": opens,
            "complete": _texts(["yes", "partial"], partial.astype(int)),
            **dict.fromkeys(NOT_TOLD, pd.Series(pd.NA, range(people), dtype="str")),
        }
    )
    early = partial & (rng.random(people) < ENDS_EARLY)
    until = np.where(early, CORE // 2 - 1, np.where(partial, QUESTIONS // 2, QUESTIONS))
    who, what, option = [], [], []
    for question in range(QUESTIONS):
        here = np.flatnonzero((until > question) & (rng.random(people) < 0.95))
        chosen = rng.random((len(here), len(SCALE))) + rng.random(len(SCALE)) / 2
        if question < QUESTIONS - MULTIPLE:
            place, which = np.arange(len(here)), chosen.argmax(axis=1)
        else:
            place, which = np.nonzero(chosen > 1)
        who.append(here[place])
        what.append(np.full(len(place), question))
        option.append(which + len(SCALE) * (question >= QUESTIONS - MULTIPLE))
    # In the order of the file: one respondent after another.
    order = np.argsort(np.concatenate(who), kind="stable")
    names = known.questions["question"].tolist()
    answers = pd.DataFrame(
        {
            "wave": pd.Series(wave, range(len(order)), dtype="str"),
            "respondent_id": ids.take(np.concatenate(who)[order]).reset_index(drop=True),
            "question": _texts(names, np.concatenate(what)[order]),
            "option": _texts([*SCALE, *KINDS], np.concatenate(option)[order]),
        }
    )
    return respondents, answers, _frame(wave, unit, known)


def _frame(wave: str, unit: np.ndarray, known: Reference) -> pd.DataFrame:
    """The people asked in every unit, as the rows of the response rate tell them."""
    date = known.waves.loc[known.waves["wave"] == wave, "frame_date"].iloc[0]
    asked = np.round(np.bincount(unit) * FRAME[wave] / RESPONDENTS[wave])
    above = closure(known, date)
    people = above.assign(base=above["unit"].map(dict(zip(SCHOOLS, asked, strict=True))))
    counts = people.dropna().groupby("ancestor")["base"].sum()
    rows = pd.DataFrame({"unit": counts.index, "base": counts.to_numpy()})
    rows = rows.assign(period=wave, value=80.0)
    return metric_rows(rows, "participation_rate")


def _texts(texts: list[str], places: np.ndarray) -> pd.Series:
    return pd.Series(texts, dtype="str").take(places).reset_index(drop=True)
