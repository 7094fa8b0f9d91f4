"""Rows by unit become rows by block: counts are added up, and figures made of them anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.blocks import OWN
from tcdata.metrics.catalogue import PEOPLE, PER_CENT, Metric
from tcdata.metrics.participation import needed_for
from tcdata.published import COLUMNS, NUMBERS
from tcdata.reference import Reference

FIGURE = ["metric", "item", "period", "cut", "category"]
WHOLE_CUTS = ["", "option"]  # the base is everybody of the unit, also where a unit has no row
NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"
MARKS = ["[p]", "[b]"]  # of one member, they hold for the block


def by_block(
    rows: pd.DataFrame,
    tree: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
) -> pd.DataFrame:
    """The rows with blocks in place of units: those of a unit that stands alone as they are.

    `rows`: published.COLUMNS, exact, all of one tree; `tree`: the rows of that tree (see
    `tcdata.disclosure.trees`) with the column people, the people counted per unit. A unit that the
    tree does not have loses its rows; one without a block keeps them, and nothing of them may be
    shown. Of a block, base and count are the sums over its units, a unit without a row counting
    0 people with the answer; the value is the count, its share, or the answers still needed, and
    missing for any other metric. A block with a figure that is not available has none either.
    """
    place = tree.set_index(["period", "unit"])
    rows = pd.concat([rows, _own(rows, tree)], ignore_index=True)
    keys = pd.MultiIndex.from_frame(rows[["period", "unit"]])
    known = keys.isin(place.index)
    rows, keys = rows[known].reset_index(drop=True), keys[known]
    block = place["block"].reindex(keys).to_numpy()
    alone = (block == rows["unit"].to_numpy()) | (block == "")
    alone &= ~rows["unit"].str.endswith(OWN).to_numpy()
    left = rows[~alone & (block != "")].assign(unit=block[~alone & (block != "")])
    return pd.concat([rows[alone], _added(left, place, catalogue, reference)], ignore_index=True)


def _own(rows: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """The rows of people in none of the units below theirs: a unit's less those of its children."""
    own = tree[tree["unit"].str.endswith(OWN)]
    if own.empty:
        return rows.head(0)
    parts = [rows.head(0)]
    for period, unit in own[["period", "unit"]].itertuples(index=False):
        above = unit.removesuffix(OWN)
        siblings = _below(tree, period, above)
        inside = rows["period"] == period
        whole = rows[inside & (rows["unit"] == above)]
        below = rows[inside & rows["unit"].isin(siblings)]
        whole = whole[whole["metric"].isin(below["metric"]) & whole["cut"].isin(below["cut"])]
        sums = below.groupby(FIGURE)[["base", "count"]].sum()
        key = pd.MultiIndex.from_frame(whole[FIGURE])
        rest = whole.assign(unit=unit, value=np.nan)
        lost = pd.MultiIndex.from_frame(below[below["symbol"] == NOT_AVAILABLE][FIGURE])
        rest["symbol"] = rest["symbol"].mask(key.isin(lost), NOT_AVAILABLE)
        for column in ("base", "count"):
            taken = sums[column].reindex(key).fillna(0).to_numpy()
            rest[column] = rest[column].to_numpy() - taken
        people = own[(own["period"] == period) & (own["unit"] == unit)]["people"].iloc[0]
        rest["base"] = rest["base"].mask(rest["cut"].isin(WHOLE_CUTS), people)
        parts.append(rest)
    return pd.concat(parts, ignore_index=True)


def _below(tree: pd.DataFrame, period: str, unit: str) -> list[str]:
    """The units directly below `unit` in a period."""
    here = tree[tree["period"] == period]
    return here.loc[here["above"] == unit, "unit"].tolist()


def _added(
    rows: pd.DataFrame,
    place: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
) -> pd.DataFrame:
    if rows.empty:
        return rows
    missing = rows["symbol"] == NOT_AVAILABLE
    nothing = rows["symbol"] == NOT_APPLICABLE
    marked = {mark: rows["symbol"] == mark for mark in MARKS}
    key = [*FIGURE, "unit"]
    sums = rows.assign(missing=missing, nothing=nothing, **marked).groupby(key, sort=False)
    out = sums.agg(
        base=("base", "sum"),
        count=("count", "sum"),
        missing=("missing", "any"),
        nothing=("nothing", "all"),
        **{mark: (mark, "any") for mark in MARKS},
    ).reset_index()
    everybody = place.reset_index().groupby(["period", "block"])["people"].sum()
    whole = everybody.reindex(pd.MultiIndex.from_frame(out[["period", "unit"]])).to_numpy()
    out["base"] = np.where(out["cut"].isin(WHOLE_CUTS), whole, out["base"])
    out["value"] = _value(out, catalogue, reference)
    out["symbol"] = ""
    for mark in MARKS:
        out["symbol"] = out["symbol"].mask(out[mark], mark)
    out["symbol"] = out["symbol"].mask(out["nothing"], NOT_APPLICABLE)
    out["symbol"] = out["symbol"].mask(out["missing"], NOT_AVAILABLE)
    empty = out["missing"] | out["nothing"]
    for column in NUMBERS:
        if column not in out:
            out[column] = np.nan
    out[["count", "value"]] = out[["count", "value"]].mask(empty)
    return out[COLUMNS]


def _value(rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference) -> np.ndarray:
    unit = rows["metric"].map({metric.id: metric.unit for metric in catalogue.values()})
    share = 100 * rows["count"] / rows["base"].where(rows["base"] > 0)
    value = rows["count"].where(unit == PEOPLE).mask(unit == PER_CENT, share)
    target = reference.settings["targets"]["participation"]
    needed = rows["metric"] == "responses_needed"
    value = value.mask(
        needed,
        [
            needed_for(base, count, target) if wanted else np.nan
            for base, count, wanted in zip(rows["base"], rows["count"], needed, strict=True)
        ],
    )
    return value.to_numpy()
