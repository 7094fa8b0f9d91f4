"""The attacker finds exactly what trying every possible set of answers finds."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure import attacker_worlds
from tcdata.disclosure.attacker import attack
from tcdata.disclosure.attacker_rows import COLUMNS, FORMS, figures

OPTIONS = ["Yes", "No"]


def worlds_of(people: np.ndarray, options: int) -> np.ndarray:
    each = [
        [c for c in itertools.product(range(n + 1), repeat=options) if sum(c) == n] for n in people
    ]
    return np.array(list(itertools.product(*each)))


def pinned(worlds: np.ndarray, people: np.ndarray, insiders: int) -> bool:
    """Whether any so many known answers tell the answer of everyone else of a signature."""
    cells = list(itertools.product(range(worlds.shape[1]), range(worlds.shape[2])))
    for count in range(insiders + 1):
        for chosen in itertools.combinations_with_replacement(cells, count):
            known = np.zeros(worlds.shape[1:], dtype=int)
            np.add.at(known, tuple(zip(*chosen, strict=True)) if chosen else ([], []), 1)
            left = people - known.sum(axis=1)
            fits = worlds[(worlds >= known).all(axis=(1, 2))] - known
            if len(fits) and any(
                left[s] and ((fits[:, s, o] == left[s]).all() or (fits[:, s, o] == 0).all())
                for s, o in cells
            ):
                return True
    return False


@pytest.mark.parametrize("known", [0, 1, 2])
def test_what_is_found_is_what_trying_every_answer_finds(known):
    rng = np.random.default_rng(known)
    outcomes = set()
    for _ in range(40):
        people = rng.integers(1, 6, rng.integers(2, 5))
        truth = np.array([rng.multinomial(n, rng.dirichlet([1, 1])) for n in people])
        worlds = worlds_of(people, 2)
        statements, inside = [], []
        for number in range(rng.integers(1, 4)):
            group = rng.random(len(people)) < 0.6
            option = rng.integers(2)
            width = rng.integers(1, 5)
            low = truth[group, option].sum() - rng.integers(0, width + 1)
            total = worlds[:, group, option].sum(axis=1)
            worlds = worlds[(total >= low) & (total <= low + width)]
            inside += [(f"s{n}", f"g{number}") for n in np.flatnonzero(group)]
            cell = ("2026", f"g{number}", "", "", OPTIONS[option])
            statements.append((number, *cell, 1.0, float(low), float(low + width)))
        found = attack(
            pd.DataFrame({"unit": [f"s{n}" for n in range(len(people))], "people": people}).assign(
                issues="2026"
            ),
            pd.DataFrame(statements, columns=COLUMNS),
            pd.DataFrame(inside, columns=["unit", "ancestor"]),
            OPTIONS,
            threshold=0,
            known=known,
        )
        expected = pinned(worlds, people, known)
        assert expected == bool(len(found))
        outcomes.add(expected)
    assert outcomes == {True, False}


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("decimals", [np.nan, 0.0, 1.0])
def test_a_figure_read_backwards_gives_every_count_that_could_have_made_it(form, decimals):
    for base in (10, 27, 28, 60):
        counts = np.arange(base + 1)
        made = FORMS[form](counts, base)
        made = made if np.isnan(decimals) else made.round(int(decimals))
        cell = {"issue": "e", "unit": "u", "cut": "", "category": "", "option": "Yes"}
        rows = pd.DataFrame({"figure": made}).assign(
            **cell, base=base, form=form, decimals=decimals
        )
        read = figures(rows)
        alike = [counts[np.isclose(made, figure)] for figure in made]
        assert (read["low"] <= [fits.min() for fits in alike]).all()
        assert (read["high"] >= [fits.max() for fits in alike]).all()
        if np.isnan(decimals):
            assert read["low"].tolist() == [fits.min() for fits in alike]
            assert read["high"].tolist() == [fits.max() for fits in alike]


def test_nothing_published_tells_nothing_and_an_unknown_cut_or_answer_is_refused():
    people = pd.DataFrame({"unit": ["a"], "issues": ["e"], "people": [30]})
    cell = {"issue": "e", "unit": "a", "cut": "", "category": "", "option": "Yes", "form": "count"}
    row = pd.DataFrame([{**cell, "base": 30, "figure": 9, "decimals": np.nan}])
    inside = pd.DataFrame({"unit": ["a"], "ancestor": ["f"]})
    assert attack(people, figures(row.iloc[:0]), inside, OPTIONS, 25).empty
    with pytest.raises(ValueError, match="gender"):
        attack(people, figures(row.assign(cut="gender")), inside, OPTIONS, 25)
    with pytest.raises(ValueError, match="Perhaps"):
        attack(people, figures(row.assign(option="Perhaps")), inside, OPTIONS, 25)


def test_a_solver_that_lies_or_gives_up_never_makes_a_leak_look_safe(monkeypatch):
    class Lie:
        x = np.zeros(2)
        status = 0
        message = "optimal"

    monkeypatch.setattr(attacker_worlds, "milp", lambda *a, **k: Lie())
    people = pd.DataFrame({"unit": ["a"], "issues": ["e"], "people": [30]})
    cell = {"issue": "e", "unit": "a", "cut": "", "category": "", "option": "Yes", "form": "count"}
    row = figures(pd.DataFrame([{**cell, "base": 30, "figure": 9, "decimals": np.nan}]))
    inside = pd.DataFrame({"unit": ["a"], "ancestor": ["f"]})
    assert attack(people, row, inside, OPTIONS, 25)["kind"].tolist() == ["undecided"]


def test_figures_that_fit_no_answers_are_told():
    people = pd.DataFrame({"unit": ["a"], "issues": ["e"], "people": [30]})
    cell = {"issue": "e", "unit": "a", "cut": "", "category": "", "option": "Yes", "base": 30}
    inside = pd.DataFrame({"unit": ["a"], "ancestor": ["f"]})
    for form, made in [("count", [9, 10]), ("rounded", [7])]:
        rows = pd.DataFrame({"figure": made}).assign(**cell, form=form, decimals=np.nan)
        found = attack(people, figures(rows), inside, OPTIONS, 25)
        assert found["kind"].tolist() == ["contradiction"]
