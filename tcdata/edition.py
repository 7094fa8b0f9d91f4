"""Editions: accepted tables in, safe published rows out. The only place that joins the rooms."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine

from tcdata import store
from tcdata.disclosure import release
from tcdata.metrics import CATALOGUE, compute, in_order
from tcdata.metrics.change import with_changes
from tcdata.metrics.skills_change import with_skill_changes
from tcdata.reference import Reference


def build(tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """The published rows that the accepted tables give: columns published.COLUMNS.

    `tables` as `store.current_tables` gives them; one that is absent or empty gives no rows.
    Raises NotInReferenceError where people are in a unit or wave that the reference does not have,
    and ImpossibleTotalError where the figures contradict themselves.
    """
    released = release(compute(tables, reference), CATALOGUE, reference)
    # A difference is made of what may be seen, so that it tells no more and always agrees with it.
    changes = with_skill_changes(with_changes(released, reference), reference)
    return in_order(changes, reference)


def publish(engine: Engine, reference: Reference, by: str) -> int:
    """Build an edition from the store's current snapshots, keep it and show it; its number."""
    snapshot_ids = store.current(engine)["snapshot_id"].tolist()
    rows = build(store.current_tables(engine), reference)
    return store.publish(engine, rows, snapshot_ids, reference, by)
