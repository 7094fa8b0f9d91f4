"""One question in full: every answer in each wave, whether they can be compared, and the split."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views import change, units
from tcdata.views.questions import Row, about, interval, points, share_text, versions

TOGETHER = "All favourable answers"
RANGES = (
    "The range after a share is its 95 % interval for everybody who was asked, as if chance had "
    "decided who answered."
)
DRAWN = ["row", "label", "text", "said", "state", "wave", "value", "joined", "share"]


def questions(reference: Reference, found: pd.DataFrame, waves: list[str]) -> list[str]:
    """Every question asked in one of `waves`: those of `change.compared` first, in its order."""
    first, asked = dict.fromkeys(found["question"]), versions(reference)
    rest = [q for q in about(reference) if q not in first and set(waves) & set(asked.get(q, ()))]
    return [*first, *rest]


def answers(rows: Rows, reference: Reference, wave: str, unit: str, question: str) -> pd.DataFrame:
    """Each answer of a question as a dumbbell needs it: one row per answer and wave up to `wave`.

    Columns: row and label (the answer), text (beside the row), said (on hover), state (empty),
    wave, value (per cent), joined (to the wave before it: only where the two are comparable),
    share (as text, with count, base and, where it has one, its 95 % interval). Several favourable
    answers also stand together, first.
    """
    shown = _showing(rows, unit, question)
    found = select(rows, "answer_share", item=question, unit=shown, cut="option")
    shares = upto(found, reference, wave)
    if ";" in about(reference)[question]["favourable"]:
        together = select(rows, "answer_favourable", item=question, unit=shown)
        good = upto(together, reference, wave)
        shares = [{**share, "category": TOGETHER} for share in good] + shares
    # In the order of the latest questionnaire that has the answer.
    latest_first = sorted(shares, key=lambda share: -share["time"])
    listed = [*dict.fromkeys(share["category"] for share in latest_first)]
    return drawn(shares, listed, reference, question)


def upto(found: pd.DataFrame, reference: Reference, wave: str) -> list[Row]:
    """The published shares up to `wave`, each with its wave's place in time."""
    order = {name: place for place, name in enumerate(change.upto(reference, wave))}
    return [
        {**share, "time": order[share["period"]]}
        for share in found.to_dict("records")
        if share["period"] in order
    ]


def drawn(
    shares: list[Row], listed: list[str], reference: Reference, question: str
) -> pd.DataFrame:
    """Shares of `upto` as a dumbbell needs them: by category as `listed`, oldest wave first."""
    compared, out = _comparable(reference, question), []
    for category in listed:
        lines = [share for share in shares if share["category"] == category]
        lines.sort(key=lambda share: share["time"])
        short = [words.percent(line["value"]) or line["symbol"] for line in lines]
        long = [share_text(line) + _range(line) for line in lines]
        told = [f"{line['period']}: {text}" for line, text in zip(lines, long, strict=True)]
        same = {
            "row": category,
            "label": category,
            "text": " → ".join(short[-2:]),
            "said": "\n".join([category, *told]),
            "state": "",
        }
        out += [
            {
                **same,
                "wave": line["period"],
                "value": line["value"],
                "joined": line["period"] in compared,
                "share": text,
            }
            for line, text in zip(lines, long, strict=True)
        ]
    return pd.DataFrame(out, columns=DRAWN)


def _range(share: Row) -> str:
    """The 95 % interval of a share, to stand after it; empty where it has none."""
    low, high = share["low"], share["high"]
    if low != low or high != high or share["value"] != share["value"]:
        return ""
    return f", {words.number(low)}–{words.percent(high)}"


def _showing(rows: Rows, unit: str, question: str) -> list[str]:
    """The unit, or the block it is part of, that has figures of the question."""
    found = [
        one
        for metric in ("answer_share", "answer_favourable")
        for one in select(rows, metric, item=question, cut=None)["unit"]
    ]
    return units.showing(found, unit)


def _comparable(reference: Reference, question: str) -> set[str]:
    """The waves in which the question can be compared with the wave before."""
    known = versions(reference).get(question, {})
    return {
        later
        for earlier, later in pairwise(change.upto(reference))
        if earlier in known and later in known and known[later]["comparable"] == "yes"
    }


def sentence(
    rows: Rows, reference: Reference, wave: str, unit: str, question: str, found: pd.DataFrame
) -> str:
    """What the answers say, in Markdown: whether they compare, the change, and its split.

    `found` is `change.compared` of this wave and unit.
    """
    earlier = change.before(rows, wave)
    known = versions(reference).get(question, {})
    reason = words.plain(known[wave]["reason"] if wave in known else "")
    asked = [period for period in (earlier, wave) if period in known]
    if len(asked) < 2:
        return f"**Asked only in {asked[0]}**, so there is nothing to compare{_why(reason)}."
    if wave not in _comparable(reference, question):
        return f"**{earlier} and {wave} cannot be compared**{_why(reason)}."
    found = found[found["question"] == question]
    if not about(reference)[question]["favourable"]:
        return "No answer to this question is better or worse than another, so no change is tested."
    if found.empty:
        return "The change of this question is not shown here."
    row = found.iloc[0]
    if row["state"] == change.UNTESTED:
        return f"**Not tested**: {words.plain(row['reason'])}."
    good = words.listed([f"“{words.plain(a)}”" for a in row["good"].split(";")])
    return " ".join(
        [
            f"**{points(row['value'], 1)}, {row['state']}** "
            f"(95 % interval {interval(row['low'], row['high'])}) in those who say {good}.",
            *_split(rows, wave, unit, question),
        ]
    )


def _why(reason: str) -> str:
    return f": {reason}" if reason else ""


def _split(rows: Rows, wave: str, unit: str, question: str) -> list[str]:
    """Kitagawa's split as a sentence, where it was made: for the whole University."""
    parts = [
        one(rows, metric, item=question, period=wave, unit=unit, cut="since")
        for metric in ("answer_shift", "answer_mix")
    ]
    if any(part is None or part["value"] != part["value"] for part in parts):
        return []
    shift, mix = (points(part["value"], 1) for part in parts if part is not None)
    return [
        f"Of that, {shift} would be there with the same mix of role types and grade bands among "
        f"those who answered; {mix} come from a different mix."
    ]


def note(shown: pd.DataFrame) -> str:
    """What the ranges in the answers' shares mean; empty where no share has one."""
    return RANGES if shown["share"].str.contains("–").any() else ""


def table(shown: pd.DataFrame, what: str = "Answer") -> pd.DataFrame:
    """What is drawn as readers see it: one row for each `what`, one column per wave."""
    cells: dict[str, dict[str, str]] = {}
    for row, wave, share in zip(shown["row"], shown["wave"], shown["share"], strict=True):
        cells.setdefault(row, {}).setdefault(wave, share)
    waves = [*dict.fromkeys(shown["wave"])]
    columns = {wave: [told.get(wave, "") for told in cells.values()] for wave in waves}
    return pd.DataFrame({what: [*cells], **columns})


def published(
    rows: Rows, reference: Reference, wave: str, unit: str, question: str
) -> pd.DataFrame:
    """The published rows behind the answers, for the download."""
    metrics = ["answer_share", "answer_favourable", "answer_change", "answer_state"]
    metrics += ["answer_mix", "answer_shift", "answer_weighted"]
    shown = _showing(rows, unit, question)
    parts = [select(rows, metric, item=question, unit=shown, cut=None) for metric in metrics]
    everything = pd.concat(parts, ignore_index=True)
    everything = everything[everything["cut"].isin(["", "option", "since", "state"])]
    return everything[everything["period"].isin(change.upto(reference, wave))]
