"""Moves: who joined, left, transferred and was promoted, and how well that is recorded."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata import words
from tcdata.rows import Rows, one, periods, select


def flows(rows: Rows, unit: str) -> pd.DataFrame:
    """Every extract's opening, joiners, leavers, transfers, closing and promotions for `unit`.

    Columns: From and Up to (two extracts), Opening, Joined, Left, Moved in, Moved out, Closing,
    Promoted, Turnover and Stability (texts, of the 12 months up to then); latest first.
    """
    parts = {
        "Joined": select(rows, "joiners", unit=unit),
        "Left": select(rows, "leavers", unit=unit),
        "Moved in": select(rows, "transfers", unit=unit, cut="direction", category="in"),
        "Moved out": select(rows, "transfers", unit=unit, cut="direction", category="out"),
        "Promoted": select(rows, "promotions", unit=unit),
    }
    table = pd.DataFrame({name: part.set_index("period")["value"] for name, part in parts.items()})
    closing = select(rows, "headcount", unit=unit).set_index("period")["value"]
    table["Closing"] = closing.reindex(table.index)
    table["Opening"] = (
        table["Closing"] - table["Joined"] + table["Left"] - table["Moved in"] + table["Moved out"]
    )
    order = ["Opening", "Joined", "Left", "Moved in", "Moved out", "Closing", "Promoted"]
    table = table[order].sort_index(ascending=False).astype("Int64")
    before = {to: words.date(since) for since, to in pairwise(periods(rows, "headcount"))}
    table.insert(0, "From", [before.get(period, "") for period in table.index])
    table.insert(1, "Up to", [words.date(period) for period in table.index])
    for metric in ("turnover", "stability"):
        found = select(rows, metric, unit=unit, cut=None).set_index("period")
        texts = words.cells(found["value"], found["symbol"], 1)
        said = {
            day: text if "[" in text else f"{text} %"
            for day, text in zip(found.index, texts, strict=True)
        }
        table[metric.capitalize()] = [said.get(period, "") for period in table.index]
    return table.reset_index(drop=True)


def finding(table: pd.DataFrame, period: str) -> str:
    """The movement up to the extract of `period` as a heading: who joined, left and moved."""
    found = table[table["Up to"] == words.date(period)]
    if found.empty:
        return "Moves need two extracts: there is none before this one"
    last = found.iloc[0]
    when = f"From {last['From']} to {last['Up to']}" if last["From"] else f"Up to {last['Up to']}"
    return (
        f"{when}: {words.number(last['Joined'])} joined, {words.number(last['Left'])} left, "
        f"{words.counted(last['Promoted'], 'was promoted', 'were promoted')}"
    )


def records(rows: Rows, unit: str, period: str) -> str:
    """How good the records behind the figures are, as sentences; empty where there are none."""
    said = []
    for metric, lead in (
        ("technical_by_rule", "Known to be technical by job family, code or title"),
        ("exit_data", "Leavers with a recorded reason"),
    ):
        row = one(rows, metric, period=period, unit=unit)
        if row is not None and row["value"] == row["value"]:
            said.append(f"{lead}: {words.share(row['count'], row['base'], row['value'], 100)}.")
    return " ".join(said)
