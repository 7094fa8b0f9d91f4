"""The comparison of two waves as polars, duckdb and numpy make it, from the same Arrow columns.

Each counts, per unit and wave, who chose each option, who answered at all, who chose a favourable
option, and who counts as having answered (complete, or half of the core questions); then all make
the change, its interval and its adjusted p-value of those counts with `compared`, which is numpy
without a check or a label. Questions and units come in the reference's order.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from benchmarks.waves import CORE, FRAME, Made
from tcdata.reference.organisation import closure

WAVES = [*FRAME]
HALVINGS = 45


class Arrow(NamedTuple):
    """The tables as Arrow, and what the reference says, ready for any of the three."""

    respondents: pa.Table
    answers: pa.Table
    choices: pa.Table  # question, option, good: one row per option, in order
    holds: pa.Table  # unit, above: each unit that people name, and the units that hold it
    asked: np.ndarray  # people asked: waves × units of `above`
    questions: list[str]
    above: list[str]


class Compared(NamedTuple):
    """The table: counts per wave (first axis), the changes by question × unit."""

    base: np.ndarray  # waves × units
    options: np.ndarray  # waves × options × units
    answered: np.ndarray  # waves × questions × units
    favourable: np.ndarray  # waves × questions × units
    change: np.ndarray  # questions × units, as are the next
    low: np.ndarray
    high: np.ndarray
    chance: np.ndarray


def arrow(made: Made) -> Arrow:
    """The waves of `benchmarks.waves` as `Arrow`; not timed."""
    known = made.reference
    date = known.waves["frame_date"].max()
    pairs = closure(known, date)
    pairs = pairs[pairs["unit"].isin(made.respondents["unit"].unique())]
    above = pairs["ancestor"].unique().tolist()
    options = known.questions.assign(option=known.questions["options"].str.split(";"))
    options = options.explode("option")
    good = [
        o in f.split(";") for o, f in zip(options["option"], options["favourable"], strict=True)
    ]
    asked = made.frames.pivot_table(index="period", columns="unit", values="base")
    return Arrow(
        pa.Table.from_pandas(made.respondents, preserve_index=False),
        pa.Table.from_pandas(made.answers, preserve_index=False),
        pa.Table.from_pandas(
            options[["question", "option"]].assign(good=good), preserve_index=False
        ),
        pa.Table.from_pandas(
            pairs[["unit", "ancestor"]].rename(columns={"ancestor": "above"}), preserve_index=False
        ),
        asked.loc[WAVES, above].to_numpy(),
        known.questions["question"].tolist(),
        above,
    )


def with_numpy(given: Arrow) -> Compared:
    """Codes once, then one count of whole numbers for each of the three tables."""

    def codes(column: pa.ChunkedArray, texts: list[str]) -> np.ndarray:
        encoded = column.combine_chunks().dictionary_encode()
        place = {text: number for number, text in enumerate(texts)}
        found = [place.get(text, -1) for text in encoded.dictionary.to_pylist()]
        return np.array(found, dtype=np.int64)[encoded.indices.to_numpy()]

    people, answers, choices = given.respondents, given.answers, given.choices
    ids = [*dict.fromkeys(people["respondent_id"].to_pylist())]
    # The same id may stand in both waves.
    wave = codes(people["wave"], WAVES)
    person = np.full(len(WAVES) * len(ids), -1)
    person[wave * len(ids) + codes(people["respondent_id"], ids)] = np.arange(len(people))
    of_answer = codes(answers["wave"], WAVES) * len(ids) + codes(answers["respondent_id"], ids)
    who = person[of_answer]
    what = codes(answers["question"], given.questions)
    texts = [*dict.fromkeys(choices["option"].to_pylist())]
    which = codes(answers["option"], texts)
    place = np.full((len(given.questions), len(texts)), -1)
    place[codes(choices["question"], given.questions), codes(choices["option"], texts)] = np.arange(
        len(choices)
    )
    chosen = place[what, which]
    good = choices["good"].to_numpy()
    n, m = len(people), len(given.questions)

    def marks(keep: np.ndarray) -> np.ndarray:
        seen = np.zeros(n * m, dtype=bool)
        seen[(who * m + what)[keep]] = True
        return seen.reshape(n, m)

    some = marks(np.ones(len(who), dtype=bool))
    counts = codes(people["complete"], ["partial", "yes"]) == 1
    counts |= 2 * some[:, :CORE].sum(axis=1) >= CORE
    units = [*dict.fromkeys(given.holds["unit"].to_pylist())]
    holds = np.zeros((len(units), len(given.above)))
    holds[codes(given.holds["unit"], units), codes(given.holds["above"], given.above)] = 1
    cell = wave * len(units) + codes(people["unit"], units)
    cells = len(WAVES) * len(units)

    def up(table: np.ndarray) -> np.ndarray:
        return np.swapaxes(table.reshape(len(WAVES), len(units), -1), 1, 2) @ holds

    inside = counts[who]
    options = np.bincount(
        (cell[who] * len(choices) + chosen)[inside], minlength=cells * len(choices)
    )

    def of_questions(marked: np.ndarray) -> np.ndarray:
        person, question = np.nonzero(marked & counts[:, None])
        return up(np.bincount(cell[person] * m + question, minlength=cells * m))

    return compared(
        up(np.bincount(cell[counts], minlength=cells))[:, 0],
        up(options),
        of_questions(some),
        of_questions(marks(good[chosen])),
        given.asked,
    )


def with_polars(given: Arrow) -> Compared:
    """Lazy frames, each id and text a code once, collected together."""
    people, answers, choices, holds = (pl.LazyFrame(pl.from_arrow(table)) for table in given[:4])
    core = answers.filter(pl.col("question").is_in(given.questions[:CORE]))
    heard = core.group_by("wave", "respondent_id").agg(pl.col("question").n_unique().alias("heard"))
    counted = (
        people.join(heard, on=["wave", "respondent_id"], how="left")
        .filter((pl.col("complete") == "yes") | (2 * pl.col("heard") >= CORE))
        .select("respondent_id", "wave", "unit")
        .with_row_index("who")
    )
    chosen = (
        answers.join(counted, on=["wave", "respondent_id"])
        .join(choices, on=["question", "option"])
        .select("who", "wave", "unit", "question", "option", "good")
    )
    cell = ["wave", "unit", "question"]
    each = [
        counted.group_by("wave", "unit").agg(pl.len().alias("n")),
        chosen.group_by(*cell, "option").agg(pl.len().alias("n")),
        chosen.group_by(cell).agg(pl.col("who").n_unique().alias("n")),
        chosen.filter("good").group_by(cell).agg(pl.col("who").n_unique().alias("n")),
    ]
    up = [
        table.join(holds, on="unit").drop("unit").group_by(pl.exclude("n")).agg(pl.col("n").sum())
        for table in each
    ]
    return _from_tables([table.to_arrow() for table in pl.collect_all(up)], given)


DUCKDB = [
    """
create temp table counted as
select row_number() over () as who, respondent_id, wave, unit
from respondents left join (
    select wave, respondent_id, count(distinct question) as heard
    from answers where question in (select unnest($core)) group by all
) using (wave, respondent_id)
where complete = 'yes' or 2 * heard >= len($core)
""",
    """
create temp table chosen as
select who, c.wave, unit, question, option, good
from answers a join counted c using (wave, respondent_id) join choices using (question, option)
""",
]
DUCKDB_COUNTS = [
    "select wave, above, count(*) as n from counted join holds using (unit) group by all",
    "select wave, above, question, option, sum(n) as n from (select wave, unit, question, option, "
    "count(*) as n from chosen group by all) join holds using (unit) group by all",
    "select wave, above, question, sum(n) as n from (select wave, unit, question, count(distinct "
    "who) as n from chosen group by all) join holds using (unit) group by all",
    "select wave, above, question, sum(n) as n from (select wave, unit, question, count(distinct "
    "who) as n from chosen where good group by all) join holds using (unit) group by all",
]


def with_duckdb(given: Arrow) -> Compared:
    """Two tables made once, then four counts in SQL."""
    with duckdb.connect() as here:
        for name in ("respondents", "answers", "choices", "holds"):
            here.register(name, getattr(given, name))
        here.execute(DUCKDB[0], {"core": given.questions[:CORE]})
        here.execute(DUCKDB[1])
        tables = [here.sql(query).to_arrow_table() for query in DUCKDB_COUNTS]
    return _from_tables(tables, given)


def _from_tables(tables: list[pa.Table], given: Arrow) -> Compared:
    """Counts by name as arrays in the reference's order."""
    columns = (given.choices[name].to_pylist() for name in ("question", "option"))
    pairs = zip(*columns, strict=True)
    option = {pair: number for number, pair in enumerate(pairs)}
    question = {name: number for number, name in enumerate(given.questions)}
    wave, unit = ({name: i for i, name in enumerate(names)} for names in (WAVES, given.above))

    def laid_out(table: pa.Table, things: int) -> np.ndarray:
        out = np.zeros((len(WAVES), things, len(given.above)))
        columns = [table[name].to_pylist() for name in table.column_names if name != "n"]
        named = dict(zip([n for n in table.column_names if n != "n"], columns, strict=True))
        what: list[int] = [0] * len(table)
        if "option" in named:
            what = [option[p] for p in zip(named["question"], named["option"], strict=True)]
        elif "question" in named:
            what = [question[name] for name in named["question"]]
        at = [wave[name] for name in named["wave"]]
        out[at, what, [unit[name] for name in named["above"]]] = table["n"].to_numpy()
        return out

    sizes = [1, len(option), len(question), len(question)]
    base, options, answered, favourable = map(laid_out, tables, sizes)
    return compared(base[:, 0], options, answered, favourable, given.asked)


def compared(
    base: np.ndarray,
    options: np.ndarray,
    answered: np.ndarray,
    favourable: np.ndarray,
    asked: np.ndarray,
) -> Compared:
    """Change, bounds and adjusted p-values of the counts, by the formulas of docs/methods.md."""
    x1, x2 = favourable
    (n1, n2), (size1, size2) = base, asked
    change = x2 / n2 - x1 / n1
    least = np.maximum(-1.0, x2 / size2 - 1 + (n1 - x1) / size1)
    most = np.minimum(1.0, 1 - (n2 - x2) / size2 - x1 / size1)

    def reach(x: np.ndarray, n: np.ndarray, size: np.ndarray, z: ArrayLike) -> tuple:
        share, spread = x / n, np.square(z) * (size - n) / (size - 1) / n
        root = np.sqrt(spread * share * (1 - share) + np.square(spread) / 4)
        middle, half = share + spread / 2, np.where(n < size, 0.5 / size, 0.0)
        low = np.clip((middle - root) / (1 + spread), 0, share) - half
        high = np.clip((middle + root) / (1 + spread), share, 1) + half
        return share - low, high - share

    def bounds(z: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        down1, up1 = reach(x1, n1, size1, z)
        down2, up2 = reach(x2, n2, size2, z)
        return change - np.hypot(down2, up1), change + np.hypot(up2, down1)

    low, high = bounds(ndtri(0.975))
    inner, outer = np.zeros_like(change), np.full_like(change, 40.0)
    for _ in range(HALVINGS):
        z = (inner + outer) / 2
        below, above = bounds(z)
        clear = np.where(change > 0, below > 0, above < 0)
        inner, outer = np.where(clear, z, inner), np.where(clear, outer, z)
    p_value = np.where((least > 0) | (most < 0), 0.0, 2 * ndtr(-inner))
    order = np.argsort(p_value, axis=0)
    ranked = np.take_along_axis(p_value, order, axis=0)
    scaled = ranked * len(ranked) / np.arange(1, len(ranked) + 1)[:, None]
    chance = np.empty_like(ranked)
    smallest = np.minimum.accumulate(scaled[::-1], axis=0)[::-1]
    np.put_along_axis(chance, order, np.minimum(smallest, 1), axis=0)
    return Compared(
        base,
        options,
        answered,
        favourable,
        100 * change,
        100 * np.minimum(np.maximum(low, least), change),
        100 * np.maximum(np.minimum(high, most), change),
        chance,
    )
