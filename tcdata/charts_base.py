"""What every figure is made with: its look, its texts, its rows and its text alternative.

Every figure has its own template (the Analysis Function's palette, in a light and a dark form), so
that it looks the same on a page and in an exported picture. Figures are made with
`graph_objects` only: plotly express costs twenty times as much.
"""

from __future__ import annotations

import html
from functools import lru_cache
from textwrap import wrap
from typing import Any, Literal, NamedTuple

import plotly.graph_objects as go
import plotly.io as pio
from afcharts.af_colours import get_af_colours

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
