"""The audit of sensitive figures before they are published: the attacker reads them first.

Every figure of an item is first asked whether it may be shown whatever its value (`choose`), blocks
before their totals; a total refused is shown as the sum of its parts, which tells nothing new.
Then the attacker reads all that is left, with every earlier edition, and any finding stops the
edition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from tcdata.disclosure.attacker import attack
from tcdata.disclosure.attacker_choice import choose
from tcdata.disclosure.attacker_rows import figures, together
from tcdata.disclosure.audit_sets import (
    NOW,
    OPTIONS,
    SUM,
    Sets,
    atoms,
    earlier,
    editions,
    known_sets,
    shown,
    told_again,
)
from tcdata.disclosure.breakdowns import by_group, by_kind, sets_of
from tcdata.disclosure.past import EARLIER, HIDDEN, Past
from tcdata.disclosure.rules import STEP, half_up
from tcdata.disclosure.secondary import NO_ANSWER, OF_ANSWERS
from tcdata.published import KEY, NUMBERS
from tcdata.reference import Reference

ITEM = ["scope", "metric", "item", "period", "cut", "category"]


class LeakError(ValueError):
    """The attacker found something; the message names the item and what to make coarser."""


def audited(
    rows: pd.DataFrame,
    exact: pd.DataFrame,
    forest: pd.DataFrame,
    inside: pd.DataFrame,
    past: Past,
    beside: pd.DataFrame,
    reference: Reference,
    tell: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Sensitive rows as they may be published: totals that could tell are sums of their parts.

    `rows`: labelled rows, rounded, earlier ones among them; `exact`: the same before rounding, for
    the true number of people behind each; `inside`: who is in each block (`past.members`) and of
    each kind (`breakdowns.kinds`); `beside`: the internal rows, of which the number of respondents
    is read with their age and gender. Breakdowns by kind of respondent pass as they are:
    `audit_kinds` reads them. Raises LeakError where the attacker finds something in an item.
    """
    threshold = reference.settings["thresholds"]["sensitive"]
    kinds, rows = rows[by_kind(rows)], rows[~by_kind(rows)]
    people = exact.set_index(KEY)["base"]
    depth = _depths(forest)
    whole = rows[ITEM].mask(by_group(rows), "").assign(**rows[["scope", "metric", "period"]])
    groups = list(rows.groupby([whole[column] for column in ITEM], sort=False))
    sets: dict[str, Sets] = {}
    before: dict[str, dict[str, pd.DataFrame]] = {}
    kept = []
    for number, (item, part) in enumerate(groups, 1):
        scope, metric, what, period, cut, category = map(str, item)
        name = " · ".join(filter(None, [what or metric, category, period]))
        if tell:
            tell(f"Checking what could be found out: {name} ({number} of {len(groups)})")
        base = people.reindex(pd.MultiIndex.from_frame(part[KEY])).to_numpy()
        part = part.assign(people=base, depth=part["unit"].map(depth).fillna(0))
        if cut not in OF_ANSWERS and what in set(reference.questions["question"]):
            raise LeakError(f"{name}: nothing may be told of “{cut}”, whose people are not known.")
        known: Sets = {}
        told = None
        if cut in OF_ANSWERS:  # so are response rates by age and by gender, which are read together
            if scope not in sets:
                sets[scope] = known_sets(scope, inside, past)
                before[scope] = editions(past, sets[scope], rows["metric"])
            known = sets[scope]
        if known:
            told = earlier(part, known, before[scope])
            if by_group(part).any():
                told = together(told, _responses(beside, period, known, reference))
        else:
            known = _counted(part, forest)
        kept.append(_item(part, known, told, forest, threshold, name))
    _answers_together(rows, people, sets, threshold, reference)
    return pd.concat([rows.head(0), *kept, kinds], ignore_index=True)


def _responses(rows: pd.DataFrame, period: str, known: Sets, reference: Reference) -> pd.DataFrame:
    """How many of all people asked have answered, where that is shown: statements."""
    root = reference.settings["institution"]["root_unit"]
    about = rows[(rows["metric"] == "participation_rate") & (rows["cut"] == "")]
    about = about[(about["period"] == period) & (about["unit"] == root) & about["count"].notna()]
    about = about[about["unit"].map(lambda unit: f"{NOW}:{unit}" in known)]
    people = pd.Series([float(len(known[f"{NOW}:{root}"]))] * len(about))
    return figures(shown(NOW + ":" + about["unit"], people, about["count"], "count"))


def _answers_together(
    rows: pd.DataFrame,
    people: pd.Series,
    sets: dict[str, Sets],
    threshold: int,
    reference: Reference,
) -> None:
    """Attack the several figures of a question with one answer a person, where it has several.

    The rules leave one count of each; this stops the edition should that ever fail.
    """
    about = reference.questions.set_index("question")
    single = rows["item"].isin(about.index[about["type"] == "single"])
    several = rows[single & rows["value"].notna() & ~rows["symbol"].isin([SUM, EARLIER])]
    for key, part in several.groupby(["scope", "item", "period"], sort=False):
        scope, item, period = map(str, key)
        if len(part[["metric", "cut", "category"]].drop_duplicates()) < 2 or scope not in sets:
            continue
        question = about.loc[item]
        favourable = [option.strip() for option in question["favourable"].split(";")]
        base = people.reindex(pd.MultiIndex.from_frame(part[KEY]))
        told = figures(shown(NOW + ":" + part["unit"], base, part["count"]))
        meant = [
            favourable if metric == "answer_favourable" else [category]
            for metric, category in zip(part["metric"], part["category"], strict=True)
        ]
        told["option"] = pd.Series(meant, index=told.index, dtype="object")
        told = told.explode("option", ignore_index=True)
        signatures, within = atoms(sets[scope])
        options = [*map(str.strip, question["options"].split(";")), NO_ANSWER]
        found = attack(signatures, told, within, options, threshold)
        if len(found):
            raise _leak(found, f"{item} · {period}")


def _item(
    rows: pd.DataFrame,
    known: Sets,
    told: pd.DataFrame | None,
    forest: pd.DataFrame,
    threshold: int,
    name: str,
) -> pd.DataFrame:
    """One item's rows as they may be published."""
    new = rows[rows["value"].notna() & (rows["symbol"] != EARLIER)]
    if told is not None:
        new = new[~told_again(new, told, known)]
    new = new.sort_values("depth", ascending=False, kind="stable")
    names = NOW + ":" + sets_of(new)
    asked = {*names, *([] if told is None else told["unit"])}
    signatures, within = atoms({name: known[name] for name in asked})
    wanted = shown(names, new["people"], new["count"])
    chosen = choose(signatures, wanted, within, OPTIONS, threshold, told=told)
    refused = new.loc[~chosen.to_numpy()]
    statements = figures(wanted[chosen.to_numpy()])
    if told is not None:
        statements = together(told, statements)
    found = attack(signatures, statements, within, OPTIONS, threshold)
    if len(found):
        raise _leak(found, name)
    return _as_sums(rows, refused.index, forest).drop(columns=["people", "depth"])


def _leak(found: pd.DataFrame, name: str) -> LeakError:
    leak = found.iloc[0]
    if leak["kind"] == "contradiction":
        return LeakError(
            f"{name}: the figures contradict those of earlier editions. If other answers are now "
            "called favourable, change that back, or give the question a new id."
        )
    return LeakError(
        f"{name}: something could be found out about a group of {leak['people']} people "
        f"({leak['kind']}). Raise the threshold for sensitive figures, or take the question out."
    )


def _counted(rows: pd.DataFrame, forest: pd.DataFrame) -> Sets:
    """Sets of people with the numbers of the rows: each block's, and the rest of its parent's."""
    tree, period = rows["tree"].iloc[0], rows["period"].iloc[0]
    here = forest[(forest["tree"] == tree) & (forest["period"] == period)]
    above = dict(zip(here["block"], here["parent"], strict=True))
    sets: dict[str, set[str]] = {}
    ordered = rows.sort_values("depth", ascending=False, kind="stable")
    for unit, people in zip(ordered["unit"], ordered["people"], strict=True):
        own = sets.setdefault(unit, set())
        missing = int(people if people == people else 0) - len(own)
        own |= {f"{unit} {number}" for number in range(max(missing, 0))}
        if above.get(unit):
            sets.setdefault(above[unit], set()).update(own)
    shown = set(rows["unit"])
    return {f"{NOW}:{unit}": frozenset(own) for unit, own in sets.items() if unit in shown}


def _as_sums(rows: pd.DataFrame, refused: pd.Index, forest: pd.DataFrame) -> pd.DataFrame:
    """The rows with the refused figures as sums of those below them; [c] where one is missing."""
    tree, period = rows["tree"].iloc[0], rows["period"].iloc[0]
    here = forest[(forest["tree"] == tree) & (forest["period"] == period)]
    rows = rows.copy()
    for place in rows.loc[refused].sort_values("depth", ascending=False).index:
        below = here.loc[here["parent"] == rows.loc[place, "unit"], "block"].unique()
        parts = rows[rows["unit"].isin(below)]
        rows.loc[place, "symbol"] = HIDDEN
        base = half_up(rows.loc[place, "base"], STEP)
        rows.loc[place, NUMBERS] = np.nan
        if len(parts) == len(below) > 0 and parts["count"].notna().all():
            count = parts["count"].sum()
            told: dict[str, Any] = {"base": base, "count": count, "symbol": SUM}
            told["value"] = 100 * count / base
            for column, cell in told.items():
                rows.loc[place, column] = cell
    return rows


def _depths(forest: pd.DataFrame) -> dict[str, int]:
    """Block → how many blocks are above it."""
    above = dict(zip(forest["block"], forest["parent"], strict=True))
    found = {}
    for block in above:
        depth, at = 0, above.get(block, "")
        while at:
            depth, at = depth + 1, above.get(at, "")
        found[block] = depth
    return found
