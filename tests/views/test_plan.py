"""The succession plan's rows and sentences, from skills and entries written by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from tcdata import reference
from tcdata.plan import COLUMNS
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import plan, plan_said

REFERENCE = reference.load()
TODAY = "2026-11-22"
# skill, holders in FBS in 2026, required; the names are those of skills.csv
NEEDS = [
    ("glass-blowing", 0, 2),
    ("tig-welding", 1, 2),
    ("cell-sorting", 3, 2),
    ("laser-cutting", 1, 1),
    ("digital-pathology", 4, 1),
]


def entry(number, skill, **changes):
    made = {"entry": number, "unit": "fbs", "skill": skill, "wave": "2026", "decision": "train"}
    made |= {"owner": "TSM, FBS", "due": "2027-03-01", "state": "planned", "person": "tester"}
    made["at"] = pd.Timestamp("2024-01-10", tz="UTC")
    return made | changes


def entries(*made):
    return pd.DataFrame([*made], columns=COLUMNS)


def published(wave="2026", needs=NEEDS, closed=None, unknown=()):
    known = pd.DataFrame(needs, columns=["item", "holders", "required"])
    assert set(known["item"]) <= set(REFERENCE.skills["skill"])
    known["learners"] = [skill not in unknown for skill in known["item"]]
    known["gap"] = (known["required"] - known["holders"]).clip(lower=0)
    parts = []
    for name in ("holders", "required", "learners", "gap"):
        frame = known[["item"]].assign(value=known[name])
        parts += [
            metric_rows(frame, f"skill_{name}", period=wave, unit=unit)
            for unit in ("fbs", "university")
        ]
    if closed:
        row = pd.DataFrame([dict(zip(["count", "base", "value", "symbol"], closed, strict=True))])
        parts.append(metric_rows(row, "shortage_closed", period=wave, unit="fbs"))
        then = known[["item"]].assign(value=known["holders"])
        parts.append(metric_rows(then, "skill_holders", period="2023", unit="fbs"))
    return by_metric(stack(parts))


def planned(*made, rows=None, wave="2026", unit="fbs"):
    rows = published() if rows is None else rows
    return plan.plan(rows, REFERENCE, wave, unit, entries(*made), TODAY).set_index("skill")


def test_short_and_single_skills_need_a_decision_and_no_others():
    found = planned()
    assert sorted(found.index) == ["glass-blowing", "laser-cutting", "tig-welding"]
    assert found["why"].to_dict() == {
        "glass-blowing": "0 of 2",
        "tig-welding": "1 of 2",
        "laser-cutting": "one known",
    }
    assert found.index[found["short"]].tolist() == ["glass-blowing", "tig-welding"]
    assert not found["decided"].any() and (found["decision"] == "").all()


@pytest.mark.parametrize(
    ("gap", "holders", "likely", "needs"),
    [(1, 3, False, True), (0, 1, False, True), (0, 5, True, True), (0, 5, False, False)],
)
def test_what_is_at_risk(gap, holders, likely, needs):
    known = pd.DataFrame({"gap": [gap], "holders": [holders], "at_risk": [likely]})
    assert plan.at_risk(known).tolist() == [needs]


def test_the_latest_entry_of_the_unit_counts():
    found = planned(
        entry(1, "glass-blowing"),
        entry(2, "glass-blowing", unit="eps", decision="hire", state="under-way"),
        entry(3, "glass-blowing", decision="share", due="2028-01-01", wave="2026"),
    )
    row = found.loc["glass-blowing"]
    assert (row["decision"], row["due"], row["entry"]) == ("share", "2028-01-01", 3)
    assert row["others"] == "EPS: hire, under way"
    assert found.loc["tig-welding", "others"] == ""


@pytest.mark.parametrize(
    ("due", "state", "late"),
    [
        ("2026-11-21", "planned", True),
        ("2026-11-21", "under-way", True),
        ("2026-11-22", "planned", False),
        ("2020-01-01", "done", False),
        ("2020-01-01", "dropped", False),
    ],
)
def test_only_what_is_to_be_done_can_be_overdue(due, state, late):
    found = planned(entry(1, "glass-blowing", due=due, state=state))
    assert found.loc["glass-blowing", "overdue"] == late


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"state": "dropped"}, False),
        ({"state": "done"}, False),
        ({"state": "done", "decision": "accept"}, True),
        ({"state": "done", "at": pd.Timestamp("2026-11-01", tz="UTC")}, True),
    ],
)
def test_what_counts_as_a_decision(change, counts):
    """Done before the survey closed on 6 October 2026 and short all the same: decide anew."""
    found = planned(entry(1, "glass-blowing", **change))
    assert found.loc["glass-blowing", "decided"] == counts


def test_what_was_decided_after_an_earlier_survey_says_what_became_of_it():
    found = planned(
        entry(1, "glass-blowing", wave="2023"),
        entry(2, "laser-cutting", wave="2023"),
        entry(3, "cell-sorting", wave="2023", state="done"),
        entry(4, "tig-welding", wave="2026"),
    )
    assert found["since"].to_dict() == {
        "glass-blowing": "still short",
        "laser-cutting": "still at risk",
        "cell-sorting": "no longer at risk",
        "tig-welding": "",
    }
    assert not found.loc["cell-sorting", "at_risk"]


def test_a_planned_skill_that_nobody_knows_any_more_is_still_short():
    needs = [need for need in NEEDS if need[0] != "glass-blowing"]
    rows = published(needs=needs)
    root = pd.DataFrame([{"item": "glass-blowing", "value": 2}])
    more = metric_rows(root, "skill_required", period="2026", unit="university")
    rows["skill_required"] = pd.concat([rows["skill_required"], more], ignore_index=True)
    found = planned(entry(1, "glass-blowing", wave="2023"), rows=rows).loc["glass-blowing"]
    assert (found["why"], found["since"], found["at_risk"]) == (
        "0 of 2",
        "still short",
        True,
    )


def test_a_planned_skill_that_the_survey_did_not_ask_is_neither_short_nor_safe():
    found = planned(entry(1, "organoid-culture")).loc["organoid-culture"]
    assert (found["why"], found["at_risk"], found["since"]) == ("not asked in 2026", False, "")


def test_late_ones_first_then_by_due_date_then_undecided_then_settled():
    found = planned(
        entry(1, "tig-welding", due="2026-01-01"),
        entry(2, "laser-cutting", state="done", decision="accept"),
        entry(3, "cell-sorting", state="done", wave="2023"),
    )
    assert found.index.tolist() == ["tig-welding", "glass-blowing", "laser-cutting", "cell-sorting"]


@pytest.mark.parametrize(
    ("shown", "skills"),
    [
        ("all", {"glass-blowing", "tig-welding", "laser-cutting", "cell-sorting"}),
        ("undecided", {"laser-cutting"}),
        ("overdue", {"tig-welding"}),
        ("open", {"tig-welding", "glass-blowing"}),
        ("safe", {"cell-sorting"}),
    ],
)
def test_each_view_keeps_its_rows(shown, skills):
    found = planned(
        entry(1, "tig-welding", due="2026-01-01"),
        entry(2, "glass-blowing"),
        entry(3, "cell-sorting", state="done", wave="2023"),
    ).reset_index()
    assert set(plan.chosen(found, shown)["skill"]) == skills


def finding(*made, rows=None, unit="fbs", wave="2026"):
    rows = published() if rows is None else rows
    found = plan.plan(rows, REFERENCE, wave, unit, entries(*made), TODAY)
    return plan_said.finding(rows, REFERENCE, wave, unit, found)


def test_the_finding_counts_what_is_decided_and_what_is_late():
    assert finding() == (
        "**None of 3 skills at risk in FBS has a decision.** Start with Glass\\-blowing, TIG "
        "welding and Laser cutting."
    )
    assert finding(entry(1, "tig-welding", due="2026-01-01")) == (
        "**1 of 3 skills at risk in FBS has a decision; 1 decision is overdue.** 2 have none: "
        "start with Glass\\-blowing and Laser cutting."
    )


def test_critical_skills_that_nobody_here_ever_held_come_last_and_are_named_as_such():
    needs = [("radiation-protection", 0, 3), *NEEDS]
    rows = published(needs=needs, unknown=("radiation-protection",))
    found = planned(entry(1, "laser-cutting", decision="accept", state="done"), rows=rows)
    assert found.index.tolist() == [
        *("glass-blowing", "tig-welding", "radiation-protection", "laser-cutting")
    ]
    assert finding(rows=rows).endswith(
        "Start with Glass\\-blowing, TIG welding and Laser cutting. 1 of them is a critical skill "
        "that nobody here holds, is learning or has held: accept the risk where it is not needed."
    )
    whole = planned(rows=rows, unit="university")
    assert not whole["absent"].any()


def test_the_finding_says_what_became_of_the_wave_before():
    made = [entry(1, "cell-sorting", wave="2023"), entry(2, "glass-blowing", wave="2023")]
    said = finding(*made, rows=published(closed=(4, 29, 400 / 29, "[p]")))
    assert "Of 2 skills decided about after 2023, 1 is still at risk." in said
    assert said.endswith("So far, of the skills short in 2023, 14 % (4 of 29) are no longer short.")
    closed = finding(rows=published(closed=(1, 4, 25, "")))
    assert closed.endswith("Of the skills short in 2023, 25 % (1 of 4) is no longer short.")
    assert "Of the skills short" not in finding(rows=published(closed=(0, 0, float("nan"), "[z]")))


def test_one_skill_decided_about_is_said_in_the_singular():
    assert finding(entry(1, "glass-blowing", wave="2023")).endswith(
        "The one skill decided about after 2023 is still at risk."
    )
    assert finding(entry(1, "cell-sorting", wave="2023")).endswith(
        "The one skill decided about after 2023 is no longer at risk."
    )


def test_a_unit_without_skills_has_no_plan_and_says_so():
    assert finding(unit="it") == "**No skill is recorded for IT in the 2026 survey.**"


def test_text_of_the_reference_cannot_be_markdown():
    skills = REFERENCE.skills.assign(
        name=REFERENCE.skills["name"].replace("Glass-blowing", "![x](http://example.org/x.png)")
    )
    known = replace(REFERENCE, skills=skills)
    rows = published()
    found = plan.plan(rows, known, "2026", "fbs", entries(), TODAY)
    assert "](" not in plan_said.finding(rows, known, "2026", "fbs", found)


def test_the_picture_has_what_is_to_be_done_and_says_how_much_it_leaves_out():
    made = [entry(1, "tig-welding", due="2026-01-01"), entry(2, "glass-blowing")]
    found = planned(*made).reset_index()
    dues = plan_said.dues(found)
    assert dues["due"].tolist() == ["2026-01-01", "2027-03-01"]
    assert dues["text"].tolist() == ["Jan 2026\noverdue", "Mar 2027\nplanned"]
    assert plan_said.headline(found) == "1 decision is overdue; the next is due on 1 March 2027"
    many = pd.concat([found] * 7, ignore_index=True)
    assert len(plan_said.dues(many)) == 12
    assert "the first 12 of 14 are drawn" in plan_said.headline(many)


def test_an_entry_about_a_need_keeps_its_survey_until_it_is_done():
    assert plan.seen_in(None, "2026") == "2026"
    assert plan.seen_in(entry(1, "x", wave="2023"), "2026") == "2023"
    assert plan.seen_in(entry(1, "x", wave="2023", state="under-way"), "2026") == "2023"
    assert plan.seen_in(entry(1, "x", wave="2023", state="done"), "2026") == "2026"


def test_the_history_is_newest_first_and_of_one_skill_of_one_unit():
    made = entries(
        entry(1, "tig-welding"),
        entry(2, "tig-welding", state="done"),
        entry(3, "tig-welding", unit="eps"),
        entry(4, "glass-blowing"),
    )
    assert plan_said.history(made, "fbs", "tig-welding")["State"].tolist() == ["done", "planned"]
    assert plan.last(made, "fbs", "tig-welding")["entry"] == 2
    assert plan.last(made, "fbs", "cell-sorting") is None
