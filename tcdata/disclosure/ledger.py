"""What has been shown of whom: a figure is issued anew only when nobody can be told by difference.

Whoever keeps two editions may subtract one from the other, a block from its parent, or any sum of
blocks from any other sum. What a set of exact figures gives away is therefore every weighted sum
of the sets of people behind them. The ledger allows a new set only while every such sum, over all
editions ever shown in a scope, touches either nobody or at least the threshold.

**What has to be kept for that.** The size of an overlap of any sets ever shown cannot be computed
from sizes, sums or sketches; it needs, for each person, in which sets the person was. So the
ledger keeps one row per shown set and person, with a keyed hash in place of the person: HMAC of
the scope and the member, cut to 64 bits. The key stays outside the store, the scope in the hash
keeps two scopes from being linked, and no answer, unit or attribute is kept. Sets that were
not shown and sets equal to an earlier one are not kept. Withdrawing or restoring a snapshot
removes nothing: what was shown stays known, and restoring brings back a set that equals an
earlier one. Blocks are compared by who is in them, never by name, so they may be cut anew.

**How it is decided.** People in exactly the same sets form an atom. A weighted sum of sets gives
each atom a number; the people of the atoms whose number is not zero are those it touches. With the
largest number scaled to one, the fewest people touched is at least the least of Σ people·|number|,
a linear programme per small atom. For two editions that programme is a minimum cut and the
bound is exact; for more it errs towards refusing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

BY = " by "  # `university by grade_band: Grade 6`: the id of a breakdown's part
HASH_LENGTH = 16
SLACK = 1e-6


def tokens(members: Iterable[str], key: bytes, scope: str) -> list[str]:
    """The keyed hash that stands for each member in the ledger of `scope`, in the order given.

    `members`: one text per person. Where a corrected answer must count as a changed member (else
    two editions show what was corrected), pass the person's id followed by what is counted of the
    person. `scope`: which figures can be compared with one another, such as `survey 2026`.
    Raises ValueError when the key is empty.
    """
    if not key:
        raise ValueError("the ledger needs a key, or anyone could compute its hashes")
    start = hmac.new(key, f"ledger\0{scope}\0".encode(), hashlib.sha256)
    out = []
    for member in members:
        running = start.copy()
        running.update(member.encode())
        out.append(running.hexdigest()[:HASH_LENGTH])
    return out


def decide(previous: pd.DataFrame, proposed: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Which of the proposed blocks may be shown with the people now in them.

    `previous`: every set ever shown in this scope; columns edition (later is larger), block,
    member. `proposed`: all blocks to be shown, parents included; columns block, member; an empty
    block has no rows and needs no decision. Both hold `tokens`.

    Returns one row per proposed block, sorted by block: block, decision, edition, differs.
    * `new`: show it; nobody, or at least `threshold` people, are touched by any difference. Add
      its rows to the ledger (`entries`).
    * `same`: show it; the same people were shown together in `edition`. Nothing to add.
    * `earlier`: show the rows of `edition` instead, the latest of a block with this id.
    * `withheld`: no such block was ever shown; show nothing.
    `edition` is missing for `new` and `withheld`. `differs` is how many people joined or left
    against the latest earlier block with this id, missing where there is none.
    Where the people touched are too few, the smallest of the proposed blocks involved gives way,
    so that figures for the whole are renewed before those for its parts; parts of a breakdown (BY
    in their id) give way before any block. Where the earlier
    editions fall short among themselves (the threshold was raised since), every proposed block
    with one of the people they touch gives way.
    """
    earlier = _sets(previous, ["edition", "block"])
    new = _sets(proposed, ["block"])
    when: dict[frozenset[str], int] = {}
    latest: dict[str, tuple[int, frozenset[str]]] = {}
    for (edition, block), people in sorted(earlier.items(), key=lambda item: item[0][0]):
        when[people] = edition
        latest[str(block)] = (edition, people)
    unseen = {block: people for (block,), people in new.items() if people not in when}
    allowed = _allowed(list(when), unseen, threshold)
    rows: list[tuple[str, str, float, float]] = []
    for (block,), people in sorted(new.items()):
        known = latest.get(block)
        differs = float(len(people ^ known[1])) if known else np.nan
        if people in when:
            rows.append((block, "same", when[people], differs))
        elif block in allowed:
            rows.append((block, "new", np.nan, differs))
        elif known:
            rows.append((block, "earlier", known[0], differs))
        else:
            rows.append((block, "withheld", np.nan, differs))
    out = pd.DataFrame(rows, columns=["block", "decision", "edition", "differs"])
    return out.astype({"block": "str", "decision": "str", "edition": "Int64", "differs": "Int64"})


def entries(decisions: pd.DataFrame, proposed: pd.DataFrame, edition: int) -> pd.DataFrame:
    """The rows to add to the ledger once `edition` is shown: columns edition, block, member."""
    shown = decisions.loc[decisions["decision"].eq("new"), "block"]
    rows = proposed[proposed["block"].isin(shown)].drop_duplicates()
    return rows.assign(edition=edition)[["edition", "block", "member"]].reset_index(drop=True)


def fewest_touched(sets: list[frozenset[str]]) -> float:
    """The fewest people that any weighted sum of the sets touches; infinite for no sets.

    Exact for the blocks and parents of two editions; for more a bound that is never too high.
    """
    incidence, people = _atoms(sets)
    return min(
        (_lightest(incidence, people, atom, np.inf)[0] for atom in range(len(people))),
        default=np.inf,
    )


def _sets(frame: pd.DataFrame, keys: list[str]) -> dict[tuple, frozenset[str]]:
    groups = frame.groupby(keys)["member"]
    return {key if isinstance(key, tuple) else (key,): frozenset(rows) for key, rows in groups}


def _atoms(sets: list[frozenset[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Sets by atoms (1 where the atom is in the set), and the number of people in each atom."""
    members = sorted(frozenset().union(*sets))
    inside = np.array([[member in each for each in sets] for member in members], dtype="float64")
    if not members:
        return np.zeros((len(sets), 0)), np.zeros(0)
    patterns, people = np.unique(inside, axis=0, return_counts=True)
    return patterns.T, people.astype("float64")


def _allowed(
    shown: list[frozenset[str]], unseen: dict[str, frozenset[str]], threshold: int
) -> set[str]:
    """The blocks of `unseen` that may be shown beside `shown`."""
    blocks = sorted(unseen, key=lambda block: (BY not in block, len(unseen[block]), block))
    incidence, people = _atoms([*shown, *(unseen[block] for block in blocks)])
    kept = np.ones(len(incidence), dtype=bool)
    for atom in np.argsort(people, kind="stable"):
        while kept[len(shown) :].any() and people[atom] < threshold:
            fewest, weights = _lightest(incidence[kept], people, int(atom), threshold)
            if fewest >= threshold - SLACK:
                break
            involved = np.flatnonzero(kept)[np.abs(weights) > SLACK]
            involved = involved[involved >= len(shown)]
            if len(involved):
                kept[involved[0]] = False
                continue
            touched = np.abs(weights @ incidence[kept]) > SLACK
            kept[len(shown) :] &= ~incidence[len(shown) :, touched].any(axis=1)
            break
    return {block for place, block in enumerate(blocks) if kept[len(shown) + place]}


def _lightest(
    incidence: np.ndarray, people: np.ndarray, atom: int, large: float
) -> tuple[float, np.ndarray]:
    """The least Σ people·|number| over weighted sums of the sets in which `atom` counts one.

    Atoms of `large` size or more must cancel, since touching one is touching enough people.
    Returns the least sum (infinite when there is no such weighted sum) and the weights.
    """
    sets, atoms = incidence.shape
    upper = np.where(people >= large, 0.0, 1.0)
    cost = np.concatenate([np.zeros(sets), people])
    number, size = csr_array(incidence.T), -eye_array(atoms)
    equal = np.concatenate([incidence[:, atom], np.zeros(atoms)])[None, :]
    found = linprog(
        cost,
        A_ub=block_array([[number, size], [-number, size]], format="csr"),
        b_ub=np.zeros(2 * atoms),
        A_eq=csr_array(equal),
        b_eq=[1.0],
        bounds=[(None, None)] * sets + [(0.0, bound) for bound in upper],
        method="highs",
    )
    if found.status == 2:
        return np.inf, np.zeros(sets)
    if found.status != 0:
        return 0.0, np.ones(sets)
    return float(found.fun), found.x[:sets]
