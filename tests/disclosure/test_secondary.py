"""What is hidden because it would follow from what is shown."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from tcdata.disclosure import release, secondary
from tcdata.metrics import CATALOGUE
from tcdata.published import metric_rows
from tests.metrics.small import reference

ORGANISATION = """
university|University||university|||||
faculties|Faculties||group|university||||
a|A||faculty|faculties||||
b|B||faculty|faculties||||
c|C||faculty|faculties||||
a1|A1||school|a||||
a2|A2||school|a||||
b1|B1||school|b||||
b2|B2||school|b||||
b3|B3||school|b||||
"""
REFERENCE = reference(organisation=ORGANISATION, history="")


def released(rows, metric, period="2026", **key):
    frame = pd.DataFrame(rows).assign(period=period, **key)
    scale = 100 / frame["base"] if CATALOGUE[metric].unit == "per cent" else 1
    frame["value"] = scale * frame["count"]
    return release(metric_rows(frame, metric), CATALOGUE, REFERENCE)


def rates(**units):
    """unit=(count, base) → the symbols of their response rates."""
    rows = [{"unit": unit, "count": c, "base": b} for unit, (c, b) in units.items()]
    out = released(rows, "participation_rate")
    return dict(zip(out["unit"], out["symbol"], strict=True))


def test_a_small_unit_is_shown_with_a_sibling():
    assert rates(b=(30, 60), b1=(4, 9), b2=(10, 20), b3=(16, 31)) == {
        "b": "",
        "b3": "",
        "b1+b2": "",
    }


def test_two_small_units_are_shown_together():
    assert rates(b=(30, 48), b1=(4, 8), b2=(6, 9), b3=(20, 31)) == {"b": "", "b3": "", "b1+b2": ""}


def test_a_small_parent_is_shown_with_a_sibling_and_its_children_with_theirs():
    out = rates(faculties=(60, 100), a=(20, 30), b=(36, 61), c=(4, 9), a1=(8, 14), a2=(12, 16))
    assert out == {"faculties": "", "b": "", "a+c": "", "a1": "", "a2": ""}


def test_the_same_units_are_together_for_every_question():
    rows = [
        {"unit": unit, "item": item, "count": count, "base": base}
        for item in ("training", "mood")
        for unit, count, base in (("b", 20, 60), ("b1", 4, 9), ("b2", 7, 20), ("b3", 9, 31))
    ]
    out = released(rows, "answer_favourable")
    assert out[out["unit"] == "b1+b2"]["count"].tolist() == [11, 11]
    assert set(out["unit"]) == {"b", "b3", "b1+b2"}


def test_a_lone_tail_among_siblings_takes_the_next_smallest_count_with_it():
    assert rates(b=(31, 60), b1=(1, 15), b2=(12, 15), b3=(18, 30)) == {
        "b": "",
        "b1": "≤2",
        "b2": "[c]",
        "b3": "",
    }


def shares(**counts):
    """option=count → the symbols, all of one unit and single-choice question."""
    base = sum(counts.values())
    names = {"none": "No answer"}
    rows = [{"category": names.get(o, o), "count": c, "base": base} for o, c in counts.items()]
    out = released(rows, "answer_share", item="mood", cut="option", unit="a")
    return dict(zip(counts, out["symbol"], strict=True))


def test_a_lone_tail_among_options_takes_the_next_smallest_with_it():
    assert shares(Good=20, Fair=12, Bad=1, none=5) == {
        "Good": "",
        "Fair": "",
        "Bad": "≤2",
        "none": "[c]",
    }


def test_two_tails_among_options_protect_one_another():
    assert shares(Good=20, Fair=12, Bad=1, none=1)["Fair"] == ""
    # 33 − 20 − 12 is one: the one who is bad would know that nobody else is.
    assert shares(Good=20, Fair=12, Bad=1, none=0)["Fair"] == "[c]"


def test_that_somebody_skipped_a_question_needs_no_cover():
    assert shares(Good=20, Fair=12, Bad=8, none=1) == {
        "Good": "",
        "Fair": "",
        "Bad": "",
        "none": "≤2",
    }


def with_favourable(good, fair, bad, none):
    base = good + fair + bad + none
    options = {"Good": good, "Fair": fair, "Bad": bad, "No answer": none}
    rows = [
        {"metric": "answer_share", "cut": "option", "category": o, "count": c}
        for o, c in options.items()
    ]
    rows.append({"metric": "answer_favourable", "cut": "", "category": "", "count": good + fair})
    frame = pd.DataFrame(rows).assign(period="2026", unit="a", item="mood", base=base)
    frame["value"] = 100 * frame["count"] / base
    parts = [metric_rows(part, str(m)) for m, part in frame.groupby("metric", sort=False)]
    return release(pd.concat(parts), CATALOGUE, REFERENCE)["symbol"].tolist()


def test_the_favourable_share_does_not_tell_the_option_hidden_behind_it():
    # 22 − 20 would be Fair: Good is hidden with it, and the share that everyone asks for stays.
    assert with_favourable(20, 2, 12, 6) == ["[c]", "≤2", "", "", ""]


def test_the_options_do_not_tell_the_favourable_share_that_is_nearly_all():
    out = with_favourable(20, 19, 1, 0)
    assert out[4] == "≥n−2"
    assert "[c]" in out[:2]


def test_how_few_are_left_over_does_not_follow_from_those_beside_them():
    # 5 − 4 would leave one person in b1 and b2 together: no more to be told than of one block.
    found = rates(b=(5, 75), b1=(1, 15), b2=(0, 15), b3=(4, 45))
    assert found == {"b": "", "b1": "≤2", "b2": "≤2", "b3": "[c]"}
    nearly = rates(b=(70, 75), b1=(14, 15), b2=(15, 15), b3=(41, 45))
    assert nearly == {"b": "", "b1": "≥n−2", "b2": "≥n−2", "b3": "[c]"}
    assert rates(b=(7, 75), b1=(2, 15), b2=(1, 15), b3=(4, 45))["b3"] == ""


# Over several levels and answers at once: an outsider with nothing but the symbols and numbers.

LEAVES = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c"]}
ANSWERS = ["Good", "Fair", "Bad", "No answer"]


def answered(seed):
    """Rows of answer_share for every unit of a random survey, blocks of 10 to 13 people."""
    random = np.random.default_rng(seed)
    leaves = {
        leaf: random.multinomial(random.integers(10, 14), random.dirichlet([0.6, 0.6, 0.6, 0.1]))
        for below in LEAVES.values()
        for leaf in below
    }
    units = leaves | {above: sum(leaves[leaf] for leaf in LEAVES[above]) for above in ("a", "b")}
    units["faculties"] = sum(leaves.values())
    return [
        {"unit": unit, "category": answer, "count": count, "base": counts.sum()}
        for unit, counts in units.items()
        for answer, count in zip(ANSWERS, counts, strict=True)
    ]


def learnt(rows):
    """The (unit, answer) of which an outsider learns that nobody gave it, or all, but for one.

    Each hidden number is asked for its least and most, over all numbers that fit what is shown.
    """
    out = released(rows, "answer_share", item="mood", cut="option")
    base = pd.DataFrame(rows).groupby("unit")["base"].max()
    cells = list(zip(out["unit"], out["category"], strict=True))
    low, high = np.zeros(len(out)), base[out["unit"]].to_numpy()
    symbol, count = out["symbol"].to_numpy(), out["count"].to_numpy()
    high = np.where(symbol == "≤2", 2, np.where(symbol == "", count, high))
    low = np.where(symbol == "≥n−2", high - 2, np.where(symbol == "", count, low))
    sums = [({(unit, answer): 1 for answer in ANSWERS}, base[unit]) for unit in base.index]
    families = [(above, LEAVES[above]) for above in ("a", "b")] + [("faculties", [*LEAVES])]
    for above, below in families:
        sums += [
            ({(above, answer): -1} | {(leaf, answer): 1 for leaf in below}, 0) for answer in ANSWERS
        ]
    matrix = np.array([[weights.get(cell, 0) for cell in cells] for weights, _ in sums])
    total = np.array([number for _, number in sums])

    def least(objective):
        found = milp(
            objective,
            integrality=np.ones(len(cells)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, total, total),
        )
        return found.fun

    known = set()
    for place, (unit, answer) in enumerate(cells):
        if symbol[place] != "" and answer != "No answer":
            one = np.eye(len(cells))[place]
            if -least(-one) <= 1 or least(one) >= base[unit] - 1:
                known.add((unit, answer))
    return known


@pytest.mark.parametrize("seed", range(8))
def test_nothing_follows_over_several_levels_and_answers(seed, monkeypatch):
    assert learnt(answered(seed)) == set()
    if seed in (0, 2, 3, 7):  # one sum at a time does not see it
        monkeypatch.setattr(secondary, "_pinned", lambda rows, *rest: rows.index[:0])
        assert learnt(answered(seed))
