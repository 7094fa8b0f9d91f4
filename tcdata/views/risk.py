"""The risk register: how thin each skill of a unit is, from its parts, under a scenario."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tcdata.metrics.leaving import CUT, FIXED, Rates, rates_by, rates_for
from tcdata.metrics.skill_risk import ancestors, parents_on, shortfall
from tcdata.reference import Reference
from tcdata.rows import Rows
from tcdata.views import skills, units
from tcdata.views.scenario import Scenario
from tcdata.views.skill_counts import given, places

Floats = NDArray[np.float64]

# Over these a skill's place is looked for, so that nobody takes one place for the truth.
RANGE_HORIZONS = (12, 24, 48)
RANGE_LEAVING = (0.5, 1.0, 2.0)
PARTS = ("gap", "risk", "single", "unlearned", "untaught", "unused")


def register(
    rows: Rows, reference: Reference, wave: str, unit: str, scenario: Scenario
) -> pd.DataFrame:
    """One row per skill of the register of `unit`, highest score first.

    Columns: those of `skills.register`, and absent (true where nobody holds or is learning it, nor
    held it in the wave before: a critical skill of somewhere else), hires and trainees (planned
    for the skill), months (to competence), fixed (fixed-term holders; missing where not shown),
    and what `assessed` adds or changes. Of rows with one score the absent ones come last; else
    they stand by the order of `skills.register`.
    """
    table = skills.register(rows, reference, wave, unit)
    listed = places(table["skill"])
    meant = [not scenario.skills or skill in scenario.skills for skill in listed]
    months = reference.skills["months_to_competence"].to_numpy(dtype="float64", na_value=np.nan)
    learnt = dict(zip(reference.skills["skill"], months.tolist(), strict=True))
    nobody = (table["holders"].to_numpy() == 0) & (table["learners"].to_numpy() == 0)
    table = _with(
        table,
        absent=nobody & ~table["lost"].to_numpy(),
        hires=np.where(meant, scenario.hires, 0),
        trainees=np.where(meant, scenario.trainees, 0),
        months=np.array([learnt[skill] for skill in listed]),
        fixed=given(rows, "skill_fixed_term", wave, unit, listed, cut=CUT, category=FIXED),
    )
    table = assessed(table, reference, rates(rows, reference, wave, unit), scenario)
    order = np.lexsort([table["absent"].to_numpy(), table["rank"].to_numpy()])
    return table.take(order).reset_index(drop=True)


def _with(table: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """The table with columns added or replaced, made at once: one by one costs far more."""
    return pd.DataFrame({**{str(name): table[name].array for name in table}, **columns})


def rates(rows: Rows, reference: Reference, wave: str, unit: str) -> Rates | None:
    """The leaving rates that hold for a unit in a wave; None where the edition has none yet."""
    published = rows.get("leaving_rate")
    if published is None:
        return None
    date = frame_date(reference, wave)
    return rates_for(rates_by(published, date), ancestors(parents_on(reference, date), unit))


@lru_cache(maxsize=units.KEPT)
def frame_date(reference: Reference, wave: str) -> pd.Timestamp:
    """The day whose people and organisation a wave is about."""
    frames = dict(zip(reference.waves["wave"], reference.waves["frame_date"], strict=True))
    return pd.Timestamp(frames[wave])


def assessed(
    table: pd.DataFrame, reference: Reference, known: Rates | None, scenario: Scenario
) -> pd.DataFrame:
    """The skills of `table` with their parts, risk, score and place under the scenario.

    `table`: columns of `register` up to fixed, any order. Changed: required, and gap (required
    less holders and planned hires). Added: single (one holder or planned hire), unlearned (nobody
    learning, and no trainee planned), untaught (wanted, and nobody teaches it), unused (fewer than
    half of its holders use it), all true, false, or missing where hidden figures leave it open;
    risk, risk_low, risk_high (per cent: the chance that fewer than required are there at the
    horizon, and at both ends of the leaving rate's interval; only of skills that are short already
    where there is no rate); at_risk (not short now, but the chance is the settings' or higher);
    score (0–100; hidden parts do not count), score_most (as if hidden
    parts all applied), rank (1 is the highest score; equal scores share a place), rank_low and
    rank_high (over RANGE_HORIZONS and RANGE_LEAVING). Trainees count as holders from their months
    to competence on. Planned people stay or leave like everybody else.
    """
    held, hires, learners = (
        table[name].to_numpy(dtype="float64") for name in ("holders", "hires", "learners")
    )
    need = np.maximum(table["required"].to_numpy(dtype="float64") + scenario.required, 0.0)
    gap = np.maximum(need - held - hires, 0.0)
    taught = table["teachers"].to_numpy() > 0
    wanted = table["wanted"].to_numpy(dtype="float64")
    risk, low, high = _risks(table, need, known, scenario)
    parts = {
        "gap": np.divide(gap, need, out=np.zeros_like(gap), where=need > 0),
        "risk": risk[0],
        "single": (held + hires == 1).astype("float64"),
        "unlearned": (learners + table["trainees"].to_numpy() == 0).astype("float64"),
        "untaught": np.where(taught, 0.0, np.where(np.isnan(wanted), np.nan, wanted > 0)),
        "unused": _unused(table),
    }
    points = reference.settings["skills"]["points"]
    score, most = scores(parts, points)
    places = [ranks(scores({**parts, "risk": chance}, points)[0]) for chance in risk]
    likely = 100 * risk[0] >= reference.settings["skills"]["at_risk_percent"]
    return _with(
        table,
        required=need,
        gap=gap,
        **{name: _flags(parts[name]) for name in PARTS[2:]},
        at_risk=(gap == 0) & likely,
        risk=100 * risk[0],
        risk_low=100 * low,
        risk_high=100 * high,
        score=score,
        score_most=most,
        rank=places[0],
        rank_low=np.min(places, axis=0),
        rank_high=np.max(places, axis=0),
    )


def scores(parts: dict[str, Floats], points: dict[str, int]) -> tuple[Floats, Floats]:
    """The score of each skill (0–100) from its parts (0–1), and what it is if hidden parts apply.

    The sum over PARTS of the points that the settings give to a part times the part.
    """
    weights = np.array([points[name] for name in PARTS], dtype="float64")
    made = np.array([parts[name] for name in PARTS])
    least, most = np.nan_to_num(made), np.where(np.isnan(made), 1.0, made)
    return weights @ least, weights @ most


def ranks(score: Floats) -> NDArray[np.int64]:
    """The place of each score, highest first; equal ones (to a tenth) share the first of theirs."""
    rounded = np.round(score, 1)
    return 1 + np.searchsorted(np.sort(-rounded), -rounded, side="left")


class _Risks(NamedTuple):
    """Chances (0–1): a row for the scenario, then for each setting; both ends of the first."""

    value: Floats
    low: Floats
    high: Floats


def _risks(table: pd.DataFrame, need: Floats, known: Rates | None, scenario: Scenario) -> _Risks:
    settings = [(scenario.horizon, scenario.leaving), *product(RANGE_HORIZONS, RANGE_LEAVING)]
    months, times = np.array(settings).T[:, :, None]
    held, fixed, hires, trainees, learnt = (
        table[name].to_numpy(dtype="float64")
        for name in ("holders", "fixed", "hires", "trainees", "months")
    )
    extra = hires + np.where(learnt <= months, trainees, 0.0)
    if known is None:
        short = np.where(held + extra < need, 1.0, np.nan)
        return _Risks(short, short[0], short[0])
    shared = (held, need, fixed, known)
    now = (scenario.horizon, scenario.leaving, extra[0])
    return _Risks(
        shortfall(*shared, "value", months, times, extra),
        shortfall(*shared, "low", *now),
        shortfall(*shared, "high", *now),
    )


def _unused(table: pd.DataFrame) -> Floats:
    """1 where fewer than half the holders use a skill; missing where hidden numbers leave it open.

    At most two users among five holders are fewer than half, though their number is not shown.
    """
    held, used, most = (
        table[name].to_numpy(dtype="float64") for name in ("holders", "used", "used_most")
    )
    sure = (held > 0) & (2 * most < held)
    open_still = np.isnan(used) & ~sure & (held > 0)
    return np.where(open_still, np.nan, sure.astype("float64"))


def _flags(part: Floats) -> pd.arrays.BooleanArray:
    """A part as true, false or missing."""
    return pd.arrays.BooleanArray(np.nan_to_num(part) > 0, np.isnan(part))
