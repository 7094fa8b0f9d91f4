"""What a file would change, on the command line: as the load page shows it, and nothing stored."""

import json
from contextlib import closing
from datetime import date
from sqlite3 import connect

import pytest

from pages.parts import intake
from tcdata import store, where
from tcdata.check import check
from tcdata.cli import main
from tests.made_files import AS_OF, REFERENCE, people, person, survey

BEFORE = "2026-03-01"
TWENTY = [person(number) for number in range(20)]
# One person has gone, two have come, nobody's gender is filled in, and a column is new.
CHANGED = [person(number, gender=None, cost_centre="CC1") for number in range(1, 22)]
LOGS = {"store.db-wal", "store.db-shm"}  # SQLite's own


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the institution's store, for the commands and for the page alike."""
    monkeypatch.setenv("TCDATA_STORE", f"sqlite:///{tmp_path}/own/store.db")
    return tmp_path


@pytest.fixture
def call(folder, capsys):
    """Run a command with a file of that content; exit code, output and error."""

    def run(command, kind, content, *options):
        path = folder / f"{kind}.xlsx"
        path.write_bytes(content)
        code = main([command, kind, str(path), *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def on_the_page(kind, content, period):
    """What the load page shows of the same file: the comparison, and what it is with."""
    url = where.store_url()
    checked = check(
        kind, [("a.xlsx", content)], REFERENCE, period, where.key(url), today=date.today()
    )
    return intake.compare(checked)


def kept(folder):
    """All that lies in the store, as SQL, and the names of the files beside it."""
    own = folder / "own"
    with closing(connect(own / "store.db")) as connection:
        return [*connection.iterdump()], {path.name for path in own.iterdir()} - LOGS


def plain(table):
    """A table's rows as JSON has them: a missing number is null."""
    return json.loads(table.to_json(orient="records"))


def said(found):
    return {row["What"]: row for row in found["summary"]}


def test_it_is_compared_as_on_the_page(call):
    assert call("load", "workforce", people(*TWENTY), "--as-of", BEFORE)[0] == 0
    content = people(*CHANGED)
    code, out, err = call("compare", "workforce", content, "--as-of", AS_OF, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert said(found)["People only in the one in use"]["In use"] == "1"
    assert said(found)["People only in this file"]["This file"] == "2"
    assert said(found)["Columns only in this file"]["This file"] == "cost_centre"
    assert found["warnings"] == ["No longer filled in: gender."]
    (school,) = [row for row in found["headcounts"] if row["Unit"] == "School of Chemistry"]
    assert (school["In use"], school["This file"], school["Change"]) == (20, 21, 1)
    assert found["in_use"] == {"kind": "workforce", "period": BEFORE, "snapshot_id": 1}

    shown, sentence = on_the_page("workforce", content, AS_OF)
    assert found["summary"] == plain(shown.summary)
    assert found["headcounts"] == plain(shown.headcounts)
    assert found["warnings"] == shown.warnings
    text = call("compare", "workforce", content, "--as-of", AS_OF)[1]
    assert sentence in text.splitlines()
    assert "Warning: No longer filled in: gender." in text.splitlines()


def test_load_warns_of_what_the_comparison_warns_of(call):
    assert call("load", "workforce", people(*TWENTY), "--as-of", BEFORE)[0] == 0
    few = people(*(person(number, gender=None) for number in range(17)))
    warned = [
        json.loads(call(command, "workforce", few, "--as-of", AS_OF, "--json")[1])["warnings"]
        for command in ("compare", "load")
    ]
    assert warned[0] == warned[1]
    assert "University of Leeds moves by more than 10 %: 20 → 17" in warned[0][0]
    assert warned[0][-1] == "No longer filled in: gender."


def test_the_same_file_for_another_day_is_warned_of(call):
    content = people(*TWENTY)
    assert call("load", "workforce", content, "--as-of", BEFORE)[0] == 0
    out = call("compare", "workforce", content, "--as-of", AS_OF)[1]
    assert "Warning: This very file is in use as the workforce extract of 1 March 2026" in out


def test_a_survey_is_compared_by_its_respondents(call):
    rows = [[f"r{n}", "Music", "2026-09-03", "yes", "Yes", "Yes"] for n in range(4)]
    assert call("load", "survey", survey(rows[:3]), "--wave", "2026")[0] == 0
    content = survey(rows[1:])
    _, out, _ = call("compare", "survey", content, "--wave", "2026", "--json")
    found = json.loads(out)
    assert said(found)["Respondents only in the one in use"]["In use"] == "1"
    assert said(found)["Respondents only in this file"]["This file"] == "1"
    assert found["summary"] == plain(on_the_page("survey", content, "2026")[0].summary)


def test_nothing_is_stored(call, folder):
    assert call("load", "workforce", people(*TWENTY), "--as-of", BEFORE)[0] == 0
    before = kept(folder)
    assert before[1] == {"store.db", "store.db.id", "key"}
    assert call("compare", "workforce", people(*CHANGED), "--as-of", AS_OF)[0] == 0
    assert kept(folder) == before


def test_without_a_store_none_is_made(call, folder):
    code, out, err = call("compare", "workforce", people(*TWENTY), "--as-of", AS_OF, "--json")
    assert code == 0
    assert err.startswith("There is no store at ") and err.count("\n") == 1
    found = json.loads(out)
    assert found["in_use"] is None
    assert said(found)["People"] == {"What": "People", "This file": "20"}
    assert not (folder / "own").exists()
    text = call("compare", "workforce", people(*TWENTY), "--as-of", AS_OF)[1]
    assert "so there is nothing to compare it with." in text
    assert not (folder / "own").exists()


def test_a_store_without_a_file_is_held_to_no_key(call, folder):
    store.open_store(where.store_url()).dispose()
    before = kept(folder)
    assert call("compare", "workforce", people(*TWENTY), "--as-of", AS_OF)[0] == 0
    assert kept(folder) == before


def test_errors_are_summed_up_in_one_line(call):
    content = people(*TWENTY, person(90, fte=7), person(91, grade=None, fte=8))
    code, out, _ = call("compare", "workforce", content, "--as-of", AS_OF)
    assert code == 0
    assert out.splitlines()[0].startswith("3 cells are wrong, so 2 rows of 22 cannot be accepted")
    assert "out of range" not in out
    found = json.loads(call("compare", "workforce", content, "--as-of", AS_OF, "--json")[1])
    assert [found[name] for name in ("rows_in", "rows_accepted", "rows_refused")] == [22, 20, 2]


def test_where_no_row_can_be_accepted_it_is_1(call):
    content = people(person(1, fte=7))
    code, out, err = call("compare", "workforce", content, "--as-of", AS_OF)
    assert (code, err) == (1, "There is no store at " + where.store_url() + ".\n")
    assert out.count("\n") == 1
    assert out.startswith("1 cell is wrong, so 1 row of 1 cannot be accepted")
    code, out, _ = call("compare", "workforce", content, "--as-of", AS_OF, "--json")
    assert (code, json.loads(out)["summary"]) == (1, [])


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("workforce", [], "Write --as-of with a date."),
        ("survey", [], "Write --wave with one of: 2023, 2026."),
        ("survey", ["--wave", "1999"], "There is no wave “1999”; there are: 2023, 2026."),
    ],
)
def test_the_day_or_the_survey_must_be_said(call, kind, options, told):
    code, out, err = call("compare", kind, people(*TWENTY), *options)
    assert (code, out) == (2, "")
    assert told in err and err.count("\n") == 1


def test_a_lost_key_makes_nobody_a_new_person(call, folder):
    assert call("load", "workforce", people(*TWENTY), "--as-of", BEFORE)[0] == 0
    (folder / "own" / "key").unlink()
    code, out, err = call("compare", "workforce", people(*CHANGED), "--as-of", AS_OF)
    assert (code, out) == (2, "")
    assert "Put the old key back" in err
