"""Question columns → the answers table: one row per respondent, question and chosen option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tcdata.findings import UNREAD, Bad, one_of
from tcdata.mapping.values import LEAVE_EMPTY, NOTHING, SAYS_NOTHING, same
from tcdata.reference import Reference


def answers(
    cells: pd.DataFrame, questions: Mapping[str, str], reference: Reference, wave: str
) -> tuple[pd.DataFrame, list[Bad]]:
    """Every chosen option of every question column, and the cells that hold another text.

    `cells` has one row per respondent, `questions` leads from question ids to its headings. The
    result has the columns row (position in `cells`), question and option as questions.csv writes
    it; a wave's own wording of an option (option_map) becomes today's. A cell left empty gives no
    row; a wrong cell gives none either. Several options are joined by “;”.
    """
    parts, bad = [_frame([], "", [])], []
    for question, heading in questions.items():
        chosen, wrong = _question(cells[heading], question, reference, wave)
        parts.append(chosen)
        bad += wrong
    return pd.concat(parts, ignore_index=True), bad


def _question(
    cells: pd.Series, question: str, reference: Reference, wave: str
) -> tuple[pd.DataFrame, list[Bad]]:
    asked = reference.questions[reference.questions["question"] == question].to_dict("records")[0]
    options, takes_one = asked["options"].split(";"), asked["type"] == "single"
    known = {same(option): option for option in options}
    known |= {same(old): new for old, new in _option_map(question, reference, wave)}
    codes, distinct = pd.factorize(cells)
    texts = distinct.tolist()
    named = [_named(text, known) for text in texts]
    stray = np.array([None in one for one in named], dtype=bool)
    nothing = stray & np.array([text.strip().casefold() in NOTHING for text in texts], dtype=bool)
    several = np.array([takes_one and len(one) > 1 for one in named], dtype=bool) & ~stray
    join = "" if takes_one else " Join several by “;”."
    bad = [
        _bad(question, codes, nothing, SAYS_NOTHING, LEAVE_EMPTY),
        _bad(
            question, codes, stray & ~nothing, "This is not an option here.", one_of(options) + join
        ),
        _bad(question, codes, several, "Several options, where one is asked.", one_of(options)),
    ]
    right = np.flatnonzero(~(stray | several))
    pairs = pd.DataFrame(
        [(code, option) for code in right for option in named[code]], columns=["code", "option"]
    )
    placed = pd.DataFrame({"row": np.arange(len(cells)), "code": codes}).merge(pairs, on="code")
    return _frame(placed["row"], question, placed["option"]), bad


def _option_map(question: str, reference: Reference, wave: str) -> list[tuple[str, str]]:
    versions = reference.question_versions
    maps = versions[(versions["wave"] == wave) & (versions["question"] == question)]["option_map"]
    pairs = [pair.partition("=") for text in maps for pair in text.split(";") if pair.strip()]
    return [(old.strip(), new.strip()) for old, _, new in pairs]


def _named(text: str, known: Mapping[str, str]) -> list[str | None]:
    """The options a cell names, each once; None for what is no option."""
    named = [known.get(same(part)) for part in text.split(";") if part.strip()]
    return list(dict.fromkeys(named)) or [None]


def _bad(question: str, codes: np.ndarray, wrong: np.ndarray, problem: str, remedy: str) -> Bad:
    return Bad(question, np.flatnonzero(np.append(wrong, False)[codes]), problem, remedy, UNREAD)


def _frame(
    rows: Sequence | pd.Series, question: str, options: Sequence | pd.Series
) -> pd.DataFrame:
    frame = pd.DataFrame({"row": rows, "question": question, "option": options})
    return frame.astype({"row": "int64", "question": "str", "option": "str"})
