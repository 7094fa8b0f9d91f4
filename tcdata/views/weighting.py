"""Weighted shares beside the plain ones of a question, and why there are none where there are not.

Weights are made after the close of a wave, for the whole University only.
"""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views.in_full import TOGETHER

WEIGHTED = "weighted"
OPEN = "[p]"


def beside(
    table: pd.DataFrame, rows: Rows, reference: Reference, unit: str, question: str
) -> pd.DataFrame:
    """The answers of `in_full.table` with each wave's weighted shares beside its plain ones.

    A wave without weighted shares gets no column; an answer without one an empty cell.
    """
    good = str(reference.questions.set_index("question").loc[question, "favourable"])
    all_good = TOGETHER if ";" in good else good
    found = select(rows, "answer_weighted", item=question, unit=unit, cut=None)
    # A single favourable answer may have no figure of its own beside that of all favourable ones.
    found = found.assign(answer=found["category"].where(found["cut"] == "option", all_good))
    columns = {str(table.columns[0]): table.iloc[:, 0]}
    for wave in table.columns[1:]:
        columns[wave] = table[wave]
        here = found[found["period"] == wave].sort_values("cut", kind="stable")
        if len(here):
            texts = {
                answer: words.percent(value) or symbol
                for answer, value, symbol in zip(
                    here["answer"], here["value"], here["symbol"], strict=True
                )
            }
            columns[f"{wave}, {WEIGHTED}"] = table.iloc[:, 0].map(texts).fillna("")
    return pd.DataFrame(columns)


def sentence(rows: Rows, reference: Reference, waves: list[str], unit: str, question: str) -> str:
    """What weighting makes of the question in each of the waves that asked it, in Markdown."""
    root = reference.settings["institution"]["root_unit"]
    if unit != root:
        return "Weighted shares, and the groups, are shown for the whole University only."
    questions, versions = reference.questions, reference.question_versions
    about = questions.loc[questions["question"] == question, "sensitivity"]
    if about.iloc[0] == "sensitive":
        return "The shares of this question are rounded, so they are not weighted."
    asked_in = set(versions.loc[versions["question"] == question, "wave"])
    return " ".join(
        _of_wave(rows, reference, wave, root, question) for wave in waves if wave in asked_in
    )


def _of_wave(rows: Rows, reference: Reference, wave: str, root: str, question: str) -> str:
    name = words.plain(wave)
    found = select(rows, "answer_weighted", item=question, period=wave, unit=root, cut=None)
    if found.empty:
        rate = one(rows, "participation_rate", period=wave, unit=root)
        if rate is not None and rate["symbol"] == OPEN:
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
