"""The pages' figures as pictures for documents, from the same frames, at the size they are printed.

Drawn with matplotlib's objects alone: its other interface keeps one state for the whole process and
the pages are many threads. Every text is drawn as it stands, never as a formula. What a picture
says to someone who cannot see it is what the page's figure says.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Transform

from tcdata import charts, charts_change, charts_skills, words
from tcdata.reports.blocks import Drawn

FULL, HALF = 17.4, 8.5  # centimetres
DOTS = 200  # per inch
INCH = 2.54
POINTS = 9.5
LINE, GAP = 0.42, 0.2  # centimetres: a line of text, and what is free between two rows
BAR = 0.38
EDGE, FREE = 0.15, 0.1  # free at both sides, and above and below together
ASIDE = 0.15  # between the row's texts and the picture
COLOURS = charts.COLOURS["light"]
MARKS = "osD^"  # of the options in their order: shapes tell them apart in grey
TONES = [COLOURS["warn"], COLOURS["quiet"], "white", COLOURS["main"]]
FONT = FontProperties(family="DejaVu Sans", size=POINTS)  # comes with matplotlib


class _Rows(NamedTuple):
    """An empty picture with a row for each label, the first on top."""

    figure: Figure
    axes: Axes
    renderer: RendererAgg
    places: list[float]


def bars(
    rows: pd.DataFrame,
    headline: str,
    *,
    target: float | None = None,
    unit: str = "",
    width: float = FULL,
    least: float = 0.0,
) -> Drawn:
    """Horizontal bars with the target drawn in; `rows` as for `charts.bars`.

    Bars that fall short are hatched as well as coloured, so that they differ in grey. The picture
    is at least `least` centimetres high.
    """
    alt = charts.bars(rows, "light", target, unit).alt
    made = _rows(
        rows["label"].tolist(), rows["text"].tolist(), width, 0.5 if target else 0.0, least=least
    )
    values = rows["value"].fillna(0.0).tolist()
    for place, value, marked in zip(made.places, values, rows["marked"], strict=True):
        colour = COLOURS["warn" if marked else "main"]
        made.axes.barh(
            place,
            value,
            height=BAR,
            color=colour,
            edgecolor="white" if marked else colour,
            hatch="///" if marked else None,
            linewidth=0,
        )
    highest = max([1.0, target or 0.0, *values])
    made.axes.set_xlim(0, highest * 1.02)
    made.axes.axvline(0, color=COLOURS["quiet"], linewidth=0.8)
    if target is not None:
        made.axes.axvline(target, color=COLOURS["ink"], linestyle=(0, (4, 3)), linewidth=1.3)
        _above(made, target, f"target {words.number(target)} {unit}".strip(), "right")
    return Drawn(headline, _png(made), alt, width)


def side_by_side(found: Sequence[tuple[str, pd.DataFrame]]) -> list[Drawn]:
    """Bars with their headlines, two in a line: half as wide, and as high as each other."""
    heights = [sum(_heights(_wrapped([*rows["label"]], HALF)), FREE) for _, rows in found]
    return [bars(rows, title, width=HALF, least=max(heights)) for title, rows in found]


def cover(rows: pd.DataFrame, headline: str, width: float = FULL) -> Drawn:
    """Holders as dots beside the number required; `rows` as for `charts_skills.cover`."""
    alt = charts_skills.cover(rows, "light").alt
    made = _rows(rows["label"].tolist(), rows["text"].tolist(), width, 0.55)
    highest = float(max([2.0, *rows["required"], *rows["holders"]]))
    made.axes.set_xlim(-0.2, highest + 0.2)
    step = max(1, int(highest // 8))
    _scale(made, list(range(0, int(highest) + 1, step)), "")
    for place, holders, required in zip(
        made.places, rows["holders"], rows["required"], strict=True
    ):
        if holders < required:
            made.axes.plot([holders, required], [place] * 2, color=COLOURS["warn"], linewidth=2.4)
    made.axes.scatter(
        rows["required"], made.places, marker="|", s=130, linewidths=2.2, color=COLOURS["ink"]
    )
    made.axes.scatter(rows["holders"], made.places, s=52, color=COLOURS["main"], zorder=3)
    return Drawn(headline, _png(made), alt, width)


def dumbbell(points: pd.DataFrame, waves: Sequence[str], headline: str) -> Drawn:
    """Shares of successive waves on one row each; `points` as for `charts_change.dumbbell`."""
    alt = charts_change.dumbbell(points, [*waves], "light").alt
    first = points.drop_duplicates("row")
    texts = [text.replace("\n", ", ") for text in first["text"]]
    made = _rows(first["label"].tolist(), texts, FULL, 1.0)
    place = dict(zip(first["row"], made.places, strict=True))
    drawn = points[points["value"].notna()]
    highest = 20 * (min(99.0, float(drawn["value"].max() if len(drawn) else 90.0)) // 20 + 1)
    made.axes.set_xlim(-2, highest + 2)
    _scale(made, [round(highest * quarter / 4) for quarter in range(5)], " %")
    middle, step = (len(waves) - 1) / 2, charts_change.STEP * LINE if len(waves) > 2 else 0.0
    for row, dots in drawn.groupby("row", sort=False):
        tone = charts_change.TONES.get(dots["state"].iloc[0], "ink")
        colour, before = COLOURS[tone], None
        mark = "D" if dots["state"].iloc[0] == charts_change.UNTESTED else "o"
        for wave, value, joined in zip(dots["wave"], dots["value"], dots["joined"], strict=True):
            at = (value, place[row] - step * (waves.index(wave) - middle))
            if joined and before:
                ends = zip(before, at, strict=True)
                made.axes.plot(*ends, color=colour, linewidth=2.6, zorder=2)
            face = colour if wave == waves[-1] else "white"
            made.axes.scatter(
                *at, marker=mark, s=52, color=face, edgecolors=colour, linewidths=1.5, zorder=3
            )
            before = at
    *earlier, latest = waves
    keys = [*([f"○ {', '.join(earlier)}"] if earlier else []), f"● {latest}"]
    keys += ["◆ not tested"] if (drawn["state"] == charts_change.UNTESTED).any() else []
    _above(made, 0, "   ".join(keys), "left", 0.6)
    return Drawn(headline, _png(made), alt, FULL)


def options(scored: pd.DataFrame, headline: str) -> Drawn:
    """The chance of too few holders under each option, a row per skill and a mark per option.

    `scored` has label, short (the option) and risk (per cent; missing draws nothing), the options
    of a skill in one order, the first being what happens if nothing is done.
    """
    names = scored["short"].unique().tolist()
    wide = scored.pivot_table(
        index="label", columns="short", values="risk", sort=False, dropna=False
    ).reindex(columns=names)
    texts = [
        f"{_chance(values[0])} → {_chance(min(values))}" if values[0] == values[0] else "[x]"
        for values in wide.to_numpy().tolist()
    ]
    made = _rows(wide.index.tolist(), texts, FULL, 1.0, line=LINE * 2)
    made.axes.set_xlim(-3, 103)
    _scale(made, [0, 25, 50, 75, 100], " %")
    middle, left = (len(names) - 1) / 2, 0.0
    for order, name in enumerate(names):
        look: dict[str, Any] = {
            "marker": MARKS[order],
            "color": TONES[order],
            "edgecolors": COLOURS["ink"],
        }
        places = [place - (order - middle) * 0.2 for place in made.places]
        made.axes.scatter(wide[name], places, s=42, linewidths=0.8, zorder=3, **look)
        left = _key(made, left, name, look)
    said = [
        f"{label}: " + ", ".join(f"{name} {_chance(values[name])}" for name in names)
        for label, values in wide.iterrows()
    ]
    return Drawn(headline, _png(made), f"Marks for each option. {'; '.join(said)}.", FULL)


def _key(made: _Rows, left: float, name: str, look: dict[str, Any]) -> float:
    """A mark and its name above the rows, `left` centimetres along; where the next may begin."""
    box = made.axes.get_window_extent()
    high = box.height / DOTS * INCH
    across = made.axes.transAxes
    place = ((left + 0.2) / (box.width / DOTS * INCH), 1 + 0.72 / high)
    made.axes.scatter(*place, s=42, linewidths=0.8, transform=across, clip_on=False, **look)
    _say(made.axes, name, (place[0], 1), across, (0.2, 0.72), "left", "center")
    return left + 0.9 + _widest(made.renderer, [name])


def _chance(value: float) -> str:
    return words.percent(value) or "[x]"


def _rows(
    labels: Sequence[str],
    texts: Sequence[str],
    width: float,
    top: float,
    line: float = LINE,
    least: float = 0.0,
) -> _Rows:
    """The empty picture: labels at the left, texts at the right, `top` centimetres above them.

    It is at least `least` centimetres high, with what is too much below the rows.
    """
    wrapped = _wrapped(labels, width)
    figure = Figure(figsize=(width / INCH, 1), dpi=DOTS, facecolor="white")
    renderer = FigureCanvasAgg(figure).get_renderer()
    left = _widest(renderer, wrapped) + ASIDE
    right = _widest(renderer, texts) + ASIDE
    heights = _heights(wrapped, line)
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
    return _Rows(figure, axes, renderer, places)


def _wrapped(labels: Sequence[str], width: float) -> list[str]:
    return ["\n".join(wrap(label, 32 if width == FULL else 20)) for label in labels]


def _heights(wrapped: Sequence[str], line: float = LINE) -> list[float]:
    """The centimetres of each row."""
    return [line + LINE * label.count("\n") + GAP for label in wrapped]


def _widest(renderer: RendererAgg, texts: Sequence[str]) -> float:
    """The centimetres that the longest line needs."""
    lines = [line for text in texts for line in text.split("\n")]
    sizes = [renderer.get_text_width_height_descent(line, FONT, False)[0] for line in lines if line]
    return max(sizes, default=0.0) / DOTS * INCH


def _above(made: _Rows, x: float, text: str, align: str, up: float = 0.05) -> None:
    """A text above the rows, at `x` of the axis."""
    transform = made.axes.get_xaxis_transform()
    _say(made.axes, text, (x, 1), transform, (0, up), align, "bottom")


def _scale(made: _Rows, ticks: Sequence[int], unit: str) -> None:
    """An axis above the rows, with a thin line down from each of its numbers."""
    for tick in ticks:
        made.axes.axvline(tick, color=COLOURS["grid"], linewidth=0.8, zorder=0)
        _above(made, tick, f"{tick}{unit}", "center")


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


def _png(made: _Rows) -> bytes:
    buffer = io.BytesIO()
    made.figure.savefig(buffer, format="png", dpi=DOTS)
    return buffer.getvalue()
