"""What respondents answered: every option of every question, and the favourable share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.respondents import (
    Waves,
    asked,
    distinct,
    in_scope,
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
    "the question has no rows"
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
        source="questions.csv; respondents as in AAPOR RR2",
        base_sensitivity="internal",
    ),
    Metric(
        id="answer_favourable",
        title="Favourable share",
        definition="Respondents who chose a favourable option, out of all respondents.",
        formula="100 × respondents with at least one favourable option ÷ respondents",
        unit=PER_CENT,
        numerator="respondents who chose at least one option that questions.csv calls favourable",
        denominator=_BASE,
        missing=f"{_MISSING}; nor has a question without a favourable option",
        better="higher",
        sensitivity="internal",
        interval=True,
        source="questions.csv; respondents as in AAPOR RR2",
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
    choice = choices(given[given["wave"] == wave["wave"]], answered, listed, reference, wave)
    question = pd.Index(questions["question"])
    named, above, holds = membership(scope_closure(reference, wave), answered["unit"])
    unit = named.get_indexer(pd.Index(answered["unit"]))

    def count(who: pd.Series, what: np.ndarray, width: int) -> np.ndarray:
        """Distinct respondents per unit and thing chosen, added up: units × width."""
        people, things = distinct(who.to_numpy(dtype="int64"), what, len(answered), width)
        leaf = unit[people] * width + things
        return holds @ np.bincount(leaf, minlength=len(named) * width).reshape(len(named), width)

    per_option = count(choice["who"], choice["place"].to_numpy(), len(listed))
    any_option = count(choice["who"], question.get_indexer(choice["question"]), len(question))
    good = choice[choice["favourable"]]
    favourable = count(good["who"], question.get_indexer(good["question"]), len(question))
    base = holds @ np.bincount(unit, minlength=len(named))
    has_favourable = questions["favourable"] != ""
    shares = stack(
        [
            _rows(per_option, listed, listed["option"], above, base, wave),
            _rows(base[:, None] - any_option, questions, NO_ANSWER, above, base, wave),
        ]
    )
    headline = _rows(
        favourable[:, has_favourable.to_numpy()], questions[has_favourable], "", above, base, wave
    )
    rows = stack(
        [
            metric_rows(shares, "answer_share", cut="option"),
            metric_rows(headline, "answer_favourable"),
        ]
    )
    return _without_small_units(rows, questions, reference)


def choices(
    given: pd.DataFrame,
    answered: pd.DataFrame,
    listed: pd.DataFrame,
    reference: Reference,
    wave: pd.Series,
) -> pd.DataFrame:
    """The options chosen: who and place (rows of `answered` and `listed`), question, favourable.

    A wave's own wording of an option (option_map of question_versions.csv) becomes today's.
    """
    versions = reference.question_versions
    maps = versions[(versions["wave"] == wave["wave"]) & (versions["option_map"] != "")]
    wordings = listed.assign(place=listed.index)
    for question, text in zip(maps["question"], maps["option_map"], strict=True):
        old = dict(pair.partition("=")[::2] for pair in text.split(";"))
        mapped = pd.DataFrame({"question": question, "old": [*old], "option": [*old.values()]})
        mapped = mapped.map(str.strip).merge(wordings, on=["question", "option"])
        wordings = pd.concat([wordings, mapped.assign(option=mapped["old"]).drop(columns="old")])
    wordings = wordings.drop_duplicates(["question", "option"])
    given = given.assign(who=place_of(given["respondent_id"], answered["respondent_id"]))
    # Ids are the longest texts: they are left behind before rows are picked.
    chosen = given[["who", "question", "option"]][given["who"] >= 0]
    return chosen.merge(wordings, on=["question", "option"])


def _rows(
    counts: np.ndarray,
    what: pd.DataFrame,
    category: pd.Series | str,
    above: pd.Index,
    base: np.ndarray,
    wave: pd.Series,
) -> pd.DataFrame:
    """One row per unit (of `above`) and column of `counts`."""
    at, column = (part.ravel() for part in np.indices(counts.shape))
    what = what.assign(category=category).iloc[column]
    rows = pd.DataFrame(
        {
            "unit": above[at],
            "item": what["question"].to_numpy(),
            "category": what["category"].to_numpy(),
            "period": wave["wave"],
            "base": base[at],
            "count": counts.ravel(),
        }
    )
    return metric_rows(rows.assign(value=100 * rows["count"] / rows["base"]), "")


def _without_small_units(
    rows: pd.DataFrame, questions: pd.DataFrame, reference: Reference
) -> pd.DataFrame:
    organisation = reference.organisation
    large = organisation[organisation["kind"].isin(SENSITIVE_KINDS)]["unit"]
    sensitive = questions[questions["sensitivity"] == "sensitive"]["question"]
    return rows[~rows["item"].isin(sensitive) | rows["unit"].isin(large)]
