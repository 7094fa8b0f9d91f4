"""What the audit knows of the people behind figures: the sets shown, and what was told of each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.attacker import signatures_of
from tcdata.disclosure.attacker_rows import figures, together
from tcdata.disclosure.breakdowns import by_group, by_kind, sets_of
from tcdata.disclosure.ledger import tokens
from tcdata.disclosure.past import EARLIER, Past
from tcdata.disclosure.rules import FEW, HIDDEN, NEARLY_ALL, TAIL

SUM = "[sum]"
COUNTED = "counted"
OPTIONS = [COUNTED, "not counted"]
NOW = "now"
ROUNDED, MASKED = "rounded", "masked"  # how sensitive and ordinary counts are shown
SAME = ["metric", "item", "period"]

Sets = dict[str, frozenset[str]]


def known_sets(scope: str, inside: pd.DataFrame, past: Past) -> Sets:
    """Every set of people shown in a scope, now and before: name `edition:block` → members."""
    known = past.ledger[past.ledger["scope"] == scope]
    found = {
        f"{edition}:{block}": frozenset(part["member"])
        for (edition, block), part in known.groupby(["edition", "block"])
    }
    for (tree, period), part in inside.groupby(["tree", "period"], sort=False):
        if scope == f"{tree} {period}":
            for block, people in part.groupby("block"):
                members = frozenset(tokens(people["member"], past.key, scope))
                found[f"{NOW}:{block}"] = members
    return found


def atoms(known: Sets) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Signatures (people in exactly the same sets) and which of them each set holds."""
    names = sorted(known)
    holds: dict[str, list[str]] = {}
    for name in names:
        for member in known[name]:
            holds.setdefault(member, []).append(name)
    atoms = pd.Series({member: "\n".join(within) for member, within in holds.items()})
    people = pd.DataFrame({"unit": atoms.to_numpy(), "issues": "i"})
    within = [(atom, name) for atom in atoms.unique() for name in atom.split("\n")]
    return signatures_of(people), pd.DataFrame(within, columns=["unit", "ancestor"])


def told_of(rows: pd.DataFrame, edition: str, known: Sets, form: str) -> pd.DataFrame:
    """What the figures of one edition tell of the sets behind them: attacker_rows.COLUMNS.

    `rows`: published rows of one item. `known` names each set `edition:set`. Left out are figures
    that are hidden, were told by an earlier edition or are sums of others told, and those about
    sets that are not known.
    """
    plain = rows["count"].notna() | rows["symbol"].isin([FEW, NEARLY_ALL])
    rows = rows[plain & ~rows["symbol"].isin([SUM, EARLIER, HIDDEN])]
    names = edition + ":" + sets_of(rows)
    rows, names = rows[names.isin([*known])], names[names.isin([*known])]
    size = names.map({name: len(known[name]) for name in names}).astype("float64")
    count = rows["count"].mask(rows["symbol"] == FEW, TAIL)
    count = count.mask(rows["symbol"] == NEARLY_ALL, size - TAIL)
    return figures(shown(names, size, count, form))


def shown(
    names: pd.Series, people: pd.Series, counts: pd.Series, form: str = ROUNDED
) -> pd.DataFrame:
    """Figures about the sets of these names as `attacker_rows.figures` takes them."""
    cell = {"issue": "i", "cut": "", "category": "", "option": COUNTED}
    frame = pd.DataFrame(
        {"unit": names.to_numpy(), "base": people.to_numpy(), "figure": counts.to_numpy()}
    )
    return frame.assign(**cell, form=form, decimals=np.nan)


def told_again(
    rows: pd.DataFrame, before: pd.DataFrame, known: Sets, form: str = ROUNDED
) -> np.ndarray:
    """Which rows say again what `before` (statements) told of the same people: true or false."""
    bounds = ["unit", "low", "high"]
    told = {(known[unit], *both) for unit, *both in before[bounds].itertuples(index=False)}
    now = told_of(rows, NOW, known, form)
    again = {
        unit: (known[unit], *both) in told for unit, *both in now[bounds].itertuples(index=False)
    }
    return np.array([again.get(name, False) for name in NOW + ":" + sets_of(rows)], dtype=bool)


def editions(past: Past, known: Sets, metrics: pd.Series) -> dict[str, pd.DataFrame]:
    """The rows of these metrics of every earlier edition in which a set was shown."""
    numbers = sorted({name.partition(":")[0] for name in known} - {NOW})
    every = {number: past.rows(int(number)) for number in numbers}
    return {number: rows[rows["metric"].isin(metrics)] for number, rows in every.items()}


def earlier(
    rows: pd.DataFrame, known: Sets, before: Mapping[str, pd.DataFrame], form: str = ROUNDED
) -> pd.DataFrame:
    """What earlier editions (`before`) told of the item of `rows`: attacker_rows.COLUMNS.

    Of a plain share, breakdowns of it by kind of respondent are told with it; response rates by
    age and by gender together.
    """
    key = rows.iloc[0][[*SAME, "cut", "category"]]
    none = pd.Series(dtype="float64")
    parts = [figures(shown(none, none, none, form))]
    for edition, told in before.items():
        told = told[told["item"] == key["item"]]
        told = told[(told["metric"] == key["metric"]) & (told["period"] == key["period"])]
        alike = (told["cut"] == key["cut"]) & (told["category"] == key["category"])
        alike |= (by_kind(told) & (key["cut"] == "")) | by_group(told)
        parts.append(told_of(told[alike], edition, known, form))
    return together(*parts)
