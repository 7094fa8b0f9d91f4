"""Skills: every unit, discipline, wave and view, against the skills that were planted."""

from itertools import product

import pandas as pd
import pytest
from driven import (
    choose,
    drawn_bars,
    drawn_texts,
    figures,
    finding,
    opened,
    said,
    table,
    widget,
)
from planted import PLACES, ROOT, SERVICES, SHORT, TRUTHS, WAVES, response

from tcdata import where

SKILLS = pd.read_csv(where.PROJECT / "tcdata" / "reference" / "skills.csv", dtype=str)
NAMES = dict(zip(SKILLS["skill"], SKILLS["name"], strict=True))
DISCIPLINES = ["", *SKILLS["discipline"].drop_duplicates()]
SHOWN = ["all", "here", "short", "risk", "single", "unlearned", "unwanted", "lost"]
TURNS = list(product(SHOWN, WAVES))


PAGE = "insight/skills"
START = {
    **{"faculty": "university", "school": "", "discipline": "", "wave": "2026", "skills": "all"},
    **{"horizon": 24, "leaving": 1.0, "required": 0, "hires": 0, "trainees": 0, "hired_for": []},
    **{"skill": None, "skills_see": "register"},
}
LIKELY = 20  # per cent, of the settings


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
    """The picture has the table's first rows."""
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
    enough = rows["Holders"] >= rows["Required"]
    kept = {
        "all": rows["Holders"] >= 0,
        "here": ~absent(rows),
        "short": ~enough,
        "risk": enough & (rows["Chance of too few"] >= LIKELY),
        "single": rows["Holders"] == 1,
        "unlearned": rows["Learning"] == 0,
        "unwanted": rows["Want to learn"] == "≤2",
        "lost": rows["Holders"] == 0,
    }[shown]
    assert kept.all()
    assert not discipline or set(rows["Discipline"]) == {discipline}
    known = rows if widget(reader, "wave").value == "2026" else rows.drop(columns=CHANCE)
    assert not known.isna().any(axis=None)
    assert rows["Want to learn"].str.fullmatch(r"\d+|≤2|\[c\]").all()
    assert rows["Score"][~absent(rows)].is_monotonic_decreasing
    assert absent(rows).is_monotonic_increasing, "what nobody there knows comes last"


CHANCE = "Chance of too few"


def absent(rows):
    """Skills that nobody there holds, is learning or held in the wave before."""
    nobody = (rows["Holders"] == 0) & (rows["Learning"] == 0)
    if "Held in 2023" in rows:
        nobody &= ~rows["Held in 2023"].str.endswith("nobody left")
    return nobody


@pytest.mark.parametrize("unit", [ROOT, "fbs", "foe", "eps", "mh", "ahc"])
def test_the_map_counts_what_the_register_lists(reader, unit):
    choose(reader, faculty=unit, skills_see="map")
    figure = figures(reader)[0]
    assert figure["data"][0]["type"] == "heatmap"
    choose(reader, skills_see="register")
    known = table(reader)
    own = [line[0] for line in figure["data"][0]["customdata"]]
    listed = {}
    for kind in ("short", "risk"):
        choose(reader, skills=kind)
        listed[kind] = table(reader) if reader.dataframe else known.head(0)
    thin = pd.concat(listed.values())
    thin, known = thin[~absent(thin)], known[~absent(known)]
    name = "All" if unit == ROOT else SHORT[unit]
    told = dict(text.split(f", {name}: ") for text in own)
    counted = {
        discipline: f"{(thin['Discipline'] == discipline).sum()} of {len(part)}"
        for discipline, part in known.groupby("Discipline")
    }
    assert told == counted


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
        answer = finding(reader)
        if unit in SERVICES:
            assert answer == f"No skill is recorded for {name} in the {wave} survey."
            continue
        rows = table(reader)
        short, single = (rows["Holders"] < rows["Required"]).sum(), (rows["Holders"] == 1).sum()
        answered, asked = response(wave, unit)
        silent = asked - answered
        assert f"{short} of {len(rows)} skills in {name} ha" in answer
        assert f"{single} skill{' is' if single == 1 else 's are'} held by one known pers" in answer
        assert f"{silent} people have not answered, so up to {silent} more may hold any" in answer


def test_a_skill_that_2023_did_not_ask_for_is_not_in_its_register(reader):
    new = {NAMES[s] for s in NAMES if first_wave(s) > "2023"}
    assert len(new) == 20
    choose(reader, wave="2023")
    assert not new & set(table(reader)["Skill"])
    assert widget(reader, "wave").value == "2023"
    assert "20 skills were not on the list of 2023" in captions(reader)


def captions(reader):
    return said(" ".join(caption.value for caption in reader.caption))


def unfold(reader, what="what_if"):
    if what not in reader.session_state or not reader.session_state[what]:
        reader.session_state[what] = True
        reader.run()


def test_the_pictures_of_a_discipline_and_of_one_skill_unfold_as_tables(reader):
    choose(reader, faculty="fbs", skills_see="map")
    choose(reader, discipline=DISCIPLINES[1])
    unfold(reader, "discipline_table")
    shown = table(reader)
    assert set(shown["Discipline"]) == {DISCIPLINES[1]}
    assert shown["Score"].is_monotonic_decreasing
    choose(reader, skills_see="one")
    choose(reader, skill=next(iter(NAMES)))
    unfold(reader, "options_table")
    assert table(reader)["If"].iloc[0] == "As it is"


def chances(reader, unit, **assumed):
    """Skill → chance of too few, of skills with the one holder that is required."""
    unfold(reader)
    choose(reader, faculty=unit, **assumed)
    rows = table(reader)
    single = rows[(rows["Holders"] == 1) & (rows["Required"] == 1)]
    assert len(single) > 2
    return dict(zip(single["Skill"], single[CHANCE] / 100, strict=True))


def test_two_years_are_one_year_after_another(reader):
    one, two = chances(reader, "eps", horizon=12), chances(reader, "eps", horizon=24)
    assert {round(value, 2) for value in one.values()} == {next(iter(one.values()))}
    for skill in one:
        assert two[skill] == pytest.approx(1 - (1 - one[skill]) ** 2, abs=0.015)


def test_twice_the_leaving_is_twice_the_time(reader):
    twice = chances(reader, "eps", leaving=2.0)
    assert twice == chances(reader, "eps", leaving=1.0, horizon=48)


def test_a_planned_hire_takes_its_skill_down_the_register_at_once(reader):
    choose(reader, faculty="fbs", skills="short")
    before = table(reader).set_index("Skill")
    skill = next(s for s in NAMES if NAMES[s] == "Transmission electron microscopy")
    assert before.loc[NAMES[skill], "Holders"] == before.loc[NAMES[skill], "Required"] - 1
    unfold(reader)
    choose(reader, hires=1, hired_for=[skill])
    assert NAMES[skill] not in table(reader)["Skill"].tolist()
    assert "1 hire for Transmission electron microscopy" in captions(reader)
    choose(reader, skills="all")
    after = table(reader).set_index("Skill")
    assert after.loc[NAMES[skill], "Score"] < before.loc[NAMES[skill], "Score"]
    others = [name for name in before.index if name != NAMES[skill]]
    assert after.loc[others, "Score"].tolist() == before.loc[others, "Score"].tolist()


def test_an_address_brings_its_scenario_and_its_skill():
    url = {"faculty": "Biological Sciences (FBS)", "horizon": "48", "leaving": "double"}
    url |= {
        "required": "1 more",
        "hires": "2",
        "hired_for": "Flow cytometry",
        "skill": "Cryo-sectioning",
        "skills_see": "One skill",
    }
    reader = opened(PAGE, url=url)
    told = {key: widget(reader, key).value for key in url}
    assert told == {
        **{"faculty": "fbs", "horizon": 48, "leaving": 2.0, "required": 1, "hires": 2},
        **{"hired_for": ["flow-cytometry"], "skill": "cryo-sectioning", "skills_see": "one"},
    }
    assert "48 months ahead; people leave 2 times as often; 1 more required" in captions(reader)
    assert said(reader.markdown[1].value).startswith("Cryo-sectioning: ")


@pytest.mark.parametrize("unit", ["fbs", "eps", "ahc", ROOT])
def test_a_skill_opens_to_who_could_help_and_what_would_change(reader, unit):
    choose(reader, faculty=unit)
    rows = table(reader).set_index("Skill")
    for name in ("Flow cytometry", "TIG welding", "Glass-blowing"):
        if name not in rows.index:
            continue
        skill = next(s for s in NAMES if NAMES[s] == name)
        choose(reader, skills_see="one")
        choose(reader, skill=skill)
        row = rows.loc[name]
        sentence = said(reader.markdown[1].value)
        assert sentence.startswith(f"{name}: ")
        assert f", {row['Required']} required." in sentence
        changed = drawn_bars(figures(reader)[0])
        assert changed[0][0] == "As it is"
        assert changed[0][2].endswith(f"score {row['Score']}")
        leaves = [label for label, _, _ in changed if label == "One holder leaves"]
        assert bool(leaves) == (row["Holders"] > 0)
        tables = [shown.value for shown in reader.dataframe]
        near = [shown["Holders"].sum() for shown in tables if "Holders" in shown]
        total = row["Holders"] if unit == ROOT else row["Held elsewhere"]
        assert sum(near) == total
        waves = [shown.set_index("People who") for shown in tables if "People who" in shown]
        planted = [TRUTHS["skills"][wave].get(skill) for wave in ("2023", "2026")]
        if all(planted):
            (compared,) = waves
            held = [str(places[unit]["holders"]) for places in planted]
            assert compared.loc["Hold it"].tolist() == held


def test_a_skill_stays_open_only_where_the_register_has_it(reader):
    choose(reader, faculty="ahc")
    listed = table(reader)["Skill"].tolist()
    choose(reader, faculty="fbs", skills_see="one")
    choose(reader, skill="flow-cytometry")
    choose(reader, faculty="ahc")
    assert widget(reader, "skill").value in (None, "flow-cytometry")
    assert (widget(reader, "skill").value is None) == ("Flow cytometry" not in listed)
