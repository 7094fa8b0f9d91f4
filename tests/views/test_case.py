"""The case for a role: planted skills and answers, chances worked out apart, and honest words."""

import json
import math

import pandas as pd
import pytest

from tcdata import sample, store, where
from tcdata.rows import by_metric, one
from tcdata.views import case, case_tables, contribution, risk, scenario, standing
from tests.views.risky import REFERENCE, ROWS

TRUTHS = json.loads((where.PROJECT / "sample_data" / "truths.json").read_text())
CHOSEN = ["transmission-electron-microscopy", "glass-blowing", "radiation-protection"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sample')}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    number = store.current_edition(engine)
    return by_metric(store.edition_rows(engine, number)), store.edition_reference(engine, number)


def known_of(edition, unit, chosen=CHOSEN, given=None):
    rows, reference = edition
    register = risk.register(rows, reference, "2026", unit, given or scenario.base(reference))
    return case.evidence(rows, reference, "2026", unit, register, chosen)


@pytest.mark.parametrize("unit", ["fbs", "mh", "university"])
def test_the_evidence_is_what_was_planted(edition, unit):
    known = known_of(edition, unit).set_index("skill")
    assert set(known.index) <= set(CHOSEN)
    assert len(known) >= 2
    for skill, row in known.iterrows():
        planted = TRUTHS["skills"]["2026"][skill][unit]
        then = TRUTHS["skills"]["2023"][skill][unit]["holders"]
        assert row["holders"] == planted["holders"]
        assert row["learners"] == planted["learners"]
        assert row["gap"] == max(0, row["required"] - planted["holders"])
        if planted["holders"] == 0 and then:
            assert row["since"] == "nobody left since 2023"
        elif planted["holders"] >= row["required"]:
            assert row["since"] == "enough now"
        else:
            enough = then >= row["required"]
            assert row["since"] == f"short {'since' if enough else 'already in'} 2023"


@pytest.mark.parametrize(
    ("held", "then", "lost", "earlier", "said"),
    [
        (1.0, "not asked", False, "2023", "short; not asked in 2023"),
        (1.0, "", False, "", "short; no survey before"),
        (1.0, "1,204", False, "2023", "short since 2023"),
        (float("nan"), "3", False, "2023", "enough now"),
    ],
)
def test_since_when_is_never_more_than_is_known(held, then, lost, earlier, said):
    assert case._since(held, 2.0, then, lost, earlier) == said


def test_an_option_changes_the_chance_as_reckoned_by_hand(edition):
    """One holder, two required: with one more, both must stay for the whole horizon."""
    rows, reference = edition
    given = scenario.base(reference)
    scored = case.options(rows, reference, "2026", "fbs", given, CHOSEN)
    tem = scored[scored["skill"] == CHOSEN[0]].set_index("option")
    assert TRUTHS["skills"]["2026"][CHOSEN[0]]["fbs"]["holders"] == 1
    rate = rows["leaving_rate"]
    rate = rate[(rate["unit"] == "fbs") & (rate["cut"] == "") & (rate["period"] <= "2026-09-01")]
    yearly = rate.sort_values("period")["value"].iloc[-1] / 100
    stays = (1 - yearly) ** (given.horizon / 12)
    assert tem["risk"][case.ACCEPT.name] == 100
    assert math.isclose(tem["risk"][case.HIRE.name], 100 * (1 - stays**2), rel_tol=1e-6)
    assert tem["missing"].to_dict() == {
        case.ACCEPT.name: 1,
        case.TRAIN.name: 1,
        case.HIRE.name: 0,
        case.BOTH.name: 0,
    }
    assert (tem["score"][1:] < tem["score"].iloc[0]).all()


def test_what_the_scenario_plans_is_there_before_an_option_adds_to_it(edition):
    rows, reference = edition
    plain, planned = (
        case.options(rows, reference, "2026", "fbs", given, CHOSEN)
        for given in (scenario.base(reference), scenario.parse("hires=1", reference))
    )
    hired = plain[plain["option"] == case.HIRE.name].set_index("skill")["risk"]
    accepted = planned[planned["option"] == case.ACCEPT.name].set_index("skill")["risk"]
    pd.testing.assert_series_equal(hired.sort_index(), accepted.sort_index())


def test_an_option_helps_the_skills_of_the_case_alone():
    """Who is hired for one skill takes it down the register, past the others as they were."""
    base = scenario.base(REFERENCE)
    known = risk.register(ROWS, REFERENCE, "2026", "fbs", base).set_index("skill")
    others = known.loc[["cell-culture", "flow-cytometry", "cell-sorting"], "score"]
    scored = case.options(ROWS, REFERENCE, "2026", "fbs", base, ["tig-welding"])
    assert scored["rank"].tolist() == [1 + (others > score).sum() for score in scored["score"]]
    assert scored["rank"].tolist() == [1, 1, 1, 4]


def test_an_option_is_safe_below_the_limit_of_the_settings_only(edition):
    known = known_of(edition, "fbs", CHOSEN[:1])
    limit = float(edition[1].settings["skills"]["at_risk_percent"])
    for chance, said in ((limit, "Not safe"), (limit - 0.01, "Safe")):
        rows = [(option.name, chance, 10.0) for option in case.SCORED]
        scored = pd.DataFrame(rows, columns=["option", "risk", "score"])
        table = case_tables.effects(scored, known, edition[1], "fbs").set_index("Option")["Effect"]
        assert table["Hire one person"].startswith(said)


def test_the_options_are_the_five_of_the_plan_and_one_of_two(edition):
    rows, reference = edition
    known = known_of(edition, "fbs")
    scored = case.options(rows, reference, "2026", "fbs", scenario.base(reference), CHOSEN)
    table = case_tables.effects(scored, known, reference, "fbs").set_index("Option")["Effect"]
    assert list(table.index) == [
        *("Train a colleague", "Take on an apprentice", "Hire one person"),
        *("Hire one and train one", "Share with another unit", "Accept the risk"),
    ]
    safe = scored[(scored["option"] == case.HIRE.name) & (scored["risk"] < 20)]
    assert table["Hire one person"].startswith(f"{len(safe) or 'None'} of 3 safe")
    assert "Radiation protection: M&H 2" in table["Share with another unit"]
    assert "Glass-blowing: nobody" in table["Share with another unit"]


def test_the_finding_names_the_short_skills_and_the_lost_ones(edition):
    rows, reference = edition
    said = case.finding(rows, reference, "2026", "university", known_of(edition, "university"))
    assert said.startswith("**The University has too few known holders of 2 skills: ")
    assert r"Glass\-blowing (0 of 2)" in said
    assert r"Transmission electron microscopy (1 of 2)" in said
    then = TRUTHS["skills"]["2023"]["glass-blowing"]["university"]["holders"]
    assert said.endswith(rf"Still held in 2023: Glass\-blowing (by {then}).")
    enough = known_of(edition, "university", ["radiation-protection"])
    assert "has enough known holders of 1 skill" in case.finding(
        rows, reference, "2026", "university", enough
    )


def test_a_lost_skill_is_said_with_all_its_earlier_holders(edition):
    rows, reference = edition
    chosen = ["super-resolution-microscopy", "glass-blowing"]
    then = {
        skill: int(one(rows, "skill_holders", item=skill, period="2023", unit="eps")["value"])
        for skill in chosen
    }
    assert sorted(then.values()) == [1, 2]
    said = case.finding(rows, reference, "2026", "eps", known_of(edition, "eps", chosen))
    assert f"Super\\-resolution microscopy (by {then[chosen[0]]})" in said
    assert f"Glass\\-blowing (by {then[chosen[1]]})" in said


def test_a_skill_that_only_the_rule_asks_for_says_why_it_stands_last(edition):
    """Nobody in FBS holds, is learning or has held glass-blowing: it scores 80 and stands last."""
    rows, reference = edition
    known = known_of(edition, "fbs", ["glass-blowing", "radiation-protection"])
    scores = known.set_index("skill")["score"]
    assert scores["glass-blowing"] > scores["radiation-protection"]
    assert known["skill"].tolist() == ["radiation-protection", "glass-blowing"]
    said = case.sure(rows, reference, "2026", "fbs", known)
    assert r"Glass\-blowing: held, being learnt or once held by nobody here" in said
    assert "whatever their score" in said
    others = known_of(edition, "fbs", ["radiation-protection"])
    assert "whatever their score" not in case.sure(rows, reference, "2026", "fbs", others)


def test_a_planned_hire_is_no_known_holder_of_today(edition):
    rows, reference = edition
    given = scenario.parse("hires=3", reference)
    known = known_of(edition, "fbs", CHOSEN[:2], given)
    held = [TRUTHS["skills"]["2026"][skill]["fbs"]["holders"] for skill in known["skill"]]
    assert known["gap"].tolist() == [2 - holders for holders in held]
    said = case.finding(rows, reference, "2026", "fbs", known)
    assert said.startswith("**FBS has too few known holders of 2 skills")


def test_the_whole_university_has_nobody_to_share_with(edition):
    rows, reference = edition
    for unit, options in (("fbs", 6), ("university", 5)):
        known = known_of(edition, unit)
        scored = case.options(rows, reference, "2026", unit, scenario.base(reference), CHOSEN)
        table = case_tables.effects(scored, known, reference, unit)
        assert len(table) == options
        assert (case_tables.SHARE in set(table["Option"])) == (unit == "fbs")
    assert set(known["nearest"]) == {""}


def test_who_has_not_answered_is_part_of_how_sure_it_is(edition):
    rows, reference = edition
    frame, answered = (TRUTHS["participation"]["2026"][k]["fbs"] for k in ("frame", "rr2"))
    said = case.sure(rows, reference, "2026", "fbs", known_of(edition, "fbs"))
    assert f"{frame - answered} people have not answered" in said
    assert "times the observed one" in said


def test_a_skill_is_meant_by_id_or_name_in_any_case(edition):
    reference = edition[1]
    assert case.named(reference, " glass-blowing ") == "glass-blowing"
    assert case.named(reference, "GLASS-blowing") == "glass-blowing"
    with pytest.raises(ValueError, match="no skill “juggling”"):
        case.named(reference, "juggling")


def test_contribution_is_what_was_planted(edition):
    rows, reference = edition
    found = contribution.shares(rows, reference, "2026", "university").set_index("label")
    planted = TRUTHS["answers"]["2026"]
    for option, count in planted["teaching_support"]["options"].items():
        if option != "None of these":
            assert found.loc[option, ["count", "base"]].tolist() == [count, 274]
    assert found.loc["Open days and inductions", "count"] == planted["open_days"]["favourable"]
    assert not {"None of these", "No answer"} & set(found.index)
    said = contribution.finding(found.reset_index(), reference, "2026", "university")
    assert "“practical or laboratory classes”, 61 % (168 of 274)" in said


def test_answers_as_common_as_each_other_are_both_named(edition):
    rows, reference = edition
    found = contribution.shares(rows, reference, "2026", "ahc")
    own = found[found["question"] == "teaching_support"]
    most = own[own["count"] == own["count"].max()]["label"].tolist()
    assert most == ["Practical or laboratory classes", "Student projects"]
    said = contribution.finding(found, reference, "2026", "ahc")
    assert "“practical or laboratory classes” and “student projects”, 44 % (8 of 18) each" in said


def test_what_counts_is_quoted_answer_by_answer(edition):
    rows, reference = edition
    found = contribution.shares(rows, reference, "2026", "fbs")
    table = contribution.table(found, reference).set_index("Question")["Counted"]
    assert table["On a committee"] == (
        "“Yes, of the University or my faculty” or “Yes, of my school or service only”"
    )
    assert table["Open days and inductions"] == "“Yes”"


def test_a_small_school_is_told_with_those_it_is_shown_with(edition):
    rows, reference = edition
    found = contribution.shares(rows, reference, "2026", "physics")
    said = contribution.finding(found, reference, "2026", "physics")
    assert said.startswith(r"**Technicians of Physics \+ iMBE \+ Robotics told us")
    assert "no figure of Physics alone" in said


def test_where_nothing_can_be_shown_that_is_said(edition):
    rows, reference = edition
    found = contribution.shares(rows, reference, "2026", "library")
    assert found.empty
    said = contribution.finding(found, reference, "2026", "library")
    assert "cannot be shown" in said
    hidden = contribution.shares(rows, reference, "2026", "fbs").assign(value=float("nan"))
    assert "cannot be shown" in contribution.finding(hidden, reference, "2026", "fbs")


def test_a_faculty_stands_beside_the_university(edition):
    rows, reference = edition
    table = standing.table(rows, reference, "fbs").set_index("Measure")
    apprentices = TRUTHS["workforce"]["2026-09-01"]["apprentices"]
    assert table.loc["Answered in 2026", ["FBS", "University"]].tolist() == [
        "79.5 % (66 of 83)",
        "71 % (274 of 384)",
    ]
    fellows = TRUTHS["answers"]["2026"]["advance_he_fellowship"]["favourable"]
    said = f"{100 * fellows / 274:.0f} % ({fellows} of 274)"
    assert table.loc["Advance HE Fellows", "University"] == said
    assert not table["University against its target"].str.contains("of 274|of 384").any()
    whole = standing.table(rows, reference, "university").set_index("Measure")
    assert whole["University"].equals(table["University"])
    assert table.loc["Apprentices in post", ["FBS", "University"]].tolist() == [
        str(apprentices["fbs"]),
        str(apprentices["university"]),
    ]
    assert "FBS" not in standing.table(rows, reference, "university")
    assert standing.table(rows, reference, "library")["Library"].iloc[0] == "[x]"


def test_one_skill_is_not_counted(edition):
    rows, reference = edition
    given, chosen = scenario.base(reference), ["glass-blowing"]
    known = known_of(edition, "eps", chosen)
    assert "The skill would keep its place in the register" in case.sure(
        rows, reference, "2026", "eps", known
    )
    scored = case.options(rows, reference, "2026", "eps", given, chosen)
    effects = case_tables.effects(scored, known, reference, "eps").set_index("Option")["Effect"]
    assert effects[case_tables.ACCEPT.name].startswith("Not safe; score ")
