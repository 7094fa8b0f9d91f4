"""The workforce table: one row per person and post at an as-of date."""

from __future__ import annotations

import pandera.pandas as pa

from tcdata.schemas.columns import (
    AGE_BANDS,
    CONTRACT_TYPES,
    ROLE_TYPES,
    STATUSES,
    column,
)

# One full-time job is 1.0. Shares are written to two decimals, so four posts of one person may
# add to 1.02 by rounding alone; anything above is a mistake or a post that has ended.
FULL_TIME = 1.02

WORKFORCE = pa.DataFrameSchema(
    {
        "person_id": column(
            "id",
            "Person",
            "Staff number or another id that stays with the person in every extract. "
            "Only its keyed hash is kept.",
            "internal",
            required=True,
        ),
        "post_id": column(
            "text", "Post", "The post's number, where a person can hold several.", "internal"
        ),
        "main_post": column(
            "flag",
            "Main post",
            "Whether this is the person's main post: yes for one post of each person. "
            "Where not given, the post with the largest FTE.",
            "open",
        ),
        "job_title": column("text", "Job title", "The post's title.", "open", required=True),
        "job_family": column("text", "Job family", "The post's family, as HR groups jobs.", "open"),
        "job_code": column("text", "Job code", "The post's code in the HR system.", "open"),
        "grade": column("text", "Grade", "The post's pay grade.", "open", required=True),
        "fte": column(
            "number",
            "FTE",
            "Full-time equivalent of the post: 1 is full time, 0.5 half time.",
            "open",
            required=True,
            unit="full-time posts",
            high=FULL_TIME,
            low_counts=False,
            remedy="Write the share of a full-time job, up to 1: 0.6 for 60 %.",
        ),
        "contract_type": column(
            "code",
            "Contract type",
            "The contract's type.",
            "open",
            required=True,
            allowed=CONTRACT_TYPES,
        ),
        "contract_end": column(
            "date", "Contract end", "When a fixed-term contract ends; empty where open.", "internal"
        ),
        "continuous_start": column(
            "date",
            "Start of continuous service",
            "When the person's unbroken employment began.",
            "internal",
            required=True,
        ),
        "post_start": column(
            "date", "Start in post", "When the person began this post.", "internal"
        ),
        "unit": column(
            "unit",
            "Unit",
            "The post's unit: its id, name or alias in organisation.csv.",
            "open",
            required=True,
        ),
        "cost_centre": column("text", "Cost centre", "Where the post is paid from.", "internal"),
        "role_type": column(
            "code", "Role type", "What the post mainly does.", "open", allowed=ROLE_TYPES
        ),
        "status": column(
            "code",
            "Status",
            "Whether the person holds the post; active where not given. "
            "Active and on leave count as employed.",
            "internal",
            allowed=STATUSES,
        ),
        "line_manager": column(
            "id",
            "Line manager",
            "The line manager's id, of the same kind as the person's. Only its hash is kept.",
            "internal",
        ),
        "gender": column("text", "Gender", "As the person told HR.", "sensitive"),
        "ethnicity": column("text", "Ethnicity", "As the person told HR.", "sensitive"),
        "disability": column("text", "Disability", "As the person told HR.", "sensitive"),
        "age_band": column(
            "code",
            "Age band",
            "Age on the as-of date; made from birth_date where that is given.",
            "sensitive",
            unit="years",
            allowed=AGE_BANDS,
        ),
        "leaving_date": column("date", "Leaving date", "The last day of service.", "internal"),
        "leaving_reason": column(
            "text", "Reason for leaving", "One of HR's reasons, not free text.", "sensitive"
        ),
    },
    name="workforce",
    title="Workforce",
    description="One row per person and post at an as-of date.",
    strict=True,
)

# Read from a file and turned into another column; never kept.
BIRTH_DATE = column(
    "birth", "Date of birth", "Turned into an age band on loading, then dropped.", "sensitive"
)
