"""Shares of successive waves on one row each: a dumbbell for two waves, a line for more."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tcdata.charts import COLOURS, Look, Picture, blank, lines_of, row_axes, wrapped

WIDTH = 20  # characters of a label's line, so that the dots keep their room on a phone
HOVER = 44  # and of a line on hover
LINE, GAP = 19, 8  # pixels: a line of text, and what is left free between rows
STEP = 0.2  # how far a third wave moves down from the second, in rows
GROUND: dict[Look, str] = {"light": "#FFFFFF", "dark": "#14181D"}
TONES = {"better": "main", "worse": "warn", "no clear change": "quiet", "": "main"}
UNTESTED = "not tested"


def dumbbell(points: pd.DataFrame, waves: list[str], look: Look) -> Picture:
    """Each row's earlier shares as open dots, the latest filled, joined where comparable.

    `waves` are those to show, in order of time. `points` has one row per row of the picture and
    wave, in the order to show: row (its id), label, text (lines beside it), said (lines on hover),
    state (better or worse, no clear change, not tested, or empty), wave, value (per cent; missing
    draws nothing) and joined (True draws a line from the wave before). What was not tested is a
    diamond.
    """
    first = points.drop_duplicates("row")
    order = {row: place for place, row in enumerate(first["row"].tolist()[::-1])}
    middle = (len(waves) - 1) / 2
    step = STEP if len(waves) > 2 else 0.0
    drawn = points[points["value"].notna()].assign(
        y=lambda part: [
            order[row] - step * (waves.index(wave) - middle)
            for row, wave in zip(part["row"], part["wave"], strict=True)
        ],
        colour=lambda part: [_colour(state, look) for state in part["state"]],
        said=lambda part: [wrapped(text, HOVER) for text in part["said"]],
    )
    labels = [wrapped(label, WIDTH) for label in first["label"]]
    texts = [lines_of(text) for text in first["text"]]
    tallest = max((text.count("<br>") + 1 for text in [*labels, *texts]), default=1)
    figure = blank(look, 80 + (LINE * tallest + GAP) * len(first))
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 64, "b": 8}, hoverlabel={"align": "left", "namelength": 0}
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=28,
        text=_key(waves, bool((points["state"] == UNTESTED).any())),
    )
    _joins(figure, drawn)
    _dots(figure, drawn[drawn["wave"] != waves[-1]], GROUND[look])
    _dots(figure, drawn[drawn["wave"] == waves[-1]], "")
    row_axes(figure, labels[::-1], texts[::-1])
    # Three labels have room on a phone; the lines between them have none to need.
    highest = 20 * (min(99.0, float(drawn["value"].max() if len(drawn) else 90.0)) // 20 + 1)
    figure.update_xaxes(
        range=[-2, highest + 2],
        side="top",
        ticksuffix=" %",
        dtick=highest / 2,
        minor={"dtick": highest / 4, "showgrid": True, "gridcolor": COLOURS[look]["grid"]},
    )
    said = [
        f"{label}: {text}".replace("\n", ", ")
        for label, text in zip(first["label"], first["text"], strict=True)
    ]
    return Picture(figure, f"Dots for {', '.join(waves)} on each row. {'; '.join(said)}.")


def _key(waves: list[str], untested: bool) -> str:
    """What the dots stand for; what the colours do stands beside each row in words."""
    *earlier, latest = waves
    parts = [f"○ {', '.join(earlier)}"] if earlier else []
    parts.append(f"● {latest}" + (", downwards" if len(waves) > 2 else ""))
    return lines_of("   ".join([*parts, *(["◆ not tested"] if untested else [])]))


def _colour(state: str, look: Look) -> str:
    return COLOURS[look][TONES.get(state, "ink")]


def _joins(figure: go.Figure, drawn: pd.DataFrame) -> None:
    """One trace per colour, its lines parted by gaps: many small traces are slow to draw."""
    before = drawn.groupby("row")[["value", "y"]].shift()
    ends = drawn[["colour", "value", "y", "joined"]].assign(x0=before["value"], y0=before["y"])
    for colour, lines in ends[ends["joined"] & ends["x0"].notna()].groupby("colour"):
        parts = zip(lines["x0"], lines["value"], lines["y0"], lines["y"], strict=True)
        corners = [((x0, x1, None), (y0, y1, None)) for x0, x1, y0, y1 in parts]
        figure.add_scatter(
            x=[x for xs, _ in corners for x in xs],
            y=[y for _, ys in corners for y in ys],
            mode="lines",
            line={"color": colour, "width": 4},
            hoverinfo="skip",
        )


def _dots(figure: go.Figure, drawn: pd.DataFrame, fill: str) -> None:
    """Dots of one kind: open ones have a `fill` of their own, filled ones their row's colour."""
    figure.add_scatter(
        x=drawn["value"].tolist(),
        y=drawn["y"].tolist(),
        mode="markers",
        marker={
            "size": 12,
            "symbol": ["diamond" if s == UNTESTED else "circle" for s in drawn["state"]],
            "color": [fill] * len(drawn) if fill else drawn["colour"].tolist(),
            "line": {"width": 2, "color": drawn["colour"].tolist()},
            "opacity": 1,
        },
        customdata=drawn["said"].tolist(),
        hovertemplate="%{customdata}<extra></extra>",
    )
