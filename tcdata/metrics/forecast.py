"""Where an open wave will close, and when it reaches the target, judged by the wave before it."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import Metric
from tcdata.metrics.participation import working_days
from tcdata.published import NOT_APPLICABLE, NOT_AVAILABLE, PROVISIONAL, metric_rows, stack
from tcdata.reference import Reference
from tcdata.statistics import Forecast, forecast_close

_FRAME = "technicians in scope in the workforce extract at or before the wave's frame date"
_SO_FAR = "the count is the respondents so far"
_METHOD = (
    "proportional hazards with a gamma pace (Cox 1972; Clayton and Kaldor 1987); the earlier wave "
    "is taken as a whole, since its reminders went to everybody on the same days"
)
_FEW = "fewer respondents so far than the internal threshold"

METRICS = [
    Metric(
        id="participation_forecast",
        title="Response rate expected at the close",
        definition=(
            "The response rate on the closing day if people go on answering as they did in the "
            "wave before, at this wave's own pace; with the range that holds 95 % of outcomes."
        ),
        formula=(
            "respondents so far, and of the people who have not answered the part expected to, "
            "from the earlier wave's answers by working day × this wave's pace; ÷ headcount in "
            "scope × 100"
        ),
        unit="per cent expected",
        numerator=_SO_FAR,
        denominator=_FRAME,
        missing=(
            f"[x] {_FEW}; no row once the wave has closed, without an earlier wave, or where the "
            "response rate has no value"
        ),
        better="higher",
        sensitivity="internal",
        interval=True,
        source=_METHOD,
    ),
    Metric(
        id="participation_target_day",
        title="Day the target is reached",
        definition=(
            "The working day of fieldwork on which the response rate reaches the target, and its "
            "date (the item): expected, earliest and latest."
        ),
        formula="first working day whose respondents, seen or expected, are the target or more",
        unit="working day",
        numerator=_SO_FAR,
        denominator=_FRAME,
        missing=(
            "[z] where it is not expected before the close; no latest day where the low end of "
            f"the range does not reach it; [x] {_FEW}; no row where there is no forecast"
        ),
        better="lower",
        sensitivity="internal",
        interval=True,
        source=_METHOD,
    ),
]


def forecast(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Metric rows of METRICS for every wave still open: the root, groups and faculties.

    `rows` are those of `tcdata.metrics.participation`: `participation_daily` gives the curves,
    the symbol of `participation_rate` which waves are open.
    """
    plain = rows[(rows["metric"] == "participation_rate") & (rows["cut"] == "")]
    still_open = plain[plain["symbol"] == PROVISIONAL]
    root = reference.settings["institution"]["root_unit"]
    daily = rows[(rows["metric"] == "participation_daily") & rows["count"].notna()]
    daily = daily.assign(day=daily["category"].astype("int64")).sort_values("day")
    ordered = reference.waves.sort_values("opens", kind="stable")
    whole = daily[daily["unit"] == root]
    told = [wave for wave in ordered["wave"] if wave in set(whole["period"])]
    parts = []
    for earlier, later in pairwise(told):
        wave = ordered[ordered["wave"] == later].iloc[0]
        before = whole[whole["period"] == earlier]
        here = still_open[still_open["period"] == later]
        parts += [
            _of_unit(unit, seen, before, wave, reference)
            for unit, seen in daily[daily["period"] == later].groupby("unit", sort=False)
            if unit in set(here["unit"])
        ]
    return stack(parts)


def _of_unit(
    unit: str, seen: pd.DataFrame, before: pd.DataFrame, wave: pd.Series, reference: Reference
) -> pd.DataFrame:
    frame, so_far = int(seen["base"].iloc[0]), int(seen["count"].iloc[-1])
    same = {"unit": unit, "period": wave["wave"], "base": frame, "count": so_far}
    if so_far < reference.settings["thresholds"]["internal"]:
        none = pd.DataFrame([{**same, "count": float("nan"), "symbol": NOT_AVAILABLE}])
        return stack([metric_rows(none, metric.id) for metric in METRICS])
    days = working_days(wave, pd.Series([wave["closes"]]), reference)
    found = forecast_close(
        seen["count"].to_numpy(),
        before["count"].to_numpy(),
        frame,
        int(before["base"].iloc[0]),
        len(days) - 1,
        reference.settings["targets"]["participation"] / 100,
    )
    close = {
        name: 100 * float(line[-1]) / frame
        for name, line in (("value", found.curve), ("low", found.low), ("high", found.high))
    }
    return stack(
        [
            metric_rows(pd.DataFrame([{**same, **close, "symbol": PROVISIONAL}]), METRICS[0].id),
            metric_rows(pd.DataFrame([{**same, **_target_day(found, days)}]), METRICS[1].id),
        ]
    )


def _target_day(found: Forecast, days: pd.DatetimeIndex) -> dict[str, object]:
    """Value, low, high, item and symbol; working days count from 1, as in the daily rate."""
    if found.target_day != found.target_day:
        return {"symbol": NOT_APPLICABLE}
    return {
        "item": f"{days[int(found.target_day)]:%Y-%m-%d}",
        "value": found.target_day + 1,
        "low": found.earliest + 1,
        "high": found.latest + 1,
        "symbol": PROVISIONAL,
    }
