import io
import re
import struct
import zipfile

import pytest

from tcdata.readers import UnreadableFileError
from tcdata.readers.container import _number_above, inspect
from tests.made_files import people, person, rewritten, workbook

GOOD = people(person(1))


def in_sheet(old, new):
    def change(name, content):
        return content.replace(old, new) if "sheet1" in name else content

    return rewritten(GOOD, change)


def with_member(name, content=b"x"):
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def lying_about_size():
    """The sheet's size in the central directory says less than there is."""
    data = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    place = data.rfind(struct.pack("<I", size))
    data[place : place + 4] = struct.pack("<I", size - 10)
    return bytes(data)


REFUSED = {
    "old form": ("a.xls", b"x", "old Excel form"),
    "macros by name": ("a.xlsm", GOOD, "holds macros"),
    "macros inside": ("a.xlsx", with_member("xl/vbaProject.bin"), "holds macros"),
    "no known kind": ("a.pdf", b"%PDF", "neither an Excel workbook"),
    "nothing": ("a.xlsx", b"", "is empty"),
    "blank text": ("a.csv", b" \r\n", "is empty"),
    "text as workbook": ("a.xlsx", b"person_id,unit\n", "not an Excel workbook"),
    "workbook as text": ("a.csv", GOOD, "ending .csv"),
    "encrypted": (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "old form renamed": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel form"),
    "UTF-16": ("a.csv", "person_id\n".encode("utf-16"), "UTF-16"),
    "NUL in text": ("a.csv", b"person_id\n1\x002\n", "NUL"),
    "cut short": ("a.xlsx", GOOD[: len(GOOD) // 2], "damaged"),
    "other archive": ("a.xlsx", rewritten(GOOD, lambda n, c: c)[:0] + b"PK\x03\x04", "damaged"),
    "part outside": ("a.xlsx", with_member("../evil.xml"), "points outside"),
    "document type": (
        "a.xlsx",
        in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "document type",
    ),
    "document type in capitals": (
        "a.xlsx",
        in_sheet(b"<worksheet", b"<!docType x><worksheet"),
        "document type",
    ),
    "NUL in a part": ("a.xlsx", in_sheet(b"<sheetData>", b"\0<sheetData>"), "NUL"),
    "size that lies": ("a.xlsx", lying_about_size(), "as it says"),
    "bomb": ("a.xlsx", with_member("xl/media/a.bin", b"\0" * 20_000_000), "proportion"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unsafe_file_is_refused_in_one_sentence(case):
    name, data, said = REFUSED[case]
    with pytest.raises(UnreadableFileError, match=re.escape(said)) as error:
        inspect(name, data)
    assert "\n" not in str(error.value)
    assert name in str(error.value)
    assert re.search(r"(Open it|Save|Copy|Export|Remove|Give) ", str(error.value)), "what to do"


def test_a_part_that_stands_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = with_member("XL/WORKSHEETS/sheet1.xml".lower())
    with pytest.raises(UnreadableFileError, match="same part twice"):
        inspect("a.xlsx", data)


@pytest.mark.parametrize(
    "reference",
    [
        b'r="XFD1048576"',
        b"r='XFD1048576'",
        b'r = "XFD1048576"',
        b'\n r="xfd1048576"',
        b'\tr="XFD1048576"',
        b'\nr\n=\n"XFD1048576"',
        b'r="ZZ1048576"',
        b'r="AAA999999"',
        b'r="XFE1"',
    ],
)
def test_a_cell_far_outside_the_table_is_refused_however_it_is_written(reference):
    data = in_sheet(b'<c r="B2"', b"<c " + reference)
    assert data != GOOD
    with pytest.raises(UnreadableFileError, match="far outside"):
        inspect("a.xlsx", data)


def test_a_far_cell_is_found_whatever_the_sheet_is_called():
    def change(name, content):
        if "sheet1" in name:
            return content.replace(b'<c r="B2"', b'<c r="XFD1048576"')
        return content.replace(b"worksheets/sheet1.xml", b"pictures/a.png")

    data = io.BytesIO(rewritten(GOOD, change))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("worksheets/sheet1.xml", "pictures/a.png"), old.read(name))
    with pytest.raises(UnreadableFileError, match="far outside"):
        inspect("a.xlsx", out.getvalue())


def test_a_small_file_cannot_take_much_memory():
    with pytest.raises(UnreadableFileError, match="far outside"):
        inspect("a.xlsx", in_sheet(b'<c r="B2"', b'<c r="IV99999"'))


def test_long_and_wide_sheets_within_reason_are_let_through():
    inspect("a.xlsx", in_sheet(b'<c r="B2"', b'<c r="B50000"'))
    inspect("a.xlsx", workbook({"a": [["x"] * 800, ["y"] * 800]}))


def test_error_cells_are_foretold():
    assert not inspect("a.xlsx", GOOD).errors
    assert inspect("a.xlsx", in_sheet(b'<c r="B2" t="s"', b'<c r="B2" t="e"')).errors
    assert inspect("a.xlsx", in_sheet(b'<c r="B2" t="s"', b"<c r='B2' t = 'e'")).errors


def test_hidden_rows_are_told_from_hidden_columns():
    assert not inspect("a.xlsx", GOOD).hidden_rows
    assert inspect("a.xlsx", in_sheet(b'<row r="2"', b'<row r="2" hidden="1"')).hidden_rows
    column = b'<cols><col min="1" max="1" hidden="1"/></cols><sheetData>'
    assert not inspect("a.xlsx", in_sheet(b"<sheetData>", column)).hidden_rows


@pytest.mark.parametrize("limit", [1, 9, 10, 26, 99, 100, 4321, 650_000, 1_048_576])
def test_the_pattern_of_larger_numbers_knows_them(limit):
    pattern = re.compile(_number_above(limit))
    for number in {0, 1, 9, 10, 99, limit - 1, limit, limit + 1, limit * 10, limit * 2 + 7}:
        assert bool(pattern.match(str(number))) == (number > limit)
