"""What was shown before, and what of it must be shown again in place of the new figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tcdata.disclosure.breakdowns import METRIC, sets_of
from tcdata.disclosure.ledger import decide, entries, tokens
from tcdata.disclosure.nodes import EMPLOYED, SENSITIVE, date_of
from tcdata.disclosure.rules import STEP, academic_year, half_up
from tcdata.published import KEY, NUMBERS
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on

EARLIER = "[earlier]"
HIDDEN = "[c]"
OWN = ".own"
LEDGER = ["scope", "edition", "block", "member"]
SINCE = "since"
SUM = "[sum]"
TAILS = ["≤2", "≥n−2"]
ITEM = ["scope", "item", "period"]
OF_ANSWERS = ["", "option"]


@dataclass(frozen=True)
class Past:
    """What the gate knows of earlier editions.

    `ledger`: LEDGER, every set of people ever shown, members as keyed hashes; `rows` gives an
    edition's published rows by its number; `latest`: the published rows of the latest edition
    (blocks are kept from it), empty before the first; `key`: for the hashes, kept outside the
    store.
    """

    ledger: pd.DataFrame
    rows: Callable[[int], pd.DataFrame]
    latest: pd.DataFrame
    key: bytes


def scope_of(tree: str, period: str, year: str) -> str:
    """Which figures can be compared with one another: one tree, and one wave or date.

    Characteristics of people employed are compared within an academic year.
    """
    return f"{tree} {year if tree == EMPLOYED + SENSITIVE else period}"


def members(people: pd.DataFrame, forest: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Who is in each block: columns tree, period, block, member.

    `people`: columns tree, period, unit, member, as `tcdata.metrics.behind` gives them. A person
    is in the block of the lowest unit that the tree has at or above the person's own, and in all
    blocks above it.
    """
    parts = []
    for (tree, period), shown in forest.groupby(["tree", "period"], sort=False):
        who = people[(people["tree"] == tree) & (people["period"] == period)]
        if who.empty:
            continue
        units = units_on(reference, date_of(str(period), reference))
        above = dict(zip(units["unit"], units["parent"], strict=True))
        block = dict(zip(shown["unit"], shown["block"], strict=True))
        holds = set(shown["above"])
        over = dict(zip(shown["block"], shown["parent"], strict=True))
        chains = []
        for unit in who["unit"].unique():
            node = unit
            while node and node not in block:
                node = above.get(node, "")
            if node in holds and f"{node}{OWN}" in block:
                node = f"{node}{OWN}"
            at = block.get(node, "")
            while at:
                chains.append((unit, at))
                at = over.get(at, "")
        pairs = pd.DataFrame(chains, columns=["unit", "block"], dtype="str")
        parts.append(who.merge(pairs, on="unit")[["tree", "period", "block", "member"]])
    columns = ["tree", "period", "block", "member"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def decisions(
    inside: pd.DataFrame, past: Past, limits: Mapping[str, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the ledger says of each block, and what has to be added to it.

    `inside` is what `members` gives. Returns (columns scope, tree, period, block, decision,
    edition; LEDGER without edition).
    """
    told, added = [], []
    for key, proposed in inside.groupby(["tree", "period"], sort=False):
        tree, period = map(str, key)
        scope = scope_of(tree, period, academic_year(period))
        known = past.ledger[past.ledger["scope"] == scope]
        codes, distinct = pd.factorize(proposed["member"])
        hashes = pd.Series(tokens(distinct, past.key, scope)).to_numpy()[codes]
        proposed = proposed[["block"]].assign(member=hashes)
        limit = limits["sensitive" if tree.endswith(SENSITIVE) else "internal"]
        found = decide(known[["edition", "block", "member"]], proposed, limit)
        told.append(found.assign(scope=scope, tree=tree, period=period))
        added.append(entries(found, proposed, 0).assign(scope=scope))
    if not told:
        none = ["scope", "tree", "period", "block", "decision", "edition"]
        return pd.DataFrame(columns=none), pd.DataFrame(columns=LEDGER).drop(columns="edition")
    together = pd.concat(added, ignore_index=True)
    return pd.concat(told, ignore_index=True), together[["scope", "block", "member"]]


def serve_earlier(
    rows: pd.DataFrame,
    told: pd.DataFrame,
    past: Past,
    label: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """The rows with those of earlier editions in place of new ones that the ledger refuses.

    `rows`: labelled, as made from today's people; `label` labels published rows. A block decided
    `earlier` has the rows of that edition, its own plain figures marked EARLIER; one decided
    `withheld`, or about whose people nothing is known, is [c]. So is a figure made of two waves
    (cut `since`) where the earlier of them may not be shown anew. Where the same people are now
    counted otherwise than before, because other answers are called favourable, all figures of that
    item are those of the earlier edition.
    """
    if rows.empty:
        return rows
    decided = told.set_index(["scope", "block"])["decision"]
    keys = pd.MultiIndex.from_arrays([rows["scope"], sets_of(rows)])
    state = decided.reindex(keys).to_numpy()
    since = (rows["cut"] == SINCE).to_numpy()
    wave_before = pd.MultiIndex.from_arrays([rows["tree"] + " " + rows["category"], rows["unit"]])
    stale = since & ~decided.reindex(wave_before).isin(["new", "same"]).to_numpy()
    state = np.where(stale & (state != "earlier"), "withheld", state)
    redefined = _counted_otherwise(rows.assign(state=state), told, past, label)
    again = pd.MultiIndex.from_frame(rows[ITEM]).isin(pd.MultiIndex.from_frame(redefined[ITEM]))
    state = np.where(again & (state == "new"), "withheld", state)
    undecided = ~pd.Series(state).isin(["new", "same", "earlier"]).to_numpy()
    withheld = pd.Series(undecided & ~rows["symbol"].isin(["[x]", "[z]"]), index=rows.index)
    rows = rows.assign(symbol=rows["symbol"].mask(withheld, HIDDEN))
    rows[NUMBERS] = rows[NUMBERS].mask(withheld)
    wanted = told[(told["decision"] == "earlier") & told["scope"].isin(rows["scope"])]
    parts = [rows[(state != "earlier") & ~(again & (state == "same"))], _marked(redefined)]
    for edition in wanted["edition"].unique().tolist():
        blocks = wanted[wanted["edition"] == edition]
        parts.append(_marked(_about(blocks, edition, rows, past, label)))
    return pd.concat(parts, ignore_index=True)


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of an earlier edition, marked as such."""
    plain = rows["symbol"].isin(["", "[p]"])
    return rows.assign(symbol=rows["symbol"].mask(plain, EARLIER))


def _about(
    sets: pd.DataFrame,
    edition: int,
    rows: pd.DataFrame,
    past: Past,
    label: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """What an edition showed of these sets of people (columns scope, block), as `rows` has it."""
    before = past.rows(edition)
    before = label(before[before["metric"].isin(rows["metric"].unique())])
    before = before[before["rule"] != "open"]
    keys = pd.MultiIndex.from_arrays([before["scope"], sets_of(before)])
    return before[keys.isin(pd.MultiIndex.from_frame(sets[["scope", "block"]]))]


def _counted_otherwise(
    rows: pd.DataFrame,
    told: pd.DataFrame,
    past: Past,
    label: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """The earlier rows of items of which the same people, who answered alike, give another count.

    So it is where other answers are called favourable: the favourable count differs, or a
    sensitive question has a count that it did not have.
    """
    same = told[(told["decision"] == "same") & told["scope"].isin(rows["scope"])]
    now = rows[(rows["state"] == "same") & (rows["item"] != "") & rows["cut"].isin(OF_ANSWERS)]
    parts = [rows.head(0).drop(columns="state")]
    for edition in same["edition"].unique().tolist():
        before = _about(same[same["edition"] == edition], edition, rows, past, label)
        both = now.merge(before, on=["scope", *KEY], how="left", suffixes=("", "_was"))
        first, second = (
            both["count" + side].mask(both["symbol" + side].isin(TAILS), -1.0)
            for side in ("_was", "")
        )
        if _rounded(past.rows(edition)):
            second = second.where(second < 0, half_up(second, STEP))
        other = (both["metric"] == METRIC) & (both["symbol_was"] != SUM)
        other &= first.notna() & second.notna() & (first != second)
        told_of = pd.MultiIndex.from_frame(before[[*ITEM, "unit"]])
        known = pd.MultiIndex.from_frame(both[[*ITEM, "unit"]]).isin(told_of)
        other |= (both["rule"] == "sensitive") & both["symbol_was"].isna() & known
        changed = pd.MultiIndex.from_frame(both.loc[other, ITEM].drop_duplicates())
        parts.append(before[pd.MultiIndex.from_frame(before[ITEM]).isin(changed)])
    return pd.concat(parts, ignore_index=True)


def _rounded(rows: pd.DataFrame) -> bool:
    """Whether an edition keeps rounded counts only, as by the preset `publish` of the settings."""
    return bool((rows["count"].dropna() % STEP == 0).all())
