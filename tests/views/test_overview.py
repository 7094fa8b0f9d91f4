"""The Overview's cards where there is little to compare, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import overview

REFERENCE = reference.load()


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2026-09-01"], "no earlier extract to compare with"),
        (["2023-09-01", "2026-09-01"], "+2 since Sep 2023, target an increase"),
    ],
)
def test_apprentices_are_compared_with_an_earlier_extract_only(dates, said):
    planted = [
        (unit, date, 2 * number + 2)
        for number, date in enumerate(dates)
        for unit in ("university", "fbs")
    ]
    frame = pd.DataFrame(planted, columns=["unit", "period", "value"])
    cards = overview.cards(by_metric(metric_rows(frame, "apprentices")), REFERENCE)
    card = next(card for card in cards if card.label == "Apprentices in post")
    assert card.says == f"{said} · 1 of 1 faculties have 1 to 5, as targeted"


def test_skills_short_in_the_survey_before_are_counted_as_long_as_nobody_fills_them():
    skills = ["glass-blowing", "tig-welding", "cell-sorting", "cell-culture"]
    held = {"2023": [0, 1, 1, 0], "2026": [2, 1, 2, 1]}  # two of the four are held by enough now
    parts = []
    for wave, holders in held.items():
        at = {"period": wave, "unit": "university"}
        frame = pd.DataFrame({"item": skills})
        parts.append(metric_rows(frame.assign(value=[*map(float, holders)]), "skill_holders", **at))
        parts.append(metric_rows(frame.assign(value=[2.0, 2.0, 2.0, 2.0]), "skill_required", **at))
    cards = overview.cards(by_metric(stack(parts)), REFERENCE)
    card = next(card for card in cards if card.label == "Skills too thin")
    assert card.value == "2 of 4"
    assert card.says == "2 of the 4 short in 2023 no longer are; target: all of them"
