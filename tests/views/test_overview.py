"""The Overview's cards where there is little to compare, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows
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
