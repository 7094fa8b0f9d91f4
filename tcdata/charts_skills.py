"""The skills page's figures: the map of disciplines, and who can do a skill beside how many."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tcdata import words
from tcdata.charts import COLOURS, LABEL, Look, Picture, blank, lines_of, row_axes, wrapped

CELL = 28  # pixels of height for a discipline
MOST_WITH_BASE = 7  # places across which a cell has room for what its count is out of
ROOM_ABOVE = {False: 56, True: 110}  # pixels for the names of the places: level, or slanted
# From none to all skills short or at risk: the Analysis Function's sequential blues.
SCALE: dict[Look, list[list[object]]] = {
    "light": [[0, "#EEF2F6"], [0.25, "#6BACE6"], [0.6, "#2073BC"], [1, "#12436D"]],
    "dark": [[0, "#1F252C"], [0.3, "#12436D"], [0.65, "#2073BC"], [1, "#8FC3F0"]],
}


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


def heat(cells: pd.DataFrame, look: Look) -> Picture:
    """Disciplines down, places across, the share of skills short or at risk as the colour.

    `cells` as `tcdata.views.skill_map.cells` gives them, discipline by discipline in one order of
    places. The count stands in each cell, with what it is out of where there is room; an empty
    cell has no known skill.
    """
    rows, places = cells["discipline"].unique().tolist(), cells["name"].unique().tolist()
    across = len(places)

    def lines(values: Sequence[object]) -> list[Sequence[object]]:
        return [values[start : start + across] for start in range(0, len(values), across)]

    many = across > MOST_WITH_BASE
    inside = [
        text.split(" of ")[0] if many else text.replace(" of ", "/") for text in cells["text"]
    ]
    said = [
        f"{discipline}, {place}: {text or 'no skill known'}"
        for discipline, place, text in zip(
            cells["discipline"], cells["name"], cells["text"], strict=True
        )
    ]
    shares = [None if share != share else share for share in cells["share"]]
    labels = [lines_of(place) if many else wrapped(place, 11) for place in places]
    figure = blank(
        look,
        ROOM_ABOVE[many] + CELL * len(rows),
        xaxis={
            "side": "top",
            "tickvals": list(range(across)),
            "ticktext": labels,
            "tickangle": -60 if many else 0,
            "showgrid": False,
            "ticks": "",
        },
        yaxis={
            "autorange": "reversed",
            "tickvals": list(range(len(rows))),
            "ticktext": [wrapped(row, LABEL) for row in rows],
            "showgrid": False,
            "ticks": "",
        },
    )
    figure.add_trace(
        {
            "type": "heatmap",
            "x": list(range(across)),
            "y": list(range(len(rows))),
            "z": lines(shares),
            "zmin": 0,
            "zmax": 1,
            "text": lines(inside),
            "customdata": lines(said),
            "texttemplate": "%{text}",
            "textfont": {"size": 13},
            "hovertemplate": "%{customdata}<extra></extra>",
            "hoverongaps": False,
            "colorscale": SCALE[look],
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
        }
    )
    told = [text for text, share in zip(said, shares, strict=True) if share]
    return Picture(figure, f"Skills short or at risk, of those known. {'; '.join(told) or 'None'}.")
