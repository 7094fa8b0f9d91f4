"""Where fieldwork will close, judged by an earlier wave on the same working day.

Curves are cumulative numbers of respondents by working day; day 0 is the day fieldwork opened.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from tcdata.statistics.intervals import Floats

PRIOR_EVIDENCE = 4.0
MOST_EVIDENCE = 25.0


class Forecast(NamedTuple):
    """Expected curve to the close of fieldwork, its range, and the day the target is reached.

    `curve`, `low`, `high`: respondents by working day, those seen so far included. `pace`: how
    fast people answered so far, the earlier wave being 1. `needed`: respondents the target takes.
    `target_day`, `earliest`, `latest`: working days; missing when not reached before the close.
    """

    curve: Floats
    low: Floats
    high: Floats
    pace: float
    needed: int
    target_day: float
    earliest: float
    latest: float


def forecast_close(
    seen: ArrayLike,
    earlier: ArrayLike,
    frame: int,
    earlier_frame: int,
    last_day: int,
    target: float,
    level: float = 0.95,
) -> Forecast:
    """Forecast of the close of fieldwork from its curve so far and an earlier wave's whole curve.

    Formula: the earlier wave gives the cumulative hazard H(d) = −log(1 − E_d / N_E) of answering
        by working day d. This wave's pace is a gamma variable with mean (4 + C) / (4 + A), where C
        people answered and A would have at the earlier pace; its shape is 4 + C, at most 25,
        because reminders change the pace: the pace to come is never taken as known to better than
        20 %. The answers the earlier wave still had to come, E_d − E_today, add their own
        uncertainty: a is the shape s of 1 / s = 1 / (4 + C) + 1 / (E_d − E_today), b is a over the
        pace. Of the M people who have not answered, the expected part that does by day d is
        1 − (b / (b + ΔH))ᵃ; the range adds the chance of each person to that of the pace (beta
        distribution of the same mean and variance), rounded outwards to whole people.
    Unit: respondents, working days. Denominator: `frame`; `target` is a share of it, 0–1.
    Missing: refused. After the earlier wave's last day nobody more is expected.
    Raises ValueError when a curve is empty, falls, or exceeds its frame, or a share is not 0–1.
    Assumes: the days left resemble the earlier wave's but for the pace, with its reminders on the
        same working days.
    Fails: when a reminder is added, dropped or moved, or the earlier wave was open for fewer days.
    Source: proportional hazards (Cox 1972) with a gamma pace (Clayton and Kaldor 1987,
        Biometrics 43, 671–681); the two constants are this product's.
    """
    now, before = _curve(seen, frame), _curve(earlier, earlier_frame)
    if not 0 < target <= 1 or not 0 < level < 1:
        raise ValueError("a target and a level are shares between 0 and 1")
    today = len(now) - 1
    days = max(last_day, today) + 1
    before = np.concatenate([before, np.full(max(days - len(before), 0), before[-1])])[:days]
    # Half a person short of everybody, so that a full earlier response has a finite hazard.
    hazard = -np.log1p(-np.minimum(before, earlier_frame - 0.5) / earlier_frame)
    # Who answers on a day was silent for half of it.
    silent = frame - (np.concatenate([[0.0], now[:-1]]) + now) / 2
    expected = float((silent * np.diff(hazard[: today + 1], prepend=0.0)).sum())
    pace = (PRIOR_EVIDENCE + now[-1]) / (PRIOR_EVIDENCE + expected)
    known = min(PRIOR_EVIDENCE + now[-1], MOST_EVIDENCE)
    shape = 1 / (1 / known + 1 / np.maximum(before[today + 1 :] - before[today], 0.5))
    to_come = hazard[today + 1 :] - hazard[today]
    left = frame - now[-1]
    mean, low, high = _answering(left, to_come, shape, shape / pace, (1 - level) / 2)
    curve = np.concatenate([now, now[-1] + mean])
    curve_low = np.concatenate([now, now[-1] + np.floor(low)])
    curve_high = np.concatenate([now, now[-1] + np.ceil(high)])
    needed = int(np.ceil(target * frame - 1e-9))
    reached = [_first_day(line, needed) for line in (curve, curve_high, curve_low)]
    return Forecast(curve, curve_low, curve_high, pace, needed, *reached)


def _curve(values: ArrayLike, frame: int) -> Floats:
    curve = np.asarray(values, dtype=np.float64)
    if curve.size == 0 or not np.all(np.diff(curve, prepend=0.0) >= 0):
        raise ValueError("a cumulative curve has a day at least and never falls")
    if curve[-1] > frame:
        raise ValueError("more people answered than the frame holds")
    return curve


def _answering(
    left: float, hazard: Floats, shape: Floats, rate: Floats, tail: float
) -> tuple[Floats, Floats, Floats]:
    """Of `left` people, how many answer: expected, and both ends of the range, by day."""
    silent = (rate / (rate + hazard)) ** shape
    squared = (rate / (rate + 2 * hazard)) ** shape
    mean = 1 - silent
    variance = (silent - squared) / max(left, 1) + np.maximum(squared - silent**2, 0)
    sure = (variance <= 0) | (left <= 0)
    # A single person left has no spread of shares to fit: the floor keeps the beta proper.
    weight = np.maximum(mean * silent / np.where(sure, 1, variance) - 1, 1e-3)
    a, b = np.where(sure, 1, mean * weight), np.where(sure, 1, silent * weight)
    low, high = (np.where(sure, mean, betaincinv(a, b, chance)) for chance in (tail, 1 - tail))
    return left * mean, left * low, left * high


def _first_day(curve: Floats, needed: int) -> float:
    reached = curve >= needed
    return float(np.argmax(reached)) if reached.any() else float("nan")
