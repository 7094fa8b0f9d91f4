"""Breakdowns of answers by kind of respondent: nothing follows from them beside the blocks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure import ImpossibleTotalError, gate
from tcdata.disclosure import audit as plain_module
from tcdata.disclosure import audit_kinds as audit_module
from tcdata.disclosure import past as past_module
from tcdata.disclosure.attacker import attack, signatures_of
from tcdata.disclosure.attacker_rows import figures
from tcdata.disclosure.breakdowns import MOST, auditable
from tcdata.disclosure.ledger import BY
from tcdata.metrics import CATALOGUE
from tcdata.metrics.answers_by import CUTS
from tcdata.published import metric_rows
from tests.disclosure import made

ORDINARY, SENSITIVE = ("internal", "masked", 10), ("sensitive", "rounded", 25)


def released(waves, past=None):
    rows = pd.concat([made.rows_of(waves), made.rows_by_kind(waves)], ignore_index=True)
    people = made.behind(waves, by_kind=True)
    return gate(rows, CATALOGUE, made.REFERENCE, people, past or made.past())


def kinds_in(rows, item, wave="2026"):
    return rows[(rows["item"] == item) & (rows["period"] == wave) & rows["cut"].isin(CUTS)]


def outsider(waves, rows, item, wave, how):
    """What somebody finds who knows everyone's school, role type and grade band."""
    rule, form, threshold = how
    told = made.with_kinds(waves)[rule][wave]
    here = rows[(rows["item"] == item) & (rows["period"] == wave) & (rows["symbol"] != "[c]")]
    here = here[(here["metric"] == "answer_favourable") & (here["symbol"] != "[sum]")]
    shown, inside = [], []
    for row in here.to_dict("records"):
        of_kind = row["cut"] in CUTS
        unit = "" if of_kind or row["unit"] in ("university", "faculties") else row["unit"]
        parts = unit.split("+")
        who = told["faculty"].isin(parts) | told["unit"].isin(parts) | (unit == "")
        if of_kind:
            who &= told[row["cut"]] == row["category"]
        inside += [(school, unit) for school in told["unit"][who] if unit and school != unit]
        size = int(who.sum())
        assert row["base"] == (size if form == "masked" else 5 * np.floor(size / 5 + 0.5))
        figure = {"≤2": 2, "≥n−2": size - 2}.get(row["symbol"], row["count"])
        cell = {"unit": unit, "cut": row["cut"], "category": row["category"]}
        shown.append({**cell, "base": size, "figure": figure})
    frame = pd.DataFrame(shown).assign(issue=wave, option="Yes", form=form, decimals=np.nan)
    people = signatures_of(told[["unit", *CUTS]].assign(issues=wave))
    within = pd.DataFrame(inside, columns=["unit", "ancestor"]).drop_duplicates()
    return attack(people, figures(frame), within, ["Yes", "No"], threshold)


@pytest.mark.parametrize("seed", [3, 12])
def test_nothing_follows_from_breakdowns_and_blocks_together(seed):
    waves = made.waves_of(seed)
    rows = released(waves).rows
    for item, how in ((made.ITEM, SENSITIVE), (made.INTERNAL, ORDINARY)):
        for wave in waves:
            found = outsider(waves, rows, item, wave, how)
            assert found.empty, found.to_string()
            shown = kinds_in(rows, item, wave)
            shown = shown[shown["base"].notna()]
            assert (shown["base"] >= how[2]).all()
            if 0.3 <= made.RATES[seed % 7] <= 0.7:
                assert set(shown["cut"]) & set(CUTS)


def test_the_base_is_all_respondents_of_the_kind_and_sensitive_counts_are_rounded(half):
    waves, rows = half[0], half[1].rows
    exact = made.with_kinds(waves)
    plain = kinds_in(rows, made.INTERNAL)
    for cut, shown in plain[plain["value"].notna()].groupby("cut"):
        people = exact["internal"]["2026"]
        sizes = people.groupby(cut).size()
        agree = people[people["workload"] == "Agree"].groupby(cut).size()
        assert shown.set_index("category")["base"].to_dict() == sizes[shown["category"]].to_dict()
        assert shown["count"].tolist() == agree[shown["category"]].tolist()
    private = kinds_in(rows, made.ITEM)
    told = private[private["value"].notna()]
    assert len(told) > 4
    assert (told["base"] % 5 == 0).all() and (told["count"] % 5 == 0).all()
    assert told["value"].tolist() == (100 * told["count"] / told["base"]).tolist()


# Planted leaks


@pytest.fixture(scope="module")
def half():
    """One wave of which half stay, and what is released of it."""
    waves = {"2026": made.waves_of(3)["2026"]}
    return waves, released(waves)


@pytest.fixture(scope="module")
def nearly_a_block(half):
    """A population in which the studio staff are one block of schools and two people besides."""
    waves, first = half
    everyone, answered = waves["2026"]
    blocks = first.rows
    blocks = blocks[(blocks["item"] == made.INTERNAL) & (blocks["cut"] == "")]
    block = next(b for b in blocks["unit"] if b not in (*made.SIZES, "university", "faculties"))
    within = answered["unit"].isin(block.split("+"))
    others = answered.index[~within][:2]
    role = answered["role_type"].replace({"studio": "research", "support": "research"})
    role = role.mask(within, "studio")
    role[others] = "studio"
    return {"2026": (everyone, answered.assign(role_type=role))}, block


def both_told(rows, block):
    """Whether the share of the block, and that of the role type it nearly is, are both shown."""
    kinds = kinds_in(rows, made.INTERNAL)
    role = kinds[kinds["category"].str.contains("studio") & kinds["value"].notna()]
    at = rows[(rows["item"] == made.INTERNAL) & (rows["unit"] == block) & rows["value"].notna()]
    return len(role) == 1 and len(at) == 1


def forget_the_ledger(monkeypatch):
    real = past_module.decide
    careless = lambda *given: real(*given).assign(decision="new")  # noqa: E731
    monkeypatch.setattr(past_module, "decide", careless)


def blind(monkeypatch):
    """The audit with an attacker that finds nothing."""
    nothing = lambda *given, **more: pd.DataFrame()  # noqa: E731
    monkeypatch.setattr(audit_module, "attack", nothing)


def test_a_kind_that_is_nearly_a_block_is_not_shown_beside_it(monkeypatch, nearly_a_block):
    waves, block = nearly_a_block
    assert not both_told(released(waves).rows, block)
    blind(monkeypatch)  # the ledger alone
    assert not both_told(released(waves).rows, block)


def test_the_attacker_finds_what_a_forgotten_ledger_lets_through(monkeypatch, nearly_a_block):
    waves, block = nearly_a_block
    forget_the_ledger(monkeypatch)
    assert not both_told(released(waves).rows, block)
    blind(monkeypatch)
    rows = released(waves).rows
    assert both_told(rows, block)
    found = outsider(waves, rows, made.INTERNAL, "2026", ORDINARY)
    assert (found["people"] == 2).any()


def test_kinds_that_do_not_add_up_to_all_are_refused():
    waves = {"2026": made.waves_of(3)["2026"]}
    rows, kinds = made.rows_of(waves), made.rows_by_kind(waves)
    for column in ("count", "base"):
        wrong = kinds.copy()
        wrong.loc[wrong.index[0], column] += 1
        with pytest.raises(ImpossibleTotalError, match="do not add up to all of them"):
            gate(pd.concat([rows, wrong]), CATALOGUE, made.REFERENCE)


def test_more_kinds_than_can_be_audited_are_not_shown():
    numbers = np.arange(3 * MOST)
    frame = {"tree": "respondents", "period": "2026", "member": numbers.astype("str")}
    whole = pd.DataFrame(frame).assign(block="university")
    for groups, kept in ((20, True), (40, False)):
        block = whole.assign(block=[f"b{n % groups}" for n in numbers])
        kind = whole.assign(block=[f"university{BY}role_type: {n // groups % 15}" for n in numbers])
        out = auditable(pd.concat([whole, block, kind]))
        assert set(whole["block"]) | set(block["block"]) <= set(out["block"])
        assert out["block"].isin(kind["block"]).any() == kept


# Response rates by age and by gender


def response_rates(waves):
    """Response by age and by gender, where the women are those of one age and two besides."""
    everyone, answered = waves["2026"]
    old = np.arange(len(everyone)) % 3 == 0
    woman = old.copy()
    woman[np.flatnonzero(~old)[:2]] = True
    everyone = everyone.assign(
        age_band=np.where(old, "55–64", "25–34"), gender=np.where(woman, "Woman", "Man")
    )
    told = everyone["person"].isin(answered["person"])
    parts = []
    for cut, shown in (("age_band", "55–64"), ("gender", "Woman")):
        rows = told.groupby(everyone[cut]).agg(["size", "sum"]).set_axis(["base", "count"], axis=1)
        rows = rows.loc[[shown]].rename_axis("category").reset_index()
        rows = rows.assign(value=100 * rows["count"] / rows["base"], cut=cut, period="2026")
        parts.append(metric_rows(rows.assign(unit="university"), "response_by_group"))
    return {"2026": (everyone, answered)}, pd.concat([made.rows_of(waves), *parts])


@pytest.mark.parametrize("forgotten", [False, True])
def test_response_by_age_and_by_gender_are_read_together(monkeypatch, forgotten):
    waves, rows = response_rates({"2026": made.waves_of(3)["2026"]})
    if forgotten:
        forget_the_ledger(monkeypatch)

    def shown():
        out = gate(rows, CATALOGUE, made.REFERENCE, made.behind(waves), made.past()).rows
        out = out[out["metric"] == "response_by_group"]
        return out["value"].notna().sum()

    assert shown() == 1
    if forgotten:
        blind(monkeypatch)
        everything = lambda signatures, shown, *rest, **more: pd.Series(True, shown.index)  # noqa: E731
        monkeypatch.setattr(plain_module, "choose", everything)
        monkeypatch.setattr(plain_module, "attack", lambda *given, **more: pd.DataFrame())
        assert shown() == 2


# Two editions


def test_a_breakdown_told_before_stays_and_a_few_more_answers_leave_it_as_it_was(half):
    waves, first = half
    told = kinds_in(first.rows, made.ITEM)
    assert told["value"].notna().all()
    before = made.past(made.after(first, 1), {1: first.rows})
    again = released(waves, before)
    assert (
        kinds_in(again.rows, made.ITEM).reset_index(drop=True).equals(told.reset_index(drop=True))
    )
    everyone, answered = waves["2026"]
    late = everyone[~everyone["person"].isin(answered["person"])].head(4)
    late = late.assign(leaving="Not sure", workload="Disagree")
    more = {"2026": (everyone, pd.concat([answered, late], ignore_index=True))}
    second = kinds_in(released(more, before).rows, made.ITEM).set_index("category")
    old = told.set_index("category")
    grown = made.with_kinds(more)["sensitive"]["2026"]
    for cut in CUTS:
        touched = set(grown[grown["person"].isin(late["person"])][cut])
        for kind in touched:
            assert second.loc[kind, "symbol"] == "[earlier]"
            assert second.loc[kind, "count"] == old.loc[kind, "count"]
