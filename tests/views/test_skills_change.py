"""Lost skills on the skills page, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import risk, scenario, skills, skills_change

REFERENCE = reference.load()
NAMES = dict(zip(REFERENCE.skills["skill"], REFERENCE.skills["name"], strict=True))
# skill, holders in 2023, in 2026, and what became of it in FBS
CHANGES = [
    ("tig-welding", 2, 1, "held"),
    ("glass-blowing", 1, 0, "lost"),
    ("cell-sorting", 0, 3, "gained"),
    ("digital-pathology", None, 4, "newly asked"),
]


def published(wanted="", lost=("glass-blowing",)):
    """FBS with three skills in 2026; what 2023 had is known from the changes alone."""
    now = pd.DataFrame(
        {
            "item": ["tig-welding", "cell-sorting", "digital-pathology", "organoid-culture"],
            "value": [1, 3, 4, 0],
        }
    )
    changes = pd.DataFrame(CHANGES, columns=["item", "then", "count", "category"])
    changes = changes[(changes["category"] != "lost") | changes["item"].isin(lost)]
    new = pd.DataFrame({"item": ["digital-pathology", "organoid-culture"], "symbol": "[z]"})
    parts = [
        metric_rows(now, "skill_holders", period="2026", unit="fbs"),
        metric_rows(now.assign(value=1), "skill_required", period="2026", unit="fbs"),
        metric_rows(
            now.assign(value=float("nan") if wanted else 5, symbol=wanted),
            "skill_wanted",
            period="2026",
            unit="fbs",
        ),
        metric_rows(
            pd.DataFrame({"item": [*NAMES], "value": 2}),
            "skill_required",
            period="2026",
            unit="university",
        ),
        metric_rows(
            pd.DataFrame({"item": ["glass-blowing"], "value": [1]}),
            "skill_holders",
            period="2023",
            unit="fbs",
        ),
        metric_rows(
            changes.assign(value=changes["count"] - changes["then"]),
            "skill_change",
            period="2026",
            unit="fbs",
            cut="since 2023",
        ),
        metric_rows(
            new,
            "skill_change",
            period="2026",
            unit="university",
            cut="since 2023",
            category="newly asked",
        ),
    ]
    return by_metric(stack(parts))


def register(rows):
    return skills.register(rows, REFERENCE, "2026", "fbs").set_index("skill")


def test_a_lost_skill_stands_in_the_register_as_short():
    found = register(published())
    assert found.index[0] == "glass-blowing"
    row = found.loc["glass-blowing"]
    assert row[["holders", "required", "gap", "learners", "wanted"]].tolist() == [0, 2, 2, 0, 0]
    assert found["lost"].tolist() == [True, False, False, False, False]


def test_the_wave_before_is_a_number_or_not_asked():
    found = register(published())
    assert found["then"].to_dict() == {
        "glass-blowing": "1",
        "tig-welding": "2",
        "cell-sorting": "0",
        "digital-pathology": "not asked",
        "organoid-culture": "not asked",
    }
    assert "Held in 2023" in skills.table(found, "2023")
    assert "Held in 2023" not in skills.table(found)


def test_where_nothing_is_comparable_there_is_no_column():
    rows = published()
    rows["skill_change"] = rows["skill_change"][rows["skill_change"]["unit"] != "fbs"]
    assert "Held in 2023" not in skills.table(register(rows), "2023")


def test_a_unit_too_small_for_wishes_hides_those_for_a_lost_skill_too():
    row = register(published(wanted="[c]")).loc["glass-blowing"]
    assert (row["symbol"], pd.isna(row["wanted"]), row["holders"]) == ("[c]", True, 0)


def test_the_filter_shows_lost_skills_only():
    found = risk.register(published(), REFERENCE, "2026", "fbs", scenario.base(REFERENCE))
    assert skills.chosen(found, "", "lost")["skill"].tolist() == ["glass-blowing"]
    assert skills.shown_name("lost", "2023") == "No holder left since 2023"
    assert skills.shown_name("lost", "") == "No holder left"
    assert skills.shown_name("short", "2023") == "Too few"


def test_the_finding_names_what_was_lost():
    rows = published()
    found = skills.register(rows, REFERENCE, "2026", "fbs")
    said = skills_change.sentence(found, "2023")
    assert "1 skill has no known holder left since 2023: Glass\\-blowing." in said
    rows = published(lost=())
    found = skills.register(rows, REFERENCE, "2026", "fbs")
    assert skills_change.sentence(found, "2023") == ""


def test_many_lost_skills_are_named_in_part():
    found = pd.DataFrame({"label": [*"ABCDE"], "lost": True})
    assert skills_change.sentence(found, "2023") == (
        " 5 skills have no known holder left since 2023: A, B, C and 2 more."
    )


@pytest.mark.parametrize(("wave", "earlier"), [("2026", "2023"), ("2023", "")])
def test_the_wave_before(wave, earlier):
    assert skills_change.before(published(), wave) == earlier


def test_the_download_has_the_holders_of_the_wave_before():
    rows = published()
    found = skills.register(rows, REFERENCE, "2026", "fbs")
    behind = skills.published(rows, "2026", "fbs", found)
    then = behind[behind["period"] == "2023"]
    assert then[["metric", "item", "value"]].to_numpy().tolist() == [
        ["skill_holders", "glass-blowing", 1]
    ]
