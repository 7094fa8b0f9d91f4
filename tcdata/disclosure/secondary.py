"""What has to be hidden besides, so that a hidden figure does not follow from those beside it.

Blocks (`tcdata.disclosure.blocks`) see to it that units add up to large groups only. What is left
are figures at their ends (≤2, ≥n−2), which follow where they are the only ones of a sum that are
not exact, and breakdowns by kinds of people, whose small kinds follow from the others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.disclosure.breakdowns import by_kind
from tcdata.disclosure.possible import BESIDE, partitioned
from tcdata.reference import Reference

NO_ANSWER = "No answer"
HIDDEN, FEW, NEARLY_ALL = "[c]", "≤2", "≥n−2"
TAIL = 2
OF_ANSWERS = ["", "option", "since", "state"]  # cuts that do not part the people
SUMS = ["row", "sum", "kind", "sign", "spare", "exempt"]
SAME_COUNT = ["participation_rate", "responses_needed"]  # made of the respondents of a block


def small_groups(rows: pd.DataFrame, threshold: int, parents: pd.DataFrame) -> pd.Series:
    """Rows about fewer than `threshold` people, and those without which these would follow.

    Where the hidden kinds of people of a breakdown, or the hidden blocks of one kind under a
    parent that is shown, are together fewer than `threshold`, the next smallest is hidden too,
    until they are enough. `parents`: columns tree, period, unit, parent.
    """
    hidden = rows["base"] < threshold
    parted = rows[~rows["cut"].isin([*OF_ANSWERS, *BESIDE]) & rows["base"].notna()]
    if parted.empty:
        return hidden
    key = ["metric", "item", "period", "cut"]
    kinds = parted.groupby([*key, "unit"], sort=False).ngroup()
    above = parted.merge(parents, on=["tree", "period", "unit"], how="left").set_axis(parted.index)[
        "parent"
    ]
    units = (
        parted.assign(parent=above.fillna(""))
        .groupby([*key, "category", "parent"], sort=False)
        .ngroup()
    )
    order = parted.sort_values(["base", "unit", "category"], kind="stable").index
    # A breakdown whose base is the whole unit for each of its kinds parts no people.
    whole = parted.groupby(kinds)["base"].transform("sum") == parted.groupby(kinds)[
        "base"
    ].transform("max") * parted.groupby(kinds)["base"].transform("size")
    while True:
        more = set()
        for groups in (kinds, units[above != ""]):
            part = hidden.loc[groups.index]
            people = parted["base"].where(part, 0).groupby(groups).transform("sum")
            short = (people > 0) & (people < threshold) & ~part & ~whole.loc[groups.index]
            ordered = [row for row in order if short.get(row, False)]
            more |= set(groups.loc[ordered].drop_duplicates().index)
        if not more:
            return hidden
        hidden = hidden | hidden.index.isin(more)


def hide_what_follows(
    rows: pd.DataFrame, mark: pd.Series, parents: pd.DataFrame, reference: Reference
) -> pd.Series:
    """`mark` with [c] added wherever a figure, or how few are left of a sum, would follow.

    The sums: the categories of a breakdown; the favourable options and their share, and the others
    and that share; the kinds of respondents and all of them; the blocks under a block and that
    block, in the same tree or, for the number of respondents, in that of the answers, whose bases
    tell it. Where exactly one figure of a sum is not shown as it is, it follows; where the parts
    not shown as they are have 0–2 people together, or all but 0–2, that follows, and is no more to
    be told of them together than of one. Over several sums at once, `pinned` decides exactly. The
    next smallest figure is hidden, again and again until nothing follows. Whether somebody skipped
    a question (“No answer”) is not protected this way.
    `parents`: columns tree, period, unit, parent, and block (of the tree of respondents, empty
    where the unit is none of the tree of people asked).
    """
    if not mark.ne("").any():
        return mark
    sums = pd.concat(
        [
            _breakdowns(rows[~by_kind(rows)], reference),
            _kinds(rows),
            _families(rows, parents),
            _bases(rows, parents),
        ],
        ignore_index=True,
    )
    sums["sum"] = sums.groupby(["kind", "sum"], sort=False).ngroup()
    known = _equations(rows, sums)
    sums["count"] = rows["count"].loc[sums["row"]].to_numpy()
    sums["rest"] = (rows["base"] - rows["count"]).loc[sums["row"]].to_numpy()
    item = rows.groupby(["item", "period"], sort=False).ngroup()
    sums["item"] = item.loc[sums["row"]].to_numpy()
    unsure = set(item)
    units = sums["kind"] != "breakdown"
    while True:
        exact = (mark == "").loc[sums["row"]].to_numpy()
        told = sums.assign(
            inexact=~exact,
            lone=~exact & ~sums["exempt"],
            untold=~exact & ~sums["spare"] | ~units,
            few=sums["count"].where(~exact, 0),
            others=sums["rest"].where(~exact, 0),
        )
        columns = ["inexact", "lone", "untold", "few", "others"]
        state = told[told["kind"] != "whole"].groupby("sum")[columns].sum()
        follows = (state["inexact"] == 1) & (state["lone"] == 1)
        some = (state["inexact"] > 0) & (state["untold"] == 0)
        nearly_all = some & (state["others"] <= TAIL)
        follows |= nearly_all | some & (state["few"] <= TAIL)
        spare = sums[exact & sums["spare"] & sums["sum"].isin(state[follows].index)]
        step = "sum"
        if spare.empty and unsure:
            lost = _pinned(rows[item.isin(unsure)], mark, sums[sums["item"].isin(unsure)], known)
            spare, step = _beside(lost, sums, exact), "item"
            unsure = set(spare["item"])
        if spare.empty:
            return mark
        turned = spare["sum"].isin(state[nearly_all].index)
        spare = spare.assign(size=spare["count"].mask(turned, spare["rest"]))
        spare = spare.sort_values(["size", "row"]).drop_duplicates(step)
        mark = mark.mask(mark.index.isin(spare["row"]), HIDDEN)


def _equations(rows: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """The sums of which everybody knows what they add up to: columns row, sum, sign.

    The parts of a family, the kinds and the favourable options add up to their whole; all options,
    and the respondents of the blocks that make up a block of answers, to its base.
    """
    counts, bases = (rows[column].loc[sums["row"]].to_numpy() for column in ("count", "base"))
    told = sums.assign(count=sums["sign"] * counts, base=bases).groupby("sum")
    total, base = told["count"].transform("sum"), told["base"].transform("max")
    # The base of a block's answers is shown even where nearly all of the block answered.
    several = told["row"].transform("size") > 1
    holds = (sums["kind"] == "base") | ((sums["kind"] == "whole") & (total == base))
    # A whole and parts: a lone figure of nobody is no sum that everybody knows.
    parts = (total == 0) & (told["sign"].transform("nunique") == 2)
    return sums.loc[parts | (holds & several), ["row", "sum", "sign"]]


def _pinned(
    rows: pd.DataFrame, mark: pd.Series, sums: pd.DataFrame, known: pd.DataFrame
) -> pd.Index:
    """The rows of `pinned`, of those in a sum."""
    from tcdata.disclosure.pinned import pinned  # scipy.optimize takes 0.1 s to import

    cells = rows.loc[sums["row"].unique(), ["count", "base", "category"]]
    known = known[known["row"].isin(cells.index)]
    told = mark.loc[cells.index]
    low, high = cells["count"].mask(told != "", 0), cells["count"].mask(told != "", cells["base"])
    high = high.mask(told == FEW, TAIL)
    low = low.mask(told == NEARLY_ALL, cells["base"] - TAIL)
    asked = cells["category"] != NO_ANSWER
    return pinned(cells.assign(low=low, high=high, asked=asked).dropna(subset=["count"]), known)


def _beside(lost: pd.Index, sums: pd.DataFrame, exact: np.ndarray) -> pd.DataFrame:
    """The exact figures that may be hidden in the sums of the rows `lost`, or in the next sums.

    Where the sums of a row hold none, those of the rows in them come next, until one does.
    """
    found = []
    for _, one in sums[sums["row"].isin(lost)].groupby("item"):
        here = sums[sums["item"] == one["item"].iloc[0]]
        shown = exact[sums.index.get_indexer(here.index)]
        reached: set[int] = set()
        further = set(one["row"])
        while further > reached:
            reached = further
            around = here["sum"].isin(here.loc[here["row"].isin(reached), "sum"])
            spare = here[around & shown & here["spare"]]
            if len(spare):
                found.append(spare)
                break
            further = reached | set(here.loc[around, "row"])
    return pd.concat([sums.head(0), *found])


def _breakdowns(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sums of categories, of each side and in all: SUMS; spare may be hidden, exempt may follow."""
    cells = rows[partitioned(rows, reference)]
    questions = reference.questions
    good = {
        (question, option)
        for question, options in zip(questions["question"], questions["favourable"], strict=True)
        for option in options.split(";")
    }
    side = [pair in good for pair in zip(cells["item"], cells["category"], strict=True)]
    key = ["item", "period", "unit"]
    cells = cells[["metric", *key, "cut", "category"]].assign(side=side, spare=True)
    shares = rows[(rows["metric"] == "answer_favourable")][key].assign(
        metric="answer_share", cut="option", category="", spare=False
    )
    single = questions[questions["type"] == "single"]["question"]
    shares = shares[shares["item"].isin(single)]
    parts = [cells.assign(sign=1), shares.assign(side=True, sign=-1)]
    both = pd.concat([*parts, shares.assign(side=False, sign=1)])
    both = both.assign(row=both.index, kind="breakdown", exempt=both["category"] == NO_ANSWER)
    both["sum"] = both.groupby(["metric", *key, "cut", "side"], sort=False).ngroup()
    whole = both[both["category"] != ""].assign(kind="whole")
    whole["sum"] = whole.groupby(["metric", *key, "cut"], sort=False).ngroup()
    return pd.concat([both, whole])[SUMS]


def _kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of kinds of respondents with the share of all of them: columns as of `_breakdowns`."""
    key = ["metric", "item", "period", "unit"]
    cells = rows[[*key, "cut"]].assign(row=rows.index)
    parts = cells[by_kind(rows)].assign(spare=True, sign=1)
    wholes = cells[cells["cut"] == ""].drop(columns="cut")
    wholes = wholes.merge(parts[[*key, "cut"]].drop_duplicates(), on=key)
    wholes = wholes.assign(spare=False, sign=-1)
    both = pd.concat([parts, wholes], ignore_index=True)
    both["sum"] = both.groupby([*key, "cut"], sort=False).ngroup()
    return both.assign(kind="kinds", exempt=False)[SUMS]


def _families(rows: pd.DataFrame, parents: pd.DataFrame) -> pd.DataFrame:
    """Sums of blocks with the block above them: columns as of `_breakdowns`."""
    figure = ["metric", "item", "period", "cut", "category"]
    cells = rows[[*figure, "tree", "unit"]].assign(row=rows.index)
    children = cells.merge(parents, on=["tree", "period", "unit"])
    children = children[children["parent"] != ""].assign(spare=True, sign=1)
    wholes = cells.assign(parent=cells["unit"], spare=False, sign=-1)
    both = pd.concat([children, wholes], ignore_index=True)
    both["sum"] = both.groupby([*figure, "parent"], sort=False).ngroup()
    both = both[both.groupby("sum")["spare"].transform("any")]
    both = both[~both.groupby("sum")["spare"].transform("all")]
    return both.assign(kind="family", exempt=False)[SUMS]


def _bases(rows: pd.DataFrame, parents: pd.DataFrame) -> pd.DataFrame:
    """Numbers of respondents that add up to the base of a block's answers: columns as above."""
    cells = rows[rows["metric"].isin(SAME_COUNT) & (rows["cut"] == "")]
    cells = cells[["metric", "tree", "period", "unit"]].assign(row=cells.index)
    cells = cells.merge(parents, on=["tree", "period", "unit"])
    cells = cells[cells["block"] != ""]
    cells["sum"] = cells.groupby(["metric", "period", "block"], sort=False).ngroup()
    return cells.assign(kind="base", sign=1, spare=True, exempt=False)[SUMS]
