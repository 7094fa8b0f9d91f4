"""What changed from one wave to the next, computed from published rows only.

Differences are made after the gate, from figures that anybody may see, so that they cannot tell
more than those figures do and always agree with them. A question whose share is hidden in either
wave has no difference; that of a sensitive question is the difference of the rounded figures, with
bounds that hold for every count the rounding leaves possible.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import Metric
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import Change, benjamini_hochberg, share_change

BETTER, WORSE, NO_CLEAR_CHANGE, NOT_TESTED = "better", "worse", "no clear change", "not tested"
TESTABLE = 30  # respondents in each wave, below which nothing is tested
FALSE_CALLS = 0.05  # expected share of false ones among the changes called better or worse
POINTS = "percentage points"

ROUNDED_TO = 5  # how sensitive counts and bases are published
HIDDEN, NOT_AVAILABLE, NOT_ASKED, BREAK = "[c]", "[x]", "[z]", "[b]"
PROVISIONAL = "[p]"

_BASE = "respondents of the unit in the later wave; those of the earlier stand in its own share"
_WHY = (
    "[z] asked in one of the two waves only; [b] not comparable, with the reason in "
    "question_versions.csv; [c] the share of either wave is hidden; [x] fewer than "
    f"{TESTABLE} respondents in either wave, or no share of the earlier one; a question without a "
    "favourable option has no row"
)
_INDEPENDENT = (
    "waves are taken as independent, which errs towards no clear change where many answer twice"
)

METRICS = [
    Metric(
        id="answer_change",
        title="Change of the favourable share",
        definition=(
            "The favourable share of a wave less that of the wave before (the category), with its "
            "95 % interval."
        ),
        formula=(
            "later share − earlier share; MOVER interval of two Wilson intervals with "
            "finite-population correction; of a sensitive question the widest that its rounding "
            "leaves possible"
        ),
        unit=POINTS,
        numerator="none: a difference of two published shares",
        denominator=_BASE,
        missing=f"{_WHY}; below {TESTABLE} there is the difference but no interval",
        better="higher",
        sensitivity="internal",
        interval=True,
        source=f"Newcombe (1998), method 10; Zou and Donner (2008); {_INDEPENDENT}",
        base_sensitivity="internal",
    ),
    Metric(
        id="answer_state",
        title="State of a change",
        definition=(
            "The category says what the change is: better, worse, no clear change or not tested; "
            "the value is how likely so large a change is by chance, adjusted for the number of "
            "questions tested."
        ),
        formula=(
            "p-value that fits the interval of the change, adjusted by Benjamini and Hochberg over "
            f"the unit's questions; better or worse where it is at most {FALSE_CALLS}"
        ),
        unit="probability",
        numerator="none: a probability",
        denominator=_BASE,
        missing=f"“not tested” has a symbol that says why: {_WHY}",
        better="neither",
        sensitivity="internal",
        interval=False,
        source="Benjamini and Hochberg (1995); the states are design section 6",
        base_sensitivity="internal",
    ),
    Metric(
        id="answer_shift",
        title="Change due to the answers",
        definition=(
            "The part of a change that is left when the mix of respondents is held constant: like "
            "people answering differently."
        ),
        formula="change − change due to the mix of respondents",
        unit=POINTS,
        numerator="none: a difference",
        denominator=_BASE,
        missing="as the change due to the mix of respondents",
        better="higher",
        sensitivity="internal",
        interval=False,
        source="Kitagawa (1955)",
        base_sensitivity="internal",
    ),
]


def with_changes(published: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The published rows, and after them the rows of METRICS that follow from them.

    `published` and the result have published.COLUMNS. Read are `answer_favourable` (shares of each
    wave), the headcount in scope behind `participation_rate` (the population of the intervals) and
    `answer_mix`, which loses its value where its change has none. Each pair of consecutive waves
    gives one `answer_change` (period: the later wave; cut `since`; category: the earlier wave) and
    one `answer_state` (cut `state`; category: the state) per question either wave asked and unit
    of the later wave. Values are in percentage points; missing ones have a symbol that says why.
    Raises nothing.
    """
    whole = published[published["cut"] == ""]
    shares = whole[whole["metric"] == "answer_favourable"]
    frames = whole[whole["metric"] == "participation_rate"]
    waves = reference.waves.sort_values("opens", kind="stable")["wave"]
    waves = waves[waves.isin(shares["period"])].tolist()
    pairs = [_pair(shares, frames, *pair, reference) for pair in pairwise(waves)]
    if not pairs:
        return published
    compared = pd.concat(pairs, ignore_index=True)
    changes = metric_rows(
        compared.assign(symbol=compared["symbol"].mask(compared["value"].notna(), "")),
        "answer_change",
        cut="since",
    )
    changes["symbol"] = changes["symbol"].mask(compared["provisional"], PROVISIONAL)
    states = compared.drop(columns=["low", "high"])
    states = states.assign(category=states["state"], value=states["chance"])
    split, shift = _split(published, changes)
    return stack(
        [split, changes, metric_rows(states, "answer_state", cut="state"), shift],
    )


def _pair(
    shares: pd.DataFrame, frames: pd.DataFrame, earlier: str, later: str, reference: Reference
) -> pd.DataFrame:
    """One row per question and unit: the change, its bounds, state, chance and symbol."""
    key, numbers = ["item", "unit"], ["base", "count", "value"]
    sides = []
    for wave, suffix in ((earlier, "_1"), (later, "_2")):
        side = shares[shares["period"] == wave][[*key, *numbers, "symbol"]]
        frame = frames[frames["period"] == wave][["unit", "base", "symbol"]]
        frame = frame.rename(columns={"base": "population", "symbol": "fieldwork"})
        side = side.merge(frame, on="unit", how="left")
        sides.append(side.rename(columns={c: c + suffix for c in side if c not in key}))
    rows = sides[0].merge(sides[1], on=key, how="outer", sort=False)
    rows = rows[rows["unit"].isin(sides[1]["unit"])].reset_index(drop=True)
    symbol = _untested(rows, earlier, later, reference)
    questions = reference.questions
    rounded = rows["item"].isin(questions[questions["sensitivity"] == "sensitive"]["question"])
    change = _change(rows.mask(symbol != ""), rounded)
    chance = _adjusted(rows, change.p_value)
    clear = (chance <= FALSE_CALLS) & (change.difference != 0)
    state = np.where(change.difference > 0, BETTER, WORSE)
    state = np.where(clear, state, np.where(symbol == "", NO_CLEAR_CHANGE, NOT_TESTED))
    # What is known of a difference too thinly based for a test is still said.
    known = symbol.isin(["", NOT_AVAILABLE])
    return pd.DataFrame(
        {
            "item": rows["item"],
            "unit": rows["unit"],
            "period": later,
            "category": earlier,
            "base": rows["base_2"],
            "value": (rows["value_2"] - rows["value_1"]).where(known),
            "low": 100 * change.low,
            "high": 100 * change.high,
            "symbol": symbol,
            "state": state,
            "chance": chance,
            "provisional": (rows["fieldwork_2"] == PROVISIONAL) & (symbol == ""),
        }
    )


def _untested(rows: pd.DataFrame, earlier: str, later: str, reference: Reference) -> pd.Series:
    """The symbol that says why a question is not tested; empty where it is."""
    versions = reference.question_versions
    asked = [rows["item"].isin(versions[versions["wave"] == w]["question"]) for w in (earlier, later)]
    differs = versions[(versions["wave"] == later) & (versions["comparable"] == "no")]["question"]
    shown = rows["value_1"].notna() & rows["value_2"].notna()
    marked = rows["symbol_1"].notna() & rows["symbol_2"].notna()
    few = rows[["base_1", "base_2"]].min(axis="columns") < TESTABLE
    symbol = pd.Series("", index=rows.index).mask(few, NOT_AVAILABLE)
    symbol = symbol.mask(~shown & marked, HIDDEN).mask(~marked, NOT_AVAILABLE)
    symbol = symbol.mask(rows["item"].isin(differs), BREAK)
    return symbol.mask(~(asked[0] & asked[1]), NOT_ASKED)


def _change(rows: pd.DataFrame, rounded: pd.Series) -> Change:
    """Change of the shares, with the bounds and p-value that every possible count stays within."""
    (x1, n1), (x2, n2) = ((rows[f"count_{i}"], rows[f"base_{i}"]) for i in (1, 2))
    size_1, size_2 = rows["population_1"], rows["population_2"]
    exact = _bounded(x1, n1, size_1, x2, n2, size_2)
    (least_1, most_1), (least_2, most_2) = _possible(x1, n1), _possible(x2, n2)
    lowest = _bounded(*most_1, size_1, *least_2, size_2)
    highest = _bounded(*least_1, size_1, *most_2, size_2)
    difference = (rows["value_2"] - rows["value_1"]).to_numpy() / 100
    up = np.where(lowest.difference > 0, lowest.p_value, 1.0)
    down = np.where(highest.difference < 0, highest.p_value, 1.0)
    nearest = np.where(difference > 0, up, down)
    nearest = np.where(np.isnan(difference), np.nan, np.where(difference == 0, 1.0, nearest))
    return Change(
        difference,
        np.where(rounded, lowest.low, exact.low),
        np.where(rounded, highest.high, exact.high),
        np.where(rounded, nearest, exact.p_value),
    )


def _bounded(
    x1: pd.Series, n1: pd.Series, size_1: pd.Series, x2: pd.Series, n2: pd.Series, size_2: pd.Series
) -> Change:
    """`share_change`, without the finite-population correction where no frame holds everybody."""
    sizes = [size.where(size >= n, np.inf) for size, n in ((size_1, n1), (size_2, n2))]
    return share_change(x1, n1, x2, n2, *sizes)


def _possible(
    count: pd.Series, base: pd.Series
) -> tuple[tuple[pd.Series, pd.Series], tuple[pd.Series, pd.Series]]:
    """The (count, base) of the least and of the largest share that rounding leaves possible.

    A count that was not rounded up past its base may stand for everybody.
    """
    half = ROUNDED_TO // 2
    fewest = base - half
    most = (count + half).where(count < base - ROUNDED_TO, fewest)
    return ((count - half).clip(lower=0), base + half), (most.clip(upper=fewest), fewest)


def _adjusted(rows: pd.DataFrame, p_value: np.ndarray) -> np.ndarray:
    """p-values adjusted over the questions of each unit."""
    unit, item = pd.factorize(rows["unit"])[0], pd.factorize(rows["item"])[0]
    table = np.full((unit.max(initial=-1) + 1, item.max(initial=-1) + 1), np.nan)
    table[unit, item] = p_value
    return benjamini_hochberg(table)[unit, item]


def _split(published: pd.DataFrame, changes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The published rows with `answer_mix` only where its change has a value; `answer_shift`."""
    is_mix = published["metric"] == "answer_mix"
    key = ["item", "period", "unit", "cut", "category"]
    mix = published[is_mix].merge(changes[[*key, "value", "symbol"]], on=key, suffixes=("", "_all"))
    none = mix["value_all"].isna() | mix["value"].isna()
    mix["symbol"] = mix["symbol"].mask(mix["value"].notna(), mix["symbol_all"])
    mix[["base", "count", "value"]] = mix[["base", "count", "value"]].mask(none)
    shift = mix.assign(value=mix["value_all"] - mix["value"], count=np.nan)
    return (
        stack([published[~is_mix], metric_rows(mix, "answer_mix")]),
        metric_rows(shift, "answer_shift"),
    )
