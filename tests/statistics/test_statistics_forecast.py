from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata.statistics import forecast_close

DAYS = 21
DAILY = np.array([0.16, 0.1, 0.07, 0.05, 0.04] + [0.03, 0.1, 0.06, 0.04, 0.03] * 4)[:DAYS]


def fieldwork(rng: np.random.Generator, frame: int, pace: np.ndarray | float = 1.0) -> np.ndarray:
    """A cumulative curve: each day each silent person answers with that day's chance."""
    answered, curve = 0, []
    for chance in 1 - np.exp(-np.broadcast_to(pace, DAYS) * DAILY):
        answered += rng.binomial(frame - answered, chance)
        curve.append(answered)
    return np.array(curve)


def test_the_earlier_wave_over_again_closes_where_it_closed() -> None:
    earlier = np.round(383 * (1 - np.exp(-np.cumsum(DAILY))))
    found = forecast_close(earlier[:8], earlier, 383, 383, DAYS - 1, 0.7)
    assert found.pace == pytest.approx(1, abs=0.01)
    assert found.curve[-1] == pytest.approx(earlier[-1], abs=4)
    assert found.low[-1] < earlier[-1] < found.high[-1]
    assert found.curve[:8].tolist() == earlier[:8].tolist() == found.low[:8].tolist()


def test_a_larger_frame_scales_it() -> None:
    earlier = np.round(200 * (1 - np.exp(-np.cumsum(DAILY))))
    found = forecast_close(2 * earlier[:8], earlier, 400, 200, DAYS - 1, 0.7)
    assert found.curve[-1] == pytest.approx(2 * earlier[-1], abs=6)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.integers(20, 500), st.integers(0, DAYS - 1), st.floats(0.3, 2.5))
def test_the_range_holds_the_curve_and_stays_between_today_and_the_frame(
    seed: int, frame: int, today: int, pace: float
) -> None:
    rng = np.random.default_rng(seed)
    earlier, now = fieldwork(rng, 300), fieldwork(rng, frame, pace)[: today + 1]
    found = forecast_close(now, earlier, frame, 300, DAYS - 1, 0.8)
    assert len(found.curve) == DAYS
    assert (np.diff(found.curve) >= -1e-9).all()
    assert (found.low <= found.curve + 1e-9).all() and (found.curve <= found.high + 1e-9).all()
    assert found.low.min() >= 0 and found.high.max() <= frame
    assert (found.low >= np.append(now, np.full(DAYS - len(now), now[-1]))).all()
    if not np.isnan(found.target_day):
        assert found.curve[int(found.target_day)] >= found.needed
        assert found.earliest <= found.target_day
        assert np.isnan(found.latest) or found.target_day <= found.latest


@pytest.mark.parametrize("frame", [40, 383])
@pytest.mark.parametrize("today", [3, 8, 14])
def test_the_range_holds_nine_closes_in_ten_when_the_pace_changes(frame: int, today: int) -> None:
    """Waves whose pace differs by 25 %, and whose pace to come differs by 15 % from that so far."""
    rng = np.random.default_rng([frame, today])
    held = 0
    for _ in range(400):
        pace = np.exp(
            rng.normal(0, 0.25) + np.where(np.arange(DAYS) > today, rng.normal(0, 0.15), 0)
        )
        earlier, now = fieldwork(rng, 383), fieldwork(rng, frame, pace)
        found = forecast_close(now[: today + 1], earlier, frame, 383, DAYS - 1, 0.8)
        held += found.low[-1] <= now[-1] <= found.high[-1]
    assert held / 400 >= 0.92


def test_the_day_of_the_target() -> None:
    earlier = [10, 30, 50, 60, 80]
    found = forecast_close([20, 45], earlier, 100, 100, 4, 0.6)
    assert found.needed == 60
    assert 1 < found.earliest <= found.target_day <= 4
    assert forecast_close([20, 65], earlier, 100, 100, 4, 0.6).target_day == 1
    never = forecast_close([2, 5], earlier, 100, 100, 4, 0.9)
    assert np.isnan(never.target_day) and np.isnan(never.latest)


def test_after_the_earlier_waves_last_day_nobody_more_is_expected() -> None:
    found = forecast_close([10, 20, 30], [10, 20, 30, 40], 100, 100, 7, 0.8)
    assert found.curve[3] > 30
    assert found.curve[3:].tolist() == [found.curve[3]] * 5
    assert forecast_close([10, 20], [10, 20], 100, 100, 4, 0.8).high[-1] == 20


def test_a_full_frame_stays_full() -> None:
    found = forecast_close([50, 100], [40, 100, 100], 100, 100, 3, 1)
    assert found.curve.tolist() == [50, 100, 100, 100]
    assert found.target_day == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": []},
        {"seen": [5, 4]},
        {"seen": [5, 101]},
        {"seen": [5, np.nan]},
        {"earlier": [200]},
        {"target": 80},
        {"level": 0},
    ],
)
def test_impossible_curves_and_shares_are_refused(wrong: dict) -> None:
    given_ = {"seen": [5], "earlier": [5, 9], "frame": 100, "earlier_frame": 100, "last_day": 3}
    with pytest.raises(ValueError):
        forecast_close(**({**given_, "target": 0.8} | wrong))
