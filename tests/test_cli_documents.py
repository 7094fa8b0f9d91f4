"""Documents from the command line: by extension, for named skills, and one sentence if wrong."""

import io

import docx
import openpyxl
import pandas as pd
import pytest

from tcdata import sample
from tcdata.cli import main


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    found = f"sqlite:///{tmp_path_factory.mktemp('sample')}/sample.db"
    sample.ensure(found)
    return found


@pytest.fixture
def export(url, capsys, tmp_path):
    """Export to a file of a name; exit code, its bytes (or None), and what was said."""

    def run(form, name, *args):
        path = tmp_path / name
        try:
            code = main(["export", form, *args, str(path), "--store", url])
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, path.read_bytes() if path.exists() else None, said.err or said.out

    return run


def test_a_briefing_is_word_or_a_web_page_by_its_name(export):
    code, page, _ = export("briefing", "b.html", "--unit", "FBS")
    assert (code, page[:15]) == (0, b"<!DOCTYPE html>")
    code, content, _ = export("briefing", "b.DOCX", "--unit", "FBS")
    assert code == 0
    title = docx.Document(io.BytesIO(content)).core_properties.title
    assert title == "Faculty of Biological Sciences: technicians in brief"


def test_a_case_is_word_or_a_workbook_for_the_skills_named(export):
    named = ["--unit", "FBS", "--skill", "glass-blowing", "--skill", "Cell sorting"]
    code, content, _ = export("case", "c.docx", *named, "--scenario", "horizon=36,hires=1")
    assert code == 0
    told = " ".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert "36 months ahead" in told
    assert "1 hire" in told
    code, content, _ = export("case", "c.xlsx", *named, "--wave", "2023")
    assert code == 0
    book = openpyxl.load_workbook(io.BytesIO(content))
    skills = {row[0].value for row in book["skills"].iter_rows()}
    assert {"Glass-blowing", "Cell sorting"} <= skills


def test_a_case_without_skills_is_about_the_three_thinnest(export):
    content = export("case", "c.xlsx", "--unit", "M&H")[1]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["chances"]
    (table,) = sheet.tables.values()
    places = [row[5].value for row in sheet[table.ref]][1:]
    assert len(places) == 3
    assert min(places) == 1


def test_they_are_the_thinnest_under_the_scenario_as_on_the_page(export):
    asked = ["--unit", "FBS", "--scenario", "hires=3"]
    register = pd.read_csv(io.BytesIO(export("register", "r.csv", *asked)[1]))
    first = register["label"].head(3).tolist()
    assert (
        first
        != pd.read_csv(io.BytesIO(export("register", "base.csv", "--unit", "FBS")[1]))["label"]
        .head(3)
        .tolist()
    )
    sheet = openpyxl.load_workbook(io.BytesIO(export("case", "c.xlsx", *asked)[1]))["chances"]
    (table,) = sheet.tables.values()
    assert [row[0].value for row in sheet[table.ref]][1:] == first


@pytest.mark.parametrize(
    ("form", "name"),
    [("briefing", "b.docx"), ("briefing", "b.html"), ("case", "c.docx"), ("case", "c.xlsx")],
)
def test_a_document_is_for_readers_inside(export, form, name):
    code, content, said = export(form, name, "--unit", "FBS", "--preset", "internal")
    assert code == 0, said
    assert len(content) > 10_000
    code, _, said = export(form, name, "--unit", "FBS", "--preset", "publish")
    assert code == 2
    assert f"A {form} is made of exact numbers" in said


def test_what_is_rounded_for_readers_outside_says_so(export):
    for preset, rounded in (("publish", True), ("internal", False)):
        content = export("workbook", f"{preset}.xlsx", "--unit", "Library", "--preset", preset)[1]
        cover = openpyxl.load_workbook(io.BytesIO(content))["Cover"]
        said = " ".join(str(row[0].value) for row in cover.iter_rows())
        assert ("rounded to the nearest 5" in said) == rounded


@pytest.mark.parametrize(
    ("form", "name", "args", "said"),
    [
        ("briefing", "b.pdf", [], "A briefing ends in .html or .docx, not in “.pdf”."),
        ("case", "c.html", [], "A case ends in .docx or .xlsx, not in “.html”."),
        ("case", "c", [], "A case ends in .docx or .xlsx, not in “”."),
        ("plan", "p.pdf", [], "A plan ends in .xlsx, not in “.pdf”."),
        ("workbook", "w.csv", [], "A workbook ends in .xlsx, not in “.csv”."),
        ("rows", "r.xlsx", [], "A file of rows ends in .csv, not in “.xlsx”."),
        ("case", "c.docx", ["--skill", "juggling"], "There is no skill “juggling” in the list"),
        ("case", "c.docx", ["--wave", "1999"], "No skills of a wave “1999”; there are: 2026, 20"),
        ("case", "c.docx", ["--scenario", "hires=9"], "“hires” is a whole number from 0 to 3"),
        ("case", "c.docx", ["--scenario", "luck=1"], "“luck” is not part of a scenario"),
        ("rows", "r.csv", ["--skill", "cell-sorting"], "--skill belongs to a case"),
        ("briefing", "b.html", ["--wave", "2026"], "--wave belongs to a case"),
    ],
)
def test_a_wrong_call_is_one_sentence(export, form, name, args, said):
    code, content, err = export(form, name, "--unit", "FBS", *args)
    assert (code, content) == (2, None)
    assert said in err
    assert err.count("\n") == 1


def test_an_unknown_unit_and_a_skill_that_the_unit_does_not_have(export):
    code, _, err = export("case", "c.docx", "--unit", "Atlantis")
    assert code == 2
    assert err.startswith("There is no unit “Atlantis”")
    code, _, err = export("case", "c.docx", "--unit", "Library", "--skill", "cell-sorting")
    assert code == 2
    assert err == "“cell-sorting” is not in the register of this unit in 2026.\n"
    code, content, err = export("register", "r.csv", "--unit", "Library")
    assert (code, content) == (2, None)
    assert err == "No skill is recorded for this unit in 2026: there is no register.\n"
    code, _, err = export("case", "c.docx", "--unit", "Library")
    assert code == 2
    assert err == "No skill is recorded for this unit in 2026: there is no case.\n"
