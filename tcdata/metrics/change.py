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

from tcdata.metrics.bounds import published_change
from tcdata.metrics.catalogue import RULE, Metric
from tcdata.published import (
    BREAK,
    HIDDEN,
    JOIN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    PROVISIONAL,
    SUM,
    metric_rows,
    stack,
)
from tcdata.reference import Reference
from tcdata.statistics import benjamini_hochberg

BETTER, WORSE, NO_CLEAR_CHANGE, NOT_TESTED = "better", "worse", "no clear change", "not tested"
TESTABLE = 30  # respondents in each wave, below which nothing is tested
FALSE_CALLS = 0.05  # expected share of false ones among the changes called better or worse
POINTS = "percentage points"


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
        source=f"Benjamini and Hochberg (1995); what the states are called is {RULE}",
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
    shares = shares.assign(parts=_parts(shares))
    frames = whole[whole["metric"] == "participation_rate"]
    in_order = reference.waves.sort_values("opens", kind="stable")["wave"]
    waves = in_order[in_order.isin(shares["period"])].tolist()
    pairs = [_pair(shares, frames, *pair, reference) for pair in pairwise(waves)]
    if not pairs:
        return published
    compared = pd.concat(pairs, ignore_index=True)
    told = (compared["symbol"] == NOT_AVAILABLE) & compared["value"].notna()
    changes = compared.assign(symbol=compared["symbol"].mask(told, ""))
    changes = metric_rows(changes, "answer_change", cut="since")
    states = compared.assign(category=compared["state"], value=compared["chance"])
    states = states.assign(low=np.nan, high=np.nan)
    kept, shift = _split(published, changes)
    return stack([kept, changes, metric_rows(states, "answer_state", cut="state"), shift])


def _pair(
    shares: pd.DataFrame, frames: pd.DataFrame, earlier: str, later: str, reference: Reference
) -> pd.DataFrame:
    """One row per question and unit: the change, its bounds, state, chance and symbol."""
    key, numbers = ["item", "unit"], ["base", "count", "value", "parts"]
    sides = []
    for wave, suffix in ((earlier, "_1"), (later, "_2")):
        side = shares[shares["period"] == wave][[*key, *numbers, "symbol"]]
        side = side.assign(population=population(side["unit"], frames[frames["period"] == wave]))
        sides.append(side.set_index(key).add_suffix(suffix).reset_index())
    rows = sides[0].merge(sides[1], on=key, how="outer", sort=False)
    rows = rows[rows["unit"].isin(sides[1]["unit"])].reset_index(drop=True)
    symbol = _untested(rows, earlier, later, reference)
    questions = reference.questions
    rounded = rows["item"].isin(questions[questions["sensitivity"] == "sensitive"]["question"])
    figures = [name for name in rows if str(name).endswith(("_1", "_2"))]
    figures = [name for name in figures if not str(name).startswith("symbol")]
    change = published_change(rows[figures].mask(symbol != ""), rounded)
    chance = _adjusted(rows, change.p_value)
    clear = (chance <= FALSE_CALLS) & (change.difference != 0)
    state = np.where(change.difference > 0, BETTER, WORSE)
    state = np.where(clear, state, np.where(symbol == "", NO_CLEAR_CHANGE, NOT_TESTED))
    fieldwork = frames[frames["period"] == later]["symbol"]
    provisional = (symbol == "") & bool((fieldwork == PROVISIONAL).any())
    # A difference too thinly based for a test is still told where both shares are.
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
            "symbol": symbol.mask(provisional, PROVISIONAL),
            "state": state,
            "chance": chance,
        }
    )


def _parts(shares: pd.DataFrame) -> pd.Series:
    """Of how many published figures at most each share's count is the sum."""
    total = shares["symbol"] == SUM
    single = (~total & shares["value"].notna()).groupby([shares["item"], shares["period"]])
    return single.transform("sum").where(total, 1)


def population(units: pd.Series, frames: pd.DataFrame) -> pd.Series:
    """The people asked in each of `units`, added up where they are published in smaller parts.

    `units`: ids of units or blocks; `frames`: the `participation_rate` rows of one wave. Has the
    index of `units`. Missing where the people are not published for all units of a block.
    """
    asked = frames.set_index("unit")["base"].to_dict()
    known = {frozenset(str(unit).split(JOIN)): base for unit, base in asked.items()}
    found = {}
    for unit in units.unique():
        members = frozenset(unit.split(JOIN))
        inside = [part for part in known if part <= members]
        whole = frozenset().union(*inside) == members
        found[unit] = sum(known[part] for part in inside) if whole else np.nan
    return units.map(found)


def _untested(rows: pd.DataFrame, earlier: str, later: str, reference: Reference) -> pd.Series:
    """The symbol that says why a question is not tested; empty where it is."""
    versions = reference.question_versions
    asked = [
        rows["item"].isin(versions[versions["wave"] == w]["question"]) for w in (earlier, later)
    ]
    differs = versions[(versions["wave"] == later) & (versions["comparable"] == "no")]["question"]
    shown = rows["value_1"].notna() & rows["value_2"].notna()
    marked = rows["symbol_1"].notna() & rows["symbol_2"].notna()
    few = rows[["base_1", "base_2"]].min(axis="columns") < TESTABLE
    symbol = pd.Series("", index=rows.index).mask(few, NOT_AVAILABLE)
    symbol = symbol.mask(~shown & marked, HIDDEN).mask(~marked, NOT_AVAILABLE)
    symbol = symbol.mask(rows["item"].isin(differs), BREAK)
    return symbol.mask(~(asked[0] & asked[1]), NOT_APPLICABLE)


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
