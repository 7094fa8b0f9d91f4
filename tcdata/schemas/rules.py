"""Rules across columns and rows, each with the column that a breach is shown in.

A rule is silent where a value that it needs is missing: that is another finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from tcdata.schemas.columns import FIRST_DATE, LAST_DATE
from tcdata.schemas.people import FULL_TIME

Breach = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Rule:
    """`broken` gives True for each row of the table that breaks the rule; with `repeats` such a
    row says again what another row says."""

    column: str
    broken: Breach
    problem: str
    remedy: str
    repeats: bool = False


def repeated_post(posts: pd.DataFrame) -> pd.Series:
    """Rows whose person and post stand in an earlier row; without post ids, whole equal rows."""
    some = _of_several(posts)
    numbered = some["post_id"].notna()
    by_number = some.duplicated(["person_id", "post_id"]) & numbered
    return _all_rows(by_number | (some.duplicated() & ~numbered), posts)


def over_full_time(posts: pd.DataFrame) -> pd.Series:
    """Rows with which a person's posts add to more than one full-time job; ended posts are not
    counted."""
    counted = _not_ended(_of_several(posts))
    total = counted["fte"].fillna(0).groupby(counted["person_id"], sort=False).cumsum()
    return _all_rows(total > FULL_TIME + 1e-9, posts)


def second_main_post(posts: pd.DataFrame) -> pd.Series:
    """Rows marked as main post after an earlier one of the same person, ended posts left out."""
    held = _not_ended(_of_several(posts))
    marked = held[held["main_post"].eq(True).fillna(False)]
    return _all_rows(marked.duplicated("person_id"), posts)


def no_main_post(posts: pd.DataFrame) -> pd.Series:
    """The first row of a person all of whose posts are marked as not the main one, ended posts
    left out."""
    held = _not_ended(posts)
    denied = held["main_post"].eq(False).to_numpy(dtype=bool, na_value=False)
    people, distinct = pd.factorize(held["person_id"])
    has_other = np.zeros(len(distinct) + 1, dtype=bool)
    has_other[people[~denied]] = True
    alone = pd.Series(denied & (people >= 0) & ~has_other[people], index=held.index)
    return _all_rows(alone & ~held["person_id"].duplicated(), posts)


def _of_several(posts: pd.DataFrame) -> pd.DataFrame:
    """The rows of people with more than one row: few, so that the rules about them cost little."""
    return posts[posts["person_id"].duplicated(keep=False) & posts["person_id"].notna()]


def _not_ended(posts: pd.DataFrame) -> pd.DataFrame:
    return posts[posts["status"] != "left"]


def _all_rows(broken: pd.Series, posts: pd.DataFrame) -> pd.Series:
    return broken.reindex(posts.index, fill_value=False)


def before(column: str, earlier: list[str], frame: pd.DataFrame) -> pd.Series:
    """Rows whose date in `column` is before the first date present among `earlier`."""
    since = frame[earlier[0]]
    for other in earlier[1:]:
        since = since.fillna(frame[other])
    return frame[column] < since


def after(column: str, date: pd.Timestamp, frame: pd.DataFrame) -> pd.Series:
    """Rows whose date in `column` is after `date`."""
    return frame[column] > date


def repeated(columns: list[str], frame: pd.DataFrame) -> pd.Series:
    """Rows whose `columns`, all filled, stand in an earlier row."""
    return frame.duplicated(columns) & frame[columns].notna().all(axis=1)


def gone_but_employed(date: pd.Timestamp, posts: pd.DataFrame) -> pd.Series:
    """Rows whose person left before `date`, after having come, and would still be counted."""
    left = (posts["leaving_date"] < date) & ~(posts["leaving_date"] < posts["continuous_start"])
    return left & (posts["status"] != "left")


def left_but_there(date: pd.Timestamp, posts: pd.DataFrame) -> pd.Series:
    """Rows of people marked as gone who leave after `date` only."""
    return (posts["leaving_date"] > date) & (posts["status"] == "left")


_LEFT = "Correct the date, or the status: it is “left” for whoever had left by then."
_ORDER = "Correct whichever of the two dates is wrong."

RULES: dict[str, list[Rule]] = {
    "workforce": [
        Rule(
            "post_id",
            repeated_post,
            "This person and post stand in an earlier row already.",
            "Keep one row per person and post.",
            repeats=True,
        ),
        Rule(
            "post_start",
            partial(before, "post_start", ["continuous_start"]),
            "The post starts before continuous service does.",
            _ORDER,
        ),
        Rule(
            "contract_end",
            partial(before, "contract_end", ["post_start", "continuous_start"]),
            "The contract ends before the post starts.",
            _ORDER,
        ),
        Rule(
            "leaving_date",
            partial(before, "leaving_date", ["continuous_start"]),
            "The person leaves before continuous service starts.",
            _ORDER,
        ),
        Rule(
            "fte",
            over_full_time,
            "With this post the person's FTE adds to more than 1.",
            "Correct the FTE, or give the posts that have ended the status “left”.",
        ),
        Rule(
            "main_post",
            second_main_post,
            "An earlier row is marked as this person's main post already.",
            "Mark one post of each person with yes, or leave the cells empty.",
        ),
        Rule(
            "main_post",
            no_main_post,
            "None of this person's posts is marked as the main one.",
            "Mark one post of each person with yes, or leave the cells empty.",
        ),
    ],
    "respondents": [
        Rule(
            "respondent_id",
            partial(repeated, ["respondent_id"]),
            "This respondent stands in an earlier row already.",
            "Keep one row per respondent.",
            repeats=True,
        ),
    ],
    "skills": [
        Rule(
            "skill",
            partial(repeated, ["respondent_id", "skill"]),
            "This respondent's answer about this skill stands in an earlier row already.",
            "Keep one row per respondent and skill.",
            repeats=True,
        ),
    ],
    "activities": [],
}


def dated_rules(
    table: str, first: pd.Timestamp, last: pd.Timestamp, organisation: pd.DataFrame
) -> list[Rule]:
    """The rules that need the file's period: `last` is the as-of date or the wave's closing day,
    `first` the wave's opening day. `organisation` says when units existed."""
    day = f"{last:%Y-%m-%d}"
    if table == "workforce":
        problem = f"The date is after {day}, the day the extract describes."
        remedy = "Correct the date, or leave out who had not started by then."
        starts = ("continuous_start", "post_start")
        gone = f"The person has left before {day}, but the status is not “left”."
        there = f"The person leaves after {day}, but the status is “left”."
        return [
            *(Rule(start, partial(after, start, last), problem, remedy) for start in starts),
            Rule("leaving_date", partial(gone_but_employed, last), gone, _LEFT),
            Rule("leaving_date", partial(left_but_there, last), there, _LEFT),
        ]
    if table == "activities":
        problem = f"The date is after {day}, the day the log describes."
        unit = "The unit did not exist on the row's date."
        return [
            Rule("date", partial(after, "date", last), problem, "Correct the date."),
            Rule("unit", partial(not_there, organisation), unit, "Use the unit of that time."),
        ]
    if table == "respondents":
        problem = f"The wave ran from {first:%Y-%m-%d} to {day}; this is another day."
        remedy = "Correct the date, or the wave's dates in waves.csv."
        return [Rule("completed_on", partial(outside, first, last), problem, remedy)]
    return []


def outside(first: pd.Timestamp, last: pd.Timestamp, frame: pd.DataFrame) -> pd.Series:
    """Rows completed before the wave opened or after it closed."""
    return (frame["completed_on"] < first) | (frame["completed_on"] > last)


def not_there(organisation: pd.DataFrame, frame: pd.DataFrame) -> pd.Series:
    """Rows whose unit existed at some time, but not on the row's date."""
    there = pd.Series(False, index=frame.index)
    begin = organisation["valid_from"].fillna(FIRST_DATE)
    end = organisation["valid_to"].fillna(LAST_DATE)
    for unit, first, last in zip(organisation["unit"], begin, end, strict=True):
        there |= (frame["unit"] == unit) & frame["date"].between(first, last)
    return ~there & frame["unit"].notna() & frame["date"].notna()
