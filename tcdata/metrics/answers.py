"""What respondents answered: every option of every question, and the favourable share."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.respondents import (
    Waves,
    asked,
    coded,
    in_scope,
    in_wave,
    marked,
    membership,
    place_of,
    scope_closure,
)
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

NO_ANSWER = "No answer"
SENSITIVE_KINDS = ["university", "group", "faculty"]

_BASE = "respondents of the unit, whether they answered the question or not"
_MISSING = (
    "not answering is the category “No answer”, so the base is constant; a wave that did not ask "
    "the question has no rows; no interval for a sensitive question, for a kind of respondent, or "
    "where the number of people asked cannot be shown"
)
_SOURCE = (
    "questions.csv; respondents as in AAPOR RR2; exact 95 % interval for everybody asked "
    "(Wright 1991)"
)

METRICS = [
    Metric(
        id="answer_share",
        title="Share per answer",
        definition="Respondents who chose the option, out of all respondents of the unit.",
        formula="100 × respondents with the option ÷ respondents",
        unit=PER_CENT,
        numerator="respondents who chose the option; “No answer”: who chose none",
        denominator=_BASE,
        missing=_MISSING,
        better="neither",
        sensitivity="internal",
        interval=True,
        source=_SOURCE,
        base_sensitivity="internal",
    ),
    Metric(
        id="answer_favourable",
        title="Favourable share",
        definition="Respondents who chose a favourable option, out of all respondents.",
        formula="100 × respondents with at least one favourable option ÷ respondents",
        unit=PER_CENT,
        numerator="respondents who chose at least one option that questions.csv calls favourable",
        denominator=f"{_BASE}; where there is a cut, those of its category",
        missing=f"{_MISSING}; nor has a question without a favourable option",
        better="higher",
        sensitivity="internal",
        interval=True,
        source=_SOURCE,
        base_sensitivity="internal",
    ),
]


def answers(waves: Waves, given: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Metric rows of METRICS: `item` is the question, `period` the wave, base the respondents.

    `answer_share` has cut `option` and one category per option, in the questionnaire's order, and
    “No answer” last; `answer_favourable` has no cut. Only respondents in the wave's scope who
    count as having answered. A sensitive question has rows for faculties and above only.
    """
    parts = [
        _wave(given, in_scope(answered), reference, wave)
        for wave, answered in waves
        if len(in_scope(answered))
    ]
    return stack(parts)


def options(questions: pd.DataFrame) -> pd.DataFrame:
    """One row per option of each question: question, option, favourable (bool), sensitivity."""
    rows = questions.assign(
        option=questions["options"].str.split(";"), good=questions["favourable"].str.split(";")
    ).explode("option")
    rows["option"] = rows["option"].str.strip()
    rows["favourable"] = [
        option in [text.strip() for text in good]
        for option, good in zip(rows["option"], rows["good"], strict=True)
    ]
    return rows[["question", "option", "favourable", "sensitivity"]].reset_index(drop=True)


def _wave(
    given: pd.DataFrame, answered: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    questions = asked(reference, wave["wave"]).reset_index(drop=True)
    listed = options(questions)
    who, place = choices(given, answered, listed, reference, wave)
    question = pd.Index(questions["question"]).get_indexer(pd.Index(listed["question"]))
    named, above, holds = membership(scope_closure(reference, wave), answered["unit"])
    unit = place_of(answered["unit"], named.to_series())
    by_unit = np.argsort(unit, kind="stable")
    edges = np.searchsorted(unit[by_unit], np.arange(len(named) + 1))

    def count(who: np.ndarray, what: np.ndarray, width: int) -> np.ndarray:
        """Distinct respondents per unit and thing chosen, added up: units × width."""
        marks = marked(who, what, len(answered), width)[by_unit]
        return holds @ np.array([marks[a:b].sum(axis=0) for a, b in pairwise(edges)])

    good = listed["favourable"].to_numpy()[place]
    per_option = count(who, place, len(listed))
    any_option = count(who, question[place], len(questions))
    favourable = count(who[good], question[place[good]], len(questions))
    base = holds @ np.diff(edges)
    silent = base[:, None] - any_option
    known = (questions["favourable"] != "").to_numpy()
    asked_of = questions["question"]
    shares = [
        _rows(per_option, listed["question"], listed["option"], above, base),
        _rows(silent, asked_of, NO_ANSWER, above, base),
    ]
    headline = _rows(favourable[:, known], asked_of[known], "", above, base)
    period = wave["wave"]
    rows = stack(
        [
            metric_rows(pd.concat(shares), "answer_share", cut="option", period=period),
            metric_rows(headline, "answer_favourable", period=period),
        ]
    )
    return _without_small_units(rows, questions, reference)


def choices(
    given: pd.DataFrame,
    answered: pd.DataFrame,
    listed: pd.DataFrame,
    reference: Reference,
    wave: pd.Series,
) -> tuple[np.ndarray, np.ndarray]:
    """Who chose what: places in `answered` and in `listed`, one pair for each option chosen.

    `given` are the answers of all waves, `listed` options with their question. A wave's own wording
    of an option (option_map of question_versions.csv) becomes today's.
    """
    versions = reference.question_versions
    maps = versions[(versions["wave"] == wave["wave"]) & (versions["option_map"] != "")]
    known = zip(listed["question"], listed["option"], strict=True)
    wordings = {pair: place for place, pair in enumerate(known)}
    for question, text in zip(maps["question"], maps["option_map"], strict=True):
        for pair in text.split(";"):
            old, _, option = (part.strip() for part in pair.partition("="))
            if (question, option) in wordings:
                wordings.setdefault((question, old), wordings[question, option])
    asked_codes, questions = coded(given["question"])
    option_codes, texts = coded(given["option"])
    # The last row and column, all −1, are for what is missing.
    places = np.full((len(questions) + 1, len(texts) + 1), -1)
    rows, columns = (
        names.get_indexer(pd.Index([pair[side] for pair in wordings], dtype="str"))
        for side, names in enumerate((questions, texts))
    )
    there = (rows >= 0) & (columns >= 0)
    places[rows[there], columns[there]] = np.array([*wordings.values()], dtype=np.int64)[there]
    at = in_wave(given, wave["wave"])
    who = place_of(given["respondent_id"], answered["respondent_id"], at)
    place = places[asked_codes[at], option_codes[at]]
    chosen = (who >= 0) & (place >= 0)
    return who[chosen], place[chosen]


def _rows(
    counts: np.ndarray,
    item: pd.Series,
    category: pd.Series | str,
    above: pd.Index,
    base: np.ndarray,
) -> pd.DataFrame:
    """One row per unit (of `above`) and column of `counts`."""
    at, column = (part.ravel() for part in np.indices(counts.shape))
    count, whole = counts.ravel(), base[at]
    return pd.DataFrame(
        {
            "unit": above[at],
            "item": pd.Index(item)[column],
            "category": category if isinstance(category, str) else pd.Index(category)[column],
            "base": whole,
            "count": count,
            "value": 100 * count / whole,
        }
    )


def _without_small_units(
    rows: pd.DataFrame, questions: pd.DataFrame, reference: Reference
) -> pd.DataFrame:
    organisation = reference.organisation
    large = organisation[organisation["kind"].isin(SENSITIVE_KINDS)]["unit"]
    sensitive = questions[questions["sensitivity"] == "sensitive"]["question"]
    return rows[~rows["item"].isin(sensitive) | rows["unit"].isin(large)]
