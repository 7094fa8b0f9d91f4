"""A small institution whose every figure can be counted on paper, and frames of its people.

university → faculties (arts: music, drama; science: physics) and services (it). In 2019 there was
`stage` under arts, merged into drama, and physics belonged to `nature`, which science replaced.
"""

import pandas as pd

from tcdata.reference import from_files
from tcdata.reference.tables import TABLES

FILES = {
    "organisation": """
university|University||university|||||
faculties|Faculties||group|university||||
services|Services||group|university||||
arts|Arts||faculty|faculties||||
nature|Nature||faculty|faculties||2020-07-31|science|
science|Science||faculty|faculties|2020-08-01|||
music|Music||school|arts||||
drama|Drama||school|arts||||
stage|Stage||school|arts||2020-07-31|drama|
physics|Physics||school|nature||2020-07-31||
physics|Physics||school|science|2020-08-01|||
it|IT||service|services||||
""",
    "waves": """
2023|2023-09-04|2023-09-15|2023-09-01|faculties
2026|2026-09-01|2026-09-11|2026-09-01|faculties
""",
    "questions": """
training|Training?|T|single|Yes;Partly;No|Yes|yes|internal
mood|Mood?|T|single|Good;Fair;Bad|Good;Fair|yes|internal
kinds|Kinds?|T|multi|Lab;Field|Lab|yes|internal
leaving|Leave?|T|single|Stay;Go;Unsure|Stay|no|sensitive
why|Why?|T|multi|Pay;Other||no|sensitive
""",
    "question_versions": """
2023|training|training|Oh yes=Yes|yes|
2023|mood|mood||yes|
2026|training|training||yes|
2026|mood|mood||yes|
2026|kinds|kinds||yes|
2026|leaving|leaving||yes|
2026|why|why||yes|
""",
    "skills": """
glass|Glass|Workshop|yes||12|2023
laser|Laser|Workshop|no||6|2023
cryo|Cryo|Imaging|yes|3|24|2026
""",
    "technical_rules": """
10|job_title|.*administrat.*|exclude|
20|job_family|technical|include|
30|job_title|.*technician.*|include|
90|job_family||include|
""",
    "history": """
2019-09-30|headcount|university|||9|people|plan
2019-09-30|headcount|drama|||4|people|plan
2019-09-30|apprentices|drama|||1|people|plan
""",
}
SETTINGS = """
[institution]
name = "Small"
root_unit = "university"
[targets]
participation = 80
apprentices_per_faculty = [1, 5]
[thresholds]
internal = 10
sensitive = 25
[skills]
required_if_critical = 2
horizon_months = 24
[checks]
headcount_change_percent = 10
[calendar]
holidays = ["2026-09-04"]
"""


def reference(**changed):
    """The small institution's reference; a table given by name replaces its rows."""
    files = {"settings.toml": changed.pop("settings", SETTINGS)}
    for table, columns in TABLES.items():
        lines = changed.get(table, FILES.get(table, "")).strip().splitlines()
        given = [name for name, holds in columns.items() if holds != "text?"]
        rows = pd.DataFrame([line.split("|") for line in lines], columns=given)
        if table == "organisation" and len(rows):
            rows["short_name"] = rows["name"]
        files[f"{table}.csv"] = rows.to_csv(index=False)
    return from_files(files)


POST = {
    "as_of": "2026-09-01",
    "main_post": True,
    "job_title": "Technician",
    "job_family": "Technical",
    "job_code": None,
    "grade": "Grade 5",
    "fte": 1.0,
    "contract_type": "open-ended",
    "unit": "music",
    "role_type": None,
    "status": "active",
    "leaving_reason": None,
    "age_band": None,
    "gender": None,
}
ANSWER = {
    "wave": "2026",
    "unit": "music",
    "completed_on": "2026-09-01",
    "complete": "yes",
    **dict.fromkeys(("role_type", "grade_band", "contract_type", "age_band", "gender")),
}
SKILL = {"wave": "2026", "level": "unaided", "uses_now": "yes", "wants_to_learn": "no"}


def workforce(*posts):
    """One row per post; each is a dict of what differs from POST, `person_id` among it."""
    frame = pd.DataFrame([{**POST, **post} for post in posts])
    texts = [column for column in frame if column not in ("main_post", "fte")]
    return frame.astype(dict.fromkeys(texts, "str") | {"main_post": "bool", "fte": "float64"})


def staff(unit, people, first=0, **same):
    """`people` posts in `unit`, of the persons p<first>, p<first + 1> …"""
    return [{"person_id": f"p{first + i}", "unit": unit, **same} for i in range(people)]


def respondents(*rows):
    frame = pd.DataFrame([{**ANSWER, **row} for row in rows]).astype("str")
    return frame.assign(completed_on=pd.to_datetime(frame["completed_on"]))


def replies(unit, people, first=0, **same):
    """`people` respondents in `unit`: r<first>, r<first + 1> …"""
    return [{"respondent_id": f"r{first + i}", "unit": unit, **same} for i in range(people)]


def answers(*rows, wave="2026"):
    """Rows of (respondent_id, question, option)."""
    columns = ["respondent_id", "question", "option"]
    return pd.DataFrame(rows, columns=columns).assign(wave=wave).astype("str")


def skills(*rows):
    """One row per respondent and skill; each is a dict of what differs from SKILL."""
    return pd.DataFrame([{**SKILL, **row} for row in rows]).astype("str")


def figure(rows, metric, unit="university", period="2026-09-01", item="", cut="", category=""):
    """The one row of this key, as a Series; None where there is none."""
    wanted = {"metric": metric, "unit": unit, "period": period, "item": item}
    wanted |= {"cut": cut, "category": category}
    found = rows[(rows[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
    assert len(found) < 2
    return None if found.empty else found.iloc[0]


def by_unit(rows, metric, column="value", **where):
    """Unit → number, of the rows of one metric."""
    wanted = {"metric": metric, "period": "2026-09-01", "item": "", "cut": "", "category": ""}
    wanted |= where
    found = rows[(rows[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
    return dict(zip(found["unit"], found[column], strict=True))
