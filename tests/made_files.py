"""Small workbooks and CSV files, made for the tests of reading and checking."""

import csv
import datetime as dt
import io
import zipfile

import xlsxwriter

from tcdata import reference

KEY = b"a key for tests: 32 bytes or more"
AS_OF = "2026-09-01"
REFERENCE = reference.load()

PEOPLE = [
    *("person_id", "post_id", "main_post", "job_title", "job_family", "grade", "fte"),
    *("contract_type", "contract_end", "continuous_start", "post_start", "unit", "role_type"),
    *("status", "gender", "birth_date"),
]
RESPONDENTS = ["respondent_id", "unit", "completed_on", "complete", "training_access", "open_days"]
SKILLS = ["respondent_id", "skill", "level", "uses_now", "wants_to_learn"]


def person(number, **changes):
    """A row of the workforce without any error; `changes` replaces cells."""
    row = {
        "person_id": f"{100000 + number}",
        "post_id": f"P{number}",
        "main_post": "yes",
        "job_title": "Technician",
        "job_family": "Technical",
        "grade": "Grade 5",
        "fte": 0.8,
        "contract_type": "open-ended",
        "contract_end": None,
        "continuous_start": dt.date(2015, 3, 2),
        "post_start": dt.date(2018, 1, 1),
        "unit": "School of Chemistry",
        "role_type": "laboratory",
        "status": "active",
        "gender": "Woman",
        "birth_date": dt.date(1980, 9, 1),
    }
    return {**row, **changes}


def people(*rows):
    """A workforce workbook of rows as `person` makes them."""
    headings = list(dict.fromkeys([*PEOPLE, *(name for row in rows for name in row)]))
    return workbook({"workforce": [headings, *([row.get(h) for h in headings] for row in rows)]})


def survey(respondents, skills=()):
    """A survey workbook of rows as lists."""
    return workbook(
        {"responses": [RESPONDENTS, *respondents], "skills": [SKILLS, *skills]},
    )


def workbook(sheets):
    """A workbook of sheet name → rows; text stays text, dates become date cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(r, c, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write(r, c, value)
    book.close()
    return out.getvalue()


def csv_file(rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def rewritten(data, change, compression=zipfile.ZIP_DEFLATED):
    """The archive with each member's content passed through `change(name, content)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()
