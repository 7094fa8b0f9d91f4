"""An empty picture with labelled rows, measured in centimetres, and what is written around it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate
from textwrap import wrap
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Transform

from tcdata import charts_base

FULL, HALF = 17.4, 8.5  # centimetres
DOTS = 200  # per inch
INCH = 2.54
LINE, GAP = 0.42, 0.2  # centimetres: a line of text, and what is free between two rows
EDGE, FREE = 0.15, 0.1  # free at both sides, and above and below together
ASIDE = 0.15  # between the row's texts and the picture
COLOURS = charts_base.COLOURS["light"]
FONT = FontProperties(family="DejaVu Sans", size=9.5)  # comes with matplotlib


class Rows(NamedTuple):
    """An empty picture with a row for each label, the first on top."""

    figure: Figure
    axes: Axes
    renderer: RendererAgg
    places: list[float]


def rows_of(
    labels: Sequence[str],
    texts: Sequence[str],
    width: float,
    top: float,
    line: float = LINE,
    least: float = 0.0,
    aside: str = "",
) -> Rows:
    """The empty picture: labels at the left, texts at the right, `top` centimetres above them.

    `aside` stands above the texts at the right. The picture is at least `least` centimetres high,
    with what is too much below the rows.
    """
    wrapped = wrapped_to(labels, width)
    figure = Figure(figsize=(width / INCH, 1), dpi=DOTS, facecolor="white")
    renderer = FigureCanvasAgg(figure).get_renderer()
    left = _widest(renderer, wrapped) + ASIDE
    right = _widest(renderer, [*texts, aside]) + ASIDE
    heights = heights_of(wrapped, line)
    height = max(sum(heights) + top + FREE, least)
    figure.set_size_inches(width / INCH, height / INCH)
    across = width - left - right - 2 * EDGE
    axes = figure.add_axes(
        (
            (left + EDGE) / width,
            1 - (sum(heights) + top + 0.05) / height,
            across / width,
            sum(heights) / height,
        )
    )
    axes.set_axis_off()
    axes.set_ylim(0, sum(heights))  # centimetres: a bar is as thick beside a long label
    ends = accumulate(heights[::-1])
    places = [end - own / 2 for end, own in zip(ends, heights[::-1], strict=True)][::-1]
    for place, label, text in zip(places, wrapped, texts, strict=True):
        for side, said, shift, align in ((0, label, -ASIDE, "right"), (1, text, ASIDE, "left")):
            _say(axes, said, (side, place), axes.get_yaxis_transform(), (shift, 0), align, "center")
    _say(axes, aside, (1, 1), axes.transAxes, (ASIDE, 0.05), "left", "bottom")
    return Rows(figure, axes, renderer, places)


def wrapped_to(labels: Sequence[str], width: float) -> list[str]:
    """The labels in lines that leave room for the picture."""
    return ["\n".join(wrap(label, 32 if width == FULL else 20)) for label in labels]


def heights_of(wrapped: Sequence[str], line: float = LINE) -> list[float]:
    """The centimetres of each row."""
    return [line + LINE * label.count("\n") + GAP for label in wrapped]


def _widest(renderer: RendererAgg, texts: Sequence[str]) -> float:
    """The centimetres that the longest line needs."""
    lines = [line for text in texts for line in text.split("\n")]
    sizes = [renderer.get_text_width_height_descent(line, FONT, False)[0] for line in lines if line]
    return max(sizes, default=0.0) / DOTS * INCH


def above(made: Rows, x: float, text: str, align: str, up: float = 0.05) -> None:
    """A text above the rows, at `x` of the axis."""
    transform = made.axes.get_xaxis_transform()
    _say(made.axes, text, (x, 1), transform, (0, up), align, "bottom")


def scale(made: Rows, ticks: Sequence[int], unit: str) -> None:
    """An axis above the rows, with a thin line down from each of its numbers."""
    for tick in ticks:
        made.axes.axvline(tick, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        above(made, tick, f"{tick}{unit}", "center")


def _say(
    axes: Axes,
    text: str,
    place: tuple[float, float],
    transform: Transform,
    shift: tuple[float, float],
    across: str,
    along: str,
) -> None:
    axes.annotate(
        text,
        place,
        xycoords=transform,
        xytext=(shift[0] / INCH * 72, shift[1] / INCH * 72),
        textcoords="offset points",
        ha=across,
        va=along,
        fontproperties=FONT,
        color=COLOURS["ink"],
        annotation_clip=False,
        parse_math=False,
        linespacing=1.15,
    )


def png(made: Rows) -> bytes:
    """The picture as the bytes of a PNG file."""
    buffer = io.BytesIO()
    made.figure.savefig(buffer, format="png", dpi=DOTS)
    return buffer.getvalue()


def key(made: Rows, left: float, name: str, look: dict[str, Any]) -> float:
    """A mark and its name above the rows, `left` centimetres along; where the next may begin."""
    box = made.axes.get_window_extent()
    high = box.height / DOTS * INCH
    across = made.axes.transAxes
    place = ((left + 0.2) / (box.width / DOTS * INCH), 1 + 0.72 / high)
    made.axes.scatter(*place, s=42, linewidths=0.8, transform=across, clip_on=False, **look)
    _say(made.axes, name, (place[0], 1), across, (0.27, 0.72), "left", "center")
    return left + 1.0 + _widest(made.renderer, [name])
