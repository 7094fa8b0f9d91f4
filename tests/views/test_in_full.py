"""One question in full: its answers, whether they compare, and the split, from rows by hand."""

import math

import pandas as pd
import pytest

from tcdata.published import metric_rows
from tcdata.views import change, in_full
from tests.views.changed import FOUND, REFERENCE, ROWS, with_options, with_rows


def test_a_question_in_full_shows_every_answer_of_both_waves():
    rows = with_options()
    drawn = in_full.answers(rows, REFERENCE, "2026", "university", "training_access")
    assert drawn["row"].drop_duplicates().tolist() == ["Yes", "Partly", "No", "No answer"]
    assert drawn["text"].drop_duplicates().tolist() == [
        *("60 % → 75 %", "20 % → 15 %", "15 % → 5 %", "5 % → 5 %")
    ]
    assert in_full.table(drawn).iloc[0].tolist() == [
        "Yes",
        "60 % (120 of 200)",
        "75 % (150 of 200)",
    ]


def test_a_share_is_followed_by_its_interval_where_it_has_one():
    rows = with_options()
    shares = rows["answer_share"]
    last = shares["period"] == "2026"
    bounded = shares.assign(low=71.2, high=78.6).where(last, shares)
    drawn = in_full.answers(
        with_rows(rows, {"answer_share": bounded}),
        REFERENCE,
        "2026",
        "university",
        "training_access",
    )
    assert in_full.table(drawn).iloc[0].tolist() == [
        "Yes",
        "60 % (120 of 200)",
        "75 % (150 of 200), 71–79 %",
    ]
    assert "2026: 75 % (150 of 200), 71–79 %" in drawn["said"].iloc[0]
    assert in_full.note(drawn) == in_full.RANGES
    plain = in_full.answers(rows, REFERENCE, "2026", "university", "training_access")
    assert in_full.note(plain) == ""


def test_several_favourable_answers_stand_together_too():
    drawn = in_full.answers(ROWS, REFERENCE, "2026", "university", "advance_he_fellowship")
    assert drawn["row"].tolist() == [in_full.TOGETHER] * 2
    assert in_full.answers(ROWS, REFERENCE, "2026", "it", "training_access").empty


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("fair_attribution", "**Asked only in 2026**, so there is nothing to compare: First asked"),
        ("induction", "**2023 and 2026 cannot be compared**: In 2023 the question was about"),
        ("future_skills", "**2023 and 2026 cannot be compared**: The 2026 list has a new option"),
        ("line_management", "No answer to this question is better or worse than another"),
        (
            "training_access",
            "**+15.0 points, better** (95 % interval +10.6 to +19.3) in those who say",
        ),
    ],
)
def test_a_question_says_whether_it_compares(question, said):
    assert in_full.sentence(ROWS, REFERENCE, "2026", "university", question, FOUND).startswith(said)


def test_the_split_is_a_sentence_at_university_level():
    base = {"item": "training_access", "period": "2026", "unit": "university", "category": "2023"}
    split = {
        metric: metric_rows(pd.DataFrame([{**base, "value": value}]), metric, cut="since")
        for metric, value in (("answer_shift", 15.7), ("answer_mix", -0.7))
    }
    said = in_full.sentence(
        with_rows(ROWS, split), REFERENCE, "2026", "university", "training_access", FOUND
    )
    assert "+15.7 points would be there" in said and "−0.7 points come from a different mix" in said
    hidden = {m: rows.assign(value=math.nan, symbol="[c]") for m, rows in split.items()}
    said = in_full.sentence(
        with_rows(ROWS, hidden), REFERENCE, "2026", "university", "training_access", FOUND
    )
    assert "mix" not in said


def test_a_block_shows_the_answers_of_all_its_units():
    rows = with_options("civil+physics")
    drawn = in_full.answers(rows, REFERENCE, "2026", "physics", "training_access")
    assert len(drawn) == 8


def test_a_unit_out_of_scope_has_no_change():
    found = change.compared(ROWS, REFERENCE, "2026", "library")
    assert in_full.sentence(ROWS, REFERENCE, "2026", "library", "committees", found) == (
        "The change of this question is not shown here."
    )
