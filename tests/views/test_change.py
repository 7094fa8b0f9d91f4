"""The change page's sentences, order, picture and table, from rows written by hand."""

import math

import pandas as pd
import pytest

from tcdata import charts_change, reference
from tcdata.metrics import change as metrics
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import change, in_full
from tcdata.views.questions import labels, points, shortened

REFERENCE = reference.load()


def with_third_wave():
    """The reference of the product with a wave 2029 that asks what 2026 asked."""
    files = dict(REFERENCE.files)
    files["waves.csv"] += "2029,2029-09-03,2029-10-05,2029-09-01,faculties\n"
    versions = files["question_versions.csv"].splitlines(keepends=True)
    again = [line.replace("2026,", "2029,", 1) for line in versions if line.startswith("2026,")]
    again = [line.split(",no,")[0] + ",yes,\n" if ",no," in line else line for line in again]
    files["question_versions.csv"] = "".join([*versions, *again])
    return reference.from_files(files)


def published(shares, using=REFERENCE, unit="university", base=200, symbol=""):
    """Question → count of each wave from 2023 on (None: not asked), as an edition's rows."""
    rows = [
        {"item": question, "period": wave, "count": count, "base": base, "unit": unit}
        for question, counts in shares.items()
        for wave, count in zip(["2023", "2026", "2029"], counts, strict=False)
        if count is not None
    ]
    frame = pd.DataFrame(rows)
    favourable = frame.assign(value=100 * frame["count"] / frame["base"])
    frames = frame.drop_duplicates(["period", "unit"]).drop(columns="item")
    rate = metric_rows(frames.assign(base=250, value=80, symbol=symbol), "participation_rate")
    rows = stack([metric_rows(favourable, "answer_favourable"), rate])
    return by_metric(metrics.with_changes(rows, using))


SHARES = {
    "committees": [40, 42],
    "training_access": [120, 150],
    "advance_he_fellowship": [20, 40],
    "reward_fairness": [120, 90],
    "workload": [70, 66],
    "development_days": [None, 20],
    "induction": [60, 70],
}
ROWS = published(SHARES)
WAVES = ["2023", "2026"]
FOUND = change.compared(ROWS, REFERENCE, "2026", "university")


def test_the_states_are_those_of_the_metric():
    assert list(change.ORDER) == [
        *(metrics.BETTER, metrics.WORSE, metrics.NO_CLEAR_CHANGE, metrics.NOT_TESTED)
    ]
    assert {*charts_change.TONES, charts_change.UNTESTED} == {*change.ORDER, ""}
    reasons = change._reasons(REFERENCE, "2023", "2026")
    assert f"fewer than {metrics.TESTABLE} people" in reasons["[x]", ""]
    assert str(metrics.TESTABLE) in change._SHORT["[x]"]


def test_the_surest_stand_first_and_within_them_the_largest():
    assert FOUND["question"].tolist() == [
        *("reward_fairness", "training_access", "advance_he_fellowship"),
        *("workload", "committees"),
        *("induction", "development_days"),
    ]
    assert FOUND["state"].tolist()[3:] == [change.SAME] * 2 + [change.UNTESTED] * 2


def test_the_finding_counts_every_question_once():
    assert change.finding(ROWS, REFERENCE, "2026", "university", FOUND) == (
        "**2 of 5 tested questions are better, 1 worse, 2 show no clear change; "
        "2 could not be tested.**"
    )


def test_one_question_is_said_in_the_singular():
    rows = published({"training_access": [120, 150], "committees": [40, 42]}, unit="fbs")
    found = change.compared(rows, REFERENCE, "2026", "fbs")
    assert change.finding(rows, REFERENCE, "2026", "fbs", found) == (
        "**FBS: 1 of 2 tested questions is better, none worse, 1 shows no clear change.**"
    )


def test_an_open_survey_is_said_to_be_provisional():
    rows = published({"training_access": [120, 150]}, symbol="[p]")
    found = change.compared(rows, REFERENCE, "2026", "university")
    assert "still open, so all of this is provisional" in change.finding(
        rows, REFERENCE, "2026", "university", found
    )


def test_a_unit_too_small_to_test_says_so_and_shows_what_is_known():
    rows = published({"training_access": [10, 15]}, unit="chemistry", base=20)
    found = change.compared(rows, REFERENCE, "2026", "chemistry")
    assert change.finding(rows, REFERENCE, "2026", "chemistry", found) == (
        "**Chemistry: none of 1 questions could be tested**: fewer than 30 people answered in 2023 "
        "or 2026."
    )
    assert change.table(found, "2023", "2026").iloc[0].to_dict() == {
        "Question": "Had access to training",
        "State, and why if not tested": (
            "not tested: fewer than 30 people answered in 2023 or 2026"
        ),
        "Points": "+25.0",
        "95 % interval": "",
        "2023": "50 % (10 of 20)",
        "2026": "75 % (15 of 20)",
        "Better when more say": "Yes",
        "As asked": "Could you get the training you needed in the last 12 months?",
    }


def test_a_theme_without_questions_is_an_answer_too():
    found = change.of_theme(FOUND, "Future plans")
    assert "no question of this theme" in change.finding(
        ROWS, REFERENCE, "2026", "university", found
    )


def test_a_unit_out_of_scope_says_so():
    found = change.compared(ROWS, REFERENCE, "2026", "library")
    assert change.finding(ROWS, REFERENCE, "2026", "library", found) == (
        "**Library is not in the scope of the 2026 survey: nothing can be compared.**"
    )
    assert in_full.sentence(ROWS, REFERENCE, "2026", "library", "committees", found) == (
        "The change of this question is not shown here."
    )


def test_the_headline_names_the_largest_clear_changes():
    assert change.headline(FOUND) == (
        "“Had access to training” rose most, by 15 points; "
        "“Fairly considered for reward” fell most, by 15 points"
    )
    assert change.headline(FOUND[FOUND["state"] == change.SAME]) == (
        "No question shows a clear change"
    )


def test_what_was_not_tested_never_looks_like_no_change():
    drawn = change.picture(ROWS, "university", FOUND)
    texts = drawn.drop_duplicates("row").set_index("row")["text"]
    assert texts["training_access"] == "+15 points\nbetter"
    assert texts["workload"] == "−2 points\nno clear change"
    assert texts["development_days"] == "not tested\nasked only in 2026"
    assert texts["induction"] == "not tested\nnot comparable"
    assert not drawn[drawn["state"] == change.UNTESTED]["joined"].any()
    figure = charts_change.dumbbell(drawn, WAVES, "light").figure
    dots = [trace for trace in figure.data if trace.mode == "markers" and trace.customdata]
    shapes = {
        (said.split("<br>")[0], shape)
        for trace in dots
        for said, shape in zip(trace.customdata, trace.marker.symbol, strict=True)
    }
    asked = REFERENCE.questions.set_index("question")["text"]
    for question, state in zip(FOUND["question"], FOUND["state"], strict=True):
        shape = "diamond" if state == change.UNTESTED else "circle"
        assert (asked[question], shape) in shapes


def test_a_dumbbell_joins_two_dots_on_one_row():
    drawn = change.picture(ROWS, "university", FOUND)
    figure, alt = charts_change.dumbbell(drawn, WAVES, "dark")
    joins = [trace for trace in figure.data if trace.mode == "lines"]
    ends = {
        tuple(trace.x[i : i + 2])
        for trace in joins
        for i in range(0, len(trace.x), 3)
        if trace.y[i] == trace.y[i + 1]
    }
    assert ends == {(60.0, 75.0), (10.0, 20.0), (60.0, 45.0), (35.0, 33.0), (20.0, 21.0)}
    assert "Had access to training: +15 points, better" in alt


def test_a_third_wave_makes_the_dumbbell_a_line():
    three = with_third_wave()
    rows = published({"training_access": [100, 150, 120], "induction": [60, 70, 74]}, three)
    assert change.waves(rows, three) == ["2029", "2026"]
    assert change.before(rows, "2029") == "2026"
    found = change.compared(rows, three, "2029", "university")
    assert found.set_index("question")["state"].to_dict() == {
        "training_access": "worse",
        "induction": "no clear change",
    }
    drawn = change.picture(rows, "university", found)
    figure = charts_change.dumbbell(drawn, change.upto(three, "2029"), "light").figure
    line = next(t for t in figure.data if t.mode == "lines" and 60.0 in t.x)
    assert line.x == (50.0, 75.0, None, 75.0, 60.0, None)
    assert line.y[0] > line.y[1] == line.y[3] > line.y[4]
    # 2026 could not be compared with 2023: the line begins in 2026.
    other = next(t for t in figure.data if t.mode == "lines" and 37.0 in t.x)
    assert other.x == (35.0, 37.0, None)
    found = change.compared(rows, three, "2026", "university")
    assert set(change.picture(rows, "university", found)["wave"]) == {"2023", "2026"}


def test_marks_of_html_in_a_label_are_only_text():
    drawn = change.picture(ROWS, "university", FOUND)
    figure = charts_change.dumbbell(drawn.assign(label="<b>Bold</b> & more"), WAVES, "light").figure
    assert set(figure.layout.yaxis.ticktext) == {"&lt;b&gt;Bold&lt;/b&gt; &amp; more"}


def test_a_question_without_a_label_is_its_text_cut_at_a_word():
    files = dict(REFERENCE.files)
    lines = pd.Series(files["questions.csv"].splitlines())
    files["questions.csv"] = "\n".join(lines.str.rpartition(",")[0])
    bare = reference.from_files(files)
    assert labels(bare)["committees"] == "Do you sit on a committee or a…"
    assert labels(REFERENCE)["committees"] == "On a committee"
    assert shortened("short") == "short"
    assert REFERENCE.questions["label"].str.len().between(1, 32).all()


@pytest.mark.parametrize(
    ("value", "said"),
    [(9.4, "+9 points"), (-0.6, "−1 point"), (-0.2, "0 points"), (1.4, "+1 point")],
)
def test_points_are_said_with_their_sign(value, said):
    assert points(value) == said


def with_options():
    options = {"Yes": [120, 150], "Partly": [40, 30], "No": [30, 10], "No answer": [10, 10]}
    frame = pd.DataFrame(
        [
            {"item": "training_access", "category": option, "period": wave, "count": count}
            for option, counts in options.items()
            for wave, count in zip(["2023", "2026"], counts, strict=True)
        ]
    ).assign(unit="university", base=200)
    frame = frame.assign(value=100 * frame["count"] / frame["base"])
    return {**ROWS, "answer_share": metric_rows(frame, "answer_share", cut="option")}


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
        {**ROWS, **split}, REFERENCE, "2026", "university", "training_access", FOUND
    )
    assert "+15.7 points would be there" in said and "−0.7 points come from a different mix" in said
    hidden = {m: rows.assign(value=math.nan, symbol="[c]") for m, rows in split.items()}
    said = in_full.sentence(
        {**ROWS, **hidden}, REFERENCE, "2026", "university", "training_access", FOUND
    )
    assert "mix" not in said
