"""The skills page's register and sentences, from rows written by hand."""

import pandas as pd
import pytest

from tcdata import reference
from tcdata.metrics.skills import USED
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import risk, scenario, skills

REFERENCE = reference.load()
NAN = float("nan")

# skill, unit, holders, required, teachers, learners, wanted, symbol of wanted
PLANTED = [
    ("glass-blowing", "fbs", 0, 2, 0, 0, NAN, "≤2"),
    ("tig-welding", "fbs", 1, 2, 0, 0, 4, ""),
    ("cell-sorting", "fbs", 3, 2, 1, 2, NAN, "≤2"),
    ("glass-blowing", "university", 0, 2, 0, 0, NAN, "≤2"),
    ("tig-welding", "university", 5, 2, 2, 1, 9, ""),
    ("cell-sorting", "university", 3, 2, 1, 2, NAN, "≤2"),
]


@pytest.fixture(scope="module")
def rows():
    known = set(REFERENCE.skills["skill"])
    assert {row[0] for row in PLANTED} <= known, "the planted skills are not in skills.csv"
    columns = ["item", "unit", "holders", "required", "teachers", "learners", "wanted", "symbol"]
    plan = pd.DataFrame(PLANTED, columns=columns)
    plan["gap"] = (plan["required"] - plan["holders"]).clip(lower=0)
    parts = []
    for name in ("holders", "required", "teachers", "learners", "wanted", "gap"):
        frame = plan[["item", "unit"]].assign(value=plan[name], count=plan[name])
        if name == "wanted":
            frame["symbol"] = plan["symbol"]
        parts.append(metric_rows(frame, f"skill_{name}", period="2026"))
    answered = pd.DataFrame({"unit": ["fbs"], "count": [66], "base": [83], "value": [79.5]})
    parts.append(metric_rows(answered, "participation_rate", period="2026"))
    return by_metric(stack(parts))


def test_the_thinnest_skill_comes_first(rows):
    found = skills.register(rows, REFERENCE, "2026", "fbs")
    assert found["skill"].tolist() == ["glass-blowing", "tig-welding", "cell-sorting"]
    assert found["gap"].tolist() == [2, 1, 0]
    assert found["elsewhere"].tolist() == [0, 4, 0]


def test_a_hidden_count_is_neither_zero_nor_blank(rows):
    table = skills.table(skills.register(rows, REFERENCE, "2026", "fbs"))
    assert table["Want to learn"].tolist() == ["≤2", "4", "≤2"]


def test_who_is_unheard_is_said_of_the_block_where_a_school_has_no_response_of_its_own(rows):
    assert skills.unheard(rows, REFERENCE, "2026", "fbs") == (
        " 17 people have not answered, so up to 17 more may hold any of them."
    )
    block = pd.DataFrame({"unit": ["physics+imbe"], "count": [13], "base": [14], "value": [92.9]})
    rate = by_metric(metric_rows(block, "participation_rate", period="2026"))
    assert skills.unheard(rate, REFERENCE, "2026", "imbe") == (
        " In Physics \\+ iMBE, 1 person has not answered, so up to 1 more may hold any of them."
    )
    everybody = by_metric(metric_rows(block.assign(count=14), "participation_rate", period="2026"))
    assert skills.unheard(everybody, REFERENCE, "2026", "imbe") == ""


@pytest.mark.parametrize(
    ("gaps", "critical", "said"),
    [
        ([0, 0], [True, True], "No skill here is short of holders"),
        ([1, 0], [True, False], "1 skill is short of holders, a critical one"),
        ([1, 0], [False, True], "1 skill is short of holders, not critical"),
        ([2, 1], [True, True], "2 skills are short of holders, all of them critical"),
        ([2, 1], [False, False], "2 skills are short of holders, none of them critical"),
        ([1, 1, 1], [True, False, False], "3 skills are short of holders, 1 of them critical"),
    ],
)
def test_the_picture_says_how_many_are_short_and_critical(gaps, critical, said):
    found = pd.DataFrame({"gap": gaps, "critical": critical, "hires": 0})
    assert skills.headline(found) == said


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([0, 0], "no skill here would be short of holders"),
        ([1, 0], "1 skill would be short of holders, not critical"),
        ([1, 2], "2 skills would be short of holders, none of them critical"),
    ],
)
def test_what_is_short_after_planned_hires_is_not_said_as_if_it_were_so_now(gaps, said):
    found = pd.DataFrame({"gap": gaps, "critical": False, "hires": [0, 1]})
    assert skills.headline(found) == f"With the planned hires, {said}"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("all", ["tig-welding", "cell-sorting", "glass-blowing"]),
        ("here", ["tig-welding", "cell-sorting"]),
        ("short", ["tig-welding", "glass-blowing"]),
        ("single", ["tig-welding"]),
        ("unlearned", ["tig-welding", "glass-blowing"]),
        ("unwanted", ["cell-sorting", "glass-blowing"]),
        ("risk", []),
    ],
)
def test_each_filter_keeps_its_kind(rows, shown, expected):
    # What nobody in the unit knows comes last.
    found = risk.register(rows, REFERENCE, "2026", "fbs", scenario.base(REFERENCE))
    assert skills.chosen(found, "", shown)["skill"].tolist() == expected
    assert skills.chosen(found, "Imaging", shown).empty


def test_no_row_of_a_count_is_nobody_and_a_block_hides_its_members(rows):
    hidden = metric_rows(
        pd.DataFrame({"unit": ["fbs+foe"], "item": ["cell-sorting"], "value": [5.0]}),
        "skill_used",
        period="2026",
        **USED,
    )
    found = skills.register(by_metric(stack([*rows.values(), hidden])), REFERENCE, "2026", "fbs")
    assert found["used"].isna().all()
    assert found["used_most"].isna().all()
    assert skills.register(rows, REFERENCE, "2026", "fbs")["used"].tolist() == [0, 0, 0]
