"""The risk register: parts, chances, scores and places, counted on paper from hand-written rows."""

from dataclasses import replace

import pandas as pd
import pytest
from scipy.stats import binom

from tcdata.rows import by_metric
from tcdata.views import risk, scenario
from tests.views.risky import HIGH, LOW, RATE, REFERENCE, ROWS, published

BASE = scenario.base(REFERENCE)
POINTS = {"gap": 40, "risk": 30, "single": 10, "unlearned": 10, "untaught": 5, "unused": 5}


def register(given=BASE, rows=ROWS):
    return risk.register(rows, REFERENCE, "2026", "fbs", given).set_index("skill")


FOUND = register()


def chance(holders, required, months=24, times=1.0, yearly=RATE):
    return 100 * binom.cdf(required - 1, holders, (1 - yearly / 100) ** (times * months / 12))


def test_the_settings_are_those_this_test_counts_with():
    assert REFERENCE.settings["skills"]["points"] == POINTS
    assert BASE.horizon == 24


def test_the_chance_is_binomial_with_one_rate():
    for skill, held, need in [
        ("cell-sorting", 2, 2),
        ("flow-cytometry", 6, 2),
        ("cell-culture", 1, 1),
    ]:
        row = FOUND.loc[skill, ["risk", "risk_low", "risk_high"]].tolist()
        assert row == pytest.approx([chance(held, need, yearly=y) for y in (RATE, LOW, HIGH)])
    assert FOUND.loc["tig-welding", ["risk", "risk_low", "risk_high"]].tolist() == [100, 100, 100]


def test_each_part_is_true_false_or_open():
    names = ["single", "unlearned", "untaught", "unused"]
    parts = {skill: FOUND.loc[skill, names].tolist() for skill in FOUND.index}
    assert parts["glass-blowing"] == [False, True, False, False]
    assert parts["tig-welding"] == [True, True, True, pd.NA]
    assert parts["cell-sorting"] == [False, False, False, pd.NA]
    assert parts["flow-cytometry"] == [False, True, pd.NA, True]
    assert parts["cell-culture"] == [True, False, False, True]


def test_the_score_adds_the_parts_and_a_hidden_part_is_not_zero_without_saying_so():
    expected = {
        "glass-blowing": (40 + 30 + 10, 0),
        "tig-welding": (40 / 2 + 30 + 10 + 10 + 5, 5),
        "cell-sorting": (0.3 * chance(2, 2), 5),
        "flow-cytometry": (0.3 * chance(6, 2) + 10 + 5, 5),
        "cell-culture": (0.3 * chance(1, 1) + 10 + 5, 0),
    }
    for skill, (score, hidden) in expected.items():
        assert FOUND.loc[skill, "score"] == pytest.approx(score)
        assert FOUND.loc[skill, "score_most"] == pytest.approx(score + hidden)


def test_places_follow_the_score_and_their_range_the_settings():
    assert FOUND.index.tolist() == [
        *("tig-welding", "cell-culture", "flow-cytometry", "cell-sorting", "glass-blowing"),
    ]
    assert FOUND["rank"].tolist() == [1, 2, 3, 4, 5]
    scores = {
        (months, times): {
            "cell-culture": 0.3 * chance(1, 1, months, times) + 15,
            "flow-cytometry": 0.3 * chance(6, 2, months, times) + 15,
            "cell-sorting": 0.3 * chance(2, 2, months, times),
        }
        for months in (12, 24, 48)
        for times in (0.5, 1, 2)
    }
    places = [
        2 + sorted(found.values(), reverse=True).index(found["cell-sorting"])
        for found in scores.values()
    ]
    row = FOUND.loc["cell-sorting"]
    assert (row["rank_low"], row["rank_high"]) == (min(places), max(places)) == (3, 4)


def test_at_risk_is_likely_to_be_short_and_not_short_already():
    assert FOUND["at_risk"][FOUND["at_risk"]].index.tolist() == ["cell-sorting"]
    assert chance(1, 1) == pytest.approx(19), "cell culture is just below the settings' 20"


def test_a_chance_as_high_as_the_settings_is_a_risk_already():
    limit = {"at_risk_percent": float(FOUND.loc["cell-culture", "risk"])}
    skills = {**REFERENCE.settings["skills"], **limit}
    settings = {**REFERENCE.settings, "skills": skills}
    found = risk.register(ROWS, replace(REFERENCE, settings=settings), "2026", "fbs", BASE)
    assert found.set_index("skill")["at_risk"]["cell-culture"]


def test_absent_is_what_nobody_there_knows_and_comes_last_with_the_highest_score():
    assert FOUND["absent"][FOUND["absent"]].index.tolist() == ["glass-blowing"]
    assert FOUND["score"].idxmax() == FOUND.index[-1] == "glass-blowing"


def test_a_longer_horizon_and_more_leaving():
    found = register(BASE._replace(horizon=36, leaving=2.0))
    assert found.loc["cell-culture", "risk"] == pytest.approx(chance(1, 1, 36, 2.0))


def test_more_required_makes_more_gaps():
    found = register(BASE._replace(required=1))
    assert found["gap"].to_dict() == {
        **{"glass-blowing": 3, "tig-welding": 2, "cell-sorting": 1},
        **{"flow-cytometry": 0, "cell-culture": 1},
    }
    assert register(BASE._replace(required=-1)).loc["cell-culture", "required"] == 0


def test_a_hire_counts_at_once_and_only_for_the_skills_meant():
    found = register(BASE._replace(hires=1, skills=("tig-welding",)))
    row = found.loc["tig-welding"]
    assert (row["gap"], row["single"], row["holders"]) == (0, False, 1)
    assert row["risk"] == pytest.approx(chance(2, 2))
    assert found.loc["cell-culture", "risk"] == pytest.approx(chance(1, 1))


def test_a_trainee_counts_once_there_has_been_time_to_learn():
    months = REFERENCE.skills.set_index("skill")["months_to_competence"]["cell-culture"]
    later = next(choice for choice in scenario.HORIZONS if choice >= months)
    sooner = months - 1
    given = BASE._replace(trainees=1, skills=("cell-culture",))
    in_time, too_late = (
        register(given._replace(horizon=horizon)).loc["cell-culture"] for horizon in (later, sooner)
    )
    assert in_time["risk"] == pytest.approx(chance(2, 1, later))
    assert too_late["risk"] == pytest.approx(chance(1, 1, sooner))
    assert in_time["gap"] == too_late["gap"] == 0
    trained = register(BASE._replace(trainees=1, skills=("tig-welding",))).loc["tig-welding"]
    assert (trained["gap"], trained["unlearned"]) == (1, False)


def test_without_a_leaving_rate_only_what_is_short_already_is_certain():
    found = register(rows=by_metric(published(rate=None)))
    assert found.loc[["glass-blowing", "tig-welding"], "risk"].tolist() == [100, 100]
    assert found.loc[["cell-sorting", "cell-culture"], "risk"].isna().all()
    assert found.loc["cell-sorting", "score"] == 0
    assert found.loc["cell-sorting", "score_most"] == 35
    assert not found["at_risk"].any()


def test_a_unit_without_skills_has_an_empty_register():
    assert risk.register(ROWS, REFERENCE, "2026", "it", BASE).empty


@pytest.mark.parametrize(
    ("scores", "places"), [([5, 9, 5, 1], [2, 1, 2, 4]), ([], []), ([3.04, 3.01], [1, 1])]
)
def test_equal_scores_share_the_first_of_their_places(scores, places):
    assert risk.ranks(pd.Series(scores, dtype="float64").to_numpy()).tolist() == places
