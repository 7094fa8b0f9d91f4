"""The split of a change: what the answers did and what the mix of respondents."""

import numpy as np
import pandas as pd
import pytest

from tcdata import edition
from tcdata.metrics import compute, mix
from tcdata.statistics import kitagawa
from tests.metrics.changes import REFERENCE
from tests.metrics.small import answers, figure, replies, respondents

# Two role types, 40 people a wave. In 2023 10 of 30 in the laboratory and 8 of 10 in the workshop
# said yes; in 2026 8 of 20 and 18 of 20. Standard weights: (30/40 + 20/40) / 2 = 0.625 and 0.375.
# Mix: 0.5 (1/3 + 0.4) (0.5 − 0.75) + 0.5 (0.8 + 0.9) (0.5 − 0.25) = 12.08 points.
PEOPLE = respondents(
    *replies("music", 30, 0, wave="2023", completed_on="2023-09-04", role_type="laboratory"),
    *replies("music", 10, 30, wave="2023", completed_on="2023-09-04", role_type="workshop"),
    *replies("music", 20, 100, role_type="laboratory"),
    *replies("music", 20, 120, role_type="workshop"),
)
SAID = pd.concat(
    [
        answers(*[(f"r{i}", "training", "Yes" if yes else "No") for i, yes in people], wave=wave)
        for wave, people in (
            ("2023", [*((i, i < 10) for i in range(30)), *((i, i < 38) for i in range(30, 40))]),
            (
                "2026",
                [
                    *((i, i < 108) for i in range(100, 120)),
                    *((i, i < 138) for i in range(120, 140)),
                ],
            ),
        )
    ]
)


def test_the_split_is_kitagawas_and_adds_up_to_the_change():
    rows = edition.build({"respondents": PEOPLE, "answers": SAID}, REFERENCE)
    parts = [
        figure(rows, metric, "university", "2026", "training", "since", "2023")["value"]
        for metric in ("answer_mix", "answer_shift", "answer_change")
    ]
    split = kitagawa([100 / 3, 80], [30, 10], [40, 90], [20, 20])
    assert (
        parts[0] == pytest.approx(12.1) == pytest.approx(round(float(split.composition_effect), 1))
    )
    assert parts[2] == pytest.approx(100 * (26 / 40 - 18 / 40))
    assert parts[0] + parts[1] == pytest.approx(parts[2])
    assert set(rows[rows["metric"] == "answer_mix"]["unit"]) == {"university"}
    assert set(rows[rows["metric"] == "answer_mix"]["item"]) == {"training"}


def test_sensitive_questions_and_those_not_comparable_are_not_split_even_before_the_gate():
    rows = compute({"respondents": PEOPLE, "answers": SAID}, REFERENCE)
    assert set(rows[rows["metric"] == "answer_mix"]["item"]) == {"training"}


def test_a_change_that_is_hidden_has_no_split():
    few = SAID[
        (SAID["wave"] == "2026") | (SAID["option"] != "Yes") | (SAID["respondent_id"] == "r0")
    ]
    rows = edition.build({"respondents": PEOPLE, "answers": few}, REFERENCE)
    for metric in ("answer_change", "answer_mix", "answer_shift"):
        row = figure(rows, metric, "university", "2026", "training", "since", "2023")
        assert (row["symbol"], row["value"] == row["value"]) == ("[c]", False)


def test_groups_have_enough_people_in_both_waves():
    rng = np.random.default_rng(1)
    for _ in range(50):
        first, second = (
            pd.DataFrame(
                {
                    "role_type": rng.choice(["a", "b", "c", None], n, p=[0.6, 0.3, 0.05, 0.05]),
                    "grade_band": rng.choice(["5", "6", "7"], n, p=[0.7, 0.2, 0.1]),
                }
            )
            for n in rng.integers(25, 90, 2)
        )
        one, two = mix.groups(first, second, 10)
        assert (len(one), len(two)) == (len(first), len(second))
        assert set(one) == set(two)
        assert min(one.value_counts().min(), two.value_counts().min()) >= 10
        turned = mix.groups(first.iloc[::-1], second, 10)[0]
        assert turned.sort_index().equals(one)
