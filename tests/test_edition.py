"""Editions: from the store's current snapshots to safe rows that are shown."""

import pytest

from tcdata import edition, store
from tcdata.check import Checked
from tcdata.published import COLUMNS
from tests.metrics.small import figure, reference, replies, respondents, staff, workforce

REFERENCE = reference()


def checked(kind, period, **tables):
    """What checking a file of these rows gives."""
    import pandas as pd

    frames = {
        name: frame.drop(columns=["as_of", "wave"], errors="ignore")
        for name, frame in tables.items()
    }
    findings = ["sheet", "row", "column", "value", "problem", "remedy", "severity"]
    return Checked(
        kind=kind,
        period=period,
        tables=frames,
        findings=pd.DataFrame(columns=findings),
        refused=pd.DataFrame({"reason": pd.Series(dtype="str")}),
        rows_in=10,
        rows_accepted=10,
        dropped=[],
        sha256=f"{kind} {period} {len(next(iter(frames.values())))}".encode().hex().ljust(64, "0"),
        file_names=["file.xlsx"],
    )


@pytest.fixture
def engine(tmp_path):
    return store.open_store(f"sqlite:///{tmp_path / 'tcdata.db'}")


def test_an_edition_is_built_from_the_current_snapshots(engine):
    first = store.accept(
        engine, checked("workforce", "2026-09-01", workforce=workforce(*staff("music", 20))), "pso"
    )
    published = edition.publish(engine, REFERENCE, "pso")
    rows = store.edition_rows(engine, published)
    assert list(rows) == COLUMNS
    assert figure(rows, "headcount")["value"] == 20
    assert store.current_edition(engine) == published
    assert store.editions(engine).iloc[0]["snapshot_ids"] == [first]

    store.accept(
        engine, checked("workforce", "2026-09-01", workforce=workforce(*staff("music", 21))), "pso"
    )
    store.accept(
        engine, checked("survey", "2026", respondents=respondents(*replies("music", 15))), "pso"
    )
    later = store.edition_rows(engine, edition.publish(engine, REFERENCE, "pso"))
    assert figure(later, "headcount")["value"] == 21
    assert figure(later, "participation_rate", period="2026")["count"] == 15
    assert figure(store.edition_rows(engine, published), "headcount")["value"] == 20


def test_a_build_passes_through_the_gate():
    tables = {
        "workforce": workforce(*staff("music", 20), *staff("drama", 3, 30)),
        "respondents": respondents(*replies("music", 15), *replies("drama", 2, 30)),
    }
    rows = edition.build(tables, REFERENCE)
    assert figure(rows, "participation_rate", "drama", "2026") is None
    assert figure(rows, "participation_rate", "drama+music", "2026")["count"] == 17
    assert figure(rows, "headcount", "drama")["value"] == 3


def test_an_empty_store_gives_an_edition_of_history_alone(engine):
    rows = store.edition_rows(engine, edition.publish(engine, REFERENCE, "pso"))
    assert set(rows["period"]) == {"2019-09-30"}


def test_what_stops_a_build_leaves_the_edition_that_is_shown(engine):
    shown = edition.publish(engine, REFERENCE, "pso")
    odd = workforce(*staff("nowhere", 1))
    store.accept(engine, checked("workforce", "2026-09-01", workforce=odd), "pso")
    with pytest.raises(ValueError, match="“nowhere”"):
        edition.publish(engine, REFERENCE, "pso")
    assert store.current_edition(engine) == shown
