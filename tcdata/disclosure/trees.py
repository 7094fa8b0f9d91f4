"""The trees of blocks in which each kind of row may be shown, one for each people counted.

Three kinds of people stand behind rows that are not open: those a wave asked, those who answered
it, and those employed on a date. Each has a tree for internal rows and a coarser one for sensitive
rows. The trees of one wave are nested (asked ⊇ respondents ⊇ sensitive: every block of the latter
is a sum of blocks of the former), so no sum of blocks of one less a sum of the other is a few
people. Blocks are chosen from numbers of people only, over all waves at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tcdata.disclosure.blocks import JOIN, OWN, blocks
from tcdata.disclosure.possible import ImpossibleTotalError
from tcdata.disclosure.rules import LARGE_KINDS
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on

ASKED, RESPONDENTS, EMPLOYED = "asked", "respondents", "employed"
SENSITIVE = " sensitive"
COLUMNS = ["tree", "period", "unit", "above", "people", "block", "parent"]
AT = "@"  # `unit@wave`: the unit as it hung in that wave, where it hangs elsewhere now
WIDER = "scope"  # the cut whose rows count people outside the wave's scope


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
        nodes = _nodes(surveyed, periods, reference)
        asked = _packed(nodes, ASKED, nodes, least, reference, previous)
        answered = _packed(nodes, RESPONDENTS, asked, least, reference, previous)
        found += [
            _named(asked, ASKED, periods, nodes),
            _named(answered, RESPONDENTS, periods, nodes),
        ]
        for people, finer in ((ASKED, asked), (RESPONDENTS, answered)):
            tree = people + SENSITIVE
            large = _large(nodes, reference)
            coarse = _packed(large, tree, finer, more, reference, previous)
            found.append(_named(coarse, tree, periods, large))
    employed = rows[rows["people"] == EMPLOYED]
    for period in sorted(employed["period"].unique()):
        nodes = _nodes(employed[employed["period"] == period], [period], reference)
        one = _packed(nodes, EMPLOYED, nodes, least, reference, previous)
        tree, large = EMPLOYED + SENSITIVE, _large(nodes, reference)
        coarse = _packed(large, tree, one, more, reference, previous)
        found += [
            _named(one, EMPLOYED, [period], nodes),
            _named(coarse, tree, [period], large),
        ]
    if not found:
        texts = {column: pd.Series(dtype="str") for column in COLUMNS}
        return pd.DataFrame(texts).astype({"people": "float64"})
    return pd.concat(found, ignore_index=True)


def date_of(period: str, reference: Reference) -> pd.Timestamp:
    """The day whose organisation a period's rows follow: a wave's frame date, or the as-of date."""
    frames = dict(zip(reference.waves["wave"], reference.waves["frame_date"], strict=True))
    return frames.get(period, pd.NaT) if period in frames else pd.Timestamp(period)


def _nodes(rows: pd.DataFrame, periods: list[str], reference: Reference) -> pd.DataFrame:
    """Index node; columns parent, and numbers per people and period: all units, `.own` ones too.

    A missing number: there is no such unit in that wave, or nobody knows how many it has.
    """
    whole = rows[rows["cut"] != WIDER]
    sizes = whole.groupby(["people", "period", "unit"])["base"].max().reset_index()
    # The latest wave says where a unit hangs; in a wave where it hung elsewhere it is another node.
    paths: dict[str, dict[str, tuple[str, ...]]] = {}
    for period in periods:
        units = units_on(reference, date_of(period, reference))
        parents = dict(zip(units["unit"], units["parent"], strict=True))
        present = set(sizes.loc[sizes["period"] == period, "unit"])
        paths[period] = {unit: _path(unit, parents, present) for unit in present}
    latest = {unit: path for period in periods for unit, path in paths[period].items()}
    parent: dict[str, str] = {}
    names: list[str] = []
    for period, unit in zip(sizes["period"], sizes["unit"], strict=True):
        path = paths[period][unit]
        chain = [_key(path[place:], period, latest) for place in range(min(2, len(path)))]
        parent[chain[0]] = chain[1] if len(chain) > 1 else ""
        names.append(chain[0])
    sizes = sizes.assign(node=names, column=_column(sizes["people"], sizes["period"]))
    wide = sizes.set_index(["node", "column"])["base"].unstack()  # noqa: PD010
    for period in periods:
        # A unit that the wave asked and nobody of which answered has no rows of respondents.
        there = wide.index.isin(sizes.loc[sizes["period"] == period, "node"])
        answered = _column(RESPONDENTS, period)
        if answered in wide:
            wide[answered] = wide[answered].mask(there & wide[answered].isna(), 0)
    # A unit without anybody in any wave needs nobody beside it.
    wide = wide.mask((wide.fillna(0) == 0).all(axis="columns"))
    return _with_own(wide.reindex(list(parent)), parent)


def _column(people: Any, period: Any) -> Any:
    """The column of `nodes` with these people's numbers."""
    return people + " " + period


def _path(unit: str, parents: dict[str, str], present: set[str]) -> tuple[str, ...]:
    """The unit and those above it that have rows, from below."""
    path = [unit]
    above = parents.get(unit, "")
    while above:
        if above in present:
            path.append(above)
        above = parents.get(above, "")
    return tuple(path)


def _key(path: tuple[str, ...], period: str, latest: dict[str, tuple[str, ...]]) -> str:
    return path[0] if latest[path[0]] == path else f"{path[0]}{AT}{period}"


def _with_own(wide: pd.DataFrame, parent: dict[str, str]) -> pd.DataFrame:
    """The nodes with a node for the people of a unit who are in none of those below it."""
    columns = list(wide)
    hangs = pd.Series(parent).reindex(wide.index)
    deepest = sorted(set(filter(None, hangs)), key=lambda node: -_depth(node, parent))
    for above in deepest:  # where nobody says how many a unit has, it has those below it
        below = wide[(hangs == above).to_numpy()].sum(min_count=1)
        wide.loc[above] = wide.loc[above].fillna(below)
    out = wide.assign(parent=hangs)
    for above in deepest:
        below = wide[(hangs == above).to_numpy()].sum(min_count=1)
        own = wide.loc[above] - below.fillna(0)
        if (own < 0).any():
            unit = above.split(AT)[0]
            raise ImpossibleTotalError(f"the units under {unit} add up to more people than it has")
        if (own > 0).any():
            out.loc[f"{above}{OWN}", columns] = own
            out.loc[f"{above}{OWN}", "parent"] = above
    return out


def _depth(node: str, parent: dict[str, str]) -> int:
    return 1 + _depth(parent[node], parent) if parent.get(node) else 0


def _large(nodes: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The nodes large enough for sensitive rows: faculties and above, and what lies beside them."""
    organisation = reference.organisation
    kinds = dict(zip(organisation["unit"], organisation["kind"], strict=True))
    keep = []
    for node in nodes.index:
        unit = node.removesuffix(OWN).split(AT)[0]
        least = LARGE_KINDS[:-1] if node.endswith(OWN) else LARGE_KINDS
        keep.append(kinds.get(unit) in least)
    return nodes[np.array(keep, dtype=bool)]


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
        column = _column(people, period)
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
