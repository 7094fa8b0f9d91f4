"""What each published figure tells an outsider, as bounds on numbers of people.

Whoever knows how figures are made can run the making backwards: every count that would have been
shown just so remains possible, no other. One statement is a weighted sum of counts with a lowest
and a highest value; `attacker.attack` takes statements only, never a row about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

CELL = ["issue", "unit", "cut", "category", "option"]
COLUMNS = ["statement", *CELL, "weight", "low", "high"]
NEAR = 1e-9
STEP = 5
TAIL = 2

Shown = Callable[[np.ndarray, float], np.ndarray]


def half_up(counts: np.ndarray | float) -> np.ndarray:
    """Counts rounded to the nearest multiple of STEP, halves up."""
    return np.asarray(STEP * np.floor(np.asarray(counts) / STEP + 0.5))


def rounded(counts: np.ndarray, base: float) -> np.ndarray:
    """Counts as sensitive ones are shown: to the nearest STEP, but never up past the base."""
    return np.minimum(half_up(counts), STEP * np.floor(base / STEP))


def masked(counts: np.ndarray, base: float) -> np.ndarray:
    """Counts as internal ones are shown: TAIL stands for ≤2, base − TAIL for ≥n−2."""
    return np.clip(counts, TAIL, base - TAIL)


FORMS: Mapping[str, Shown] = {
    "count": lambda counts, base: counts,
    "masked": masked,
    "rounded": rounded,
    "percentage": lambda counts, base: 100 * counts / base,
    "rounded percentage": lambda counts, base: 100 * rounded(counts, base) / half_up(base),
}


def figures(shown: pd.DataFrame, forms: Mapping[str, Shown] = FORMS) -> pd.DataFrame:
    """Statements from figures about one answer in one group of people.

    `shown`: one row per figure; columns issue (the wave or edition it is about), unit, cut,
    category (both empty for all people of the unit), option (the answer counted), base (people in
    the group), form, figure, decimals (missing: the figure is not rounded). `form` is a key of
    `forms`, whose function gives the figure shown for each count out of a base: pass one for every
    way of making figures that FORMS lacks, such as an interval's end.

    Returns COLUMNS: one statement a row, counts in people; `low` above `high` where no count
    could have been shown so. Where the possible counts have gaps, the bounds span them.
    """
    rows = shown.reset_index(drop=True)
    bounds = [
        _possible(str(form), float(figure), float(base), float(decimals), forms)
        for form, figure, base, decimals in rows[["form", "figure", "base", "decimals"]].to_numpy()
    ]
    low, high = zip(*bounds, strict=True) if bounds else ((), ())
    return rows.assign(statement=rows.index, weight=1.0, low=low, high=high)[COLUMNS]


def differences(shown: pd.DataFrame) -> pd.DataFrame:
    """Statements from differences between two shares, in percentage points.

    `shown`: unit, cut, category, option, issue and base (the later), earlier_issue and
    earlier_base, figure (later minus earlier), decimals, step (counts were rounded to this before
    the shares were taken; 1 for not at all). Returns COLUMNS, two rows a statement.
    """
    rows = shown.reset_index(drop=True)
    width = 0.5 * 10.0 ** -rows["decimals"].fillna(9)
    # A count rounded to the nearest multiple lies at most half a step from it, in whole people.
    width += 100 * (rows["step"] // 2) * (1 / rows["base"] + 1 / rows["earlier_base"])
    rows = rows.assign(
        statement=rows.index, low=rows["figure"] - width - NEAR, high=rows["figure"] + width + NEAR
    )
    later = rows.assign(weight=100 / rows["base"])
    earlier = rows.assign(weight=-100 / rows["earlier_base"], issue=rows["earlier_issue"])
    return pd.concat([later[COLUMNS], earlier[COLUMNS]], ignore_index=True)


def means(shown: pd.DataFrame, scores: Mapping[str, float]) -> pd.DataFrame:
    """Statements from mean scores over a group.

    `shown`: issue, unit, cut, category, base (people whose answers are averaged), figure,
    decimals. `scores`: answer → score, for the answers averaged. Returns COLUMNS.
    """
    rows = shown.reset_index(drop=True)
    width = rows["base"] * 0.5 * 10.0 ** -rows["decimals"].fillna(9)
    total = rows["figure"] * rows["base"]
    rows = rows.assign(statement=rows.index, low=total - width - NEAR, high=total + width + NEAR)
    parts = [rows.assign(option=option, weight=score) for option, score in scores.items() if score]
    return pd.concat([part[COLUMNS] for part in parts], ignore_index=True)


def together(*parts: pd.DataFrame) -> pd.DataFrame:
    """All statements of several frames as one frame, numbered anew."""
    start = 0
    out = []
    for part in parts:
        out.append(part.assign(statement=part["statement"] + start))
        start += int(part["statement"].max()) + 1 if len(part) else 0
    return pd.concat(out, ignore_index=True)


def _possible(
    form: str, figure: float, base: float, decimals: float, forms: Mapping[str, Shown]
) -> tuple[float, float]:
    """The lowest and highest count out of `base` that the figure leaves possible."""
    counts = np.arange(int(base) + 1)
    width = 0.0 if np.isnan(decimals) else 0.5 * 10.0**-decimals
    fits = counts[np.abs(forms[form](counts, base) - figure) <= width + NEAR]
    return (float(fits[0]), float(fits[-1])) if len(fits) else (1.0, 0.0)
