"""What goes wrong while loading and keeping is one sentence, and nothing is stored or lost."""

from __future__ import annotations

import datetime

import pytest
import streamlit as st
from driven import at, opened, said, shows
from uploads import XLSX, sample

from tcdata import store as stored
from tcdata.check import check
from tests.made_files import KEY, REFERENCE, people, person

DAYS = ["2026-03-01", "2026-09-01"]


@pytest.fixture
def own(store):
    """The institution's own store with a file of two days."""
    engine = stored.open_store(f"sqlite:///{store}")
    for day in DAYS:
        files = [("extract.xlsx", people(person(1)))]
        stored.accept(engine, check("workforce", files, REFERENCE, day, KEY), "tester")
    return engine


def states(engine):
    return stored.snapshots(engine).set_index("period")["state"].to_dict()


def press(reader, label):
    next(button for button in reader.button if button.label == label).click()
    return reader.run()


def test_a_second_click_does_not_withdraw_the_next_file(own):
    reader = opened("data/snapshots")
    press(reader, "Withdraw")
    assert [said(error.value) for error in reader.error] == [
        "Give the reason: it stays in the audit trail."
    ]
    reader.text_input[0].set_value("wrong day")
    press(reader, "Withdraw")
    assert sorted(states(own).values()) == ["current", "withdrawn"]
    press(reader, "Withdraw")
    assert "Give the reason" in reader.error[0].value
    assert sorted(states(own).values()) == ["current", "withdrawn"]


def upload(reader, name, content, day):
    reader.date_input(key="load-date").set_value(datetime.date.fromisoformat(day))
    reader.file_uploader[0].upload(name, content, XLSX)
    return reader.run()


def test_an_unforeseen_error_shows_and_logs_no_value(own, monkeypatch, caplog, capfd):
    canary = "-".join(["canary", "person"])  # the log shows code, so it stands in none

    def broken(*args):
        raise KeyError(canary)

    monkeypatch.setattr(stored, "audit_trail", broken)
    reader = opened("data/load")
    reader.switch_page("pages/data/snapshots.py").run()
    (error,) = reader.error
    assert said(error.value).startswith("The product itself failed (KeyError in test_pages_")
    assert not reader.exception
    assert "snapshots.py" in caplog.text, "the log says where"
    assert canary not in caplog.text + "".join(capfd.readouterr()) + error.value


def test_a_lost_key_is_told_before_anything_is_compared(own, monkeypatch):
    extract = sample("workforce_2026-03-01.xlsx")
    stored.use_key(own, KEY)
    reader = upload(opened("data/load"), "extract.xlsx", extract, "2026-03-01")
    (error,) = reader.error
    assert "Put the old key back" in error.value
    assert not [button for button in reader.button if button.key == "accept"]
    monkeypatch.setenv("TCDATA_KEY", KEY.decode())
    assert said(shows(reader.run()).header[0].value) == "No error in 593 rows"


def test_the_same_file_for_another_day_is_asked_about(own, monkeypatch):
    monkeypatch.setenv("TCDATA_KEY", KEY.decode())
    extract = sample("workforce_2026-03-01.xlsx")
    reader = upload(opened("data/load"), "extract.xlsx", extract, "2026-03-01")
    press(shows(reader), "Accept this file")
    upload(at("data/load", reader), "extract (1).xlsx", extract, "2026-09-01")
    assert "in use as the workforce extract of 1 March 2026" in said(shows(reader).warning[0].value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense", "is not a store's address"),
        ("sqlite://", "forgets everything"),
        ("sqlite:////proc/nothing/store.db", "cannot be put in the folder"),
        ("nothing://server/database", "driver is not installed"),
    ],
)
def test_an_address_that_is_wrong_is_one_sentence(address, says, monkeypatch):
    monkeypatch.setenv("TCDATA_STORE", address)
    st.cache_resource.clear()
    reader = opened("data/load", whole=False)
    assert not reader.exception
    (error,) = reader.error
    assert says in said(error.value)
