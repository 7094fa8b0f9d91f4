"""A store belongs to one key: with another one nobody in it would be known again."""

import pytest
import sqlalchemy as sa

from tcdata import store
from tcdata.store import connection as connections
from tcdata.store import key as keys
from tcdata.store import schema

KEY, OTHER = b"k" * 32, b"o" * 32


def test_the_first_key_used_is_the_only_one(engine, url):
    store.use_key(engine, KEY)
    store.use_key(store.open_store(url), KEY)
    with pytest.raises(store.StoreError, match="Put the old key back"):
        store.use_key(engine, OTHER)
    store.use_key(engine, KEY)


def test_the_mark_does_not_give_the_key_away(engine):
    store.use_key(engine, KEY)
    with engine.connect() as connection:
        mark = connection.scalar(sa.select(schema.key_mark.c.mark))
    assert len(mark) == 64
    assert KEY.hex() not in mark


def test_a_store_made_before_keys_were_marked_takes_the_present_one(engine, url):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE key_mark")
    engine.dispose()
    opened = store.open_store(url)
    store.use_key(opened, KEY)
    with pytest.raises(store.StoreError, match="Put the old key back"):
        store.use_key(opened, OTHER)


def test_a_key_that_is_known_waits_for_no_writer(engine, url, monkeypatch):
    store.use_key(engine, KEY)
    monkeypatch.setattr(connections, "SECONDS_TO_WAIT", 0)
    other = store.open_store(url)
    with connections.writing(engine):
        store.use_key(other, KEY)
        with pytest.raises(store.StoreError, match="Put the old key back"):
            store.use_key(other, OTHER)


def test_of_two_first_keys_at_once_one_is_taken(engine, url, monkeypatch):
    def beaten(late):
        monkeypatch.undo()
        store.use_key(store.open_store(url), OTHER)
        return connections.writing(late)

    monkeypatch.setattr(keys, "writing", beaten)
    with pytest.raises(store.StoreError, match="Put the old key back"):
        store.use_key(engine, KEY)
    store.use_key(engine, OTHER)
