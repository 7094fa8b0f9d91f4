"""Who holds, teaches, learns and wants each skill, and where there are too few holders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tcdata.metrics import skill_rows
from tcdata.metrics.catalogue import PEOPLE, RULE, Metric
from tcdata.metrics.leaving import CUT, FIXED
from tcdata.metrics.respondents import (
    Waves,
    about,
    in_scope,
    membership,
    place_of,
    scope_closure,
)
from tcdata.published import NOT_APPLICABLE, metric_rows, stack
from tcdata.reference import Reference

HOLDS = ["unaided", "can teach"]
USED = {"cut": "uses_now", "category": "yes"}

_ROWS = (
    "a unit and skill without any such person has no row, but for all skills at the root and "
    "critical skills of faculties, which show 0; [z] at the root in a wave that did not ask"
)
_HOLDERS = Metric(
    id="skill_holders",
    title="Skill holders",
    definition="Respondents who do the skill unaided or can teach it.",
    formula="respondents with level “unaided” or “can teach”",
    unit=PEOPLE,
    numerator="respondents who do it unaided or can teach it",
    denominator="respondents of the unit",
    missing=_ROWS,
    better="higher",
    sensitivity="open",
    interval=False,
    source=f"NTDC Skills, Roles and Responsibilities survey; who counts as a holder is {RULE}",
    base_sensitivity="internal",
)

METRICS = [
    _HOLDERS,
    replace(
        _HOLDERS,
        id="skill_teachers",
        title="Can teach the skill",
        definition="Respondents who can teach the skill; they are holders too.",
        formula="respondents with level “can teach”",
        numerator="respondents who can teach it",
    ),
    replace(
        _HOLDERS,
        id="skill_learners",
        title="Learning the skill",
        definition="Respondents who do the skill with help: on the way to holding it.",
        formula="respondents with level “with help”",
        numerator="respondents who do it with help",
    ),
    replace(
        _HOLDERS,
        id="skill_wanted",
        title="Want to learn the skill",
        definition="Respondents who wish to learn the skill and do not hold it yet.",
        formula="respondents with wants to learn “yes” who are no holders",
        numerator="respondents who wish to learn it and do not hold it",
        sensitivity="internal",
    ),
    replace(
        _HOLDERS,
        id="skill_used",
        title="Holders who use the skill now",
        definition="Holders of the skill who use it in their present work.",
        formula="holders with uses now “yes”",
        numerator="holders who use it now",
        denominator="holders of the skill in the unit",
        missing="a unit and skill without a holder has no row",
        sensitivity="internal",
    ),
    replace(
        _HOLDERS,
        id="skill_fixed_term",
        title="Holders on fixed-term contracts",
        definition="Holders of the skill whose contract has an end.",
        formula="holders with contract type “fixed-term”",
        numerator="holders who gave their contract type as fixed-term",
        denominator="holders of the skill in the unit",
        missing=(
            "a unit and skill without a holder has no row; a wave that did not ask for contracts "
            "has none; who left it out counts as not fixed-term"
        ),
        better="neither",
        sensitivity="internal",
    ),
    replace(
        _HOLDERS,
        id="skill_required",
        title="Holders required",
        definition="How many people a unit needs who do the skill unaided.",
        formula="skills.csv “required”; else the settings' number if critical, else 1",
        numerator="none: the reference decides",
        denominator="none",
        better="neither",
        source=RULE,
    ),
    replace(
        _HOLDERS,
        id="skill_gap",
        title="Holders missing",
        definition="How many more holders a unit needs to have as many as required.",
        formula="max(0, required − holders)",
        numerator="none: a difference of two numbers of people",
        better="lower",
        source=RULE,
    ),
]


def skills(waves: Waves, tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """Metric rows of METRICS: `item` is the skill, `period` the wave, base the respondents.

    Of `skill_used` and `skill_fixed_term` the base is the holders, whom open figures name unit by
    unit; cut and category say the use (USED) or the contract.

    Only respondents in the wave's scope who count as having answered. A unit has rows for a skill
    where `skill_rows.shown` says so; `skill_wanted` also where one person wants it, for the gate to
    decide. A skill that a later wave was the first to ask has [z] rows at the root.
    """
    parts = [
        _wave(tables, in_scope(answered), reference, wave)
        for wave, answered in waves
        if len(in_scope(answered))
    ]
    return stack(parts)


def _wave(
    tables: dict[str, pd.DataFrame], answered: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    rows = tables["skills"]
    listed = reference.skills["skill"]
    named, above, holds = membership(scope_closure(reference, wave), answered["unit"])
    unit = named.get_indexer(pd.Index(answered["unit"]))
    rows = rows[rows["wave"] == wave["wave"]]
    who = place_of(rows["respondent_id"], answered["respondent_id"])
    skill = place_of(rows["skill"], listed)
    offered = listed.isin(skill_rows.offered(reference, wave)).to_numpy()
    level, holder = rows["level"], rows["level"].isin(HOLDS)
    kinds = {
        "skill_holders": holder,
        "skill_teachers": level == "can teach",
        "skill_learners": level == "with help",
        "skill_wanted": ~holder & (rows["wants_to_learn"] == "yes"),
    }
    known = (who >= 0) & (skill >= 0)
    cell = unit[who] * len(listed) + skill
    cells = len(named) * len(listed)

    def counted(kind: np.ndarray) -> np.ndarray:
        in_unit = np.bincount(cell[known & kind], minlength=cells).reshape(len(named), -1)
        return np.asarray(holds @ in_unit)

    counts = {metric: counted(kind.to_numpy()) for metric, kind in kinds.items()}
    contract = about(answered, tables, wave["wave"], ["contract_type"])["contract_type"]
    ends = np.append((contract == FIXED).to_numpy(), False)[who]
    held = (counts["skill_holders"] > 0) & offered
    uses = holder & (rows["uses_now"] == "yes")
    used = _people(counted(uses.to_numpy()), counts["skill_holders"], held, above, listed)
    held = held & contract.notna().any()
    fixed = _people(counted(holder.to_numpy() & ends), counts["skill_holders"], held, above, listed)
    base = holds @ np.bincount(unit, minlength=len(named))
    shown = skill_rows.shown(counts, base, above, reference) & offered
    wished = shown | ((counts["skill_wanted"] > 0) & offered)
    everybody = np.broadcast_to(base[:, None], shown.shape)
    people = [
        _people(
            counts[metric], everybody, wished if metric == "skill_wanted" else shown, above, listed
        )
        for metric in kinds
    ]
    at, what = np.nonzero(shown)
    keys = pd.DataFrame({"unit": above[at], "item": listed.to_numpy()[what]})
    keys = keys.assign(period=wave["wave"])
    need = skill_rows.required(reference).to_numpy(dtype="int64")
    gap = np.maximum(need[None, :] - counts["skill_holders"], 0)
    return stack(
        [
            *(
                metric_rows(part.assign(period=wave["wave"]), metric)
                for part, metric in zip(people, kinds, strict=True)
            ),
            metric_rows(used.assign(period=wave["wave"]), "skill_used", **USED),
            metric_rows(
                fixed.assign(period=wave["wave"]), "skill_fixed_term", cut=CUT, category=FIXED
            ),
            metric_rows(keys.assign(value=need[what]), "skill_required"),
            metric_rows(keys.assign(base=base[at], value=gap[at, what]), "skill_gap"),
            *_not_asked(listed[~offered], reference, wave),
        ]
    )


def _people(
    counts: np.ndarray, base: np.ndarray, shown: np.ndarray, above: pd.Index, listed: pd.Series
) -> pd.DataFrame:
    """One row per unit and skill of `shown`: unit, item, base, count, value."""
    at, what = np.nonzero(shown)
    rows = pd.DataFrame(
        {"unit": above[at], "item": listed.to_numpy()[what], "base": base[at, what]}
    )
    return rows.assign(count=counts[at, what], value=counts[at, what])


def _not_asked(skills: pd.Series, reference: Reference, wave: pd.Series) -> list[pd.DataFrame]:
    """A [z] row at the root for each skill that a later wave was the first to ask."""
    rows = pd.DataFrame(
        {
            "unit": reference.settings["institution"]["root_unit"],
            "item": skills,
            "period": wave["wave"],
            "symbol": NOT_APPLICABLE,
        }
    )
    of_holders = ["skill_used", "skill_fixed_term"]
    plain = [metric.id for metric in METRICS if metric.id not in of_holders]
    return [metric_rows(rows, metric) for metric in plain]
