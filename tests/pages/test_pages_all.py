"""What holds on every page: its question, the sample's banner, the filters that follow."""

import pandas as pd
import pytest
from driven import FILTERED, PAGES, alternatives, at, choose, finding, opened, options, said, widget
from planted import EXTRACTS, ROOT, TRUTHS, percent

from tcdata import where
from tcdata.metrics import CATALOGUE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_asks_its_question_and_says_that_it_shows_the_sample(theme):
    reader = opened(theme=theme)
    for page, question in PAGES.items():
        at(page, reader)
        assert reader.title[0].value.startswith(question)
        assert sum("Sample data" in note.value for note in reader.main.caption) == 1, page
        assert finding(reader)
        assert all(text.endswith(".") for text in alternatives(reader))
        assert all(table.proto.alt for table in reader.dataframe), page


def test_a_school_goes_when_its_faculty_does():
    reader = opened("insight/workforce")
    choose(reader, faculty="eps")
    choose(reader, school="chemistry")
    choose(reader, faculty="fbs")
    assert widget(reader, "school").value == ""
    assert finding(reader).startswith("FBS employs 83 technicians")


def test_a_link_brings_its_choice_to_every_page():
    named = opened("insight/participation")
    eps = next(name for name in options(named, "faculty") if "EPS" in name)
    for page in FILTERED:
        assert "Chemistry" in finding(opened(page, url={"faculty": eps, "school": "Chemistry"}))
    reader = opened("insight/participation", url={"faculty": eps, "wave": "2023"})
    assert finding(reader).startswith("EPS: 61 of 107 have answered")


@pytest.mark.parametrize(
    ("url", "unit"),
    [
        ({"faculty": "fbs"}, "FBS"),
        ({"faculty": "Faculty of Biological Sciences"}, "FBS"),
        ({"faculty": "Biology, as it was (FBS)"}, "FBS"),
        ({"faculty": "Faculty of Engineering"}, "EPS"),  # EPS has taken its place
        ({"faculty": "EPS", "school": "School of Chemistry"}, "Chemistry"),
        ({"faculty": "FBS", "school": "chemistry"}, "FBS"),  # not one of its schools
        ({"school": "Chemistry"}, "Chemistry"),  # a school brings its faculty
        ({"faculty": "School of Chemistry"}, "Chemistry"),  # also where it stands in its place
    ],
)
def test_a_link_finds_a_unit_by_any_name_it_has_or_had(url, unit):
    reader = opened("insight/workforce", url=url)
    assert finding(reader).startswith(f"{unit} employs")
    assert not reader.info


def test_nonsense_in_a_link_is_ignored_and_an_unknown_unit_is_said_to_be_one():
    reader = opened("insight/workforce", url={"faculty": "<b>", "date": "1066", "show": "?"})
    assert finding(reader).startswith("The University employs 494 technicians")
    assert [said(note.value) for note in reader.info] == [
        "The link asks for “<b>”, which is no unit known here."
    ]


def test_the_overview_holds_five_figures_against_their_targets():
    reader = opened()
    figures = {figure.label: figure.value for figure in reader.metric}
    latest, first = (TRUTHS["workforce"][date] for date in (EXTRACTS[0], EXTRACTS[-1]))
    answers = TRUTHS["answers"]["2026"]
    training, fellows = answers["training_access"], answers["advance_he_fellowship"]
    assert len(figures) == 5
    assert figures["Answered in 2026"] == "71 %"
    assert figures["Apprentices in post"] == str(latest["apprentices"][ROOT])
    assert figures["Had access to training"] == percent(training["favourable"], training["base"])
    assert figures["Advance HE Fellows"] == str(fellows["favourable"])
    says = " ".join(said(note.value) for note in reader.caption)
    gained = latest["apprentices"][ROOT] - first["apprentices"][ROOT]
    for words in ("274 of 384", f"+{gained} since Sep 2023", f"{training['favourable']} of 274"):
        assert words in says
    pages = [link.proto.page for link in reader.main.get("page_link")]
    assert pages[:5] == ["participation", "change", "change", "workforce", "skills"]


def test_methods_defines_every_figure():
    reader = opened("help/methods")
    titles = dict(zip(widget(reader, "figure").options, range(99), strict=False))
    assert len(titles) == len(CATALOGUE)
    for name, metric in CATALOGUE.items():
        choose(reader, figure=name)
        text = " ".join(said(part.value) for part in reader.markdown)
        for part in (metric.definition, metric.formula, metric.numerator, metric.denominator):
            assert part in text
    assert len(reader.table) == 2


def test_what_is_stored_and_published_is_listed_with_its_trail():
    reader = opened("data/snapshots")
    assert finding(reader) == "The edition shown is built from exactly the files in use."
    snapshots, editions, trail = (table.value for table in reader.dataframe)
    assert snapshots["Rows"].tolist() == snapshots["Rows"].dropna().tolist()
    extracts = snapshots[snapshots["What"].str.startswith("workforce")]
    assert sorted(extracts["Rows"]) == sorted(d["rows"] for d in TRUTHS["workforce"].values())
    assert (snapshots["Refused"] == 0).all()
    assert editions["Shown"].tolist() == ["shown to everyone"]
    decisions = len(pd.read_csv(where.PROJECT / "sample_data" / "plan" / "decisions.csv"))
    told = [*["Plan decided"] * decisions, "Edition published", *["File accepted"] * 8]
    assert trail["What"].tolist() == told


@pytest.mark.parametrize("page", ["data/snapshots", "data/load"])
def test_nobody_changes_the_sample_that_everybody_shares(page):
    reader = opened(page)
    offered = {button.label for button in reader.button}
    assert not offered & {"Withdraw", "Publish a new edition"}
    if page == "data/snapshots":
        assert any("Everybody shares the sample" in note.value for note in reader.caption)
