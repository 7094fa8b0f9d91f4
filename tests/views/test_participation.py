"""The participation page's sentences, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import participation

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
        "To reach it everywhere, EPS needs 18 and AHC needs 7."
    )
    parts = participation.rates(rows, REFERENCE, "2026", "university")
    assert participation.headline(parts, 80) == "AHC and EPS are furthest from 80 %"


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
