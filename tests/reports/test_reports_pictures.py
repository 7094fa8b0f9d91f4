"""Pictures for documents, measured in their pixels: lengths, places, grey, and threads."""

import io
from concurrent.futures import ThreadPoolExecutor

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from tcdata import charts, charts_skills
from tcdata.reports import pictures

MAIN, WARN = (0x12, 0x43, 0x6D), (0xF4, 0x6A, 0x25)


def bar_rows(values, marked=()):
    labels = [f"Unit {place}" for place in range(len(values))]
    return pd.DataFrame(
        {
            "label": labels,
            "value": values,
            "text": ["[c]" if value != value else f"{value:g} %" for value in values],
            "marked": [place in marked for place in range(len(values))],
        }
    )


def pixels(drawn):
    read = matplotlib.image.imread(io.BytesIO(drawn.png), format="png")
    return np.round(read[:, :, :3] * 255).astype(int)


def near(image, colour):
    return (np.abs(image - np.array(colour)) <= 8).all(axis=2)


def runs(mask):
    """First and last place of each unbroken run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    return list(zip(edges[::2], edges[1::2] - 1, strict=True))


def bar_lengths(image, colour):
    """The length of each bar of a colour, from top to bottom, in pixels."""
    found = near(image, colour)
    rows = runs(found.sum(axis=1) > 20)
    middles = [(first + last) // 2 for first, last in rows]
    return [max(last - first + 1 for first, last in runs(found[middle])) for middle in middles]


def test_bars_are_as_long_as_their_values_and_a_hidden_one_has_none():
    lengths = bar_lengths(pixels(pictures.bars(bar_rows([80.0, 40.0, np.nan, 20.0]), "")), MAIN)
    assert len(lengths) == 3
    assert np.allclose(np.array(lengths) / lengths[0], [1, 0.5, 0.25], atol=0.01)


@pytest.mark.parametrize("width", [pictures.FULL, pictures.HALF])
def test_a_picture_is_as_wide_as_it_says(width):
    drawn = pictures.bars(bar_rows([3.0, 1.0]), "", width=width)
    assert drawn.centimetres == width
    assert abs(pixels(drawn).shape[1] / 200 * 2.54 - width) < 0.02


def test_a_bar_that_falls_short_differs_in_grey_too():
    drawn = pictures.bars(bar_rows([80.0, 40.0], marked=[1]), "", target=60.0, unit="%")
    grey = pixels(drawn).mean(axis=2)
    found = near(pixels(drawn), WARN)
    middle = np.flatnonzero(found.sum(axis=1) > 20).mean().astype(int)
    left, right = np.flatnonzero(found[middle])[[0, -1]]
    marked = grey[middle, left:right]
    plain = grey[near(pixels(drawn), MAIN)]
    assert marked.max() > 230  # white stripes
    assert marked.min() - plain.max() > 40


def test_the_target_stands_where_its_value_is():
    image = pixels(pictures.bars(bar_rows([80.0, 40.0]), "", target=60.0, unit="%"))
    full, half = bar_lengths(image, MAIN)
    start = np.flatnonzero(near(image, MAIN).any(axis=0))[0]
    middle = start + full * 60 / 80
    free = (image.mean(axis=2) < 140)[:, int(start + half + 20) : int(start + full)]
    free = free & ~near(image, MAIN)[:, int(start + half + 20) : int(start + full)]
    column = int(start + half + 20) + np.argmax(free.sum(axis=0))
    assert abs(column - middle) < 4
    assert abs(half / full - 0.5) < 0.01


def test_words_are_those_of_the_pages_figures():
    rows = bar_rows([80.0, np.nan])
    assert pictures.bars(rows, "", target=60.0).alt == charts.bars(rows, "light", 60.0).alt
    skills = pd.DataFrame({"label": ["A"], "holders": [1.0], "required": [2.0], "text": ["1 of 2"]})
    skills["planned"] = skills["holders"] + 1
    assert pictures.cover(skills, "").alt == charts_skills.cover(skills, "light").alt


def test_an_option_without_a_chance_is_a_symbol():
    scored = pd.DataFrame(
        {
            "label": ["A", "A", "B", "B"],
            "short": ["accept", "hire one"] * 2,
            "risk": [100.0, 12.4, np.nan, np.nan],
        }
    )
    drawn = pictures.options(scored, "Options")
    assert "A: accept 100 %, hire one 12 %" in drawn.alt
    assert "B: accept [x], hire one [x]" in drawn.alt


def test_a_chance_is_never_rounded_to_none_or_all_as_in_the_tables():
    scored = pd.DataFrame(
        {"label": ["A", "A"], "short": ["accept", "hire one"], "risk": [99.7, 0.2]}
    )
    assert "A: accept over 99 %, hire one under 1 %" in pictures.options(scored, "Options").alt


@pytest.mark.parametrize("label", ["$\\frac{1}", "cost $5 to $6", "a_b^c \\alpha", "<b>&amp;"])
def test_a_label_is_never_read_as_a_formula(label):
    rows = bar_rows([3.0, 1.0]).assign(label=[label, "B"])
    assert pictures.bars(rows, "").png.startswith(b"\x89PNG")


def test_two_in_a_line_are_equally_high():
    pair = pictures.side_by_side([("A", bar_rows([1.0] * 7)), ("B", bar_rows([1.0] * 3))])
    high = {pixels(drawn).shape[0] for drawn in pair}
    assert len(high) == 1
    assert [len(bar_lengths(pixels(drawn), MAIN)) for drawn in pair] == [7, 3]


def test_threads_draw_what_one_draws_alone():
    frames = [bar_rows([float(n), 1.0, 2.0]) for n in range(1, 9)]
    alone = [pictures.bars(rows, "").png for rows in frames]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda rows: pictures.bars(rows, "").png, frames))
    assert together == alone
