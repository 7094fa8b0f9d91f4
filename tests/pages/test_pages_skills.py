"""Skills: every unit, discipline, wave and view, against the skills that were planted."""

from itertools import product

import pandas as pd
import pytest
from driven import choose, drawn_texts, figures, finding, table, widget
from planted import PLACES, ROOT, SERVICES, SHORT, TRUTHS, WAVES, response

from tcdata import where

SKILLS = pd.read_csv(where.PROJECT / "tcdata" / "reference" / "skills.csv", dtype=str)
NAMES = dict(zip(SKILLS["skill"], SKILLS["name"], strict=True))
DISCIPLINES = ["", *SKILLS["discipline"].drop_duplicates()]
SHOWN = ["all", "short", "single", "unlearned", "unwanted", "lost"]
TURNS = list(product(SHOWN, WAVES))


PAGE = "insight/skills"
START = {"faculty": "university", "school": "", "discipline": "", "wave": "2026", "skills": "all"}


@pytest.mark.parametrize("unit", PLACES)
def test_every_faculty_discipline_wave_and_view_can_be_chosen(reader, unit):
    """Every faculty meets every discipline, wave and view; pairs of the others over all of them."""
    turn = list(PLACES).index(unit)
    for step, discipline in enumerate(DISCIPLINES[:2] if unit in SERVICES else DISCIPLINES):
        shown, wave = TURNS[(turn * 3 + step) % len(TURNS)]
        choose(reader, faculty=unit, discipline=discipline, skills=shown, wave=wave)
        picture_is_the_table(reader)
        rows_are_as_chosen(reader, discipline, shown)


@pytest.mark.parametrize("faculty", [unit for unit in PLACES if PLACES[unit]])
def test_every_school_wave_and_view_can_be_chosen(reader, faculty):
    choose(reader, faculty=faculty)
    for turn, school in enumerate(PLACES[faculty]):
        for step in range(3):
            shown, wave = SHOWN[(turn + step) % len(SHOWN)], WAVES[(turn + step) % 2]
            discipline = DISCIPLINES[(turn + step) % len(DISCIPLINES)] if step else ""
            choose(reader, school=school, skills=shown, wave=wave, discipline=discipline)
            assert SHORT[school] in finding(reader)
            picture_is_the_table(reader)
            rows_are_as_chosen(reader, discipline, shown)


def picture_is_the_table(reader):
    if not reader.dataframe:
        assert not figures(reader)
        assert [note.value[:25] for note in reader.info] == ["No skill matches this cho"]
        return
    rows, figure = table(reader).head(12), figures(reader)[0]
    required = next(t for t in figure["data"] if t.get("marker", {}).get("symbol") == "line-ns")
    holders = next(trace for trace in figure["data"] if "customdata" in trace)
    assert drawn_texts(figure, "yaxis") == rows["Skill"].tolist()
    assert holders["x"][::-1] == rows["Holders"].tolist()
    assert required["x"][::-1] == rows["Required"].tolist()
    assert drawn_texts(figure, "yaxis2") == [
        f"{h} of {r}" for h, r in zip(rows["Holders"], rows["Required"], strict=True)
    ]


def rows_are_as_chosen(reader, discipline, shown):
    if not reader.dataframe:
        return
    rows = table(reader)
    kept = {
        "all": rows["Holders"] >= 0,
        "short": rows["Holders"] < rows["Required"],
        "single": rows["Holders"] == 1,
        "unlearned": rows["Learning"] == 0,
        "unwanted": rows["Want to learn"] == "≤2",
        "lost": rows["Holders"] == 0,
    }[shown]
    assert kept.all()
    assert not discipline or set(rows["Discipline"]) == {discipline}
    assert not rows.isna().any(axis=None)
    assert rows["Want to learn"].str.fullmatch(r"\d+|≤2|\[c\]").all()


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("unit", [ROOT, "fbs", "foe", "eps", "mh", "ahc"])
def test_the_planted_skills_are_shown_as_planted(reader, unit, wave):
    choose(reader, faculty=unit, wave=wave)
    rows = table(reader).set_index("Skill")
    asked = [s for s in TRUTHS["skills"][wave] if wave >= first_wave(s)]
    assert asked
    for skill in asked:
        planted = TRUTHS["skills"][wave][skill][unit]
        if NAMES[skill] not in rows.index:
            assert set(planted.values()) == {0}
            continue
        row = rows.loc[NAMES[skill]]
        assert (row["Holders"], row["Can teach"], row["Learning"]) == (
            planted["holders"],
            planted["teachers"],
            planted["learners"],
        )
        assert row["Want to learn"] in (str(planted["wanted"]), "≤2", "[c]")
        assert row["Want to learn"] != "≤2" or planted["wanted"] <= 2
        assert row["Held elsewhere"] == (
            TRUTHS["skills"][wave][skill][ROOT]["holders"] - planted["holders"]
        )


def first_wave(skill):
    return SKILLS.set_index("skill").loc[skill, "first_wave"]


@pytest.mark.parametrize("unit", PLACES)
def test_the_finding_counts_the_table_and_who_has_not_answered(reader, unit):
    name = "the University" if unit == ROOT else SHORT[unit]
    for wave in WAVES:
        choose(reader, faculty=unit, wave=wave)
        said = finding(reader)
        if unit in SERVICES:
            assert said == f"No skill is recorded for {name} in the {wave} survey."
            continue
        rows = table(reader)
        short, single = (rows["Holders"] < rows["Required"]).sum(), (rows["Holders"] == 1).sum()
        answered, asked = response(wave, unit)
        silent = asked - answered
        assert f"{short} of {len(rows)} skills in {name} ha" in said
        assert f"{single} skill{' is' if single == 1 else 's are'} held by one known pers" in said
        assert f"{silent} people have not answered, so up to {silent} more may hold any" in said


def test_a_skill_that_2023_did_not_ask_for_is_not_in_its_register(reader):
    new = {NAMES[s] for s in NAMES if first_wave(s) > "2023"}
    assert len(new) == 20
    choose(reader, wave="2023")
    assert not new & set(table(reader)["Skill"])
    assert widget(reader, "wave").value == "2023"
