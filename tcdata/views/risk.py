"""The risk register: how thin each skill of a unit is, from its parts, under a scenario."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tcdata.metrics.leaving import FIXED, Rates, rates_by, rates_for
from tcdata.metrics.skill_risk import Chances, ancestors, chances, parents_on
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import skills
from tcdata.views.scenario import Scenario

Floats = NDArray[np.float64]

# Over these a skill's place is looked for, so that nobody takes one place for the truth.
RANGE_HORIZONS = (12, 24, 48)
RANGE_LEAVING = (0.5, 1.0, 2.0)


class Parts(NamedTuple):
    """What a score is made of: one number a skill, 0–1, missing where it is hidden."""

    gap: Floats
    risk: Floats
    single: Floats
    unlearned: Floats
    untaught: Floats
    unused: Floats


def rates(rows: Rows, reference: Reference, wave: str, unit: str) -> Rates | None:
    """The leaving rates that hold for a unit in a wave; None where the edition has none yet."""
    published = rows.get("leaving_rate")
    if published is None:
        return None
    frames = dict(zip(reference.waves["wave"], reference.waves["frame_date"], strict=True))
    date = pd.Timestamp(frames[wave])
    return rates_for(rates_by(published, date), ancestors(parents_on(reference, date), unit))


def register(
    rows: Rows, reference: Reference, wave: str, unit: str, scenario: Scenario
) -> pd.DataFrame:
    """One row per skill of the register of `unit`, highest score first.

    Columns: those of `skills.register`, with gap (holders missing once planned hires are there)
    and required as the scenario has them, and: extra (planned people who can do it by the
    horizon), used (holders who use it now; missing where hidden), fixed (fixed-term holders;
    missing where not shown), single, unlearned, untaught, unused (true, false, or missing where
    hidden figures leave it open), risk, risk_low, risk_high (per cent: the chance that fewer than
    required are there at the horizon, and at both ends of the leaving rate's interval), score
    (0–100; hidden parts do not count), score_most (as if hidden parts all applied), rank (1 is
    the highest score; equal scores share a place), rank_low, rank_high (the lowest and highest
    place over RANGE_HORIZONS and RANGE_LEAVING). Without a leaving rate, risk is missing and the
    score is made of the other parts.
    """
    table = skills.register(rows, reference, wave, unit).set_index("skill")
    used, used_most = _used(rows, wave, unit, table.index)
    fixed = select(rows, "skill_fixed_term", period=wave, unit=unit, cut=None, category=FIXED)
    held = table["holders"].to_numpy(dtype="float64")
    need = np.maximum(table["required"].to_numpy(dtype="float64") + scenario.required, 0.0)
    few = fixed.set_index("item")["value"].reindex(table.index).to_numpy(dtype="float64")
    hires, trained = _planned(table.index, reference, scenario)
    known = rates(rows, reference, wave, unit)
    gap = np.maximum(need - held - hires, 0.0)
    settings = reference.settings["skills"]

    def risk(months: int, times: float) -> Chances:
        if known is None:
            return Chances(*[np.full(len(table), np.nan)] * 3)
        more = hires + np.where(trained <= months, scenario_trainees, 0.0)
        return chances(held, need, few, known, months, times, extra=more)

    scenario_trainees = np.where(np.isfinite(trained), float(scenario.trainees), 0.0)
    now = risk(scenario.horizon, scenario.leaving)
    parts = Parts(
        np.divide(gap, need, out=np.zeros_like(gap), where=need > 0),
        now.value,
        (held == 1).astype("float64"),
        (table["learners"].to_numpy() == 0).astype("float64"),
        _untaught(table),
        _unused(held, used, used_most),
    )
    score, most = scores(parts, settings["points"])
    places = [
        ranks(scores(parts._replace(risk=risk(months, times).value), settings["points"])[0])
        for months, times in product(RANGE_HORIZONS, RANGE_LEAVING)
    ]
    places.append(ranks(score))
    table = table.assign(
        required=need,
        gap=gap,
        extra=hires + np.where(trained <= scenario.horizon, scenario_trainees, 0.0),
        used=used,
        fixed=few,
        **{name: _flags(getattr(parts, name)) for name in Parts._fields[2:]},
        risk=100 * now.value,
        risk_low=100 * now.low,
        risk_high=100 * now.high,
        score=score,
        score_most=most,
        rank=places[-1],
        rank_low=np.min(places, axis=0),
        rank_high=np.max(places, axis=0),
    )
    order = np.lexsort([np.arange(len(table)), places[-1]])
    return table.iloc[order].reset_index()


def scores(parts: Parts, points: dict[str, int]) -> tuple[Floats, Floats]:
    """The score of each skill (0–100) from its parts, and what it is if hidden parts all apply.

    The sum over the parts of their points in the settings times the part.
    """
    weights = np.array([points[name] for name in Parts._fields], dtype="float64")
    given = np.array(parts)
    least, most = np.nan_to_num(given), np.where(np.isnan(given), 1.0, given)
    return weights @ least, weights @ most


def ranks(score: Floats) -> NDArray[np.int64]:
    """The place of each score, highest first; equal ones (to a tenth) share the first of theirs."""
    rounded = np.round(score, 1)
    return 1 + np.searchsorted(np.sort(-rounded), -rounded, side="left")


def _planned(names: pd.Index, reference: Reference, scenario: Scenario) -> tuple[Floats, Floats]:
    """Planned hires per skill, and the months until a trainee can do it (missing: none planned)."""
    meant = names.isin(scenario.skills) if scenario.skills else np.full(len(names), True)
    months = reference.skills.set_index("skill")["months_to_competence"].reindex(names)
    learnt = months.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(meant, float(scenario.hires), 0.0), np.where(meant, learnt, np.nan)


def _used(rows: Rows, wave: str, unit: str, names: pd.Index) -> tuple[Floats, Floats]:
    """Holders who use each skill now: the number, and the most there can be; missing if hidden."""
    found = select(rows, "skill_used", period=wave, unit=unit).set_index("item")
    found = found[["value", "high"]].reindex(names)
    value = found["value"].to_numpy(dtype="float64")
    return value, np.where(np.isfinite(value), value, found["high"].to_numpy(dtype="float64"))


def _untaught(table: pd.DataFrame) -> Floats:
    """1 where people want a skill that nobody teaches; missing where it is hidden whether any."""
    taught = table["teachers"].to_numpy() > 0
    wanted = table["wanted"].to_numpy(dtype="float64")
    unknown = np.isnan(wanted) & ~taught
    return np.where(unknown, np.nan, (~taught & (wanted > 0)).astype("float64"))


def _unused(held: Floats, used: Floats, most: Floats) -> Floats:
    """1 where fewer than half the holders use a skill; missing where hidden numbers leave it open.

    At most two users among five holders are fewer than half, though their number is not shown.
    """
    sure = np.isfinite(most) & (2 * most < held)
    open_still = ~np.isfinite(used) & ~sure & (held > 0)
    return np.where(open_still, np.nan, (sure & (held > 0)).astype("float64"))


def _flags(part: Floats) -> pd.arrays.BooleanArray:
    """A part as true, false or missing."""
    return pd.arrays.BooleanArray(np.nan_to_num(part) > 0, np.isnan(part))
