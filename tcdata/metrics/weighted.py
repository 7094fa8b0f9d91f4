"""What weighting a closed wave to the frame's margins makes of its answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.metrics.answers import choices, options
from tcdata.metrics.catalogue import Metric
from tcdata.metrics.frame import banded, joined, people_asked
from tcdata.metrics.participation import is_closed
from tcdata.metrics.representativeness import SURE
from tcdata.metrics.respondents import Waves, about, asked, distinct, in_scope
from tcdata.metrics.units import Dates
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import MarginError, rake, weighted_shares

MARGINS = ["role_type", "contract_type", "grade_band"]
DECIMALS = 1  # published no finer, so that no group's answers can be worked back

METRICS = [
    Metric(
        id="answer_weighted",
        title="Favourable share, weighted",
        definition=(
            "The favourable share of a closed wave if role types, contract types and grade bands "
            "had answered in the proportions of all technicians asked."
        ),
        formula=(
            "100 × Σ weight of respondents with a favourable option ÷ Σ weight; weights by raking "
            "to the frame's role types, contract types and grade bands, categories below the "
            f"internal threshold joined; {DECIMALS} decimal"
        ),
        unit="per cent, weighted",
        numerator="the count is the respondents with a favourable option, unweighted",
        denominator="respondents, whether they answered the question or not; unweighted",
        missing=(
            "no row while fieldwork is open, without an extract, where no weights fit the frame, "
            "or for a question that is sensitive or has no favourable option; a respondent who "
            "does not say keeps an average weight for that margin"
        ),
        better="higher",
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
    """Metric rows of METRICS: one per question of a closed wave, at the root.

    `tables`: respondents (with MARGINS) and answers, each with `wave`; the others as for
    `tcdata.metrics.representativeness`. `period` is the wave, `item` the question.
    """
    parts = []
    for wave, everyone in waves:
        answered = in_scope(everyone)
        frame = people_asked(people, dates, reference, wave)
        if frame is None or answered.empty or not is_closed(everyone, wave):
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
        questions = _questions(reference, wave["wave"])
        chosen = chose_favourable(answered, questions, tables, wave, reference)
        share, error = weighted_shares(chosen, weights, codes, len(frame))
        found = {"value": share, "low": share - SURE * error, "high": share + SURE * error}
        rounded = {name: np.round(100 * np.clip(n, 0, 1), DECIMALS) for name, n in found.items()}
        rows = pd.DataFrame(
            {
                "item": questions["question"],
                "period": wave["wave"],
                "unit": reference.settings["institution"]["root_unit"],
                "base": len(said),
                "count": chosen.sum(axis=0),
                **rounded,
            }
        )
        parts.append(metric_rows(rows, "answer_weighted"))
    return stack(parts)


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


def _questions(reference: Reference, wave: str) -> pd.DataFrame:
    """The questions of the wave with a favourable option that anybody may see."""
    questions = asked(reference, wave)
    wanted = (questions["favourable"] != "") & (questions["sensitivity"] != "sensitive")
    return questions[wanted].reset_index(drop=True)


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
    given = tables["answers"]
    chosen = choices(
        given[given["wave"] == wave["wave"]], answered, options(questions), reference, wave
    )
    good = chosen[chosen["favourable"]]
    item = pd.Index(questions["question"]).get_indexer(good["question"])
    who, what = distinct(good["who"].to_numpy("int64"), item, len(answered), len(questions))
    out = np.zeros((len(answered), len(questions)))
    out[who, what] = 1
    return out
