"""The five HR extracts: the people of the plan, and their rows in the product's own layout."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from sample_data import careers, others
from sample_data.careers import Extract
from sample_data.draws import stream
from sample_data.people import Numbers, Person, Post
from sample_data.structure import AS_OF, line_of, organisation, other_posts, units

COLUMNS = [
    "person_id",
    "post_id",
    "main_post",
    "job_title",
    "job_family",
    "job_code",
    "grade",
    "fte",
    "contract_type",
    "contract_end",
    "continuous_start",
    "post_start",
    "unit",
    "cost_centre",
    "role_type",
    "status",
    "line_manager",
    "gender",
    "ethnicity",
    "disability",
    "birth_date",
    "leaving_date",
    "leaving_reason",
]


def extracts(seed: int) -> list[Extract]:
    """Everyone, technical or not, at each as-of date."""
    numbers = Numbers(stream(seed, "staff numbers"))
    plans, beside = units(), other_posts()
    rng, rng_beside = stream(seed, "careers"), stream(seed, "other posts")
    technical = careers.opening(rng, plans, AS_OF[0], numbers)
    other = others.opening(rng_beside, beside, AS_OF[0], numbers)
    made = [Extract(AS_OF[0], [*technical.people, *other], [])]
    for before, day in pairwise(AS_OF):
        technical = careers.step(rng, plans, technical, day, numbers)
        other, left = others.step(rng_beside, beside, other, before, day, numbers)
        made.append(Extract(day, [*technical.people, *other], [*technical.left, *left]))
    return made


def rows(extract: Extract) -> list[dict[str, Any]]:
    """One row per person and post, in the order of staff numbers; one row per leaver."""
    managers = _managers(extract.people)
    people = sorted([*extract.people, *extract.left], key=lambda person: person.person_id)
    return [
        _row(person, post, place == 0, managers)
        for person in people
        for place, post in enumerate(person.posts[:1] if person.leaving_date else person.posts)
    ]


def _row(person: Person, post: Post, main: bool, managers: dict[str, list[str]]) -> dict[str, Any]:
    place = list(organisation()).index(post.unit)
    values = [
        person.person_id,
        post.post_id,
        "yes" if main else "no",
        post.title,
        post.family,
        post.code,
        f"Grade {post.grade}",
        post.fte,
        post.contract,
        post.contract_end,
        person.continuous_start,
        post.start,
        organisation()[post.unit]["name"],
        f"{place:04d}-{post.grade:02d}",
        post.role,
        person.status,
        _manager(person, post.unit, managers),
        person.gender,
        person.ethnicity,
        person.disability,
        person.birth,
        person.leaving_date,
        person.leaving_reason,
    ]
    return {c: v for c, v in zip(COLUMNS, values, strict=True) if v not in ("", None)}


def _managers(people: list[Person]) -> dict[str, list[str]]:
    """Who manages in each unit and, for those at the top of it, in the units above."""
    found: dict[str, list[str]] = {}
    for person in sorted(people, key=lambda person: (-person.main.grade, person.person_id)):
        unit = person.main.unit
        if person.main.grade >= 7 or unit not in found:
            found.setdefault(unit, []).append(person.person_id)
        for above in line_of(unit)[1:-2]:
            if person.main.grade >= 8 and not person.technical:
                found.setdefault(above, []).append(person.person_id)
    return found


def _manager(person: Person, unit: str, managers: dict[str, list[str]]) -> str:
    for level in line_of(unit):
        others_here = [name for name in managers.get(level, []) if name != person.person_id]
        is_manager = person.person_id in managers.get(level, [])
        if others_here and not is_manager:
            return others_here[int(person.person_id) % len(others_here)]
    return ""


def technicians(extract: Extract) -> list[Person]:
    """The technical people employed at the extract's date, in the order of staff numbers."""
    found = [person for person in extract.people if person.technical]
    return sorted(found, key=lambda person: person.person_id)


def extract_on(made: list[Extract], day: date) -> Extract:
    """The extract of a day."""
    return next(extract for extract in made if extract.day == day)
