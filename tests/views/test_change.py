"""The change page's sentences, order, picture and table, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import charts_change, reference
from tcdata.metrics import change as metrics
from tcdata.rows import by_metric
from tcdata.views import change, change_picture
from tcdata.views.questions import labels, points, shortened
from tests.views.changed import FOUND, REFERENCE, ROWS, WAVES, published, with_third_wave


def test_the_states_are_those_of_the_metric():
    assert list(change.ORDER) == [
        *(metrics.BETTER, metrics.WORSE, metrics.NO_CLEAR_CHANGE, metrics.NOT_TESTED)
    ]
    assert {*charts_change.TONES, charts_change.UNTESTED} == {*change.ORDER, ""}
    reasons = change._reasons(REFERENCE, "2023", "2026")
    assert f"fewer than {metrics.TESTABLE} people" in reasons["[x]", ""]
    assert str(metrics.TESTABLE) in change_picture._SHORT["[x]"]


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


@pytest.mark.parametrize(
    ("unit", "counts", "said"),
    [
        ("fbs", [120, 150], "FBS: the one question tested is better"),
        ("fbs", [150, 120], "FBS: the one question tested is worse"),
        ("university", [120, 121], "The one question tested shows no clear change"),
    ],
)
def test_the_only_question_tested_is_not_counted(unit, counts, said):
    rows = published({"training_access": counts}, unit=unit)
    found = change.compared(rows, REFERENCE, "2026", unit)
    assert change.finding(rows, REFERENCE, "2026", unit, found) == f"**{said}.**"


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
        "**Chemistry: the one question could not be tested**: fewer than 30 people answered in "
        "2023 or 2026."
    )
    assert change.table(found, "2023", "2026").iloc[0].to_dict() == {
        "Question": "Had access to training",
        "Better or worse": "not tested",
        "Points": "+25.0",
        "95 % interval": "",
        "2023": "50 % (10 of 20)",
        "2026": "75 % (15 of 20)",
        "Better when more say": "Yes",
        "As asked": "Could you get the training you needed in the last 12 months?",
        "Why not tested": "fewer than 30 people answered in 2023 or 2026",
    }


def test_a_change_that_cannot_be_told_is_its_symbol_and_why():
    shown = change.table(FOUND, "2023", "2026").set_index("Question")
    for question, symbol, why in [
        ("development_days", "[z]", "asked only in 2026"),
        ("induction", "[b]", ""),
    ]:
        row = shown.loc[labels(REFERENCE)[question]]
        assert row["Better or worse"] == "not tested" and row["Points"] == symbol
        assert row["Why not tested"] and why in row["Why not tested"]
    tested = change.table(FOUND[FOUND["state"] != change.UNTESTED], "2023", "2026")
    assert "Why not tested" not in tested and (tested["Points"] != "").all()


def test_a_unit_too_small_alone_is_shown_with_those_beside_it():
    rows = published(
        {"training_access": [20, 30], "committees": [20, 22]}, unit="civil+physics", base=40
    )
    found = change.compared(rows, REFERENCE, "2026", "physics")
    assert set(found["unit"]) == {"civil+physics"}
    assert change.finding(rows, REFERENCE, "2026", "physics", found).startswith(
        "**Physics \\+ Civil: 1 of 2 tested questions is better"
    )
    assert "Shown together" in change.finding(rows, REFERENCE, "2026", "physics", found)
    assert len(change.published(rows, "2026", found)) == 8


def test_a_question_of_another_block_says_which():
    alone = published({"training_access": [20, 30], "committees": [20, 22]}, unit="ahc", base=40)
    other = published({"intention_to_leave": [50, 55]}, unit="ahc+foe", base=70)
    rows = by_metric(pd.concat([*alone.values(), *other.values()], ignore_index=True))
    found = change.compared(rows, REFERENCE, "2026", "ahc").set_index("question")["label"]
    assert found["intention_to_leave"] == "Expects to stay here (FoE + AHC)"
    assert found["committees"] == "On a committee"


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


def test_the_headline_names_the_largest_clear_changes():
    assert change.headline(FOUND) == (
        "“Had access to training” rose most, by 15 points; "
        "“Fairly considered for reward” fell most, by 15 points"
    )
    assert change.headline(FOUND[FOUND["state"] == change.SAME]) == (
        "No question shows a clear change"
    )


def test_what_was_not_tested_never_looks_like_no_change():
    drawn = change_picture.picture(ROWS, FOUND, "2026")
    texts = drawn.drop_duplicates("row").set_index("row")["text"]
    assert texts["training_access"] == "+15 points\nbetter"
    assert texts["workload"] == "−2 points\nno clear change"
    assert texts["development_days"] == "not tested\nasked only in 2026"
    assert texts["induction"] == "not tested\nnot comparable"
    assert not drawn[drawn["state"] == change.UNTESTED]["joined"].any()
    figure = charts_change.dumbbell(drawn, WAVES, "light").figure
    dots = [trace for trace in figure.data if trace.mode == "markers" and trace.customdata]
    shapes = {
        (said.replace("<br>", " "), shape)
        for trace in dots
        for said, shape in zip(trace.customdata, trace.marker.symbol, strict=True)
    }
    asked = REFERENCE.questions.set_index("question")["text"]
    for question, state in zip(FOUND["question"], FOUND["state"], strict=True):
        shape = "diamond" if state == change.UNTESTED else "circle"
        assert any(said.startswith(asked[question][:40]) for said, s in shapes if s == shape)


def test_a_dumbbell_joins_two_dots_on_one_row():
    drawn = change_picture.picture(ROWS, FOUND, "2026")
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


def test_the_interval_reaches_from_the_latest_dot():
    drawn = change_picture.picture(ROWS, FOUND, "2026")
    figure = charts_change.dumbbell(drawn, WAVES, "light").figure
    latest = next(trace for trace in figure.data if trace.error_x.array)
    ends = {
        round(x, 6): (round(x - below, 6), round(x + above, 6))
        for x, below, above in zip(
            latest.x, latest.error_x.arrayminus, latest.error_x.array, strict=True
        )
    }
    for row in FOUND.to_dict("records"):
        then, now = (row["shares"].get(wave, {}).get("value") for wave in WAVES)
        if row["state"] == change.UNTESTED:
            assert ends[now] == (now, now)
        else:
            assert ends[now] == pytest.approx((then + row["low"], then + row["high"]), abs=1e-5)


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
    drawn = change_picture.picture(rows, found, "2029")
    figure = charts_change.dumbbell(drawn, change.upto(three, "2029"), "light").figure
    line = next(t for t in figure.data if t.mode == "lines" and 60.0 in t.x)
    assert line.x == (50.0, 75.0, None, 75.0, 60.0, None)
    assert line.y[0] > line.y[1] == line.y[3] > line.y[4]
    # 2026 could not be compared with 2023: the line begins in 2026.
    other = next(t for t in figure.data if t.mode == "lines" and 37.0 in t.x)
    assert other.x == (35.0, 37.0, None)
    found = change.compared(rows, three, "2026", "university")
    assert set(change_picture.picture(rows, found, "2026")["wave"]) == {"2023", "2026"}


def test_marks_of_html_in_a_label_are_only_text():
    drawn = change_picture.picture(ROWS, FOUND, "2026")
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
