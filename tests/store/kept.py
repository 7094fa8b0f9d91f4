"""Small checked files and published rows, made for the tests of the store and the commands."""

import hashlib

import numpy as np
import pandas as pd

from tcdata.check import Checked
from tcdata.published import metric_rows

CANARY = "canary-5e1f0a77"


def make_checked(kind="workforce", period="2026-09-01", rows=3, refused=0, errors=False, text=""):
    """A checked file of `rows` people; `text` makes another file of it."""
    people = pd.DataFrame(
        {
            "person_id": pd.Series([f"{text or CANARY}-{i}" for i in range(rows)], dtype="str"),
            "fte": [0.5 + i / 8 for i in range(rows)],
            "main_post": [True] * rows,
            "post_start": pd.to_datetime(["2020-02-29"] * rows),
            "ethnicity": pd.Series([None] * rows, dtype="str"),
        }
    )
    if kind == "survey":
        tables = {
            "respondents": people.rename(columns={"person_id": "respondent_id"}),
            "answers": pd.DataFrame({"respondent_id": ["a"], "question": ["q"], "option": ["Yes"]}),
            "skills": pd.DataFrame({"respondent_id": ["a"], "skill": ["s"], "level": ["aware"]}),
        }
    else:
        tables = {"workforce" if kind == "workforce" else "activities": people}
    columns = ["sheet", "row", "column", "value", "problem", "remedy", "severity"]
    finding = ["workforce", 2, "fte", CANARY, "It is not a number.", "Write one.", "error"]
    return Checked(
        kind=kind,
        period=period,
        tables=tables,
        findings=pd.DataFrame([finding] if errors else [], columns=columns),
        refused=pd.DataFrame({"person_id": [CANARY] * refused, "reason": ["wrong"] * refused}),
        rows_in=rows + refused,
        rows_accepted=rows,
        dropped=["name"],
        sha256=hashlib.sha256(f"{kind} {rows} {text}".encode()).hexdigest(),
        file_names=[f"{CANARY}.xlsx"],
    )


def make_rows(count=4):
    numbers = np.arange(count, dtype="float64")
    frame = pd.DataFrame(
        {
            "item": [f"skill-{i}" for i in range(count)],
            "unit": "fbs",
            "base": numbers,
            "value": np.where(numbers % 2, np.nan, numbers / 3),
        }
    )
    return metric_rows(frame, "skill_holders", period="2026")
