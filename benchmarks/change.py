"""Comparing two large waves, against polars, duckdb and numpy making the same table.

The table: for 60 questions and 20 units, from the accepted tables of 35,000 respondents, how many
chose each option, answered at all and chose a favourable option in each wave, and the change of
the favourable share with its interval and adjusted p-value. Who counts as having answered is found
by each side too. All start from the same Arrow columns and must end with the same numbers; the
disclosure gate, which only the product has, is not timed here but in `publish`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from benchmarks import peers, waves
from benchmarks.timing import Row, against
from tcdata.metrics import answers, change, read
from tcdata.metrics.answers import NO_ANSWER
from tcdata.metrics.respondents import by_wave
from tcdata.published import stack

TIMES = 5
LIMIT = 2.0
PEERS = {
    "polars": peers.with_polars,
    "duckdb": peers.with_duckdb,
    "numpy": peers.with_numpy,
}


def rows() -> list[Row]:
    """Ours against the best peer; then each peer's own time. Raises where numbers differ."""
    made = waves.made()
    given = peers.arrow(made)
    table = as_table(ours(made), given)
    for peer in PEERS.values():
        check_same(table, peer(given))
    work: dict[str, Callable[[], object]] = {"ours": partial(ours, made)}
    work |= {name: partial(peer, given) for name, peer in PEERS.items()}
    took: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(TIMES):
        for name in [*work][:: 1 if turn % 2 else -1]:
            begun = time.perf_counter()
            work[name]()
            took[name].append(time.perf_counter() - begun)
    best = min(PEERS, key=lambda name: np.median(took[name]))
    people = f"{sum(waves.RESPONDENTS.values()):,} respondents"
    what = f"compare two waves, {waves.QUESTIONS} questions × {len(given.above)} units, {people}"
    others = [name for name in PEERS if name != best]
    return [
        against(what, took["ours"], took[best], best, LIMIT),
        *(against(f"… against {name}", took["ours"], took[name], name) for name in others),
    ]


def ours(made: waves.Made) -> pd.DataFrame:
    """The product's rows: every share of both waves, and the changes."""
    tables = read({"respondents": made.respondents, "answers": made.answers})
    found = by_wave(tables, made.reference)
    shares = answers.answers(found, tables["answers"], made.reference)
    return change.with_changes(stack([shares, made.frames]), made.reference)


def as_table(found: pd.DataFrame, given: peers.Arrow) -> peers.Compared:
    """The product's rows as the arrays that the peers give."""
    units, questions = given.above, given.questions

    def wide(metric: str, column: str, period: str, index: list[str]) -> pd.DataFrame:
        rows = found[(found["metric"] == metric) & (found["period"] == period)]
        return rows.set_index([*index, "unit"])[column].unstack()[units]  # noqa: PD010

    def of_questions(metric: str, column: str, period: str) -> np.ndarray:
        return wide(metric, column, period, ["item"]).loc[questions].to_numpy()

    single = ["item", "category"]
    shares = [wide("answer_share", "count", wave, single) for wave in peers.WAVES]
    bases = [wide("answer_share", "base", wave, single).iloc[0] for wave in peers.WAVES]
    columns = (given.choices[name].to_pylist() for name in ("question", "option"))
    pairs = list(zip(*columns, strict=True))
    none = [(question, NO_ANSWER) for question in questions]
    silent = [share.loc[none].to_numpy() for share in shares]
    last = peers.WAVES[-1]
    change_, low, high = (
        of_questions("answer_change", name, last) for name in ("value", "low", "high")
    )
    return peers.Compared(
        base=np.array(bases),
        options=np.array([share.loc[pairs].to_numpy() for share in shares]),
        answered=np.array(bases)[:, None] - np.array(silent),
        favourable=np.array(
            [of_questions("answer_favourable", "count", wave) for wave in peers.WAVES]
        ),
        change=change_,
        low=low,
        high=high,
        chance=of_questions("answer_state", "value", last),
    )


def check_same(ours: peers.Compared, theirs: peers.Compared) -> None:
    """Raise AssertionError with the part that differs."""
    for name, left, right in zip(ours._fields, ours, theirs, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-7, atol=1e-9, err_msg=name)
