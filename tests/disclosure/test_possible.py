"""Totals that cannot be right stop the edition, with the figure and the reason."""

import pandas as pd
import pytest

from tcdata.disclosure import ImpossibleTotalError, release
from tcdata.metrics import CATALOGUE
from tcdata.published import metric_rows
from tests.metrics.small import reference

REFERENCE = reference()
PLAIN = {"metric": "headcount", "period": "2026-09-01", "unit": "arts", "base": 5.0}
PLAIN |= {"count": 5.0, "value": 5.0, "cut": "", "category": "", "item": "", "symbol": ""}


def refused(*given):
    frame = pd.DataFrame([{**PLAIN, **one} for one in given])
    parts = [metric_rows(part, str(m)) for m, part in frame.groupby("metric", sort=False)]
    with pytest.raises(ImpossibleTotalError) as error:
        release(pd.concat(parts), CATALOGUE, REFERENCE)
    return str(error.value)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"metric": "happiness"}, "not in the catalogue"),
        ({"count": 6}, "the count is larger than its base"),
        ({"value": -1}, "a number is negative"),
        ({"count": -1}, "a number is negative"),
        ({"value": float("inf")}, "a number is infinite"),
        ({"value": None}, "neither a value nor a symbol"),
        ({"metric": "stability", "count": None, "value": 104}, "a share is more than 100 %"),
    ],
)
def test_a_row_that_cannot_be_right(wrong, reason):
    message = refused(wrong)
    assert reason in message
    assert "unit “arts”" in message and "period “2026-09-01”" in message


def test_one_figure_may_not_stand_twice():
    assert "stands twice" in refused({}, {"count": 4, "value": 4})


def test_categories_may_not_add_to_more_than_the_whole():
    parts = [{"cut": "grade", "category": c, "count": 3, "value": 3} for c in ("5", "6")]
    assert "categories add to more than the whole" in refused(*parts)


def test_categories_may_add_to_the_whole():
    parts = [("5", 3), ("6", 2)]
    assert accepted(*({"cut": "grade", "category": c, "count": n, "value": n} for c, n in parts))


def test_shares_may_not_add_to_more_than_100_per_cent():
    shares = [
        {"metric": "stability", "cut": "gender", "category": c, "count": None, "value": v}
        for c, v in (("female", 37), ("male", 67))
    ]
    message = refused(*shares)
    assert "37 % female and 67 % male add to 104 %, more than the whole" in message


def accepted(*given):
    frame = pd.DataFrame([{**PLAIN, **one} for one in given])
    parts = [metric_rows(part, str(m)) for m, part in frame.groupby("metric", sort=False)]
    return len(release(pd.concat(parts), CATALOGUE, REFERENCE)) > 0


def test_rounded_shares_may_pass_100_by_their_rounding():
    shares = [33.5, 33.5, 33.5]
    assert accepted(
        *(
            {"metric": "stability", "cut": "grade", "category": str(i), "count": None, "value": v}
            for i, v in enumerate(shares)
        )
    )


def test_several_choices_and_figures_that_stand_side_by_side_need_not_add_up():
    both = [{"cut": "direction", "category": c, "metric": "transfers"} for c in ("in", "out")]
    several = [
        {
            "metric": "answer_share",
            "item": "kinds",
            "cut": "option",
            "category": c,
            "period": "2026",
            "base": 20,
            "count": 15,
            "value": 75,
        }
        for c in ("Lab", "Field")
    ]
    assert accepted(*both, *several)


def test_turnover_may_pass_its_base():
    assert accepted({"metric": "turnover", "base": 5, "count": 10, "value": 200})
