"""People in posts that are not technical, who stand in the same HR extracts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sample_data.draws import chance, day_between, pick
from sample_data.people import Numbers, Person, Post, background
from sample_data.structure import OtherPosts

LEAVE_A_YEAR = 0.09


def opening(
    rng: np.random.Generator, plans: list[OtherPosts], day: date, numbers: Numbers
) -> list[Person]:
    """Those in post at the first as-of date: one person a post."""
    return [
        _new(rng, plan, day - timedelta(days=int(200 + rng.random() * 5000)), numbers)
        for plan in plans
        for _ in range(plan.people)
    ]


def step(
    rng: np.random.Generator,
    plans: list[OtherPosts],
    before: list[Person],
    before_day: date,
    day: date,
    numbers: Numbers,
) -> tuple[list[Person], list[Person]]:
    """Those in post at the next as-of date and those who left; every place is filled again."""
    years = (day - before_day).days / 365.25
    places = [plan for plan in plans for _ in range(plan.people)]
    people, left = [], []
    for plan, person in zip(places, before, strict=True):
        if chance(rng, LEAVE_A_YEAR * years):
            last = day_between(rng, before_day + timedelta(days=1), day)
            reason = pick(rng, {"New job in higher education": 2.0, "Retirement": 1.0, "": 1.0})
            left.append(replace(person, status="left", leaving_date=last, leaving_reason=reason))
            start = day_between(rng, before_day + timedelta(days=1), day)
            person = _new(rng, plan, start, numbers)
        people.append(person)
    return people, left


def _new(rng: np.random.Generator, plan: OtherPosts, start: date, numbers: Numbers) -> Person:
    apprentice = plan.title.startswith("Apprentice")
    post = Post(
        post_id=numbers.post(),
        unit=plan.unit,
        title=plan.title,
        family=plan.family,
        code=plan.code,
        grade=plan.grade,
        fte=pick(rng, {1.0: 6.0, 0.8: 1.0, 0.6: 1.0, 0.5: 1.0}),
        contract="apprentice" if apprentice else "open-ended",
        contract_end=date(2027, 7, 31) if apprentice else None,
        start=start,
        role="",
    )
    age = (19 if apprentice else 26 + rng.random() * 15) * 365.25
    gender, ethnicity, disability = background(rng, 0.5)
    return Person(
        person_id=numbers.person(),
        technical=False,
        posts=(post,),
        birth=start - timedelta(days=int(age)),
        continuous_start=start,
        gender=gender,
        ethnicity=ethnicity,
        disability=disability,
    )
