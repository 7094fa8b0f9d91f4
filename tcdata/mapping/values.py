"""Cells → canonical values, one column at a time, worked out once per distinct text.

Nothing is guessed: what cannot be read for certain stays missing and is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pandera.pandas as pa

from tcdata.findings import CHECK, EMPTY, UNREAD, Bad, one_of
from tcdata.mapping.dates import read_birth, read_date
from tcdata.mapping.ids import pseudonyms
from tcdata.mapping.types import Context, Read
from tcdata.readers.own_layout import EXCEL_ERRORS
from tcdata.reference.organisation import labels, names, units_on
from tcdata.schemas.columns import FIRST_DATE, LAST_DATE, YES_NO


def clean(
    name: str, column: pa.Column, cells: pd.Series, context: Context
) -> tuple[pd.Series, list[Bad]]:
    """One column's canonical values, and its cells that are wrong.

    `cells` is text with missing values; a wrong cell is missing in the result. The checks that
    the model declares for the column run here too, on the distinct values.
    """
    codes, distinct = pd.factorize(cells)
    words = pd.Series(distinct, dtype="str").str.strip()
    values, wrong = READERS[column.metadata["holds"]](words, column, context)
    errors = words.isin(list(EXCEL_ERRORS.values())).to_numpy()
    ranked = [(errors, "The cell holds an Excel error.", "Correct the formula.", UNREAD)]
    ranked += [(mask, problem, remedy, UNREAD) for mask, problem, remedy in wrong]
    filled = values.notna().to_numpy() & ~errors
    for check in column.checks:
        failed = np.zeros(len(words), dtype=bool)
        failed[filled] = ~check(values[filled]).check_output.to_numpy()
        ranked.append((failed, *_wording(check.title, column), CHECK))
    bad, unusable = [], np.append(np.zeros(len(words), dtype=bool), False)
    for mask, problem, remedy, rank in ranked:
        if mask.any():
            unusable[:-1] |= mask
            rows = np.flatnonzero(np.append(mask, False)[codes])
            bad.append(Bad(name, rows, problem, remedy, rank))
    if column.metadata["required"] and (codes == -1).any():
        remedy = f"Fill in the {column.title.lower()}."
        bad.append(Bad(name, np.flatnonzero(codes == -1), "The cell is empty.", remedy, EMPTY))
    codes = np.where(unusable[codes], -1, codes)
    taken = values.array.take(codes, allow_fill=True)
    return pd.Series(taken, index=cells.index, name=name), bad


def same(text: str) -> str:
    """A value as it is compared: capitals, hyphens, dashes, underscores and spaces are equal, and
    bands may be written “25 to 34” or “65 and over”."""
    text = re.sub(r"[\s_\-–—]+", " ", text.casefold()).strip()
    return re.sub(r" (?:and|or) (?:over|above|older)$", "+", text.replace(" to ", " "))


def _read_text(words: pd.Series, column: pa.Column, context: Context) -> Read:
    address = words.str.contains(r"\S@\S+\.\S").to_numpy(dtype=bool)
    return words, [(address, "An e-mail address stands here.", "Take it out; none is kept.")]


def _read_id(words: pd.Series, column: pa.Column, context: Context) -> Read:
    rounded = words.str.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+").to_numpy(dtype=bool)
    hashed = pseudonyms(words, context.key, context.purpose)
    remedy = "Give the column the format “Text” and enter the id again in full."
    return pd.Series(hashed, dtype="str"), [(rounded, "Excel has rounded this id.", remedy)]


def _read_code(words: pd.Series, column: pa.Column, context: Context) -> Read:
    allowed = column.metadata["allowed"]
    codes = {same(value): value for value in allowed}
    if set(YES_NO) <= set(allowed):
        codes |= _YES_NO_WORDS
    return words.map(lambda word: codes.get(same(word), word)).astype("str"), []


def _read_flag(words: pd.Series, column: pa.Column, context: Context) -> Read:
    said = words.map(lambda word: _YES_NO_WORDS.get(same(word)))
    wrong = (said.isna().to_numpy(), "This is neither yes nor no.", one_of(YES_NO))
    return said.map({"yes": True, "no": False}).astype("boolean"), [wrong]


def _read_number(words: pd.Series, column: pa.Column, context: Context) -> Read:
    plain = words.str.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?").to_numpy(dtype=bool)
    numbers = pd.to_numeric(words.where(plain), errors="coerce").astype("float64")
    remedy = column.metadata["remedy"] or "Write a plain number, with a point for decimals."
    wrong = [(~plain, "This is not a number.", remedy)]
    if column.metadata["holds"] == "whole":
        parts = (numbers % 1 > 0).to_numpy()
        wrong.append((parts, "This is not a whole number.", "Write a whole number."))
    return numbers, wrong


def _read_unit(words: pd.Series, column: pa.Column, context: Context) -> Read:
    known = names(context.reference)
    units = words.map(lambda word: known.get(word.casefold())).astype("str")
    remedy = "Use a name from organisation.csv, or add this one to its aliases there."
    wrong = [(units.isna().to_numpy(), "No unit has this id, name or alias.", remedy)]
    if not context.rows_have_dates:
        ended = set(units.dropna()) - set(units_on(context.reference, context.date)["unit"])
        problem = f"This unit did not exist on {context.date:%Y-%m-%d}."
        wrong += [
            ((units == unit).to_numpy(), problem, _instead_of(unit, context))
            for unit in sorted(ended)
        ]
    return units, wrong


def _instead_of(unit: str, context: Context) -> str:
    rows = context.reference.organisation
    successors = sorted(set(rows[rows["unit"] == unit]["successor"]) - {""})
    called = labels(context.reference, "name")
    named = " or ".join(f"“{called[successor]}”" for successor in successors)
    return f"Use {named}, which took its place." if named else "Use the unit of that time."


def _read_skill(words: pd.Series, column: pa.Column, context: Context) -> Read:
    skills = context.reference.skills
    known = {same(s): s_id for s, s_id in zip(skills["name"], skills["skill"], strict=True)}
    known |= {same(skill): skill for skill in skills["skill"]}
    found = words.map(lambda word: known.get(same(word))).astype("str")
    remedy = "Use an id or name from skills.csv, or add the skill there."
    return found, [(found.isna().to_numpy(), "No skill has this id or name.", remedy)]


def _read_action(words: pd.Series, column: pa.Column, context: Context) -> Read:
    known = {same(action): action for action in context.reference.actions["action_id"]}
    found = words.map(lambda word: known.get(same(word))).astype("str")
    remedy = "Use an id from actions.csv, such as N8-1a."
    return found, [(found.isna().to_numpy(), "No action has this id.", remedy)]


def _wording(check: str, column: pa.Column) -> tuple[str, str]:
    """What a failed check of the model means, and what to do."""
    about = column.metadata
    if check == "allowed":
        return f"This is not a known {column.title.lower()}.", one_of(about["allowed"])
    if check == "length":
        return f"The text is longer than {about['longest']} characters.", "Shorten it."
    if about["holds"] == "date":
        problem = f"The date is before {FIRST_DATE.year} or after {LAST_DATE.year}."
        return problem, "Correct the date, or leave the cell empty where there is none."
    return "The number is out of range.", about["remedy"] or "Correct the number."


_YES_NO_WORDS = {
    **dict.fromkeys(["yes", "y", "true", "1"], "yes"),
    **dict.fromkeys(["no", "n", "false", "0"], "no"),
}

READERS: dict[str, Callable[[pd.Series, pa.Column, Context], Read]] = {
    "text": _read_text,
    "id": _read_id,
    "code": _read_code,
    "flag": _read_flag,
    "number": _read_number,
    "whole": _read_number,
    "date": read_date,
    "birth": read_birth,
    "unit": _read_unit,
    "skill": _read_skill,
    "action": _read_action,
}
