"""The case for a role as a workbook: cover, contents, notes, one table a sheet, the document's
figures as numbers, and costs to fill in."""

import io

import openpyxl
import pytest
from sample_documents import TRUTHS, opened, parts

from tcdata.reports import case_workbook
from tcdata.views import scenario

CHOSEN = ["transmission-electron-microscopy", "radiation-protection"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module", params=["fbs", "eps", "university"])
def made(request, edition):
    rows, reference, record = edition
    given = scenario.parse("horizon=36,trainees=1", reference)
    asked = (rows, request.param, reference, record, "2026", CHOSEN, given)
    content = case_workbook.write(*asked)
    return request.param, content, openpyxl.load_workbook(io.BytesIO(content))


def table_of(sheet):
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def test_it_follows_the_guidance(made):
    _, content, book = made
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book.sheetnames[-1] == "decision"
    for sheet in book.worksheets[1:]:
        rows = table_of(sheet)
        assert all(cell not in (None, "") for row in rows for cell in row), sheet.title
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert parts(content)
    contents = [row[0] for row in table_of(book["Contents"])][1:]
    assert contents == book.sheetnames[3:]


def test_the_cover_says_edition_sample_and_scenario(made):
    texts = [str(row[0].value) for row in made[2]["Cover"].iter_rows()]
    assert texts[0].endswith(": the case for a role")
    assert "Sample data: everybody in it is invented." in texts
    assert any(text.startswith("Edition 1, published") for text in texts)
    assert any("36 months ahead" in text and "(horizon=36,trainees=1)" in text for text in texts)


def test_holders_are_the_planted_numbers(made):
    unit, _, book = made
    heading, *rows = table_of(book["skills"])
    place = next(n for n, name in enumerate(heading) if name.startswith("Known holders"))
    names = {"Transmission electron microscopy": CHOSEN[0], "Radiation protection": CHOSEN[1]}
    planted = {
        name: TRUTHS["skills"]["2026"][skill][unit]["holders"] for name, skill in names.items()
    }
    assert rows
    for row in rows:
        assert row[place] == planted[row[0]]


def test_there_is_a_row_for_each_skill_and_option_and_costs_are_open(made):
    book = made[2]
    skills = len(table_of(book["skills"])) - 1
    options = table_of(book["options"])[1:]
    assert len(options) == 4 * skills
    assert all(isinstance(row[3], int | float) for row in options)
    costs = table_of(book["costs"])
    assert costs[0][2:] == ["One-off cost, £", "Cost a year, £", "Paid from"]
    assert {cell for row in costs[1:] for cell in row[2:]} == {"to fill in"}


def test_a_hidden_share_is_its_symbol(edition):
    rows, reference, record = edition
    given = scenario.base(reference)
    content = case_workbook.write(rows, "physics", reference, record, "2026", CHOSEN, given)
    shares = table_of(openpyxl.load_workbook(io.BytesIO(content))["contribution"])[1:]
    hidden = [row for row in shares if not isinstance(row[-1], int | float)]
    assert hidden
    assert {row[-1] for row in hidden} <= {"≤2", "[c]", "≥n−2"}
    assert {row[2] for row in shares} == {"Physics + iMBE + Robotics"}
