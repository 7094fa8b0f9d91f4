"""Participation: who has answered, where, and will we reach the target?"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from tcdata import words
from tcdata.published import PROVISIONAL, SYMBOLS
from tcdata.reference import Reference
from tcdata.rows import Rows, one, periods, select
from tcdata.views import units

METHOD = (
    "Answered: complete, or partial with at least half of the core questions. Out of: technicians "
    "in the survey’s scope in the workforce extract at or before the survey’s opening."
)


def waves(rows: Rows) -> list[str]:
    """The waves with a participation rate, latest first."""
    return periods(rows, "participation_rate")[::-1]


def rates(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """One row per part of `unit` (faculties of the whole, schools of a faculty), highest first;
    parts that are shown together are one row.

    Columns: unit, label, count, base, value (per cent of people in scope), needed (answers still
    missing to the target), symbol, text, short (below the target), marked (the two furthest
    below it).
    """
    names, goal = units.short_names(reference), target(reference)
    parts = units.parts(reference, unit, _frame_date(reference, wave)) or [unit]
    chosen = units.shown_for(rows, "participation_rate", wave, parts)
    found = select(rows, "participation_rate", period=wave, unit=chosen)
    found = found.sort_values("value", ascending=False, kind="stable")
    needed = _needed(rows, wave)
    texts = [
        words.share(count, base, value, goal) if value == value else symbol
        for count, base, value, symbol in zip(
            found["count"], found["base"], found["value"], found["symbol"], strict=True
        )
    ]
    short = (found["value"] < goal).tolist()
    below = [place for place, is_short in enumerate(short) if is_short][-2:]
    return found[["unit", "count", "base", "value", "symbol"]].assign(
        label=[names[unit] for unit in found["unit"]],
        needed=[needed.get(unit, float("nan")) for unit in found["unit"]],
        text=texts,
        short=short,
        marked=[place in below for place in range(len(found))],
    )


def _needed(rows: Rows, wave: str) -> dict[str, float]:
    """Unit → answers still missing to the target."""
    found = select(rows, "responses_needed", period=wave)
    return dict(zip(found["unit"], found["value"], strict=True))


def finding(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """The page's answer in Markdown: answers, rate, and what is still needed where."""
    picked, unit = unit, units.shown_as(rows, "participation_rate", wave, unit)
    row = one(rows, "participation_rate", period=wave, unit=unit)
    name = words.plain(units.short_names(reference)[unit])
    if row is None:
        return f"**{name} is not in the scope of the {wave} survey, so it has no response rate.**"
    if row["value"] != row["value"]:
        return (
            f"**The response of {name} in {wave} is not shown**: {words.plain(row['symbol'])} "
            f"{words.plain(SYMBOLS[row['symbol']])}."
        )
    goal = target(reference)
    count, base = words.number(row["count"]), words.number(row["base"])
    rate = words.percent(row["value"], goal)
    needed = one(rows, "responses_needed", period=wave, unit=unit)
    missing = 0.0 if needed is None else float(needed["value"])
    state = "target reached" if missing == 0 else f"{_more(missing)} {words.number(goal)} %"
    whole = unit == reference.settings["institution"]["root_unit"]
    subject = "" if whole else f"{name}: "
    sentence = f"**{subject}{count} of {base} have answered, {rate}; {state}.**"
    more = [
        units.together(reference, picked, unit),
        _furthest(rows, reference, wave, picked),
        _fieldwork(rows, reference, wave, row),
    ]
    return " ".join([sentence, *filter(None, more)])


def _fieldwork(rows: Rows, reference: Reference, wave: str, rate: pd.Series) -> str:
    """Up to which day there are answers, and when the survey closes, while it is open."""
    days = select(rows, "participation_daily", period=wave, cut=None)
    if rate["symbol"] != PROVISIONAL or days.empty:
        return ""
    closes = reference.waves.set_index("wave").loc[wave, "closes"]
    latest = words.date(str(days["item"].max()))
    return f"Answers up to {latest}; the survey closes on {words.date(str(closes))}."


def _more(missing: float) -> str:
    return f"{words.counted(missing, 'more answer reaches', 'more answers reach')}"


def _furthest(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """Where most of the missing answers are."""
    found = rates(rows, reference, wave, unit)
    missing = [
        (needed, label)
        for needed, label in zip(found["needed"], found["label"], strict=True)
        if needed > 0
    ]
    if len(missing) < 2:
        return ""
    missing.sort(key=lambda part: -part[0])
    parts = [f"{words.plain(label)} needs {words.number(needed)}" for needed, label in missing[:2]]
    if len(missing) > 2:
        rest = sum(needed for needed, _ in missing[2:])
        parts.append(f"the rest need {words.number(rest)}")
    return f"To reach it everywhere, {words.listed(parts)}."


def headline(found: pd.DataFrame, target: float) -> str:
    """What the picture of `rates` shows, in plain text: the parts furthest below the target."""
    goal = f"{words.number(target)} %"
    short = found[found["marked"]]
    if found["value"].isna().all():
        return "No part can be shown on its own"
    if len(found) == 1:
        return f"{found['label'].iloc[0]}: {found['text'].iloc[0]} against {goal}"
    if short.empty:
        return f"Every part that can be shown has reached {goal}"
    if len(short) == len(found):
        return f"Neither part has reached {goal}"
    names = words.listed(short["label"].tolist()[::-1])
    return f"{names} {'is' if len(short) == 1 else 'are'} furthest from {goal}"


def scopes(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """The same rate on the other bases, as a sentence; empty where there is none."""
    said, goal = [], target(reference)
    for cut, category, lead in (
        (
            "scope",
            "all technical staff",
            "Counting all technical staff, in and out of the survey’s scope",
        ),
        ("response definition", "complete answers only", "Counting complete answers only"),
    ):
        row = one(rows, "participation_rate", period=wave, unit=unit, cut=cut, category=category)
        if row is not None and row["value"] == row["value"]:
            said.append(f"{lead}: {words.share(row['count'], row['base'], row['value'], goal)}.")
    return " ".join(said)


def table(parts: pd.DataFrame, goal: float) -> pd.DataFrame:
    """The rates as readers see them; a hidden figure is its symbol, never a zero."""
    return pd.DataFrame(
        {
            "Part": parts["label"],
            "Answered": words.cells(parts["count"], parts["symbol"]),
            "In scope": words.cells(parts["base"], parts["symbol"]),
            "Rate": [
                words.percent(value, goal) or symbol
                for value, symbol in zip(parts["value"], parts["symbol"], strict=True)
            ],
            f"Still needed for {words.number(goal)} %": words.cells(
                parts["needed"], parts["symbol"]
            ),
            "Note": parts["symbol"],
        }
    )


def published(rows: Rows, wave: str, parts: pd.DataFrame) -> pd.DataFrame:
    """The published rows behind the table, for the download."""
    found = [
        select(rows, metric, period=wave, unit=parts["unit"].tolist())
        for metric in ("participation_rate", "responses_needed", "participation_forecast")
    ]
    return pd.concat(found, ignore_index=True)


def target(reference: Reference) -> float:
    """The response rate to reach, in per cent."""
    return float(reference.settings["targets"]["participation"])


@lru_cache(maxsize=units.KEPT)
def _frame_date(reference: Reference, wave: str) -> str:
    frame_dates = reference.waves.set_index("wave")["frame_date"]
    return str(frame_dates[wave].date())
