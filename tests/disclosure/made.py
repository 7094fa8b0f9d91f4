"""Random populations of the sample's sizes, as metric rows and the people behind them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata.disclosure import Past
from tcdata.metrics.answers_by import CUTS, joined
from tcdata.published import COLUMNS, metric_rows
from tcdata.reference import load

REFERENCE = load()
ITEM, INTERNAL = "intention_to_leave", "workload"
STAYS = "In my present role"
RATES = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98]
SIZES = {"fbs": 83, "foe": 40, "eps": 104, "mh": 126, "ahc": 31}
KEY = b"k" * 32
ROLES = ["laboratory", "research", "teaching", "workshop", "analytical", "studio", "support"]
GRADES = ["Grades 2 to 4", "Grade 5", "Grade 6", "Grades 7 to 10"]


def schools(faculty):
    rows = REFERENCE.organisation
    return rows[(rows["parent"] == faculty) & rows["valid_to"].isna()]["unit"].tolist()


def asked(rng):
    """Everyone asked: faculty, school, role type and grade band; schools of 1–3 among them.

    A school's people have few role types, as in life: some types are nearly one school.
    """
    rows = []
    for faculty, size in SIZES.items():
        among = schools(faculty)
        people = [
            *among,
            *rng.choice(among, size - len(among), p=rng.dirichlet([0.7] * len(among))),
        ]
        rows += [(faculty, school) for school in people]
    frame = pd.DataFrame(rows, columns=["faculty", "unit"])
    kinds = rng.spawn(1)[0]
    shares = {school: kinds.dirichlet([3, 2.5, 1, 1, 1, 0.4, 0.4]) for school in frame["unit"]}
    frame["role_type"] = [
        kinds.choice(ROLES, p=shares[school] ** 2 / (shares[school] ** 2).sum())
        for school in frame["unit"]
    ]
    frame["grade_band"] = kinds.choice(GRADES, len(frame), p=[0.13, 0.32, 0.3, 0.25])
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


def waves_of(seed):
    """Two waves of which 70 % of the later people were in the earlier; every kind of trouble."""
    rng = np.random.default_rng(seed)
    rate, response = RATES[seed % len(RATES)], (0.65, 0.8, 1.0)[seed % 3]
    same = STAYS if seed % 10 == 9 else ""
    before = asked(rng)
    stay = rng.random(len(before)) < 0.7
    new = asked(rng)[~stay]
    later = pd.concat([before[stay], new], ignore_index=True)
    return {
        "2023": (before, respondents(before, rng, rate, response, same)),
        "2026": (later, respondents(later, rng, rate, response, same)),
    }


def units(people):
    """Each person once per unit above: unit and the person's columns."""
    return pd.concat(
        [
            people.assign(unit=people.get(column, column))
            for column in ("unit", "faculty", "faculties", "university")
        ]
    )


def with_kinds(waves):
    """Rule → wave → respondents, with the groups of role type and grade band they are shown in."""
    sizes = {
        cut: pd.concat([told[cut].value_counts() for _, told in waves.values()], axis="columns")
        for cut in CUTS
    }
    names = joined(sizes, REFERENCE.settings["thresholds"])
    return {
        rule: {
            wave: told.assign(**{cut: told[cut].map(names[rule].get(cut, {})) for cut in CUTS})
            for wave, (_, told) in waves.items()
        }
        for rule in names
    }


def rows_by_kind(waves):
    """Metric rows of the University's shares by role type and by grade band."""
    parts = []
    for rule, item, column, good in (
        ("sensitive", ITEM, "leaving", STAYS),
        ("internal", INTERNAL, "workload", "Agree"),
    ):
        for wave, told in with_kinds(waves)[rule].items():
            for cut in CUTS:
                told = told.assign(good=told[column] == good)
                rows = told.groupby(cut)["good"].agg(base="size", count="sum").reset_index()
                rows = rows.rename(columns={cut: "category"})
                rows = rows.assign(value=100 * rows["count"] / rows["base"], cut=cut)
                rows = rows.assign(unit="university", item=item, period=wave)
                parts.append(metric_rows(rows, "answer_favourable"))
    return pd.concat(parts, ignore_index=True)


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


PRIVATE = ["age_band", "gender"]


def behind(waves, by_kind=False):
    """The people behind these rows, as `tcdata.metrics.behind` gives them.

    `by_kind`: with the groups in which breakdowns show the respondents.
    """
    parts, kinds = [], with_kinds(waves) if by_kind else {}
    for wave, (everyone, answered) in waves.items():
        known = answered["person"] + wave
        for tree, people, member in (
            ("asked", everyone, everyone["person"]),
            ("asked sensitive", everyone, everyone["person"]),
            ("respondents", answered, known + answered["workload"]),
            ("respondents sensitive", answered, known + answered["leaving"]),
        ):
            rule = "sensitive" if tree.endswith("sensitive") else "internal"
            shown = dict.fromkeys([*CUTS, *PRIVATE])
            if by_kind and tree.startswith("respondents"):
                shown |= dict(kinds[rule][wave][CUTS].items())
            elif rule == "sensitive":
                shown |= {cut: everyone[cut] for cut in PRIVATE if cut in everyone}
            parts.append(people.assign(tree=tree, period=wave, member=member, **shown))
    columns = ["tree", "period", "unit", "member", *CUTS, *PRIVATE]
    return pd.concat(parts, ignore_index=True)[columns]


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
