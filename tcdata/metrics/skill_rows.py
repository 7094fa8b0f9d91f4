"""Which skills a wave asked, how many holders each needs, and which units get rows of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.reference import Reference

ALWAYS_SHOWN = "faculty"  # critical skills nobody holds are shown down to this kind of unit
FEW_WISHES = 2  # up to so many wishes for a skill are never told apart from none


def required(reference: Reference) -> pd.Series:
    """Holders required per skill (index: skill): the reference's number, else the settings'."""
    rows = reference.skills.set_index("skill")
    critical = reference.settings["skills"]["required_if_critical"]
    return rows["required"].fillna(rows["critical"].map({"yes": critical, "no": 1}).astype("Int64"))


def offered(reference: Reference, wave: pd.Series) -> pd.Series:
    """The skills on the list of the wave: those first offered in it or in an earlier one."""
    opens = reference.waves.set_index("wave")["opens"]
    return reference.skills[reference.skills["first_wave"].map(opens) <= wave["opens"]]["skill"]


def shown(
    counts: dict[str, np.ndarray], base: np.ndarray, above: pd.Index, reference: Reference
) -> np.ndarray:
    """Which (unit, skill) get rows of open figures: bool, units × skills.

    `counts`: metric → people, units × skills; `base`: the respondents of each unit of `above`.
    Those that somebody holds or is learning; that more than FEW_WISHES want, where the unit has
    enough respondents to say so, since a row that only a wish has called up tells of it; every
    skill at the root, and critical ones at every faculty.
    """
    settings, organisation = reference.settings, reference.organisation
    large = base >= settings["thresholds"]["internal"]
    some = (counts["skill_holders"] > 0) | (counts["skill_learners"] > 0)
    some |= (counts["skill_wanted"] > FEW_WISHES) & large[:, None]
    some |= (above == settings["institution"]["root_unit"])[:, None]
    faculties = organisation[organisation["kind"] == ALWAYS_SHOWN]["unit"]
    critical = (reference.skills["critical"] == "yes").to_numpy()
    return some | (above.isin(faculties)[:, None] & critical[None, :])
