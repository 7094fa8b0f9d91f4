"""Editions: from the store's current snapshots to safe rows that are shown."""

from dataclasses import replace

import pandas as pd
import pytest

from tcdata import edition, store
from tcdata.check import Checked
from tcdata.disclosure import AuditError
from tcdata.published import COLUMNS
from tcdata.store import contents
from tests.metrics.small import answers, figure, reference, replies, respondents, staff, workforce

REFERENCE = reference()


def checked(kind, period, **tables):
    """What checking a file of these rows gives."""
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


def test_an_edition_names_every_snapshot_it_is_built_from(engine, monkeypatch):
    """Also where another file is accepted while the rows are read."""
    store.accept(
        engine, checked("workforce", "2026-09-01", workforce=workforce(*staff("music", 20))), "pso"
    )
    read, late = (
        contents._current_frame,
        checked("workforce", "2025-09-01", workforce=workforce(*staff("music", 30))),
    )

    def and_another_is_accepted(connection):
        found = read(connection)
        monkeypatch.setattr(contents, "_current_frame", read)
        store.accept(engine, late, "somebody else")
        return found

    monkeypatch.setattr(contents, "_current_frame", and_another_is_accepted)
    published = edition.publish(engine, REFERENCE, "pso")
    periods = set(store.edition_rows(engine, published).query("metric == 'headcount'")["period"])
    named = store.editions(engine).iloc[0]["periods"]
    assert {f"workforce {period}" for period in periods} & set(named) == set(named)
    assert "2025-09-01" not in periods


def test_a_lost_key_publishes_nothing(engine, monkeypatch):
    monkeypatch.setenv("TCDATA_KEY", "k" * 40)
    store.accept(
        engine, checked("workforce", "2026-09-01", workforce=workforce(*staff("music", 20))), "pso"
    )
    edition.publish(engine, REFERENCE, "pso")
    monkeypatch.setenv("TCDATA_KEY", "another" * 8)
    with pytest.raises(store.StoreError, match="Put the old key back"):
        edition.publish(engine, REFERENCE, "pso")
    assert len(store.editions(engine)) == 1


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


# Editions one after another


def survey(people, late=0, mood="Good"):
    """A survey that `people` of music have answered, and `late` of drama."""
    rows = [*replies("music", people), *replies("drama", 15, 500), *replies("drama", late, 900)]
    given = [(row["respondent_id"], "mood", mood if n else "Bad") for n, row in enumerate(rows)]
    return checked("survey", "2026", respondents=respondents(*rows), answers=answers(*given))


def mood(engine, edition_id, unit):
    rows = store.edition_rows(engine, edition_id)
    row = figure(rows, "answer_favourable", unit, "2026", item="mood")
    return (row["base"], row["symbol"])


@pytest.fixture
def fielded(engine):
    """A store with people and a survey of two schools, its first edition published."""
    people = workforce(*staff("music", 60), *staff("drama", 40, 100))
    store.accept(engine, checked("workforce", "2026-09-01", workforce=people), "pso")
    store.accept(engine, survey(30), "pso")
    assert mood(engine, edition.publish(engine, REFERENCE, "pso"), "music") == (30, "≥n−2")
    return engine


def test_a_few_late_answers_do_not_change_what_is_shown(fielded):
    later = store.accept(fielded, survey(30, late=3), "pso")
    second = edition.publish(fielded, REFERENCE, "pso")
    assert mood(fielded, second, "drama")[0] == 15
    assert mood(fielded, second, "university")[0] == 45
    store.withdraw(fielded, later, "pso", "test")
    third = edition.publish(fielded, REFERENCE, "pso")
    assert mood(fielded, third, "drama") == mood(fielded, 1, "drama")
    store.accept(fielded, survey(30, late=12), "pso")
    fourth = edition.publish(fielded, REFERENCE, "pso")
    assert mood(fielded, fourth, "drama")[0] == 27
    assert mood(fielded, fourth, "university")[0] == 57
    store.accept(fielded, survey(30, late=3), "pso")
    assert mood(fielded, edition.publish(fielded, REFERENCE, "pso"), "drama")[0] == 27


def test_what_is_served_from_an_earlier_edition_says_so(fielded):
    store.accept(fielded, survey(30, late=3, mood="Fair"), "pso")
    rows = store.edition_rows(fielded, edition.publish(fielded, REFERENCE, "pso"))
    assert figure(rows, "participation_rate", "drama", "2026")["count"] == 18
    earlier = rows[rows["symbol"] == "[earlier]"]
    assert set(earlier["item"]) == {"leaving", "why"}, "the sensitive questions"
    assert set(earlier["base"]) == {45}, "48 have answered by now, which would be told as 50"


def test_figures_that_the_settings_round_are_no_other_count_the_next_time(engine):
    disclosure = {**REFERENCE.settings["disclosure"], "preset": "publish"}
    rounded = replace(REFERENCE, settings={**REFERENCE.settings, "disclosure": disclosure})
    people = workforce(*staff("music", 60))
    store.accept(engine, checked("workforce", "2026-09-01", workforce=people), "pso")
    rows = replies("music", 31)
    given = [
        (row["respondent_id"], "mood", "Good" if n < 13 else "Bad") for n, row in enumerate(rows)
    ]
    tables = {"respondents": respondents(*rows), "answers": answers(*given)}
    store.accept(engine, checked("survey", "2026", **tables), "pso")
    first, second = (
        store.edition_rows(engine, edition.publish(engine, rounded, "pso")) for _ in range(2)
    )
    shown = figure(first, "answer_favourable", "music", "2026", item="mood")
    assert (shown["count"], shown["base"]) == (15, 30)
    pd.testing.assert_frame_equal(first[COLUMNS], second[COLUMNS])


def test_the_ledger_keeps_hashes_of_what_was_shown_through_a_purge(fielded):
    before, _ = store.ledger(fielded)
    assert before["member"].str.fullmatch("[0-9a-f]{16}").all()
    assert not before["member"].isin(["r0", "p0"]).any()
    scopes = {"asked 2026", "respondents 2026", "respondents sensitive 2026"}
    assert scopes <= set(before["scope"])
    survey_id = store.current(fielded).set_index("kind").loc["survey", "snapshot_id"]
    store.purge(fielded, int(survey_id), "dpo", "erasure request")
    after, _ = store.ledger(fielded)
    assert after.equals(before)


def test_two_people_publishing_at_once_do_not_pass_one_another(fielded, monkeypatch):
    real = edition.gate

    def slowly(*given):
        monkeypatch.setattr(edition, "gate", real)
        edition.publish(fielded, REFERENCE, "another")
        return real(*given)

    monkeypatch.setattr(edition, "gate", slowly)
    with pytest.raises(store.ConflictError, match="publish again"):
        edition.publish(fielded, REFERENCE, "pso")


def test_a_finding_of_the_attacker_leaves_everything_as_it_was(fielded, monkeypatch):
    def found(*given):
        raise AuditError("Nothing was published. leaving: something could be found out")

    ledger, latest = store.ledger(fielded)
    monkeypatch.setattr(edition, "gate", found)
    with pytest.raises(AuditError, match="leaving"):
        edition.publish(fielded, REFERENCE, "pso")
    assert store.current_edition(fielded) == latest
    assert store.ledger(fielded)[0].equals(ledger)


def test_a_store_older_than_the_ledger_gets_one(engine):
    from tcdata.store import schema

    schema.ledger.drop(engine)
    again = store.open_store(str(engine.url))
    assert store.ledger(again)[0].empty
