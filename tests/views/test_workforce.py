"""The workforce page's rows and sentences, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import moves, workforce

REFERENCE = reference.load()


def rows_of(metric, rows, **fixed):
    frame = pd.DataFrame(rows, columns=["unit", "period", "value"])
    return metric_rows(frame.assign(count=frame["value"]), metric, **fixed)


def test_moves_open_and_close_as_they_must():
    parts = [
        rows_of("headcount", [("fbs", "2023-09-01", 82), ("fbs", "2024-09-01", 83)]),
        rows_of("turnover", [("fbs", "2024-09-01", 4.848)]),
        metric_rows(
            pd.DataFrame({"unit": ["fbs"], "value": [float("nan")], "symbol": ["[x]"]}),
            "stability",
            period="2024-09-01",
        ),
        rows_of("joiners", [("fbs", "2024-09-01", 6)]),
        rows_of("leavers", [("fbs", "2024-09-01", 4)]),
        rows_of("promotions", [("fbs", "2024-09-01", 2)]),
        rows_of("transfers", [("fbs", "2024-09-01", 1)], cut="direction", category="in"),
        rows_of("transfers", [("fbs", "2024-09-01", 2)], cut="direction", category="out"),
    ]
    table = moves.flows(by_metric(stack(parts)), "fbs")
    assert table.iloc[0].to_dict() == {
        "From": "1 September 2023",
        "Up to": "1 September 2024",
        "Opening": 82,
        "Joined": 6,
        "Left": 4,
        "Moved in": 1,
        "Moved out": 2,
        "Closing": 83,
        "Promoted": 2,
        "Turnover": "4.8 %",
        "Stability": "[x]",
    }
    assert moves.finding(table, "2024-09-01") == (
        "From 1 September 2023 to 1 September 2024: 6 joined, 4 left, 2 were promoted"
    )
    assert moves.finding(table, "2023-09-01").startswith("Moves need two extracts")


PARTS = [("eps", 3), ("fbs", 1)]


@pytest.mark.parametrize(
    ("view", "measure", "parts", "said"),
    [
        ("units", "headcount", PARTS, "EPS: 75 % of people (3 of 4) are in eps"),
        ("units", "fte", PARTS, "EPS: 75 % of FTE (3 of 4) is in eps"),
        ("grade", "headcount", PARTS, "EPS: 75 % of people (3 of 4) are in eps"),
        ("contract_type", "headcount", PARTS, "EPS: 75 % of people (3 of 4) are on eps contracts"),
        ("role_type", "headcount", PARTS, "EPS: 75 % of people (3 of 4) are in eps roles"),
        (
            "role_type",
            "headcount",
            PARTS[:1] * 2,
            "EPS: no role has more than 50 % of people (3 of 6)",
        ),
        ("units", "headcount", PARTS[:1], "EPS: 3 people, all in eps"),
        ("units", "headcount", PARTS[1:], "EPS: 1 person, in fbs"),
    ],
)
def test_a_heading_says_where_most_are_with_what_it_is_out_of(view, measure, parts, said):
    found = pd.DataFrame(parts, columns=["label", "value"])
    assert workforce.headline(view, found, "EPS", measure) == said


def test_only_the_trend_speaks_of_a_line_and_only_apprentices_of_their_range():
    notes = {view: workforce.note(REFERENCE, "eps", view) for view in workforce.VIEWS}
    assert "the line does not cross it" in notes.pop("trend")
    assert "1 to 5 apprentices in each faculty" in notes.pop("apprentices")
    assert notes.pop("flows").startswith("Over 12 months: turnover is")
    assert not any(notes.values())


def test_a_table_without_notes_has_no_column_for_them():
    plain = rows_of("headcount", [("fbs", "2024-09-01", 83)])
    assert "Note" not in workforce.table(plain, REFERENCE)
    noted = workforce.table(plain.assign(symbol="[b]"), REFERENCE)
    assert noted["Note"].tolist() == ["[b]"]


def test_apprentices_are_held_against_the_range():
    faculties = [("fbs", "2024-09-01", 4), ("eps", "2024-09-01", 6), ("ahc", "2024-09-01", 0)]
    rows = by_metric(rows_of("apprentices", faculties))
    found = workforce.apprentices(rows, REFERENCE, "2024-09-01")
    assert found["text"].tolist() == ["6 · above the range", "4 · in range", "0 · below the range"]
    said = workforce.headline("apprentices", found, "Whole University", "headcount")
    assert said == "1 of 3 faculties have apprentices within the range"


def test_grades_stand_in_their_order():
    grades = pd.DataFrame({"category": ["Grade 10", "Grade 2", "Grade 7"], "value": [1, 2, 3]})
    rows = by_metric(metric_rows(grades, "headcount", period="2024-09-01", unit="fbs", cut="grade"))
    found = workforce.breakdown(rows, "fbs", "2024-09-01", "headcount", "grade")
    assert found["label"].tolist() == ["Grade 2", "Grade 7", "Grade 10"]
