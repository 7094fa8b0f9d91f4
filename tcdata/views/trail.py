"""The audit trail in words: when, who, what, about what, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tcdata import words
from tcdata.plan import DECISIONS, STATES
from tcdata.views.loading import said

ACTIONS = {
    "accept": "File accepted",
    "accept again": "File accepted again",
    "withdraw": "File withdrawn",
    "purge": "File's rows erased",
    "publish": "Edition published",
    "decide": "Plan decided",
    "forget": "Plan's owner erased",
}


def trail_table(trail: pd.DataFrame) -> pd.DataFrame:
    """The audit trail as readers see it, newest first: a row per entry with the columns Entry,
    When (UTC), By, What, About and Reason (empty where none was asked for).

    `trail` is the store's: entry, at, person, action, detail (a dict). No cell starts as a
    spreadsheet's formula does.
    """
    newest = trail.sort_values("entry", ascending=False)
    actions, details = newest["action"].tolist(), newest["detail"].tolist()
    table = pd.DataFrame(
        {
            "Entry": newest["entry"],
            "When (UTC)": newest["at"].dt.strftime("%Y-%m-%d %H:%M"),
            "By": newest["person"],
            "What": [ACTIONS[action] for action in actions],
            "About": [_about(*entry) for entry in zip(actions, details, strict=True)],
            "Reason": [detail.get("reason", "") for detail in details],
        }
    )
    texts = ["By", "About", "Reason"]
    return table.assign(**{name: table[name].map(words.neutral) for name in texts})


def _about(action: str, detail: dict[str, Any]) -> str:
    if action in ("accept", "accept again"):
        refused = detail["rows_refused"]
        rows = words.counted(detail["rows_accepted"], "row")
        aside = f", {words.number(refused)} refused" if refused else ""
        file = said(detail["kind"], detail["period"])
        return f"Snapshot {detail['snapshot']}, the {file}: {rows}{aside}"
    if action in ("withdraw", "purge"):
        now = f"snapshot {detail['current']}" if detail["current"] else "no other"
        return f"Snapshot {detail['snapshot']}; {now} counts instead"
    if action == "publish":
        numbers = words.listed([str(number) for number in sorted(detail["snapshots"])])
        several = "s" if len(detail["snapshots"]) > 1 else ""
        figures = words.counted(detail["rows"], "figure")
        return f"Edition {detail['edition']}: {figures} from snapshot{several} {numbers}"
    if action == "decide":
        what = f"{DECISIONS[detail['decision']]} by {words.date(detail['due'])}"
        place = f"{detail['skill']} in {detail['unit']}"
        return f"Entry {detail['entry']}, {place}: {what} ({STATES[detail['state']]})"
    return f"Entry {detail['entry']} of the plan"
