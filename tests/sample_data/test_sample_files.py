"""The sample's files: the same from the same seed, free of names, and right in themselves."""

import json
import re
from collections import Counter

import pytest

from sample_data import CONTENTS
from sample_data.generate import write
from sample_data.structure import REFERENCE, organisation, read

EXTRACTS = [period for kind, period, _ in CONTENTS if kind == "workforce"]
WAVES = [period for kind, period, _ in CONTENTS if kind == "survey"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    for folder in folders:
        write(folder)
    return folders


def test_the_same_seed_writes_the_same_bytes(written):
    first, second = written
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted([*[name for *_, name in CONTENTS], "truths.json"])
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_the_committed_files_are_the_generators(written, read_workbook, committed, truths):
    for kind, period, name in CONTENTS:
        key = "log" if kind == "activity" else period
        assert read_workbook(written[0] / name) == committed[key], name
    assert json.loads((written[0] / "truths.json").read_text(encoding="utf-8")) == truths


def test_no_column_or_cell_holds_a_name_or_an_address(committed):
    for sheets in committed.values():
        for rows in sheets.values():
            heads = {head for row in rows for head in row}
            assert not [h for h in heads if re.search(r"name|mail|phone|postcode", h)]
            assert not [v for row in rows for v in row.values() if "@" in str(v)]


def test_staff_numbers_are_text_with_leading_zeros(committed):
    for period in EXTRACTS:
        for row in committed[period]["workforce"]:
            assert re.fullmatch(r"00\d{6}", row["person_id"])
            assert re.fullmatch(r"00\d{6}", row.get("line_manager", "00000000"))


def test_dates_stand_in_order(committed):
    for period in EXTRACTS:
        for row in committed[period]["workforce"]:
            dates = [row["birth_date"], row["continuous_start"], row["post_start"]]
            dates += [row["leaving_date"]] if row["status"] == "left" else []
            assert dates == sorted(dates)
            assert dates[-1].date().isoformat() <= period
            if "contract_end" in row and row["status"] != "left":
                assert row["contract_end"].date().isoformat() > period
            assert ("leaving_date" in row) == (row["status"] == "left")


def test_everyone_has_one_main_post_and_at_most_one_whole_job(committed):
    for period in EXTRACTS:
        rows = committed[period]["workforce"]
        fte: Counter[str] = Counter()
        for row in rows:
            fte[row["person_id"]] += round(100 * row["fte"])
        assert min(fte.values()) > 0 and max(fte.values()) <= 100
        mains = Counter(row["person_id"] for row in rows if row["main_post"] == "yes")
        assert set(mains) == set(fte) and set(mains.values()) == {1}
        assert len({row["post_id"] for row in rows}) == len(rows)


def test_a_leaver_stands_once_more_and_never_again(committed):
    gone: set[str] = set()
    before: set[str] = set()
    for period in EXTRACTS:
        rows = committed[period]["workforce"]
        people = {row["person_id"] for row in rows}
        left = {row["person_id"] for row in rows if row["status"] == "left"}
        assert not people & gone
        assert left <= before
        assert before - people == set()
        gone, before = gone | left, people - left


def test_units_are_known_by_the_words_used(committed):
    known = {text for u in organisation().values() for text in (u["name"], u["short_name"])}
    for sheets in committed.values():
        for rows in sheets.values():
            assert {row["unit"] for row in rows if "unit" in row} <= known


@pytest.mark.parametrize("wave", WAVES)
def test_answers_use_the_options_of_their_wave(committed, wave):
    options = {q["question"]: q["options"].split(";") for q in read(REFERENCE / "questions.csv")}
    versions = [v for v in read(REFERENCE / "question_versions.csv") if v["wave"] == wave]
    rows = committed[wave]["responses"]
    for version in versions:
        renamed = dict(pair.split("=") for pair in version["option_map"].split(";") if pair)
        for row in rows:
            if version["heading"] in row:
                given = [renamed.get(o, o) for o in row[version["heading"]].split(";")]
                assert set(given) <= set(options[version["question"]])
                assert len(set(given)) == len(given)


@pytest.mark.parametrize("wave", WAVES)
def test_skills_come_from_the_list_of_their_wave_once_a_respondent(committed, wave):
    offered = {s["name"] for s in read(REFERENCE / "skills.csv") if s["first_wave"] <= wave}
    rows = committed[wave]["skills"]
    assert {row["skill"] for row in rows} <= offered
    people = {row["respondent_id"] for row in committed[wave]["responses"]}
    assert {row["respondent_id"] for row in rows} <= people
    assert max(Counter((r["respondent_id"], r["skill"]) for r in rows).values()) == 1


def test_activities_name_actions_of_the_plan(committed):
    actions = {row["action_id"] for row in read(REFERENCE / "actions.csv")}
    assert {row["action_id"] for row in committed["log"]["activity"]} <= actions
