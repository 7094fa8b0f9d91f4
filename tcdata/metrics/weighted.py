"""What weighting a closed wave to the frame's margins makes of its answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.metrics.answers import NO_ANSWER, choices, options
from tcdata.metrics.catalogue import Metric
from tcdata.metrics.frame import banded, joined, people_asked
from tcdata.metrics.participation import is_closed
from tcdata.metrics.representativeness import SURE
from tcdata.metrics.respondents import Waves, about, asked, in_scope, marked
from tcdata.metrics.units import Dates
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import MarginError, rake, weighted_shares

MARGINS = ["role_type", "contract_type", "grade_band"]
# Published no finer, so that no group's answers can be worked back: those who gave a single answer
# are few, and a finer sum of their weights could tell who they are.
DECIMALS, DECIMALS_OF_ANSWER = 1, 0
FEWEST = 3  # respondents: the gate marks fewer, and then hides what they would follow from

METRICS = [
    Metric(
        id="answer_weighted",
        title="Share of an answer, weighted",
        definition=(
            "The favourable share of a closed wave, and with the cut “option” that of each answer, "
            "if role types, contract types and grade bands had answered in the proportions of all "
            "technicians asked."
        ),
        formula=(
            "100 × Σ weight of respondents with the answer ÷ Σ weight; weights by raking "
            "to the frame's role types, contract types and grade bands, categories below the "
            f"internal threshold joined; {DECIMALS} decimal, of a single answer whole per cents"
        ),
        unit="per cent, weighted",
        numerator="the count is the respondents with the answer, unweighted",
        denominator="respondents, whether they answered the question or not; unweighted",
        missing=(
            "no row while fieldwork is open, without an extract, where no weights fit the frame, "
            f"or for a sensitive question; no single answers where fewer than {FEWEST} respondents "
            "gave, or did not give, one of them; a respondent who does not say keeps an average "
            "weight for that margin"
        ),
        better="neither",
        sensitivity="internal",
        interval=True,
        source=(
            "Deming and Stephan (1940); Deville and Särndal (1992): 95 % interval from the "
            "linearised standard error with finite-population correction"
        ),
        base_sensitivity="internal",
    )
]


def weighted(
    waves: Waves,
    people: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    dates: Dates,
    reference: Reference,
) -> pd.DataFrame:
    """Metric rows of METRICS: the questions of a closed wave, at the root.

    `tables`: respondents (with MARGINS) and answers, each with `wave`; the others as for
    `tcdata.metrics.representativeness`. `period` is the wave, `item` the question. Without a cut
    it is the favourable share; cut `option` has a category for each answer and “No answer”.
    """
    parts = []
    for wave, everyone in waves:
        answered = in_scope(everyone)
        frame = people_asked(people, dates, reference, wave)
        if frame is None or answered.empty or not is_closed(everyone, wave, dates):
            continue
        said = about(answered, tables, wave["wave"], MARGINS)
        frame = frame.assign(grade_band=banded(frame["grade"], said["grade_band"]))
        codes, totals = _margins(frame, said, reference.settings["thresholds"]["internal"])
        if not totals or len(said) > len(frame):
            continue
        try:
            weights = rake(codes, totals)
        except MarginError:
            continue
        chosen, columns = _chosen(answered, tables, wave, reference)
        share, error = weighted_shares(chosen, weights, codes, len(frame))
        found = {"value": share, "low": share - SURE * error, "high": share + SURE * error}
        single = (columns["cut"] == "option").to_numpy()
        rounded = {name: _rounded(100 * np.clip(n, 0, 1), single) for name, n in found.items()}
        rows = columns.assign(
            period=wave["wave"],
            unit=reference.settings["institution"]["root_unit"],
            base=len(said),
            count=chosen.sum(axis=0),
            **rounded,
        )
        parts.append(metric_rows(rows[~_few(rows)], "answer_weighted"))
    return stack(parts)


def _rounded(share: np.ndarray, single: np.ndarray) -> np.ndarray:
    step = 10.0 ** -np.where(single, DECIMALS_OF_ANSWER, DECIMALS)
    return np.round(step * np.floor(np.round(share / step, 6) + 0.5), DECIMALS)  # halves up


def _few(rows: pd.DataFrame) -> pd.Series:
    """The single answers of every question with a figure that the gate would mark.

    All of them: the counts beside the weighted shares must not tell what is hidden of the plain
    ones. Whether somebody skipped a question is not protected, so “No answer” does not matter.
    """
    single = rows["cut"] == "option"
    few = rows["count"].clip(upper=rows["base"] - rows["count"]) < FEWEST
    few &= rows["category"] != NO_ANSWER
    return single & rows["item"].isin(rows.loc[few, "item"])


def _margins(
    frame: pd.DataFrame, said: pd.DataFrame, threshold: int
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Each respondent's category of each margin, and the people the frame has in each.

    Who does not say is a category of its own, with as large a part of the frame as of the
    respondents. A margin that either side lacks is left out.
    """
    codes, totals = [], []
    for margin in MARGINS:
        groups = joined(frame[margin].dropna(), threshold)
        names = [*dict.fromkeys(groups.values()), ""]
        place = pd.Index(names).get_indexer(
            pd.Index(said[margin].map(groups).astype("str").fillna(""))
        )
        silent = float((place == len(names) - 1).mean())
        if len(names) < 3 or silent == 1:
            continue
        people = frame[margin].map(groups).value_counts().reindex(names, fill_value=0).to_numpy()
        known = people / people.sum() * len(frame) * (1 - silent)
        known[-1] = silent * len(frame)
        codes.append(place)
        totals.append(known)
    return np.array(codes, dtype=np.int64).T, totals


def chose_favourable(
    answered: pd.DataFrame,
    questions: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    wave: pd.Series,
    reference: Reference,
) -> np.ndarray:
    """1 where a respondent chose a favourable option, else 0: respondents × questions.

    `answered` are rows of `tcdata.metrics.respondents`, `questions` of questions.csv.
    """
    listed = options(questions)
    good = listed[listed["favourable"]]
    who, place = choices(tables["answers"], answered, good, reference, wave)
    item = pd.Index(questions["question"]).get_indexer(pd.Index(good["question"]))[place]
    return marked(who, item, len(answered), len(questions)).astype("float64")


def _chosen(
    answered: pd.DataFrame, tables: dict[str, pd.DataFrame], wave: pd.Series, reference: Reference
) -> tuple[np.ndarray, pd.DataFrame]:
    """Who gave which answer, 1 or 0: respondents × answers; and what the answers are.

    Those of the wave's questions that anybody may see: item, cut and category of each, first the
    favourable ones together, then every option, then none.
    """
    questions = asked(reference, wave["wave"])
    questions = questions[questions["sensitivity"] != "sensitive"].reset_index(drop=True)
    listed = options(questions)
    who, place = choices(tables["answers"], answered, listed, reference, wave)
    item = pd.Index(questions["question"]).get_indexer(pd.Index(listed["question"]))[place]
    single = marked(who, place, len(answered), len(listed))
    silent = ~marked(who, item, len(answered), len(questions))
    together = questions[questions["favourable"] != ""].reset_index(drop=True)
    names = [
        pd.DataFrame({"item": together["question"], "cut": "", "category": ""}),
        pd.DataFrame({"item": listed["question"], "cut": "option", "category": listed["option"]}),
        pd.DataFrame({"item": questions["question"], "cut": "option", "category": NO_ANSWER}),
    ]
    good = chose_favourable(answered, together, tables, wave, reference)
    return np.hstack([good, single, silent]), pd.concat(names, ignore_index=True)
