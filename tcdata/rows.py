"""Selecting from an edition: the only way that pages, charts and reports get at numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.published import COLUMNS, KEY

SELECTED_BY = ["item", "period", "unit", "cut", "category"]


class Rows(dict[str, pd.DataFrame]):
    """Published rows by metric id, each metric with codes of its key columns.

    A page makes dozens of selections: comparing codes costs a hundredth of comparing texts.
    """

    def __init__(self, published: pd.DataFrame) -> None:
        # Rows are taken from plain objects in a third of the time that Arrow's texts need.
        published = published.astype(dict.fromkeys([*KEY, "symbol"], "object"))
        super().__init__(
            (str(metric), rows) for metric, rows in published.groupby("metric", sort=False)
        )
        self._codes: dict[str, dict[str, tuple[np.ndarray, dict[str, int]]]] = {}

    def codes(self, metric: str) -> dict[str, tuple[np.ndarray, dict[str, int]]]:
        """For each column of SELECTED_BY: a number for each row, and the number of each text."""
        if metric not in self._codes:
            coded = {}
            for column in SELECTED_BY:
                numbers, texts = pd.factorize(self[metric][column])
                coded[column] = (numbers, {str(text): code for code, text in enumerate(texts)})
            self._codes[metric] = coded
        return self._codes[metric]


def by_metric(published: pd.DataFrame) -> Rows:
    """Published rows split by metric id, so that a selection looks only at one metric's rows."""
    return Rows(published)


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
    if metric not in rows:
        return pd.DataFrame(columns=COLUMNS)
    found, codes = rows[metric], rows.codes(metric)
    keep = np.ones(len(found), dtype=bool)
    for column, wanted in zip(SELECTED_BY, (item, period, unit, cut, category), strict=True):
        numbers, known = codes[column]
        if isinstance(wanted, list):
            keep &= np.isin(numbers, [known.get(text, -1) for text in wanted])
        elif wanted is not None:
            keep &= numbers == known.get(wanted, -1)
    return found.take(np.flatnonzero(keep))


def one(rows: Rows, metric: str, **where: str | None) -> pd.Series | None:
    """The single published row that `where` names, or None where the edition has none."""
    found = select(rows, metric, **where)
    return None if found.empty else found.iloc[0]


def periods(rows: Rows, metric: str) -> list[str]:
    """The periods for which the edition has this metric, oldest first."""
    return sorted(rows.codes(metric)["period"][1]) if metric in rows else []


def units_of(rows: Rows, metric: str) -> list[str]:
    """The units and blocks for which the edition has this metric, as they come."""
    return list(rows.codes(metric)["unit"][1]) if metric in rows else []
