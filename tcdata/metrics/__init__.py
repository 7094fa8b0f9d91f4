"""Metrics: canonical frames and the reference in, metric rows out; one module per subject."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.metrics import (
    answers,
    answers_by,
    change,
    flows,
    forecast,
    headcount,
    leaving,
    mix,
    participation,
    representativeness,
    shortages,
    skill_risk,
    skills,
    skills_change,
    technical,
    turnover,
    weighted,
)
from tcdata.metrics.catalogue import Metric
from tcdata.metrics.respondents import by_wave
from tcdata.metrics.units import dates_of
from tcdata.published import stack
from tcdata.reference import Reference

CATALOGUE: dict[str, Metric] = {
    metric.id: metric
    for subject in (
        *(participation, forecast, representativeness, headcount, technical, flows, turnover),
        *(leaving, skills, answers, mix, weighted),
        *(change, skills_change, shortages, skill_risk),  # from published rows, after the gate
    )
    for metric in subject.METRICS
}

# What the metrics read of each table, so that a table nobody has loaded is simply empty.
READ = {
    "workforce": [
        *("as_of", "person_id", "main_post", "job_title", "job_family", "job_code", "grade"),
        *("fte", "contract_type", "unit", "role_type", "status", "leaving_reason"),
        *("age_band", "gender"),
    ],
    "respondents": [
        *("wave", "respondent_id", "unit", "completed_on", "complete"),
        *("role_type", "grade_band", "contract_type", "age_band", "gender"),
    ],
    "answers": ["wave", "respondent_id", "question", "option"],
    "skills": ["wave", "respondent_id", "skill", "level", "uses_now", "wants_to_learn"],
}
TYPES = {"main_post": "bool", "fte": "float64", "completed_on": "datetime64[us]"}


def compute(tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """All metric rows that the accepted tables give: columns published.COLUMNS.

    `tables`: workforce (with `as_of`), respondents, answers and skills (with `wave`); one that is
    absent or empty gives no rows. The order of rows is that of the catalogue and the reference,
    whatever the order of the tables. Raises NotInReferenceError where people are in a unit or a
    wave that the reference does not have.
    """
    given = read(tables)
    workforce = given["workforce"]
    dates = dates_of(workforce["as_of"])
    people = technical.people(workforce, reference)
    posts = technical.technical(workforce, reference)
    waves = by_wave(given, reference)
    response = participation.participation(waves, people, dates, reference)
    rows = [
        response,
        forecast.forecast(response, reference),
        representativeness.representativeness(waves, people, given, dates, reference),
        headcount.headcount(people, posts, dates, reference),
        technical.technical_by_rule(people, dates, reference),
        flows.flows(people, workforce, dates, reference),
        turnover.turnover(people, dates, reference),
        leaving.leaving(people, dates, reference),
        skills.skills(waves, given, reference),
        answers.answers(waves, given["answers"], reference),
        answers_by.answers_by(waves, given, reference),
        mix.mix(waves, given, reference),
        weighted.weighted(waves, people, given, dates, reference),
    ]
    return in_order(stack(rows), reference)


def read(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The columns of READ of each table; a table that is absent or empty has no rows.

    Answers, by far the longest, have categories for texts: each is compared once, not in each row.
    """
    found = {name: _table(tables, name) for name in READ}
    answers = {name: _categories(column) for name, column in found["answers"].items()}
    return {**found, "answers": pd.DataFrame(answers)}


def _categories(cells: pd.Series) -> pd.Series:
    """The texts as categories in the order they come: sorting them would take longer."""
    codes, texts = pd.factorize(cells)
    return pd.Series(pd.Categorical.from_codes(codes, texts))


def _table(tables: dict[str, pd.DataFrame], name: str) -> pd.DataFrame:
    frame = tables.get(name)
    if frame is None or frame.empty:
        return pd.DataFrame({c: pd.Series(dtype=TYPES.get(c, "str")) for c in READ[name]})
    return frame[READ[name]].reset_index(drop=True)


def in_order(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sort rows by metric, period, item, unit and cut; categories keep the order they came in.

    Metrics stand as in the catalogue, questions, skills and units as in the reference.
    """
    items = [*reference.questions["question"], *reference.skills["skill"]]
    keys = [
        _rank(rows["metric"], [*CATALOGUE]),
        _rank(rows["period"], []),
        _rank(rows["item"], items),
        _rank(rows["unit"], reference.organisation["unit"].drop_duplicates().tolist()),
        _rank(rows["cut"], []),
    ]
    return rows.iloc[np.lexsort(keys[::-1])].reset_index(drop=True)


def _rank(cells: pd.Series, first: list[str]) -> np.ndarray:
    """Places in the list `first`, then in alphabetical order."""
    codes, distinct = pd.factorize(cells)
    place = {text: number for number, text in enumerate(first)}
    texts = [str(text) for text in distinct]
    order = sorted(range(len(texts)), key=lambda i: (place.get(texts[i], len(first)), texts[i]))
    rank = np.empty(len(distinct), dtype="int64")
    rank[order] = np.arange(len(distinct))
    return rank[codes]
