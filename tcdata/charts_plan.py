"""The plan page's figure: what is due when, and what is late."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from tcdata import words
from tcdata.charts_base import COLOURS, LABEL, LINE, ROW, Look, Picture, lines_of, wrapped


def due(rows: pd.DataFrame, today: str, look: Look) -> Picture:
    """Each decision as a mark at the day it is due, with a line from today; the late ones first.

    `rows` has label, due (ISO text), overdue (True or False) and text (what stands at the right).
    """
    colours = COLOURS[look]
    said = [
        f"{label}: due {words.date(day)}{', overdue' if late else ''}"
        for label, day, late in zip(rows["label"], rows["due"], rows["overdue"], strict=True)
    ]
    places = list(range(len(rows)))[::-1]
    marks = [colours["warn"] if late else colours["main"] for late in rows["overdue"]]
    days = [*rows["due"], today]
    first, latest = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    room = max((latest - first) * 0.06, pd.Timedelta(days=21))
    axis = {"range": [-0.6, len(rows) - 0.4], "tickvals": places, "showgrid": False, "ticks": ""}
    figure = go.Figure(
        data=[
            {
                "type": "scatter",
                "x": rows["due"].tolist(),
                "y": places,
                "mode": "markers",
                "marker": {
                    "size": 13,
                    "color": marks,
                    "symbol": ["diamond" if late else "circle" for late in rows["overdue"]],
                },
                "customdata": said,
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            # An axis without a trace is not drawn.
            {
                "type": "scatter",
                "x": [today],
                "y": [0],
                "yaxis": "y2",
                "mode": "markers",
                "opacity": 0,
                "hoverinfo": "skip",
            },
        ],
        layout={
            "template": pio.templates[f"tcdata-{look}"],
            "height": 50 + (ROW + LINE // 2) * len(rows),
            "xaxis": {
                "type": "date",
                "range": [f"{first - room:%Y-%m-%d}", f"{latest + room:%Y-%m-%d}"],
                "showticklabels": False,  # each day is said at the right
                "ticks": "",
                "showgrid": False,
            },
            "yaxis": {**axis, "ticktext": [wrapped(label, LABEL) for label in rows["label"]]},
            "yaxis2": {
                **axis,
                "ticktext": [lines_of(text) for text in rows["text"]],
                "side": "right",
                "overlaying": "y",
                "automargin": True,
            },
            "shapes": [
                *[
                    {
                        "type": "line",
                        "x0": today,
                        "x1": day,
                        "y0": place,
                        "y1": place,
                        "line": {"color": mark, "width": 3},
                    }
                    for day, place, mark in zip(rows["due"], places, marks, strict=True)
                ],
                {
                    "type": "line",
                    "x0": today,
                    "x1": today,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": colours["ink"], "width": 2},
                },
            ],
            "annotations": [
                {"x": today, "y": 1, "yref": "paper", "yanchor": "bottom", "text": "today"}
            ],
        },
    )
    return Picture(figure, f"Marks at the day each is due. {'; '.join(said)}.")
