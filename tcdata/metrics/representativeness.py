"""Who is missing: response by group against the frame, and how even it is over all groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tcdata.metrics.answers import NO_ANSWER
from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.frame import banded, joined, people_asked
from tcdata.metrics.respondents import Waves, about, in_scope
from tcdata.metrics.units import Dates
from tcdata.published import NOT_AVAILABLE, metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import r_indicator

# What response is compared by, and whose threshold a group must reach to stand alone.
COMPARED = {
    "grade_band": "internal",
    "contract_type": "internal",
    "role_type": "internal",
    "age_band": "sensitive",
    "gender": "sensitive",
}
BY = ["role_type", "grade_band"]
WHOLE_KINDS = ["university", "group"]
DECIMALS = 2  # published no finer, so that no group's answers can be worked back
SURE = 1.96

_FRAME = "technicians in scope in the workforce extract at or before the wave's frame date"
_CELLS = (
    "main effects of role type and grade band; where more people answered than a role and grade "
    "has, its role type or grade band is joined with the smallest other one"
)

METRICS = [
    Metric(
        id="response_by_group",
        title="Response rate by group",
        definition=(
            "Respondents of a grade band, contract type, role type, age band or gender (the cut) "
            "out of all technicians asked who belong to it."
        ),
        formula="100 × respondents of the group ÷ headcount in scope of the group",
        unit=PER_CENT,
        numerator=(
            "respondents as in the response rate, by what they say of themselves; category "
            f"“{NO_ANSWER}”: those who say nothing, or what nobody in the frame is"
        ),
        denominator=(
            f"{_FRAME}, by what the extract says of them (grades by the survey's bands); of "
            f"“{NO_ANSWER}” everybody in scope"
        ),
        missing=(
            "groups with fewer people in the frame than the threshold are joined into one, of "
            "which age and gender show the largest group only; whoever has an empty cell in the "
            "extract is in no group; [x] where more people answered than the group has; no rows "
            "without an extract, or where either source lacks the cut"
        ),
        better="higher",
        sensitivity="internal",
        interval=False,
        source="AAPOR Standard Definitions, RR2, by group; the frame is enumerated",
    ),
    Metric(
        id="r_indicator",
        title="Representativeness (R-indicator)",
        definition=(
            "How alike the chances of answering were between role types and grade bands: 1 would "
            "mean that everybody was equally likely to answer."
        ),
        formula=f"1 − 2 × adjusted standard deviation of the fitted chances; {_CELLS}",
        unit="0 to 1",
        numerator="the count is the respondents",
        denominator=_FRAME,
        missing=(
            "[x] where more people answered than there are, or too few groups can be told apart; "
            "no row without an extract"
        ),
        better="higher",
        sensitivity="internal",
        interval=True,
        source=(
            "Schouten, Cobben and Bethlehem (2009), Surv. Methodol. 35, 101–113; Shlomo, Skinner "
            f"and Schouten (2012); 95 % normal interval; {DECIMALS} decimals"
        ),
    ),
    Metric(
        id="r_partial",
        title="Uneven response by characteristic",
        definition=(
            "How unevenly the categories of a characteristic (the item) answered: 0 would mean "
            "that all answered alike."
        ),
        formula="unconditional partial R-indicator of the characteristic",
        unit="0 to 1",
        numerator="the count is the respondents",
        denominator=_FRAME,
        missing="no row where the R-indicator has no value",
        better="lower",
        sensitivity="internal",
        interval=False,
        source=f"Schouten, Shlomo and Skinner (2011), J. Off. Stat. 27, 231–253; {DECIMALS} dec.",
    ),
]


def representativeness(
    waves: Waves,
    people: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    dates: Dates,
    reference: Reference,
) -> pd.DataFrame:
    """Metric rows of METRICS for every wave with respondents and a frame; `period` is the wave.

    `waves` is `respondents.by_wave`, `people` that of `tcdata.metrics.technical`; `tables` has
    respondents with the columns COMPARED. `response_by_group` is of the root, cut one of COMPARED,
    category the group; the others are of the root and the group of units in scope.
    """
    parts = []
    for wave, answered in waves:
        asked = people_asked(people, dates, reference, wave)
        said = about(in_scope(answered), tables, wave["wave"], [*COMPARED])
        if asked is None or asked.empty or said.empty:
            continue
        asked = asked.assign(grade_band=banded(asked["grade"], said["grade_band"]))
        parts += [_by_group(asked, said, reference, wave), _evenness(asked, said, reference, wave)]
    return stack(parts)


def _by_group(
    asked: pd.DataFrame, said: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    parts = []
    for cut, rule in COMPARED.items():
        groups = joined(asked[cut].dropna(), reference.settings["thresholds"][rule])
        if len(set(groups.values())) < 2 or said[cut].isna().all():
            continue
        names = [*dict.fromkeys(groups.values()), NO_ANSWER]
        base = asked[cut].map(groups).value_counts().reindex(names)
        count = (
            said[cut]
            .map(groups)
            .astype("str")
            .fillna(NO_ANSWER)
            .value_counts()
            .reindex(names, fill_value=0)
        )
        base[NO_ANSWER] = len(asked)
        wrong = (count > base) | (len(said) > len(asked))
        parts.append(
            pd.DataFrame(
                {
                    "cut": cut,
                    "category": names,
                    "base": base.to_numpy(),
                    "count": count.mask(wrong).to_numpy(),
                    "symbol": wrong.map({True: NOT_AVAILABLE, False: ""}).to_numpy(),
                }
            )
        )
    if not parts:
        return stack([])
    rows = pd.concat(parts).assign(period=wave["wave"])
    rows = rows.assign(value=100 * rows["count"] / rows["base"])
    root = reference.settings["institution"]["root_unit"]
    return metric_rows(rows, "response_by_group", unit=root)


def _evenness(
    asked: pd.DataFrame, said: pd.DataFrame, reference: Reference, wave: pd.Series
) -> pd.DataFrame:
    """Rows of the R-indicator and its partials, the same for each unit that is all in scope."""
    organisation = reference.organisation
    whole = organisation[organisation["kind"].isin(WHOLE_KINDS)]["unit"].drop_duplicates()
    root = reference.settings["institution"]["root_unit"]
    units = [unit for unit in whole if unit in (root, wave["scope"])]
    same = {"period": wave["wave"], "base": len(asked), "count": len(said)}
    known = [column for column in BY if asked[column].notna().any() and said[column].notna().any()]
    cells = _cells(asked, said, known) if known and len(said) <= len(asked) else None
    if cells is None:
        rows = pd.DataFrame({"unit": units, **same, "count": np.nan, "symbol": NOT_AVAILABLE})
        return metric_rows(rows, "r_indicator")
    found = r_indicator(cells["said"], cells["asked"], cells[known].to_numpy())
    low, high = (np.clip(found.r + side * SURE * found.standard_error, 0, 1) for side in (-1, 1))
    value, low, high = (round(float(number), DECIMALS) for number in (found.r, low, high))
    one = pd.DataFrame({"unit": units, **same, "value": value, "low": low, "high": high})
    partial = [
        pd.DataFrame({"unit": units, **same, "item": column, "value": round(number, DECIMALS)})
        for column, number in zip(known, found.unconditional.tolist(), strict=True)
    ]
    return stack(
        [
            metric_rows(one, "r_indicator"),
            *(metric_rows(part, "r_partial") for part in partial),
        ]
    )


def _cells(asked: pd.DataFrame, said: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame | None:
    """People asked and respondents per cell: columns asked, said, and a code for each of `by`.

    A cell cannot have more respondents than people: as long as one has, its group of the
    characteristic with more groups left (the last of `by`, where several have as many) is joined
    with the smallest other group. None where nothing is left to compare.
    """
    frames = [frame[[*by]].fillna("") for frame in (asked, said)]
    codes = [pd.factorize(pd.concat([frame[name] for frame in frames]))[0] for name in by]
    table = pd.DataFrame(dict(zip(by, codes, strict=True)))
    is_said = np.arange(len(table)) >= len(asked)
    table = table.assign(asked=~is_said, said=is_said).astype("int64")
    while True:
        cells = table.groupby([*by], as_index=False)[["asked", "said"]].sum()
        groups = {name: cells[name].nunique() for name in by}
        if max(groups.values()) < 2:
            return None
        excess = cells["said"] - cells["asked"]
        if excess.max() <= 0:
            return cells
        name = max(reversed(by), key=groups.__getitem__)
        here = cells[name].iloc[int(excess.argmax())]
        sizes = cells.groupby(name)["asked"].sum().drop(here)
        table[name] = table[name].mask(table[name] == here, sizes.idxmin())
