"""Representativeness: which groups have answered least, how evenly, and what weighting changes."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.published import FEW, NEARLY_ALL, PROVISIONAL
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views.questions import labels, points

# The characteristics that response is compared by → how the choice and a sentence name them.
CHOICES = {
    "grade_band": ("Grade", "grade"),
    "contract_type": ("Contract", "contract"),
    "role_type": ("Role", "role"),
    "age_band": ("Age", "age"),
    "gender": ("Gender", "gender"),
}
ONE_GROUP = ["age_band", "gender"]
ONE_COUNT = (
    "By {} only the largest group is shown, rounded to 5. That is on purpose: with a second count "
    "one could work out how a few people of a small group had answered"
)
NO_ANSWER = "No answer"


def characteristics(rows: Rows) -> list[str]:
    """The characteristics that the edition compares response by, in the order of CHOICES."""
    known = set(select(rows, "response_by_group", cut=None)["cut"])
    return [cut for cut in CHOICES if cut in known]


def choice_name(cut: str) -> str:
    """A characteristic as the list of choices says it."""
    return CHOICES[cut][0]


def groups(rows: Rows, reference: Reference, wave: str, cut: str) -> pd.DataFrame:
    """One row per group of the characteristic, highest response first.

    Columns: label, count, base (the group's people), value (per cent), text, symbol, marked (the
    lowest, where it is below everybody's rate). Empty where everybody's rate is not shown.
    """
    whole = everybody(rows, reference, wave)
    root = reference.settings["institution"]["root_unit"]
    found = select(rows, "response_by_group", period=wave, unit=root, cut=cut)
    found = found[(found["category"] != NO_ANSWER) & (whole == whole)]
    found = found.assign(
        label=found["category"].str[:1].str.upper() + found["category"].str[1:],
        text=[
            words.share(count, base, value) if value == value else _hidden(symbol, base)
            for count, base, value, symbol in zip(
                found["count"], found["base"], found["value"], found["symbol"], strict=True
            )
        ],
        # A bound stands for what is not shown exactly.
        place=found["value"].fillna(found["high"]).fillna(found["low"]),
    )
    found = found.sort_values("place", ascending=False, kind="stable", na_position="last")
    lowest = found.index == found["place"].idxmin() if found["place"].notna().any() else False
    found["marked"] = lowest & (found["place"] < whole)
    columns = ["label", "count", "base", "value", "text", "symbol", "marked"]
    return found[columns].reset_index(drop=True)


def _hidden(symbol: str, base: float) -> str:
    return f"{symbol} of {words.number(base)}" if symbol in (FEW, NEARLY_ALL) else symbol


def everybody(rows: Rows, reference: Reference, wave: str) -> float:
    """The response rate of everybody in scope, in per cent; missing where it is not shown."""
    root = reference.settings["institution"]["root_unit"]
    row = one(rows, "participation_rate", period=wave, unit=root)
    return float("nan") if row is None else float(row["value"])


def headline(found: pd.DataFrame, whole: float, cut: str) -> str:
    """What the picture shows, in plain text."""
    against = f"against {words.percent(whole)} of everybody"
    if len(found) == 1:
        return f"{found['label'].iloc[0]}: {found['text'].iloc[0]}, {against}"
    lowest = found[found["marked"]]
    if lowest.empty:
        return f"Response by {CHOICES[cut][1]}"
    row = lowest.iloc[0]
    rate = words.percent(row["value"]) or row["text"]
    return f"{row['label']}: least response, {rate} {against}"


def note(rows: Rows, reference: Reference, wave: str, cut: str) -> str:
    """What the picture leaves out, in plain text; empty where nothing."""
    root = reference.settings["institution"]["root_unit"]
    found = select(rows, "response_by_group", period=wave, unit=root, cut=cut)
    silent = found[(found["category"] == NO_ANSWER) & found["value"].notna()]
    parts = []
    if cut in ONE_GROUP:
        parts.append(ONE_COUNT.format(CHOICES[cut][1]))
    if len(silent):
        people = words.counted(silent["count"].iloc[0], "respondent is", "respondents are")
        parts.append(f"{people} in none of these groups")
    return " ".join(f"{part}." for part in parts)


def evenness(rows: Rows, reference: Reference, wave: str) -> str:
    """How evenly people answered, with the meaning of the R-indicator, in Markdown."""
    root = reference.settings["institution"]["root_unit"]
    row = one(rows, "r_indicator", period=wave, unit=root)
    if row is None or row["value"] != row["value"]:
        return ""
    parts = select(rows, "r_partial", period=wave, unit=root).sort_values("value")
    most = parts[parts["value"] == parts["value"].max()]
    more = ""
    if len(parts) > 1 and len(most) == 1:
        less, own = (CHOICES[str(parts["item"].iloc[place])][1] for place in (0, -1))
        more = f" Response differs more by {own} than by {less}."
    return (
        f"**The R-indicator is {row['value']:.2f}** (95 % interval {row['low']:.2f} to "
        f"{row['high']:.2f}). It says how alike role types and grade bands were in answering: 1 "
        f"would mean that everybody was equally likely to answer; {row['value']:.2f} means that "
        f"their chances were typically {_apart(row['value'])} from the average.{more}"
    )


def _apart(r: float) -> str:
    """How far chances of answering are from their average: R is 1 − 2 × standard deviation."""
    away = words.round_half_up(100 * (1 - r) / 2)
    return words.counted(away, "point") if away >= 1 else "less than 1 point"


def weighting(rows: Rows, reference: Reference, wave: str) -> str:
    """What weights change in the answers of a closed wave, or that they come later, in Markdown."""
    root = reference.settings["institution"]["root_unit"]
    rate = one(rows, "participation_rate", period=wave, unit=root)
    if rate is not None and rate["symbol"] == PROVISIONAL:
        closes = reference.waves.set_index("wave").loc[wave, "closes"]
        return (
            f"After the close on {words.date(str(closes))} the answers are weighted as well, and "
            "this page says what that changes."
        )
    sides = [
        select(rows, metric, period=wave, unit=root).set_index("item")["value"]
        for metric in ("answer_favourable", "answer_weighted")
    ]
    plain, weighted = sides[0].align(sides[1], join="inner")
    moves = (weighted - plain).abs().dropna()
    if moves.empty:
        return ""
    most = str(moves.idxmax())
    return (
        "Weighted so that role, contract and grade stand as among everybody asked, no favourable "
        f"answer moves by more than {points(moves[most], 1).lstrip('+')} "
        f"({words.plain(labels(reference)[most])}: {words.number(plain[most], 1)} % to "
        f"{words.number(weighted[most], 1)} %)."
    )


def table(found: pd.DataFrame, cut: str) -> pd.DataFrame:
    """The groups as readers see them; a hidden figure is its symbol, never a zero."""
    return pd.DataFrame(
        {
            CHOICES[cut][0]: found["label"],
            "Answered": words.cells(found["count"], found["symbol"]),
            "In scope": words.cells(found["base"], found["symbol"]),
            "Rate": [
                words.percent(value) or symbol
                for value, symbol in zip(found["value"], found["symbol"], strict=True)
            ],
        }
    )


def published(rows: Rows, reference: Reference, wave: str, cut: str) -> pd.DataFrame:
    """The published rows behind the groups, and everybody's rate, for the download."""
    root = reference.settings["institution"]["root_unit"]
    groups = select(rows, "response_by_group", period=wave, unit=root, cut=cut)
    whole = select(rows, "participation_rate", period=wave, unit=root)
    return pd.concat([groups[groups["category"] != NO_ANSWER], whole], ignore_index=True)
