"""The comparison of two waves as a dumbbell needs it: dots, short texts, and what hovering says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tcdata.published import BREAK, HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE
from tcdata.rows import Rows, select
from tcdata.views.change import UNTESTED
from tcdata.views.questions import interval, points, share_text

_SHORT = {
    BREAK: "not comparable",
    HIDDEN: "too few to show",
    NOT_AVAILABLE: "under 30 people",
}


def picture(rows: Rows, found: pd.DataFrame, latest: str) -> pd.DataFrame:
    """`found`, compared up to the wave `latest`, as a dumbbell needs it: one row per question and
    wave, oldest first.

    Columns: row (the question), label, text (beside the row), said (on hover), state, wave, value
    (per cent), joined (to the wave before it: only where that change was tested), below and above
    (how far the interval of the change reaches from the latest share; missing elsewhere). A
    question without any share has one row without wave and value.
    """
    states = select(rows, "answer_state", unit=found["unit"].unique().tolist(), cut="state")
    tested = {
        (question, wave)
        for question, wave, state in zip(
            states["item"], states["period"], states["category"], strict=True
        )
        if state != UNTESTED
    }
    texts = dict(zip(found["question"], _texts(found), strict=True))
    drawn = [
        {
            "row": row["question"],
            "label": row["label"],
            "text": texts[row["question"]],
            "said": _said(row),
            "state": row["state"],
            "wave": wave,
            "value": share.get("value"),
            "joined": (row["question"], wave) in tested,
            "below": row["value"] - row["low"] if wave == latest else None,
            "above": row["high"] - row["value"] if wave == latest else None,
        }
        for row in found.to_dict("records")
        for wave, share in (row["shares"] or {None: {}}).items()
    ]
    return pd.DataFrame(drawn).astype(dict.fromkeys(["value", "below", "above"], "float64"))


def _texts(found: pd.DataFrame) -> list[str]:
    """Two short lines per question: the change and its state, or that it was not tested and why."""
    return [
        f"{UNTESTED}\n{reason if symbol == NOT_APPLICABLE else _SHORT[symbol]}"
        if state == UNTESTED
        else f"{points(value)}\n{state}"
        for state, symbol, reason, value in zip(
            found["state"], found["symbol"], found["reason"], found["value"], strict=True
        )
    ]


def _said(row: Mapping[Any, Any]) -> str:
    """What is known of a question, wave by wave, in a few lines of plain text."""
    lines = [f"{wave}: {share_text(share)}" for wave, share in row["shares"].items()]
    change = points(row["value"], 1) if row["value"] == row["value"] else ""
    if row["low"] == row["low"]:
        change += f", 95 % interval {interval(row['low'], row['high'])}"
    state = f"{UNTESTED}: {row['reason']}" if row["reason"] else row["state"]
    return "\n".join(filter(None, [row["asked"], *lines, change, state]))
