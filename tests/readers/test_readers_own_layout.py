import datetime as dt

import pytest

from tcdata.readers import UnreadableFileError
from tcdata.readers.own_layout import read
from tests.made_files import csv_file, rewritten, workbook


def cells(data, name="a.xlsx"):
    (sheet,) = read(name, data)
    return sheet.cells


def test_rows_keep_the_numbers_that_excel_shows():
    frame = cells(workbook({"s": [["a", "b"], [1, 2], [None, None], ["", " "], [3, None]]}))
    assert frame.index.tolist() == [2, 5]
    below = cells(workbook({"s": [[], [], ["a", "b"], [1, 2]]}))
    assert (below.index.tolist(), list(below)) == ([4], ["a", "b"])


def test_everything_is_text_as_it_stands():
    row = ["007", 104233, 0.6, dt.date(2023, 9, 1), True, "NA", "None", "NULL", "=1+1", "#N/A"]
    frame = cells(workbook({"s": [[f"h{i}" for i in range(len(row))], row]}))
    assert frame.iloc[0].tolist() == [
        *("007", "104233", "0.6", "2023-09-01 00:00:00", "true"),
        *("NA", "None", "NULL", "=1+1", "#N/A"),
    ]
    assert set(frame.dtypes.astype(str)) == {"str"}


def test_an_excel_error_is_told_from_an_empty_cell():
    data = workbook({"s": [["a", "b", "c"], ["1", "X!", None], ["2", None, "y"]]})

    def change(name, content):
        if "sheet1" in name:
            return content.replace(b'<c r="B2" t="s"><v>4</v>', b'<c r="B2" t="e"><v>#REF!</v>')
        return content

    frame = cells(rewritten(data, change))
    assert frame.loc[2].tolist()[:2] == ["1", "#REF!"]
    assert frame.isna().sum().sum() == 2


def test_helper_sheets_are_left_out_and_columns_without_heading_are_named():
    sheets = {"Read me": [["x"]], "Lists": [["y"]], "data": [["a", None, "c"], [1, 2, 3]]}
    (sheet,) = read("a.xlsx", workbook(sheets))
    assert (sheet.name, list(sheet.cells)) == ("data", ["a", "column B", "c"])


def test_the_parser_logs_nothing(caplog):
    data = workbook({"s": [["a"], [1]]})
    odd = rewritten(data, lambda n, c: c.replace(b'ref="A1:A2"', b'ref="ZZZ99999999:A1"'))
    assert odd != data
    assert cells(odd)["a"].tolist() == ["1"]
    assert caplog.text == ""


def test_a_sheet_without_cells_is_an_empty_frame():
    assert cells(workbook({"s": []})).empty


def test_headings_that_repeat_are_refused():
    data = workbook({"s": [["grade", "Grade "], [1, 2]]})
    with pytest.raises(UnreadableFileError, match="stands more than once"):
        read("a.xlsx", data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_whatever_its_delimiter_and_encoding(delimiter, encoding):
    rows = [[], ["a", "b", "c"], ["007", "Zoë; x, y", ""], [], ["NA", 'say "no"', "line\nbreak"]]
    (sheet,) = read("t.csv", csv_file(rows, delimiter, encoding))
    frame = sheet.cells
    assert frame.index.tolist() == [3, 5]
    assert frame["a"].tolist() == ["007", "NA"]
    assert frame["b"].tolist() == ["Zoë; x, y", 'say "no"']
    assert frame["c"].isna().tolist() == [True, False]
    assert bool(sheet.note) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "line", ["sep=;\r\n", "SEP=;\n", '"sep=;"\n', "\ufeffsep=;\r\n", "sep=;;;\n"]
)
def test_the_line_that_tells_excel_the_separator_is_no_heading(line):
    """Excel does not show it, so that the headings are row 1."""
    frame = cells(f"{line}a;b,c\r\n1;2,5\r\n".encode(), "t.csv")
    assert (list(frame), frame.index.tolist()) == (["a", "b,c"], [2])
    assert frame.loc[2].tolist() == ["1", "2,5"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2,3\n", "row 2: the number of cells is 3, that of the headings 2"),
        (b"a,b\n1,2\n\n1\n", "row 4: the number of cells is 1"),
        (b"Extract of today\na,b\n1,2\n", "row 2: .* Take out notes above"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "row 3: the quotation marks do not match"),
        (b"a,b\n1,2\n3," + b"x" * 140_000 + b"\n", "row 3: .* more than 131,072 characters"),
        (b"a,b\n1,\x81\n", "neither UTF-8 nor Windows"),
    ],
)
def test_csv_that_cannot_be_read_for_certain_is_refused(data, said):
    with pytest.raises(UnreadableFileError, match=said):
        read("a.csv", data)


def test_a_workbook_that_the_parser_cannot_read_is_refused():
    data = rewritten(
        workbook({"s": [["a"], [1]]}), lambda n, c: b"<x>" if n == "xl/workbook.xml" else c
    )
    with pytest.raises(UnreadableFileError, match=r"a\.xlsx"):
        read("a.xlsx", data)


def test_formulas_are_their_results_and_one_without_is_refused():
    """A program that writes formulas and never calculates them leaves their cells empty."""
    data = workbook({"s": [["a", "b"], ["x", 1], ["y", 2]]})

    def formula(result, cell_type=b""):
        cell = b'<c r="B3"' + cell_type + b"><f>B2+1</f>" + result + b"</c>"
        return rewritten(
            data, lambda n, c: c.replace(b'<c r="B3"><v>2</v></c>', cell) if "sheet1" in n else c
        )

    assert cells(formula(b"<v>7</v>"))["b"].tolist() == ["1", "7"]
    assert cells(formula(b"<v></v>", b' t="str"'))["b"].isna().tolist() == [False, True]
    for nothing in (b"<v></v>", b"<v/>", b"<v />", b""):
        with pytest.raises(UnreadableFileError, match="formulas without their results"):
            read("a.xlsx", formula(nothing))
