"""How a unit stands beside the whole University on the success measures of the Overview."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.published import NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.rows import Rows, one, periods
from tcdata.views import overview, participation, skills, units
from tcdata.views.questions import share_text


def table(rows: Rows, reference: Reference, unit: str) -> pd.DataFrame:
    """One row per measure: Measure, the unit's own figure, the University's, and the comparison.

    Both figures say what they are out of. For the whole University there is no column of its own.
    A figure that cannot be shown is its symbol; one of a block is marked with the block's name.
    """
    cards = overview.cards(rows, reference)
    root = reference.settings["institution"]["root_unit"]
    names = {} if unit == root else {unit: units.short_names(reference)[unit]}
    figures = {
        name: _figures(rows, reference, one) for one, name in {**names, root: "University"}.items()
    }
    return pd.DataFrame(
        {
            "Measure": [card.label for card in cards],
            **figures,
            "University against its target": [card.against or card.says for card in cards],
        }
    )


def _figures(rows: Rows, reference: Reference, unit: str) -> list[str]:
    """The unit's figures, in the order of the Overview's cards."""
    asked = [
        _figure(rows, reference, unit, "answer_favourable", item=question)
        for question in ("training_access", "advance_he_fellowship")
    ]
    return [
        _figure(rows, reference, unit, "participation_rate"),
        *asked,
        _figure(rows, reference, unit, "apprentices"),
        _short(rows, reference, unit),
    ]


def _figure(
    rows: Rows, reference: Reference, unit: str, metric: str, item: str | None = None
) -> str:
    """The latest figure of a metric: a share with its n, or a count."""
    known = periods(rows, metric)
    if not known:
        return NOT_AVAILABLE
    shown = units.shown_as(rows, metric, known[-1], unit)
    row = one(rows, metric, item=item, period=known[-1], unit=shown)
    if row is None:
        return NOT_AVAILABLE
    together = "" if shown == unit else f", {units.short_names(reference)[shown]} together"
    if row["value"] != row["value"]:
        return str(row["symbol"]) + together
    if metric == "participation_rate":
        goal = participation.target(reference)
        return words.share(row["count"], row["base"], row["value"], goal) + together
    if metric == "answer_favourable":
        return share_text(row.to_dict()) + together
    return words.number(row["value"]) + together


def _short(rows: Rows, reference: Reference, unit: str) -> str:
    """How many of the unit's skills have fewer holders than required."""
    waves = skills.waves(rows)
    if not waves:
        return NOT_AVAILABLE
    register = skills.register(rows, reference, waves[0], unit)
    if register.empty:
        return NOT_AVAILABLE
    return f"{int((register['gap'] > 0).sum())} of {len(register)}"
