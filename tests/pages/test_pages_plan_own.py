"""Deciding on the Plan page with data of one's own; the tests are in order."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from contextlib import closing

import pytest
from driven import choose, finding, opened, said, shows, table

from tcdata import sample, where
from tcdata import store as stored

UNIT, SKILL = "foe", "developing-methods"
DUE = datetime.date(2031, 3, 1)


@pytest.fixture(scope="module")
def engine(store):
    """The sample's store as if it were the institution's own."""
    shutil.copyfile(sample.SHIPPED, store)
    store.chmod(0o600)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE store_info SET sample = 0")
        connection.commit()
    return stored.open_store(f"sqlite:///{store}")


@pytest.fixture(scope="module")
def reader(engine):
    return at_the_skill(opened("act/plan"))


def at_the_skill(reader):
    choose(reader, faculty=UNIT)
    return choose(reader, planned_skill=SKILL)


def entries(engine):
    found = stored.plan_entries(engine)
    return found[(found["unit"] == UNIT) & (found["skill"] == SKILL)]


def fill(reader, **values):
    """Write into the form, whose fields' keys end with their names."""
    fields = [*reader.selectbox, *reader.text_input, *reader.date_input, *reader.button_group]
    for name, value in values.items():
        (field,) = [f for f in fields if str(f.key).endswith(f"-{name}")]
        field.set_value(value)
    return reader


def record(reader):
    (button,) = [button for button in reader.button if button.label == "Record this decision"]
    assert not button.disabled
    return button.click().run()


def row(reader):
    rows = table(reader)
    return rows[rows["Skill"] == "Developing methods"].iloc[0]


def test_before_a_decision_the_row_is_empty_and_the_owner_offered_is_a_role(reader, engine):
    assert row(reader)["Decision"] == ""
    assert any("Nothing has been decided" in said(text.value) for text in reader.markdown)
    (owner,) = reader.text_input
    assert owner.value == "TSM, FoE"
    assert "not a person" in owner.label
    assert entries(engine).empty


def test_a_decision_is_recorded_shown_and_told(reader, engine):
    before = finding(reader)
    fill(reader, decision="hire", owner="TSM, FoE", due=DUE, state="planned")
    shows(record(reader))
    assert "Recorded" in reader.success[0].value
    (entry,) = entries(engine).to_dict("records")
    assert (entry["decision"], entry["owner"], entry["due"]) == ("hire", "TSM, FoE", "2031-03-01")
    assert (entry["wave"], entry["state"], entry["person"]) == ("2026", "planned", "local user")
    assert row(reader)["Decision"] == "Hire a holder"
    assert before.startswith("None of") and finding(reader).startswith("1 of")
    trail = stored.audit_trail(engine)
    assert trail["action"].iloc[-1] == "decide" and "TSM" not in str(trail["detail"].iloc[-1])


def test_what_is_changed_stays_in_the_history(reader, engine):
    fill(reader, state="under-way")
    shows(record(reader))
    assert entries(engine)["state"].tolist() == ["planned", "under-way"]
    assert table(reader, 1)["State"].tolist() == ["under way", "planned"]
    assert row(reader)["State"] == "under way"


def test_the_second_of_two_readers_hears_what_the_first_decided(reader, engine):
    other = at_the_skill(opened("act/plan"))
    fill(other, decision="share", owner="TSM, EPS")
    shows(record(other))
    fill(reader, decision="accept")
    record(reader)
    assert not reader.exception
    message = said(reader.error[0].value)
    for words in ("meanwhile", "share with another unit", "TSM, EPS", "1 March 2031"):
        assert words in message
    assert entries(engine)["decision"].tolist() == ["hire", "hire", "share"]
    assert row(reader)["Decision"] == "Share with another unit", "the page shows what counts now"


def test_a_decision_after_having_looked_counts(reader, engine):
    fill(reader, decision="accept", state="done")
    shows(record(reader))
    assert entries(engine)["decision"].tolist()[-1] == "accept"


def test_an_address_is_no_role_and_nothing_is_stored(reader, engine):
    before = len(entries(engine))
    fill(reader, owner="someone@example.org")
    record(reader)
    assert "The owner is a role" in said(reader.error[0].value)
    assert len(entries(engine)) == before
    shows(reader.run())


def test_the_plan_of_2023_keeps_the_survey_in_which_the_need_was_seen(reader, engine):
    choose(reader, faculty="fbs")
    choose(reader, planned_skill="transmission-electron-microscopy")
    fill(reader, state="done")
    shows(record(reader))
    found = stored.plan_entries(engine).iloc[-1]
    assert (found["skill"], found["wave"], found["state"]) == (
        "transmission-electron-microscopy",
        "2023",
        "done",
    )


def test_where_an_owner_was_erased_the_form_offers_a_role(reader, engine):
    entry = int(stored.plan_entries(engine)["entry"].iloc[-1])
    stored.forget(engine, entry, "steward", "a name")
    someone = choose(opened("act/plan"), faculty="fbs")
    choose(someone, planned_skill="transmission-electron-microscopy")
    assert [field.value for field in someone.text_input] == ["TSM, FBS"]
    assert table(someone, 1)["Owner"].iloc[0] == "[erased]"


def test_looking_at_the_sample_again_nothing_can_be_recorded(reader, engine):
    before = len(stored.plan_entries(engine))
    reader.session_state["sample"] = True
    reader.session_state["edition_wanted"] = None
    reader.run()
    (button,) = [button for button in reader.button if button.label == "Record this decision"]
    assert button.disabled
    button.proto.disabled = False  # as by a browser that does not keep to it
    button.click().run()
    assert len(stored.plan_entries(engine)) == before
    shared = stored.open_store(where.sample_url(), sample=True)
    assert stored.plan_entries(shared)["unit"].tolist().count("foe") == 0
