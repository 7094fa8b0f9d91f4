"""People and posts of the plan, and how a new person comes about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from sample_data.draws import between, chance, day_between, exponential, pick
from sample_data.structure import GRADES, SILENT_TITLES, UnitPlan, title_of

APPRENTICE_GRADE = 2


@dataclass(frozen=True)
class Post:
    """One post as it stands at an as-of date."""

    post_id: str
    unit: str
    title: str
    family: str
    code: str
    grade: int
    fte: float
    contract: str
    contract_end: date | None
    start: date
    role: str


@dataclass(frozen=True)
class Person:
    """One person as they stand at an as-of date; the first post is the main one.

    `told_by` says which technical rule finds the main post: its family, code, title, or only the
    last rule.
    """

    person_id: str
    technical: bool
    posts: tuple[Post, ...]
    gender: str
    ethnicity: str
    disability: str
    birth: date
    continuous_start: date
    status: str = "active"
    told_by: str = "family"
    leaving_date: date | None = None
    leaving_reason: str = ""

    @property
    def main(self) -> Post:
        """The main post."""
        return self.posts[0]


@dataclass
class Numbers:
    """Staff and post numbers not used yet."""

    rng: np.random.Generator
    last_person: int = 104232
    posts: Iterator[int] = field(default_factory=lambda: iter(range(20417, 99999)))

    def person(self) -> str:
        """The next staff number: eight digits, the first two of them zeros."""
        self.last_person += between(self.rng, 1, 180)
        return f"{self.last_person:08d}"

    def post(self) -> str:
        """The next post number."""
        return f"P{next(self.posts):06d}"


def age_on(birth: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_later(day: date, months: int) -> date:
    """The same day of the month, some months later (the 28th at the latest)."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def background(rng: np.random.Generator, women: float) -> tuple[str, str, str]:
    """Gender, ethnicity and disability as HR holds them; empty where never stated."""
    gender = pick(
        rng,
        {
            "Woman": women * 0.975,
            "Man": (1 - women) * 0.975,
            "Non-binary": 0.01,
            "Prefer not to say": 0.015,
        },
    )
    ethnicity = pick(
        rng,
        {
            "White": 80,
            "Asian": 8,
            "Black": 3,
            "Mixed": 2.5,
            "Other": 1.5,
            "Prefer not to say": 2,
            "": 3,
        },
    )
    disability = pick(rng, {"No": 83, "Yes": 9, "Prefer not to say": 4, "": 4})
    return gender, ethnicity, disability


def new_technician(
    rng: np.random.Generator,
    plan: UnitPlan,
    day: date,
    numbers: Numbers,
    apprentice: bool,
    since: date | None,
) -> Person:
    """A technician in post on `day`: joined after `since`, or at any time when that is None."""
    role = pick(rng, plan.roles)
    if apprentice:
        grade, tenure = APPRENTICE_GRADE, rng.random() * 2.4
        start_age = 17 + min(exponential(rng, 3), 20)
    else:
        grade = pick(rng, GRADES[role])
        tenure = _up_to(rng, exponential(rng, {3: 5, 4: 7, 5: 9, 6: 12, 7: 14}.get(grade, 16)), 36)
        start_age = 20 + (grade - 3) * 1.3 + _up_to(rng, exponential(rng, 10), 32)
    if since:
        start = day_between(rng, since + timedelta(days=1), day)
        start_age += 0 if apprentice else rng.random() * 4
    else:
        start = day - timedelta(days=30 + int(tenure * 365.25))
    age_now = _up_to(rng, start_age + (day - start).days / 365.25, 67, 52)
    birth = day - timedelta(days=int(age_now * 365.25))
    start = max(start, date(birth.year + 17, birth.month, min(birth.day, 28)))
    post_start = start
    if not since and not apprentice and chance(rng, 0.6):
        post_start = day_between(rng, start, day - timedelta(days=30))
    years = (day - start).days / 365.25
    contract = "apprentice" if apprentice else _contract(rng, role, grade, years)
    told_by = (
        "family"
        if apprentice
        else pick(rng, {"family": 91, "code": 4, "title": 2, "last rule": 3 if not since else 0.5})
    )
    gender, ethnicity, disability = background(rng, plan.women)
    post = Post(
        post_id=numbers.post(),
        unit=plan.unit,
        title=f"Apprentice {title_of(role, grade)}" if apprentice else title_of(role, grade),
        family="Technical",
        code=f"T{grade:02d}-{between(rng, 100, 180)}",
        grade=grade,
        fte=_fte(rng, contract, gender, age_now),
        contract=contract,
        contract_end=_contract_end(rng, contract, post_start, day),
        start=post_start,
        role=role,
    )
    made = Person(
        person_id="",
        technical=True,
        posts=(post,),
        birth=birth,
        continuous_start=start,
        gender=gender,
        ethnicity=ethnicity,
        disability=disability,
        told_by=told_by,
    )
    return _as_recorded(rng, made)


def _as_recorded(rng: np.random.Generator, person: Person) -> Person:
    """Blank the job family or code where HR has none, and name the post so that a rule fits."""
    post = person.main
    if person.told_by == "code":
        post = replace(post, family="")
    if person.told_by == "title":
        post = replace(post, family="", code="", title=title_of(post.role, 4))
    if person.told_by == "last rule":
        silent = pick(rng, dict.fromkeys(SILENT_TITLES, 1.0))
        post = replace(post, family="", code="", title=silent)
    return replace(person, posts=(post, *person.posts[1:]))


def _up_to(rng: np.random.Generator, number: float, most: float, least: float = 0) -> float:
    """The number, or one drawn evenly from least to most when it is over the most."""
    return number if number <= most else least + rng.random() * (most - least)


def _contract(rng: np.random.Generator, role: str, grade: int, years: float) -> str:
    if years < 1.5 and grade == 4 and chance(rng, 0.12):
        return "trainee"
    if grade <= 4 and chance(rng, 0.05):
        return "casual"
    if years < 5 and chance(rng, 0.62 if role == "research" else 0.2):
        return "fixed-term"
    return "open-ended"


def _contract_end(rng: np.random.Generator, contract: str, start: date, day: date) -> date | None:
    if contract in ("open-ended", "casual"):
        return None
    end = months_later(start, 36 if contract == "apprentice" else 24)
    while end <= day:
        end = months_later(end, pick(rng, {6: 1.0, 12: 2.0, 24: 1.0}))
    return end


def _fte(rng: np.random.Generator, contract: str, gender: str, age: float) -> float:
    if contract == "casual":
        return pick(rng, {0.2: 1.0, 0.3: 1.0, 0.4: 1.0})
    part_time = 0.05 if contract == "apprentice" else 0.09
    part_time += 0.14 if gender == "Woman" and age > 28 else 0.0
    part_time += 0.15 if age > 59 else 0.0
    if chance(rng, part_time):
        return pick(rng, {0.8: 4.0, 0.6: 4.0, 0.5: 3.0, 0.9: 1.0, 0.7: 1.0})
    return 1.0
