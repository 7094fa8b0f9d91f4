"""The audit trail: complete, sealed, and without a person's value."""

import logging

import pytest
import sqlalchemy as sa

from tcdata import store
from tcdata.store import schema
from tests.store.kept import CANARY, make_checked, make_rows


@pytest.fixture
def used(engine, reference):
    """A store in which everything has happened once."""
    first = store.accept(engine, make_checked(text="a"), "tester")
    second = store.accept(engine, make_checked(refused=2, errors=True), "tester", partial=True)
    store.publish(engine, make_rows(), [second], reference, "tester")
    store.withdraw(engine, second, "tester", "wrong month")
    store.accept(engine, make_checked(refused=2, errors=True), "tester", partial=True)
    store.purge(engine, first, "tester", "erasure request 12")
    return engine


def test_every_change_of_state_is_one_entry(used):
    trail = store.audit_trail(used)
    assert trail["action"].tolist() == [
        *("accept", "accept", "publish", "withdraw", "accept again", "purge")
    ]
    assert trail["entry"].tolist() == [1, 2, 3, 4, 5, 6]
    assert set(trail["person"]) == {"tester"}
    assert store.verify(used) == []


def test_no_value_of_a_person_is_in_the_trail(used):
    trail = store.audit_trail(used)
    assert CANARY not in trail.to_csv()
    with used.connect() as connection:
        assert CANARY not in str(connection.execute(sa.select(schema.audit)).all())


def test_no_value_of_a_person_is_logged(url, caplog):
    with caplog.at_level(logging.DEBUG):
        engine = store.open_store(url)
        store.accept(engine, make_checked(), "tester")
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET person = 'nobody' WHERE entry = 2", "Entry 2 of the audit trail is not"),
        ("UPDATE audit SET at = '2020' WHERE entry = 4", "Entry 4 of the audit trail is not"),
        ("DELETE FROM audit WHERE entry = 3", "Entry 4 of the audit trail is not"),
        ("DELETE FROM audit WHERE entry = 6", "The audit trail ends at entry 5; 6 were written."),
        ("DELETE FROM audit", "The audit trail ends at entry 0; 6 were written."),
    ],
)
def test_an_edit_behind_the_products_back_is_found(used, statement, found):
    with used.begin() as connection:
        if used.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
        connection.exec_driver_sql(statement)
    assert store.verify(used)[0].startswith(found)


def test_what_the_trail_tells_of_must_be_there(used):
    with used.begin() as connection:
        connection.exec_driver_sql("DELETE FROM published")
        connection.exec_driver_sql("DELETE FROM current_edition")
        connection.exec_driver_sql("DELETE FROM editions")
        connection.exec_driver_sql("DELETE FROM snapshot_tables WHERE snapshot_id = 1")
        connection.exec_driver_sql("DELETE FROM current_snapshots WHERE snapshot_id = 1")
        connection.exec_driver_sql("DELETE FROM snapshots WHERE snapshot_id = 1")
    assert store.verify(used) == [
        "Snapshot 1 was accepted and is gone.",
        "Edition 1 was published and is gone.",
    ]
