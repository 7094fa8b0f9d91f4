"""The examples of docs/disclosure.md, counted again from the sample and by the rules themselves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tcdata import reference, sample, store
from tcdata.disclosure.attacker_rows import half_up, rounded
from tcdata.disclosure.ledger import decide, entries
from tcdata.reference.organisation import closure

TEXT = " ".join(
    (Path(__file__).parents[2] / "docs" / "disclosure.md").read_text(encoding="utf-8").split()
)
KNOWN = reference.load()
LEAVING = "intention_to_leave"


def says(sentence):
    assert sentence in TEXT, sentence


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('document')}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    yield store.edition_rows(engine, 1), store.in_use(engine)[1]
    engine.dispose()


def answered(tables, wave, *units):
    """The people of these units who count as having answered, with their role type."""
    frame = pd.Timestamp(dict(KNOWN.waves[["wave", "frame_date"]].to_numpy())[wave])
    under = closure(KNOWN, frame)
    inside = under[under["ancestor"].isin(units)]["unit"]
    people = tables["respondents"]
    people = people[(people["wave"] == wave) & people["unit"].isin(inside)]
    core = KNOWN.questions[KNOWN.questions["core"] == "yes"]["question"]
    asked = KNOWN.question_versions
    core = core[core.isin(asked[asked["wave"] == wave]["question"])]
    given = tables["answers"]
    given = given[(given["wave"] == wave) & given["question"].isin(core)]
    told = given.groupby("respondent_id")["question"].nunique()
    enough = people["respondent_id"].map(told).fillna(0) * 2 >= len(core)
    return people[(people["complete"] == "yes") | enough]


def row(rows, metric, unit, wave="2026", item="", **key):
    key = {"cut": "", "category": ""} | key
    here = rows[(rows["metric"] == metric) & (rows["unit"] == unit) & (rows["item"] == item)]
    here = here[(here["period"] == wave) & (here[[*key]] == pd.Series(key)).all(axis="columns")]
    return here.iloc[0]


def test_the_block(shipped):
    rows, tables = shipped
    block = row(rows, "participation_rate", "imbe+physics+robotics")
    assert block[["count", "base"]].tolist() == [14, 22]
    assert len(answered(tables, "2026", "physics", "imbe", "robotics")) == 14
    says("Physics has 13 technicians, iMBE 6 and Robotics 3")
    assert 13 + 6 + 3 == 22
    says("“Physics + iMBE + Robotics: 14 of 22”")
    says("Chemistry (15 asked, 10 answered)")
    alone = row(rows, "participation_rate", "chemistry")
    assert alone[["count", "base"]].tolist() == [10, 15]
    says("in 2023 only 9 of its people answered")
    assert len(answered(tables, "2023", "chemistry")) == 9
    together = row(rows, "answer_favourable", "chemistry+civil+mechanical", item="workload")
    assert together["base"] == len(answered(tables, "2026", "chemistry", "civil", "mechanical"))


def given_by(tables, wave, unit, question, option):
    """How many people of a unit who count gave this answer."""
    given = tables["answers"]
    given = given[(given["wave"] == wave) & (given["question"] == question)]
    who = given[given["option"] == option]["respondent_id"]
    return int(answered(tables, wave, unit)["respondent_id"].isin(who).sum())


def test_what_sums_tell_together(shipped):
    tables = shipped[1]
    says("would leave 3 people for FoE and AHC; Earth and Environment in FoE has 3")
    author = ["2023", "publications", "Named as an author"]
    counts = {
        unit: given_by(tables, author[0], unit, *author[1:])
        for unit in ("university", "fbs", "eps", "mh", "foe", "ahc", "earth-environment")
    }
    assert counts["university"] - sum(counts[unit] for unit in ("fbs", "eps", "mh")) == 3
    assert (counts["earth-environment"], counts["foe"], counts["ahc"]) == (3, 3, 0)
    says("none of the 16 in AHC")
    assert len(answered(tables, "2023", "ahc")) == 16
    says("If 6 technicians of AHC hold one and all 6 use it")
    held = tables["skills"][tables["skills"]["skill"] == "supervising-student-projects"]
    held = held[held["level"].isin(["unaided", "can teach"])]
    held = held[held["respondent_id"].isin(answered(tables, "2023", "ahc")["respondent_id"])]
    assert held["uses_now"].tolist() == ["yes"] * 6


def test_the_rounding(shipped):
    rows, tables = shipped
    people = answered(tables, "2026", "fbs")
    favourable = KNOWN.questions.set_index("question").loc[LEAVING, "favourable"].split(";")
    given = tables["answers"]
    given = given[(given["wave"] == "2026") & (given["question"] == LEAVING)]
    stay = people["respondent_id"].isin(given[given["option"].isin(favourable)]["respondent_id"])
    assert (len(people), int(stay.sum())) == (66, 46)
    says("66 people of FBS answered, 46 of them expect to stay. Shown is 45 of 65, 69 %")
    shown = row(rows, "answer_favourable", "fbs", item=LEAVING)
    assert (shown["count"], shown["base"], round(shown["value"])) == (45, 65, 69)
    says("between 43 and 47 do")
    assert [n for n in range(67) if rounded(n, 66) == 45] == [43, 44, 45, 46, 47]
    says("12.5 becomes 15")
    assert half_up(12.5) == 15
    says("28 of 28 is shown as 25 of 30, like 23 to 27 of 28")
    assert [n for n in range(29) if rounded(n, 28) == 25] == [23, 24, 25, 26, 27, 28]
    assert half_up(28) == 30


def test_the_breakdown(shipped):
    rows, tables = shipped
    says("In 2023, 9 respondents were support staff; in 2026, 11.")
    says("“studio + support” (21 and 22 people)")
    says("“analytical + studio + support” (41 and 47)")
    for wave, support, studio, private in (("2023", 9, 21, 41), ("2026", 11, 22, 47)):
        roles = answered(tables, wave, "faculties")["role_type"].value_counts()
        assert roles["support"] == support and roles[["studio", "support"]].sum() == studio
        assert roles[["analytical", "studio", "support"]].sum() == private
        shown = rows[(rows["cut"] == "role_type") & (rows["period"] == wave)]
        shown = shown[shown["metric"] == "answer_favourable"]
        names = shown.groupby("item")["category"].agg(set)
        assert "studio + support" in names["workload"]
        assert "analytical + studio + support" in names[LEAVING]
    says("In 2023, whether the manager helps is not shown by role type")
    here = rows[(rows["item"] == "manager_support") & (rows["period"] == "2023")]
    assert set(here[here["cut"] == "role_type"]["symbol"]) == {"[c]"}
    assert "[c]" not in set(here[here["cut"] == "grade_band"]["symbol"])


def test_the_total_that_would_tell(shipped):
    rows, _ = shipped
    says("retirement as a reason to leave is shown as 0, 10, 0 and 5")
    key = {"item": "leaving_reasons", "cut": "option", "category": "Retirement"}
    blocks = ["fbs", "eps", "mh", "ahc+foe"]
    found = [row(rows, "answer_share", unit, **key)["count"] for unit in blocks]
    assert sorted(found) == [0, 0, 5, 10]
    total = row(rows, "answer_share", "university", **key)
    assert (total["count"], total["symbol"]) == (15, "[sum]")
    says("the total is shown as the sum of its parts, 15, and marked `[sum]`")


@pytest.mark.parametrize(("later", "decision"), [(64, "earlier"), (71, "new")])
def test_the_two_editions(later, decision):
    says("on Monday 61 people of EPS have answered, on Tuesday 64")
    says("With 71 answers, all are shown anew")
    people = pd.DataFrame({"block": "eps", "member": [f"{n}" for n in range(71)]})
    first = people.head(61)
    ledger = entries(decide(first.head(0).assign(edition=0), first, 10), first, 1)
    assert decide(ledger, people.head(later), 10)["decision"].tolist() == [decision]
