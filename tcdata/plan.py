"""The succession plan's entry: its columns, what can be decided, and how far it can be.

An entry says what a unit does about one skill. Entries are only ever added: the latest one of a
unit and skill is the plan, the earlier ones are its history. Where they are kept is in
`tcdata/store/plan.py`, what readers see of them in `tcdata/views/plan.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line's help must not wait for pandas
    import pandas as pd

DECISIONS = {
    "train": "Train a colleague",
    "hire": "Hire a holder",
    "apprentice": "Take on an apprentice",
    "share": "Share with another unit",
    "accept": "Accept the risk",
}
STATES = {
    "planned": "planned",
    "under-way": "under way",
    "done": "done",
    "dropped": "dropped",
}
OPEN = ["planned", "under-way"]
LONGEST_OWNER = 60
ERASED = "[erased]"  # in place of an owner that named a person
COLUMNS = [
    *("entry", "unit", "skill", "wave", "decision", "owner", "due", "state", "at", "person"),
]


def latest(entries: pd.DataFrame) -> pd.DataFrame:
    """The entries (columns COLUMNS, oldest first) that count: the last of each unit and skill."""
    about = zip(entries["unit"].tolist(), entries["skill"].tolist(), strict=True)
    last = {key: place for place, key in enumerate(about)}
    return entries.iloc[sorted(last.values())]
