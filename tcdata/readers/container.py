"""Is this file safe to parse? Decided from the raw bytes, before any reader sees them.

Every refusal is one plain sentence. What the cells mean is no business of this module.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

MAX_BYTES = 100_000_000
MAX_INFLATED = 600_000_000
# Real sheets inflate five to thirty times; deflate's own limit, which bombs sit at, is about 1,030.
MAX_RATIO = 250
MAX_MEMBERS = 2_000
# A reader holds a sheet's whole rectangle in memory, filled or not, at 30 bytes a cell and more.
# A sheet may have so many cells to begin with, and more by its own size, so that a small file
# cannot take much memory.
FIRST_CELLS, CELLS_PER_BYTE, MAX_CELLS = 1_000_000, 5, 26_000_000
# Excel's own limits.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = b"PK\x03\x04"

# Nearly every large sheet has none of these anywhere, and need not be measured: a reference past
# column IZ or row 99,999 (the largest without one, 260 × 99,999, is within MAX_CELLS), an error
# cell (t="e"), or these attributes written in another way, which might hide one. The engine is
# fast only on patterns that begin with a literal, so each way of writing has its own.
_FAR = r"(?:[A-Za-z]{3}|[J-Zj-z][A-Za-z]|[A-Za-z]{0,2}\d{6})"
_BROKEN_LINES = tuple(rf"{space}[rt][\s=]" for space in (r"\n", r"\r", r"\t"))
_UNUSUAL = (rf''' (?:r="{_FAR}|t="e|[rt]=[^"]|[rt]\s)''', *_BROKEN_LINES)
_LOOSE = (r""" (?:[rt]=[^"]|[rt]\s)""", *_BROKEN_LINES)
# A formula that nothing has calculated: it has no result, not even an empty text (t="str").
_NO_RESULT = r'<c r="[^"]*"(?: s="[^"]*")?><f[^<]*(?:</f>)?(?:<v ?/>|<v></v>)?</c>'
_SAVE = "Open it in Excel, save it as “Excel workbook (.xlsx)” and load that."
_OTHER_KINDS = {
    ".xlsm": f"holds macros. {_SAVE}",
    ".xlsb": f"is a binary workbook. {_SAVE}",
    ".xls": f"is in the old Excel form. {_SAVE}",
    ".ods": f"is an OpenDocument sheet. {_SAVE}",
}


class UnreadableFileError(ValueError):
    """A file that cannot be read at all: one plain sentence that says why and what to do."""


class Inspected(NamedTuple):
    """What a reader must know of a safe file: whether a cell may hold an Excel error, and whether
    Excel hides a row of it, as a filter does."""

    errors: bool
    hidden_rows: bool


def inspect(name: str, data: bytes) -> Inspected:
    """Refuse a file that is not what its name says, or that is not safe to parse; say what its
    reader must know.

    Raises UnreadableFileError with one sentence; it never quotes the file's cells.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in (".xlsx", ".csv"):
        reason = _OTHER_KINDS.get(kind, f"is neither an Excel workbook nor a CSV file. {_SAVE}")
        raise UnreadableFileError(f"“{name}” {reason}")
    if not data.strip():
        raise UnreadableFileError(f"“{name}” is empty: it holds no bytes. Export it again.")
    if len(data) > MAX_BYTES:
        most = f"{MAX_BYTES // 1_000_000} MB"
        raise UnreadableFileError(f"“{name}” is larger than {most}. Load its table alone.")
    if kind == ".csv":
        _inspect_csv(name, data)
        return Inspected(False, False)
    return _inspect_workbook(name, data)


def _inspect_csv(name: str, data: bytes) -> None:
    if data.startswith(_LOCAL_HEADER) or data.startswith(_OLE):
        raise UnreadableFileError(
            f"“{name}” is a workbook or archive with the ending .csv. "
            "Give it its own ending, or save it as “CSV UTF-8”."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(f"“{name}” is Unicode (UTF-16) text. Save it as “CSV UTF-8”.")
    if b"\0" in data:
        raise UnreadableFileError(
            f"“{name}” holds NUL bytes, as no text does. Save it as “CSV UTF-8”."
        )


def _inspect_workbook(name: str, data: bytes) -> Inspected:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            reason = "is encrypted. Remove the password in Excel (File, Info) and save it again."
        else:
            reason = f"is in the old Excel form with a new ending. {_SAVE}"
        raise UnreadableFileError(f"“{name}” {reason}")
    if not data.startswith(_LOCAL_HEADER):
        raise UnreadableFileError(
            f"“{name}” is not an Excel workbook, although its name ends in .xlsx. {_SAVE}"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        reason = "is damaged: its archive cannot be opened. Copy or export it again."
        raise UnreadableFileError(f"“{name}” {reason}") from error
    _inspect_members(name, members)
    total, error_cells, hidden_rows = 0, False, False
    for member in members:
        content = _inflate(name, data, member)
        total += len(content)
        if total > MAX_INFLATED:
            reason = f"inflates to more than {MAX_INFLATED // 1_000_000} MB."
            raise UnreadableFileError(f"“{name}” {reason} Load its table alone.")
        # A sheet may be stored under any name.
        is_sheet = b"sheetData" in content
        if is_sheet or member.filename.lower().endswith((".xml", ".rels", ".vml")):
            _inspect_xml(name, content)
        error_cells |= is_sheet and _inspect_sheet(name, content)
        # Nearly every sheet has the attribute nowhere, which is quickly seen.
        hides = is_sheet and b'hidden="1"' in content
        hidden_rows |= hides and contains(content, r'<row [^>]*hidden="1"')
    return Inspected(error_cells, hidden_rows)


def _inspect_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.replace("\\", "/").lower() for member in members]
    reason = ""
    if len(members) > MAX_MEMBERS:
        reason = "has far more parts than a workbook needs."
    elif len(set(names)) < len(names):
        reason = "holds the same part twice, so what it says depends on the reader."
    elif any(part.startswith("/") or ".." in part.split("/") for part in names):
        reason = "holds a part that points outside the workbook."
    elif any(member.flag_bits & 0x1 for member in members):
        reason = "is encrypted. Remove its password."
    elif any(part.rsplit("/", 1)[-1].startswith("vbaproject") for part in names):
        reason = "holds macros."
    elif "xl/workbook.xml" not in names:
        reason = "is an archive, but not an Excel workbook."
    if reason:
        raise UnreadableFileError(f"“{name}” {reason} {_SAVE}")


def _inflate(name: str, data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The member's content, refused where its size is not as declared or out of proportion."""
    too_much = member.file_size > max(1_000_000, MAX_RATIO * member.compress_size)
    if too_much or member.file_size > MAX_INFLATED:
        raise UnreadableFileError(f"“{name}” inflates out of all proportion to its size. {_SAVE}")
    damaged = UnreadableFileError(f"“{name}” is damaged: a part is not as long as it says. {_SAVE}")
    start = member.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or not header.startswith(_LOCAL_HEADER):
        raise damaged
    start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    content = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-15)
        try:
            content = inflater.decompress(content, member.file_size + 1)
        except zlib.error as error:
            raise damaged from error
    elif member.compress_type != zipfile.ZIP_STORED:
        raise UnreadableFileError(f"“{name}” is packed in a way that Excel does not use. {_SAVE}")
    if len(content) != member.file_size:
        raise damaged
    return content


def _inspect_xml(name: str, content: bytes) -> None:
    if b"\0" in content:
        raise UnreadableFileError(f"“{name}” holds NUL bytes in its text. {_SAVE}")
    if b"!" in content and contains(content, r"(?i)<!\s*(?:doctype|entity)"):
        raise UnreadableFileError(
            f"“{name}” declares a document type, which attacks use and no spreadsheet needs. "
            f"{_SAVE}"
        )


def _inspect_sheet(name: str, content: bytes) -> bool:
    """Refuse a sheet whose cells span more than its size justifies, or with a formula that would
    be read as an empty cell; say whether a cell is an error."""
    if b"</f>" in content and contains(content, _NO_RESULT):
        raise UnreadableFileError(
            f"“{name}” has formulas without their results, which would be read as empty. {_SAVE}"
        )
    limit = min(MAX_CELLS, FIRST_CELLS + CELLS_PER_BYTE * len(content))
    if limit == MAX_CELLS and not contains(content, *_UNUSUAL):
        return False
    attribute = r"\s%s\s*=\s*[\"']" if contains(content, *_LOOSE) else ' %s="'
    reference = attribute % "r"
    letters = set(re.findall(rf"{reference}([A-Za-z]+)".encode(), content))
    columns = max(map(_column, letters), default=1)
    above = _number_above(min(limit // columns, MAX_ROWS))
    if columns > MAX_COLUMNS or contains(content, rf"{reference}[A-Za-z]*0*(?:{above})"):
        raise UnreadableFileError(
            f"“{name}” has a cell far outside its table. "
            "Delete the empty rows and columns beyond the data and save it again."
        )
    return contains(content, attribute % "t" + "e")


def _number_above(limit: int) -> str:
    """The pattern of a whole number above `limit`, for an engine that cannot count."""
    digits = str(limit)
    parts = [rf"[1-9]\d{{{len(digits)},}}"]
    for place, digit in enumerate(digits):
        if digit != "9":
            rest = len(digits) - place - 1
            parts.append(rf"{digits[:place]}[{int(digit) + 1}-9]\d{{{rest}}}")
    return "|".join(parts)


def contains(content: bytes, *patterns: str) -> bool:
    """Whether one of the patterns occurs: by Arrow's linear-time engine."""
    ends = pa.py_buffer(len(content).to_bytes(8, "little").rjust(16, b"\0"))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(content)])
    return any(pc.match_substring_regex(whole, pattern=one)[0].as_py() for one in patterns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
