"""The succession plan: entries are added, followed and never lost; two at once cannot both win."""

import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from tcdata import store, where
from tcdata.plan import COLUMNS, latest
from tcdata.store import schema
from tests.store.kept import make_checked, make_rows
from tests.store.test_store_processes import start

FIRST = {
    "unit": "fbs",
    "skill": "glass-blowing",
    "wave": "2023",
    "decision": "train",
    "owner": "TSM, FBS",
    "due": "2027-03-01",
    "state": "planned",
}


def decide(engine, after=None, by="tester", **changes):
    return store.decide(engine, **{**FIRST, **changes}, by=by, after=after)


def test_before_the_first_decision_the_plan_is_empty(engine):
    assert list(store.plan_entries(engine)) == COLUMNS
    assert store.plan_entries(engine).empty
    assert latest(store.plan_entries(engine)).empty


def test_an_entry_comes_back_as_it_was_decided(engine):
    number = decide(engine, owner="  TSM,\n FBS ")
    (entry,) = store.plan_entries(engine).to_dict("records")
    assert {name: entry[name] for name in FIRST} == FIRST
    assert (entry["entry"], entry["person"]) == (number, "tester")
    assert str(entry["at"].tz) == "UTC"


def test_the_latest_of_a_unit_and_skill_counts_and_the_earlier_ones_stay(engine):
    one = decide(engine)
    other = decide(engine, unit="eps")
    two = decide(engine, after=one, wave="2026", state="done")
    entries = store.plan_entries(engine)
    assert entries["entry"].tolist() == [one, other, two]
    counting = latest(entries).set_index("unit")
    assert counting["entry"].to_dict() == {"eps": other, "fbs": two}
    assert counting.loc["fbs", "state"] == "done"


def test_the_second_of_two_hears_what_the_first_decided(engine):
    first = decide(engine)
    decide(engine, after=first, decision="hire", owner="HR", due="2028-01-05", by="one")
    with pytest.raises(store.ConflictError) as caught:
        decide(engine, after=first, state="under-way", by="two")
    for words in ("meanwhile", "hire a holder", "owner HR", "due 5 January 2028", "planned"):
        assert words in str(caught.value)
    assert len(store.plan_entries(engine)) == 2
    assert store.audit_trail(engine)["person"].tolist() == ["tester", "one"]


def test_who_saw_no_decision_does_not_overwrite_one(engine):
    decide(engine)
    with pytest.raises(store.ConflictError, match="train a colleague"):
        decide(engine, decision="hire")
    with pytest.raises(store.ConflictError, match="no earlier decision"):
        decide(engine, unit="eps", after=1)


def test_the_same_decision_again_is_the_same_entry(engine):
    first = decide(engine)
    assert decide(engine) == decide(engine, after=first) == first
    assert len(store.plan_entries(engine)) == len(store.audit_trail(engine)) == 1


def test_the_database_itself_takes_one_successor_of_an_entry(engine):
    decide(engine)
    row = {**FIRST, "previous": 0, "at": "2026", "person": "nobody"}
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(schema.plan.insert().values(**row))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"decision": "dismiss"}, "there are: train, hire, apprentice, share, accept"),
        ({"state": "soon"}, "there are: planned, under-way, done, dropped"),
        ({"owner": " "}, "The owner is a role"),
        ({"owner": "[erased]"}, "The owner is a role"),
        ({"owner": "someone@example.org"}, "The owner is a role"),
        ({"owner": "x" * 61}, "at most 60 characters"),
        ({"due": "1 March"}, "not a date like"),
        ({"due": ""}, "by which day"),
        ({"skill": ""}, "one skill of one unit"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_in_a_sentence(engine, change, says):
    with pytest.raises(store.StoreError, match=says):
        decide(engine, **change)
    assert store.plan_entries(engine).empty
    assert store.audit_trail(engine).empty


def test_every_decision_is_one_sealed_entry_of_the_trail_without_the_owner(engine):
    decide(engine, after=decide(engine), state="dropped", owner="canary-owner")
    trail = store.audit_trail(engine)
    assert trail["action"].tolist() == ["decide", "decide"]
    assert "canary-owner" not in trail.to_csv()
    assert trail["detail"].iloc[1]["state"] == "dropped"
    assert store.verify(engine) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE plan SET due = '2099-01-01'", "Entry 1 of the plan is not as it was decided."),
        ("DELETE FROM plan", "Entry 1 of the plan was decided and is gone."),
    ],
)
def test_a_plan_changed_behind_the_products_back_is_found(engine, statement, found):
    decide(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert store.verify(engine) == [found]


def test_the_plan_survives_publishing_withdrawing_purging_and_a_restored_file(
    engine, url, reference, tmp_path
):
    decide(engine)
    before = store.plan_entries(engine)
    snapshot = store.accept(engine, make_checked(), "tester")
    store.publish(engine, make_rows(), [snapshot], reference, "tester")
    store.withdraw(engine, snapshot, "tester", "wrong month")
    store.accept(engine, make_checked(), "tester")
    store.purge(engine, snapshot, "tester", "erasure request 12")
    assert store.plan_entries(engine).equals(before)
    path = where.sqlite_path(url)
    if path is None:
        return  # a server restores its databases itself
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    engine.dispose()
    for file in path.parent.glob("store.db-*"):
        file.unlink()
    shutil.copy(backup, path)
    restored = store.open_store(url)
    path.chmod(0o600)
    assert store.plan_entries(restored).equals(before)
    assert store.verify(restored) == []
    assert decide(restored, after=1, state="done") == 2


def test_a_person_named_against_the_advice_can_be_forgotten(engine, url):
    first = decide(engine, owner="canary-person")
    decide(engine, after=first, owner="TSM, FBS")
    store.forget(engine, first, "steward", "erasure request 12")
    assert store.plan_entries(engine)["owner"].tolist() == ["[erased]", "TSM, FBS"]
    assert store.audit_trail(engine)["action"].tolist() == ["decide", "decide", "forget"]
    assert store.verify(engine) == []
    if where.sqlite_path(url):
        files = where.folder(url).iterdir()
        assert b"canary-person" not in b"".join(path.read_bytes() for path in files)
    with pytest.raises(store.StoreError, match="erased already"):
        store.forget(engine, first, "steward", "again")
    with pytest.raises(store.UnknownIdError, match="no entry 9"):
        store.forget(engine, 9, "steward", "nobody")


def test_a_store_made_before_there_were_plans_gets_the_table(engine, url):
    """As the product before this table made it, with a file accepted and an edition published."""
    number = store.accept(engine, make_checked(), "tester")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE plan")
    engine.dispose()
    opened = store.open_store(url)
    assert store.plan_entries(opened).empty
    assert store.current(opened)["snapshot_id"].tolist() == [number]
    assert decide(opened) == 1
    assert store.verify(opened) == []
    assert len(store.plan_entries(store.open_store(url))) == 1


DECIDE = """
import sys
from tcdata import store
engine = store.open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    print(store.decide(engine, unit="fbs", skill="welding", wave="2026", decision="train",
        owner=sys.argv[2], due="2027-03-01", state="planned", by="tester", after=None))
except store.ConflictError as error:
    print(error)
"""


def test_of_processes_that_decide_at_once_one_wins_and_the_others_hear_it(url):
    workers = [start(DECIDE, url, f"Role {number}") for number in range(3)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate(timeout=60)[0].strip() for worker in workers]
    (entry,) = store.plan_entries(store.open_store(url)).to_dict("records")
    assert sorted(said)[0] == "1"
    assert all(f"owner {entry['owner']}" in text for text in said if text != "1")
    assert store.verify(store.open_store(url)) == []
