"""Plan: what is decided about each skill at risk, against the decisions and skills planted."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from driven import (
    alternatives,
    choose,
    drawn_texts,
    figures,
    finding,
    headings,
    said,
    table,
    widget,
)
from planted import FACULTIES, PLACES, ROOT, SERVICES, SHORT, TRUTHS, day

from tcdata import where
from tcdata.plan import DECISIONS

PAGE = "act/plan"
START = {"faculty": "university", "school": "", "wave": "2026", "planned": "all"}

MADE = pd.read_csv(where.PROJECT / "sample_data" / "plan" / "decisions.csv", dtype=str)
LAST = MADE.drop_duplicates(["unit", "skill"], keep="last")
SKILLS = pd.read_csv(
    where.PROJECT / "tcdata" / "reference" / "skills.csv", dtype=str, keep_default_na=False
).set_index("skill")
TODAY = datetime.date.today().isoformat()
SAID = {"planned": "planned", "under-way": "under way", "done": "done", "dropped": "dropped"}


def required(skill):
    given, critical = SKILLS.loc[skill, ["required", "critical"]]
    return int(given or (2 if critical == "yes" else 1))


def decided(reader):
    rows = table(reader)
    return rows[rows["Decision"] != ""].set_index("Skill")


def in_vain(rows):
    """What was done while the survey was open, and the survey finds at risk all the same."""
    since = rows.get("Since then", pd.Series("", index=rows.index))
    done = (rows["State"] == "done") & (rows["Decision"] != "accept")
    return done & since.str.startswith("still")


@pytest.mark.parametrize("unit", PLACES)
def test_each_units_decisions_are_those_planted(reader, unit):
    choose(reader, faculty=unit)
    own = LAST[LAST["unit"] == unit]
    shown = decided(reader) if reader.dataframe else pd.DataFrame()
    assert set(shown.index) == {SKILLS.loc[skill, "name"] for skill in own["skill"]}
    for row in own.to_dict("records"):
        found = shown.loc[SKILLS.loc[row["skill"], "name"]]
        late = row["state"] in ("planned", "under-way") and row["due"] < TODAY
        assert found["Decision"] == DECISIONS[row["decision"]]
        assert (found["Owner"], found["Due"]) == (row["owner"], day(row["due"]))
        assert found["State"] == ("overdue" if late else SAID[row["state"]])
        assert found["Seen in"] == row["wave"]


@pytest.mark.parametrize("unit", [ROOT, *FACULTIES])
@pytest.mark.parametrize("wave", ["2026", "2023"])
def test_every_planted_skill_that_is_short_or_single_is_in_the_plan(reader, unit, wave):
    choose(reader, faculty=unit, wave=wave)
    rows = table(reader).set_index("Skill")["Holders"]
    for skill, places in TRUTHS["skills"][wave].items():
        planted, need, name = places[unit], required(skill), SKILLS.loc[skill, "name"]
        known = planted["holders"] or planted["learners"] or unit == ROOT
        if SKILLS.loc[skill, "first_wave"] > wave:
            continue
        if planted["holders"] < need and (known or SKILLS.loc[skill, "critical"] == "yes"):
            assert rows[name] == f"{planted['holders']} of {need}"
        elif planted["holders"] == 1 and need == 1:
            assert rows[name] == "one known"


def test_what_was_decided_after_2023_says_what_became_of_it(reader):
    carried = 0
    for unit in FACULTIES:
        choose(reader, faculty=unit)
        rows = decided(reader)
        for row in LAST[(LAST["unit"] == unit) & (LAST["wave"] == "2023")].to_dict("records"):
            planted = TRUTHS["skills"]["2026"].get(row["skill"])
            since = rows.loc[SKILLS.loc[row["skill"], "name"], "Since then"]
            assert since in ("still short", "still at risk", "no longer at risk")
            if planted:
                short = planted[unit]["holders"] < required(row["skill"])
                assert (since == "still short") == short
                carried += 1
    assert carried >= 5
    choose(reader, wave="2023")
    assert "Since then" not in decided(reader)


@pytest.mark.parametrize("unit", PLACES)
def test_the_finding_counts_the_table(reader, unit):
    choose(reader, faculty=unit)
    name = "the University" if unit == ROOT else SHORT[unit]
    if unit in SERVICES:
        assert finding(reader) == f"No skill is recorded for {name} in the 2026 survey."
        return
    rows = table(reader)
    risky = rows[~rows.get("Since then", rows["State"]).eq("no longer at risk")]
    answered = risky[(risky["Decision"] != "") & (risky["State"] != "dropped") & ~in_vain(risky)]
    number, has = len(answered) or "None", "have" if len(answered) > 1 else "has"
    late = (rows["State"] == "overdue").sum()
    says = finding(reader)
    assert says.startswith(f"{number} of {len(risky)} skills at risk in {name} {has} a decision")
    assert (f"{late} decision" in says and "overdue" in says) == bool(late)
    assert (f"{len(risky) - len(answered)} have none: start with" in says) == bool(len(answered))
    assert "tart with" in says
    assert "of the skills short in 2023" in says.lower()


def test_a_school_has_a_plan_of_its_own(reader):
    choose(reader, faculty="eps")
    choose(reader, school="chemistry")
    assert "skills at risk in Chemistry has a decision" in finding(reader)
    assert decided(reader).empty


def test_what_other_units_decided_stands_beside_a_skill(reader):
    choose(reader, faculty="mh")
    others = table(reader).set_index("Skill").loc["Glass-blowing", "Other units"]
    assert others.split("; ") == [
        "FBS: accept, done",
        "EPS: hire, planned",
        "University: hire, planned",
    ]


@pytest.mark.parametrize("unit", ["fbs", "eps", "mh"])
def test_each_view_keeps_its_rows(reader, unit):
    choose(reader, faculty=unit)
    everything = table(reader)
    for shown, kept in {
        "undecided": lambda rows: rows["State"].isin(["", "dropped"]) | in_vain(rows),
        "overdue": lambda rows: rows["State"] == "overdue",
        "open": lambda rows: rows["State"].isin(["overdue", "planned", "under way"]),
        "safe": lambda rows: rows["Since then"] == "no longer at risk",
    }.items():
        choose(reader, planned=shown)
        expected = everything[kept(everything)]["Skill"].tolist()
        if not expected:
            assert [note.value for note in reader.info] == [
                "No skill matches this choice. Choose “All” to see the whole plan."
            ]
        else:
            assert table(reader)["Skill"].tolist() == expected


def test_the_picture_shows_what_is_to_be_done_late_ones_first(reader):
    choose(reader, faculty="fbs")
    to_do = LAST[(LAST["unit"] == "fbs") & LAST["state"].isin(["planned", "under-way"])]
    to_do = to_do.sort_values("due")
    figure = figures(reader)[0]
    assert drawn_texts(figure, "yaxis") == [SKILLS.loc[s, "name"] for s in to_do["skill"]]
    assert figure["data"][0]["x"] == to_do["due"].tolist()
    late = (to_do["due"] < TODAY).sum()
    assert headings(reader)[0].startswith(f"{late} decisions are overdue; the next is due on")
    assert alternatives(reader)[0].count("overdue") == late
    choose(reader, planned="undecided")
    assert not figures(reader)


def test_in_the_sample_the_form_is_shown_and_keeps_nothing(reader):
    choose(reader, faculty="fbs", planned_skill="cell-sorting")
    (button,) = [button for button in reader.button if button.label == "Record this decision"]
    assert button.disabled
    assert any("Everybody shares the sample" in said(note.value) for note in reader.caption)
    history = table(reader, 1)
    assert history["State"].tolist() == ["done", "planned"]
    assert widget(reader, "planned_skill").value == "cell-sorting"
    labels = [button.label for button in reader.download_button]
    assert labels == ["Download these rows (CSV)", "Download the plan (workbook)"]
