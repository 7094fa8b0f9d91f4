"""Take it to a meeting: the briefing and the case of every unit, and what their buttons give."""

import io

import docx
import openpyxl
import pandas as pd
import pytest
from driven import alternatives, choose, finding, headings, opened, table
from planted import PLACES, ROOT, SERVICES, SHORT, TRUTHS, WAVES

from tcdata import where

SKILLS = pd.read_csv(where.PROJECT / "tcdata" / "reference" / "skills.csv", dtype=str)
NAMES = dict(zip(SKILLS["skill"], SKILLS["name"], strict=True))
PAGE = "act/documents"
START = {"faculty": ROOT, "school": "", "wave": "2026"}
LABELS = [
    "Download the briefing (Word)",
    "Download the briefing (web page)",
    "Download the case (Word)",
    "Download the case (workbook)",
]


def skills(reader):
    return reader.multiselect[-1]


@pytest.fixture
def made(monkeypatch):
    """Label → what its button would give, for the runs after this."""
    found = {}

    def button(self, label, data, file_name, **_):
        found[label] = (file_name, data)
        return False

    monkeypatch.setattr("streamlit.delta_generator.DeltaGenerator.download_button", button)
    return found


@pytest.mark.parametrize("unit", PLACES)
def test_every_unit_and_wave_has_its_documents(reader, unit):
    for wave in WAVES:
        choose(reader, faculty=unit, wave=wave)
        labels = [button.label for button in reader.get("download_button")]
        if unit in SERVICES:
            assert labels == LABELS[:2]
            assert f"No skill of {SHORT[unit]} is chosen" in finding(reader)
            assert f"No skill is recorded for {SHORT[unit]} in {wave}" in reader.info[0].value
            continue
        assert labels == LABELS
        assert len(skills(reader).value) == 3
        assert set(table(reader)["Skill"]) == {NAMES[skill] for skill in skills(reader).value}
        assert all(text.endswith(".") for text in alternatives(reader))
    assert headings(reader)[:2] == ["The faculty briefing", "The case for a role"]


def test_until_others_are_chosen_the_skills_are_those_of_the_unit():
    """A faculty chosen on the page has the same skills as one that came with the address."""
    direct = skills(opened(PAGE, url={"faculty": "fbs"})).value
    reader = opened(PAGE)
    assert skills(reader).value != direct
    assert skills(choose(reader, faculty="fbs")).value == direct
    skills(reader).set_value(["glass-blowing"])
    assert skills(choose(reader, faculty="eps")).value == ["glass-blowing"]


def test_the_finding_is_about_the_skills_chosen(reader):
    choose(reader, faculty="fbs")
    skills(reader).set_value(["transmission-electron-microscopy", "glass-blowing"])
    reader.run()
    planted = TRUTHS["skills"]["2026"]
    held = planted["transmission-electron-microscopy"]["fbs"]["holders"]
    said = finding(reader)
    assert said.startswith("FBS has too few known holders of 2 skills: ")
    assert f"Transmission electron microscopy ({held} of 2)" in said
    assert "Glass-blowing (0 of 2)" in said
    assert set(table(reader)["Skill"]) == {"Transmission electron microscopy", "Glass-blowing"}


def test_without_a_skill_there_is_no_case(reader):
    choose(reader, faculty="mh")
    skills(reader).set_value([])
    reader.run()
    assert [button.label for button in reader.get("download_button")] == LABELS[:2]
    assert finding(reader) == "No skill of M&H is chosen, so there is no case to make."


@pytest.mark.parametrize("unit", [ROOT, "ahc"])
def test_the_buttons_give_the_documents_of_what_is_shown(made, unit):
    reader = opened(PAGE)
    choose(reader, faculty=unit)
    name = SHORT[unit]
    assert list(made) == LABELS
    content = {label: make() for label, (_, make) in made.items()}
    assert [file.rpartition(".")[2] for file, _ in made.values()] == [
        *("docx", "html", "docx", "xlsx")
    ]
    assert all(f"_{unit}_" in file and "edition_1" in file for file, _ in made.values())
    case = docx.Document(io.BytesIO(content[LABELS[2]]))
    told = [paragraph.text for paragraph in case.paragraphs]
    assert finding(reader) in told
    assert any("24 months ahead" in text for text in told)
    sheets = openpyxl.load_workbook(io.BytesIO(content[LABELS[3]])).sheetnames
    assert {"skills", "chances", "options", "costs"} <= set(sheets)
    assert name in content[LABELS[1]].decode() or unit == ROOT
    briefing = docx.Document(io.BytesIO(content[LABELS[0]]))
    assert len(briefing.tables) == 2
