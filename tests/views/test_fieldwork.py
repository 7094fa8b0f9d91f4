"""The days of fieldwork, from rows written by hand."""

import pandas as pd

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import fieldwork

REFERENCE = reference.load()


def daily(wave, *days):
    """(day of fieldwork, date, answered of 80) → published rows of a wave."""
    frame = pd.DataFrame(days, columns=["category", "item", "count"])
    return metric_rows(
        frame.assign(unit="fbs", base=80, value=frame["count"] / 0.8),
        "participation_daily",
        period=wave,
        cut="working day",
    )


ROWS = by_metric(
    stack(
        [
            daily("2023", ("1", "2023-09-04", 8), ("2", "2023-09-05", 20)),
            daily("2026", ("10", "2026-09-14", 40), ("2", "2026-09-02", 16)),
        ]
    )
)


def test_the_table_has_a_row_per_working_day_and_a_column_per_wave():
    shown = fieldwork.table(fieldwork.curve(ROWS, REFERENCE, "2026", "fbs"))
    assert shown.to_dict("list") == {
        "Working day": [1, 2, 10],
        "2026": ["", "2 September 2026: 20 % (16 of 80)", "14 September 2026: 50 % (40 of 80)"],
        "2023": ["4 September 2023: 10 % (8 of 80)", "5 September 2023: 25 % (20 of 80)", ""],
    }


def test_a_later_wave_stays_out_of_the_rows_of_an_earlier_one():
    assert set(fieldwork.published(ROWS, "2023", "fbs")["period"]) == {"2023"}
    assert set(fieldwork.published(ROWS, "2026", "fbs")["period"]) == {"2023", "2026"}
