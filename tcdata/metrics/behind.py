"""Who stands behind the figures that are not open: one row per person and kind of figure.

The disclosure gate compares these people with those behind earlier editions; nothing else reads
them and they are never stored: the ledger keeps keyed hashes only.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from tcdata.metrics import participation, technical
from tcdata.metrics.answers_by import CUTS, groups, kinds_of
from tcdata.metrics.frame import joined
from tcdata.metrics.representativeness import COMPARED
from tcdata.metrics.respondents import Waves, by_wave, in_scope, place_of, units_in_scope
from tcdata.metrics.units import dates_of
from tcdata.reference import Reference

PRIVATE = [cut for cut, rule in COMPARED.items() if rule == "sensitive"]
COLUMNS = ["tree", "period", "unit", "member", *CUTS, *PRIVATE]
CHARACTERISTICS = ["gender", "ethnicity", "disability", "age_band"]


def behind(tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """The people behind every tree of `tcdata.disclosure.trees`: COLUMNS.

    `tables` as `tcdata.metrics.read` gives them. `unit` is the person's unit on the wave's frame
    date or the as-of date. `member` is the person's id followed by what the tree's figures count
    of the person, so that a corrected answer counts as another member: a respondent's answers,
    wishes and kind of contract, or the sensitive answers alone; an employee's status, or
    characteristics. People asked have their id only: that more of them answer is what the response
    rate is there to show. The columns of CUTS say in which group of the breakdowns a respondent is
    shown, those of PRIVATE in which group of the response rates by age or gender somebody asked
    is; missing elsewhere.
    """
    workforce = tables["workforce"]
    dates = dates_of(workforce["as_of"])
    people = technical.people(workforce, reference)
    waves = by_wave(tables, reference)
    parts = [*_employed(people)]
    for wave, _ in waves:
        earlier = [as_of for as_of, date in dates.items() if date <= wave["frame_date"]]
        if earlier:
            asked = people[people["period"] == earlier[-1]].assign(period=wave["wave"])
            frame = participation.frame_units(people, dates, reference, wave)
            asked = asked.assign(unit=frame, member=asked["person_id"])
            asked = asked[asked["unit"].isin(units_in_scope(reference, wave))]
            limit = reference.settings["thresholds"]["sensitive"]
            kinds = {cut: asked[cut].map(joined(asked[cut].dropna(), limit)) for cut in PRIVATE}
            plain = asked.assign(tree="asked").drop(columns=[*CUTS, *PRIVATE], errors="ignore")
            parts += [plain, plain.assign(tree="asked sensitive", **kinds)]
    parts += _respondents(waves, tables, reference)
    kept = [part.reindex(columns=COLUMNS) for part in parts if len(part)]
    if not kept:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in COLUMNS})
    return pd.concat(kept, ignore_index=True).astype("str")


def _employed(people: pd.DataFrame) -> list[pd.DataFrame]:
    about = people.reindex(columns=CHARACTERISTICS).astype("str").fillna("")
    characteristics = about.agg("|".join, axis="columns") if len(people) else ""
    plain = people.drop(columns=[*CUTS, *PRIVATE], errors="ignore")
    return [
        plain.assign(tree="employed", member=people["person_id"] + "|" + people["status"]),
        plain.assign(tree="employed sensitive", member=people["person_id"] + characteristics),
    ]


def _respondents(
    waves: Waves, tables: dict[str, pd.DataFrame], reference: Reference
) -> list[pd.DataFrame]:
    questions = reference.questions
    private = set(questions.loc[questions["sensitivity"] == "sensitive", "question"])
    names = groups(waves, tables, reference)
    parts = []
    for wave, answered in waves:
        counted = in_scope(answered)
        given, skills = (
            table[table["wave"] == wave["wave"]] for table in (tables["answers"], tables["skills"])
        )
        hidden = given["question"].isin(private)
        told = _marks(given[~hidden], counted, ["question", "option"])
        told += _marks(skills, counted, ["skill", "level", "uses_now", "wants_to_learn"])
        who = tables["respondents"][tables["respondents"]["wave"] == wave["wave"]]
        told += _marks(who, counted, ["contract_type"])
        sensitive = _marks(given[hidden], counted, ["question", "option"])
        for tree, rule, mark in (
            ("respondents", "internal", told),
            ("respondents sensitive", "sensitive", sensitive),
        ):
            member = counted["respondent_id"] + "|" + pd.Series(mark).astype("str")
            kinds = kinds_of(counted, tables, wave["wave"], names[rule])
            here = counted.assign(period=wave["wave"], tree=tree, member=member)
            parts.append(here.assign(**{cut: kinds[cut] for cut in CUTS}))
    return parts


def _marks(rows: pd.DataFrame, counted: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """One number per respondent of `counted` that differs where any cell of their rows does.

    The sum, modulo 2^64, of a number drawn from each distinct row by its hash: the order of the
    rows does not matter, and nothing depends on the version of a library.
    """
    who = place_of(rows["respondent_id"], counted["respondent_id"])
    known = rows[who >= 0][columns].astype("str").fillna("")
    codes = pd.MultiIndex.from_frame(known).factorize()
    numbers = np.array(
        [
            int.from_bytes(hashlib.sha256("\0".join(cells).encode()).digest()[:8], "big")
            for cells in codes[1]
        ],
        dtype="uint64",
    )
    out = np.zeros(len(counted), dtype="uint64")
    if len(numbers):
        np.add.at(out, who[who >= 0], numbers[codes[0]])
    return out
