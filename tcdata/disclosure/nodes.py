"""The nodes of a tree: the units with rows, where they hang, and the people in each.

In several waves a unit may hang in several places; where it hung elsewhere it is another node.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tcdata.disclosure.blocks import OWN
from tcdata.disclosure.possible import ImpossibleTotalError
from tcdata.disclosure.rules import LARGE_KINDS
from tcdata.reference import Reference
from tcdata.reference.organisation import units_on

ASKED, RESPONDENTS, EMPLOYED = "asked", "respondents", "employed"
SENSITIVE = " sensitive"  # added to these for their coarser trees
AT = "@"  # `unit@wave`: the unit as it hung in that wave, where it hangs elsewhere now
WIDER = "scope"  # the cut whose rows count people outside the wave's scope


def date_of(period: str, reference: Reference) -> pd.Timestamp:
    """The day whose organisation a period's rows follow: a wave's frame date, or the as-of date."""
    frames = dict(zip(reference.waves["wave"], reference.waves["frame_date"], strict=True))
    return frames.get(period, pd.NaT) if period in frames else pd.Timestamp(period)


def nodes_of(rows: pd.DataFrame, periods: list[str], reference: Reference) -> pd.DataFrame:
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
    sizes = sizes.assign(node=names, column=column_of(sizes["people"], sizes["period"]))
    wide = sizes.set_index(["node", "column"])["base"].unstack()  # noqa: PD010
    for period in periods:
        # A unit that the wave asked and nobody of which answered has no rows of respondents.
        there = wide.index.isin(sizes.loc[sizes["period"] == period, "node"])
        answered = column_of(RESPONDENTS, period)
        if answered in wide:
            wide[answered] = wide[answered].mask(there & wide[answered].isna(), 0)
    # A unit without anybody in any wave needs nobody beside it.
    wide = wide.mask((wide.fillna(0) == 0).all(axis="columns"))
    return _with_own(wide.reindex(list(parent)), parent)


def column_of(people: Any, period: Any) -> Any:
    """The column of `nodes_of` with these people's numbers; texts, or a column of them."""
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


def large_nodes(nodes: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The nodes large enough for sensitive rows: faculties and above, and what lies beside them."""
    organisation = reference.organisation
    kinds = dict(zip(organisation["unit"], organisation["kind"], strict=True))
    keep = []
    for node in nodes.index:
        unit = node.removesuffix(OWN).split(AT)[0]
        least = LARGE_KINDS[:-1] if node.endswith(OWN) else LARGE_KINDS
        keep.append(kinds.get(unit) in least)
    return nodes[np.array(keep, dtype=bool)]
