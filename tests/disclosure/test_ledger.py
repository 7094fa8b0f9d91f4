"""The ledger: no difference between anything ever shown touches a few people."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure.ledger import decide, entries, fewest_touched, tokens

NOTHING = pd.DataFrame({"edition": [], "block": [], "member": []}).astype(
    {"edition": "int64", "block": "str", "member": "str"}
)


def frame(**blocks: range | list[int]) -> pd.DataFrame:
    rows = [(block, f"p{n}") for block, people in blocks.items() for n in people]
    return pd.DataFrame(rows, columns=["block", "member"])


def issue(ledger: pd.DataFrame, edition: int, threshold: int = 25, **blocks: range | list[int]):
    proposed = frame(**blocks)
    found = decide(ledger, proposed, threshold)
    added = pd.concat([ledger, entries(found, proposed, edition)], ignore_index=True)
    return found.set_index("block")["decision"].to_dict(), added


def exact(sets: list[frozenset[str]]) -> float:
    """The same figure by trying every group of atoms: may it alone differ from zero?"""
    members = sorted(frozenset().union(*sets))
    inside = np.array([[m in s for m in members] for s in sets], dtype=float)
    patterns, people = np.unique(inside, axis=1, return_counts=True)
    rank = np.linalg.matrix_rank(patterns)
    best = np.inf
    for size in range(1, len(people) + 1):
        for chosen in itertools.combinations(range(len(people)), size):
            if people[list(chosen)].sum() < best:
                rest = np.delete(patterns, chosen, axis=1)
                if (np.linalg.matrix_rank(rest) if rest.size else 0) < rank:
                    best = people[list(chosen)].sum()
    return best


def random_edition(rng: np.random.Generator, people: list[int], parts: int) -> list[frozenset[str]]:
    where = rng.integers(0, parts, len(people))
    return [
        frozenset(f"p{n}" for n, at in zip(people, where, strict=True) if at == part)
        for part in range(parts)
        if (where == part).any()
    ]


def test_the_first_edition_is_shown_and_repeating_it_adds_nothing():
    first, ledger = issue(NOTHING, 1, university=range(60), a=range(30), b=range(30, 60))
    assert set(first.values()) == {"new"}
    again, after = issue(ledger, 2, university=range(60), a=range(30), b=range(30, 60))
    assert set(again.values()) == {"same"}
    assert len(after) == len(ledger)


def test_a_block_or_a_remainder_below_the_threshold_is_never_shown():
    assert issue(NOTHING, 1, a=range(24))[0] == {"a": "withheld"}
    found, _ = issue(NOTHING, 1, whole=range(60), part=range(40))
    assert found == {"part": "withheld", "whole": "new"}


@pytest.mark.parametrize(("change", "decision"), [(1, "earlier"), (24, "earlier"), (25, "new")])
def test_a_block_is_issued_anew_only_with_enough_people_changed(change, decision):
    _, ledger = issue(NOTHING, 1, a=range(60))
    assert issue(ledger, 2, a=range(60 + change))[0] == {"a": decision}
    assert issue(ledger, 2, a=range(change, 60))[0] == {"a": decision}


def test_leavers_and_joiners_count_together_and_the_number_is_told():
    _, ledger = issue(NOTHING, 1, a=range(60))
    found = decide(ledger, frame(a=range(10, 70)), 25)
    assert found.loc[0, ["decision", "differs", "edition"]].tolist() == ["earlier", 20, 1]
    assert decide(ledger, frame(a=range(13, 73)), 25).loc[0, "decision"] == "new"


def test_small_changes_do_not_add_up_to_a_way_round():
    _, ledger = issue(NOTHING, 1, a=range(60))
    for edition in range(2, 9):
        found, ledger = issue(ledger, edition, a=range(60 + edition))
        assert found == {"a": "earlier"}
    found, ledger = issue(ledger, 9, a=range(90))
    assert found == {"a": "new"}
    assert issue(ledger, 10, a=range(68))[0] == {"a": "earlier"}


def test_a_new_cut_of_the_same_people_does_not_show_the_late_ones():
    _, ledger = issue(NOTHING, 1, whole=range(60))
    found, _ = issue(ledger, 2, x=range(30), y=range(30, 64))
    assert "new" not in {found["x"]} & {found["y"]}
    late = list(range(30)), list(range(30, 60))
    assert set(issue(ledger, 2, x=late[0], y=late[1])[0].values()) == {"new"}


def test_a_parent_is_renewed_before_its_parts():
    old = {f"f{n}": range(100 * n, 100 * n + 50) for n in range(5)}
    everyone = [n for people in old.values() for n in people]
    _, ledger = issue(NOTHING, 1, university=everyone, **old)
    new = {f"f{n}": range(100 * n, 100 * n + 56) for n in range(5)}
    found, _ = issue(ledger, 2, university=[n for p in new.values() for n in p], **new)
    assert found.pop("university") == "new"
    assert set(found.values()) == {"earlier"}


def test_withdrawing_and_restoring_opens_nothing():
    _, ledger = issue(NOTHING, 1, a=range(60))
    _, ledger = issue(ledger, 2, a=range(90))
    restored, ledger = issue(ledger, 3, a=range(60))
    assert restored == {"a": "same"}
    assert issue(ledger, 4, a=range(61))[0] == {"a": "earlier"}
    assert issue(ledger, 4, other=range(61))[0] == {"other": "withheld"}


def test_a_corrected_answer_counts_as_a_changed_member():
    key = b"k" * 32
    before = pd.DataFrame({"edition": 1, "block": "a", "member": tokens(["1yes", "2no"], key, "s")})
    after = pd.DataFrame({"block": "a", "member": tokens(["1yes", "2yes"], key, "s")})
    assert decide(before, after, 2).loc[0, "differs"] == 2


def test_hashes_need_the_key_and_cannot_be_linked_between_scopes():
    assert tokens(["p"], b"a", "s") == tokens(["p"], b"a", "s")
    assert tokens(["p"], b"a", "s") != tokens(["p"], b"b", "s")
    assert tokens(["p"], b"a", "s") != tokens(["p"], b"a", "t")
    with pytest.raises(ValueError, match="key"):
        tokens(["p"], b"", "s")


def test_after_the_threshold_was_raised_nothing_is_added_about_the_same_people():
    _, ledger = issue(NOTHING, 1, 10, a=range(60), b=range(100, 160))
    _, ledger = issue(ledger, 2, 10, a=range(72))
    found, _ = issue(ledger, 3, 25, a=range(120, 220), b=range(100, 160), whole=range(300))
    assert found["b"] == "same"
    assert found["whole"] == "withheld"


def test_the_bound_is_exact_for_two_editions_and_never_too_high_for_three():
    rng = np.random.default_rng(1)
    for trial in range(40):
        editions = [
            random_edition(rng, list(range(trial % 3, 14)), 3),
            random_edition(rng, list(range(16)), 2),
        ]
        two = [*editions[0], *editions[1], frozenset().union(*editions[0])]
        assert fewest_touched(two) == pytest.approx(exact(two))
        three = two + random_edition(rng, list(range(15)), 2)
        assert fewest_touched(three) <= exact(three) + 1e-6


def test_what_is_allowed_is_safe_over_random_histories():
    rng = np.random.default_rng(2)
    for _ in range(8):
        ledger, people = NOTHING, list(range(150))
        for edition in range(1, 5):
            people = [n for n in people if rng.random() > 0.08]
            people += list(range(1000 * edition, 1000 * edition + rng.integers(0, 40)))
            where = {n: (n * 7919 % 97) * 3 // 97 for n in people}
            parts = {f"f{p}": [n for n in people if where[n] == p] for p in range(3)}
            _, ledger = issue(ledger, edition, 10, university=people, **parts)
        shown = ledger.groupby(["edition", "block"])["member"].agg(frozenset)
        assert fewest_touched(list(set(shown))) >= 10 - 1e-6


def test_deciding_a_whole_wave_takes_seconds():
    rng = np.random.default_rng(3)
    size = rng.integers(10, 38, 20)
    ends = np.cumsum(size)
    blocks = {f"b{n}": list(range(ends[n] - size[n], ends[n])) for n in range(len(size))}
    old = blocks | {"university": list(range(ends[-1]))}
    _, ledger = issue(NOTHING, 1, 10, **old)
    late = {
        name: [*people, *(10_000 + 100 * n + i for i in range(rng.integers(0, 14)))]
        for n, (name, people) in enumerate(blocks.items())
    }
    new = late | {"university": [n for people in late.values() for n in people]}
    started = time.process_time()
    found, ledger = issue(ledger, 2, 10, **new)
    _, ledger = issue(ledger, 3, 10, **old)
    assert time.process_time() - started < 5
    assert {"new", "earlier"} <= set(found.values())
