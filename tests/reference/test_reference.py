"""A wrong reference file stops the build with the file, the line and the reason."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.reference import WrongReferenceError
from tcdata.reference.organisation import closure, names, units_on

OWN = reference.load()


def with_line(file, line):
    """The product's own reference with a line added to one of its files."""
    return {**OWN.files, file: OWN.files[file].rstrip("\n") + "\n" + line + "\n"}


def replaced(file, old, new):
    assert old in OWN.files[file], f"{file} no longer holds {old!r}"
    return {**OWN.files, file: OWN.files[file].replace(old, new, 1)}


def refusal(files):
    with pytest.raises(WrongReferenceError) as caught:
        reference.from_files(files)
    return caught.value


def test_the_products_own_reference_is_right():
    assert reference.from_files(OWN.files).sha256 == OWN.sha256


def test_shares_of_more_than_everybody_are_refused():
    """The 2019 document says “37 % female and 67 % male”."""
    row = "2019-09-30,headcount,university,gender,{},{},percent,action plan 2019"
    files = with_line("history.csv", row.format("Woman", 37) + "\n" + row.format("Man", 67))
    error = refusal(files)
    assert error.file == "history.csv"
    assert error.line == len(files["history.csv"].splitlines())
    assert "37 % Woman and 67 % Man add to 104 %" in error.reason


def test_one_share_of_more_than_everybody_is_refused():
    row = "2019-09-30,response_rate,university,{},{},104,percent,a report"
    for cut in ("", "scope"):
        error = refusal(with_line("history.csv", row.format(cut, cut and "everybody")))
        assert error.file == "history.csv"
        assert "104 %" in error.reason and "more than the whole" in error.reason


def test_parts_of_more_people_than_there_are_are_refused():
    """480 people were published for the whole of it."""
    row = "2019-09-30,headcount,university,gender,{},{},people,action plan 2019"
    files = with_line("history.csv", row.format("Woman", 178) + "\n" + row.format("Man", 322))
    error = refusal(files)
    assert error.line == len(files["history.csv"].splitlines())
    assert "178 Woman and 322 Man add to 500, more than the whole (480)" in error.reason
    fits = row.format("Woman", 178) + "\n" + row.format("Man", 302)
    assert reference.from_files(with_line("history.csv", fits))


def test_shares_that_only_rounding_lifts_over_the_whole_are_accepted():
    row = "2019-09-30,headcount,university,gender,{},{},percent,action plan 2019"
    lines = "\n".join(row.format(*pair) for pair in [("Woman", 34), ("Man", 34), ("Other", 33)])
    assert reference.from_files(with_line("history.csv", lines))


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("organisation.csv", "fbs,Other,Other,faculty,faculties,,,,", "stands twice"),
        ("organisation.csv", "x,Music School,Music,school,ahc,,,,", "already names the unit"),
        ("organisation.csv", "x,New,New,school,nowhere,,,,", "must be a unit of this file"),
        ("organisation.csv", "x,New,New,school,,,,,", "do not lead up to"),
        ("organisation.csv", "x,New,New,team,ahc,,,,", "must be one of"),
        ("organisation.csv", "x,New,New,school,ahc,1/8/2020,,,", "not a date"),
        ("waves.csv", "2029,2029-09-01,2029-08-01,2029-09-01,faculties", "closes before it opens"),
        ("waves.csv", "2029,,2029-10-01,2029-09-01,faculties", "is empty"),
        (
            "waves.csv",
            "1 pulse,2029-09-01,2029-10-01,2029-09-01,faculties",
            "a name that sorts after",
        ),
        ("questions.csv", "q,Q?,T,single,Yes;No;Yes,,yes,internal,Q", "an option stands twice"),
        ("question_versions.csv", "2023,induction_2,q,,yes,", "a question of questions.csv"),
        ("question_versions.csv", "2023,fair_attribution,q,,no,", "needs its reason"),
        ("skills.csv", "x,X,Workshop,maybe,,6,2023", "must be one of: yes, no"),
        ("skills.csv", "x,X,Workshop,yes,-1,6,2023", "not a whole number"),
        ("skills.csv", "x,X,Workshop,yes,,6,2019", "must be a wave of waves.csv"),
        ("history.csv", "2019-09-30,fte,university,,,many,people,plan", "not a number"),
        ("technical_rules.csv", "5,job_title,(,include,", "cannot be read"),
        ("headings.csv", "own,people,Employee No,person_id", "must be one of"),
    ],
)
def test_a_wrong_line_is_named(file, line, reason):
    files = with_line(file, line)
    error = refusal(files)
    assert (error.file, error.line) == (file, len(files[file].splitlines()))
    assert reason in error.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("internal = 10", "internal = 9", "10 or more (the floor)"),
        ("sensitive = 25", "sensitive = 10", "25 or more (the floor)"),
        ("participation = 80", 'participation = "80"', "a per cent"),
        ("horizon_months = 24", "horizon_months = 0", "a number of months"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(old, new, reason):
    error = refusal(replaced("settings.toml", old, new))
    lines = OWN.files["settings.toml"].splitlines()
    assert lines[error.line - 1].startswith(old)
    assert reason in error.reason


def test_points_that_are_not_a_hundred_are_refused_where_they_stand():
    error = refusal(replaced("settings.toml", "gap = 40", "gap = 41"))
    lines = OWN.files["settings.toml"].splitlines()
    assert lines[error.line - 1].startswith("[skills.points]")
    assert "whole numbers, 100 together" in error.reason


def test_an_edition_of_before_there_were_risks_is_read_with_the_usual_settings():
    text = OWN.files["settings.toml"]
    kept = text[: text.index("rate_years")] + text[text.index("[checks]") :]
    old = reference.from_files({**OWN.files, "settings.toml": kept})
    assert dict(old.settings["skills"]) == dict(OWN.settings["skills"])


def test_a_missing_file_says_which(tmp_path):
    for name, text in OWN.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "waves.csv").unlink()
    with pytest.raises(WrongReferenceError, match=r"waves\.csv, line 1: the file is missing"):
        reference.load(tmp_path)


def test_a_missing_heading_says_which():
    error = refusal(replaced("waves.csv", "frame_date", "frame"))
    assert (error.line, error.file) == (1, "waves.csv")
    assert "“frame_date” is missing" in error.reason
    assert "“frame” is not known" in error.reason


def test_a_school_moves_with_its_faculty():
    before = closure(OWN, pd.Timestamp("2019-09-30")).groupby("unit")["ancestor"].agg(set)
    after = closure(OWN, pd.Timestamp("2026-09-01")).groupby("unit")["ancestor"].agg(set)
    assert before["food-science"] == {"food-science", "maps", "faculties", "university"}
    assert after["food-science"] == {"food-science", "foe", "faculties", "university"}
    assert "maps" not in set(units_on(OWN, pd.Timestamp("2026-09-01"))["unit"])


def test_a_unit_is_known_by_its_id_name_short_name_and_aliases():
    known = names(OWN)
    spoken = ("fbs", "faculty of biological sciences", "biological sciences")
    assert {known[text] for text in spoken} == {"fbs"}
    assert known["facilities and support services directorate"] == "fd"
