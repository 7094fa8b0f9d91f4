"""Weighted shares beside plain ones, from rows written by hand: 2023 has closed, 2026 is open."""

import pandas as pd
import pytest

from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import in_full, weighting
from tests.views.changed import REFERENCE, WAVES, published, with_options, with_rows

QUESTION = "training_access"
OPTIONS = {"Yes": 62, "Partly": 18, "No": 15, "No answer": 5}


def rows(options=OPTIONS, favourable=61.7, item=QUESTION, symbol="[p]"):
    """Weighted rows of 2023 beside plain ones: 60 % Yes in 2023."""
    at = {"item": item, "period": "2023", "base": 200}
    single = pd.DataFrame([{**at, "category": k, "value": v} for k, v in options.items()])
    whole = pd.DataFrame([{**at, "value": favourable, "low": 58.2, "high": 65.1}])
    weighted = stack(
        [
            metric_rows(whole, "answer_weighted", unit="university"),
            metric_rows(single, "answer_weighted", unit="university", cut="option"),
        ]
    )
    plain = published({QUESTION: [120, 150], "line_management": [None, 1]}, symbol=symbol)
    plain["participation_rate"] = plain["participation_rate"].assign(symbol=["", symbol])
    return with_rows(plain, {"answer_share": with_options()["answer_share"], **by_metric(weighted)})


def shown(given, unit="university"):
    drawn = in_full.answers(given, REFERENCE, "2026", unit, QUESTION)
    table = in_full.table(drawn)
    return weighting.beside(table, given, REFERENCE, unit, QUESTION)


def test_every_answer_stands_weighted_beside_unweighted():
    table = shown(rows())
    assert list(table) == ["Answer", "2023", "2023, weighted", "2026"]
    assert table["2023, weighted"].tolist() == ["62 %", "18 %", "15 %", "5 %"]
    assert table["2023"].iloc[0] == "60 % (120 of 200)"


def test_the_favourable_share_stands_for_a_single_favourable_answer():
    assert shown(rows(options={}))["2023, weighted"].tolist() == ["62 %", "", "", ""]


def test_without_weights_there_is_no_column():
    assert list(shown(with_options())) == ["Answer", "2023", "2026"]


def test_what_weighting_changes_is_said_and_that_an_open_wave_has_to_close_first():
    said = weighting.sentence(rows(), REFERENCE, WAVES, "university", QUESTION)
    assert said == (
        "Weighted so that role, contract and grade stand as among everybody asked, the favourable "
        "share of 2023 is 61.7 % (58.2 to 65.1 %) instead of 60.0 %. "
        "Weights for 2026 come after its close on 6 October 2026."
    )


def test_single_answers_that_few_gave_are_said_to_be_missing():
    said = weighting.sentence(rows(options={}), REFERENCE, WAVES, "university", QUESTION)
    assert "Its single answers are not weighted: too few people gave one of them." in said


@pytest.mark.parametrize(
    ("unit", "question", "starts"),
    [
        ("fbs", QUESTION, "Weighted shares, and the groups, are shown for the whole University"),
        ("university", "intention_to_leave", "The shares of this question are rounded, so they"),
        ("university", "fair_attribution", "Weights for 2026 come after its close"),
        ("university", "committees", "The answers of 2023 could not be weighted. Weights for 2026"),
    ],
)
def test_why_there_are_no_weights(unit, question, starts):
    assert weighting.sentence(rows(), REFERENCE, WAVES, unit, question).startswith(starts)


def test_a_closed_wave_that_could_not_be_weighted_says_so():
    said = weighting.sentence(rows(symbol=""), REFERENCE, WAVES, "university", QUESTION)
    assert said.endswith("The answers of 2026 could not be weighted.")


def test_a_question_without_a_favourable_answer_is_weighted_answer_by_answer():
    given = rows()
    options = given["answer_weighted"]
    options = options[options["cut"] == "option"].assign(item="line_management")
    given = with_rows(given, {"answer_weighted": options})
    said = weighting.sentence(given, REFERENCE, WAVES, "university", "line_management")
    assert said.startswith("The table has the weighted shares of 2023 beside the plain ones.")


def test_the_download_has_the_weighted_rows_and_no_groups():
    given = rows()
    groups = given["answer_favourable"].assign(cut="role_type", category="research")
    given["answer_favourable"] = pd.concat([given["answer_favourable"], groups])
    found = in_full.published(given, REFERENCE, "2026", "university", QUESTION)
    assert (found["metric"] == "answer_weighted").sum() == 5
    assert "role_type" not in set(found["cut"])
