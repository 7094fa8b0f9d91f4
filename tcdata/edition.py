"""Editions: accepted tables in, safe published rows out. The only place that joins the rooms."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd
from sqlalchemy import Engine

from tcdata import store, where
from tcdata.disclosure import Past, gate, release
from tcdata.disclosure.preset import preset
from tcdata.metrics import CATALOGUE, compute, in_order, read
from tcdata.metrics.behind import behind
from tcdata.metrics.change import with_changes
from tcdata.metrics.share_bounds import with_share_bounds
from tcdata.metrics.shortages import with_shortages
from tcdata.metrics.skill_risk import with_risk
from tcdata.metrics.skills_change import with_skill_changes
from tcdata.published import COLUMNS
from tcdata.reference import Reference

Tell = Callable[[str], None]
EDITIONS_KEPT = 8  # in memory while one is published: each holds every figure once more


def build(tables: dict[str, pd.DataFrame], reference: Reference) -> pd.DataFrame:
    """The rows that the accepted tables give by themselves: columns published.COLUMNS.

    `tables` as `store.in_use` gives them; one that is absent or empty gives no rows. They
    are neither compared with earlier editions nor audited: only `publish` makes an edition. Raises
    NotInReferenceError where people are in a unit or wave that the reference does not have, and
    ImpossibleTotalError where the figures contradict themselves.
    """
    return _finished(release(compute(tables, reference), CATALOGUE, reference), reference)


def publish(engine: Engine, reference: Reference, by: str, tell: Tell | None = None) -> int:
    """Build an edition from the store's current snapshots, keep it and show it; its number.

    What earlier editions showed decides what may be shown now, and the attacker reads every
    sensitive figure first. `tell` hears, in a sentence, what is being done. Raises what `build`
    raises, and AuditError where the attacker finds something: then nothing is published.
    """
    snapshot_ids, tables = store.in_use(engine)
    if tell:
        tell("Computing every figure")
    rows = compute(tables, reference)
    past, latest = _past(engine)
    released = gate(rows, CATALOGUE, reference, behind(read(tables), reference), past, tell)
    if tell:
        tell("Comparing the waves and storing the edition")
    finished = _finished(released.rows, reference)
    return store.publish(
        engine, finished, snapshot_ids, reference, by, shown=released.entries, after=latest
    )


def _finished(released: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    # A difference is made of what may be seen, so that it tells no more and always agrees with it.
    changes = with_changes(with_share_bounds(released, reference), reference)
    changes = with_skill_changes(changes, reference)
    changes = with_risk(with_shortages(changes, reference), reference)
    return preset(in_order(changes, reference), CATALOGUE, reference)


def _past(engine: Engine) -> tuple[Past, int | None]:
    """What the store's earlier editions showed, and the number of the latest."""
    ledger, latest = store.ledger(engine)
    rows = lru_cache(maxsize=EDITIONS_KEPT)(lambda edition: store.edition_rows(engine, edition))
    before = pd.DataFrame(columns=COLUMNS) if latest is None else rows(latest)
    url = engine.url.render_as_string(hide_password=False)
    key = where.SAMPLE_KEY if store.is_sample(engine) else where.key(url)
    store.use_key(engine, key)
    return Past(ledger, rows, before, key), latest
