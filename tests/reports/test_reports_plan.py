"""The plan as a workbook: what is in it, what is not, and that nothing runs in it."""

import io

import openpyxl
import pandas as pd
import pytest

from tcdata import reference, sample, store
from tcdata.reports import plan as report
from tcdata.rows import by_metric

REFERENCE = reference.load()
EDITION = {
    "edition": 1,
    "built_at": pd.Timestamp("2026-10-07 08:00", tz="UTC"),
    "periods": ["survey 2023", "survey 2026"],
    "sample": True,
}
TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sample')}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    return by_metric(store.edition_rows(engine, 1)), store.plan_entries(engine)


def book(kept, unit="fbs", **changes):
    rows, entries = kept
    content = report.render(
        rows, "2026", unit, REFERENCE, EDITION, entries.assign(**changes), TODAY
    )
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet):
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def rows_of(sheet):
    (table,) = sheet.tables.values()
    heading, *lines = ([cell.value for cell in row] for row in sheet[table.ref])
    return pd.DataFrame(
        lines, columns=[str(text).split("\n")[0].split(" [")[0] for text in heading]
    )


def test_the_workbook_has_the_plan_and_its_history(kept):
    found = book(kept)
    assert found.sheetnames == ["Cover", "Contents", "Notes", "plan", "history"]
    plan, history = rows_of(found["plan"]), rows_of(found["history"])
    made = pd.read_csv(sample.SHIPPED.parent / "plan" / "decisions.csv", dtype=str)
    own = made[made["unit"] == "fbs"]
    assert len(history) == len(own)
    decided = plan[plan["Decision"] != "no decision yet"]
    assert len(decided) == own["skill"].nunique()
    assert set(decided["Owner"]) == set(own.drop_duplicates("skill", keep="last")["owner"])
    late = plan[plan["State"] == "overdue"]["Skill"].tolist()
    assert late == ["Transmission electron microscopy", "Cryo-electron microscopy"]


def test_every_cell_says_something(kept):
    for sheet in book(kept).worksheets[1:]:
        (table,) = sheet.tables.values()
        for row in sheet[table.ref]:
            assert all(cell.value not in (None, "") for cell in row), sheet.title


def test_the_cover_says_what_stands_whose_it_is_and_that_people_are_invented(kept):
    cover = " ".join(texts(book(kept)["Cover"]))
    for said in (
        "Succession plan: Faculty of Biological Sciences",
        "Sample data: everybody in it is invented.",
        "as it stood on 22 November 2026, by the 2026 survey",
        "6 of 43 skills at risk in FBS have a decision; 2 decisions are overdue.",
        "Edition 1, published 7 October 2026",
    ):
        assert said in cover
    assert "**" not in cover and "\\" not in cover


def test_the_covers_long_texts_have_room(kept):
    sheet = book(kept)["Cover"]
    long = [row for row in sheet.iter_rows() if len(str(row[0].value or "")) > 100]
    assert long
    for cell, *_ in long:
        assert sheet.row_dimensions[cell.row].height >= 30


def test_who_recorded_a_decision_is_not_in_it(kept):
    for sheet in book(kept, person="canary-user").worksheets:
        assert not any("canary-user" in str(text) for text in texts(sheet))


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "@SUM(A1)", "[x](http://example.org)"])
def test_an_owner_is_only_ever_text(kept, text):
    found = book(kept, owner=text)
    for name in ("plan", "history"):
        cells = [cell for row in found[name].iter_rows() for cell in row]
        held = [c for c in cells if c.value and text.split("](")[0] in str(c.value)]
        assert held and all(c.data_type == "s" and c.hyperlink is None for c in held)


def test_a_unit_without_a_plan_still_gets_its_workbook(kept):
    rows, entries = kept
    content = report.render(rows, "2026", "foe", REFERENCE, EDITION, entries, TODAY)
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert found.sheetnames == ["Cover", "Contents", "Notes", "plan"]
    assert set(rows_of(found["plan"])["Decision"]) == {"no decision yet"}
