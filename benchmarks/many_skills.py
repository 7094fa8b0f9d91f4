"""A store with an edition of many skills: published rows of invented people, as the page sees them.

A survey of so many people and skills would take hours to invent, answer by answer; the page meets
its edition only, whose size depends on units × skills.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import people
from tcdata import reference, store
from tcdata.metrics.respondents import membership, scope_closure
from tcdata.metrics.skill_risk import with_risk
from tcdata.metrics.skill_rows import required
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

RESPONDENTS = 35_000
WAVE, EXTRACT = "2026", "2026-09-01"


def make(folder: Path, skills: int) -> None:
    """Put an edition of RESPONDENTS people and `skills` skills into a store in `folder`."""
    known = with_skills(reference.load(), skills)
    engine = store.open_store(f"sqlite:///{folder / 'store.db'}")
    few = people.tables(350, 3_000, known)
    first = next(people.checked({"workforce": few["workforce"], "respondents": few["respondents"]}))
    store.accept(engine, first, "benchmark")
    store.publish(engine, published(known), [], known, "benchmark")
    engine.dispose()


def with_skills(known: Reference, skills: int) -> Reference:
    """The reference with a list of `skills` skills, in the disciplines that it has."""
    listed = known.skills
    spare = max(0, skills - len(listed))
    more = listed.iloc[np.arange(spare) % len(listed)].reset_index(drop=True)
    number = [f"{place:04d}" for place in range(spare)]
    more = more.assign(
        skill=[f"skill-{n}" for n in number], name=[f"Skill {n}" for n in number], first_wave=WAVE
    )
    text = pd.concat([listed.head(skills), more]).to_csv(index=False)
    return reference.from_files({**known.files, "skills.csv": text})


def published(known: Reference) -> pd.DataFrame:
    """Published rows of every unit and skill of the list: columns published.COLUMNS."""
    rng = np.random.default_rng(2026)
    wave = known.waves[known.waves["wave"] == WAVE].iloc[0]
    under = scope_closure(known, wave)
    leaves = under[~under["unit"].isin(under["ancestor"][under["unit"] != under["ancestor"]])]
    named, above, holds = membership(under, leaves["unit"])
    listed = known.skills["skill"]
    shape = (len(named), len(listed))
    rare = rng.random(len(listed)) ** 3  # some skills are common, most are not
    common = rng.gamma(0.4, RESPONDENTS / 2_000, shape) * (rng.random(shape) < 0.5) * rare

    def counted(share: float) -> np.ndarray:
        return np.asarray(holds @ rng.poisson(common * share))

    teachers, learners, wanted = counted(0.2), counted(0.5), counted(0.3)
    holders = teachers + counted(0.8)
    used = rng.binomial(holders, 0.7)
    need = np.broadcast_to(required(known).to_numpy(dtype="int64"), holders.shape)
    base = holds @ rng.multinomial(RESPONDENTS, np.full(len(named), 1 / len(named)))
    at, what = np.nonzero((holders > 0) | (learners > 0))
    keys = pd.DataFrame({"unit": above[at], "item": listed.to_numpy()[what], "base": base[at]})
    keys = keys.assign(period=WAVE)
    parts = {
        **{"holders": holders, "teachers": teachers, "learners": learners, "required": need},
        **{"gap": np.maximum(need - holders, 0), "wanted": wanted, "used": used},
    }
    rows = [_skill_rows(keys, numbers[at, what], name) for name, numbers in parts.items()]
    units = pd.DataFrame({"unit": above, "base": base / 0.75, "count": base, "value": 75.0})
    rows.append(metric_rows(units, "participation_rate", period=WAVE))
    leaving = units.assign(count=0.08 * base, base=base, value=8.0, low=6.0, high=10.0)
    rows.append(metric_rows(leaving, "leaving_rate", period=EXTRACT))
    rows.append(metric_rows(units.assign(value=units["base"]), "headcount", period=EXTRACT))
    return with_risk(stack(rows), known)


def _skill_rows(keys: pd.DataFrame, numbers: np.ndarray, name: str) -> pd.DataFrame:
    """The rows of one metric; wishes and use are hidden from two people down."""
    hidden = (numbers <= 2) & (name in ("wanted", "used"))
    value = np.where(hidden, np.nan, numbers)
    rows = keys.assign(count=value, value=value, high=np.where(hidden, 2.0, np.nan))
    return metric_rows(rows.assign(symbol=np.where(hidden, "≤2", "")), f"skill_{name}")
