"""The succession plan in words, tables and dates."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.plan import DECISIONS, OPEN, STATES
from tcdata.published import PROVISIONAL
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views import skills, units

NAMED = 3
DRAWN = 12


def method(reference: Reference) -> str:
    """What counts as at risk, and what the plan is, in a line of plain text."""
    known = reference.settings["skills"]
    return (
        "At risk: fewer holders than required, one known holder, or a chance (“risk”) of "
        f"{known['at_risk_percent']} % or more that there are too few in "
        f"{known['horizon_months']} months. Decisions are as they stand today, whichever edition "
        "is shown; the owner is a role."
    )


def finding(rows: Rows, reference: Reference, wave: str, unit: str, found: pd.DataFrame) -> str:
    """The page's answer in Markdown: how many skills at risk have a decision, and what is late."""
    root = reference.settings["institution"]["root_unit"]
    name = "the University" if unit == root else words.plain(units.short_names(reference)[unit])
    if found.empty and select(rows, "skill_required", period=wave, unit=unit).empty:
        return f"**No skill is recorded for {name} in the {words.plain(wave)} survey.**"
    risky = found[found["at_risk"]]
    decided, late = int(risky["decided"].sum()), int(found["overdue"].sum())
    if risky.empty:
        first = f"**No skill in {name} is at risk by the {words.plain(wave)} survey"
    else:
        has = "have" if decided > 1 else "has"
        counted = words.counted(len(risky), "skill")
        first = f"**{decided or 'None'} of {counted} at risk in {name} {has} a decision"
    is_late = words.counted(late, "decision is", "decisions are")
    sentences = [f"{first}; {is_late} overdue.**" if late else f"{first}.**"]
    waiting = risky[~risky["decided"]]
    if len(waiting):
        listed = words.listed([words.plain(label) for label in waiting["label"].head(NAMED)])
        have = f"{words.number(len(waiting))} {'has' if len(waiting) == 1 else 'have'} none: "
        sentences.append(f"{have}start with {listed}." if decided else f"Start with {listed}.")
    if absent := int(waiting["absent"].sum()):
        are = words.counted(absent, "of them is a critical skill", "of them are critical skills")
        sentences.append(
            f"{are} that nobody here holds, is learning or has held: accept the risk where "
            f"{'it is' if absent == 1 else 'they are'} not needed."
        )
    return " ".join([*sentences, *_carried(rows, wave, unit, found)])


def _carried(rows: Rows, wave: str, unit: str, found: pd.DataFrame) -> list[str]:
    """What became of what was decided, or was short, after the wave before."""
    sentences = []
    carried = found[found["since"] != ""]
    if len(carried):
        still = int(carried["at_risk"].sum())
        after = words.listed([words.plain(seen) for seen in sorted(carried["seen"].unique())])
        if len(carried) == 1:
            now = "still" if still else "no longer"
            sentences.append(f"The one skill decided about after {after} is {now} at risk.")
        else:
            sentences.append(
                f"Of {words.number(len(carried))} skills decided about after {after}, "
                f"{still or 'none'} {'are' if still > 1 else 'is'} still at risk."
            )
    row = one(rows, "shortage_closed", period=wave, unit=unit)
    earlier = [period for period in skills.waves(rows) if period < wave]
    if row is not None and row["value"] == row["value"] and earlier:
        again = words.share(row["count"], row["base"], row["value"])
        of = f"of the skills short in {words.plain(earlier[0])}"
        is_short = f"{'is' if row['count'] == 1 else 'are'} no longer short."
        so_far = f"So far, {of}" if row["symbol"] == PROVISIONAL else f"O{of[1:]}"
        sentences.append(f"{so_far}, {again} {is_short}")
    return sentences


def headline(found: pd.DataFrame) -> str:
    """What the picture shows, in plain text."""
    to_do = found[found["state"].isin(OPEN)]
    late, coming = to_do[to_do["overdue"]], to_do[~to_do["overdue"]]
    said = [words.counted(len(late), "decision is", "decisions are") + " overdue"] * bool(len(late))
    if len(coming):
        what = "the next" if len(late) else "the next decision"
        said.append(f"{what} is due on {words.date(coming['due'].min())}")
    if len(to_do) > DRAWN:
        said.append(f"the first {DRAWN} of {len(to_do)} are drawn")
    text = "; ".join(said)
    return text[0].upper() + text[1:] if text else "Nothing is waiting to be done"


def dues(found: pd.DataFrame) -> pd.DataFrame:
    """What is to be done for the picture, by due date: label, due, overdue and text.

    At most DRAWN rows, the earliest ones.
    """
    to_do = found[found["state"].isin(OPEN)].sort_values("due", kind="stable").head(DRAWN)
    texts = [
        f"{words.month(due)}\n{'overdue' if late else STATES[state]}"
        for due, late, state in zip(to_do["due"], to_do["overdue"], to_do["state"], strict=True)
    ]
    return to_do[["label", "due", "overdue", "owner"]].assign(text=texts)


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The plan as readers see it; columns that are empty in every row are left out."""
    shown = pd.DataFrame(
        {
            "Skill": found["label"],
            "Holders": found["why"],
            "Decision": found["decision"].map(DECISIONS).fillna(""),
            "State": [
                "overdue" if late else STATES.get(state, "")
                for state, late in zip(found["state"], found["overdue"], strict=True)
            ],
            "Due": [words.date(due) if due else "" for due in found["due"]],
            "Owner": found["owner"],
            "Seen in": found["seen"],
            "Since then": found["since"],
            "Critical": found["critical"].map({True: "yes", False: ""}),
            "Other units": found["others"],
        }
    )
    always = ["Skill", "Holders", "Decision", "State", "Due", "Owner"]
    return shown[[name for name in shown if name in always or (shown[name] != "").any()]]


def history(entries: pd.DataFrame, unit: str, skill: str) -> pd.DataFrame:
    """What was decided about one skill of a unit, newest first, as readers see it."""
    own = entries[(entries["unit"] == unit) & (entries["skill"] == skill)]
    own = own.sort_values("entry", ascending=False)
    return pd.DataFrame(
        {
            "Recorded": [words.date(at) for at in own["at"]],
            "Decision": own["decision"].map(DECISIONS),
            "Owner": own["owner"],
            "Due": [words.date(due) for due in own["due"]],
            "State": own["state"].map(STATES),
            "Seen in": own["wave"],
            "By": own["person"],
        }
    )
