"""The plan page's figure: what is due when, and what is late."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tcdata import words
from tcdata.charts_base import (
    COLOURS,
    LABEL,
    LINE,
    RIGHT_AXIS,
    ROW,
    Look,
    Picture,
    figure_of,
    lines_of,
    row_axes,
    wrapped,
)


def due(rows: pd.DataFrame, today: str, look: Look) -> Picture:
    """Each decision as a mark at the day it is due, with a line from today; the late ones first.

    `rows` has label, due (ISO text), overdue (True or False) and text (what stands at the right).
    """
    said = [
        f"{label}: due {words.date(day)}{', overdue' if late else ''}"
        for label, day, late in zip(rows["label"], rows["due"], rows["overdue"], strict=True)
    ]
    days, places = rows["due"].tolist(), list(range(len(rows)))[::-1]
    colours = [COLOURS[look]["warn" if late else "main"] for late in rows["overdue"]]
    marks = {
        "type": "scatter",
        "x": days,
        "y": places,
        "mode": "markers",
        "marker": {
            "size": 13,
            "color": colours,
            "symbol": ["diamond" if late else "circle" for late in rows["overdue"]],
        },
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    layout = row_axes(
        [wrapped(label, LABEL) for label in rows["label"]][::-1],
        [lines_of(text) for text in rows["text"]][::-1],
    )
    layout["xaxis"] = _days([*days, today])
    ink = {"color": COLOURS[look]["ink"], "width": 2}
    line = {"type": "line", "x0": today}
    layout["shapes"] = [
        *(
            {**line, "x1": day, "y0": place, "y1": place, "line": {"color": colour, "width": 3}}
            for day, place, colour in zip(days, places, colours, strict=True)
        ),
        {**line, "x1": today, "yref": "paper", "y0": 0, "y1": 1, "line": ink},
    ]
    above = {"x": today, "y": 1, "yref": "paper", "yanchor": "bottom"}
    layout["annotations"] = [{**above, "text": "today"}]
    height = 50 + (ROW + LINE // 2) * len(rows)
    figure = figure_of(look, height, [marks, {**RIGHT_AXIS, "x": [today]}], layout)
    return Picture(figure, f"Marks at the day each is due. {'; '.join(said)}.")


def _days(days: list[str]) -> dict[str, Any]:
    """An axis with room around the days and no ticks: each day is said at the right."""
    first, latest = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    room = max((latest - first) * 0.06, pd.Timedelta(days=21))
    return {
        "type": "date",
        "range": [f"{first - room:%Y-%m-%d}", f"{latest + room:%Y-%m-%d}"],
        "showticklabels": False,
        "ticks": "",
        "showgrid": False,
    }
