"""Presets: what leaves the institution follows HESA's standard rounding, at every boundary."""

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure.preset import preset
from tcdata.metrics import CATALOGUE
from tcdata.published import metric_rows
from tcdata.reference import WrongReferenceError
from tcdata.statistics import share_change
from tests.metrics.small import SETTINGS, reference

REFERENCE = reference()


def published(metric, name="publish", using=REFERENCE, **cells):
    rows = metric_rows(pd.DataFrame([{"period": "2026", "unit": "university", **cells}]), metric)
    return preset(rows, CATALOGUE, using, name).iloc[0]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_numbers_of_people_are_rounded_to_5(count, shown):
    out = published("headcount", count=count, base=100, value=count)
    assert (out["count"], out["value"], out["base"]) == (shown, shown, 100)


@pytest.mark.parametrize(("people", "shown"), [(82, 80), (83, 85), (384, 385)])
def test_everybody_of_a_unit_is_one_number_however_it_is_said(people, shown):
    out = published("headcount", count=people, base=people, value=people)
    assert (out["count"], out["base"], out["value"]) == (shown, shown, shown)
    rate = published("participation_rate", count=people, base=people, value=100.0)
    assert rate["value"] == 100


@pytest.mark.parametrize(("fte", "shown"), [(2.4, 0), (2.5, 5), (12.5, 15), (17.4, 15), (17.5, 20)])
def test_fte_is_rounded_half_up(fte, shown):
    assert published("fte", value=fte)["value"] == shown


@pytest.mark.parametrize(("base", "hidden"), [(22, True), (23, False), (40, False)])
def test_percentages_on_fewer_than_22_and_a_half_are_hidden(base, hidden):
    out = published("participation_rate", count=11, base=base, value=1100 / base)
    assert (out["symbol"] == "[c]") == hidden
    assert out[["base", "count", "value"]].isna().all() == hidden
    if not hidden:
        assert out["value"] == pytest.approx(100 * out["count"] / out["base"])


@pytest.mark.parametrize(("base", "hidden"), [(7, True), (8, False)])
def test_averages_on_7_or_fewer_are_hidden(base, hidden):
    out = published("r_indicator", count=6, base=base, value=0.8)
    assert (out["symbol"] == "[c]") == hidden


def test_bounds_do_not_tell_an_exact_number():
    tail = published("participation_rate", base=41, high=200 / 41, symbol="≤2")
    assert (tail["symbol"], tail["base"]) == ("≤2", 40)
    assert np.isnan(tail["high"])
    # The bounds of a share follow from its exact count, so they do not stand beside a rounded one.
    share = published("answer_favourable", item="training", count=18, base=41, value=1800 / 41)
    bounds = {"low": 38.2, "high": 50.4}
    told = published("answer_favourable", count=18, base=41, value=1800 / 41, **bounds)
    assert told[["low", "high"]].isna().all() and told["value"] == share["value"] == 50
    change = published("answer_change", base=41, value=3.46, low=-1.2, high=7.1, cut="since")
    assert change[["value", "low", "high"]].tolist() == [3, -2, 8]


def test_leavers_per_hundred_are_made_of_the_rounded_numbers():
    # 17.02 could only be 4 of 23.5.
    out = published("turnover", count=4, base=23.5, value=400 / 23.5)
    assert (out["count"], out["base"], out["value"]) == (5, 25, 20)


def test_a_probability_does_not_tell_the_counts_it_was_computed_from():
    # Of all counts that 20 of 55, then 25 of 65, may stand for, only 19 of 54 and 24 of 66 give it.
    exact = share_change(19, 54, 24, 66, 80, 83).p_value
    out = published("answer_state", base=66, value=exact, cut="state", category="better")
    near = np.arange(-2, 3)  # what rounding to 5 leaves possible
    counts = x1, n1, x2, n2 = np.meshgrid(20 + near, 55 + near, 25 + near, 65 + near)
    others = share_change(x1, n1, x2, n2, 80, 83).p_value
    assert (np.abs(others - exact) < 1e-12).sum() == 1
    fits = np.abs(others - out["value"]) <= 0.005
    assert all(len(np.unique(each[fits])) > 1 for each in counts)


def test_a_decrease_stays_one_and_a_second_time_changes_nothing():
    rows = metric_rows(pd.DataFrame([{"value": -8.0, "count": 3}, {"value": 3.0}]), "skill_change")
    once = preset(rows, CATALOGUE, REFERENCE, "publish")
    assert once["value"].tolist() == [-10, 5]
    assert preset(once, CATALOGUE, REFERENCE, "publish").equals(once)


def test_the_settings_choose_and_inside_nothing_changes():
    rows = metric_rows(pd.DataFrame([{"value": 3.0, "count": 3, "base": 3}]), "headcount")
    assert preset(rows, CATALOGUE, REFERENCE).equals(rows)
    outside = reference(settings=f'{SETTINGS}\n[disclosure]\npreset = "publish"')
    assert preset(rows, CATALOGUE, outside)["value"].tolist() == [5]
    with pytest.raises(WrongReferenceError, match="preset must be"):
        reference(settings=f'{SETTINGS}\n[disclosure]\npreset = "all"')
