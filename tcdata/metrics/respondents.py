"""Who counts as having answered a wave, and in which unit: shared by all survey metrics."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.metrics.units import NotInReferenceError, placed
from tcdata.reference import Reference
from tcdata.reference.organisation import closure

EVERY = slice(None)

Waves = list[tuple[pd.Series, pd.DataFrame]]  # a wave's row of waves.csv, and its respondents


def by_wave(tables: dict[str, pd.DataFrame], reference: Reference) -> Waves:
    """Each wave that has respondents (its row of waves.csv), by opening date, with `counted`.

    Raises NotInReferenceError where respondents belong to a wave that waves.csv does not have.
    """
    waves = reference.waves.sort_values("opens", kind="stable")
    present = tables["respondents"]["wave"].unique()
    unknown = sorted(set(present) - set(waves["wave"]))
    if unknown:
        raise NotInReferenceError(f"the wave “{unknown[0]}” is not in waves.csv: add it there")
    waves = waves[waves["wave"].isin(present)]
    return [(wave, counted(tables, reference, wave)) for _, wave in waves.iterrows()]


def asked(reference: Reference, wave: str) -> pd.DataFrame:
    """The rows of questions.csv that the wave asked, by question_versions.csv."""
    versions = reference.question_versions
    return reference.questions[
        reference.questions["question"].isin(versions[versions["wave"] == wave]["question"])
    ]


def counted(tables: dict[str, pd.DataFrame], reference: Reference, wave: pd.Series) -> pd.DataFrame:
    """The respondents of one wave: respondent_id, unit, completed_on, complete, counted, in_scope.

    `complete` is true for a complete answer (AAPOR's RR1 numerator); `counted` also for a partial
    one that answered at least half of the core questions the wave asked (RR2). `unit` is the unit
    valid on the frame date; `in_scope` is true under the wave's scope.
    """
    rows = tables["respondents"]
    rows = rows[rows["wave"] == wave["wave"]].reset_index(drop=True)
    complete = rows["complete"] == "yes"
    questions = asked(reference, wave["wave"])
    core = questions[questions["core"] == "yes"]["question"]
    enough = 2 * _answered(tables["answers"], rows, core, wave["wave"]) >= len(core)
    units = placed(rows["unit"], reference, wave["frame_date"])
    return pd.DataFrame(
        {
            "respondent_id": rows["respondent_id"],
            "unit": units,
            "completed_on": rows["completed_on"],
            "complete": complete,
            "counted": complete | enough,
            "in_scope": units.isin(units_in_scope(reference, wave)),
        }
    )


def _answered(answers: pd.DataFrame, rows: pd.DataFrame, core: pd.Series, wave: str) -> np.ndarray:
    """How many of the core questions each row of respondents has answered."""
    at = in_wave(answers, wave)
    who = place_of(answers["respondent_id"], rows["respondent_id"], at)
    what = place_of(answers["question"], core, at)
    known = (who >= 0) & (what >= 0)
    return marked(who[known], what[known], len(rows), len(core)).sum(axis=1)


def in_wave(rows: pd.DataFrame, wave: str) -> np.ndarray | slice:
    """The rows that belong to the wave, by number; a slice where they stand together, as they do
    in the store: it picks rows without copying them."""
    codes, names = coded(rows["wave"])
    here = codes == names.get_indexer(pd.Index([wave]))[0]
    first, many = int(here.argmax()) if len(here) else 0, np.count_nonzero(here)
    together = slice(first, first + many)
    return together if here[together].all() else np.flatnonzero(here)


def marked(who: np.ndarray, what: np.ndarray, people: int, things: int) -> np.ndarray:
    """Whether each of so many people (rows) has each of so many things, from pairs of both.

    A table of marks rather than a sort: one byte a cell, and no slower for a hundred times more.
    """
    seen = np.zeros(people * things, dtype=bool)
    seen[who * things + what] = True
    return seen.reshape(people, things)


def place_of(ids: pd.Series, among: pd.Series, at: np.ndarray | slice = EVERY) -> np.ndarray:
    """Where each id stands in `among` (distinct ids), −1 where it does not; of the rows `at`."""
    codes, distinct = coded(ids)
    places = np.append(pd.Index(among).get_indexer(distinct), -1)
    return places[codes[at]]


def coded(cells: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Each cell as its place among the distinct ones (−1: missing), and those; categories at once.

    Categories may be among the distinct ones that no cell has.
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells.cat.codes.to_numpy(), cells.cat.categories
    codes, distinct = pd.factorize(cells)
    return codes, pd.Index(distinct)


def in_scope(answered: pd.DataFrame) -> pd.DataFrame:
    """The respondents who count and are in scope: those behind skills and answers."""
    return answered[answered["counted"] & answered["in_scope"]].reset_index(drop=True)


def about(
    answered: pd.DataFrame, tables: dict[str, pd.DataFrame], wave: str, columns: list[str]
) -> pd.DataFrame:
    """The columns of the table of respondents asked for, one row per row of `answered`."""
    given = tables["respondents"]
    given = given[given["wave"] == wave].reset_index(drop=True)
    place = place_of(answered["respondent_id"], given["respondent_id"])
    return given.loc[place, columns].reset_index(drop=True)


def units_in_scope(reference: Reference, wave: pd.Series) -> pd.Series:
    """The units at or under the wave's scope on its frame date."""
    under = closure(reference, wave["frame_date"])
    return under[under["ancestor"] == wave["scope"]]["unit"]


def scope_closure(reference: Reference, wave: pd.Series) -> pd.DataFrame:
    """Each unit in scope with all units above it and itself: columns period (the wave), …"""
    under = closure(reference, wave["frame_date"])
    inside = under[under["unit"].isin(units_in_scope(reference, wave))]
    return inside.assign(period=wave["wave"])[["period", "unit", "ancestor"]].astype("str")


def membership(under: pd.DataFrame, present: pd.Series) -> tuple[pd.Index, pd.Index, np.ndarray]:
    """The units people named (`present`), those at or above them, and which holds which.

    Gives (named, above, matrix): matrix[a, n] is 1 where unit `above[a]` holds unit `named[n]`,
    so that `matrix @ counts per named unit` adds up counts to every unit above.
    """
    named = pd.Index(sorted(present.unique()))
    pairs = under[under["unit"].isin(named)]
    above = pd.Index(pairs["ancestor"].unique())
    matrix = np.zeros((len(above), len(named)), dtype=np.int64)
    matrix[above.get_indexer(pairs["ancestor"]), named.get_indexer(pairs["unit"])] = 1
    return named, above, matrix
