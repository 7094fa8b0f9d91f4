"""A store whose people carry values that no page, download, address or log line may ever show."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import cache
from pathlib import Path

import openpyxl

from tcdata import edition, reference, store
from tcdata.check import check

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
FILES = [
    ("workforce", "2023-09-01", "workforce_2023-09-01.xlsx"),
    ("workforce", "2026-09-01", "workforce_2026-09-01.xlsx"),
    ("survey", "2023", "survey_2023.xlsx"),
    ("survey", "2026", "survey_2026.xlsx"),
]
PLANTED = {
    "person_id": "77310425901",
    "post_id": "PZQX77140",
    "job_title": "Quillwort Glassblowing Technician",
    "job_code": "ZQX-07-311",
    "cost_centre": "7731-ZQX",
    "leaving_reason": "Moved to Tobermory",
    "line_manager": "77310425902",
    "Name": "Ozymandias Quillwort",
    "E-mail": "o.quillwort@example.org",
    "birth_date": "1961-02-03",
}
RESPONDENT = "2026-7731990"


@cache
def planted_file(name: str) -> bytes:
    """A file of the sample in which one person has the values planted."""
    book = openpyxl.load_workbook(SAMPLE / name)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    if "person_id" in headings:
        for column, value in PLANTED.items():
            if column not in headings:
                headings.append(column)
                sheet.cell(1, len(headings)).value = column
            sheet.cell(2, headings.index(column) + 1).value = value
    elif "2026" in name:
        known = sheet.cell(2, 1).value
        for one in book.worksheets:
            for row in one.iter_rows(min_row=2, max_col=1):
                if row[0].value == known:
                    row[0].value = RESPONDENT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(url: str, key: bytes) -> list[str]:
    """Load the planted files into the store at `url` and publish; the values nobody may see.

    Among them are the codes that stand for the planted people in the store.
    """
    engine, known = store.open_store(url), reference.load()
    for kind, period, name in FILES:
        checked = check(kind, [(name, planted_file(name))], known, period, key)
        assert checked.ok, checked.findings.to_string()
        store.accept(engine, checked, "steward")
    edition.publish(engine, known, "steward")
    tables = store.in_use(engine)[1]
    people = tables["workforce"]
    codes = people.loc[people["job_title"] == PLANTED["job_title"], "person_id"].unique().tolist()
    codes += tables["respondents"]["respondent_id"].head(3).tolist()
    assert len(codes) == 4
    engine.dispose()
    return [*PLANTED.values(), RESPONDENT, *codes]


def found_in(content: bytes, secrets: list[str]) -> set[str]:
    """The secrets in some bytes: as text, as UTF-16, in base64, or inside a workbook."""
    texts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            texts += [book.read(name) for name in book.namelist()]
    return {
        secret
        for secret in secrets
        if any(form in text for form in _forms(secret) for text in texts)
    }


@cache
def _forms(secret: str) -> tuple[bytes, ...]:
    plain = secret.encode()
    shifted = [base64.b64encode(b" " * pad + plain)[4 * (pad > 0) : -4] for pad in range(3)]
    return plain, secret.encode("utf-16-le"), *(form for form in shifted if len(form) > 7)
