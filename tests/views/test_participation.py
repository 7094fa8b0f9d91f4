"""The participation page's sentences, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import fieldwork, participation

REFERENCE = reference.load()


def published(*answers):
    """(unit, count, base) of the 2026 wave → published rows, with the answers still needed."""
    frame = pd.DataFrame(answers, columns=["unit", "count", "base"])
    rate = metric_rows(
        frame.assign(value=frame["count"] / frame["base"] * 100),
        "participation_rate",
        period="2026",
    )
    needed = metric_rows(
        frame.assign(value=[max(0, -(-base * 80 // 100) - count) for _, count, base in answers]),
        "responses_needed",
        period="2026",
    )
    return by_metric(stack([rate, needed]))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (66, "**FBS: 66 of 83 have answered, 79.5 %; 1 more answer reaches 80 %.**"),
        (67, "**FBS: 67 of 83 have answered, 81 %; target reached.**"),
        (60, "**FBS: 60 of 83 have answered, 72 %; 7 more answers reach 80 %.**"),
    ],
)
def test_a_faculty_reads_its_state_in_one_sentence(count, said):
    rows = published(("fbs", count, 83))
    assert participation.finding(rows, REFERENCE, "2026", "fbs").startswith(said)


def test_the_whole_says_who_needs_most():
    rows = published(("university", 274, 384), ("fbs", 66, 83), ("eps", 66, 105), ("ahc", 18, 31))
    said = participation.finding(rows, REFERENCE, "2026", "university")
    assert said == (
        "**274 of 384 have answered, 71 %; 34 more answers reach 80 %.** "
        "To reach it everywhere, EPS needs 18, AHC needs 7 and the rest need 1."
    )
    parts = participation.rates(rows, REFERENCE, "2026", "university")
    assert participation.headline(parts, 80) == "AHC and EPS are furthest from 80 %"


def test_where_both_parts_fall_short_neither_is_called_furthest():
    rows = published(("foe", 30, 40), ("earth-environment", 14, 19), ("geography", 6, 8))
    said = participation.finding(rows, REFERENCE, "2026", "foe")
    assert said.endswith("Earth and Environment needs 2 and Geography needs 1.")
    parts = participation.rates(rows, REFERENCE, "2026", "foe")
    assert participation.headline(parts, 80) == "Neither part has reached 80 %"


def test_a_rate_just_below_the_target_never_seems_to_reach_it_on_the_curve():
    days = pd.DataFrame({"unit": ["fbs"], "item": ["2026-09-22"], "category": ["16"]})
    daily = metric_rows(
        days.assign(count=66, base=83, value=100 * 66 / 83),
        "participation_daily",
        period="2026",
        cut="working day",
    )
    curve = fieldwork.curve(by_metric(daily), REFERENCE, "2026", "fbs")
    assert curve["text"].tolist() == ["22 September 2026: 79.5 % (66 of 83)"]
    complete = metric_rows(
        pd.DataFrame({"unit": ["fbs"], "count": [66], "base": [83], "value": [100 * 66 / 83]}),
        "participation_rate",
        period="2026",
        cut="response definition",
        category="complete answers only",
    )
    said = participation.scopes(by_metric(complete), REFERENCE, "2026", "fbs")
    assert said == "Counting complete answers only: 79.5 % (66 of 83)."


def test_a_hidden_rate_is_said_to_be_hidden():
    rows = published(("music", 2, 4))
    rate = rows["participation_rate"]
    rate[["count", "value"]] = float("nan")
    rate["symbol"] = "[c]"
    said = participation.finding(rows, REFERENCE, "2026", "music")
    assert "is not shown" in said
    assert "confidential" in said
    assert "2" not in said.replace("2026", "")


def test_a_unit_outside_the_scope_says_so():
    said = participation.finding(published(("fbs", 1, 2)), REFERENCE, "2026", "it")
    assert said == "**IT is not in the scope of the 2026 survey, so it has no response rate.**"
