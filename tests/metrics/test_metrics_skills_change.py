"""What became of skills from one wave to the next, from published numbers of holders."""

import json

import pandas as pd
import pytest

from sample_data import FOLDER
from tcdata import sample, store
from tcdata.metrics.skills_change import with_skill_changes
from tcdata.published import COLUMNS, metric_rows, stack
from tcdata.reference import load
from tests.metrics.small import figure, reference

REFERENCE = reference()


def published(*holders, symbol=""):
    """(unit, skill, holders in 2023, holders in 2026) → published rows; None is no row."""
    rows = [
        {"unit": unit, "item": skill, "period": period, "base": base, "count": n, "value": n}
        for unit, skill, *counts in holders
        for period, base, n in zip(("2023", "2026"), (20, 30), counts, strict=True)
        if n is not None
    ]
    rate = {"unit": "university", "period": "2026", "value": 75, "symbol": symbol}
    return stack(
        [
            metric_rows(pd.DataFrame(rows), "skill_holders"),
            metric_rows(pd.DataFrame([rate]), "participation_rate"),
        ]
    )


def change(rows, unit, skill):
    found = rows[(rows["metric"] == "skill_change") & (rows["unit"] == unit)]
    found = found[found["item"] == skill]
    return None if found.empty else found.iloc[0]


ROWS = with_skill_changes(
    published(
        ("university", "glass", 3, 1),
        ("university", "laser", 0, 2),
        ("university", "cryo", None, 0),
        ("music", "glass", 2, None),
        ("music", "laser", None, 2),
        ("music", "cryo", None, 4),
        ("drama", "glass", 1, 1),
        ("drama", "laser", 0, 0),
        ("physics", "glass", None, 1),
    ),
    REFERENCE,
)


@pytest.mark.parametrize(
    ("unit", "skill", "state", "count", "value"),
    [
        ("university", "glass", "held", 1, -2),
        ("university", "laser", "gained", 2, 2),
        ("music", "glass", "lost", 0, -2),
        ("music", "laser", "gained", 2, 2),
        ("drama", "glass", "held", 1, 0),
    ],
)
def test_a_skill_is_held_lost_or_gained(unit, skill, state, count, value):
    row = change(ROWS, unit, skill)
    assert (row["category"], row["count"], row["value"]) == (state, count, value)
    assert (row["period"], row["cut"], row["symbol"], row["base"]) == ("2026", "since 2023", "", 30)


@pytest.mark.parametrize(("unit", "count"), [("university", 0), ("music", 4)])
def test_a_newly_asked_skill_is_never_a_gain(unit, count):
    row = change(ROWS, unit, "cryo")
    assert (row["category"], row["count"], row["symbol"]) == ("newly asked", count, "[z]")
    assert pd.isna(row["value"])


def test_nothing_is_said_of_what_nobody_held_or_nobody_was_heard_of():
    assert change(ROWS, "drama", "laser") is None
    assert change(ROWS, "physics", "glass") is None, "physics has no skills in 2023"
    assert list(ROWS) == COLUMNS
    assert len(ROWS) == len(ROWS.drop_duplicates(COLUMNS[:6]))


def test_changes_are_provisional_while_fieldwork_is_open():
    rows = with_skill_changes(published(("music", "glass", 1, 2), symbol="[p]"), REFERENCE)
    assert change(rows, "music", "glass")["symbol"] == "[p]"


def test_a_unit_that_a_reorganisation_changed_is_not_compared():
    organisation = """
university|University||university|||||
faculties|Faculties||group|university||||
arts|Arts||faculty|faculties||||
music|Music||school|arts||||
drama|Drama||school|arts||||
stage|Stage||school|arts||2024-07-31|drama|
"""
    known = reference(organisation=organisation, history="")
    holders = [(unit, "glass", 1, 1) for unit in ("university", "arts", "music", "drama")]
    rows = with_skill_changes(published(*holders), known)
    changed = rows.loc[rows["metric"] == "skill_change", "unit"]
    assert changed.tolist() == ["arts", "music", "university"]


def test_one_wave_alone_has_no_changes():
    rows = published(("music", "glass", None, 2))
    assert with_skill_changes(rows, REFERENCE).equals(rows)


def test_the_planted_skills_of_the_sample(tmp_path):
    url = f"sqlite:///{tmp_path}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    rows = store.edition_rows(engine, 1)
    engine.dispose()
    rows = with_skill_changes(rows[rows["metric"] != "skill_change"], load())
    planted = json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))["skills"]
    new = load().skills.set_index("skill")["first_wave"] == "2026"
    units = ["university", "fbs", "foe", "eps", "mh", "ahc"]
    for skill, unit in [(skill, unit) for skill in planted["2026"] for unit in units]:
        then, now = (planted[wave][skill][unit]["holders"] for wave in ("2023", "2026"))
        row = figure(
            rows, "skill_change", unit, "2026", skill, "since 2023", state(then, now, new[skill])
        )
        if then or now:
            assert (row["count"], new[skill] or row["value"]) == (now, new[skill] or now - then)
        else:
            assert row is None or new[skill]
    assert change(rows, "eps", "glass-blowing")["category"] == "lost"


def state(then, now, new):
    if new:
        return "newly asked"
    return "lost" if not now else "held" if then else "gained"
