"""How likely each skill is to have too few holders at the horizon, and where such skills are.

Made after the gate, from published figures alone: the holders, the number required, how many of
them are on fixed-term contracts where that may be shown, and the leaving rate of their unit. So it
tells nothing of anybody that those do not, and never uses what a person intends.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from tcdata.metrics.catalogue import PER_CENT, RULE, Metric
from tcdata.metrics.leaving import FIXED, Rate, Rates, rates_by, rates_for
from tcdata.metrics.skills_change import LOST
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on
from tcdata.statistics.risk import Floats, fewer_than, staying

METRICS = [
    Metric(
        id="skill_risk",
        title="Chance of too few holders",
        definition=(
            "How likely it is that fewer of today's known holders than required are still there "
            "at the horizon of the settings, if people leave as they did in the last years. "
            "It is 100 where there are too few already; nobody new is counted on."
        ),
        formula=(
            "100 × P(fewer than D of H holders stay), each staying with (1 − yearly leaving "
            "rate) ^ (months ÷ 12); fixed-term holders by their own rate where their number shows"
        ),
        unit=PER_CENT,
        numerator="none: a probability",
        denominator="the known holders (base); their unit's leaving rate, or of the unit above",
        missing="no row in a wave without a leaving rate, nor for a skill without a row of holders",
        better="lower",
        sensitivity="open",
        interval=True,
        source=(
            f"Poisson-binomial distribution (Wang 1993; Hong 2013); {RULE}. The interval is that "
            "of the leaving rate alone"
        ),
    ),
    Metric(
        id="skills_thin",
        title="Skills short or at risk",
        definition=(
            "Skills known in a unit with fewer holders than required now, or with a chance of too "
            "few at the horizon that is as high as the settings' or higher. Known is a skill that "
            "somebody there holds or is learning, or that somebody held in the wave before."
        ),
        formula="skills with H < D, or with skill_risk ≥ at_risk_percent",
        unit="skills",
        numerator="known skills short or at risk",
        denominator="skills of the discipline (item) that are known in the unit",
        missing="no row where no skill of the discipline is known",
        better="lower",
        sensitivity="open",
        interval=False,
        source=RULE,
    ),
]

ENDS = ("value", "low", "high")
_KEY = ["unit", "item"]
_READ = ("skill_holders", "skill_required", "skill_learners", "skill_fixed_term", "skill_change")


def shortfall(
    holders: Floats,
    required: Floats,
    fixed: Floats,
    rates: Rates,
    end: str,
    months: ArrayLike,
    times: ArrayLike = 1.0,
    extra: ArrayLike = 0.0,
) -> Floats:
    """The chance (0–1) per skill that fewer than `required` of its holders stay for `months`.

    `holders`, `required`, `fixed` (fixed-term holders, missing where their number is not shown):
    one number for each skill; `end`: “value”, “low” or “high” of the leaving rates; `times`: how
    many times that rate; `extra`: people who come to them, and stay or leave like everybody else
    of the unit. Months, times and extra may have a row for each of several settings; so has the
    result then. Missing holders give a missing chance. Source: `tcdata.statistics.risk`.
    """

    def stay(rate: Rate | None) -> Floats:
        return staying(getattr(rate or rates.whole, end), months, times)

    # A figure of an earlier edition may be shown of more holders than there are now.
    known = (fixed <= holders) & (rates.fixed is not None)
    groups = [(np.where(known, 0.0, holders) + extra, stay(rates.whole))]
    if known.any():
        groups.append((np.where(known, fixed, 0.0), stay(rates.fixed)))
        groups.append((np.where(known, holders - fixed, 0.0), stay(rates.other)))
    return fewer_than(required, groups)


def with_risk(published: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The published rows, and after them the rows of METRICS that follow from them.

    `published` and the result have published.COLUMNS; read are those of _READ and
    `leaving_rate`.
    Raises nothing.
    """
    by_metric = {str(name): part for name, part in published.groupby("metric", sort=False)}
    nothing = published.head(0)
    parts = []
    for wave in reference.waves.itertuples():
        of_wave = {
            name: part[part["period"] == wave.wave]
            for name in _READ
            if len(part := by_metric.get(name, nothing))
        }
        rows = _skills({name: of_wave.get(name, nothing) for name in _READ})
        if len(rows):
            date = pd.Timestamp(wave.frame_date)  # type: ignore[arg-type]
            rates = by_metric.get("leaving_rate", nothing)
            parts += _wave(rows, rates, reference, date, str(wave.wave))
    return stack([published, *parts])


def _skills(of_wave: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per unit and skill of a wave: unit, item, holders, required, fixed, known."""
    held, need, learning, fixed, change = (of_wave[name] for name in _READ)
    lost = change.loc[change["category"] == LOST, _KEY].assign(lost=1.0)
    need = need.loc[need["value"].notna(), [*_KEY, "value"]].rename(columns={"value": "required"})
    rows = need.merge(lost, on=_KEY, how="outer")
    # Of a skill that a unit has lost there may be no row any more; what is required is one number.
    usual = need.drop_duplicates("item").set_index("item")["required"]
    rows["required"] = rows["required"].fillna(rows["item"].map(usual))
    fixed = fixed[fixed["category"] == FIXED]
    for name, given in (("holders", held), ("learners", learning), ("fixed", fixed)):
        rows = rows.merge(given[_KEY].assign(**{name: given["value"]}), on=_KEY, how="left")
    counts = ["holders", "learners", "lost"]
    rows[counts] = rows[counts].fillna(0.0)
    return rows.assign(known=(rows[counts] > 0).any(axis="columns"))


def _wave(
    rows: pd.DataFrame,
    rates: pd.DataFrame,
    reference: Reference,
    date: pd.Timestamp,
    wave: str,
) -> list[pd.DataFrame]:
    settings = reference.settings["skills"]
    table, parents = rates_by(rates, date), parents_on(reference, date)
    parts = []
    for unit, part in rows.groupby("unit", sort=False):
        known = rates_for(table, ancestors(parents, str(unit)))
        ends = dict.fromkeys(ENDS, np.full(len(part), np.nan))
        if known is not None:
            held, need, fixed = (
                part[name].to_numpy(dtype="float64") for name in ("holders", "required", "fixed")
            )
            months = settings["horizon_months"]
            ends = {end: shortfall(held, need, fixed, known, end, months) for end in ENDS}
        percents = {end: np.round(100 * chance, 4) for end, chance in ends.items()}
        parts.append(part.assign(base=part["holders"], **percents))
    both = pd.concat(parts, ignore_index=True).assign(period=wave)
    about = reference.skills.set_index("skill")["discipline"]
    thin = (both["holders"] < both["required"]) | (both["value"] >= settings["at_risk_percent"])
    cells = both.assign(item=both["item"].map(about), thin=thin)[both["known"]].groupby(
        _KEY, sort=False
    )["thin"]
    counts = cells.agg(base="size", count="sum").reset_index()
    counts = counts.assign(period=wave, value=counts["count"])
    return [
        metric_rows(both[both["value"].notna()], "skill_risk"),
        metric_rows(counts, "skills_thin"),
    ]


@lru_cache(maxsize=8)
def parents_on(reference: Reference, date: pd.Timestamp) -> dict[str, str]:
    """Unit → the unit it belongs to on `date`, empty for the root."""
    units = units_on(reference, date)
    return dict(zip(units["unit"], units["parent"], strict=True))


def ancestors(parents: dict[str, str], unit: str) -> list[str]:
    """The unit and those above it, from below; of a unit that is not known only itself."""
    found = [unit]
    while above := parents.get(found[-1], ""):
        found.append(above)
    return found
