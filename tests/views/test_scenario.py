"""Scenarios as text that can be typed, and as sentences."""

import pytest

from tcdata.views import scenario
from tcdata.views.scenario import Scenario
from tests.views.risky import REFERENCE

BASE = scenario.base(REFERENCE)


def test_the_base_is_what_the_settings_say():
    assert Scenario(REFERENCE.settings["skills"]["horizon_months"]) == BASE
    assert BASE.horizon in scenario.horizons(REFERENCE)
    assert scenario.parse("", REFERENCE) == BASE


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("horizon=36,leaving=2,hires=1", Scenario(36, 2.0, hires=1)),
        ("leaving=0.5", Scenario(24, 0.5)),
        ("required=-1, trainees=2", Scenario(24, required=-1, trainees=2)),
        ("hires=1,skills=cell-culture+laser-safety", None),
    ],
)
def test_a_text_is_read_and_written(text, meant):
    found = scenario.parse(text, REFERENCE)
    if meant is None:
        meant = BASE._replace(hires=1, skills=("cell-culture", "laser-safety"))
    assert found == meant
    assert scenario.parse(scenario.text(found), REFERENCE) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speed=3", "“speed” is not part of a scenario"),
        ("hires=many", "“hires” is a whole number from 0 to 3, not “many”"),
        ("hires=1.5", "“hires” is a whole number from 0 to 3, not “1.5”"),
        ("horizon=600", "“horizon” is a whole number from 6 to 60, not “600”"),
        ("leaving=nan", "“leaving” is a number from 0.5 to 2, not “nan”"),
        ("skills=juggling", "“juggling” is not in the list of skills"),
    ],
)
def test_a_wrong_text_is_refused_with_a_sentence(text, said):
    with pytest.raises(ValueError, match=said):
        scenario.parse(text, REFERENCE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Scenario(24), "Assumed: 24 months ahead; people leave as they did in the last years."),
        (
            Scenario(36, 2.0, 1, 1, 2),
            "Assumed: 36 months ahead; people leave 2 times as often; 1 more required of every "
            "skill; 1 hire and 2 trainees for every skill.",
        ),
        (
            Scenario(12, 0.5, -1, 1, 0, ("tig-welding",)),
            "Assumed: 12 months ahead; people leave 0.5 times as often; 1 fewer required of every "
            "skill; 1 hire for TIG welding.",
        ),
    ],
)
def test_a_scenario_is_a_sentence(given, said):
    assert scenario.words(given, REFERENCE) == said


def test_sliders_say_what_they_mean():
    assert [*map(scenario.leaving_said, scenario.LEAVING)] == [
        *("half", "0.75 ×", "as it was", "1.25 ×", "1.5 ×", "double"),
    ]
    assert [*map(scenario.required_said, (-1, 0, 2))] == ["1 fewer", "as listed", "2 more"]
