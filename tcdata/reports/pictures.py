"""The pages' figures as pictures for documents, from the same frames, at the size they are printed.

Drawn with matplotlib's objects alone: its other interface keeps one state for the whole process and
the pages are many threads. Every text is drawn as it stands, never as a formula. What a picture
says to someone who cannot see it is what the page's figure says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tcdata import charts, charts_change, charts_skills, words
from tcdata.published import NOT_AVAILABLE
from tcdata.reports.blocks import Drawn
from tcdata.reports.canvas import (
    COLOURS,
    FREE,
    FULL,
    HALF,
    LINE,
    above,
    heights_of,
    key,
    png,
    rows_of,
    scale,
    wrapped_to,
)

BAR = 0.38  # centimetres
COVER = "● known of ┃ required"
COVER_HIRES = "● known + ○ hired of ┃ required"
MARKS = "osD^"  # of the options in their order: shapes tell them apart in grey
TONES = [COLOURS["warn"], COLOURS["quiet"], "white", COLOURS["main"]]


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
    made = rows_of(
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
        above(made, target, f"target {words.number(target)} {unit}".strip(), "right")
    return Drawn(headline, png(made), alt, width)


def side_by_side(found: Sequence[tuple[str, pd.DataFrame]]) -> list[Drawn]:
    """Bars with their headlines, two in a line: half as wide, and as high as each other."""
    heights = [sum(heights_of(wrapped_to([*rows["label"]], HALF)), FREE) for _, rows in found]
    return [bars(rows, title, width=HALF, least=max(heights)) for title, rows in found]


def cover(rows: pd.DataFrame, headline: str, width: float = FULL) -> Drawn:
    """Holders as dots beside the number required; `rows` as for `charts_skills.cover`."""
    alt = charts_skills.cover(rows, "light").alt
    hired = rows["planned"] > rows["holders"]
    aside = COVER_HIRES if hired.any() else COVER
    made = rows_of(rows["label"].tolist(), rows["text"].tolist(), width, 0.55, aside=aside)
    highest = float(max([2.0, *rows["required"], *rows["planned"]]))
    made.axes.set_xlim(-0.2, highest + 0.2)
    step = max(1, int(highest // 8))
    scale(made, list(range(0, int(highest) + 1, step)), "")
    for place, planned, required in zip(
        made.places, rows["planned"], rows["required"], strict=True
    ):
        if planned < required:
            made.axes.plot([planned, required], [place] * 2, color=COLOURS["warn"], linewidth=2.4)
    made.axes.scatter(
        rows["required"], made.places, marker="|", s=130, linewidths=2.2, color=COLOURS["ink"]
    )
    made.axes.scatter(rows["holders"], made.places, s=52, color=COLOURS["main"], zorder=3)
    made.axes.scatter(
        rows["planned"][hired],
        [place for place, new in zip(made.places, hired, strict=True) if new],
        s=52,
        color="white",
        edgecolors=COLOURS["main"],
        linewidths=1.5,
        zorder=3,
    )
    return Drawn(headline, png(made), alt, width)


def dumbbell(points: pd.DataFrame, waves: Sequence[str], headline: str) -> Drawn:
    """Shares of successive waves on one row each; `points` as for `charts_change.dumbbell`."""
    alt = charts_change.dumbbell(points, [*waves], "light").alt
    first = points.drop_duplicates("row")
    texts = [text.replace("\n", ", ") for text in first["text"]]
    made = rows_of(first["label"].tolist(), texts, FULL, 1.0)
    place = dict(zip(first["row"], made.places, strict=True))
    drawn = points[points["value"].notna()]
    highest = 20 * (min(99.0, float(drawn["value"].max() if len(drawn) else 90.0)) // 20 + 1)
    made.axes.set_xlim(-2, highest + 2)
    scale(made, [round(highest * quarter / 4) for quarter in range(5)], " %")
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
    above(made, 0, "   ".join(keys), "left", 0.6)
    return Drawn(headline, png(made), alt, FULL)


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
        f"{words.chance(values[0])} → {words.chance(min(values))}"
        if values[0] == values[0]
        else NOT_AVAILABLE
        for values in wide.to_numpy().tolist()
    ]
    made = rows_of(wide.index.tolist(), texts, FULL, 1.0, line=LINE * 2)
    made.axes.set_xlim(-3, 103)
    scale(made, [0, 25, 50, 75, 100], " %")
    middle, left = (len(names) - 1) / 2, 0.0
    for order, name in enumerate(names):
        look: dict[str, Any] = {
            "marker": MARKS[order],
            "color": TONES[order],
            "edgecolors": COLOURS["ink"],
        }
        places = [place - (order - middle) * 0.2 for place in made.places]
        made.axes.scatter(wide[name], places, s=42, linewidths=0.8, zorder=3, **look)
        left = key(made, left, name, look)
    said = [
        f"{label}: "
        + ", ".join(f"{name} {words.chance(values[name]) or NOT_AVAILABLE}" for name in names)
        for label, values in wide.iterrows()
    ]
    return Drawn(headline, png(made), f"Marks for each option. {'; '.join(said)}.", FULL)
