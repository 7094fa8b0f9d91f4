"""Finding changes among published rows."""

from tests.metrics.small import figure, reference

REFERENCE = reference(
    question_versions="""
2023|training|training||yes|
2023|mood|mood||yes|
2023|leaving|leaving||yes|
2026|training|training||yes|
2026|mood|mood||no|The scale was turned round
2026|kinds|kinds||yes|
2026|leaving|leaving||yes|
"""
)


def change_of(rows, question, period="2026", since="2023", unit="university"):
    return figure(rows, "answer_change", unit, period, question, "since", since)


def state_of(rows, question, period="2026", unit="university"):
    found = rows[(rows["metric"] == "answer_state") & (rows["item"] == question)]
    found = found[(found["period"] == period) & (found["unit"] == unit)]
    assert len(found) == 1
    return found.iloc[0]
