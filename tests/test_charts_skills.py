"""The picture of holders and of those required."""

import pandas as pd

from tcdata import charts_skills


def test_a_planned_hire_fills_a_gap_and_is_no_known_holder():
    rows = pd.DataFrame(
        {
            "label": ["Glass", "Lasers"],
            "holders": [0.0, 1.0],
            "planned": [1.0, 1.0],
            "required": [1.0, 2.0],
            "text": ["0 + 1 of 1", "1 of 2"],
        }
    )
    drawn = charts_skills.cover(rows, "light")
    gaps, required, known, hired, _ = (
        [*zip(trace["x"], trace["y"], strict=True)] for trace in drawn.figure.to_dict()["data"]
    )
    glass, lasers = 1, 0
    assert gaps[:2] == [(1, lasers), (2, lasers)] and len(gaps) == 3
    assert sorted(required) == [(1, glass), (2, lasers)]
    assert sorted(known) == [(0, glass), (1, lasers)]
    assert hired == [(1, glass)]
    assert drawn.alt.endswith("Glass: 0 and 1 planned of 1 required; Lasers: 1 of 2 required.")
