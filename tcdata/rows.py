"""Selecting from an edition: the only way that pages, charts and reports get at numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tcdata.published import COLUMNS

Rows = Mapping[str, pd.DataFrame]


def by_metric(published: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Published rows split by metric id, so that a selection looks only at one metric's rows."""
    return {str(metric): rows for metric, rows in published.groupby("metric", sort=False)}


def select(
    rows: Rows,
    metric: str,
    *,
    item: str | None = None,
    period: str | list[str] | None = None,
    unit: str | list[str] | None = None,
    cut: str | None = "",
    category: str | None = None,
) -> pd.DataFrame:
    """The published rows of one metric; a filter that is None lets everything through.

    `cut` is empty by default: the plain figures, without a breakdown. An unknown metric gives an
    empty frame with the columns of a published row.
    """
    found = rows.get(metric)
    if found is None:
        return pd.DataFrame(columns=COLUMNS)
    keep = pd.Series(True, index=found.index)
    wanted = {"item": item, "period": period, "unit": unit, "cut": cut, "category": category}
    for column, value in wanted.items():
        if isinstance(value, list):
            keep &= found[column].isin(value)
        elif value is not None:
            keep &= found[column] == value
    return found[keep]


def one(rows: Rows, metric: str, **where: str | None) -> pd.Series | None:
    """The single published row that `where` names, or None where the edition has none."""
    found = select(rows, metric, **where)
    return None if found.empty else found.iloc[0]


def periods(rows: Rows, metric: str) -> list[str]:
    """The periods for which the edition has this metric, oldest first."""
    return sorted(rows[metric]["period"].unique()) if metric in rows else []
