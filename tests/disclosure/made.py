"""Random populations of the sample's sizes, as metric rows and the people behind them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.disclosure import Past
from tcdata.published import COLUMNS, metric_rows
from tcdata.reference import load

REFERENCE = load()
ITEM, INTERNAL = "intention_to_leave", "workload"
STAYS = "In my present role"
SIZES = {"fbs": 83, "foe": 40, "eps": 104, "mh": 126, "ahc": 31}
KEY = b"k" * 32


def schools(faculty):
    rows = REFERENCE.organisation
    return rows[(rows["parent"] == faculty) & rows["valid_to"].isna()]["unit"].tolist()


def asked(rng):
    """Everyone asked: faculty and school, with schools of 1–3 people among them."""
    rows = []
    for faculty, size in SIZES.items():
        among = schools(faculty)
        people = [
            *among,
            *rng.choice(among, size - len(among), p=rng.dirichlet([0.7] * len(among))),
        ]
        rows += [(faculty, school) for school in people]
    frame = pd.DataFrame(rows, columns=["faculty", "unit"])
    return frame.assign(person=[f"p{rng.integers(1e9)}-{n}" for n in range(len(frame))])


def respondents(people, rng, rate, response, same=""):
    """The people who answer, with one sensitive and one ordinary answer each.

    `same`: everybody gives this answer to the sensitive question.
    """
    answered = people[rng.random(len(people)) < response].reset_index(drop=True)
    stays = np.where(rng.random(len(answered)) < rate, STAYS, "Not sure")
    return answered.assign(
        leaving=same or stays,
        workload=np.where(rng.random(len(answered)) < rate, "Agree", "Disagree"),
    )


def units(people):
    """Each person once per unit above: unit and the person's columns."""
    return pd.concat(
        [
            people.assign(unit=people.get(column, column))
            for column in ("unit", "faculty", "faculties", "university")
        ]
    )


def rows_of(waves):
    """Metric rows of wave → (people asked, people who answered)."""
    parts = []
    for wave, (everyone, answered) in waves.items():
        frame = units(everyone).groupby("unit").size().rename("base").reset_index()
        told = units(answered)
        count = told.groupby("unit").size()
        rate = frame.assign(period=wave, count=frame["unit"].map(count).fillna(0))
        parts.append(metric_rows(rate.assign(value=100 * rate["count"] / rate["base"]), RATE))
        for item, column, good in ((ITEM, "leaving", STAYS), (INTERNAL, "workload", "Agree")):
            good_of = told[told[column] == good].groupby("unit").size()
            shares = pd.DataFrame({"unit": count.index, "base": count.to_numpy()})
            shares = shares.assign(count=shares["unit"].map(good_of).fillna(0), period=wave)
            shares = shares.assign(item=item, value=100 * shares["count"] / shares["base"])
            parts.append(metric_rows(shares, "answer_favourable"))
    rows = pd.concat(parts, ignore_index=True)
    small = ~rows["unit"].isin(["university", "faculties", *SIZES])
    return rows[~((rows["item"] == ITEM) & small)].reset_index(drop=True)


RATE = "participation_rate"


def behind(waves):
    """The people behind these rows, as `tcdata.metrics.behind` gives them."""
    parts = []
    for wave, (everyone, answered) in waves.items():
        known = answered["person"] + wave
        for tree, people, member in (
            ("asked", everyone, everyone["person"]),
            ("respondents", answered, known + answered["workload"]),
            ("respondents sensitive", answered, known + answered["leaving"]),
        ):
            parts.append(people.assign(tree=tree, period=wave, member=member))
    return pd.concat(parts, ignore_index=True)[["tree", "period", "unit", "member"]]


def past(ledger=None, editions=None):
    """What was shown before: nothing, or the ledger and the rows of these editions."""
    columns = ["scope", "edition", "block", "member"]
    none = pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    editions = editions or {}
    latest = editions[max(editions)] if editions else pd.DataFrame(columns=COLUMNS)
    return Past(none if ledger is None else ledger, editions.__getitem__, latest, KEY)


def after(released, edition, before=None):
    """The ledger once an edition is published."""
    new = released.entries.assign(edition=edition)
    return new if before is None else pd.concat([before, new], ignore_index=True)
