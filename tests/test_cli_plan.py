"""The plan on the command line: decide, list, history, workbook, and wrong calls."""

import json
import shutil
from contextlib import closing
from sqlite3 import connect

import openpyxl
import pandas as pd
import pytest

from tcdata import sample, store
from tcdata.cli import main

SKILL = "developing-methods"
DECIDE = ["--unit", "FoE", "--skill", "Developing methods", "--owner", "TSM, FoE"]
HIRE = [*DECIDE, "--decision", "hire", "--due", "2031-03-01"]


@pytest.fixture
def url(tmp_path):
    """The sample's store as if it were the institution's own."""
    path = tmp_path / "store.db"
    shutil.copyfile(sample.SHIPPED, path)
    path.chmod(0o600)
    with closing(connect(path)) as connection:
        connection.execute("UPDATE store_info SET sample = 0")
        connection.commit()
    return f"sqlite:///{path}"


@pytest.fixture
def call(url, capsys):
    """Run a command in this process; exit code, output and error."""

    def run(*args):
        try:
            code = main([*args, "--store", url])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def of_foe(url):
    found = store.plan_entries(store.open_store(url))
    return found[found["unit"] == "foe"]


def test_a_decision_is_kept_listed_and_stays_in_the_history(call, url, monkeypatch):
    monkeypatch.setenv("TCDATA_USER", "steward")
    code, out, err = call("decide", *HIRE, "--json")
    assert (code, err) == (0, "")
    first = json.loads(out)
    assert first["replaces"] is None
    code, out, _ = call("decide", *HIRE, "--state", "done", "--json")
    assert (code, json.loads(out)["replaces"]) == (0, first["entry"])
    kept = of_foe(url)
    assert kept["skill"].tolist() == [SKILL] * 2
    assert kept["state"].tolist() == ["planned", "done"]
    assert (kept["person"] == "steward").all() and (kept["wave"] == "2026").all()

    code, out, _ = call("plan", "--unit", "FoE", "--json")
    (row,) = [row for row in json.loads(out) if row["entry"]]
    assert (row["skill"], row["decision"], row["owner"]) == (SKILL, "hire", "TSM, FoE")
    code, out, _ = call("plan", "--unit", "FoE", "--skill", SKILL, "--json")
    assert [entry["state"] for entry in json.loads(out)] == ["planned", "done"]
    code, out, _ = call("plan", "--unit", "FoE", "--skill", SKILL)
    assert code == 0
    assert out.index("done") < out.index("planned"), "newest first"


def test_an_owner_that_was_a_person_can_be_forgotten(call, url):
    assert call("decide", *HIRE)[0] == 0
    (entry,) = of_foe(url)["entry"]
    code, out, _ = call("forget", str(entry), "--reason", "a name", "--json")
    assert (code, json.loads(out)) == (0, {"forgotten": entry})
    assert of_foe(url)["owner"].tolist() == ["[erased]"]
    assert call("forget", "999", "--reason", "a name")[0] == 2


def test_the_list_for_readers_is_that_of_the_page(call):
    code, out, _ = call("plan", "--unit", "FBS")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split()[:3] == ["Skill", "Holders", "Decision"]
    made = pd.read_csv(sample.SHIPPED.parent / "plan" / "decisions.csv", dtype=str)
    last = made[made["unit"] == "fbs"].drop_duplicates("skill", keep="last")
    words = ("Train", "Share", "Take on", "Hire", "Accept")
    assert sum(any(word in line for word in words) for line in lines[1:]) == len(last)


def test_the_figure_of_skills_no_longer_short_can_be_shown(call):
    code, out, _ = call("show", "shortage_closed", "--unit", "FBS", "--json")
    (row,) = json.loads(out)
    assert code == 0
    assert row["period"] == "2026"
    assert row["value"] == pytest.approx(100 * row["count"] / row["base"])


def test_the_plan_is_written_as_a_workbook(call, tmp_path):
    path = tmp_path / "plan.xlsx"
    code, _, err = call("export", "plan", "--unit", "FBS", str(path))
    assert (code, err) == (0, "")
    assert openpyxl.load_workbook(path).sheetnames == [
        *("Cover", "Contents", "Notes", "plan", "history")
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["decide", *DECIDE, "--decision", "dismiss", "--due", "2031-03-01"], "dismiss"),
        (["decide", *DECIDE, "--decision", "hire", "--due", "soon"], "not a date"),
        (["decide", *HIRE, "--state", "forgotten"], "forgotten"),
        (["decide", *HIRE[:4], "--owner", "a@example.org", *HIRE[6:]], "The owner is a role"),
        (["decide", "--unit", "Nowhere", *HIRE[2:]], "There is no unit “Nowhere”"),
        (["decide", *HIRE[:2], "--skill", "Alchemy", *HIRE[4:]], "There is no skill “Alchemy”"),
        (["plan", "--unit", "FBS", "--skill", "Alchemy"], "There is no skill “Alchemy”"),
        (["plan", "--unit", "IT"], "No skill has been published about “IT”"),
        (["export", "plan", "--unit", "FBS", "x.xlsx", "--preset", "publish"], "readers inside"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_changes_nothing(call, url, args, says):
    code, out, err = call(*args)
    assert (code, out) == (2, "")
    assert says in err and len(err.strip().splitlines()) == 1
    assert of_foe(url).empty


def test_nothing_is_decided_in_the_sample(call, url, tmp_path):
    with closing(connect(tmp_path / "store.db")) as connection:
        connection.execute("UPDATE store_info SET sample = 1")
        connection.commit()
    code, _, err = call("decide", *HIRE)
    assert code == 2
    assert "is for sample data" in err
    assert call("plan", "--unit", "FBS")[0] == 0


def test_without_a_survey_there_is_no_plan(tmp_path, capsys):
    url = f"sqlite:///{tmp_path}/empty.db"
    store.open_store(url)
    assert main(["plan", "--unit", "FBS", "--store", url]) == 2
    assert "Nothing has been published" in capsys.readouterr().err
