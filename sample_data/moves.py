"""One person's moves between two extracts: leaving, contract ends, transfer, promotion, leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sample_data.draws import chance, day_between, pick, sample
from sample_data.people import APPRENTICE_GRADE, Numbers, Person, Post, age_on, months_later
from sample_data.structure import UnitPlan, line_of, title_of

TRANSFERS_A_YEAR = 8
PROMOTED_A_YEAR = 0.055
# Share of leavers whose reason HR recorded, by the extract's year: better every year.
REASON_RECORDED = {2024: 0.68, 2025: 0.76, 2026: 0.88}


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def hazard(person: Person, day: date) -> float:
    """Yearly chance of leaving, by age and contract."""
    age = age_on(person.birth, day)
    if person.main.contract == "apprentice":
        return 0.02
    if person.main.contract == "casual":
        return 0.12
    return 0.45 if age >= 66 else 0.2 if age >= 61 else 0.07 if age < 32 else 0.028


def leave(
    rng: np.random.Generator, person: Person, last: date, day: date, reason: str = ""
) -> Person:
    """The person as they stand in the extract of `day`, after their last day."""
    if not reason and age_on(person.birth, last) >= 60:
        reason = pick(rng, {"Retirement": 8, "Personal reasons": 1, "Ill health": 1})
    if not reason:
        reason = pick(
            rng,
            {
                "New job outside higher education": 4,
                "New job in higher education": 3,
                "Personal reasons": 2,
                "Study": 1,
                "Redundancy": 0.5,
            },
        )
    if not chance(rng, REASON_RECORDED[day.year]):
        reason = ""
    return replace(person, status="left", leaving_date=last, leaving_reason=reason)


def at_contract_end(rng: np.random.Generator, person: Person, day: date) -> Person:
    """What comes after a fixed-term, trainee or apprentice contract that ends by `day`."""
    post, end = person.main, person.main.contract_end
    assert end is not None
    if post.contract == "apprentice":
        return qualified(person, end) if chance(rng, 0.85) else leave(rng, person, end, day)
    what = pick(rng, {"extended": 52, "open-ended": 22, "left": 26})
    if what == "left":
        return leave(rng, person, end, day, "End of contract")
    if what == "extended":
        while end <= day:
            end = months_later(end, 12)
        return _with_main(person, replace(post, contract_end=end))
    return _with_main(person, replace(post, contract="open-ended", contract_end=None))


def qualified(person: Person, day: date) -> Person:
    """An apprentice who has finished and stays as a technician at grade 4."""
    post = replace(
        person.main,
        contract="open-ended",
        contract_end=None,
        grade=4,
        title=title_of(person.main.role, 4),
        code=f"T04{person.main.code[3:]}",
        start=day,
    )
    return _with_main(person, post)


def _with_main(person: Person, post: Post) -> Person:
    return replace(person, posts=(post, *person.posts[1:]))


def transfers(
    rng: np.random.Generator,
    plans: list[UnitPlan],
    stayers: list[Person],
    before: date,
    day: date,
    numbers: Numbers,
) -> list[Person]:
    """Move some people on open-ended contracts to units that are short of their plan."""
    size = {plan.unit: 0 for plan in plans}
    for person in stayers:
        size[person.main.unit] += 1
    short = {plan.unit: plan.people[day] - size[plan.unit] for plan in plans}
    movable = [p for p in stayers if p.main.contract == "open-ended" and len(p.posts) == 1]
    count = round(TRANSFERS_A_YEAR * (day - before).days / 365.25)
    moved = {}
    for person in sample(rng, movable, count, lambda p: 3.0 if short[p.main.unit] < 1 else 1.0):
        faculty = line_of(person.main.unit)[1]
        goals = {
            unit: places * (9.0 if faculty in line_of(unit) else 1.0)
            for unit, places in short.items()
            if places > 0 and unit != person.main.unit
        }
        if not goals:
            break
        unit = pick(rng, goals)
        short[unit] -= 1
        plan = next(plan for plan in plans if plan.unit == unit)
        grade = person.main.grade + (1 if chance(rng, 0.25) and person.main.grade < 8 else 0)
        role = pick(rng, plan.roles)
        post = replace(
            person.main,
            post_id=numbers.post(),
            unit=unit,
            grade=grade,
            role=role,
            title=title_of(role, grade),
            family="Technical",
            code=f"T{grade:02d}-{person.main.code[4:] or '100'}",
            start=day_between(rng, next_day(before), day),
        )
        moved[person.person_id] = replace(person, posts=(post,), told_by="family")
    return [moved.get(person.person_id, person) for person in stayers]


def year_passes(
    rng: np.random.Generator, person: Person, before: date, day: date, years: float
) -> Person:
    """Promotion, a better record of the post, and leave that begins or ends."""
    post = person.main
    ready = APPRENTICE_GRADE < post.grade < 8 and post.start <= before
    if ready and chance(rng, PROMOTED_A_YEAR * years):
        told = person.told_by == "family"
        post = replace(
            post,
            grade=post.grade + 1,
            title=title_of(post.role, post.grade + 1) if told else post.title,
            code=f"T{post.grade + 1:02d}{post.code[3:]}" if post.code else "",
            start=day_between(rng, next_day(before), day),
        )
    if person.told_by == "last rule" and chance(rng, 0.22 * years):
        code = f"T{post.grade:02d}-150"
        post = replace(post, family="Technical", code=code, title=title_of(post.role, post.grade))
        person = replace(person, told_by="family")
    return replace(_with_main(person, post), status=status_next(rng, person.status))


def status_next(rng: np.random.Generator, status: str) -> str:
    """Active, or on leave; leave rarely lasts over two extracts."""
    if status != "active" and chance(rng, 0.25):
        return status
    return pick(rng, {"active": 97, "paid leave": 2.3, "unpaid leave": 0.7})
