"""How much of a change comes from another mix of respondents, for the whole University."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import Metric
from tcdata.metrics.respondents import Waves, about, asked, in_scope
from tcdata.metrics.weighted import chose_favourable
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import kitagawa

BY = ["role_type", "grade_band"]
OTHERS = "others"
DECIMALS = 1  # published no finer, so that no group's answers can be worked back

METRICS = [
    Metric(
        id="answer_mix",
        title="Change due to the mix of respondents",
        definition=(
            "The part of a change in the favourable share that comes from other people answering: "
            "more or fewer of each role type and grade band than in the wave before (the category)."
        ),
        formula=(
            "Σ over role type × grade band of mean share of the two waves × change of the group’s "
            f"part of the respondents, in points with {DECIMALS} decimal; groups of fewer "
            "respondents than the internal threshold in either wave are joined, first within their "
            "role type"
        ),
        unit="percentage points",
        numerator="the count is the respondents with a favourable answer in the later wave",
        denominator="respondents in the later wave, whether they answered the question or not",
        missing=(
            "no row for a question that is sensitive, not comparable or not asked in both waves; a "
            "respondent without role type or grade band is in the group without one; no value "
            "where the change has none"
        ),
        better="neither",
        sensitivity="internal",
        interval=False,
        source="Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168–1194",
        base_sensitivity="internal",
    )
]


def mix(waves: Waves, tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """Metric rows of METRICS: one per question and pair of consecutive waves, at the root.

    `period` is the later wave, cut `since`, category the earlier wave; value in percentage points.
    `tables`: respondents (with BY) and answers, each with `wave`.
    """
    present = [(wave, in_scope(answered)) for wave, answered in waves]
    present = [(wave, answered) for wave, answered in present if len(answered)]
    return stack([_pair(*pair, tables, reference) for pair in pairwise(present)])


def groups(
    first: pd.DataFrame, second: pd.DataFrame, threshold: int
) -> tuple[pd.Series, pd.Series]:
    """The group of each respondent of two waves, so that each has `threshold` people in both.

    Both frames have the columns BY. A group is role type and grade band; those too small in either
    wave are joined to one of their role type, what is still too small to one of all others, and
    that to the smallest group beside it.
    """
    both = pd.concat([first[BY], second[BY]], keys=[0, 1]).fillna("")
    role = both["role_type"]
    group = role + " · " + both["grade_band"]
    group = group.mask(group.map(_fewest(group)) < threshold, role)
    group = group.mask(group.map(_fewest(group)) < threshold, OTHERS)
    sizes = _fewest(group)
    if sizes.get(OTHERS, threshold) < threshold and len(sizes) > 1:
        group = group.mask(group == sizes.drop(OTHERS).idxmin(), OTHERS)
    return group.loc[0], group.loc[1]


def _fewest(group: pd.Series) -> pd.Series:
    """Group → its people in the wave where there are fewer."""
    waves = pd.crosstab(group, group.index.get_level_values(0))
    return waves.reindex(columns=[0, 1], fill_value=0).min(axis="columns")


def _pair(
    earlier: tuple[pd.Series, pd.DataFrame],
    later: tuple[pd.Series, pd.DataFrame],
    tables: dict[str, pd.DataFrame],
    reference: Reference,
) -> pd.DataFrame:
    said = [about(answered, tables, wave["wave"], BY) for wave, answered in (earlier, later)]
    parted = groups(said[0], said[1], reference.settings["thresholds"]["internal"])
    names = pd.Index(sorted(set(parted[0]) | set(parted[1])))
    questions = _comparable(earlier[0]["wave"], later[0]["wave"], reference)
    sizes, counts = [], []
    for (wave, answered), group in zip((earlier, later), parted, strict=True):
        place = names.get_indexer(pd.Index(group))
        sizes.append(np.bincount(place, minlength=len(names)))
        counts.append(_favourable(answered, place, len(names), questions, tables, wave, reference))
    with np.errstate(invalid="ignore"):
        shares = [100 * count / size for count, size in zip(counts, sizes, strict=True)]
    split = kitagawa(shares[0], sizes[0], shares[1], sizes[1])
    rows = pd.DataFrame(
        {
            "item": questions["question"],
            "period": later[0]["wave"],
            "unit": reference.settings["institution"]["root_unit"],
            "category": earlier[0]["wave"],
            "base": len(later[1]),
            "count": counts[1].sum(axis=1),
            "value": np.round(split.composition_effect, DECIMALS),
        }
    )
    return metric_rows(rows, "answer_mix", cut="since")


def _comparable(earlier: str, later: str, reference: Reference) -> pd.DataFrame:
    """The questions with a favourable option that both waves asked alike and anybody may see."""
    versions = reference.question_versions
    alike = versions[(versions["wave"] == later) & (versions["comparable"] == "yes")]["question"]
    questions = asked(reference, earlier)
    wanted = (questions["favourable"] != "") & (questions["sensitivity"] != "sensitive")
    return questions[wanted & questions["question"].isin(alike)].reset_index(drop=True)


def _favourable(
    answered: pd.DataFrame,
    place: np.ndarray,
    width: int,
    questions: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    wave: pd.Series,
    reference: Reference,
) -> np.ndarray:
    """Respondents with a favourable answer: questions × groups."""
    who, what = np.nonzero(chose_favourable(answered, questions, tables, wave, reference))
    cell = what * width + place[who]
    return np.bincount(cell, minlength=len(questions) * width).reshape(len(questions), width)
