"""What may be shown of a row, by its sensitivity.

* open: as it is; only the base is hidden where the base itself is not open and the unit is not a
  block of its own (respondents of a small unit).
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

from tcdata.disclosure.breakdowns import by_kind
from tcdata.disclosure.secondary import hide_what_follows, small_groups
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
IN_SCOPE = "in scope"
YEAR_BEGINS = 8  # HESA: an academic year begins on 1 August
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
    rows: pd.DataFrame, alone: pd.Series, catalogue: Mapping[str, Metric]
) -> pd.DataFrame:
    """Open rows; a base that is not open itself is shown only where the unit is a block `alone`."""
    own = {metric.id: metric.base_sensitivity != "open" for metric in catalogue.values()}
    hidden = rows["metric"].map(own).astype("bool") & ~alone
    return rows.assign(base=rows["base"].mask(hidden))


def internal(
    rows: pd.DataFrame,
    parents: pd.DataFrame,
    catalogue: Mapping[str, Metric],
    reference: Reference,
) -> pd.DataFrame:
    """Internal rows: [c] below the threshold, ≤2 and ≥n−2 near the ends, and what follows hidden.

    `rows` are rows of blocks with a column `tree`; `parents` as for `hide_what_follows`. A row
    without its count cannot be judged and becomes [c], unless it has no value anyhow.
    """
    if rows.empty:
        return rows
    threshold = reference.settings["thresholds"]["internal"]
    empty = rows["symbol"].isin(NO_VALUE)
    base, count = rows["base"], rows["count"]
    plain = rows["metric"].map(
        {metric.id: metric.unit in (PEOPLE, PER_CENT) for metric in catalogue.values()}
    )
    mark = pd.Series("", index=rows.index, dtype="str")
    mark = mark.mask(count <= TAIL, FEW).mask(count >= base - TAIL, NEARLY_ALL)
    mark = mark.mask((mark != "") & ~plain.astype("bool"), HIDDEN)
    too_small = small_groups(rows, threshold, parents) | _tells_of_others(rows, threshold)
    unknown = base.isna() | count.isna() | rows["value"].isna()
    mark = mark.mask(unknown | too_small, HIDDEN).mask(empty, "")
    mark = hide_what_follows(rows, mark, parents, reference)
    safe = _marked(rows, mark, catalogue)
    safe["count"] = safe["count"].mask(empty)
    safe["base"] = safe["base"].mask(empty & (base < threshold))
    return safe


def _tells_of_others(rows: pd.DataFrame, threshold: int) -> pd.Series:
    """Rows of a wider scope that, less the row in scope, tell of fewer people than may be told.

    That nobody outside the scope answered tells nothing: nobody there was asked.
    """
    wider = rows[rows["cut"] == "scope"]
    key = ["metric", "item", "period", "unit"]
    inside = wider[wider["category"] == IN_SCOPE].set_index(key)[["base", "count"]]
    least = inside.reindex(pd.MultiIndex.from_frame(wider[key])).to_numpy()
    outside = wider[["base", "count"]] - least
    small = (outside["base"] < threshold) | outside["count"].between(1, TAIL)
    small |= outside["count"] >= outside["base"] - TAIL
    small &= (outside["count"] != 0) & (wider["category"] != IN_SCOPE)
    return small.reindex(rows.index, fill_value=False)


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


def rounded(rows: pd.DataFrame, parents: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Sensitive rows of blocks, as `one_count` leaves them: rounded, [c] below the threshold."""
    if rows.empty:
        return rows
    threshold = reference.settings["thresholds"]["sensitive"]
    too_small = rows["base"].isna() | rows["count"].isna()
    too_small |= small_groups(rows, threshold, parents)
    base = half_up(rows["base"], STEP)
    most = np.floor(rows["base"] / STEP) * STEP
    count = half_up(rows["count"], STEP).clip(upper=most)
    share = np.isclose(rows["value"], 100 * rows["count"] / rows["base"])
    value = (100 * count / base).where(share, count)
    safe = rows.assign(base=base, count=count, value=value, low=np.nan, high=np.nan)
    safe[NUMBERS] = safe[NUMBERS].mask(too_small)
    return safe.assign(symbol=rows["symbol"].mask(too_small, HIDDEN))


def without_hints(
    rows: pd.DataFrame, open_rows: pd.DataFrame, forest: pd.DataFrame
) -> pd.DataFrame:
    """The internal rows without those that only by being there would tell of a hidden count.

    A skill that nobody of a unit holds or is learning has rows only where somebody wants it; where
    the wish cannot be shown, such a row is left out. `forest` as `trees` gives it.
    """
    if not (rows["metric"] == "skill_wanted").any():
        return rows
    place = forest[forest["tree"] == "respondents"][["period", "unit", "block"]]
    called = open_rows[open_rows["metric"] == "skill_holders"][["period", "unit", "item"]]
    called = called.merge(place, on=["period", "unit"])
    known = pd.MultiIndex.from_frame(called[["period", "block", "item"]])
    there = pd.MultiIndex.from_frame(rows[["period", "unit", "item"]]).isin(known)
    return rows[there | (rows["metric"] != "skill_wanted") | rows["value"].notna()]


def one_count(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The sensitive rows that are the one count of their question or breakdown.

    A sensitive question has no breakdown besides that of its favourable share by kind of
    respondent. Characteristics of people employed are shown for one date in each academic year
    (which begins on 1 August), the first there is.
    """
    if rows.empty:
        return rows
    waves = reference.waves["wave"]
    questions = reference.questions["question"]
    answer = rows["cut"].isin(["", "option"]) | by_kind(rows)
    rows = rows[~rows["item"].isin(questions) | answer]
    rows = rows[_one_count(rows, reference)]
    years = rows["period"].map({p: academic_year(p) for p in rows["period"].unique()})
    years = years.mask(rows["period"].isin(waves), rows["period"])
    first = rows.assign(year=years).groupby(["metric", "cut", "year"])["period"].transform("min")
    return rows[rows["period"] == first]


def academic_year(period: str) -> str:
    """The academic year of an ISO date, such as 2026/27; the text itself where it is no date."""
    day = pd.to_datetime(period, errors="coerce", format="%Y-%m-%d")
    if pd.isna(day):
        return period
    begins = day.year if day.month >= YEAR_BEGINS else day.year - 1
    return f"{begins}/{(begins + 1) % 100:02d}"


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
    first |= by_kind(rows)  # one count of each kind of respondent, of whom nobody is of two
    return first.where(~answer, (rows["category"] == wanted) | ((kind == "multi") & among))


def half_up(numbers: pd.Series, step: int) -> pd.Series:
    """Round to the nearest multiple of `step`, halves upwards: 2.5 → 5, 12.5 → 15, 22.5 → 25.

    Source: HESA standard rounding methodology; Python's `round` is half-even.
    """
    return step * np.floor(numbers / step + 0.5)
