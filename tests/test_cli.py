"""The command line: the whole path, exit codes, and one sentence for every wrong call."""

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from tcdata import reference, store
from tcdata.cli import main
from tcdata.published import COLUMNS
from tcdata.reference.organisation import names
from tests.store.kept import CANARY, make_checked, make_rows

PROJECT = Path(__file__).resolve().parents[1]
HEADCOUNT_2019 = Path(__file__).parent / "data" / "headcount_2019.csv"
HEADINGS = [
    *("person_id", "job_title", "job_family", "grade", "fte", "contract_type"),
    *("continuous_start", "unit"),
]


def people_of_2019():
    """480 people, one row each, from the headcounts that the university published."""
    with HEADCOUNT_2019.open(encoding="utf-8") as file:
        schools = list(csv.DictReader(file))
    rows = []
    for school in schools:
        apprentices = int(school["of_which_apprentices"] or 0)
        for number in range(int(school["headcount"])):
            contract = "apprentice" if number < apprentices else "open-ended"
            person = f"P{len(rows):05d}"
            about = ["Technician", "Technical", "5", "1.0", contract, "2015-09-01"]
            rows.append([person, *about, school["school"]])
    return rows


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return str(path)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def call(url, capsys):
    """Run a command in this process; exit code, output and error."""

    def run(*args, store=True):
        try:
            code = main([*args, *(["--store", url] if store else [])])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def call_json(call, *args):
    code, out, err = call(*args, "--json")
    assert err == ""
    return code, json.loads(out)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store with an edition of a few made-up rows, made once."""
    path = tmp_path_factory.mktemp("made") / "store.db"
    engine = store.open_store(f"sqlite:///{path}")
    number = store.accept(engine, make_checked(), "tester")
    rows = pd.concat([make_rows(3), make_rows(2).assign(unit="eps", cut="grade", category="5")])
    store.publish(engine, rows, [number], reference.load(), "tester")
    engine.dispose()
    return path


@pytest.fixture
def published(made, tmp_path):
    """A copy of that store at `url`, to do with as the test likes."""
    shutil.copy(made, tmp_path / "store.db")


def test_the_headcounts_of_2019_come_back_unit_by_unit(tmp_path, url):
    """The whole path in processes of its own, as a steward would call it."""

    def run(*args):
        return subprocess.run(
            [sys.executable, "-m", "tcdata", *args, "--store", url, "--json"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "error::UserWarning"},
        )

    file = write_csv(tmp_path / "people.csv", people_of_2019())
    loaded = run("load", "workforce", file, "--as-of", "2019-09-30")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert json.loads(loaded.stdout)["rows_accepted"] == 480
    assert run("publish").returncode == 0
    shown = run("show", "headcount", "--period", "2019-09-30")
    assert (shown.returncode, shown.stderr) == (0, "")
    rows = json.loads(shown.stdout)
    assert list(rows[0]) == COLUMNS
    found = {row["unit"]: row["value"] for row in rows}
    expected = {"university": 480, "faculties": 383, "professional-services": 97}
    units = names(reference.load())
    with HEADCOUNT_2019.open(encoding="utf-8") as lines:
        for school in csv.DictReader(lines):
            faculty, unit = units[school["faculty"].casefold()], units[school["school"].casefold()]
            expected[unit] = int(school["headcount"])
            if faculty not in (unit, "professional-services"):
                expected[faculty] = expected.get(faculty, 0) + int(school["headcount"])
    assert {unit: found[unit] for unit in expected} == expected


def test_the_extract_counts_not_the_history_of_the_reference(tmp_path, call):
    file = write_csv(tmp_path / "people.csv", people_of_2019()[1:])
    assert call("load", "workforce", file, "--as-of", "2019-09-30")[0] == 0
    assert call("publish")[0] == 0
    _, rows = call_json(call, "show", "headcount", "--unit", "University", "--period", "2019-09-30")
    assert [row["value"] for row in rows] == [479]


def test_loading_the_same_file_again_is_the_same_snapshot(tmp_path, call):
    file = write_csv(tmp_path / "people.csv", people_of_2019()[:5])
    for _ in range(2):
        code, loaded = call_json(call, "load", "workforce", file, "--as-of", "2019-09-30")
        assert (code, loaded["snapshot_id"], loaded["rows_accepted"]) == (0, 1, 5)
    code, snapshots = call_json(call, "snapshots")
    assert [(one["snapshot_id"], one["state"]) for one in snapshots] == [(1, "current")]
    assert snapshots[0]["accepted_by"] == "command line"


def test_a_lost_key_makes_nobody_a_new_person(tmp_path, call):
    first = write_csv(tmp_path / "first.csv", people_of_2019()[:5])
    second = write_csv(tmp_path / "second.csv", people_of_2019()[:6])
    assert call("load", "workforce", first, "--as-of", "2019-09-30")[0] == 0
    (tmp_path / "key").unlink()
    code, out, err = call("load", "workforce", second, "--as-of", "2019-10-31")
    assert (code, out) == (2, "")
    assert "Put the old key back" in err and err.count("\n") == 1
    assert len(call_json(call, "snapshots")[1]) == 1


def test_the_same_file_for_another_day_is_warned_of(tmp_path, call):
    file = write_csv(tmp_path / "people.csv", people_of_2019()[:5])
    assert call("load", "workforce", file, "--as-of", "2019-09-30")[0] == 0
    code, out, _ = call("load", "workforce", file, "--as-of", "2019-10-31")
    assert code == 0
    assert "Warning: This very file is in use as the workforce extract of 30 September 2019" in out


def test_nothing_in_a_file_reaches_the_terminal_but_text(tmp_path, call):
    row = people_of_2019()[0]
    path = tmp_path / "we\x1b[31m\nird.csv"
    write_csv(path, [[row[0], "\x1b]0;owned\x07\u202eT\nitle", *row[2:4], "9" * 5000, *row[5:]]])
    code, out, err = call("check", "workforce", str(path), "--as-of", "2019-09-30")
    assert (code, err) == (1, "")
    assert out.replace("\n", "").isprintable()
    assert len(out.splitlines()) == 3, "a line for each finding, one for their number"
    assert max(map(len, out.splitlines())) < 400


def test_what_a_full_disk_could_not_take_is_named(tmp_path, call):
    code, out, err = call("template", "workforce", "/dev/full")
    assert (code, out, err) == (2, "", "/dev/full: No space left on device.\n")


def test_a_package_that_is_missing_is_named(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    for name in ("tcdata.readers.own_layout", "tcdata.check"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    code, _, err = call("check", "workforce", "x.csv", "--as-of", "2019-09-30")
    assert code == 2
    assert err == "“fastexcel” is not installed: run pip install -r requirements.txt first.\n"


def test_a_headcount_that_jumps_is_warned_of(tmp_path, call):
    for name, people in (("all.csv", people_of_2019()), ("few.csv", people_of_2019()[:400])):
        file = write_csv(tmp_path / name, people)
        code, loaded = call_json(call, "load", "workforce", file, "--as-of", "2019-09-30")
        assert code == 0
    (first, *_) = loaded["warnings"]
    assert "moves by more than 10 %: 480 → 400" in first


def wrong_file(tmp_path):
    good, bad = people_of_2019()[:2]
    bad[4] = CANARY
    return write_csv(tmp_path / "people.csv", [good, bad])


def test_findings_stop_a_load_and_are_printed(tmp_path, call):
    code, out, err = call("load", "workforce", wrong_file(tmp_path), "--as-of", "2019-09-30")
    assert (code, err) == (1, "")
    assert CANARY in out
    assert "Nothing was stored" in out
    assert call_json(call, "snapshots") == (0, [])


def test_where_no_row_can_be_accepted_the_findings_say_why(tmp_path, call):
    bad = people_of_2019()[1]
    bad[4] = CANARY
    file = write_csv(tmp_path / "people.csv", [bad])
    code, out, err = call("load", "workforce", file, "--as-of", "2019-09-30", "--accept-partial")
    assert (code, err) == (1, "")
    assert CANARY in out and out.endswith("Nothing was stored. Correct the file.\n")
    assert call_json(call, "snapshots") == (0, [])


def test_the_steward_may_leave_wrong_rows_out(tmp_path, call):
    file = wrong_file(tmp_path)
    code, loaded = call_json(
        call, "load", "workforce", file, "--as-of", "2019-09-30", "--accept-partial"
    )
    assert (code, loaded["rows_accepted"], loaded["rows_refused"]) == (0, 1, 1)
    assert CANARY not in call("audit")[1]


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_of_tomorrow_is_not_taken(tmp_path, call, command):
    file = write_csv(tmp_path / "people.csv", people_of_2019()[:5])
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    code, out, err = call(command, "workforce", file, "--as-of", tomorrow)
    assert (code, out) == (2, "")
    assert err.startswith(f"The as-of date {tomorrow} is in the future: today is ")
    assert call(command, "workforce", file, "--as-of", date.today().isoformat())[0] == 0


def test_check_prints_findings_and_stores_nothing(tmp_path, call):
    code, findings = call_json(call, "check", "workforce", wrong_file(tmp_path))
    assert code == 1
    (finding,) = [one for one in findings if one["severity"] == "error"]
    assert finding["row"] == 3
    assert finding["column"] == "fte"
    assert finding["value"] == CANARY
    assert finding["problem"] and finding["remedy"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv"]


def test_a_good_file_has_no_errors(tmp_path, call):
    file = write_csv(tmp_path / "people.csv", people_of_2019()[:5])
    code, out, _ = call("check", "workforce", file, "--as-of", "2019-09-30")
    assert code == 0
    assert "No errors found." in out


@pytest.mark.parametrize("kind", ["workforce", "survey", "activity"])
def test_a_template_is_a_workbook(tmp_path, call, kind):
    path = tmp_path / "template.xlsx"
    assert call("template", kind, str(path))[0] == 0
    assert path.read_bytes()[:2] == b"PK"


def test_the_sample_is_written_and_never_loaded(tmp_path, call):
    code, written = call_json(call, "sample", str(tmp_path / "sample"))
    assert code == 0
    assert "workforce_2026-09-01.xlsx" in written["files"]
    assert call("snapshots")[0] == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "arguments are required: COMMAND"),
        (["nothing"], "invalid choice"),
        (["load", "workforce", "x.csv"], "Write --as-of"),
        (["load", "activity", "x.csv", "--wave", "2026"], "write --as-of"),
        (["load", "survey", "x.csv"], "Write --wave with one of: 2023, 2026"),
        (["load", "survey", "x.csv", "--as-of", "2026-09-01"], "write --wave"),
        (["load", "survey", "x.csv", "--wave", "1999"], "no wave “1999”; there are: 2023, 2026"),
        (["load", "workforce", "x.csv", "--as-of", "1/9/2026"], "not a date like 2026-09-01"),
        (["load", "workforce", "x.csv", "--as-of", "2026-09-31"], "not a date like 2026-09-01"),
        (["load", "workforce", "no such file.csv", "--as-of", "2026-09-01"], "No such file"),
        (["check", "people", "x.csv"], "invalid choice: 'people'"),
        (["check", "workforce", "x.csv", "--reference", "nowhere"], "the file is missing"),
        (["snapshots"], "There is no store at"),
        (["publish"], "There is no store at"),
        (["purge", "1"], "required: --reason"),
        (["withdraw", "1"], "required: --reason"),
        (["withdraw", "1", "--reason", " "], "say why; it stays in the audit trail"),
        (["withdraw", "one"], "invalid int value"),
        (["export", "poster", "--unit", "FBS", "x"], "invalid choice"),
        (["export", "rows", "x"], "required: --unit"),
        (["template", "survey", "x.csv"], "is of the kind .xlsx"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_2(call, args, said):
    code, out, err = call(*args, store=bool(args and args != ["nothing"]))
    assert code == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_the_address_of_the_store_must_be_one(call):
    code, _, err = call("snapshots", "--store", "data/store.db", store=False)
    assert code == 2
    assert "not a store's address" in err


def test_an_unreadable_file_is_2(tmp_path, call):
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"not a workbook")
    code, out, err = call("check", "workforce", str(path))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_an_unforeseen_failure_shows_no_traceback_and_no_value(call, published, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(store, "snapshots", fail)
    code, out, err = call("snapshots")
    assert (code, out) == (2, "")
    assert "RuntimeError in test_cli.py" in err
    assert CANARY not in err


def test_show_gives_totals_of_all_units_and_periods(call, published):
    code, rows = call_json(call, "show", "skill_holders")
    assert code == 0
    assert list(rows[0]) == COLUMNS
    assert [(row["unit"], row["item"], row["value"]) for row in rows] == [
        ("fbs", "skill-0", 0.0),
        ("fbs", "skill-1", None),
        ("fbs", "skill-2", 2 / 3),
    ]


def test_show_selects(call, published):
    def selected(*args):
        code, rows = call_json(call, "show", "skill_holders", *args)
        return code, [(row["unit"], row["item"]) for row in rows]

    for unit in ("fbs", "FBS", "faculty of biological sciences", "Biological Sciences"):
        chosen = selected("--unit", unit, "--period", "2026", "--item", "skill-1")
        assert chosen == (0, [("fbs", "skill-1")])
    assert selected("--cut", "grade") == (0, [("eps", "skill-0"), ("eps", "skill-1")])


def test_show_for_people_names_units_and_aligns(call, published):
    _, out, _ = call("show", "skill_holders")
    lines = out.splitlines()
    assert "Faculty of Biological Sciences" in lines[1]
    assert lines[0].split() == ["metric", "item", "period", "unit", "base", "value"]
    assert lines[0].index("period") == lines[1].index("2026")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["headcounts"], "the metric “headcounts”; there are: skill_holders."),
        (["skill_holders", "--unit", "Hogwarts"], "there are: eps (EPS), fbs (FBS)."),
        (["skill_holders", "--period", "2023"], "the period “2023”; there are: 2026."),
        (["skill_holders", "--cut", "gender"], "the cut “gender”; there are: grade."),
        (["skill_holders", "--item", "x"], "there are: skill-0, skill-1, skill-2."),
    ],
)
def test_show_lists_what_there_is(call, published, args, said):
    code, out, err = call("show", *args)
    assert (code, out) == (2, "")
    assert said in err


def test_show_without_totals_names_the_cuts(call, published):
    code, out, err = call("show", "skill_holders", "--unit", "eps")
    assert code == 0
    assert out == "No published row.\n"
    assert "only rows with a --cut: grade" in err


def test_before_the_first_edition_there_is_nothing_to_show(call, url):
    store.open_store(url).dispose()
    assert "Nothing has been published" in call("show", "headcount")[2]
    assert "nothing to publish" in call("publish")[2]


@pytest.mark.parametrize(
    ("form", "start"), [("workbook", b"PK"), ("rows", b"metric,"), ("briefing", b"<!DOCTYPE html>")]
)
def test_a_unit_is_exported(tmp_path, call, published, form, start):
    path = tmp_path / "out"
    code, written = call_json(call, "export", form, "--unit", "FBS", str(path))
    assert code == 0
    assert path.read_bytes().startswith(start)
    assert written == {"path": str(path), "bytes": path.stat().st_size}


def test_a_unit_without_figures_is_not_exported(tmp_path, call, published):
    code, _, err = call("export", "rows", "--unit", "Library", str(tmp_path / "out"))
    assert code == 2
    assert "Nothing has been published about “Library”" in err


def test_snapshots_are_withdrawn_and_purged(call, published):
    assert call_json(call, "withdraw", "1", "--reason", "wrong month") == (
        0,
        {"withdrawn": 1, "current": None},
    )
    assert "not in use" in call("withdraw", "1", "--reason", "wrong month")[2]
    assert call_json(call, "purge", "1", "--reason", "erasure request 12")[0] == 0
    _, trail = call_json(call, "audit")
    assert [one["action"] for one in trail] == ["accept", "publish", "withdraw", "purge"]
    assert trail[-1]["person"] == "command line"
    assert trail[-1]["detail"] == {"snapshot": 1, "current": None, "reason": "erasure request 12"}
    out = call("audit")[1]
    assert "Snapshot 1; no other counts instead" in out and "erasure request 12" in out
    assert "{" not in out


def test_who_did_it_is_named_only_when_told(call, published, monkeypatch):
    monkeypatch.setenv("TCDATA_USER", "data steward")
    call("withdraw", "1", "--reason", "wrong month")
    assert "data steward" in call("audit")[1]


def test_editions_are_listed(call, published):
    _, editions = call_json(call, "editions")
    assert [(one["edition"], one["current"]) for one in editions] == [(1, True)]
    assert "workforce 2026-09-01" in call("editions")[1]


def test_verify_finds_a_damaged_store(call, published, url):
    assert call("verify")[:2] == (0, "The store is sound.\n")
    engine = store.open_store(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE published SET value = 9 WHERE row = 0")
    code, faults = call_json(call, "verify")
    assert code == 1
    assert faults == ["Edition 1 is damaged: its rows are not what was published. Publish again."]


def test_help_lists_the_commands_at_once(call):
    code, out, _ = call("--help", store=False)
    assert code == 0
    for command in (
        "template",
        "check",
        "compare",
        "load",
        "publish",
        "show",
        "export",
        "sample",
        "purge",
    ):
        assert command in out


def test_a_call_without_the_sample_never_imports_it():
    script = (
        "import sys; from tcdata.cli.parser import make_parser; make_parser(); print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert not loaded & {"pandas", "sqlalchemy", "sample_data", "streamlit"}


def test_what_the_attacker_finds_is_wrong_data_and_one_sentence(call, monkeypatch, tmp_path):
    from tcdata import edition
    from tcdata.disclosure import AuditError

    def found(*given):
        raise AuditError("Nothing was published. leaving_reasons: something could be found out.")

    file = write_csv(tmp_path / "people.csv", people_of_2019())
    assert call("load", "workforce", file, "--as-of", "2019-09-30")[0] == 0
    monkeypatch.setattr(edition, "gate", found)
    code, _, told = call("publish")
    assert code == 1
    assert "leaving_reasons" in told


def test_an_export_for_outside_is_rounded(call, tmp_path):
    file = write_csv(tmp_path / "people.csv", people_of_2019())
    assert call("load", "workforce", file, "--as-of", "2019-09-30")[0] == 0
    assert call("publish")[0] == 0
    for preset, expected in (("internal", 480), ("publish", 480)):
        path = tmp_path / f"{preset}.csv"
        assert call("export", "rows", "--unit", "UoL", str(path), "--preset", preset)[0] == 0
        rows = pd.read_csv(path, keep_default_na=False)
        whole = rows[(rows["metric"] == "headcount") & (rows["cut"] == "")]
        counts = pd.to_numeric(whole["value"])
        assert counts[whole["unit"] == "university"].tolist() == [expected]
        assert (counts % 5 == 0).all() == (preset == "publish")
