"""Shares of successive waves on one row each: a dumbbell for two waves, a line for more."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tcdata.charts_base import (
    COLOURS,
    RIGHT_AXIS,
    Look,
    Picture,
    figure_of,
    lines_of,
    row_axes,
    wrapped,
)

WIDTH = 20  # characters of a label's line, so that the dots keep their room on a phone
HOVER = 44  # and of a line on hover
LINE, GAP = 19, 8  # pixels: a line of text, and what is left free between rows
STEP = 0.2  # how far a third wave moves down from the second, in rows
TONES = {"better": "main", "worse": "warn", "no clear change": "quiet", "": "main"}
UNTESTED = "not tested"


def dumbbell(points: pd.DataFrame, waves: list[str], look: Look) -> Picture:
    """Each row's earlier shares as open dots, the latest filled, joined where comparable.

    `waves` are those to show, in order of time. `points` has one row per row of the picture and
    wave, in the order to show: row (its id), label, text (lines beside it), said (lines on hover),
    state (better or worse, no clear change, not tested, or empty), wave, value (per cent; missing
    draws nothing) and joined (True draws a line from the wave before). Where it has below and
    above (points; missing draws nothing), they reach from the latest dot to both ends of its
    interval. What was not tested is a diamond.
    """
    every = points.to_dict("records")
    first: dict[str, dict[Any, Any]] = {}
    for point in every:
        first.setdefault(point["row"], point)
    order = {row: place for place, row in enumerate(reversed(first))}
    middle = (len(waves) - 1) / 2
    step = STEP if len(waves) > 2 else 0.0
    drawn: list[dict[Any, Any]] = [
        {
            **point,
            "y": order[point["row"]] - step * (waves.index(point["wave"]) - middle),
            "colour": COLOURS[look][TONES.get(point["state"], "ink")],
        }
        for point in every
        if point["value"] == point["value"]
    ]
    labels = [wrapped(point["label"], WIDTH) for point in first.values()]
    texts = [lines_of(point["text"]) for point in first.values()]
    tallest = max((text.count("<br>") + 1 for text in [*labels, *texts]), default=1)
    key = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
    untested = any(point["state"] == UNTESTED for point in every)
    ranged = "below" in points
    key |= {"yshift": 28, "text": _key(waves, untested, ranged)}
    # Three labels have room on a phone; the lines between them have none to need.
    reach = [float(point["value"]) + max(0.0, _or_zero(point.get("above"))) for point in drawn]
    highest = max(reach, default=90.0)
    highest = 20 * (min(99.0, highest) // 20 + 1)
    grid = {"dtick": highest / 4, "showgrid": True, "gridcolor": COLOURS[look]["grid"]}
    across = {"range": [-2, highest + 2], "side": "top", "ticksuffix": " %", "dtick": highest / 2}
    layout = {
        **row_axes(labels[::-1], texts[::-1]),
        "margin": {"l": 8, "r": 8, "t": 82 if ranged else 64, "b": 8},
        "hoverlabel": {"align": "left", "namelength": 0},
        "annotations": [key],
        "xaxis": {**across, "minor": grid},
    }
    traces = [
        *_joins(drawn),
        _dots([point for point in drawn if point["wave"] != waves[-1]], COLOURS[look]["ground"]),
        _dots([point for point in drawn if point["wave"] == waves[-1]], ""),
        RIGHT_AXIS,
    ]
    if ranged:
        traces[-2]["error_x"] = _intervals(drawn, waves[-1], COLOURS[look]["ink"])
    figure = figure_of(look, 80 + (LINE * tallest + GAP) * len(first), traces, layout)
    said = [f"{point['label']}: {point['text']}".replace("\n", ", ") for point in first.values()]
    return Picture(figure, f"Dots for {', '.join(waves)} on each row. {'; '.join(said)}.")


def _or_zero(reach: float | None) -> float:
    return 0.0 if reach is None or reach != reach else float(reach)


def _intervals(drawn: list[dict[Any, Any]], latest: str, colour: str) -> dict[str, Any]:
    """Thin bars from the dots of the latest wave to both ends of their intervals."""
    points = [point for point in drawn if point["wave"] == latest]
    return {
        "type": "data",
        "symmetric": False,
        "array": [_or_zero(point["above"]) for point in points],
        "arrayminus": [_or_zero(point["below"]) for point in points],
        "thickness": 1.2,
        "width": 4,
        "color": colour,
    }


def _key(waves: list[str], untested: bool, ranged: bool) -> str:
    """What the dots stand for; what the colours do stands beside each row in words."""
    *earlier, latest = waves
    parts = [f"○ {', '.join(earlier)}"] if earlier else []
    parts.append(f"● {latest}" + (", downwards" if len(waves) > 2 else ""))
    parts += ["◆ not tested"] if untested else []
    dots = "   ".join(parts)
    return lines_of(f"├┤ 95 % interval\n{dots}" if ranged else dots)


def _joins(drawn: list[dict[Any, Any]]) -> list[dict[str, Any]]:
    """One trace per colour, its lines parted by gaps: many small traces are slow to draw."""
    last: dict[str, dict[Any, Any]] = {}
    corners: dict[str, tuple[list[float | None], list[float | None]]] = {}
    for point in drawn:
        before = last.get(point["row"])
        if point["joined"] and before:
            x, y = corners.setdefault(point["colour"], ([], []))
            x += [before["value"], point["value"], None]
            y += [before["y"], point["y"], None]
        last[point["row"]] = point
    return [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "mode": "lines",
            "line": {"color": colour, "width": 4},
            "hoverinfo": "skip",
        }
        for colour, (x, y) in sorted(corners.items())
    ]


def _dots(drawn: list[dict[Any, Any]], fill: str) -> dict[str, Any]:
    """Dots of one kind: open ones have a `fill` of their own, filled ones their row's colour."""
    colours = [point["colour"] for point in drawn]
    return {
        "type": "scatter",
        "x": [point["value"] for point in drawn],
        "y": [point["y"] for point in drawn],
        "mode": "markers",
        "marker": {
            "size": 12,
            "symbol": ["diamond" if point["state"] == UNTESTED else "circle" for point in drawn],
            "color": [fill] * len(drawn) if fill else colours,
            "line": {"width": 2, "color": colours},
            "opacity": 1,
        },
        "customdata": [wrapped(point["said"], HOVER) for point in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
