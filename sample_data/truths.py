"""The planted truths: what every figure must be, counted from the plan and not from the files.

`truths.json`, with units by id at every level (a unit counts with all units below it):

* `workforce` → as-of date → `rows` (of the file), `non_technical` (people), and of the employed
  technical people: `headcount`, `apprentices` (by unit of the main post), `posts`, `fte` (by unit
  of each post), `last_rule` (people whose main post only the last technical rule finds) and
  `headcount_by` → grade | contract_type | role_type | status | gender → value → people of the
  whole University.
* `flows` → “from/to” of each pair of consecutive extracts, and of the first with the last → unit →
  `opening`, `joiners`, `leavers`, `transfers_in`, `transfers_out`, `closing`, `promotions` (a
  higher grade of the main post, counted where the person is at the end), `reasons` (leavers with a
  recorded reason). Technical people by main post, leavers where they were at the opening; opening
  + joiners − leavers + transfers_in − transfers_out = closing.
* `participation` → wave → `frame` (technical people at the frame date, by unit; the base in scope
  is that of `faculties`, of both scopes that of `university`), `rr2` (counted respondents:
  complete, or half of the core questions answered), `rr1` (complete only), `rows` (records in the
  file) and `daily` (counted so far at the end of each day with an answer).
* `answers` → wave → question → `base` (counted respondents), `answered`, `favourable` (who chose
  any favourable option), `options` → option → who chose it. Whole University.
* `skills` → wave → planted skill → unit → `holders` (unaided or can teach), `teachers` (can teach),
  `learners` (with help), `wanted` (wants to learn and no holder).
* `activities` → kind → records.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from sample_data import workforce
from sample_data.careers import Extract
from sample_data.fieldwork import questions
from sample_data.known_skills import Known
from sample_data.people import Person
from sample_data.structure import PLAN, WAVES, line_of, organisation, read
from sample_data.survey import Wave
from sample_data.workforce import extract_on, technicians

HOLDS = {"unaided", "can teach"}


def truths(
    made: list[Extract], waves: list[Wave], activities: list[dict[str, Any]]
) -> dict[str, Any]:
    """Everything that was planted, as the module's docstring lays it out."""
    pairs = [*pairwise(made), (made[0], made[-1])]
    return {
        "workforce": {str(extract.day): _workforce(extract) for extract in made},
        "flows": {f"{a.day}/{b.day}": _flows(a, b, made) for a, b in pairs},
        "participation": {wave.wave: _participation(wave, made) for wave in waves},
        "answers": {wave.wave: _answers(wave) for wave in waves},
        "skills": {wave.wave: _skills(wave.skills) for wave in waves},
        "activities": dict(sorted(Counter(row["kind"] for row in activities).items())),
    }


def _by_unit(places: list[str]) -> dict[str, int]:
    """How many of the places lie in each unit or below it, units without any included."""
    counts = Counter(above for unit in places for above in line_of(unit))
    return {unit: counts[unit] for unit in organisation()}


def _workforce(extract: Extract) -> dict[str, Any]:
    people = technicians(extract)
    posts = [post for person in people for post in person.posts]
    fte = dict.fromkeys(organisation(), 0.0)
    for post in posts:
        for unit in line_of(post.unit):
            fte[unit] += post.fte
    apprentices = [p.main.unit for p in people if p.main.contract == "apprentice"]
    cuts = {
        "grade": [f"Grade {person.main.grade}" for person in people],
        "contract_type": [person.main.contract for person in people],
        "role_type": [person.main.role for person in people],
        "status": [person.status for person in people],
        "gender": [person.gender for person in people],
    }
    return {
        "rows": len(workforce.rows(extract)),
        "non_technical": len(extract.people) - len(people),
        "last_rule": sum(person.told_by == "last rule" for person in people),
        "headcount": _by_unit([person.main.unit for person in people]),
        "posts": _by_unit([post.unit for post in posts]),
        "fte": {unit: round(total, 2) for unit, total in fte.items()},
        "apprentices": _by_unit(apprentices),
        "headcount_by": {cut: dict(sorted(Counter(v).items())) for cut, v in cuts.items()},
    }


def _flows(before: Extract, after: Extract, made: list[Extract]) -> dict[str, dict[str, int]]:
    opening = {person.person_id: person for person in technicians(before)}
    closing = {person.person_id: person for person in technicians(after)}
    stayed = [(opening[i], closing[i]) for i in opening if i in closing]
    gone = [person for i, person in opening.items() if i not in closing]
    told = {
        person.person_id
        for extract in made
        if before.day < extract.day <= after.day
        for person in extract.left
        if person.leaving_reason
    }
    joined = _by_unit([person.main.unit for i, person in closing.items() if i not in opening])
    left = _by_unit([person.main.unit for person in gone])
    reasons = _by_unit([person.main.unit for person in gone if person.person_id in told])
    promoted = _by_unit([b.main.unit for a, b in stayed if b.main.grade > a.main.grade])
    return {
        unit: {
            "opening": sum(_under(person, unit) for person in opening.values()),
            "joiners": joined[unit],
            "leavers": left[unit],
            "transfers_in": sum(_under(b, unit) and not _under(a, unit) for a, b in stayed),
            "transfers_out": sum(_under(a, unit) and not _under(b, unit) for a, b in stayed),
            "closing": sum(_under(person, unit) for person in closing.values()),
            "promotions": promoted[unit],
            "reasons": reasons[unit],
        }
        for unit in organisation()
    }


def _under(person: Person, unit: str) -> bool:
    return unit in line_of(person.main.unit)


def _participation(wave: Wave, made: list[Extract]) -> dict[str, Any]:
    counted = [respondent for respondent in wave.respondents if respondent.counted]
    so_far, daily = 0, {}
    for day, count in sorted(Counter(r.completed_on for r in counted).items()):
        so_far += count
        daily[str(day)] = so_far
    frame = technicians(extract_on(made, WAVES[wave.wave]))
    return {
        "rows": len(wave.respondents),
        "frame": _by_unit([person.main.unit for person in frame]),
        "rr2": _by_unit([r.unit for r in counted]),
        "rr1": _by_unit([r.unit for r in counted if r.reached is None]),
        "daily": daily,
    }


def _answers(wave: Wave) -> dict[str, Any]:
    counted = [r.respondent_id for r in wave.respondents if r.counted]
    out = {}
    for question in questions(wave.wave):
        name, options = question["question"], question["options"].split(";")
        favourable = set(question["favourable"].split(";"))
        given = [wave.answers[i][name] for i in counted if name in wave.answers[i]]
        chosen = Counter(option for answer in given for option in answer)
        out[name] = {
            "base": len(counted),
            "answered": len(given),
            "favourable": sum(bool(favourable & set(answer)) for answer in given),
            "options": {option: chosen[option] for option in options},
        }
    return out


def _skills(known: list[Known]) -> dict[str, Any]:
    out = {}
    for skill in dict.fromkeys(r["skill"] for r in read(PLAN / "planted_skills.csv")):
        rows = [row for row in known if row.skill == skill]
        groups = {
            "holders": [r for r in rows if r.level in HOLDS],
            "teachers": [r for r in rows if r.level == "can teach"],
            "learners": [r for r in rows if r.level == "with help"],
            "wanted": [r for r in rows if r.wants_to_learn and r.level not in HOLDS],
        }
        counts = {name: _by_unit([r.respondent.unit for r in g]) for name, g in groups.items()}
        out[skill] = {u: {name: counts[name][u] for name in groups} for u in organisation()}
    return out
