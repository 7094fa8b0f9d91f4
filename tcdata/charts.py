"""Published rows → plotly figures and their text alternative.

Every figure has its own template (the Analysis Function's palette, in a light and a dark form), so
that it looks the same on a page and in an exported picture. Figures are made with
`graph_objects` only: plotly express costs twenty times as much.
"""

from __future__ import annotations

import html
from textwrap import wrap
from typing import Literal, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
from afcharts.af_colours import get_af_colours

from tcdata import words

Look = Literal["light", "dark"]

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'
ROW = 34  # pixels of height for one horizontal bar with a label of one or two lines
LINE = 18  # and for each line more
LABEL = 20  # characters in a line of a label, so that it leaves room for the bar on a phone

_CATEGORICAL = get_af_colours("categorical")
_SEQUENTIAL = get_af_colours("sequential")
_FOCUS = get_af_colours("focus")

# main: the series; warn: what falls short; quiet: what is only for comparison; ink: text and lines.
COLOURS: dict[Look, dict[str, str]] = {
    "light": {
        "main": _CATEGORICAL[0],
        "warn": _CATEGORICAL[3],
        "quiet": "#8A8F94",
        "ink": "#1F2328",
        "grid": "#E3E6E9",
    },
    "dark": {
        "main": _SEQUENTIAL[2],
        "warn": _CATEGORICAL[3],
        "quiet": _FOCUS[1],
        "ink": "#EDF0F3",
        "grid": "#333B44",
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


def blank(look: Look, height: int, **layout: object) -> go.Figure:
    """An empty figure of the product's template, `height` pixels high."""
    return go.Figure(
        layout={"template": pio.templates[f"tcdata-{look}"], "height": height, **layout}
    )


def lines_of(text: str) -> str:
    """Lines of plain text as plotly writes them: marks of HTML are only text."""
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))


def wrapped(text: str, width: int) -> str:
    """Plain text in lines of at most `width` characters, as plotly writes them."""
    return lines_of("\n".join(part for line in text.split("\n") for part in wrap(line, width)))


def row_axes(figure: go.Figure, labels: list[str], texts: list[str]) -> None:
    """One row per label: the labels at the left, the texts at the right.

    The texts are the ticks of a second axis, so that they keep their room at every width.
    """
    rows = {"range": [-0.6, len(labels) - 0.4], "tickvals": list(range(len(labels)))}
    figure.update_layout(
        yaxis={**rows, "ticktext": labels, "showgrid": False, "ticks": ""},
        yaxis2={
            **rows,
            "ticktext": texts,
            "showgrid": False,
            "ticks": "",
            "side": "right",
            "overlaying": "y",
            "automargin": True,
        },
    )
    # An axis without a trace is not drawn.
    figure.add_scatter(x=[0], y=[0], yaxis="y2", mode="markers", opacity=0, hoverinfo="skip")


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
    values = rows["value"].fillna(0.0)
    labels = [wrapped(label, LABEL) for label in rows["label"]]
    tallest = max((label.count("<br>") for label in labels), default=0)
    figure = blank(look, 64 + (ROW + LINE * max(0, tallest - 1)) * len(rows))
    figure.add_bar(
        y=list(range(len(rows))),
        x=values.tolist(),
        orientation="h",
        marker={"color": [colours["warn" if m else "main"] for m in rows["marked"]]},
        customdata=said[::-1],
        hovertemplate="%{customdata}<extra></extra>",
    )
    row_axes(figure, labels, rows["text"].tolist())
    highest = max([1.0, target or 0.0, *values])
    figure.update_xaxes(range=[0, highest * 1.02], showgrid=False, showticklabels=False)
    if target is not None:
        figure.add_shape(
            type="line",
            x0=target,
            x1=target,
            y0=0,
            y1=1,
            yref="paper",
            line={"dash": "dash", "width": 2, "color": colours["ink"]},
        )
        label = f"{named} {words.number(target)} {unit}".strip()
        figure.add_annotation(
            x=target, y=1, yref="paper", xanchor="right", yanchor="bottom", text=label
        )
    return Picture(figure, "Bars. " + "; ".join(said) + ".")


def lines(
    rows: pd.DataFrame, look: Look, x_title: str, target: tuple[float, str] | None = None
) -> Picture:
    """Lines over time with a direct label at each line's end.

    `rows` has series (text), x (number or date, ascending within a series), y (number; missing
    breaks the line), text (what is said of the point) and dashed (True for a series that is only
    for comparison). `target` is a height and its name.
    """
    colours, dates = COLOURS[look], pd.api.types.is_datetime64_any_dtype(rows["x"])
    figure = blank(look, 380)
    said = []
    middle = rows["x"].min() + (rows["x"].max() - rows["x"].min()) / 2
    names = rows["series"].unique().tolist()
    palette = dict(zip(names, SERIES[look] * (len(names) // len(SERIES[look]) + 1), strict=False))
    for name, points in rows.groupby("series", sort=False):
        dashed = bool(points["dashed"].iloc[0])
        colour = colours["quiet"] if dashed else palette[name]
        figure.add_scatter(
            x=points["x"].tolist(),
            y=points["y"].where(points["y"].notna(), None).tolist(),
            name=str(name),
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "width": 2.5, "dash": "dot" if dashed else "solid"},
            marker={"size": 7},
            text=points["text"].tolist(),
            hovertemplate="%{text}<extra></extra>",
        )
        last = points[points["y"].notna()].tail(1)
        for end in last.itertuples():
            figure.add_annotation(
                x=end.x,
                y=end.y,
                text=str(name),
                xanchor="left" if end.x < middle else "right",
                yanchor="bottom",
                yshift=4,
            )
            said.append(f"{name}: {end.text}")
    if target is not None:
        height, label = target
        figure.add_hline(y=height, line={"dash": "dash", "width": 2, "color": colours["ink"]})
        figure.add_annotation(
            x=0, xref="paper", y=height, xanchor="left", yanchor="bottom", text=label
        )
    highest = max([1.0, rows["y"].max(), target[0] if target else 0.0])
    figure.update_yaxes(range=[0, highest * 1.1], gridcolor=colours["grid"])
    figure.update_xaxes(
        title={"text": x_title},
        showgrid=False,
        range=_with_room(rows["x"]),
        **({"dtick": "M12", "tickformat": "%Y"} if dates else {"tickformat": "d"}),
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 16, "b": 8})
    return Picture(figure, "Lines. " + "; ".join(said) + ".")


def _with_room(x: pd.Series) -> list[object]:
    """The range of a line chart's axis: a little more than its points, clear of the other axis."""
    room = (x.max() - x.min()) * 0.03
    return [x.min() - room, x.max() + room]
