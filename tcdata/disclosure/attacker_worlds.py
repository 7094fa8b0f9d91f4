"""Worlds: complete sets of answers that fit everything published.

Two worlds that differ in a fact prove that the fact cannot be known. Every world found is checked
here in whole numbers against every bound, because HiGHS has returned solutions that violate theirs
(scipy issue 24141); so no solver error can make a leak look safe. A claim that no world exists is
asked for twice, the second time without presolve (scipy issue 18907).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tcdata.disclosure.attacker_model import NEAR, Model

SECONDS = 20.0
ROUGH = 0.2


class ContradictionError(ValueError):
    """No answers fit the published figures."""


class UndecidedError(RuntimeError):
    """The solver neither found a world nor showed that there is none."""


def world(
    system: Model,
    bounds: tuple[np.ndarray, np.ndarray],
    objective: np.ndarray,
    exact: bool = True,
) -> np.ndarray | None:
    """The world with the least `objective` (one number per unknown); None if no world exists.

    `bounds`: lowest and highest value per unknown. With `exact` false any good world will do.
    Returns whole numbers, one per unknown. Raises UndecidedError when the solver gives up.
    """
    for presolve in (True, False):
        found = milp(
            objective,
            integrality=np.ones(len(objective)),
            bounds=Bounds(*bounds),
            constraints=LinearConstraint(system.matrix, system.low, system.high),
            options={
                "time_limit": SECONDS,
                "presolve": presolve,
                "mip_rel_gap": 0.0 if exact else ROUGH,
            },
        )
        if found.x is not None and fits(system, bounds, np.round(found.x)):
            return np.round(found.x)
    if found.status == 2:
        return None
    raise UndecidedError(found.message)


def fits(system: Model, bounds: tuple[np.ndarray, np.ndarray], answers: np.ndarray) -> bool:
    """Whether whole-number answers keep every bound."""
    sums = system.matrix @ answers
    return bool(
        (answers >= bounds[0]).all()
        and (answers <= bounds[1]).all()
        and (sums >= system.low - NEAR).all()
        and (sums <= system.high + NEAR).all()
    )
