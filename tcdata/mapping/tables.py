"""A sheet of text → its canonical table, with the cells that are wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa

from tcdata.findings import ACROSS, Bad
from tcdata.mapping.headings import Columns
from tcdata.mapping.types import Context
from tcdata.mapping.values import clean
from tcdata.readers.own_layout import Sheet
from tcdata.schemas import MODELS, file_columns
from tcdata.schemas.rules import Rule


def canonical(
    sheet: Sheet, table: str, columns: Columns, context: Context
) -> tuple[pd.DataFrame, list[Bad]]:
    """The sheet's rows as the columns of `table`, indexed by position, and what is wrong.

    Wrong and empty cells are missing; columns that the file lacks are all missing. A date of
    birth becomes the age band where it is given. `main_post` may still be missing.
    """
    bad: list[Bad] = []
    found: dict[str, pd.Series] = {}
    for name, column in file_columns(table).items():
        if name in columns.known:
            cells = sheet.cells[columns.known[name]]
            found[name], wrong = clean(name, column, cells, context)
            bad += wrong
        else:
            found[name] = _missing(column, len(sheet.cells))
    if "birth_date" in found:
        found["age_band"] = found.pop("birth_date").fillna(found["age_band"])
    return pd.DataFrame({name: found[name] for name in MODELS[table].columns}), bad


def empty(table: str) -> pd.DataFrame:
    """A canonical table without rows."""
    columns = MODELS[table].columns.items()
    return pd.DataFrame({name: _missing(column, 0) for name, column in columns})


def _missing(column: pa.Column, rows: int) -> pd.Series:
    dtype = column.metadata["dtype"]
    return pd.Series(index=range(rows), dtype="boolean" if dtype == "bool" else dtype)


def breaches(frame: pd.DataFrame, rules: list[Rule], columns: Columns) -> list[Bad]:
    """The cells that break a rule across columns or rows, in the column that shows it.

    Where that column is not in the file, the table's first column stands for it. A row that
    repeats another is left out of the rules that follow, and so is a cell found wrong.
    """
    bad = []
    # Rules about people compare ids again and again: numbers compare quickly, long texts do not.
    for ids in {"person_id", "respondent_id"} & set(frame):
        codes = pd.factorize(frame[ids])[0].astype("float64")
        frame = frame.assign(**{ids: np.where(codes >= 0, codes, np.nan)})
    for rule in rules:
        broken = rule.broken(frame).to_numpy(dtype=bool, na_value=False)
        rows = frame.index[broken].to_numpy()
        place = rule.column if rule.column in columns.known else str(frame.columns[0])
        bad.append(Bad(place, rows, rule.problem, rule.remedy, ACROSS))
        if rule.repeats and len(rows):
            frame = frame[~broken]
        elif len(rows):
            frame = frame.assign(**{rule.column: frame[rule.column].mask(broken)})
    return bad


def finished(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """An accepted table in its final form: defaults filled in, one main post for each person."""
    if table == "workforce":
        frame = frame.assign(
            status=frame["status"].fillna("active"), main_post=main_posts(frame).astype(bool)
        )
    if table == "respondents":
        frame = frame.assign(complete=frame["complete"].fillna("yes"))
    return frame.reset_index(drop=True)


def main_posts(posts: pd.DataFrame) -> np.ndarray:
    """Whether each row is its person's main post: the one marked so, or else the largest FTE,
    ties by the first row; a post marked as not the main one comes last, and of two marked alike
    one that has ended."""
    people = pd.factorize(posts["person_id"])[0]
    main = np.zeros(len(posts), dtype=bool)
    if len(posts) == people.max(initial=-1) + 1:
        return ~main
    marked = posts["main_post"].to_numpy(dtype="float64", na_value=0.5)
    ended = posts["status"].eq("left").to_numpy()
    order = np.lexsort((-posts["fte"].to_numpy(), ended, -marked))
    _, first = np.unique(people[order], return_index=True)
    main[order[first]] = True
    return main


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A table's rows as text for keeping aside: dates as ISO text, missing cells stay missing."""
    return frame.astype("str").where(frame.notna())
