"""The audit trail in words: every kind of entry that the store writes."""

from tcdata import store
from tcdata.reference import load
from tcdata.views.trail import trail_table
from tests.store.kept import make_checked, make_rows


def test_every_kind_of_entry_is_a_sentence(tmp_path):
    engine = store.open_store(f"sqlite:///{tmp_path}/store.db")
    first = store.accept(engine, make_checked(text="a"), "one")
    second = store.accept(engine, make_checked(refused=2, errors=True), "one", partial=True)
    store.publish(engine, make_rows(3), [second], load(), "two")
    store.withdraw(engine, second, "two", "=wrong month")
    store.accept(engine, make_checked(refused=2, errors=True), "one", partial=True)
    store.purge(engine, first, "two", "erasure request 12")
    plan = {"unit": "fbs", "skill": "glass-blowing", "wave": "2026", "decision": "share"}
    plan |= {"owner": "TSM", "due": "2027-07-31", "state": "planned"}
    entry = store.decide(engine, **plan, by="three", after=None)
    store.forget(engine, entry, "three", "it named a person")
    told = trail_table(store.audit_trail(engine))
    assert told["Entry"].tolist() == [8, 7, 6, 5, 4, 3, 2, 1]
    assert told["By"].tolist()[::-1] == ["one", "one", "two", "two", "one", "two", "three", "three"]
    rows = make_checked(refused=2, errors=True).rows_accepted
    file = f"Snapshot 2, the workforce extract of 1 September 2026: {rows} rows, 2 refused"
    assert list(zip(told["What"], told["About"], told["Reason"], strict=True))[::-1] == [
        ("File accepted", file.replace("2, the", "1, the").removesuffix(", 2 refused"), ""),
        ("File accepted", file, ""),
        ("Edition published", "Edition 1: 3 figures from snapshot 2", ""),
        (
            "File withdrawn",
            "Snapshot 2; snapshot 1 counts instead",
            "'=wrong month",
        ),
        ("File accepted again", file, ""),
        (
            "File's rows erased",
            "Snapshot 1; snapshot 2 counts instead",
            "erasure request 12",
        ),
        (
            "Plan decided",
            "Entry 1, glass-blowing in fbs: Share with another unit by 31 July 2027 (planned)",
            "",
        ),
        ("Plan's owner erased", "Entry 1 of the plan", "it named a person"),
    ]


def test_a_store_in_which_nothing_has_happened_has_an_empty_trail(tmp_path):
    engine = store.open_store(f"sqlite:///{tmp_path}/store.db")
    assert trail_table(store.audit_trail(engine)).empty
