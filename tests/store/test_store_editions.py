"""Editions: published rows come back exactly, with the reference they were built with."""

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata import store
from tcdata.published import COLUMNS
from tcdata.store import schema
from tcdata.store.publishing import ROWS_AT_A_TIME
from tests.store.kept import make_checked, make_rows


def test_published_rows_come_back_exactly(engine, reference):
    rows = make_rows(ROWS_AT_A_TIME + 1)
    number = store.publish(engine, rows, [], reference, "tester")
    pd.testing.assert_frame_equal(store.edition_rows(engine, number), rows, check_exact=True)
    assert store.current_edition(engine) == number


def test_editions_are_listed_with_their_dates_newest_first(engine, reference):
    first, second = (store.publish(engine, make_rows(1), [], reference, "tester") for _ in range(2))
    dates = store.edition_dates(engine)
    assert list(dates) == [second, first]
    assert pd.Timestamp(dates[second]) >= pd.Timestamp(dates[first])
    assert pd.Timestamp.now("UTC") - pd.Timestamp(dates[first]) < pd.Timedelta(minutes=5)


def test_an_edition_may_have_no_rows(engine, reference):
    number = store.publish(engine, make_rows(0), [], reference, "tester")
    rows = store.edition_rows(engine, number)
    assert list(rows) == COLUMNS
    pd.testing.assert_frame_equal(rows, make_rows(0))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.floats())
def test_any_text_and_number_survives(tmp_path_factory, reference, text, value):
    engine = store.open_store(f"sqlite:///{tmp_path_factory.getbasetemp()}/any.db")
    rows = make_rows(1).assign(item=text, value=value)
    rows["item"] = rows["item"].astype("str")
    number = store.publish(engine, rows, [], reference, "tester")
    pd.testing.assert_frame_equal(store.edition_rows(engine, number), rows, check_exact=True)
    engine.dispose()


def test_before_the_first_edition_there_is_none(engine):
    assert store.current_edition(engine) is None
    assert store.editions(engine).empty
    with pytest.raises(store.UnknownIdError, match="no edition 1"):
        store.edition_rows(engine, 1)


def test_editions_say_what_they_were_built_from(engine, reference):
    numbers = [
        store.accept(engine, make_checked(period=period), "tester")
        for period in ("2025-09-01", "2026-09-01")
    ]
    first = store.publish(engine, make_rows(), numbers, reference, "tester")
    second = store.publish(engine, make_rows(), numbers[1:], reference, "tester")
    editions = store.editions(engine).set_index("edition")
    assert editions.loc[first, "periods"] == ["workforce 2025-09-01", "workforce 2026-09-01"]
    assert editions.loc[second, "snapshot_ids"] == numbers[1:]
    assert editions["current"].to_dict() == {first: False, second: True}
    assert editions.loc[second, "rows"] == 4


def test_an_edition_keeps_its_reference(engine, reference):
    number = store.publish(engine, make_rows(), [], reference, "tester")
    store.publish(engine, make_rows(), [], reference, "tester")
    kept = store.edition_reference(engine, number)
    assert kept.sha256 == reference.sha256
    pd.testing.assert_frame_equal(kept.organisation, reference.organisation)


def test_withdrawing_leaves_the_edition_until_the_next(engine, reference):
    snapshot = store.accept(engine, make_checked(), "tester")
    edition = store.publish(engine, make_rows(), [snapshot], reference, "tester")
    store.withdraw(engine, snapshot, "tester", "")
    assert store.current_edition(engine) == edition
    assert len(store.edition_rows(engine, edition)) == 4


def test_a_snapshot_replaced_while_building_stops_the_edition(engine, reference):
    old = store.accept(engine, make_checked(text="a"), "tester")
    store.accept(engine, make_checked(text="b"), "tester")
    with pytest.raises(store.ConflictError, match="publish again"):
        store.publish(engine, make_rows(), [old], reference, "tester")
    assert store.editions(engine).empty


def test_a_changed_figure_is_noticed(engine, reference):
    number = store.publish(engine, make_rows(), [], reference, "tester")
    with engine.begin() as connection:
        row = schema.published.c.row
        connection.execute(schema.published.update().where(row == 2).values(value=99))
    with pytest.raises(store.StoreDamagedError, match="Edition 1 is damaged"):
        store.edition_rows(engine, number)
    assert store.verify(engine) == [
        "Edition 1 is damaged: its rows are not what was published. Publish again."
    ]


def test_published_rows_are_ordinary_rows_for_other_programs(engine, reference):
    store.publish(engine, make_rows(), [], reference, "tester")
    query = sa.text(
        "SELECT metric, unit, base, value FROM published "
        "JOIN current_edition USING (edition_id) WHERE item = 'skill-1'"
    )
    with engine.connect() as connection:
        assert connection.execute(query).all() == [("skill_holders", "fbs", 1.0, None)]
