"""Who answers each wave of the survey, when, and how far they get.

The frame is the technical staff of the faculties at the wave's frame date. Each unit has exactly
as many counted respondents (AAPOR RR2: complete, or at least half of the core questions
answered) as `plan/units.csv` says; a few more stop before half and do not count.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_data.draws import apportion, between, sample, shuffled, stream
from sample_data.people import Person
from sample_data.structure import REFERENCE, SCOPE, line_of, read, units

# Answers by working day from the day the wave opens: a rush at the start, then the reminders.
CURVE = {
    "2023": (
        date(2023, 9, 4),
        [30, 20, 14, 10, 8, 8, 20, 15, 9, 6, 5, 5, 16, 12, 7, 5, 4, 4, 12, 8, 4, 3, 3, 5, 8],
    ),
    "2026": (
        date(2026, 9, 1),
        [40, 27, 18, 12, 10, 24, 20, 13, 9, 8, 10, 26, 18, 11, 12, 16],
    ),
}
AT_WEEKENDS = 0.8
# Of the counted, how many stopped early; and how many stopped too early to count.
STOPPED = {"2023": (10, 4), "2026": (12, 5)}


@dataclass(frozen=True)
class Respondent:
    """One person who opened the questionnaire of one wave.

    `reached` is how many of the wave's questions they got to, None for all of them.
    """

    wave: str
    respondent_id: str
    person: Person
    completed_on: date
    reached: int | None
    counted: bool

    @property
    def unit(self) -> str:
        """The unit they state: the one of their main post."""
        return self.person.main.unit


def questions(wave: str) -> list[dict[str, str]]:
    """The questions asked in a wave, in the order of the questionnaire."""
    asked = {
        row["question"] for row in read(REFERENCE / "question_versions.csv") if row["wave"] == wave
    }
    return [row for row in read(REFERENCE / "questions.csv") if row["question"] in asked]


def frame(technicians: list[Person]) -> list[Person]:
    """The technicians whom the survey asks."""
    return [person for person in technicians if SCOPE in line_of(person.main.unit)]


def respondents(
    seed: int, wave: str, technicians: list[Person], answered_before: set[str]
) -> list[Respondent]:
    """Everyone with a record in the wave's file, in the order in which they finished."""
    rng = stream(seed, "fieldwork", wave)
    asked = frame(technicians)
    counted: list[Person] = []
    for plan in units():
        here = [person for person in asked if person.main.unit == plan.unit]
        counted += sample(
            rng, here, plan.answered[wave], lambda person: _keen(person, answered_before)
        )
    early, too_early = STOPPED[wave]
    names = {person.person_id for person in counted}
    silent = [person for person in asked if person.person_id not in names]
    room = Counter(person.main.unit for person in silent)
    dropped = sample(rng, [p for p in silent if room[p.main.unit] > 3], too_early)
    stopped = {person.person_id for person in sample(rng, counted, early)}
    enough, too_few = _stops(rng, wave, early, too_early)
    people = shuffled(rng, [*counted, *dropped])
    days = _days(wave, len(people))
    numbers = shuffled(rng, range(10000, 10000 + 3 * len(people)))
    out = []
    for person, day, number in zip(people, days, numbers, strict=False):
        is_counted = person.person_id in names
        reached = None
        if not is_counted:
            reached = too_few.pop()
        elif person.person_id in stopped:
            reached = enough.pop()
        out.append(Respondent(wave, f"{wave}-{number}", person, day, reached, is_counted))
    return out


def _keen(person: Person, answered_before: set[str]) -> float:
    """How readily somebody answers, by post, gender and whether they answered before."""
    weight = 5.0 if person.person_id in answered_before else 1.0
    weight *= 1.25 if person.gender == "Woman" else 1.0
    weight *= 1.3 if person.main.grade >= 6 else 1.0
    weight *= {"fixed-term": 0.7, "apprentice": 0.6, "casual": 0.3}.get(person.main.contract, 1.0)
    return weight * (1.0 if person.status == "active" else 0.25)


def _stops(
    rng: np.random.Generator, wave: str, early: int, too_early: int
) -> tuple[list[int], list[int]]:
    """Places to stop with at least half of the core questions answered, and with fewer.

    One of the first has exactly half, one of the second one question less.
    """
    core = np.cumsum([row["core"] == "yes" for row in questions(wave)])
    half = int(np.argmax(core * 2 >= core[-1])) + 1
    enough = [half, *[between(rng, half + 1, len(core) - 2) for _ in range(early - 1)]]
    too_few = [half - 1, *[between(rng, 2, half - 2) for _ in range(too_early - 1)]]
    return enough, too_few


def _days(wave: str, total: int) -> list[date]:
    """The day on which each respondent finished, earliest first."""
    opens, by_working_day = CURVE[wave]
    calendar: list[date] = []
    weights: list[float] = []
    day, left = opens, list(by_working_day)
    while left:
        calendar.append(day)
        weights.append(AT_WEEKENDS if day.weekday() > 4 else left.pop(0))
        day += timedelta(days=1)
    counts = apportion(weights, total)
    return [day for day, count in zip(calendar, counts, strict=True) for _ in range(count)]
