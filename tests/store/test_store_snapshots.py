"""Snapshots: stored whole or not at all, once, unchanged; withdrawing and purging."""

import tempfile

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata import store
from tcdata.store import audit, schema
from tests.store.kept import make_checked


def accept(engine, **how):
    return store.accept(engine, make_checked(**how), "tester", partial=bool(how.get("refused")))


def states(engine):
    frame = store.snapshots(engine)
    return dict(zip(frame["snapshot_id"], frame["state"], strict=True))


@pytest.mark.parametrize("kind", ["workforce", "survey", "activity"])
def test_tables_come_back_as_they_were_accepted(engine, kind):
    checked = make_checked(kind=kind)
    number = store.accept(engine, checked, "tester")
    back = store.tables(engine, number)
    assert back.keys() == checked.tables.keys()
    for name, frame in checked.tables.items():
        pd.testing.assert_frame_equal(back[name], frame)


def test_the_record_says_what_was_accepted(engine):
    number = accept(engine, rows=3, refused=2)
    record = store.snapshots(engine).iloc[0]
    assert record["snapshot_id"] == number
    assert (record["rows_in"], record["rows_accepted"], record["rows_refused"]) == (5, 3, 2)
    assert record["columns"] == {"workforce": ["person_id", "fte", "main_post", "post_start"]}
    assert record["dropped"] == ["name"]
    assert record["accepted_by"] == "tester"
    assert record["accepted_at"].tzname() == "UTC"


def test_refused_rows_are_kept_with_their_reasons(engine):
    number = accept(engine, refused=2)
    assert store.refused(engine, number)["reason"].tolist() == ["wrong", "wrong"]
    assert store.tables(engine, number).keys() == {"workforce"}


def test_a_file_with_errors_is_stored_only_when_asked_for(engine):
    checked = make_checked(errors=True)
    with pytest.raises(store.NotAcceptedError, match="has errors"):
        store.accept(engine, checked, "tester")
    assert store.snapshots(engine).empty
    assert store.accept(engine, checked, "tester", partial=True) == 1


def test_a_file_without_a_row_is_not_accepted(engine):
    with pytest.raises(store.NotAcceptedError, match="no row"):
        accept(engine, rows=0)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["2025", "2026"])), min_size=1))
def test_the_same_bytes_are_one_snapshot_however_often(files):
    with tempfile.TemporaryDirectory() as folder:
        engine = store.open_store(f"sqlite:///{folder}/store.db")
        numbers = {}
        for text, period in files:
            number = accept(engine, text=text, period=period)
            assert numbers.setdefault((text, period), number) == number
            current = store.current(engine).set_index("period")["snapshot_id"]
            assert current[period] == number
        assert len(store.snapshots(engine)) == len(set(files)) == len(set(numbers.values()))
        engine.dispose()


def test_accepting_the_current_file_again_changes_nothing(engine):
    accept(engine)
    before = len(store.audit_trail(engine))
    accept(engine)
    assert len(store.audit_trail(engine)) == before


def test_the_same_bytes_read_differently_are_a_new_snapshot(engine):
    first = make_checked(text="a")
    changed = make_checked(text="a")
    changed.tables["workforce"].loc[0, "fte"] = 0.25
    numbers = [store.accept(engine, each, "tester") for each in (first, changed, first)]
    assert numbers == [1, 2, 1]


def test_withdrawing_goes_back_one_and_deletes_nothing(engine):
    first, second, third = (accept(engine, text=text) for text in "abc")
    assert store.withdraw(engine, second, "tester", "wrong month") == third
    assert store.withdraw(engine, third, "tester", "wrong month") == first
    assert states(engine) == {first: "current", second: "withdrawn", third: "withdrawn"}
    assert len(store.tables(engine, third)["workforce"]) == 3
    assert store.withdraw(engine, first, "tester", "wrong month") is None
    assert store.current(engine).empty
    assert store.in_use(engine)[1] == {}


def test_a_withdrawn_file_accepted_again_counts_again(engine):
    first = accept(engine, text="a")
    store.withdraw(engine, first, "tester", "by mistake")
    assert accept(engine, text="a") == first
    assert states(engine) == {first: "current"}


def test_withdrawing_touches_only_its_own_kind_and_period(engine):
    accept(engine, period="2025-09-01")
    latest = accept(engine, period="2026-09-01")
    accept(engine, kind="survey", period="2026")
    store.withdraw(engine, latest, "tester", "")
    assert store.current(engine)[["kind", "period"]].to_numpy().tolist() == [
        ["survey", "2026"],
        ["workforce", "2025-09-01"],
    ]


@pytest.mark.parametrize("change", [store.withdraw, store.purge])
def test_what_is_not_there_cannot_be_taken_away(engine, change):
    with pytest.raises(store.UnknownIdError, match="no snapshot 7"):
        change(engine, 7, "tester", "")
    number = accept(engine)
    change(engine, number, "tester", "")
    with pytest.raises(store.StoreError, match=r"withdrawn or purged|already"):
        change(engine, number, "tester", "")


def test_tables_in_use_carry_their_period(engine):
    accept(engine, period="2025-09-01", text="a", rows=2)
    accept(engine, period="2026-09-01", text="b", rows=3)
    accept(engine, kind="survey", period="2026")
    tables = store.in_use(engine)[1]
    assert tables.keys() == {"workforce", "respondents", "answers", "skills"}
    assert tables["workforce"]["as_of"].value_counts().to_dict() == {
        "2025-09-01": 2,
        "2026-09-01": 3,
    }
    assert set(tables["skills"]["wave"]) == {"2026"}
    assert tables["workforce"]["person_id"].dtype == tables["workforce"]["as_of"].dtype == "str"


def test_the_first_file_accepted_ends_the_sample_for_good(engine, tmp_path):
    assert not store.has_real_data(engine)
    number = accept(engine)
    assert store.has_real_data(engine)
    store.withdraw(engine, number, "tester", "")
    assert store.has_real_data(engine)
    sample = store.open_store(f"sqlite:///{tmp_path}/sample.db", sample=True)
    accept(sample)
    assert not store.has_real_data(sample)


def stored_bytes(engine, number):
    table = schema.snapshot_tables
    query = sa.select(table.c.parquet).where(table.c.snapshot_id == number)
    with engine.connect() as connection:
        return list(connection.scalars(query))


def test_a_purged_snapshot_leaves_a_tombstone(engine):
    number = accept(engine, refused=1)
    assert store.purge(engine, number, "tester", "erasure request 12") is None
    record = store.snapshots(engine).iloc[0]
    assert (record["state"], record["reason"]) == ("purged", "erasure request 12")
    assert (record["rows_accepted"], record["file_names"]) == (3, [])
    assert stored_bytes(engine, number) == []
    with pytest.raises(store.UnknownIdError, match="purged"):
        store.tables(engine, number)
    assert store.verify(engine) == []


def test_a_purged_file_does_not_come_back(engine):
    store.purge(engine, accept(engine, text="a"), "tester", "erasure request 12")
    with pytest.raises(store.NotAcceptedError, match="purged on"):
        accept(engine, text="a")
    assert accept(engine, text="b") > 1


def test_purging_the_current_file_goes_back_one(engine):
    first, second = accept(engine, text="a"), accept(engine, text="b")
    assert store.purge(engine, second, "tester", "") == first
    assert store.current(engine)["snapshot_id"].tolist() == [first]


def test_a_flipped_byte_is_noticed(engine):
    number = accept(engine)
    table = schema.snapshot_tables
    data = bytearray(stored_bytes(engine, number)[1])
    data[len(data) // 2] ^= 1
    with engine.begin() as connection:
        connection.execute(
            table.update().where(table.c.name == "workforce").values(parquet=bytes(data))
        )
    for load in (lambda: store.tables(engine, number), lambda: store.in_use(engine)[1]):
        with pytest.raises(store.StoreDamagedError, match="table “workforce” is not what was"):
            load()
    assert store.verify(engine) == [
        "Snapshot 1 is damaged: its table “workforce” is not what was stored. "
        "Withdraw it and load the file again, or restore the store from a backup."
    ]


def test_a_failure_in_the_middle_stores_nothing(engine, monkeypatch):
    accept(engine, text="a")

    def fail(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(audit, "append", fail)
        accept(engine, text="b")
    assert states(engine) == {1: "current"}
    assert len(stored_bytes(engine, 2)) == 0
    assert store.verify(engine) == []
    assert accept(engine, text="b") > 1
