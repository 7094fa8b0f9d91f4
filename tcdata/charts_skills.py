"""The skills page's figure: who can do a skill beside how many must."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tcdata import words
from tcdata.charts import COLOURS, LABEL, RIGHT_AXIS, Look, Picture, figure_of, row_axes, wrapped


def cover(rows: pd.DataFrame, look: Look) -> Picture:
    """Holders of each skill as a dot beside the number required as an open mark, most short first.

    `rows` has label, holders, required (numbers) and text (what stands at the right).
    """
    colours = COLOURS[look]
    said = [
        f"{label}: {words.number(holders)} of {words.number(required)} required"
        for label, holders, required in zip(
            rows["label"], rows["holders"], rows["required"], strict=True
        )
    ]
    rows = rows.iloc[::-1]
    holders, required = rows["holders"].tolist(), rows["required"].tolist()
    places = list(range(len(rows)))
    short = [place for place in places if holders[place] < required[place]]
    gaps = {
        "type": "scatter",
        "x": [x for place in short for x in (holders[place], required[place], None)],
        "y": [y for place in short for y in (place, place, None)],
        "mode": "lines",
        "line": {"color": colours["warn"], "width": 3},
        "hoverinfo": "skip",
    }
    marks = {
        "type": "scatter",
        "x": required,
        "y": places,
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": colours["ink"]}},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "x": holders,
        "y": places,
        "mode": "markers",
        "marker": {"size": 12, "color": colours["main"]},
        "customdata": said[::-1],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    highest = float(max([2.0, *required, *holders]))
    across = {"range": [-0.2, highest + 0.2], "dtick": max(1, highest // 8)}
    layout = row_axes([wrapped(label, LABEL) for label in rows["label"]], rows["text"].tolist())
    layout["xaxis"] = {**across, "side": "top", "showgrid": True}
    traces: list[dict[str, Any]] = [gaps, marks, dots, RIGHT_AXIS]
    alt = "Dots for people who can do it unaided. " + "; ".join(said) + "."
    return Picture(figure_of(look, 56 + 32 * len(rows), traces, layout), alt)
