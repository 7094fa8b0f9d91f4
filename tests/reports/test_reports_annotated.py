import io

import openpyxl

from tcdata.check import check
from tcdata.reports.annotated import annotated
from tests.made_files import AS_OF, KEY, REFERENCE, csv_file, people, person, workbook


def opened(files, findings):
    return openpyxl.load_workbook(io.BytesIO(annotated(files, findings)))


def test_wrong_cells_are_marked_and_the_reason_stands_beside_them():
    rows = [person(1), person(2, fte=7, grade=None), person(3)]
    files = [("a.xlsx", people(*rows))]
    checked = check("workforce", files, REFERENCE, AS_OF, KEY)
    book = opened(files, checked.findings)
    page = book["workforce"]
    headings = [cell.value for cell in page[1]]
    assert headings[-1] == "What to correct"
    marked = [c.coordinate for row in page for c in row if c.comment]
    fte, grade = (page.cell(3, headings.index(name) + 1).coordinate for name in ("fte", "grade"))
    assert sorted(marked) == sorted([fte, grade])
    assert page[fte].value == "7"
    assert page[fte].fill.fgColor.rgb != page[fte].offset(-1).fill.fgColor.rgb
    reason = page.cell(3, len(headings)).value
    assert "fte: The number is out of range. Write the share" in reason
    assert "grade: The cell is empty. Fill in the grade." in reason
    assert page.cell(2, len(headings)).value is None
    found = [[cell.value for cell in row] for row in book["Findings"]]
    assert len(found) == 1 + len(checked.findings)


def test_a_corrected_file_can_be_loaded_again_as_it_is():
    files = [("a.xlsx", people(person(1), person(2, fte=7)))]
    book = opened(files, check("workforce", files, REFERENCE, AS_OF, KEY).findings)
    page = book["workforce"]
    column = [cell.value for cell in page[1]].index("fte") + 1
    page.cell(3, column, "0.7")
    out = io.BytesIO()
    book.save(out)
    checked = check("workforce", [("b.xlsx", out.getvalue())], REFERENCE, AS_OF, KEY)
    assert len(checked.findings) == 0
    assert checked.tables["workforce"]["fte"].tolist() == [0.8, 0.7]


def test_rows_stay_in_their_places_and_missing_columns_are_told():
    data = workbook({"Data": [["person_id", "unit"], [], ["1", "it"]]})
    checked = check("workforce", [("a.xlsx", data)], REFERENCE, AS_OF, KEY)
    page = opened([("a.xlsx", data)], checked.findings)["Data"]
    assert page["A3"].value == "1"
    assert "grade: The column is missing." in page["C1"].comment.text


def test_text_is_never_a_formula_and_sheet_names_are_ones_that_excel_allows():
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "=HYPERLINK(1)"]
    rows = [["person_id", "fte"], *([text, text] for text in texts)]
    name = "all: of [our] people / extract, quite long.csv"
    files = [(name, csv_file(rows)), ("all: of [our] people.csv", csv_file(rows))]
    findings = check("workforce", files[:1], REFERENCE, AS_OF, KEY).findings
    book = opened(files, findings)
    assert len(book.sheetnames) == 3
    for sheet in book.sheetnames:
        assert len(sheet) <= 31
        assert {cell.data_type for row in book[sheet] for cell in row} <= {"s", "n"}
    page = book[book.sheetnames[0]]
    assert [page.cell(row, 1).value for row in range(2, 8)] == texts
