"""What may be shown of a row, by its sensitivity.

* open: as it is; only the base is hidden where the base itself is not open (respondents of a
  small unit).
* internal: a base below the threshold hides the row, [c]. A count of 0–2 becomes ≤2 and one of
  base−2…base becomes ≥n−2: count and value are missing, and the bound stands in `high` (or in
  `low`) in the metric's own unit, so that a chart can draw it. Where the metric's value is neither
  the count nor its share, such a row is [c]. What could be worked out again is hidden too: see
  `tcdata.disclosure.secondary`.
* sensitive: faculties and above only; one count of each question, never its complement; a base
  below the threshold hides the row, [c]. Count and base are rounded half up to 5 and the share is
  made from the two rounded numbers, so nothing exact can be worked back from it and no share
  passes 100 %. A count is never rounded up past the base: all 28 of 28 would be the only way to
  reach 30.

Thresholds are the settings'; the loader holds them above the floor.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tcdata.disclosure.secondary import hide_what_follows, small_units
from tcdata.metrics.catalogue import PEOPLE, PER_CENT, Metric
from tcdata.published import NUMBERS
from tcdata.reference import Reference

HIDDEN = "[c]"
FEW = "≤2"
NEARLY_ALL = "≥n−2"
TAIL = 2
STEP = 5
NO_VALUE = ["[x]", "[z]"]
LARGE_KINDS = ["university", "group", "faculty"]
ORDER = ["open", "internal", "sensitive"]
# The sensitivity of a breakdown, where it is stricter than open.
CUTS = {
    "status": "internal",
    "gender": "sensitive",
    "ethnicity": "sensitive",
    "disability": "sensitive",
    "age_band": "sensitive",
}


def strictest(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.Series:
    """The rule of each row: the strictest of its metric's, its question's and its cut's."""
    questions = reference.questions.set_index("question")["sensitivity"].to_dict()
    found = [
        rows["metric"].map({metric.id: metric.sensitivity for metric in catalogue.values()}),
        rows["item"].map(questions),
        rows["cut"].map(CUTS),
    ]
    place = {name: number for number, name in enumerate(ORDER)}
    ranks = pd.concat([one.map(place).fillna(0) for one in found], axis="columns")
    return ranks.max(axis="columns").map(dict(enumerate(ORDER)))


def open_to_all(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """Open rows, with the base hidden where it is internal and below that threshold."""
    own = {metric.id: metric.base_sensitivity != "open" for metric in catalogue.values()}
    small = rows["base"] < reference.settings["thresholds"]["internal"]
    return rows.assign(base=rows["base"].mask(rows["metric"].map(own).astype("bool") & small))


def internal(
    rows: pd.DataFrame, catalogue: Mapping[str, Metric], reference: Reference
) -> pd.DataFrame:
    """Internal rows: [c] below the threshold, ≤2 and ≥n−2 near the ends, and what follows hidden.

    A row without its count cannot be judged and becomes [c], unless it has no value anyhow.
    """
    threshold = reference.settings["thresholds"]["internal"]
    empty = rows["symbol"].isin(NO_VALUE)
    base, count = rows["base"], rows["count"]
    plain = rows["metric"].map(
        {metric.id: metric.unit in (PEOPLE, PER_CENT) for metric in catalogue.values()}
    )
    mark = pd.Series("", index=rows.index, dtype="str")
    mark = mark.mask(count <= TAIL, FEW).mask(count >= base - TAIL, NEARLY_ALL)
    mark = mark.mask((mark != "") & ~plain.astype("bool"), HIDDEN)
    too_small = (base < threshold) | small_units(rows, threshold, reference)
    mark = mark.mask(base.isna() | count.isna() | too_small, HIDDEN).mask(empty, "")
    mark = hide_what_follows(rows, mark, reference)
    safe = _marked(rows, mark, catalogue)
    safe["count"] = safe["count"].mask(empty)
    safe["base"] = safe["base"].mask(empty & (base < threshold))
    return safe


def _marked(rows: pd.DataFrame, mark: pd.Series, catalogue: Mapping[str, Metric]) -> pd.DataFrame:
    """The rows with their numbers taken out as `mark` says, and the bounds put in."""
    shares = {metric.id: metric.unit == PER_CENT for metric in catalogue.values()}
    scale = (100 / rows["base"]).where(rows["metric"].map(shares).astype("bool"), 1.0)
    safe = rows.copy()
    safe[NUMBERS] = safe[NUMBERS].mask(mark == HIDDEN)
    safe[["count", "value", "low", "high"]] = safe[["count", "value", "low", "high"]].mask(
        mark != ""
    )
    safe["high"] = safe["high"].mask(mark == FEW, TAIL * scale)
    safe["low"] = safe["low"].mask(mark == NEARLY_ALL, (rows["base"] - TAIL) * scale)
    safe["symbol"] = safe["symbol"].mask(mark != "", mark)
    return safe


def sensitive(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sensitive rows: faculties and above, one rounded count each, [c] below the threshold."""
    threshold = reference.settings["thresholds"]["sensitive"]
    organisation = reference.organisation
    large = organisation[organisation["kind"].isin(LARGE_KINDS)]["unit"]
    rows = rows[rows["unit"].isin(large)]
    rows = rows[_one_count(rows, reference)]
    too_small = rows["base"].isna() | rows["count"].isna() | (rows["base"] < threshold)
    too_small |= small_units(rows, threshold, reference)
    base = half_up(rows["base"], STEP)
    most = np.floor(rows["base"] / STEP) * STEP
    count = half_up(rows["count"], STEP).clip(upper=most)
    share = np.isclose(rows["value"], 100 * rows["count"] / rows["base"])
    value = (100 * count / base).where(share, count)
    safe = rows.assign(base=base, count=count, value=value, low=np.nan, high=np.nan)
    safe[NUMBERS] = safe[NUMBERS].mask(too_small)
    return safe.assign(symbol=rows["symbol"].mask(too_small, HIDDEN))


def _one_count(rows: pd.DataFrame, reference: Reference) -> pd.Series:
    """Which rows are the one count of their question or breakdown.

    A single-choice question shows its favourable share: `answer_favourable`, and the option itself
    where only one is favourable; without a favourable option, its first. In a question of several
    choices each option is a count of its own. “No answer” is always a complement. Any other
    breakdown shows its first category.
    """
    key = ["metric", "item", "period", "unit", "cut"]
    first = ~rows.duplicated(key)
    questions = reference.questions.set_index("question")
    about = questions.reindex(rows["item"])
    options, favourable, kind = (
        about[column].fillna("").astype("str").set_axis(rows.index)
        for column in ("options", "favourable", "type")
    )
    wanted = favourable.where(favourable != "", options.str.split(";").str[0])
    among = pd.Series(
        [
            category in listed.split(";")
            for category, listed in zip(rows["category"], options, strict=True)
        ],
        index=rows.index,
        dtype="bool",
    )
    answer = rows["cut"] == "option"
    return first.where(~answer, (rows["category"] == wanted) | ((kind == "multi") & among))


def half_up(numbers: pd.Series, step: int) -> pd.Series:
    """Round to the nearest multiple of `step`, halves upwards: 2.5 → 5, 12.5 → 15, 22.5 → 25.

    Source: HESA standard rounding methodology; Python's `round` is half-even.
    """
    return step * np.floor(numbers / step + 0.5)
