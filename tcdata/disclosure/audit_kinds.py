"""The audit of breakdowns by kind of respondent, before they are published.

Kinds cut across the blocks of units, so that a breakdown can tell what neither it nor the blocks
tell by themselves. The attacker reads both together, ordinary questions too.

* Ordinary: a breakdown that would let something be found out is hidden, all of it. That it is
  hidden tells that much, as `≤2` tells that a count is small. Should the blocks by themselves let
  something be found out, the whole of the University alone is shown.
* Sensitive: whether a breakdown is shown must not depend on its values. So answers are drawn at
  random among those that fit what is shown already, and the breakdowns are shown only where those
  of no draw would let anything be found out (after the probabilistic auditor of Kenthapadi, Mishra
  and Nissim 2013: values that almost never occur do not count). The true ones are read as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.attacker import attack
from tcdata.disclosure.attacker_model import model, selector, tighten
from tcdata.disclosure.attacker_rows import figures, rounded, together
from tcdata.disclosure.attacker_worlds import fits
from tcdata.disclosure.audit_sets import (
    COUNTED,
    MASKED,
    NOW,
    OPTIONS,
    ROUNDED,
    Sets,
    atoms,
    earlier,
    editions,
    known_sets,
    shown,
    told_again,
    told_of,
)
from tcdata.disclosure.breakdowns import METRIC, MOST, by_kind, sets_of
from tcdata.disclosure.past import EARLIER, HIDDEN, Past
from tcdata.metrics.answers_by import CUTS
from tcdata.published import NUMBERS
from tcdata.reference import Reference

DRAWS = 10
TRIES = 200  # draws of which one must fit what is shown
SEED = 1

Finds = Callable[[pd.DataFrame], bool]


def audited_kinds(
    rows: pd.DataFrame,
    inside: pd.DataFrame,
    past: Past,
    reference: Reference,
    tell: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """The rows with the breakdowns hidden, [c], that would let something be found out.

    `rows`: labelled rows that the ledger has passed, all of one rule; `inside`: who is in each set.
    Breakdowns told, or hidden, before of the same people stay so. Others are shown both, one, or
    none.
    """
    hidden: list[int] = []
    known: dict[str, tuple[Sets, dict[str, pd.DataFrame]]] = {}
    items = rows[(rows["metric"] == METRIC) & (by_kind(rows) | (rows["cut"] == ""))]
    items = items[items["item"].isin(items.loc[by_kind(items), "item"])]
    groups = list(items.groupby(["scope", "item", "period"], sort=False))
    for number, (key, part) in enumerate(groups, 1):
        scope, item, period = map(str, key)
        if tell:
            tell(f"Checking the breakdowns of {item} · {period} ({number} of {len(groups)})")
        if scope not in known:
            sets = known_sets(scope, inside, past)
            known[scope] = (sets, editions(past, sets, items["metric"]))
        rule = str(part["rule"].iloc[0])
        hidden += _hidden(part, *known[scope], reference.settings["thresholds"][rule])
    gone = rows.index.isin(hidden)
    out = rows.assign(symbol=rows["symbol"].mask(gone, HIDDEN))
    out.loc[gone, NUMBERS] = np.nan
    return out


def _hidden(
    rows: pd.DataFrame,
    sets: Sets,
    told_by: Mapping[str, pd.DataFrame],
    threshold: int,
) -> list[int]:
    """The places of the rows of one item that must not be shown."""
    sensitive = rows["rule"].iloc[0] == "sensitive"
    form = ROUNDED if sensitive else MASKED
    kinds, plain = rows[by_kind(rows)], rows[~by_kind(rows)]
    kinds = kinds[(kinds["symbol"] != EARLIER) & (kinds["symbol"] != HIDDEN)]
    if plain.empty:
        return kinds.index.tolist()
    before = earlier(plain, sets, told_by, form)
    kinds = kinds[~told_again(kinds, before, sets, form)]
    stays = _hidden_before(kinds, sets, told_by)
    if stays.all():
        return kinds.index.tolist()
    around = together(before, told_of(plain, NOW, sets, form))
    asked = {*(NOW + ":" + sets_of(kinds)), *around["unit"]}
    signatures, within = atoms({name: sets[name] for name in asked})
    if len(signatures) > MOST:
        return kinds.index.tolist()

    def finds(statements: pd.DataFrame) -> bool:
        told = together(around, statements)
        return len(attack(signatures, told, within, OPTIONS, threshold, enough=1)) > 0

    tries = [CUTS, *([cut] for cut in CUTS)]
    for cuts in tries:
        part = kinds[kinds["cut"].isin(cuts)]
        if part.empty:
            continue
        told = told_of(part, NOW, sets, form)
        drawn = _drawn(part, sets, signatures, within, around) if sensitive else []
        if drawn is not None and not any(map(finds, [told, *drawn])):
            return kinds.index.difference(part.index).tolist()
    if not sensitive and finds(around.head(0)):
        root = kinds["unit"].iloc[0]
        return rows.index[(rows["unit"] != root) | rows.index.isin(kinds.index)].tolist()
    return kinds.index.tolist()


def _hidden_before(
    kinds: pd.DataFrame, sets: Sets, told_by: Mapping[str, pd.DataFrame]
) -> pd.Series:
    """Which rows an earlier edition hid of the same people: these need not be asked again."""
    hidden: set[tuple[str, frozenset[str]]] = set()
    for edition, rows in told_by.items():
        rows = rows[by_kind(rows) & (rows["symbol"] == HIDDEN)]
        names = edition + ":" + sets_of(rows)
        hidden |= {
            (item + period, sets[name])
            for item, period, name in zip(rows["item"], rows["period"], names, strict=True)
            if name in sets
        }
    now = zip(kinds["item"] + kinds["period"], NOW + ":" + sets_of(kinds), strict=True)
    found = [(item, sets.get(name, frozenset())) in hidden for item, name in now]
    return pd.Series(found, index=kinds.index, dtype="bool")


def _drawn(
    rows: pd.DataFrame,
    sets: Sets,
    signatures: pd.DataFrame,
    within: pd.DataFrame,
    around: pd.DataFrame,
) -> list[pd.DataFrame] | None:
    """What the rows would tell by DRAWS sets of answers that fit `around`; None if none is found.

    In each group of people whom the figures shown already do not tell apart, each number of
    answers that these figures leave possible is as likely, and so is each choice of people.
    """
    random = np.random.default_rng(SEED)
    system = model(signatures, around, within, OPTIONS)
    bounds = tighten(system)
    if bounds is None or [COUNTED] not in system.classes:
        return None
    shape = (len(system.people), len(system.classes))
    column = system.classes.index([COUNTED])
    low, high = (bound.reshape(shape)[:, column] for bound in bounds)
    selects = selector(signatures, within)
    groups = np.array([selects(key) for key in system.keys])
    place = {system.groups[:, atom].tobytes(): atom for atom in range(len(system.people))}
    atom_of = np.array([place[groups[:, kind].tobytes()] for kind in range(len(signatures))])
    people = signatures["people"].to_numpy()
    names = NOW + ":" + sets_of(rows)
    inside = np.array([selects(("i", name, "", "")) for name in names])
    base = inside @ people
    out: list[pd.DataFrame] = []
    for _ in range(TRIES):
        counts = random.integers(low.astype("int64"), high.astype("int64") + 1)
        answers = np.zeros(shape)
        answers[:, column] = counts
        answers[:, 1 - column] = system.people - counts
        if not fits(system, bounds, answers.ravel()):
            continue
        chosen = np.zeros(len(people), dtype="int64")
        for atom, count in enumerate(counts):
            here = np.flatnonzero(atom_of == atom)
            chosen[here] = random.multivariate_hypergeometric(people[here], count)
        figure = [float(rounded(n, b)) for n, b in zip(inside @ chosen, base, strict=True)]
        out.append(figures(shown(names, pd.Series(base), pd.Series(figure))))
        if len(out) == DRAWS:
            return out
    return None
