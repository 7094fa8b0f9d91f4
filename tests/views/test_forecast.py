"""The forecast's sentence and column, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import forecast

REFERENCE = reference.load()
AT = {"period": "2026", "unit": "university"}
NAN = float("nan")


def said(value, low, high, day="", symbol="[p]"):
    numbers = {"base": 384, "count": 274, "value": value, "low": low, "high": high}
    reached = {"item": day, "value": 24 if day else NAN, "symbol": "[p]" if day else "[z]"}
    daily = {"item": ["2026-09-21", "2026-09-22"], "category": ["15", "16"], "value": 71.0}
    rows = by_metric(
        stack(
            [
                metric_rows(pd.DataFrame([numbers]), "participation_forecast", symbol=symbol, **AT),
                metric_rows(pd.DataFrame([reached]), "participation_target_day", **AT),
                metric_rows(pd.DataFrame(daily), "participation_daily", cut="working day", **AT),
            ]
        )
    )
    return forecast.sentence(rows, REFERENCE, "2026", "university")


@pytest.mark.parametrize(
    ("numbers", "ending"),
    [
        ((86, 82, 90, "2026-09-28"), "86 % (82–90 %)… 80 % is reached on 28 September 2026"),
        (
            (82.5, 78, 88, "2026-10-02"),
            "83 % (78–88 %)… 80 % is expected on 2 October 2026, but not certain",
        ),
        ((86, 82, 90, "2026-09-21"), "86 % (82–90 %)… 80 % was reached on 21 September 2026"),
        (
            (78, 74, 82),
            "78 % (74–82 %)… 80 % is possible but not expected: it takes 8 answers more than that",
        ),
        ((74, 70, 78), "74 % (70–78 %)… 80 % is not reached: it takes 24 answers more than that"),
        (
            (79.9, 79.6, 79.9),
            "79.9 % (79.6–79.9 %)… 80 % is not reached: it takes 1 answer more than that",
        ),
    ],
)
def test_the_sentence_says_how_sure_the_target_is(numbers, ending):
    rate, target = ending.replace(" %)…", " %, 19 times in 20)…").split("… ")
    assert said(*numbers) == (
        f"**At this pace {rate} will have answered by 6 October 2026; {target}.**"
    )


def test_no_forecast_is_said_or_left_out():
    assert said(NAN, NAN, NAN, symbol="[x]") == "There are too few answers yet for a forecast."
    assert said(NAN, NAN, NAN, symbol="[c]") == ""
    assert forecast.sentence({}, REFERENCE, "2026", "university") == ""


def test_the_column_stands_before_the_note():
    found = pd.DataFrame(
        {
            "unit": ["eps", "ahc"],
            "value": [74.3, NAN],
            "low": [67.3, NAN],
            "high": [82.7, NAN],
            "symbol": ["[p]", "[x]"],
        }
    )
    rows = by_metric(metric_rows(found, "participation_forecast", period="2026"))
    table = pd.DataFrame({"Part": ["AHC", "EPS", "FBS"], "Note": "[p]"})
    units = pd.Series(["ahc", "eps", "fbs"])
    told = forecast.with_forecast(table, rows, REFERENCE, "2026", units)
    assert told.columns.tolist() == ["Part", "Expected at close", "Note"]
    assert told["Expected at close"].tolist() == ["[x]", "74 % (67–83 %)", ""]
    assert forecast.with_forecast(table, {}, REFERENCE, "2026", units) is table
