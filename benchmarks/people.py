"""Large canonical tables: invented people at every date and in every wave of the reference."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from tcdata.check import Checked
from tcdata.mapping.tables import empty
from tcdata.reference import Reference
from tcdata.reference.organisation import closure, units_on
from tcdata.schemas.columns import AGE_BANDS, ROLE_TYPES

DATES = ["2023-09-01", "2024-09-01", "2025-09-01", "2026-03-01", "2026-09-01"]
SKILLS = 120
FAMILIES = ["Technical", "Technical", "Technical", "Academic", "Administrative"]
REASONS = ["Resignation", "Retirement", "End of fixed term"]
GENDERS = ["Woman", "Man", "Non-binary", "Prefer not to say"]


def tables(respondents: int, workforce_rows: int, reference: Reference) -> dict[str, pd.DataFrame]:
    """The inputs of `tcdata.edition.build`: about `workforce_rows` posts over all dates, and
    `respondents` over both waves, who answer every question and SKILLS skills each.

    Raises ValueError where there are too few people to answer.
    """
    rng = np.random.default_rng(2026)
    workforce = _workforce(rng, workforce_rows, reference)
    shares = zip(reference.waves.itertuples(), (0.45, 0.55), strict=True)
    waves = [_wave(rng, wave, round(respondents * s), workforce, reference) for wave, s in shares]
    together = {
        name: pd.concat([wave[name] for wave in waves], ignore_index=True) for name in waves[0]
    }
    return {"workforce": workforce, **together}


def checked(made: dict[str, pd.DataFrame]) -> Iterator[Checked]:
    """The tables as `tcdata.check` would give them, one for each date and wave."""
    for date, rows in made["workforce"].groupby("as_of"):
        yield _checked("workforce", str(date), {"workforce": rows.drop(columns="as_of")})
    for wave in made["respondents"]["wave"].unique():
        parts = {name: made[name] for name in ("respondents", "answers", "skills")}
        own = {name: rows[rows["wave"] == wave] for name, rows in parts.items()}
        yield _checked(
            "survey", wave, {name: rows.drop(columns="wave") for name, rows in own.items()}
        )


def _checked(kind: str, period: str, parts: dict[str, pd.DataFrame]) -> Checked:
    rows = sum(map(len, parts.values()))
    sha256 = hashlib.sha256(f"{kind} {period}".encode()).hexdigest()
    none = pd.DataFrame({"severity": []}, dtype="str")
    whole = {name: part.reset_index(drop=True) for name, part in parts.items()}
    return Checked(kind, period, whole, none, none, rows, rows, [], sha256, ["invented.xlsx"])


def _texts(texts: Sequence[str], places: np.ndarray) -> pd.Series:
    """The text at each place, without making one Python object a cell."""
    return pd.Series(texts, dtype="str").take(places).reset_index(drop=True)


def _any_of(rng: np.random.Generator, texts: Sequence[str], rows: int) -> pd.Series:
    return _texts(texts, rng.integers(0, len(texts), rows))


def _complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """`frame` with the columns of the table that it lacks, all missing."""
    columns = empty(table)
    lacking = [str(name) for name in columns if name not in frame]
    missing = {name: columns[name].reindex(frame.index) for name in lacking}
    return frame.assign(**missing)


def _workforce(rng: np.random.Generator, rows: int, reference: Reference) -> pd.DataFrame:
    """One extract a date: a tenth have a second post; between dates some go, move or rise."""
    people = round(rows / len(DATES) / 1.1)
    ids, last = np.arange(people), people
    start = units_on(reference, pd.Timestamp(DATES[0]))
    schools = start[start["kind"].isin(["school", "service"])]["unit"].tolist()
    unit, grade = rng.integers(0, len(schools), people), rng.integers(3, 10, people)
    family, role = rng.integers(0, len(FAMILIES), people), rng.integers(0, len(ROLE_TYPES), people)
    extracts = []
    for date in DATES:
        place = np.concatenate([np.arange(people), rng.choice(people, people // 10, False)])
        main = np.arange(len(place)) < people
        fixed, left = rng.random(len(place)) < 0.2, main & (rng.random(len(place)) < 0.03)
        frame = pd.DataFrame(
            {
                "as_of": _texts([date], np.zeros(len(place), dtype=int)),
                "person_id": _hashes(ids[place]),
                "post_id": _texts([f"P{n}" for n in range(len(place))], np.arange(len(place))),
                "main_post": main,
                "job_title": _any_of(rng, ["Technician", "Senior Technician"], len(place)),
                "job_family": _texts(FAMILIES, family[place]),
                "grade": _texts([f"Grade {number}" for number in range(11)], grade[place]),
                "fte": np.where(main, 0.8, 0.2),
                "contract_type": _texts(["open-ended", "fixed-term"], fixed.astype(int)),
                "continuous_start": pd.Timestamp("2015-01-05").as_unit("us"),
                "unit": _texts(schools, unit[place]),
                "role_type": _texts(ROLE_TYPES, role[place]),
                "status": _texts(["active", "left"], left.astype(int)),
                "gender": _any_of(rng, GENDERS, len(place)),
                "age_band": _any_of(rng, AGE_BANDS, len(place)),
                "leaving_reason": _any_of(rng, REASONS, len(place)).where(left),
            }
        )
        extracts.append(_complete(frame, "workforce"))
        gone = rng.random(people) < 0.08
        ids[gone] = np.arange(last, last + gone.sum())
        last += gone.sum()
        moved = rng.random(people) < 0.04
        unit[moved] = rng.integers(0, len(schools), moved.sum())
        grade = np.minimum(grade + (rng.random(people) < 0.05), 10)
    return pd.concat(extracts, ignore_index=True)


def _hashes(numbers: np.ndarray) -> pd.Series:
    distinct, places = np.unique(numbers, return_inverse=True)
    return _texts([f"{number:032x}" for number in distinct], places)


def _wave(
    rng: np.random.Generator, wave: tuple, size: int, workforce: pd.DataFrame, reference: Reference
) -> dict[str, pd.DataFrame]:
    """The wave's tables: `size` of the technicians in scope on the frame date."""
    date = pd.Timestamp(wave.frame_date)  # type: ignore[attr-defined]
    above = closure(reference, date)
    in_scope = above[above["ancestor"] == wave.scope]["unit"]  # type: ignore[attr-defined]
    frame = workforce[
        (workforce["as_of"] == f"{date:%Y-%m-%d}")
        & workforce["unit"].isin(in_scope)
        & workforce["main_post"]
        & (workforce["job_family"] == "Technical")
        & (workforce["status"] == "active")
    ]
    people = frame.iloc[rng.choice(len(frame), size, False)].reset_index(drop=True)
    hashes = _hashes(rng.permutation(size) + 10**9)
    opens = pd.Timestamp(wave.opens).as_unit("us")  # type: ignore[attr-defined]
    respondents = pd.DataFrame(
        {
            "respondent_id": hashes,
            "unit": people["unit"],
            "completed_on": opens + pd.to_timedelta(rng.integers(0, 16, size), unit="D"),
            "complete": _texts(["yes", "partial"], (rng.random(size) < 0.06).astype(int)),
            "role_type": people["role_type"],
            "contract_type": people["contract_type"],
            "age_band": people["age_band"],
            "gender": people["gender"],
        }
    )
    name = _texts([str(wave.wave)], np.zeros(1, dtype=int)).iloc[0]  # type: ignore[attr-defined]
    parts = {
        "respondents": _complete(respondents, "respondents"),
        "answers": _answers(rng, name, hashes, reference),
        "skills": _skills(rng, hashes, reference),
    }
    return {
        table: part.assign(wave=pd.Series(name, part.index, "str")) for table, part in parts.items()
    }


def _answers(
    rng: np.random.Generator, wave: str, hashes: pd.Series, reference: Reference
) -> pd.DataFrame:
    versions = reference.question_versions
    asked = set(versions[versions["wave"] == wave]["question"])
    parts = []
    for question in reference.questions.itertuples():
        if question.question not in asked:
            continue
        options = str(question.options).split(";")
        chosen = rng.random((len(hashes), len(options)))
        if question.type == "multi":
            person, option = np.nonzero(chosen < 0.3)
        else:
            person, option = np.arange(len(hashes)), chosen.argmax(axis=1)
        parts.append(
            pd.DataFrame(
                {
                    "respondent_id": hashes.take(person).reset_index(drop=True),
                    "question": _texts([str(question.question)], np.zeros(len(person), dtype=int)),
                    "option": _texts(options, option),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _skills(rng: np.random.Generator, hashes: pd.Series, reference: Reference) -> pd.DataFrame:
    asked = reference.skills["skill"].tolist()[:SKILLS]
    rows = len(hashes) * SKILLS
    person, skill = np.divmod(np.arange(rows), SKILLS)
    levels = rng.choice(4, rows, p=[0.5, 0.25, 0.2, 0.05])
    return pd.DataFrame(
        {
            "respondent_id": hashes.take(person).reset_index(drop=True),
            "skill": _texts(asked, skill),
            "level": _texts(["aware", "with help", "unaided", "can teach"], levels),
            "uses_now": _any_of(rng, ["yes", "no"], rows),
            "wants_to_learn": _any_of(rng, ["yes", "no"], rows),
        }
    )
