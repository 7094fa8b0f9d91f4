"""What has to be hidden besides, so that a hidden figure does not follow from those beside it.

This is the simple rule: a hidden figure that is the only one hidden in a sum follows by
subtraction, so the next smallest is hidden too. Two hidden figures still tell their sum; blocks
(`tcdata.disclosure.blocks`) are what closes that.
"""

from __future__ import annotations

import pandas as pd

from tcdata.disclosure.possible import partitioned
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on

NO_ANSWER = "No answer"
HIDDEN = "[c]"


def small_units(rows: pd.DataFrame, threshold: int, reference: Reference) -> pd.Series:
    """Rows of units hidden for their size, and of the sibling that must be hidden with them.

    A unit is hidden as a whole, per metric, period and cut, so that the same units are hidden
    for every question. Where exactly one child of a shown parent is hidden, the next smallest
    child is too; where a parent is hidden, at least one of its children is.
    """
    key = ["metric", "period", "cut"]
    units = rows.groupby([*key, "unit"], sort=True)["base"].max().reset_index()
    units = units[units["base"].notna()]
    units["hidden"] = units["base"] < threshold
    units = units.merge(_parents(rows["period"], reference), on=["period", "unit"], how="left")
    for depth in range(1, int(units["depth"].max() if len(units) else 0) + 1):
        above = units[[*key, "unit", "hidden"]]
        above = above.rename(columns={"unit": "parent", "hidden": "above"})
        level = units[units["depth"] == depth].reset_index()
        level = level.merge(above, on=[*key, "parent"], how="inner")
        hidden = level.groupby([*key, "parent"])["hidden"].transform("sum")
        open_still = level[(hidden == 1) & ~level["above"] | (hidden == 0) & level["above"]]
        open_still = open_still[~open_still["hidden"]].sort_values(["base", "unit"])
        units.loc[open_still.drop_duplicates([*key, "parent"])["index"], "hidden"] = True
    hidden_units = pd.MultiIndex.from_frame(units[units["hidden"]][[*key, "unit"]])
    found = pd.MultiIndex.from_frame(rows[[*key, "unit"]]).isin(hidden_units)
    return pd.Series(found, index=rows.index)


def _parents(periods: pd.Series, reference: Reference) -> pd.DataFrame:
    """Columns period, unit, parent, depth (the root's is 0): the organisation of each period."""
    frame_dates = reference.waves.set_index("wave")["frame_date"].to_dict()
    parts = []
    for period in periods.unique():
        units = units_on(reference, frame_dates.get(period) or pd.Timestamp(period))
        parent = dict(zip(units["unit"], units["parent"], strict=True))
        depth = {}
        for unit in parent:
            level, above = 0, parent[unit]
            while above:
                level, above = level + 1, parent.get(above, "")
            depth[unit] = level
        part = units[["unit", "parent"]].assign(period=period, depth=units["unit"].map(depth))
        parts.append(part)
    if not parts:
        texts = {name: pd.Series(dtype="str") for name in ("period", "unit", "parent")}
        return pd.DataFrame({**texts, "depth": pd.Series(dtype="int64")})
    return pd.concat(parts, ignore_index=True)


def hide_what_follows(rows: pd.DataFrame, mark: pd.Series, reference: Reference) -> pd.Series:
    """`mark` with [c] added wherever exactly one figure of a sum is not shown as it is.

    The sums: the categories of a breakdown; the favourable options and their share, and the others
    and that share; the children of a unit and their parent. The smallest figure still shown is
    hidden, again and again until nothing follows. Whether somebody skipped a question (“No answer”)
    is not protected this way.
    """
    sums = pd.concat([_breakdowns(rows, reference), _families(rows, reference)], ignore_index=True)
    sums["sum"] = sums.groupby(["kind", "sum"], sort=False).ngroup()
    sums["count"] = rows["count"].loc[sums["row"]].to_numpy()
    while True:
        exact = (mark == "").loc[sums["row"]].to_numpy()
        sums["lone"] = ~exact & ~sums["exempt"]
        state = sums.assign(inexact=~exact).groupby("sum")[["inexact", "lone"]].sum()
        follows = state[(state["inexact"] == 1) & (state["lone"] == 1)].index
        spare = sums[exact & sums["spare"] & sums["sum"].isin(follows)]
        if spare.empty:
            return mark
        spare = spare.sort_values(["count", "row"]).drop_duplicates("sum")
        mark = mark.mask(mark.index.isin(spare["row"]), HIDDEN)


def _breakdowns(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sums of categories: columns row, sum, kind, spare (may be hidden), exempt."""
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
    both = pd.concat([cells, shares.assign(side=True), shares.assign(side=False)])
    both = both.assign(row=both.index, kind="breakdown", exempt=both["category"] == NO_ANSWER)
    both["sum"] = both.groupby(["metric", *key, "cut", "side"], sort=False).ngroup()
    return both[["row", "sum", "kind", "spare", "exempt"]]


def _families(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sums of children with their parent: columns as of `_breakdowns`."""
    figure = ["metric", "item", "period", "cut", "category"]
    known = _parents(rows["period"], reference)
    cells = rows[[*figure, "unit"]].assign(row=rows.index)
    children = cells.merge(known[["period", "unit", "parent"]], on=["period", "unit"])
    children = children[children["parent"] != ""].assign(spare=True)
    parents = cells.assign(parent=cells["unit"], spare=False)
    both = pd.concat([children, parents], ignore_index=True)
    both["sum"] = both.groupby([*figure, "parent"], sort=False).ngroup()
    both = both[both.groupby("sum")["spare"].transform("any")]
    both = both[~both.groupby("sum")["spare"].transform("all")]
    return both.assign(kind="family", exempt=False)[["row", "sum", "kind", "spare", "exempt"]]
