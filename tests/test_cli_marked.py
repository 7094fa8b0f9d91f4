"""The workbook with the wrong cells marked, from the command line."""

import json

import openpyxl
import pytest

from tcdata.cli import main
from tests.made_files import AS_OF, people, person, survey


@pytest.fixture
def check(tmp_path, capsys):
    """Check a file of that content: exit code, output, error, and the marked workbook if any."""

    def run(content, *options, kind="workforce", marked="marked.xlsx"):
        path, book = tmp_path / "extract.xlsx", tmp_path / marked
        path.write_bytes(content)
        code = main(["check", kind, str(path), "--marked", str(book), *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err, book

    return run


WRONG = people(person(1), person(2, fte=7, grade=None), person(3))


def marked_cells(path):
    """Row and heading of each cell that has a note, on the first sheet."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return sorted(
        (cell.row, page.cell(1, cell.column).value) for row in page for cell in row if cell.comment
    )


def test_the_cells_that_are_wrong_are_marked(check):
    code, out, err, book = check(WRONG, "--as-of", AS_OF)
    assert (code, err) == (1, "")
    assert marked_cells(book) == [(3, "fte"), (3, "grade")]
    assert out.splitlines()[-2:] == ["2 errors found.", f"Wrote {book}."]


def test_with_json_the_output_is_the_list_of_findings(check):
    code, out, err, book = check(WRONG, "--as-of", AS_OF, "--json")
    assert (code, err) == (1, "")
    assert sorted((one["row"], one["column"]) for one in json.loads(out)) == marked_cells(book)


def test_both_sheets_of_a_survey_are_in_it(check):
    content = survey([["r1", "Music", "2026-09-03", "yes", "Yes", "Perhaps"]])
    code, _, _, book = check(content, kind="survey")
    assert code == 1
    assert marked_cells(book) == [(2, "open_days")]
    assert openpyxl.load_workbook(book).sheetnames == ["responses", "skills", "Findings"]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_without_findings_nothing_is_written(check, options):
    code, out, err, book = check(people(person(1)), "--as-of", AS_OF, *options)
    assert code == 0
    assert not book.exists()
    assert "Nothing was found" in err and err.count("\n") == 1
    assert out == ("[]\n" if options else "No errors found.\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("marked.csv", "is of the kind .xlsx"),
        ("extract.xlsx", "write the marked one elsewhere"),
        ("no folder/marked.xlsx", "No such file or directory"),
    ],
)
def test_where_it_cannot_be_written_nothing_is(check, tmp_path, name, told):
    code, out, err, _ = check(WRONG, "--as-of", AS_OF, marked=name)
    assert (code, out) == (2, "")
    assert told in err and err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["extract.xlsx"]
    assert (tmp_path / "extract.xlsx").read_bytes() == WRONG
