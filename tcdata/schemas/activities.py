"""The activities table: what the action plan's owners log."""

from __future__ import annotations

import pandera.pandas as pa

from tcdata.schemas.columns import YES_NO, column

KINDS = [
    "nomination",
    "award",
    "case study",
    "event",
    "outreach",
    "open day",
    "mentoring",
    "committee",
    "visit",
    "policy event",
    "training",
    "levy",
    "T-level",
    "milestone",
    "other",
]

ACTIVITIES = pa.DataFrameSchema(
    {
        "date": column("date", "Date", "When it took place.", "open", required=True),
        "kind": column("code", "Kind", "What it was.", "open", required=True, allowed=KINDS),
        "title": column(
            "text", "Title", "What it is called; no person's name.", "open", required=True
        ),
        "unit": column(
            "unit",
            "Unit",
            "The unit it belongs to: an id, name or alias in organisation.csv.",
            "open",
        ),
        "action_id": column("action", "Action", "The action it serves, as in actions.csv.", "open"),
        "people": column("whole", "People", "Technicians who took part.", "open", unit="people"),
        "external": column(
            "code", "External", "Whether it was outside the institution.", "open", allowed=YES_NO
        ),
        "executive_sponsor": column(
            "code",
            "Executive sponsor",
            "Whether an executive sponsor was present.",
            "open",
            allowed=YES_NO,
        ),
        "outcome": column("text", "Outcome", "What came of it, in a few words.", "open"),
    },
    name="activities",
    title="Activities",
    description="One row per event or record.",
    strict=True,
)
