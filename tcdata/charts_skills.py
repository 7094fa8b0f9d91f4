"""The skills page's figures: the map of disciplines, and who can do a skill beside how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.charts_base import (
    COLOURS,
    GAP,
    LABEL,
    LINE,
    RIGHT_AXIS,
    ROW,
    Look,
    Picture,
    figure_of,
    row_axes,
    wrapped,
)

DASH = "–"
CELL = 30  # pixels of height for a discipline
KEY = "● known holders   ┃ required"
KEY_HIRES = "● known holders   ○ with planned hires   ┃ required"
MOST_WITH_BASE = 7  # places across which a cell has room for what its count is out of
# From none to all skills short or at risk: blues on which the figures' ink can be read.
SCALE: dict[Look, list[list[object]]] = {
    "light": [[0, "#EEF2F6"], [1, "#5B9FDD"]],
    "dark": [[0, "#232A32"], [1, "#1F68AB"]],
}


def cover(rows: pd.DataFrame, look: Look) -> Picture:
    """Holders of each skill as a dot beside the number required as an upright mark, in one order.

    `rows` has label, holders, planned (holders with those to be hired), required (numbers) and
    text (what stands at the right).
    """
    colours = COLOURS[look]
    said = [
        f"{label}: {words.number(holders)}"
        + (f" and {words.number(planned - holders)} planned" if planned > holders else "")
        + f" of {words.number(required)} required"
        for label, holders, planned, required in zip(
            rows["label"], rows["holders"], rows["planned"], rows["required"], strict=True
        )
    ]
    rows = rows.iloc[::-1]
    holders, required = rows["holders"].tolist(), rows["required"].tolist()
    planned = rows["planned"].tolist()
    places = list(range(len(rows)))
    short = [place for place in places if planned[place] < required[place]]
    hired = [place for place in places if planned[place] > holders[place]]
    gaps = {
        "type": "scatter",
        "x": [x for place in short for x in (planned[place], required[place], None)],
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
    hires = {
        "type": "scatter",
        "x": [planned[place] for place in hired],
        "y": hired,
        "mode": "markers",
        "marker": {
            "size": 11,
            "symbol": "circle-open",
            "color": colours["main"],
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
    }
    labels = [wrapped(label, LABEL) for label in rows["label"]]
    tallest = max((label.count("<br>") + 1 for label in labels), default=1)
    key = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
    highest = float(max([2.0, *required, *planned]))
    across = {"range": [-0.2, highest + 0.2], "dtick": max(1, highest // 8)}
    layout = row_axes(labels, rows["text"].tolist())
    layout["xaxis"] = {**across, "side": "top", "showgrid": True}
    layout["margin"] = {"l": 8, "r": 8, "t": 56, "b": 8}
    layout["annotations"] = [{**key, "yshift": 26, "text": KEY_HIRES if hired else KEY}]
    traces: list[dict[str, Any]] = [gaps, marks, dots, *([hires] if hired else []), RIGHT_AXIS]
    alt = "Dots for people who can do it unaided. " + "; ".join(said) + "."
    height = 64 + max(ROW, LINE * tallest + GAP) * len(rows)
    return Picture(figure_of(look, height, traces, layout), alt)


def heat(cells: pd.DataFrame, look: Look) -> Picture:
    """Disciplines down, places across, the share of skills short or at risk as the colour.

    `cells` as `tcdata.views.skill_map.cells` gives them, discipline by discipline in one order of
    places. The count stands in each cell, with what it is out of where there is room; an empty
    cell, without any known skill, has a dash.
    """
    rows, places = cells["discipline"].unique().tolist(), cells["name"].unique().tolist()
    across = len(places)
    many = across > MOST_WITH_BASE

    def in_rows(values: Sequence[object]) -> list[Sequence[object]]:
        return [values[start : start + across] for start in range(0, len(values), across)]

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
    cell = {
        "type": "heatmap",
        "x": list(range(across)),
        "y": list(range(len(rows))),
        "z": in_rows(shares),
        "zmin": 0,
        "zmax": 1,
        "text": in_rows(inside),
        "customdata": in_rows(said),
        "texttemplate": "%{text}",
        "textfont": {"size": 13, "color": COLOURS[look]["ink"]},
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": SCALE[look],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    empty = [number for number, share in enumerate(shares) if share is None]
    dashes: dict[str, Any] = {
        "type": "scatter",
        "mode": "text",
        "x": [number % across for number in empty],
        "y": [number // across for number in empty],
        "text": [DASH] * len(empty),
        "textfont": {"size": 13, "color": COLOURS[look]["ink"]},
        "customdata": [said[number] for number in empty],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    above, layout = _map_axes(rows, places)
    told = [text for text, share in zip(said, shares, strict=True) if share]
    alt = f"Skills short or at risk, of those known. {'; '.join(told) or 'None'}."
    traces: list[dict[str, Any]] = [cell, dashes] if empty else [cell]
    return Picture(figure_of(look, above + CELL * len(rows), traces, layout), alt)


def _map_axes(rows: list[str], places: list[str]) -> tuple[int, dict[str, Any]]:
    """The pixels that the places' names need above the map, and its two axes."""
    many = len(places) > MOST_WITH_BASE
    names = [wrapped(place, 14 if many else 11).split("<br>") for place in places]
    deep = max(len(lines) for lines in names)
    above = 24 + 7 * max(len(line) for lines in names for line in lines) if many else 22 + 18 * deep
    axis = {"showgrid": False, "ticks": ""}
    across = {
        **axis,
        "side": "top",
        "tickvals": list(range(len(places))),
        "ticktext": ["<br>".join(lines) for lines in names],
        "tickangle": -90 if many else 0,
        "tickfont": {"size": 12 if many else 14},
    }
    down = {
        **axis,
        "autorange": "reversed",
        "tickvals": list(range(len(rows))),
        "ticktext": [wrapped(row, LABEL) for row in rows],
        "tickfont": {"size": 12},
    }
    return above, {"xaxis": across, "yaxis": down}
