"""What was shown before, and what of it must be shown again in place of the new figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from tcdata.disclosure.breakdowns import sets_of
from tcdata.disclosure.ledger import decide, entries, tokens
from tcdata.disclosure.rules import academic_year
from tcdata.disclosure.trees import EMPLOYED, SENSITIVE, date_of
from tcdata.published import NUMBERS
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on

EARLIER = "[earlier]"
HIDDEN = "[c]"
OWN = ".own"
LEDGER = ["scope", "edition", "block", "member"]


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
    `withheld`, or about whose people nothing is known, is [c].
    """
    if rows.empty:
        return rows
    decided = told.set_index(["scope", "block"])["decision"]
    keys = pd.MultiIndex.from_arrays([rows["scope"], sets_of(rows)])
    state = decided.reindex(keys).to_numpy()
    undecided = ~pd.Series(state).isin(["new", "same", "earlier"]).to_numpy()
    withheld = pd.Series(undecided & ~rows["symbol"].isin(["[x]", "[z]"]), index=rows.index)
    rows = rows.assign(symbol=rows["symbol"].mask(withheld, HIDDEN))
    rows[NUMBERS] = rows[NUMBERS].mask(withheld)
    wanted = told[(told["decision"] == "earlier") & told["scope"].isin(rows["scope"])]
    parts = [rows[state != "earlier"]]
    for edition in wanted["edition"].unique().tolist():
        blocks = wanted[wanted["edition"] == edition]
        before = past.rows(edition)
        before = label(before[before["metric"].isin(rows["metric"].unique())])
        before = before[before["rule"] != "open"]
        keys = pd.MultiIndex.from_arrays([before["scope"], sets_of(before)])
        before = before[keys.isin(pd.MultiIndex.from_frame(blocks[["scope", "block"]]))]
        plain = before["symbol"].isin(["", "[p]"])
        parts.append(before.assign(symbol=before["symbol"].mask(plain, EARLIER)))
    return pd.concat(parts, ignore_index=True)
