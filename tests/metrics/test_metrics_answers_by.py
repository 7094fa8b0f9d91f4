"""The favourable share by kind of respondent: counted again one by one, and joined as on paper."""

from __future__ import annotations

import pandas as pd
import pytest

from tcdata.metrics import compute, read
from tcdata.metrics.answers_by import CUTS, joined
from tcdata.metrics.behind import behind
from tests.metrics.small import reference

LIMITS = {"internal": 10, "sensitive": 25}


def table(**sizes):
    """category=(people in each wave)."""
    names = [name.replace("_", " ") for name in sizes]
    return pd.DataFrame([*sizes.values()], index=names)


def names(cut, rule, **sizes):
    found = joined({cut: table(**sizes)}, LIMITS)[rule].get(cut, {})
    return list(dict.fromkeys(found.values()))


def test_bands_are_joined_with_their_neighbours_and_kept_in_order():
    sizes = {"Grade_6": (40, 40), "Grade_10": (4, 9), "Grade_5": (30, 9), "Grade_7": (20, 20)}
    assert names("grade_band", "internal", **sizes) == ["Grade 5 + Grade 6", "Grade 7 + Grade 10"]
    low = {"Grade_5": (12, 12), "Grade_6": (50, 50), "Grade_7": (30, 30)}
    assert names("grade_band", "internal", **low) == ["Grade 5", "Grade 6", "Grade 7"]
    assert names("grade_band", "sensitive", **low) == ["Grade 5 + Grade 6", "Grade 7"]


def test_the_smallest_role_types_are_joined_whatever_their_order():
    sizes = {"studio": (12, 8), "lab": (80, 90), "art": (9, 11), "field": (30, 26)}
    assert names("role_type", "internal", **sizes) == ["art + studio", "field", "lab"]
    assert names("role_type", "sensitive", **sizes) == ["art + field + studio", "lab"]


def test_who_does_not_say_is_never_left_over():
    sizes = {"No_answer": (3, 3), "Grade_5": (20, 30), "Grade_6": (40, 40)}
    assert names("grade_band", "internal", **sizes) == ["Grade 5 + No answer", "Grade 6"]
    many = sizes | {"No_answer": (12, 15)}
    assert names("grade_band", "internal", **many) == ["Grade 5", "Grade 6", "No answer"]


def test_a_kind_that_one_wave_did_not_have_is_joined():
    assert names("role_type", "internal", a=(40, 40), b=(0, 30), c=(20, 20)) == ["a", "b + c"]


def test_one_group_is_no_breakdown():
    assert names("role_type", "internal", a=(6, 40), b=(5, 40)) == []


ROLES, BANDS = ["laboratory", "workshop", "studio"], ["Grade 5", "Grade 6", None]


@pytest.fixture(scope="module")
def given():
    """81 people of the faculties, 16 in a studio: every third says no grade band, every fifth
    answers nothing."""
    people = pd.DataFrame({"respondent_id": [f"r{n:02}" for n in range(81)]})
    people = people.assign(
        wave="2026",
        unit=["music", "drama", "physics"] * 27,
        role_type=[ROLES[2 if n % 5 == 1 else n % 2] for n in range(81)],
        grade_band=[BANDS[n % 3] for n in range(81)],
        completed_on=pd.Timestamp("2026-09-02"),
        complete="yes",
        contract_type="open-ended",
        age_band="25–34",
        gender="Woman",
    )
    said = [
        ("2026", f"r{n:02}", question, option)
        for n in range(81)
        if n % 5
        for question, option in (
            ("training", "Yes" if n % 4 else "No"),
            ("leaving", "Stay" if n % 7 else "Go"),
        )
    ]
    answers = pd.DataFrame(said, columns=["wave", "respondent_id", "question", "option"])
    return people, answers


def test_every_share_is_what_counting_one_by_one_gives(given):
    people, answers = given
    rows = compute({"respondents": people, "answers": answers}, reference())
    rows = rows[(rows["metric"] == "answer_favourable") & rows["cut"].isin(CUTS)]
    assert set(rows["unit"]) == {"university"} and set(rows["item"]) >= {"training", "leaving"}
    good = {"training": "Yes", "leaving": "Stay"}
    for question, option in good.items():
        chose = answers[(answers["question"] == question) & (answers["option"] == option)]
        for cut in CUTS:
            kind = people[cut].fillna("No answer")
            shown = rows[(rows["item"] == question) & (rows["cut"] == cut)].set_index("category")
            told = people["respondent_id"].isin(chose["respondent_id"])
            for category in kind.unique():
                name = next(n for n in shown.index if category in n.split(" + "))
                inside = kind.isin(name.split(" + "))
                assert shown.loc[name, "base"] == inside.sum()
                assert shown.loc[name, "count"] == (inside & told).sum()
                share = 100 * (inside & told).sum() / inside.sum()
                assert shown.loc[name, "value"] == pytest.approx(share)
            assert shown["base"].sum() == 81
    private = rows[rows["item"] == "leaving"]
    assert (private["base"] >= 25).all()
    told = rows[(rows["item"] == "training") & (rows["cut"] == "role_type")]
    assert dict(zip(told["category"], told["base"], strict=True))["studio"] == 16


def test_somebody_of_another_kind_or_contract_counts_as_somebody_else(given):
    people, answers = given

    def members(**changed):
        now = people.assign(**{c: people[c].mask(people.index == 0, v) for c, v in changed.items()})
        rows = behind(read({"respondents": now, "answers": answers}), reference())
        rows = rows[rows["tree"] == "respondents"]
        return rows["member"].tolist(), dict(zip(rows["member"], rows["role_type"], strict=True))

    first, kinds = members()
    assert len(first) == len(set(first)) == 81
    assert len(set(first) ^ set(members(contract_type="fixed-term")[0])) == 2
    same, others = members(role_type="workshop")
    assert same == first and kinds[first[0]] == "laboratory" and others[first[0]] == "workshop"
