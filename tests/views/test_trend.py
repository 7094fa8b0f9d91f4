"""The trend of a unit, and the breaks in it."""

import pandas as pd

from tcdata import reference
from tcdata.published import metric_rows
from tcdata.rows import by_metric
from tcdata.views import trend

REFERENCE = reference.load()


def headcount(*rows):
    frame = pd.DataFrame(rows, columns=["unit", "period", "value"])
    return by_metric(metric_rows(frame.assign(count=frame["value"]), "headcount"))


def test_a_faculty_line_never_crosses_the_reorganisation():
    eps = [("eps", "2023-09-01", 107), ("eps", "2024-09-01", 104)]
    rows = headcount(*eps, ("eng", "2019-09-30", 80), ("maps", "2019-09-30", 37))
    found = trend.trend(rows, REFERENCE, "eps", "headcount")
    line = found[found["series"] == "EPS"]
    assert line["x"].dt.year.tolist() == [2023, 2024]
    assert set(found[found["dashed"]]["series"]) == {"ENG", "MAPS"}


def test_the_rows_come_as_they_followed_each_other():
    rows = headcount(
        ("eps", "2024-09-01", 104),
        ("eps", "2023-09-01", 107),
        *(("maps", "2019-09-30", 37), ("eng", "2019-09-30", 80)),
    )
    found = trend.published(rows, REFERENCE, "eps", "headcount")
    assert sorted(found["unit"][:2]) == ["eng", "maps"]
    assert found["period"].tolist() == ["2019-09-30", "2019-09-30", "2023-09-01", "2024-09-01"]


def test_the_break_is_named_with_its_date():
    note = trend.break_note(REFERENCE, "eps")
    assert "31 July 2020" in note
    assert trend.break_note(REFERENCE, "fbs") == ""


def test_a_school_that_changed_faculty_keeps_its_line():
    rows = headcount(("chemistry", "2019-09-30", 14), ("chemistry", "2023-09-01", 15))
    found = trend.trend(rows, REFERENCE, "chemistry", "headcount")
    assert found["y"].tolist() == [14, 15]
    assert not found["dashed"].any()


def test_one_person_is_not_one_people():
    rows = headcount(("fbs", "2024-09-01", 1))
    [text] = trend.trend(rows, REFERENCE, "fbs", "headcount")["text"]
    assert text == "1 person on 1 September 2024"
