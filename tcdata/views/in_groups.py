"""One question by group: its favourable share in each role type or grade band, wave by wave."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import change, in_full
from tcdata.views.questions import Row, about, labels

# The breakdowns → how the choice and a sentence name them.
CUTS = {"role_type": ("Role type", "role type"), "grade_band": ("Grade band", "grade band")}
NOTE = (
    "Each share is out of the group’s own respondents, whether they answered or not. Groups are "
    "not tested: in small ones a few answers make many points."
)


def cuts(rows: Rows, question: str) -> list[str]:
    """The breakdowns that the edition has of the question, in the order of CUTS."""
    known = set(select(rows, "answer_favourable", item=question, cut=None)["cut"])
    return [cut for cut in CUTS if cut in known]


def cut_name(cut: str) -> str:
    """A breakdown as the list of choices says it."""
    return CUTS[cut][0]


def groups(rows: Rows, reference: Reference, wave: str, question: str, cut: str) -> pd.DataFrame:
    """Each group as a dumbbell needs it, the highest share of the latest wave first.

    One row per group and wave up to `wave`, of the whole University; columns as of
    `in_full.answers`. A group that cannot be shown in a wave has its symbol.
    """
    found = published(rows, reference, wave, question, cut)
    shares = in_full.upto(found, reference, wave)
    for share in shares:
        share["category"] = share["category"][:1].upper() + share["category"][1:]

    def rank(share: Row) -> tuple[bool, bool, float]:
        hidden = share["value"] != share["value"]
        return share["period"] != wave, hidden, 0 if hidden else -share["value"]

    listed = [*dict.fromkeys(share["category"] for share in sorted(shares, key=rank))]
    last = [share["category"] for share in shares if rank(share)[:2] == (False, True)]
    listed.sort(key=lambda category: category in last)
    return in_full.drawn(shares, listed, reference, question)


def headline(found: pd.DataFrame, reference: Reference, wave: str, question: str, cut: str) -> str:
    """What the picture shows, in plain text: the highest and lowest group of the latest wave."""
    asked = labels(reference)[question]
    here = found[(found["wave"] == wave) & found["value"].notna()]
    if len(here) < 2:
        return f"{asked}: by {CUTS[cut][1]}"
    highest, lowest = here.iloc[0], here.iloc[-1]
    return (
        f"{asked}: highest in {highest['label']}, {words.percent(highest['value'])}; "
        f"lowest in {lowest['label']}, {words.percent(lowest['value'])}"
    )


def missing(reference: Reference, question: str) -> str:
    """Why a question has no groups, in plain text."""
    if not about(reference)[question]["favourable"]:
        return "No answer to this question is better than another, so groups are not compared."
    return "This edition has no groups that can be shown of this question."


def table(found: pd.DataFrame, cut: str) -> pd.DataFrame:
    """The groups as readers see them: one row each, one column per wave."""
    return in_full.table(found, CUTS[cut][0])


def published(rows: Rows, reference: Reference, wave: str, question: str, cut: str) -> pd.DataFrame:
    """The published rows behind the groups, for the download."""
    root = reference.settings["institution"]["root_unit"]
    found = select(rows, "answer_favourable", item=question, unit=root, cut=cut)
    return found[found["period"].isin(change.upto(reference, wave))]
