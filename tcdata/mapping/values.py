"""Cells → canonical values, one column at a time, worked out once per distinct text.

Nothing is guessed: what cannot be read for certain stays missing and is named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pandera.pandas as pa

from tcdata.findings import CHECK, EMPTY, UNREAD, Bad, one_of
from tcdata.mapping.dates import read_birth, read_date
from tcdata.mapping.ids import pseudonyms
from tcdata.mapping.types import Context, Mask, Read, Wrong
from tcdata.readers.own_layout import EXCEL_ERRORS
from tcdata.reference.organisation import labels, names, units_on
from tcdata.schemas.columns import FIRST_DATE, LAST_DATE, YES_NO

_ERRORS = frozenset(EXCEL_ERRORS.values())
_ADDRESS = re.compile(r"\S@\S+\.\S")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_DECIMAL = re.compile(r"\d+\.0+")
# Control characters but tab and line breaks, and marks that turn the direction of reading.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Excel has taken what was typed, such as 6-7, for a date.
_MADE_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# What people and programs write into a cell that they have nothing for, in small letters. To
# take it for empty would be a guess, to take it for a value a category of that name.
NOTHING = frozenset(
    [
        *("-", "--", "–", "—", "n/a", "n.a.", "na", "nan", "nat", "nil", "none", "not applicable"),
        *("null", "<null>", "(null)", "(blank)"),
    ]
)
SAYS_NOTHING = "This says that there is nothing."
LEAVE_EMPTY = "Leave the cell empty where there is nothing."
_NONE_IS_AN_ANSWER = frozenset(["gender", "ethnicity", "disability"])
_YES_NO_WORDS = {
    **dict.fromkeys(["yes", "y", "true", "1"], "yes"),
    **dict.fromkeys(["no", "n", "false", "0"], "no"),
}


def clean(
    name: str, column: pa.Column, cells: pd.Series, context: Context
) -> tuple[pd.Series, list[Bad]]:
    """One column's canonical values, and its cells that are wrong.

    `cells` is text with missing values; a wrong cell is missing in the result, which is indexed
    by position. The checks that the model declares for the column run here too, on the distinct
    values.
    """
    codes, distinct = pd.factorize(cells)
    words = [text.strip() for text in distinct.tolist()]
    values, wrong = READERS[column.metadata["holds"]](words, column, context)
    errors = [word in _ERRORS for word in words]
    said = NOTHING - {"none"} if name in _NONE_IS_AN_ANSWER else NOTHING
    nothing = [word.casefold() in said for word in words]
    allowed = column.metadata["allowed"]
    fill_in = one_of(allowed) if allowed else f"Fill in the {_inside(column.title)}."
    ranked: list[tuple[Mask, str, str, int]]
    ranked = [(errors, "The cell holds an Excel error.", "Correct the formula.", UNREAD)]
    remedy = fill_in if column.metadata["required"] else LEAVE_EMPTY
    ranked.append((nothing, SAYS_NOTHING, remedy, UNREAD))
    ranked += [(mask, problem, remedy, UNREAD) for mask, problem, remedy in wrong]
    filled = values.notna().to_numpy() & ~np.array(errors, dtype=bool)
    if column.metadata["test"]:
        failed = filled & ~column.metadata["test"](values).to_numpy(dtype=bool, na_value=False)
        ranked.append((failed, *_wording(column), CHECK))
    bad, unusable = [], np.zeros(len(words) + 1, dtype=bool)
    for mask, problem, remedy, rank in ranked:
        if any(mask):
            # A missing cell has the code -1, which leads to the last place.
            hit = np.append(mask, False)
            unusable |= hit
            bad.append(Bad(name, np.flatnonzero(hit[codes]), problem, remedy, rank))
    if column.metadata["required"] and (codes == -1).any():
        bad.append(Bad(name, np.flatnonzero(codes == -1), "The cell is empty.", fill_in, EMPTY))
    if unusable.any():
        codes = np.where(unusable[codes], -1, codes)
    taken = values.array.take(codes, allow_fill=True)
    return pd.Series(taken, name=name), bad


def same(text: str) -> str:
    """A value as it is compared: capitals, hyphens, dashes, underscores and spaces are equal, and
    bands may be written “25 to 34” or “65 and over”."""
    text = re.sub(r"[\s_\-‐-―−]+", " ", text.casefold()).strip()
    return re.sub(r" (?:and|or) (?:over|above|older)$", "+", text.replace(" to ", " "))


def _read_text(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    address = ["@" in word and bool(_ADDRESS.search(word)) for word in words]
    control = [bool(_CONTROL.search(word)) for word in words]
    made_date = [word[4:5] == "-" and bool(_MADE_DATE.fullmatch(word)) for word in words]
    remedy = "Give the column the format “Text” and enter it again."
    return pd.Series(words, dtype="str"), [
        (made_date, "A date stands where text should.", remedy),
        (address, "An e-mail address stands here.", "Take it out; none is kept."),
        (control, "The text holds a character that controls how it is shown.", "Type it anew."),
    ]


def _read_id(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    rounded = [not word.isdigit() and bool(_ROUNDED.fullmatch(word)) for word in words]
    decimal = [word.endswith("0") and bool(_DECIMAL.fullmatch(word)) for word in words]
    hidden = [not word.isprintable() for word in words]
    quoted = [word.startswith(("=", "'", '"')) for word in words]
    hashed = pseudonyms(words, context.key, context.purpose)
    remedy = "Give the column the format “Text” and enter the id again in full."
    return pd.Series(hashed, dtype="str"), [
        (rounded, "Excel has rounded this id.", remedy),
        (decimal, "A program has made a decimal number of this id.", remedy),
        (quoted, "The id stands in a formula or in quotation marks.", "Write the id alone."),
        (hidden, "The id holds a character that cannot be seen.", "Type the id anew."),
    ]


def _read_code(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    allowed = column.metadata["allowed"]
    codes = {same(value): value for value in allowed}
    if set(YES_NO) <= set(allowed):
        codes |= _YES_NO_WORDS
    # A word that is no code stays as it is and fails the model's own check.
    return pd.Series([codes.get(same(word), word) for word in words], dtype="str"), []


def _read_flag(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    said = [_YES_NO_WORDS.get(same(word)) for word in words]
    flags = [None if word is None else word == "yes" for word in said]
    wrong = ([word is None for word in said], "This is neither yes nor no.", one_of(YES_NO))
    return pd.Series(flags, dtype="boolean"), [wrong]


def _read_number(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    numbers = [float(word) if _NUMBER.fullmatch(word) else np.nan for word in words]
    remedy = column.metadata["remedy"] or "Write a plain number, with a point for decimals."
    wrong: Wrong = [([math.isnan(n) for n in numbers], "This is not a number.", remedy)]
    if column.metadata["holds"] == "whole":
        parts = [n % 1 > 0 for n in numbers]
        wrong.append((parts, "This is not a whole number.", "Write a whole number."))
    return pd.Series(numbers, dtype="float64"), wrong


def _read_unit(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    known = names(context.reference)
    units = [known.get(" ".join(word.split()).casefold()) for word in words]
    remedy = "Use a name from organisation.csv, or add this one to its aliases there."
    wrong: Wrong = [([u is None for u in units], "No unit has this id, name or alias.", remedy)]
    if not context.rows_have_dates:
        ended = {u for u in units if u} - set(units_on(context.reference, context.date)["unit"])
        problem = f"This unit did not exist on {context.date:%Y-%m-%d}."
        wrong += [
            ([u == unit for u in units], problem, _instead_of(unit, context))
            for unit in sorted(ended)
        ]
    return pd.Series(units, dtype="str"), wrong


def _instead_of(unit: str, context: Context) -> str:
    rows = context.reference.organisation
    successors = sorted(set(rows[rows["unit"] == unit]["successor"]) - {""})
    called = labels(context.reference, "name")
    named = " or ".join(f"“{called[successor]}”" for successor in successors)
    return f"Use {named}, which took its place." if named else "Use the unit of that time."


def _read_skill(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    skills = context.reference.skills
    known = {same(name): skill for name, skill in zip(skills["name"], skills["skill"], strict=True)}
    known |= {same(skill): skill for skill in skills["skill"]}
    remedy = "Use an id or name from skills.csv, or add the skill there."
    return _looked_up(words, known, "No skill has this id or name.", remedy)


def _read_action(words: Sequence[str], column: pa.Column, context: Context) -> Read:
    known = {same(action): action for action in context.reference.actions["action_id"]}
    remedy = "Use an id from actions.csv, such as N8-1a."
    return _looked_up(words, known, "No action has this id.", remedy)


def _looked_up(words: Sequence[str], known: Mapping[str, str], problem: str, remedy: str) -> Read:
    found = [known.get(same(word)) for word in words]
    return pd.Series(found, dtype="str"), [([one is None for one in found], problem, remedy)]


def _inside(title: str) -> str:
    """A title within a sentence: “Job title” is not written large there, “FTE” is."""
    return title if title.isupper() else title.lower()


def _wording(column: pa.Column) -> tuple[str, str]:
    """What it means that a value fails the column's test, and what to do."""
    about = column.metadata
    if len(about["allowed"]) == 2:
        return f"This is neither {' nor '.join(about['allowed'])}.", one_of(about["allowed"])
    if about["allowed"]:
        return f"This is not a known {_inside(column.title)}.", one_of(about["allowed"])
    if about["holds"] == "text":
        return f"The text is longer than {about['longest']} characters.", "Shorten it."
    if about["holds"] == "date":
        problem = f"The date is before {FIRST_DATE.year} or after {LAST_DATE.year}."
        empty = "" if about["required"] else ", or leave the cell empty where there is none"
        return problem, f"Correct the date{empty}."
    return "The number is out of range.", about["remedy"] or "Correct the number."


READERS: dict[str, Callable[[Sequence[str], pa.Column, Context], Read]] = {
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
