"""Published rows → plotly figures and their text alternative: bars, and lines over time."""

from __future__ import annotations

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
    SERIES,
    Look,
    Picture,
    figure_of,
    row_axes,
    wrapped,
)


def bars(
    rows: pd.DataFrame,
    look: Look,
    target: float | None = None,
    unit: str = "",
    named: str = "target",
) -> Picture:
    """Horizontal bars in the order given, first row on top, with the target drawn in and named.

    `rows` has label (text), value (number; missing draws no bar), text (what stands beside the
    bar, a symbol where there is no value) and marked (True for the bars that the heading names).
    `named` is what the line at `target` is called.
    """
    colours = COLOURS[look]
    said = [f"{label} {text}" for label, text in zip(rows["label"], rows["text"], strict=True)]
    rows = rows.iloc[::-1]
    values = rows["value"].fillna(0.0).tolist()
    labels = [wrapped(label, LABEL) for label in rows["label"]]
    tallest = max((label.count("<br>") for label in labels), default=0)
    bar = {
        "type": "bar",
        "y": list(range(len(rows))),
        "x": values,
        "orientation": "h",
        "marker": {"color": [colours["warn" if m else "main"] for m in rows["marked"]]},
        "customdata": said[::-1],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    highest = max([1.0, target or 0.0, *values])
    layout = row_axes(labels, rows["text"].tolist())
    layout["xaxis"] = {"range": [0, highest * 1.02], "showgrid": False, "showticklabels": False}
    if target is not None:
        ends = {"type": "line", "x0": target, "x1": target, "y0": 0, "y1": 1, "yref": "paper"}
        # On a light edge, so that it is seen across a dark bar as well.
        edge = {"width": 5, "color": colours["ground"]}
        line = {"dash": "dash", "width": 2, "color": colours["ink"]}
        layout["shapes"] = [{**ends, "line": edge}, {**ends, "line": line}]
        label = f"{named} {words.number(target)} {unit}".strip()
        place = {"x": target, "y": 1, "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
        layout["annotations"] = [{**place, "text": label}]
    height = 64 + max(ROW, LINE * (tallest + 1) + GAP) * len(rows)
    figure = figure_of(look, height, [bar, RIGHT_AXIS], layout)
    return Picture(figure, "Bars. " + "; ".join(said) + ".")


def lines(
    rows: pd.DataFrame,
    look: Look,
    x_title: str,
    target: tuple[float, str] | None = None,
    unit: str = "",
) -> Picture:
    """Lines over time with a direct label at each line's end.

    `rows` has series (text), x (number or date, ascending within a series), y (number; missing
    breaks the line), text (what is said of the point) and dashed (True for a series that is only
    for comparison). `target` is a height and its name; `unit` stands behind the axis's numbers.
    """
    colours, dates = COLOURS[look], pd.api.types.is_datetime64_any_dtype(rows["x"])
    middle = rows["x"].min() + (rows["x"].max() - rows["x"].min()) / 2
    traces, annotations, said = [], [], []
    for place, (name, points) in enumerate(rows.groupby("series", sort=False)):
        dashed = bool(points["dashed"].iloc[0])
        colour = colours["quiet"] if dashed else SERIES[look][place % len(SERIES[look])]
        x, y, texts = (points[column].tolist() for column in ("x", "y", "text"))
        traces.append(
            {
                "type": "scatter",
                "x": x,
                "y": [value if value == value else None for value in y],
                "name": str(name),
                "mode": "lines+markers",
                "connectgaps": False,
                "line": {"color": colour, "width": 2.5, "dash": "dot" if dashed else "solid"},
                "marker": {"size": 7},
                "text": texts,
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
        there = [number for number, value in enumerate(y) if value == value]
        if there:
            end, side = x[there[-1]], "left" if x[there[-1]] < middle else "right"
            # On the page's colour, so that the target's line does not run through the name.
            beside = {
                "xanchor": side,
                "yanchor": "bottom",
                "yshift": 4,
                "bgcolor": colours["ground"],
            }
            annotations.append({"x": end, "y": y[there[-1]], "text": str(name), **beside})
            said.append(f"{name}: {texts[there[-1]]}")
    ticks = {"dtick": "M12", "tickformat": "%Y"} if dates else {"tickformat": "d"}
    across = {"title": {"text": x_title}, "showgrid": False, "range": _with_room(rows["x"])}
    highest = max([1.0, rows["y"].max(), target[0] if target else 0.0])
    layout: dict[str, Any] = {
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "xaxis": {**across, **ticks},
        "yaxis": {
            "range": [0, highest * 1.1],
            "gridcolor": colours["grid"],
            "ticksuffix": f" {unit}".rstrip(),
        },
        "annotations": annotations,
    }
    if target is not None:
        height, label = target
        ends = {"x0": 0, "x1": 1, "xref": "x domain", "y0": height, "y1": height}
        line = {"dash": "dash", "width": 2, "color": colours["ink"]}
        layout["shapes"] = [{"type": "line", **ends, "line": line}]
        start = {"x": 0, "xref": "paper", "y": height, "xanchor": "left", "yanchor": "bottom"}
        annotations.append({**start, "text": label})
    return Picture(figure_of(look, 380, traces, layout), "Lines. " + "; ".join(said) + ".")


def _with_room(x: pd.Series) -> list[object]:
    """The range of a line chart's axis: a little more than its points, clear of the other axis."""
    room = (x.max() - x.min()) * 0.03
    return [x.min() - room, x.max() + room]
