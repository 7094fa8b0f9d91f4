"""What the respondents answer: the planned shares of `plan/shares.csv`, met person by person.

Among the counted respondents of a wave each option of a single-choice question is chosen by
exactly its planned share of those who answer (largest remainder), by the people with the
fitting outlook, grade or age. Options of many-choice questions are met likewise, save that
everybody who answers chooses something.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sample_data.draws import apportion, chance, normal, pick, sample, stream
from sample_data.fieldwork import Respondent, questions
from sample_data.people import age_on
from sample_data.structure import PLAN, line_of, read

Answers = dict[str, dict[str, list[str]]]

NO_ANSWER = {"internal": 0.025, "sensitive": 0.06}
# Faculties whose people see things a little better or worse.
MOOD = {"fbs": 0.3, "mh": 0.1, "foe": 0.1, "eps": -0.15, "ahc": -0.3}
# Options that exclude all others of their question.
ALONE = {"None of these", "None", "Neither", "Nothing"}
# These options go to the oldest.
TO_THE_OLDEST = {
    "intention_to_leave": "I shall have retired",
    "retirement_five_years": "Yes",
}
# How much a grade more helps to the first options.
BY_GRADE = {
    "line_management": -2.0,
    "manager_training": 0.6,
    "publications": 0.5,
    "grant_roles": 0.6,
    "committees": 0.5,
    "professional_registration": 0.3,
    "advance_he_fellowship": 0.4,
    "pathway_clear": 0.2,
}
# Questions about the past, which nobody answers otherwise in a later wave.
SETTLED = {"entry_route", "highest_qualification"}


def _was_asked(question: str, wave: str, so_far: dict[str, list[str]]) -> bool:
    """Routing: some questions follow only from an earlier answer."""
    registered = so_far.get("professional_registration", [""])[0]
    if question == "manager_training" and wave != "2023":
        return so_far.get("line_management", ["None"])[0] != "None"
    if question in ("registration_level", "registration_support"):
        return registered == "Yes"
    if question == "registration_barriers":
        return registered.startswith("No")
    if question == "leaving_reasons":
        expected = so_far.get("intention_to_leave", [""])[0]
        return expected in ("Outside the University", "Not sure")
    return True


def answers(seed: int, wave: str, respondents: list[Respondent]) -> Answers:
    """Respondent id → question → options chosen; questions without an answer are absent."""
    shares = _shares(wave)
    given: Answers = {respondent.respondent_id: {} for respondent in respondents}
    for place, question in enumerate(questions(wave)):
        name = question["question"]
        rng = stream(seed, "answers", wave, name)
        here = [
            r
            for r in respondents
            if (r.reached is None or place < r.reached)
            and _was_asked(name, wave, given[r.respondent_id])
        ]
        # Who stopped early answered all they got to, so that their place decides if they count.
        skips = NO_ANSWER[question["sensitivity"]]
        here = [r for r in here if not chance(rng, skips) or r.reached is not None]
        counted = [r for r in here if r.counted]
        score = _scores(rng, seed, name, counted)
        choose = _choose_one if question["type"] == "single" else _choose_many
        for respondent, options in zip(
            counted, choose(rng, name, counted, score, shares[name]), strict=True
        ):
            given[respondent.respondent_id][name] = options
        for respondent in here:
            if not respondent.counted:
                given[respondent.respondent_id][name] = [pick(rng, shares[name])]
    return given


def _shares(wave: str) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for row in read(PLAN / "shares.csv"):
        if row[f"share {wave}"]:
            out.setdefault(row["question"], {})[row["option"]] = float(row[f"share {wave}"])
    return out


def _scores(
    rng: np.random.Generator, seed: int, question: str, people: list[Respondent]
) -> list[float]:
    """High scores take the first options: outlook (kept over the waves), faculty, grade, luck."""
    out = []
    for respondent in people:
        name = respondent.person.person_id
        if question in SETTLED:
            out.append(normal(stream(seed, question, name)))
            continue
        faculty = line_of(respondent.unit)[-3]
        score = normal(rng) + 0.8 * normal(stream(seed, "outlook", name)) + MOOD[faculty]
        score += BY_GRADE.get(question, 0.0) * (respondent.person.main.grade - 5)
        out.append(score)
    return out


def _choose_one(
    rng: np.random.Generator,
    question: str,
    people: list[Respondent],
    scores: list[float],
    shares: dict[str, float],
) -> list[list[str]]:
    counts = dict(zip(shares, apportion(list(shares.values()), len(people)), strict=True))
    chosen: dict[int, str] = {}
    if question in TO_THE_OLDEST:
        option = TO_THE_OLDEST[question]
        ages = [age_on(r.person.birth, r.completed_on) + 3 * normal(rng) for r in people]
        for i in _ranked(people, ages.__getitem__)[: counts.pop(option)]:
            chosen[i] = option
    rest = [i for i in _ranked(people, scores.__getitem__) if i not in chosen]
    ordered = [option for option, count in counts.items() for _ in range(count)]
    chosen.update(zip(rest, ordered, strict=True))
    return [[chosen[i]] for i in range(len(people))]


def _choose_many(
    rng: np.random.Generator,
    question: str,
    people: list[Respondent],
    scores: list[float],
    shares: dict[str, float],
) -> list[list[str]]:
    alone = {option for option in shares if option in ALONE}
    last = _ranked(people, scores.__getitem__)[::-1]
    lone_share = sum(shares[option] for option in alone)
    excluded = set(last[: round(lone_share * len(people) / 100)])
    rest = [i for i in range(len(people)) if i not in excluded]
    chosen: dict[int, list[str]] = {i: list(alone) for i in excluded} | {i: [] for i in rest}
    others = {option: share for option, share in shares.items() if option not in alone}
    for option, share in others.items():
        for i in sample(rng, rest, round(share * len(people) / 100)):
            chosen[i].append(option)
    for i in rest:
        chosen[i] = chosen[i] or [pick(rng, others)]
    return [chosen[i] for i in range(len(people))]


def _ranked(people: list[Respondent], key: Callable[[int], float]) -> list[int]:
    return sorted(range(len(people)), key=key, reverse=True)
