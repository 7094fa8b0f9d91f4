"""Totals that cannot be right are refused before anything is published."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.breakdowns import by_kind
from tcdata.metrics.catalogue import PEOPLE, PER_CENT, Metric
from tcdata.published import KEY, NUMBERS
from tcdata.reference import Reference

# Cuts whose categories may overlap or stand beside one another: they need not add up.
BESIDE = ["scope", "response definition", "working day", "direction"]
SIGNED = "percentage points"
ROUNDING = 0.5  # what rounding to whole per cents may add to each share


class ImpossibleTotalError(ValueError):
    """Rows that contradict themselves; the message names the first and says why."""


def check_possible(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> None:
    """Raise ImpossibleTotalError for the first row, or group of rows, that cannot be right.

    Refused: a metric that the catalogue does not have; two rows for one figure; a negative or
    infinite number; no value and no symbol; a count above its base; shares of one whole (the
    categories of a cut, of single-choice questions only) that add to more than the whole; kinds of
    respondents that do not add up to all of them.
    """
    unit = rows["metric"].map({metric.id: metric.unit for metric in catalogue.values()})
    _refuse(rows, unit.isna(), "the metric is not in the catalogue")
    _refuse(rows, rows.duplicated(KEY), "the figure stands twice")
    numbers = rows[NUMBERS]
    signed = unit == SIGNED
    below = (numbers[["base", "count"]] < 0).any(axis="columns")
    below |= (numbers[["value", "low", "high"]] < 0).any(axis="columns") & ~signed
    _refuse(rows, below, "a number is negative")
    _refuse(rows, numbers.isin([np.inf, -np.inf]).any(axis="columns"), "a number is infinite")
    blank = rows["value"].isna() & (rows["symbol"] == "")
    _refuse(rows, blank, "there is neither a value nor a symbol that says why")
    part = unit.isin([PEOPLE, PER_CENT])
    _refuse(rows, part & (rows["count"] > rows["base"]), "the count is larger than its base")
    whole = (unit == PER_CENT) & rows["count"].isna() & (rows["value"] > 100)
    _refuse(rows, whole, "a share is more than 100 %")
    kinds = by_kind(rows)
    _check_shares(rows[partitioned(rows, reference) & ~kinds], unit)
    _check_kinds(rows, kinds)


def partitioned(rows: pd.DataFrame, reference: Reference) -> pd.Series:
    """Rows whose categories exclude one another, so that together they are at most the whole."""
    questions = reference.questions
    several = rows["item"].isin(questions[questions["type"] == "multi"]["question"])
    overlapping = (rows["cut"] == "option") & several
    return (rows["cut"] != "") & ~rows["cut"].isin(BESIDE) & ~overlapping


def _check_shares(rows: pd.DataFrame, unit: pd.Series) -> None:
    key = ["metric", "item", "period", "unit", "cut"]
    together = rows.groupby(key, sort=False)
    over = together["count"].transform("sum") > together["base"].transform("max")
    _refuse(rows, over, "the counts of its categories add to more than the whole")
    shares = rows[(unit.loc[rows.index] == PER_CENT) & rows["count"].isna()]
    values = shares.groupby(key, sort=False)["value"]
    beyond = values.transform("sum") > 100 + values.transform("size") * ROUNDING
    if beyond.any():
        first = shares[beyond].iloc[0]
        whole = shares[(shares[key] == first[key]).all(axis="columns")]
        parts = " and ".join(
            f"{value:g} % {category}"
            for value, category in zip(whole["value"], whole["category"], strict=True)
        )
        _refuse(shares, beyond, f"{parts} add to {whole['value'].sum():g} %, more than the whole")


def _check_kinds(rows: pd.DataFrame, kinds: pd.Series) -> None:
    """Each kind of respondent has a base of its own; together they are all respondents."""
    if not kinds.any():
        return
    key = ["metric", "item", "period", "unit"]
    parts = rows[kinds]
    whole = rows[rows["cut"] == ""].set_index(key)[["base", "count"]]
    every = whole.reindex(pd.MultiIndex.from_frame(parts[key])).set_axis(parts.index)
    sums = parts.groupby([*key, "cut"], sort=False)[["base", "count"]].transform("sum")
    wrong = (sums != every).any(axis="columns")
    _refuse(parts, wrong, "the kinds of respondents do not add up to all of them")


def _refuse(rows: pd.DataFrame, bad: pd.Series, reason: str) -> None:
    if bad.any():
        row = rows[bad].iloc[0]
        figure = ", ".join(f"{name} “{row[name]}”" for name in KEY if row[name])
        raise ImpossibleTotalError(f"{figure}: {reason}")
