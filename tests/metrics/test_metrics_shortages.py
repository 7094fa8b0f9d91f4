"""Which skills were short in one wave and are no longer so in the next."""

import json

import pandas as pd
import pytest

from sample_data import FOLDER
from tcdata import sample, store
from tcdata.metrics.shortages import with_shortages
from tcdata.published import COLUMNS, metric_rows, stack
from tcdata.reference import load
from tcdata.reference.organisation import names
from tests.metrics.small import by_unit, figure, reference

REFERENCE = reference()
NEEDED = {"glass": 2, "laser": 1, "cryo": 3}  # as the small institution's reference has it


def published(*holders, symbol=""):
    """(unit, skill, holders in 2023, holders in 2026) → published rows; None is no row."""
    rows = [
        {"unit": unit, "item": skill, "period": period, "value": n}
        for unit, skill, *counts in holders
        for period, n in zip(("2023", "2026"), counts, strict=True)
        if n is not None
    ]
    held = pd.DataFrame(rows)
    gap = held.assign(value=(held["item"].map(NEEDED) - held["value"]).clip(lower=0))
    rate = pd.DataFrame([{"unit": "university", "period": "2026", "value": 75, "symbol": symbol}])
    return stack(
        [
            metric_rows(held.assign(base=20, count=held["value"]), "skill_holders"),
            metric_rows(gap, "skill_gap"),
            metric_rows(rate, "participation_rate"),
        ]
    )


ROOT = [
    ("university", "glass", 1, 2),
    ("university", "laser", 0, 0),
    ("university", "cryo", None, 3),
]


def closed(rows, unit, known=REFERENCE):
    row = figure(with_shortages(rows, known), "shortage_closed", unit, "2026")
    return None if row is None else (row["count"], row["base"], row["symbol"])


def test_a_skill_counts_once_it_has_enough_holders_again():
    rows = published(
        *ROOT,
        *[("music", "glass", 0, 2), ("music", "laser", 0, 1)],
        *[("drama", "glass", 1, 1), ("drama", "laser", 1, 0)],
    )
    assert closed(rows, "university") == (1, 2, "")
    assert closed(rows, "music") == (2, 2, "")
    assert closed(rows, "drama") == (0, 1, ""), "laser was not short then, so it cannot be closed"
    values = by_unit(with_shortages(rows, REFERENCE), "shortage_closed", period="2026")
    assert values == pytest.approx({"university": 50, "music": 100, "drama": 0})


def test_a_skill_that_nobody_knows_any_more_is_still_short():
    rows = published(*ROOT, ("music", "glass", 1, None), ("music", "laser", None, 1))
    assert closed(rows, "music") == (0, 1, "")


def test_a_skill_that_the_earlier_wave_did_not_ask_is_no_success():
    rows = published(*ROOT, ("music", "cryo", None, 3), ("music", "laser", 0, 1))
    assert closed(rows, "music") == (1, 1, "")


def test_a_skill_that_the_later_wave_did_not_ask_is_in_no_base():
    for now in (None, float("nan")):  # no row, or one of the root that says [z]
        rows = published(("university", "glass", 1, 2), ("university", "cryo", 1, now))
        assert closed(rows, "university") == (1, 1, "")


def test_without_a_shortage_there_is_no_share():
    rows = published(*ROOT, ("music", "glass", 2, 1))
    assert closed(rows, "music") == (0, 0, "[z]")
    row = figure(with_shortages(rows, REFERENCE), "shortage_closed", "music", "2026")
    assert pd.isna(row["value"])


def test_it_is_provisional_while_fieldwork_is_open():
    assert closed(published(*ROOT, symbol="[p]"), "university") == (1, 2, "[p]")


def test_units_heard_of_once_or_reorganised_have_no_row():
    organisation = """
university|University||university|||||
faculties|Faculties||group|university||||
arts|Arts||faculty|faculties||||
music|Music||school|arts||||
drama|Drama||school|arts||||
stage|Stage||school|arts||2024-07-31|drama|
"""
    known = reference(organisation=organisation, history="")
    rows = published(*ROOT, ("music", "glass", None, 1), ("drama", "glass", 1, 2))
    assert closed(rows, "music", known) is None
    assert closed(rows, "drama", known) is None
    assert closed(rows, "university", known) == (1, 2, "")


def test_one_wave_alone_has_no_row():
    rows = published(("music", "glass", None, 2))
    assert with_shortages(rows, REFERENCE).equals(rows)
    assert list(with_shortages(published(*ROOT), REFERENCE)) == COLUMNS


@pytest.fixture(scope="module")
def of_the_sample(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sample')}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    rows = store.edition_rows(engine, 1)
    engine.dispose()
    return with_shortages(rows[rows["metric"] != "shortage_closed"], load())


FACULTIES = ["fbs", "foe", "eps", "mh", "ahc"]


def test_the_planted_skills_of_the_sample_are_counted(of_the_sample):
    """Only the planted skills in the rows: the figure is what was planted, counted by hand."""
    planted = json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))["skills"]
    skills = load().skills.set_index("skill")
    asked = [s for s in planted["2023"] if skills.loc[s, "first_wave"] == "2023"]
    few = of_the_sample[of_the_sample["item"].isin(["", *asked])]
    few = with_shortages(few[few["metric"] != "shortage_closed"], load())
    found = {
        unit: (count, base)
        for unit, count, base in few.loc[
            few["metric"] == "shortage_closed", ["unit", "count", "base"]
        ].itertuples(index=False)
    }
    required = {s: needed(skills.loc[s]) for s in asked}
    for unit in ["university", *FACULTIES]:
        then = {s: planted["2023"][s][unit] for s in asked}
        now = {s: planted["2026"].get(s, {}).get(unit, {"holders": 0}) for s in asked}
        # A faculty's list has what somebody there holds or learns, and every critical skill.
        listed = [
            s
            for s in asked
            if unit == "university"
            or skills.loc[s, "critical"] == "yes"
            or then[s]["holders"] + then[s]["learners"]
        ]
        short = [s for s in listed if then[s]["holders"] < required[s]]
        again = [s for s in short if now[s]["holders"] >= required[s]]
        assert found[unit] == (len(again), len(short)), unit
    assert found["fbs"][0] >= 2, "cell sorting and radiation protection were planted as closed"


def needed(skill):
    if pd.notna(skill["required"]):
        return int(skill["required"])
    return 2 if skill["critical"] == "yes" else 1


def test_the_whole_sample_counted_again_from_its_files(of_the_sample):
    """Every skill, at the root and in the faculties, from the survey's own workbooks."""
    known = load()
    parents = known.organisation[known.organisation["valid_to"].isna()].set_index("unit")["parent"]
    skills = known.skills.set_index("skill")
    ids = dict(zip(known.skills["name"], known.skills["skill"], strict=True))
    wanted = [skill for skill in skills.index if skills.loc[skill, "first_wave"] == "2023"]
    required = pd.Series({skill: needed(skills.loc[skill]) for skill in wanted})
    then, now = (held(wave, known, parents, ids, wanted) for wave in ("2023", "2026"))
    rows = of_the_sample
    counts = by_unit(rows, "shortage_closed", "count", period="2026")
    bases = by_unit(rows, "shortage_closed", "base", period="2026")
    gaps = rows[(rows["metric"] == "skill_gap") & (rows["period"] == "2023")]
    for unit in ["university", *FACULTIES]:
        listed = wanted if unit == "university" else gaps.loc[gaps["unit"] == unit, "item"]
        short = [s for s in listed if then[unit][s] < required[s]]
        again = [s for s in short if now[unit][s] >= required[s]]
        assert (counts[unit], bases[unit]) == (len(again), len(short)), unit


def held(wave, known, parents, ids, wanted):
    """Unit → skill → people of the faculties who do it unaided or teach it."""
    book = pd.read_excel(
        FOLDER / f"survey_{wave}.xlsx", sheet_name=None, dtype=str, engine="openpyxl"
    )
    units = names(known)
    at = {
        person: units[unit.strip().casefold()]
        for person, unit in book["responses"][["respondent_id", "unit"]].itertuples(index=False)
    }
    found = {unit: dict.fromkeys(wanted, 0) for unit in ["university", *FACULTIES]}
    for row in book["skills"].to_dict("records"):
        skill = ids.get(row["skill"], row["skill"])
        if row["level"] in ("unaided", "can teach") and skill in found["university"]:
            unit = at[row["respondent_id"]]
            faculty = unit if unit in FACULTIES else parents.get(unit)
            if faculty in FACULTIES:
                found[faculty][skill] += 1
                found["university"][skill] += 1
    return found
