"""Rows that are no records: totals and notes below a table, a second row of headings above it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tcdata.findings import CHECK, UNREAD, Bad
from tcdata.mapping.headings import Columns
from tcdata.readers.own_layout import Sheet
from tcdata.schemas import file_columns

# A total may have its label and its sum where a record has all its required cells.
_OF_A_TOTAL = 2
_FEWEST = 3
_ANY_TEXT = ("text", "id")

_TOTAL = "Nearly all that a record must have is empty: this looks like a total or a note."
_HEADINGS = "No cell of this row fits its column: it looks like a second row of headings."


def one_for_the_row(sheet: Sheet, table: str, columns: Columns, bad: Sequence[Bad]) -> list[Bad]:
    """`bad` with one problem for each row that is no record, at its first column, in place of one
    for each of its cells.

    A row is none where three or more of the required cells are empty and at most two filled; and
    where it has three or more cells that cannot be of any text and every one is wrong, if most
    rows of the table are better.
    """
    about = file_columns(table)
    must = [h for name, h in columns.known.items() if about[name].metadata["required"]]
    filled = sheet.cells[must].notna().to_numpy().sum(axis=1)
    total = (filled <= _OF_A_TOTAL) & (len(must) - filled >= _FEWEST)
    read = {n: h for n, h in columns.known.items() if about[n].metadata["holds"] not in _ANY_TEXT}
    heading = _all_wrong(sheet, {**read, **columns.questions}, bad) & ~total
    if heading.sum() * 2 >= len(heading):
        heading[:] = False
    stray = total | heading
    if not stray.any():
        return list(bad)
    first = next(iter({**columns.known, **columns.questions}))
    return [
        *(one._replace(rows=one.rows[~stray[one.rows]]) for one in bad),
        Bad(first, np.flatnonzero(total), _TOTAL, "Take the row out, or fill it in.", UNREAD),
        Bad(first, np.flatnonzero(heading), _HEADINGS, "Take the row out.", UNREAD),
    ]


def _all_wrong(sheet: Sheet, read: dict[str, str], bad: Sequence[Bad]) -> np.ndarray:
    """The rows with three or more filled cells in the columns `read` (name → heading), and not one
    of them right."""
    wrong = np.zeros((len(sheet.cells), len(read)), dtype=bool)
    for one in bad:
        if one.column in read and one.rank in (UNREAD, CHECK):
            wrong[one.rows, [*read].index(one.column)] = True
    many = wrong.sum(axis=1) >= _FEWEST
    if many.any():
        many[many] = (sheet.cells.loc[many, [*read.values()]].notna() == wrong[many]).all(axis=1)
    return many
