"""Change: every faculty, school, theme and question, against the changes that were planted."""

import json
import re

import pandas as pd
import pytest
from driven import choose, figures, finding, headings, opened, options, said, table, widget
from planted import FACULTIES, PLACES, ROOT, SERVICES, SHORT, TRUTHS
from uploads import SAMPLE

from tcdata import reference

REFERENCE = reference.load()
SKILLS = REFERENCE.skills
CORE = REFERENCE.questions.query("core == 'yes'")["question"]
STATE = "Better or worse"
PLANTED = {
    "Had access to training": ("better", "training_access"),
    "Advance HE Fellowship": ("better", "advance_he_fellowship"),
    "On a committee": ("no clear change", "committees"),
    "Fairly considered for reward": ("worse", "reward_fairness"),
}
SENSITIVE = ["intention_to_leave", "leaving_reasons", "retirement_five_years"]


def responses(wave):
    """The wave's respondents of the faculties who count: complete, or with at least half of the
    core questions answered."""
    rows = pd.read_excel(
        SAMPLE / f"survey_{wave}.xlsx", sheet_name="responses", dtype=str, engine="openpyxl"
    )
    core = [question for question in CORE if question in rows]
    enough = 2 * rows[core].notna().sum(axis="columns") >= len(core)
    inside = ~rows["unit"].isin([*SERVICES, *(SHORT[unit] for unit in SERVICES)])
    return rows[(enough | (rows["complete"] == "yes")) & inside]


@pytest.fixture
def reader():
    return opened("insight/change")


def test_planted_changes_are_found(reader):
    assert reader.title[0].value == "Did 2026 improve on 2023?"
    rows = table(reader).set_index("Question")
    for label, (state, question) in PLANTED.items():
        before, after = (TRUTHS["answers"][wave][question] for wave in ("2023", "2026"))
        assert rows.loc[label, STATE] == state
        for wave, truth in (("2023", before), ("2026", after)):
            counts = f"({truth['favourable']} of {truth['base']})"
            assert rows.loc[label, wave].endswith(counts)


def test_the_finding_counts_the_rows_of_the_table(reader):
    said = finding(reader)
    states = table(reader)[STATE].value_counts()
    tested = states.drop("not tested").sum()
    assert said.startswith(f"{states['better']} of {tested} tested questions are better")
    assert f"{states['not tested']} could not be tested" in said


@pytest.mark.parametrize("unit", PLACES)
def test_every_faculty_and_school_can_be_chosen(reader, unit):
    choose(reader, faculty=unit)
    asked = "not in the scope" not in finding(reader)
    assert asked == (unit in (ROOT, *FACULTIES))
    picture_is_the_table(reader)
    for school in PLACES[unit]:
        choose(reader, school=school)
        assert ("not in the scope" not in finding(reader)) == asked
        picture_is_the_table(reader)


def picture_is_the_table(reader):
    if "not in the scope" in finding(reader):
        assert not figures(reader)
        return
    rows, figure = table(reader), figures(reader)[0]
    labels = [text.replace("<br>", " ") for text in figure["layout"]["yaxis"]["ticktext"]]
    assert labels[::-1] == rows["Question"].tolist()
    texts = figure["layout"]["yaxis2"]["ticktext"][::-1]
    for text, state, points in zip(texts, rows[STATE], rows["Points"], strict=True):
        first, second = text.split("<br>")
        if state.startswith("not tested"):
            assert first == "not tested" and "change" not in second
        else:
            assert second == state and re.fullmatch(r"[+−]?\d+ points?", first) and points


def test_every_theme_shows_its_own_questions(reader):
    everything = len(table(reader))
    seen = 0
    for theme in options(reader, "theme")[1:]:
        choose(reader, theme=theme)
        picture_is_the_table(reader)
        seen += len(table(reader))
    assert seen == everything


@pytest.mark.parametrize(("unit", "each"), [(ROOT, 1), ("ahc", 5)])
def test_every_question_can_be_seen_in_full(reader, unit, each):
    choose(reader, faculty=unit, see="one")
    for question in [*TRUTHS["answers"]["2026"]][::each]:
        choose(reader, question=question)
        assert widget(reader, "question").value == question
        if reader.info:
            continue
        assert any(heading.endswith("every answer") for heading in headings(reader))
        shown = table(reader).set_index("Answer")
        truths = TRUTHS["answers"]["2026"][question]["options"]
        exact = unit == ROOT and question not in SENSITIVE
        for answer, cell in shown["2026"].items():
            if exact and answer in truths and "of" in cell:
                assert f"({truths[answer]} of " in cell
            assert cell


def test_weights_of_the_closed_wave_stand_beside_its_shares(reader):
    choose(reader, see="one")
    choose(reader, question="training_access")
    shown = table(reader)
    assert list(shown) == ["Answer", "2023", "2023, weighted", "2026"]
    plain, weighted = (
        shown[wave].str.extract(r"^(\d+) %")[0].astype(int) for wave in ("2023", "2023, weighted")
    )
    assert ((plain - weighted).abs() <= 3).all() and (plain != weighted).any()
    text = " ".join(said(block.value) for block in reader.caption)
    assert "the favourable share of 2023 is" in text
    assert "Weights for 2026 come after its close on 6 October 2026." in text
    choose(reader, faculty="fbs")
    assert list(table(reader)) == ["Answer", "2023", "2026"]


def of_group(survey, wave, cut, groups):
    """Who counts of the wave and is in one of the groups: how many said Yes, and how many."""
    here = survey[survey[cut].isin(groups)]
    return int((here["training_access"] == "Yes").sum()), len(here)


@pytest.mark.parametrize(("cut", "heading"), [("role_type", "Role type"), ("grade_band", "Grade")])
def test_groups_have_the_shares_that_their_respondents_gave(reader, cut, heading):
    """Against the sample's own files, counted here."""
    choose(reader, see="one")
    choose(reader, question="training_access", answers_by=cut)
    shown = table(reader, 1)
    assert shown.columns[0].startswith(heading)
    exact = 0
    for wave in ("2023", "2026"):
        survey = responses(wave)
        assert len(survey) == TRUTHS["answers"][wave]["training_access"]["base"]
        for name, cell in zip(shown.iloc[:, 0], shown[wave], strict=True):
            found = re.fullmatch(r"(\d+) % \((\d+) of (\d+)\)", cell)
            if found is None:
                continue
            groups = [part.lower() if cut == "role_type" else part for part in name.split(" + ")]
            yes, base = of_group(survey, wave, cut, groups)
            assert (int(found[2]), int(found[3])) == (yes, base)
            assert base >= 10
            exact += 1
    assert exact >= 8
    assert "tested" in " ".join(caption.value for caption in reader.main.caption)


def test_a_question_without_better_answers_has_no_groups(reader):
    choose(reader, see="one")
    choose(reader, question="line_management")
    assert "answers_by" not in [found.key for found in reader.button_group]
    shown = " ".join(said(block.value) for block in reader.markdown)
    assert "so groups are not compared" in shown


@pytest.mark.parametrize("unit", [ROOT, "fbs", "eps", "ahc"])
def test_planted_skills_are_lost_gained_held_or_newly_asked(reader, unit):
    choose(reader, faculty=unit, see="skills")
    shown = table(reader).set_index("Skill")
    columns = json.loads(reader.dataframe[0].proto.columns)
    right = {name for name, column in columns.items() if column.get("alignment") == "right"}
    assert right == {"Held in 2023", "Held in 2026", "Change"}
    names = SKILLS.set_index("skill")
    seen = 0
    for skill in TRUTHS["skills"]["2026"]:
        name, new = names.loc[skill, "name"], names.loc[skill, "first_wave"] == "2026"
        then, now = (TRUTHS["skills"][wave][skill][unit]["holders"] for wave in ("2023", "2026"))
        if not (then or now or (new and unit == ROOT)):
            assert name not in shown.index
            continue
        state = "held" if then and now else "lost" if then else "gained"
        row = shown.loc[name]
        assert row["State"] == ("newly asked" if new else state)
        assert row["Held in 2026"] == str(now)
        assert row["Held in 2023"] == ("not asked" if new else str(then))
        seen += 1
    assert seen
    counts = shown["State"].value_counts()
    text = " ".join(said(block.value) for block in reader.markdown)
    assert f"{counts['held']} held in both" in text
