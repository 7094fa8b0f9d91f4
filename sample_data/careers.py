"""Technical careers between the extracts: who leaves, moves, is promoted and joins.

People who leave stand once more in the next extract, with status `left`, in the unit they were
last in. Nobody joins and leaves between two extracts, and nobody moves between technical and
other posts, so that opening + joiners − leavers + transfers in − transfers out = closing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sample_data.draws import chance, day_between, pick, sample
from sample_data.moves import (
    at_contract_end,
    hazard,
    leave,
    next_day,
    qualified,
    status_next,
    transfers,
    year_passes,
)
from sample_data.people import Numbers, Person, new_technician
from sample_data.structure import UnitPlan, line_of

SECOND_POSTS = 9


@dataclass(frozen=True)
class Extract:
    """Everyone employed at an as-of date, and who left since the extract before."""

    day: date
    people: list[Person]
    left: list[Person]


def opening(
    rng: np.random.Generator, plans: list[UnitPlan], day: date, numbers: Numbers
) -> Extract:
    """The technical staff at the first as-of date; the longest-serving have the lowest numbers."""
    people = []
    for plan in plans:
        for place in range(plan.people[day]):
            apprentice = place < plan.apprentices[day]
            people.append(new_technician(rng, plan, day, numbers, apprentice, None))
    people = [
        replace(person, person_id=numbers.person(), status=status_next(rng, "active"))
        for person in sorted(people, key=lambda person: person.continuous_start)
    ]
    return Extract(day, _with_second_posts(rng, plans, people, numbers), [])


def step(
    rng: np.random.Generator,
    plans: list[UnitPlan],
    before: Extract,
    day: date,
    numbers: Numbers,
) -> Extract:
    """The technical staff at the next as-of date."""
    years = (day - before.day).days / 365.25
    left: list[Person] = []
    stayers: list[Person] = []
    for person in before.people:
        end = person.main.contract_end
        if end and end <= day:
            outcome = at_contract_end(rng, person, day)
            (stayers if outcome.status != "left" else left).append(outcome)
        elif chance(rng, 1 - (1 - hazard(person, before.day)) ** years):
            left.append(leave(rng, person, day_between(rng, next_day(before.day), day), day))
        else:
            stayers.append(person)
    stayers = transfers(rng, plans, stayers, before.day, day, numbers)
    people: list[Person] = []
    for plan in plans:
        here = [person for person in stayers if person.main.unit == plan.unit]
        kept, more_left = _fit(rng, plan, here, before.day, day)
        left += more_left
        joiners = _joiners(rng, plan, kept, before.day, day, numbers)
        kept = [year_passes(rng, person, before.day, day, years) for person in kept]
        people += [*kept, *joiners]
    return Extract(day, people, left)


def _fit(
    rng: np.random.Generator, plan: UnitPlan, here: list[Person], before: date, day: date
) -> tuple[list[Person], list[Person]]:
    """Let more people go where a unit would be larger than planned; finish surplus apprentices."""
    surplus = _apprentices(here) - plan.apprentices[day]
    for place, person in enumerate(here):
        if surplus > 0 and person.main.contract == "apprentice":
            here[place], surplus = qualified(person, day), surplus - 1
    new_apprentices = plan.apprentices[day] - _apprentices(here)
    others = [p for p in here if p.main.contract != "apprentice" and p.main.start <= before]
    gone = sample(
        rng,
        others,
        max(len(here) + new_apprentices - plan.people[day], 0),
        lambda person: hazard(person, before),
    )
    names = {person.person_id for person in gone}
    return (
        [person for person in here if person.person_id not in names],
        [leave(rng, person, day_between(rng, next_day(before), day), day) for person in gone],
    )


def _apprentices(people: list[Person]) -> int:
    return sum(person.main.contract == "apprentice" for person in people)


def _joiners(
    rng: np.random.Generator,
    plan: UnitPlan,
    kept: list[Person],
    before: date,
    day: date,
    numbers: Numbers,
) -> list[Person]:
    apprentices = plan.apprentices[day] - _apprentices(kept)
    return [
        replace(
            new_technician(rng, plan, day, numbers, place < apprentices, before),
            person_id=numbers.person(),
        )
        for place in range(plan.people[day] - len(kept))
    ]


def _with_second_posts(
    rng: np.random.Generator, plans: list[UnitPlan], people: list[Person], numbers: Numbers
) -> list[Person]:
    """Give some people a smaller second post in their own unit or one beside it."""
    open_ended = [p for p in people if p.main.contract == "open-ended" and p.main.fte == 1.0]
    second = {person.person_id for person in sample(rng, open_ended, SECOND_POSTS)}
    out = []
    for person in people:
        if person.person_id in second:
            main_share, rest = pick(rng, {(0.6, 0.4): 3.0, (0.5, 0.3): 1.0, (0.7, 0.3): 2.0})
            main = replace(person.main, fte=main_share)
            beside = [u.unit for u in plans if line_of(u.unit)[1] == line_of(main.unit)[1]]
            unit = pick(rng, dict.fromkeys(beside, 1.0))
            other = replace(main, post_id=numbers.post(), fte=rest, unit=unit)
            person = replace(person, posts=(main, other))
        out.append(person)
    return out
