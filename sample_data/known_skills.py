"""What the respondents can do: skills fitting their unit, and the planted ones.

A skill of `plan/planted_skills.csv` is known by exactly the people named there and by nobody
else. `only` = “gone by 2026” takes somebody who is not employed at the frame date of 2026.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.draws import between, chance, exponential, pick, sample, stream
from sample_data.fieldwork import Respondent
from sample_data.structure import PLAN, REFERENCE, line_of, read, units

LEVELS = ["aware", "with help", "unaided", "can teach"]
USES_NOW = {"aware": 0.25, "with help": 0.6, "unaided": 0.85, "can teach": 0.85}
WANTS = {"aware": 0.35, "with help": 0.6, "unaided": 0.15, "can teach": 0.05}
KEPT_TO_NEXT_WAVE = 0.93
RISEN_BY_NEXT_WAVE = 0.35


@dataclass(frozen=True)
class Known:
    """One skill that one respondent says they know at some level."""

    respondent: Respondent
    skill: str
    level: str
    uses_now: bool
    wants_to_learn: bool


def known_skills(
    seed: int,
    wave: str,
    respondents: list[Respondent],
    before: list[Known],
    employed_later: set[str] | None,
) -> list[Known]:
    """The skills sheet of a wave: everybody who went through the whole questionnaire.

    `before` is the sheet of the wave before; `employed_later` the people employed at the frame
    date of the next wave, None for the last wave.
    """
    whole = [respondent for respondent in respondents if respondent.reached is None]
    places = {plan.unit: plan.skills for plan in units()}
    offered = _offered(seed, wave)
    learnt: dict[str, dict[str, str]] = {}
    for known in before:
        learnt.setdefault(known.respondent.person.person_id, {})[known.skill] = known.level
    rows: list[Known] = []
    for respondent in whole:
        rng = stream(seed, "skills", wave, respondent.person.person_id)
        old = {
            skill: level
            for skill, level in learnt.get(respondent.person.person_id, {}).items()
            if any(skill in skills for skills in offered.values())
        }
        levels = _levels(rng, respondent, places[respondent.unit], offered, old)
        for skill, level in levels.items():
            wants = chance(rng, WANTS[level])
            rows.append(Known(respondent, skill, level, chance(rng, USES_NOW[level]), wants))
    return rows + _planted(seed, wave, whole, employed_later)


def _offered(seed: int, wave: str) -> dict[str, dict[str, float]]:
    """Discipline → skills on the wave's list that are not planted, with how common each is."""
    planted = {row["skill"] for row in read(PLAN / "planted_skills.csv")}
    out: dict[str, dict[str, float]] = {}
    for row in read(REFERENCE / "skills.csv"):
        if row["first_wave"] <= wave and row["skill"] not in planted:
            common = 0.25 + exponential(stream(seed, "common", row["skill"]), 1.0)
            common *= 0.45 if row["critical"] == "yes" else 1.0
            out.setdefault(row["discipline"], {})[row["skill"]] = common
    return out


def _levels(
    rng: np.random.Generator,
    respondent: Respondent,
    disciplines: dict[str, float],
    offered: dict[str, dict[str, float]],
    old: dict[str, str],
) -> dict[str, str]:
    person = respondent.person
    years = (respondent.completed_on - person.continuous_start).days / 365.25
    total = between(rng, 8, 14) + between(rng, 0, min(int(years / 4), 4))
    levels: dict[str, str] = {}
    for skill, level in old.items():
        if chance(rng, KEPT_TO_NEXT_WAVE):
            rises = level != LEVELS[-1] and chance(rng, RISEN_BY_NEXT_WAVE)
            levels[skill] = LEVELS[LEVELS.index(level) + 1] if rises else level
    skilled = min(years / 15, 1.0) + 0.15 * (person.main.grade - 5)
    weights = {
        "aware": 26 - 8 * skilled,
        "with help": 30 - 12 * skilled,
        "unaided": 30 + 10 * skilled,
        "can teach": max(8 + 12 * skilled, 1),
    }
    while len(levels) < total:
        skill = pick(rng, offered[pick(rng, disciplines)])
        levels.setdefault(skill, pick(rng, weights))
    return levels


def _planted(
    seed: int, wave: str, whole: list[Respondent], employed_later: set[str] | None
) -> list[Known]:
    rows: list[Known] = []
    for row in read(PLAN / "planted_skills.csv"):
        if row["wave"] != wave:
            continue
        taken = {known.respondent for known in rows if known.skill == row["skill"]}
        able = [r for r in whole if row["unit"] in line_of(r.unit) and r not in taken]
        if row["only"]:
            able = [r for r in able if r.person.person_id not in (employed_later or set())]
        rng = stream(seed, "planted", wave, row["skill"], row["unit"], row["level"])
        people = sample(rng, able, int(row["people"]))
        if len(people) < int(row["people"]):
            raise ValueError(f"too few people in {row['unit']} to plant {row['skill']}")
        uses, wants = row["uses_now"] == "yes", row["wants_to_learn"] == "yes"
        rows += [Known(person, row["skill"], row["level"], uses, wants) for person in people]
    return rows
