"""The skills page's figure: who can do a skill beside how many must."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.charts import COLOURS, LABEL, Look, Picture, blank, row_axes, wrapped


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
    places = list(range(len(rows)))
    figure = blank(look, 56 + 32 * len(rows))
    for place, holders, required in zip(places, rows["holders"], rows["required"], strict=True):
        if holders < required:
            figure.add_shape(
                type="line",
                x0=holders,
                x1=required,
                y0=place,
                y1=place,
                line={"color": colours["warn"], "width": 3},
            )
    figure.add_scatter(
        x=rows["required"].tolist(),
        y=places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": colours["ink"]}},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=rows["holders"].tolist(),
        y=places,
        mode="markers",
        marker={"size": 12, "color": colours["main"]},
        customdata=said[::-1],
        hovertemplate="%{customdata}<extra></extra>",
    )
    row_axes(figure, [wrapped(label, LABEL) for label in rows["label"]], rows["text"].tolist())
    highest = float(max([2.0, *rows["required"], *rows["holders"]]))
    figure.update_xaxes(
        range=[-0.2, highest + 0.2], dtick=max(1, highest // 8), side="top", showgrid=True
    )
    return Picture(figure, "Dots for people who can do it unaided. " + "; ".join(said) + ".")
