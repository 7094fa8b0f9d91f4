"""Breakdowns of answers by kind of respondent: whose figures they are, and their audit.

The kinds of one breakdown part the respondents of the University, and so do those of the other and
the blocks of units: each figure is about a set of people that cuts across those of the others. So
each kind is a set in the ledger like any block, where no sum or difference of sets may be about a
few people; and the attacker reads the breakdowns of every item, ordinary ones too, together with
the figures of all blocks, before they are published.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.disclosure.ledger import BY
from tcdata.metrics.answers_by import CUTS
from tcdata.metrics.behind import PRIVATE

MOST = 400  # groups of people whom the sets tell apart; more cannot be audited in seconds
METRIC, RESPONSE = "answer_favourable", "response_by_group"


def by_kind(rows: pd.DataFrame) -> pd.Series:
    """Which rows are about one kind of respondent; `rows` have the columns metric and cut."""
    return (rows["metric"] == METRIC) & rows["cut"].isin(CUTS)


def by_group(rows: pd.DataFrame) -> pd.Series:
    """Which rows are response rates by a characteristic that is sensitive."""
    return (rows["metric"] == RESPONSE) & rows["cut"].isin(PRIVATE)


def sets_of(rows: pd.DataFrame) -> pd.Series:
    """The set of people behind each row: its unit or block, or a kind of the unit's people."""
    kind = rows["unit"] + BY + rows["cut"] + ": " + rows["category"]
    return rows["unit"].mask(by_kind(rows) | by_group(rows), kind)


def kinds(people: pd.DataFrame, root: str) -> pd.DataFrame:
    """Who is of each kind: columns tree, period, block (the set), member.

    `people` as `tcdata.metrics.behind` gives them, with the columns CUTS and PRIVATE.
    """
    parts = [people.head(0)[["tree", "period", "member"]].assign(block="")]
    for cut in [*CUTS, *PRIVATE]:
        known = people[people[cut].notna()]
        block = root + BY + cut + ": " + known[cut]
        parts.append(known[["tree", "period", "member"]].assign(block=block))
    return pd.concat(parts, ignore_index=True)[["tree", "period", "block", "member"]]


def auditable(inside: pd.DataFrame) -> pd.DataFrame:
    """The sets (tree, period, block, member) without the kinds where there are too many to audit.

    Counted are the groups of people whom blocks and kinds tell apart: more than MOST.
    """
    random = np.random.default_rng(0)
    kept = []
    for _, part in inside.groupby(["tree", "period"], sort=False):
        people, sets = (pd.factorize(part[column])[0] for column in ("member", "block"))
        marks = random.integers(0, 2**63, sets.max() + 1, dtype="uint64")
        sums = np.zeros(people.max() + 1, dtype="uint64")
        np.add.at(sums, people, marks[sets])
        many = len(np.unique(sums)) > MOST
        kept.append(part[~part["block"].str.contains(BY, regex=False)] if many else part)
    return pd.concat(kept, ignore_index=True) if kept else inside
