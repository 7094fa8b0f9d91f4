"""A third survey wave by data alone: two tables of the reference, one file, four commands."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from driven import alternatives, choose, drawn_texts, figures, finding, opened, table
from uploads import SAMPLE

from tcdata import reference
from tcdata.cli import main

WAVE, OPENS, CLOSES = "2029", "2029-09-03", "2029-10-05"
WAVES = ["2023", "2026", WAVE]
QUESTION, LABEL = "training_access", "Had access to training"
KEPT = [QUESTION, "committees", "induction"]  # the other questions would only take time
LATER = pd.Timestamp(CLOSES) - pd.Timestamp("2026-09-22")  # so that the last answer closes it
FEWER = 60  # respondents of 2026 who could get training then, and in 2029 could not


def write_reference(folder):
    """The product's own with the wave, asking what 2026 asked, and KEPT of its questions."""
    shutil.copytree(reference.DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__*"))

    def kept(name, place):
        first, *lines = (folder / name).read_text(encoding="utf-8").splitlines()
        return [first, *(line for line in lines if line.split(",")[place] in KEPT)]

    asked = kept("question_versions.csv", 1)
    again = [line.replace("2026,", f"{WAVE},", 1) for line in asked if line.startswith("2026,")]
    again = [line.partition(",no,")[0] + ",yes," if ",no," in line else line for line in again]
    for name, lines in (
        ("questions.csv", kept("questions.csv", 0)),
        ("question_versions.csv", [*asked, *again]),
    ):
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    with (folder / "waves.csv").open("a", encoding="utf-8") as file:
        file.write(f"{WAVE},{OPENS},{CLOSES},2029-09-01,faculties\n")


def responses():
    """The three waves' answers to KEPT; 2029 is 2026 three years later, with less training."""
    found = {}
    for wave in ("2023", "2026"):
        sheet = pd.read_excel(
            SAMPLE / f"survey_{wave}.xlsx", sheet_name="responses", dtype=object, engine="openpyxl"
        )
        questions = [name for name in KEPT if name in sheet]
        about = ["respondent_id", "unit", "completed_on", "complete", "role_type", "grade_band"]
        sheet = sheet[[*about, *questions]]
        day = pd.to_datetime(sheet["completed_on"]).dt.strftime("%Y-%m-%d")
        found[wave] = sheet.assign(completed_on=day)
    latest = found["2026"].copy()
    day = pd.to_datetime(latest["completed_on"]) + LATER
    latest["completed_on"] = day.dt.strftime("%Y-%m-%d")
    latest.loc[latest.index[latest[QUESTION] == "Yes"][:FEWER], QUESTION] = "No"
    return {**found, WAVE: latest}


@pytest.fixture(scope="module")
def given():
    return responses()


@pytest.fixture(scope="module")
def reader(store, given, tmp_path_factory):
    """A reader of the Change page, after the commands."""
    folder = tmp_path_factory.mktemp("own")
    write_reference(folder / "reference")
    same = ["--reference", str(folder / "reference"), "--store", f"sqlite:///{store}"]
    for date in ("2023-09-01", "2026-09-01"):
        extract = str(SAMPLE / f"workforce_{date}.xlsx")
        assert main(["load", "workforce", extract, "--as-of", date, *same]) == 0
    for wave, sheet in given.items():
        file = folder / f"survey_{wave}.xlsx"
        skills = pd.read_excel(
            SAMPLE / f"survey_{min(wave, '2026')}.xlsx",
            sheet_name="skills",
            dtype=object,
            engine="openpyxl",
        )
        with pd.ExcelWriter(file, engine="xlsxwriter") as book:
            sheet.to_excel(book, sheet_name="responses", index=False)
            skills.to_excel(book, sheet_name="skills", index=False)
        assert main(["load", "survey", str(file), "--wave", wave, *same]) == 0
    assert main(["publish", *same]) == 0
    return opened("insight/change")


def shares(given):
    """The favourable share of each wave, in per cent of those who count: complete, or with at
    least half of the core questions answered."""
    core = pd.read_csv(reference.DEFAULT_FOLDER / "questions.csv").query("core == 'yes'")
    found = []
    for sheet in given.values():
        asked = [name for name in KEPT if name in sheet and name in set(core["question"])]
        counts = 2 * sheet[asked].notna().sum(axis="columns") >= len(asked)
        counts |= sheet["complete"] == "yes"
        found.append(100 * (sheet.loc[counts, QUESTION] == "Yes").mean())
    return found


def test_the_latest_wave_is_compared_with_the_one_before_it(reader, given):
    assert reader.title[0].value == "Did 2029 improve on 2026?"
    row = table(reader).set_index("Question").loc[LABEL]
    _, then, now = shares(given)
    assert row["Better or worse"] == "worse"
    assert float(row["Points"].replace("−", "-")) == pytest.approx(now - then, abs=0.05)
    assert "1 worse" in finding(reader)
    assert "still open" not in finding(reader)


def test_the_dumbbell_is_a_line_through_three_waves(reader, given):
    figure = figures(reader)[0]
    key = figure["layout"]["annotations"][0]["text"]
    assert key == "├┤ 95 % interval<br>○ 2023, 2026   ● 2029, downwards"
    rows = drawn_texts(figure, "yaxis")
    place = len(rows) - 1 - rows.index(LABEL)
    here = [
        (x, y)
        for trace in figure["data"]
        if trace.get("mode") == "lines"
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None and abs(y - place) < 0.5
    ]
    first, second, third = shares(given)
    assert [x for x, _ in here] == pytest.approx([first, second, second, third])
    heights = [y for _, y in here]
    assert heights[0] > heights[1] == heights[2] > heights[3]
    assert alternatives(reader)[0].startswith("Dots for 2023, 2026, 2029 on each row.")


def test_a_question_in_full_has_all_three_waves(reader):
    choose(reader, see="one")
    choose(reader, question=QUESTION)
    shown = table(reader)
    assert [name for name in shown if name.isdigit()] == WAVES


def test_the_wave_before_can_still_be_seen(reader):
    choose(reader, see="questions", change_wave="2026")
    assert reader.title[0].value == "Did 2026 improve on 2023?"
    assert "2029" not in figures(reader)[0]["layout"]["annotations"][0]["text"]
    row = table(reader).set_index("Question").loc[LABEL]
    assert row["Better or worse"] == "better"
