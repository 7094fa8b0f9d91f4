"""The trees of blocks in which each kind of row may be shown, one for each people counted.

Three kinds of people stand behind rows that are not open: those a wave asked, those who answered
it, and those employed on a date. Each has a tree for internal rows and a coarser one for sensitive
rows. The trees of one wave are nested (asked ⊇ respondents ⊇ sensitive: every block of the latter
is a sum of blocks of the former), so no sum of blocks of one less a sum of the other is a few
people. Blocks are chosen from numbers of people only, over all waves at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.disclosure.blocks import JOIN, OWN, blocks
from tcdata.disclosure.nodes import (
    ASKED,
    AT,
    EMPLOYED,
    RESPONDENTS,
    SENSITIVE,
    column_of,
    large_nodes,
    nodes_of,
)
from tcdata.reference import Reference

COLUMNS = ["tree", "period", "unit", "above", "people", "block", "parent"]


def trees(
    rows: pd.DataFrame,
    reference: Reference,
    previous: pd.DataFrame | None = None,
    times: int = 1,
) -> pd.DataFrame:
    """Every tree that the rows need: COLUMNS, one row per tree, period and unit.

    `rows`: metric rows that are not open, or whose base is not, with a column `people` (ASKED,
    RESPONDENTS or EMPLOYED). `previous`: columns tree and block, the blocks of the
    edition before, which are kept where they still hold. `times`: how many times the threshold the
    blocks of sensitive rows must reach. A unit's people who are in none of the
    units below it are the unit `<unit>.own`. `block` is empty where nothing may be shown; a unit
    too small for its tree's kinds (schools in a sensitive tree) has no row. `parent` is the block
    that the block adds up to. Raises ImpossibleTotalError where units add up to more people than
    the unit that holds them.
    """
    least = reference.settings["thresholds"]["internal"]
    more = reference.settings["thresholds"]["sensitive"] * times
    found = []
    waves = reference.waves["wave"]
    surveyed = rows[rows["people"] != EMPLOYED]
    if len(surveyed):
        periods = [wave for wave in waves if wave in set(surveyed["period"])]
        nodes = nodes_of(surveyed, periods, reference)
        asked = _packed(nodes, ASKED, nodes, least, reference, previous)
        answered = _packed(nodes, RESPONDENTS, asked, least, reference, previous)
        found += [
            _named(asked, ASKED, periods, nodes),
            _named(answered, RESPONDENTS, periods, nodes),
        ]
        for people, finer in ((ASKED, asked), (RESPONDENTS, answered)):
            tree = people + SENSITIVE
            large = large_nodes(nodes, reference)
            coarse = _packed(large, tree, finer, more, reference, previous)
            found.append(_named(coarse, tree, periods, large))
    employed = rows[rows["people"] == EMPLOYED]
    for period in sorted(employed["period"].unique()):
        nodes = nodes_of(employed[employed["period"] == period], [period], reference)
        one = _packed(nodes, EMPLOYED, nodes, least, reference, previous)
        tree, large = EMPLOYED + SENSITIVE, large_nodes(nodes, reference)
        coarse = _packed(large, tree, one, more, reference, previous)
        found += [
            _named(one, EMPLOYED, [period], nodes),
            _named(coarse, tree, [period], large),
        ]
    if not found:
        texts = {column: pd.Series(dtype="str") for column in COLUMNS}
        return pd.DataFrame(texts).astype({"people": "float64"})
    return pd.concat(found, ignore_index=True)


def _packed(
    nodes: pd.DataFrame,
    tree: str,
    finer: pd.DataFrame,
    threshold: int,
    reference: Reference,
    previous: pd.DataFrame | None,
) -> pd.DataFrame:
    """The nodes with columns block and parent of this tree, whose blocks are sums of `finer`'s.

    `finer` is the nodes themselves, or what this function gave for a finer tree.
    """
    people = tree.removesuffix(SENSITIVE)
    numbers = nodes[[column for column in nodes if str(column).startswith(f"{people} ")]]
    if "block" in finer:
        units = finer.loc[nodes.index, "block"]
    else:
        units = pd.Series(nodes.index, nodes.index)
    shown = units != ""
    sums = numbers[shown].groupby(units[shown], sort=False).sum(min_count=1)
    above = nodes["parent"].map(units).fillna("")
    parents = above[shown].groupby(units[shown], sort=False).first()
    table = sums.assign(parent=parents).rename_axis("unit").reset_index()
    known = _known(previous, tree, table["unit"])
    found = blocks(table, threshold, {}, known).set_index("unit") if len(table) else table
    block = units.map(_merged_ids(found)).fillna("") if len(table) else units
    return pd.DataFrame({"block": block, "parent": _above(block, nodes)}, index=nodes.index)


def _merged_ids(found: pd.DataFrame) -> dict[str, str]:
    """Unit of a finer tree → its block, named after all the units in it."""
    return {
        str(unit): JOIN.join(sorted(block.split(JOIN))) for unit, block in found["block"].items()
    }


def _above(block: pd.Series, nodes: pd.DataFrame) -> pd.Series:
    above = nodes["parent"].map(block).fillna("")
    return above.mask(block == "", "")


def _known(previous: pd.DataFrame | None, tree: str, units: pd.Series) -> pd.DataFrame | None:
    """Earlier blocks of this tree in the form that `blocks` takes: unit (of `units`) and block."""
    if previous is None:
        return None
    earlier = previous.loc[previous["tree"] == tree, "block"].unique()
    rows = [
        (unit, block)
        for block in earlier
        for unit in units
        if set(unit.split(JOIN)) <= set(block.split(JOIN))
    ]
    return pd.DataFrame(rows, columns=["unit", "block"], dtype="str")


def _named(
    packed: pd.DataFrame, tree: str, periods: list[str], nodes: pd.DataFrame
) -> pd.DataFrame:
    """One row per period and unit; a block is named after its units of that period."""
    parts = []
    keys, people = set(packed.index), tree.removesuffix(SENSITIVE)
    for period in periods:
        mark = f"{AT}{period}"

        def here(node: str, mark: str = mark) -> bool:
            plain, own = node.removesuffix(OWN), OWN * node.endswith(OWN)
            return plain.endswith(mark) or (AT not in plain and f"{plain}{mark}{own}" not in keys)

        def name(block: str, mark: str = mark) -> str:
            units = [unit.replace(mark, "") for unit in block.split(JOIN) if here(unit)]
            return JOIN.join(sorted(units)) if block else ""

        part = packed[np.array([here(str(node)) for node in packed.index], dtype=bool)]
        column = column_of(people, period)
        number = nodes.loc[part.index, column] if column in nodes else np.nan
        parts.append(
            pd.DataFrame(
                {
                    "tree": tree,
                    "period": period,
                    "unit": [str(node).replace(mark, "") for node in part.index],
                    "above": nodes.loc[part.index, "parent"].str.replace(mark, "").to_numpy(),
                    "people": np.asarray(number, dtype="float64") + np.zeros(len(part)),
                    "block": part["block"].map(name).to_numpy(),
                    "parent": part["parent"].map(name).to_numpy(),
                }
            )
        )
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    texts = [column for column in COLUMNS if column != "people"]
    return out[COLUMNS].astype(dict.fromkeys(texts, "str"))
