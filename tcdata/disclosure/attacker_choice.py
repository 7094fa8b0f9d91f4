"""Which figures of an item may be shown, decided so that a missing figure tells nothing either.

Hiding a figure because its value would leak tells that it had such a value, and with that the
value (Kenthapadi, Mishra and Nissim 2013). So a figure is shown only when it would be safe
whatever its value, given the figures already shown: anyone can work out the choice from those.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.attacker import attack
from tcdata.disclosure.attacker_model import model, selector, tighten
from tcdata.disclosure.attacker_rows import CELL, FORMS, Shown, figures, together


def choose(
    signatures: pd.DataFrame,
    shown: pd.DataFrame,
    within: pd.DataFrame,
    options: list[str],
    threshold: int,
    known: int = 1,
    forms: Mapping[str, Shown] = FORMS,
    told: pd.DataFrame | None = None,
) -> pd.Series:
    """Whether each figure may be shown beside those chosen before it: true or false per row.

    `shown`: the figures of one item as for `attacker_rows.figures`, the most wanted first; their
    values are not looked at. The other arguments are those of `attacker.attack`. A figure about
    people of whom nothing is shown yet needs no audit: only that each of its values leaves more
    than `known` people on either side. A figure refused may still be shown as the sum of the
    chosen figures of its parts, which tells nothing new. `told`: statements (as of `figures`) that
    were published before and cannot be taken back.
    """
    bounds = figures(shown, forms)
    told = bounds.head(0) if told is None else told
    selects = selector(signatures, within)
    told_of = [
        selects(key) for key in told[CELL[:-1]].drop_duplicates().itertuples(index=False, name=None)
    ]
    people = [selects(key) for key in shown[CELL[:-1]].itertuples(index=False, name=None)]
    chosen: list[int] = []
    for place, base in enumerate(shown["base"].to_numpy(dtype=float)):
        values = _values(shown.iloc[[place]], forms)
        if base < threshold:
            continue
        groups = [*told_of, *(people[other] for other in chosen)]
        if any((people[place] & group).any() for group in groups):
            before = together(told, bounds.iloc[chosen])
            least, most = _range(signatures, before, values, within, options)
            reached = values[(values["high"] >= least) & (values["low"] <= most)]
            safe = all(
                _silent(
                    attack(signatures, together(before, value), within, options, threshold, known)
                )
                for _, value in reached.groupby("statement")
            )
        else:
            safe = bool(((values["low"] < base - known) & (values["high"] > known)).all())
        if safe:
            chosen.append(place)
    return pd.Series(np.isin(np.arange(len(shown)), chosen), index=shown.index)


def _values(row: pd.DataFrame, forms: Mapping[str, Shown]) -> pd.DataFrame:
    """One statement for each value that the figure of `row` could show."""
    base = float(row["base"].iloc[0])
    figure = np.unique(forms[str(row["form"].iloc[0])](np.arange(int(base) + 1), base))
    each = row.loc[row.index.repeat(len(figure))].assign(figure=figure, decimals=np.nan)
    return figures(each, forms)


def _range(
    signatures: pd.DataFrame,
    before: pd.DataFrame,
    values: pd.DataFrame,
    within: pd.DataFrame,
    options: list[str],
) -> tuple[float, float]:
    """Bounds, from what is shown already, on the count that the figure of `values` is about."""
    nothing = values.iloc[[0]].assign(low=-np.inf, high=np.inf)
    system = model(signatures, together(before, nothing), within, options)
    bounds = tighten(system)
    if bounds is None:
        return np.inf, -np.inf
    group = system.groups[system.keys.index(tuple(nothing[CELL[:-1]].iloc[0]))]
    column = system.classes.index([nothing["option"].iloc[0]])
    shape = (len(system.people), len(system.classes))
    least, most = (bound.reshape(shape)[group, column].sum() for bound in bounds)
    return float(least), float(most)


def _silent(leaks: pd.DataFrame) -> bool:
    """Whether nothing leaks; a value that contradicts what is shown cannot occur."""
    return bool(leaks["kind"].eq("contradiction").all())
