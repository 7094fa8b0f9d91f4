"""Published rows → plotly figures and their text alternative.

Every figure has its own template (the Analysis Function's palette, in a light and a dark form), so
that it looks the same on a page and in an exported picture. Figures are made with
`graph_objects` only: plotly express costs twenty times as much.
"""

from __future__ import annotations

import html
from functools import lru_cache
from textwrap import wrap
from typing import Any, Literal, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
from afcharts.af_colours import get_af_colours

from tcdata import words

Look = Literal["light", "dark"]

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'
ROW = 34  # pixels of height for one horizontal bar
LINE = 18  # for each line of its label, where that needs more
GAP = 6  # and left free between such labels
LABEL = 20  # characters in a line of a label, so that it leaves room for the bar on a phone

_CATEGORICAL = get_af_colours("categorical")
_SEQUENTIAL = get_af_colours("sequential")
_FOCUS = get_af_colours("focus")

# main: the series; warn: what falls short; quiet: what is only for comparison; ink: text and lines;
# ground: the page behind.
COLOURS: dict[Look, dict[str, str]] = {
    "light": {
        "main": _CATEGORICAL[0],
        "warn": _CATEGORICAL[3],
        "quiet": "#8A8F94",
        "ink": "#1F2328",
        "grid": "#E3E6E9",
        "ground": "#FFFFFF",
    },
    "dark": {
        "main": _SEQUENTIAL[2],
        "warn": _CATEGORICAL[3],
        "quiet": _FOCUS[1],
        "ink": "#EDF0F3",
        "grid": "#333B44",
        "ground": "#14181D",
    },
}
SERIES: dict[Look, list[str]] = {
    "light": _CATEGORICAL,
    "dark": ["#6BACE6", "#3CC4B9", "#E58DB7", "#F78D57", "#D5D8DB", "#BFA6E8"],
}


class Picture(NamedTuple):
    """A figure and what it says to someone who cannot see it."""

    figure: go.Figure
    alt: str


def _template(look: Look) -> go.layout.Template:
    ink, grid = COLOURS[look]["ink"], COLOURS[look]["grid"]
    axis = {
        "gridcolor": grid,
        "linecolor": grid,
        "zeroline": False,
        "automargin": True,
        "tickfont": {"size": 14, "color": ink},
        "title": {"font": {"size": 14, "color": ink}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": SERIES[look],
            "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hovermode": "closest",
            "bargap": 0.3,
            "dragmode": False,
            "hoverlabel": {"font": {"family": FONT, "size": 14}},
            "annotationdefaults": {"font": {"size": 14, "color": ink}, "showarrow": False},
        }
    )


for _look in ("light", "dark"):
    pio.templates[f"tcdata-{_look}"] = _template(_look)


def figure_of(
    look: Look, height: int, traces: list[dict[str, Any]], layout: dict[str, Any]
) -> go.Figure:
    """The figure of the product's template, `height` pixels high, made in one step.

    Traces and layout are plain dictionaries: with every later `add_…` or `update_…` plotly checks
    the whole figure again, at several times the cost.
    """
    template = pio.templates[f"tcdata-{look}"]
    return go.Figure(data=traces, layout={"template": template, "height": height, **layout})


def lines_of(text: str) -> str:
    """Lines of plain text as plotly writes them: marks of HTML are only text."""
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))


@lru_cache(maxsize=5000)
def wrapped(text: str, width: int) -> str:
    """Plain text in lines of at most `width` characters, as plotly writes them."""
    return lines_of("\n".join(part for line in text.split("\n") for part in wrap(line, width)))


# The trace of the rows' right axis: an axis without one is not drawn.
RIGHT_AXIS = {
    "type": "scatter",
    "x": [0],
    "y": [0],
    "yaxis": "y2",
    "mode": "markers",
    "opacity": 0,
    "hoverinfo": "skip",
}


def row_axes(labels: list[str], texts: list[str]) -> dict[str, Any]:
    """The layout of one row per label: the labels at the left, the texts at the right.

    The texts are the ticks of a second axis, whose trace is RIGHT_AXIS, so that they keep their
    room at every width.
    """
    rows = {
        "range": [-0.6, len(labels) - 0.4],
        "tickvals": list(range(len(labels))),
        "showgrid": False,
        "ticks": "",
    }
    right = {"side": "right", "overlaying": "y", "automargin": True}
    return {"yaxis": {**rows, "ticktext": labels}, "yaxis2": {**rows, "ticktext": texts, **right}}


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
