"""Weighted shares beside the plain ones of a question, and why there are none where there are not.

Weights are made after the close of a wave, for the whole University only.
"""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.published import PROVISIONAL
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views.in_full import TOGETHER
from tcdata.views.questions import about, versions

WEIGHTED = "weighted"


def beside(
    table: pd.DataFrame, rows: Rows, reference: Reference, unit: str, question: str
) -> pd.DataFrame:
    """The answers of `in_full.table` with each wave's weighted shares beside its plain ones.

    A wave without weighted shares gets no column; an answer without one an empty cell.
    """
    good = about(reference)[question]["favourable"]
    all_good = TOGETHER if ";" in good else good
    texts: dict[str, dict[str, str]] = {}
    found = select(rows, "answer_weighted", item=question, unit=unit, cut=None).to_dict("records")
    # A single favourable answer may have no figure of its own beside that of all favourable ones.
    for row in sorted(found, key=lambda row: row["cut"]):
        answer = row["category"] if row["cut"] == "option" else all_good
        text = words.percent(row["value"]) or row["symbol"]
        texts.setdefault(row["period"], {})[answer] = text
    answers, *waves = (str(name) for name in table)
    columns = {answers: table[answers]}
    for wave in waves:
        columns[wave] = table[wave]
        if wave in texts:
            columns[f"{wave}, {WEIGHTED}"] = table[answers].map(texts[wave]).fillna("")
    return pd.DataFrame(columns)


def sentence(rows: Rows, reference: Reference, waves: list[str], unit: str, question: str) -> str:
    """What weighting makes of the question in each of the waves that asked it, in Markdown."""
    root = reference.settings["institution"]["root_unit"]
    if unit != root:
        return "Weighted shares, and the groups, are shown for the whole University only."
    if about(reference)[question]["sensitivity"] == "sensitive":
        return "The shares of this question are rounded, so they are not weighted."
    asked_in = versions(reference).get(question, {})
    return " ".join(
        _of_wave(rows, reference, wave, root, question) for wave in waves if wave in asked_in
    )


def _of_wave(rows: Rows, reference: Reference, wave: str, root: str, question: str) -> str:
    name = words.plain(wave)
    found = select(rows, "answer_weighted", item=question, period=wave, unit=root, cut=None)
    if found.empty:
        rate = one(rows, "participation_rate", period=wave, unit=root)
        if rate is not None and rate["symbol"] == PROVISIONAL:
            closes = reference.waves.loc[reference.waves["wave"] == wave, "closes"].iloc[0]
            return f"Weights for {name} come after its close on {words.date(str(closes))}."
        return f"The answers of {name} could not be weighted."
    together = found[(found["cut"] == "") & found["value"].notna()]
    plain = one(rows, "answer_favourable", item=question, period=wave, unit=root)
    if together.empty or plain is None or plain["value"] != plain["value"]:
        return f"The table has the weighted shares of {name} beside the plain ones."
    row = together.iloc[0]
    said = (
        f"Weighted so that role, contract and grade stand as among everybody asked, the favourable "
        f"share of {name} is {row['value']:.1f} % ({row['low']:.1f} to {row['high']:.1f} %) "
        f"instead of {words.round_half_up(plain['value'], 1):.1f} %."
    )
    if (found["cut"] == "option").any():
        return said
    return f"{said} Its single answers are not weighted: too few people gave one of them."
