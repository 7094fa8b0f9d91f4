"""What became of a unit's skills, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows
from tcdata.rows import by_metric
from tcdata.views import skills_since

REFERENCE = reference.load()
# skill, holders in 2023, in 2026, and what became of it
CHANGES = [
    ("tig-welding", 2, 5, "held"),
    ("writing-protocols", 4, 3, "held"),
    ("glass-blowing", 1, 0, "lost"),
    ("cell-sorting", 0, 3, "gained"),
    ("digital-pathology", None, 4, "newly asked"),
]


def rows(changes=CHANGES, unit="fbs", symbol=""):
    frame = pd.DataFrame(changes, columns=["item", "then", "count", "category"])
    frame = frame.assign(value=frame["count"] - frame["then"], symbol=symbol)
    same = {"period": "2026", "unit": unit, "cut": "since 2023"}
    return by_metric(metric_rows(frame, "skill_change", **same))


def since(given, unit="fbs"):
    return skills_since.since(given, REFERENCE, "2026", "2023", unit)


def test_lost_skills_stand_first_and_held_ones_last_with_the_largest_change_before():
    found = since(rows())
    assert found["skill"].tolist() == [
        *("glass-blowing", "cell-sorting", "digital-pathology", "tig-welding", "writing-protocols")
    ]
    table = skills_since.table(found, "2023", "2026")
    assert table["State"].tolist() == ["lost", "gained", "newly asked", "held", "held"]
    assert table["Held in 2023"].tolist() == ["1", "0", "not asked", "2", "4"]
    assert table["Held in 2026"].tolist() == ["0", "3", "4", "5", "3"]
    assert table["Change"].tolist() == ["−1", "+3", "", "+3", "−1"]


def test_a_newly_asked_skill_is_never_a_gain():
    found = since(rows())
    assert found.loc[found["state"] == "gained", "skill"].tolist() == ["cell-sorting"]
    assert skills_since.sentence(found, REFERENCE, "2023", "fbs") == (
        "**FBS: 1 skill lost since 2023, 1 gained, 2 held in both; 1 newly asked.**"
    )


@pytest.mark.parametrize(
    ("changes", "unit", "said"),
    [
        (
            CHANGES[:2],
            "university",
            "**No skill lost since 2023, none gained, 2 held in both; none",
        ),
        (CHANGES[2:3] * 2, "university", "**2 skills lost since 2023, none gained, none held"),
    ],
)
def test_none_is_said_in_words(changes, unit, said):
    found = since(rows(changes, unit), unit)
    assert skills_since.sentence(found, REFERENCE, "2023", unit).startswith(said)


def test_an_open_survey_can_still_find_holders():
    said = skills_since.sentence(since(rows(symbol="[p]")), REFERENCE, "2023", "fbs")
    assert said.endswith("The survey is still open: answers to come can only add holders.")


def test_a_unit_that_cannot_be_compared_says_so():
    found = since(rows(), "library")
    assert found.empty and since({}, "library").empty
    said = skills_since.sentence(found, REFERENCE, "2023", "library")
    assert said.startswith("**Library: skills cannot be compared with 2023**")


def test_the_download_has_the_unit_only():
    found = skills_since.published(rows(), "2026", "2023", "fbs")
    assert len(found) == 5
    assert skills_since.published(rows(), "2026", "2023", "eps").empty
