"""The joined gate: over random populations nothing is told of anyone, and much is still shown."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure import AuditError, gate
from tcdata.disclosure import audit as audit_module
from tcdata.disclosure import past as past_module
from tcdata.disclosure import rules as rules_module
from tcdata.disclosure import trees as trees_module
from tcdata.disclosure.attacker import attack, signatures_of
from tcdata.disclosure.attacker_rows import differences, figures, together
from tcdata.disclosure.blocks import blocks
from tcdata.metrics import CATALOGUE
from tcdata.published import metric_rows
from tests.disclosure import made
from tests.disclosure.made import waves_of

gate_module = sys.modules["tcdata.disclosure.gate"]
OPTIONS = ["Yes", "No"]
FACULTIES = [*made.SIZES]


def released(waves, past=None, **more):
    rows, people = made.rows_of(waves), made.behind(waves)
    return gate(rows, CATALOGUE, made.REFERENCE, people, past or made.past(), **more)


def sensitive(rows):
    return rows[(rows["item"] == made.ITEM) & (rows["metric"] == "answer_favourable")]


def outsider(waves, rows):
    """What an insider who knows everyone's unit finds in the published rows of both waves."""
    people, told, inside = [], [], []
    for wave, (_, answered) in waves.items():
        people.append(answered[["faculty"]].rename(columns={"faculty": "unit"}).assign(issues=wave))
        shown = sensitive(rows)
        shown = shown[(shown["period"] == wave) & shown["value"].notna()]
        shown = shown[shown["symbol"] != "[sum]"]
        for unit, count, base in shown[["unit", "count", "base"]].itertuples(index=False):
            members = FACULTIES if unit in ("university", "faculties") else unit.split("+")
            size = int(answered["faculty"].isin(members).sum())
            assert base == 5 * np.floor(size / 5 + 0.5)
            cell = {"issue": wave, "unit": unit, "base": size, "figure": count, "shown": base}
            told.append(cell)
            inside += [(member, unit) for member in members if member != unit]
    frame = pd.DataFrame(told).assign(
        cut="", category="", option="Yes", form="rounded", decimals=np.nan
    )
    within = pd.DataFrame(inside, columns=["unit", "ancestor"]).drop_duplicates()
    pairs = frame[frame["issue"] == "2026"].merge(
        frame[frame["issue"] == "2023"], on="unit", suffixes=("", "_e")
    )
    gap = pairs[["unit", "cut", "category", "option", "issue", "base"]].assign(
        earlier_issue="2023", earlier_base=pairs["base_e"], step=5, decimals=1
    )
    change = 100 * pairs["figure"] / pairs["base"] - 100 * pairs["figure_e"] / pairs["base_e"]
    gap["figure"] = change.round(1)
    statements = together(figures(frame), differences(gap))
    return attack(signatures_of(pd.concat(people)), statements, within, OPTIONS, 25)


@pytest.mark.parametrize("seed", range(50))
def test_random_populations_tell_nothing_of_anyone_and_show_much(seed):
    waves = waves_of(seed)
    rows = released(waves).rows
    assert outsider(waves, rows).empty
    shown = sensitive(rows)
    shown = shown[shown["value"].notna()]
    for wave, (_, answered) in waves.items():
        here = shown[shown["period"] == wave]["unit"]
        assert set(FACULTIES) <= set("+".join(here).split("+"))
        sizes = answered.groupby("faculty").size().rename(wave).rename_axis("unit").reset_index()
        possible = blocks(sizes.assign(parent=""), 25, {})["block"].nunique()
        assert here[~here.isin(["university", "faculties"])].nunique() >= 0.6 * possible
    answers = rows[
        (rows["item"] == made.INTERNAL) & ~rows["unit"].isin(["university", "faculties"])
    ]
    counts = [units.groupby("unit").size() for _, units in waves.values()]
    tree = pd.concat(counts, axis="columns", keys=waves).fillna(0).rename_axis("unit").reset_index()
    parents = dict(waves["2023"][0][["unit", "faculty"]].itertuples(index=False))
    possible = blocks(tree.assign(parent=tree["unit"].map(parents)), 10, {})
    schools = set(possible["block"]) - set(FACULTIES)
    for wave in waves:
        here = answers[(answers["period"] == wave) & (answers["symbol"] != "[c]")]
        assert len(set(here["unit"]) - set(FACULTIES)) >= 0.6 * len(schools)
    assert (answers["base"].dropna() >= 10).all()


def test_the_audit_says_what_it_does():
    said = []
    released(waves_of(2), tell=said.append)
    assert said[0] == "Checking what could be found out: intention_to_leave · 2023 (1 of 2)"
    assert len(said) == 2


# Planted leaks: with one rule broken, and the choice of figures taken out, nothing is published.


@pytest.fixture
def any_figure(monkeypatch):
    """The audit without its choice: every figure may be shown, the attacker alone decides."""
    everything = lambda signatures, shown, *rest, **more: pd.Series(True, index=shown.index)  # noqa: E731
    monkeypatch.setattr(audit_module, "choose", everything)


def forget_the_ledger(monkeypatch):
    real = past_module.decide
    careless = lambda *given: real(*given).assign(decision="new")  # noqa: E731
    monkeypatch.setattr(past_module, "decide", careless)


def test_a_missing_merge_stops_the_edition(monkeypatch, any_figure):
    alone = lambda units, *rest: units[["unit", "parent"]].assign(block=units["unit"])  # noqa: E731
    monkeypatch.setattr(trees_module, "blocks", alone)
    nothing = lambda rows, *rest: pd.Series(False, index=rows.index)  # noqa: E731
    monkeypatch.setattr(rules_module, "small_groups", nothing)
    assert (
        sensitive(released(waves_of(0)).rows).set_index("unit").loc["ahc", "symbol"].eq("[c]").all()
    )
    forget_the_ledger(monkeypatch)
    with pytest.raises(AuditError, match="small base"):
        released(waves_of(0))


def test_a_missing_rounding_stops_the_edition(monkeypatch, any_figure):
    monkeypatch.setattr(rules_module, "half_up", lambda numbers, step: numbers)
    with pytest.raises(AuditError, match=r"Nothing was published.*intention_to_leave"):
        released(waves_of(2))


def test_a_complement_stops_the_edition(monkeypatch, any_figure):
    everything = lambda rows, reference: pd.Series(True, index=rows.index)  # noqa: E731
    real = gate_module.rounded
    monkeypatch.setattr(rules_module, "_one_count", everything)
    waves = {"2026": waves_of(10)["2026"]}
    answered = waves["2026"][1]
    answered["leaving"] = np.where(np.arange(len(answered)) == 3, "Not sure", made.STAYS)
    rows = made.rows_of(waves)
    stays = rows[rows["item"] == made.ITEM]
    other = stays.assign(metric="answer_share", cut="option", category="Not sure")
    other["count"] = stays["base"] - stays["count"]
    other["value"] = 100 * other["count"] / other["base"]
    both = pd.concat([rows, other], ignore_index=True)
    safe = gate(both, CATALOGUE, made.REFERENCE, made.behind(waves), made.past()).rows
    assert len(safe[safe["item"] == made.ITEM]) > 7  # rounded, even both together tell nothing
    exactly = lambda rows, *rest: real(rows, *rest).assign(  # noqa: E731
        count=lambda out: out["count"].mask(out["cut"] == "option", rows["count"])
    )
    monkeypatch.setattr(gate_module, "rounded", exactly)
    with pytest.raises(AuditError, match="intention_to_leave"):
        gate(both, CATALOGUE, made.REFERENCE, made.behind(waves), made.past())


def test_a_sensitive_question_has_no_breakdown():
    waves = {"2026": waves_of(4)["2026"]}
    rows = made.rows_of(waves)
    women = rows[rows["item"] == made.ITEM].assign(cut="gender and age", category="Woman 25–34")
    out = gate(pd.concat([rows, women]), CATALOGUE, made.REFERENCE).rows
    assert set(out[out["item"] == made.ITEM]["cut"]) == {""}


def two_way_table(waves):
    """How many of each faculty's respondents are of a gender and age, and gave the answer."""
    answered = waves["2026"][1]
    pairs = np.array(["Woman 25–34", "Man 25–34", "Woman 35–44", "Man 35–44"])
    cells = answered.assign(category=pairs[np.arange(len(answered)) % 4], unit=answered["faculty"])
    cells = cells.assign(stays=cells["leaving"] == made.STAYS)
    rows = cells.groupby(["unit", "category"])["stays"].sum().rename("count").reset_index()
    rows["base"] = rows["unit"].map(cells.groupby("unit").size())
    rows = rows.assign(value=100 * rows["count"] / rows["base"], cut="gender and age")
    return metric_rows(rows.assign(item=made.ITEM, period="2026"), "answer_favourable")


def test_a_free_two_way_table_stops_the_edition(monkeypatch):
    waves = {"2026": waves_of(4)["2026"]}
    rows = pd.concat([made.rows_of(waves), two_way_table(waves)], ignore_index=True)
    people = made.behind(waves)
    safe = gate(rows, CATALOGUE, made.REFERENCE, people, made.past()).rows
    assert set(safe[safe["item"] == made.ITEM]["cut"]) == {""}
    monkeypatch.setattr(gate_module, "one_count", lambda rows, reference: rows)
    with pytest.raises(AuditError, match="gender and age"):
        gate(rows, CATALOGUE, made.REFERENCE, people, made.past())


# Two editions


def edition_of(waves, number, before=None, editions=None):
    out = released(waves, made.past(before, editions))
    return out, made.after(out, number, before), (editions or {}) | {number: out.rows}


def grown(waves, more, leaving="Not sure"):
    """The same survey after `more` further people of EPS have answered."""
    everyone, answered = waves["2026"]
    silent = everyone[~everyone["person"].isin(answered["person"]) & (everyone["faculty"] == "eps")]
    late = silent.head(more).assign(leaving=leaving, workload="Disagree")
    return {"2026": (everyone, pd.concat([answered, late], ignore_index=True))}


def cell(rows, unit, item=made.ITEM):
    found = rows[(rows["unit"] == unit) & (rows["item"] == item)]
    return found.iloc[0][["base", "count", "symbol"]].tolist()


def test_a_few_more_answers_leave_the_earlier_figures_marked_as_such():
    waves = {"2026": waves_of(0)["2026"]}
    first, ledger, editions = edition_of(waves, 1)
    second, ledger, editions = edition_of(grown(waves, 4), 2, ledger, editions)
    for unit in ("eps", "university"):
        assert cell(second.rows, unit)[:2] == cell(first.rows, unit)[:2]
        assert cell(second.rows, unit)[2] == "[earlier]"
        assert cell(second.rows, unit, made.INTERNAL)[2] in ("[earlier]", "≤2")
    assert cell(second.rows, "mh") == cell(first.rows, "mh")
    assert second.entries["scope"].tolist() == []
    rate = second.rows[second.rows["metric"] == made.RATE].set_index("unit")
    old = first.rows[first.rows["metric"] == made.RATE].set_index("unit")
    assert rate.loc["eps", "count"] == old.loc["eps", "count"] + 4
    third, *_ = edition_of(waves, 3, ledger, editions)
    assert cell(third.rows, "eps") == cell(first.rows, "eps")


def test_a_way_round_the_ledger_stops_the_edition(monkeypatch, any_figure):
    waves = {"2026": waves_of(0)["2026"]}
    answered = waves["2026"][1]
    eps = answered["faculty"].eq("eps")
    answered["leaving"] = np.where(eps & (eps.cumsum() <= 12), made.STAYS, "Not sure")
    _, ledger, editions = edition_of(waves, 1)
    forget_the_ledger(monkeypatch)
    with pytest.raises(AuditError):
        edition_of(grown(waves, 1, made.STAYS), 2, ledger, editions)


def counted_otherwise(waves):
    """The rows of the waves as if the other answer had been called favourable."""
    rows = made.rows_of(waves)
    here = rows["item"] == made.ITEM
    rows["count"] = rows["count"].mask(here, rows["base"] - rows["count"])
    rows["value"] = rows["value"].mask(here, 100 * rows["count"] / rows["base"])
    return rows


def test_calling_other_answers_favourable_gives_no_second_count(monkeypatch):
    waves = {"2026": waves_of(2)["2026"]}
    first, ledger, editions = edition_of(waves, 1)
    before = made.past(ledger, editions)
    rows, people = counted_otherwise(waves), made.behind(waves)
    second = gate(rows, CATALOGUE, made.REFERENCE, people, before).rows
    old, new = (
        sensitive(one).set_index("unit")[["base", "count"]].sort_index()
        for one in (first.rows, second)
    )
    assert old["count"].notna().sum() > 4 and new.equals(old)
    assert (sensitive(second)["symbol"] == "[earlier]").sum() > 4
    none = lambda rows, *rest: rows.head(0)  # noqa: E731
    monkeypatch.setattr(past_module, "_counted_otherwise", none)
    with pytest.raises(AuditError, match="called favourable"):
        gate(rows, CATALOGUE, made.REFERENCE, people, before)


def test_what_is_made_of_two_waves_follows_the_ledger_of_both():
    waves = waves_of(2)
    mix = {"item": made.INTERNAL, "period": "2026", "cut": "since", "category": "2023"}
    mix |= {"unit": "university", "base": float(len(waves["2026"][1])), "count": 100.0}

    def edition(number, value, ledger=None, editions=None):
        row = metric_rows(pd.DataFrame([{**mix, "value": value}]), "answer_mix")
        rows = pd.concat([made.rows_of(waves), row], ignore_index=True)
        past = made.past(ledger, editions)
        out = gate(rows, CATALOGUE, made.REFERENCE, made.behind(waves), past)
        shown = out.rows[out.rows["metric"] == "answer_mix"].iloc[0]
        return shown, made.after(out, number, ledger), (editions or {}) | {number: out.rows}

    first, ledger, editions = edition(1, 1.5)
    again, *_ = edition(2, 1.5, ledger, editions)
    assert first["value"] == again["value"] == 1.5
    answered = waves["2023"][1]
    answered.loc[0, "workload"] = "Agree" if answered.loc[0, "workload"] != "Agree" else "Disagree"
    corrected, *_ = edition(2, 1.7, ledger, editions)
    assert corrected["symbol"] == "[c]" and pd.isna(corrected["value"])


def test_a_block_about_whose_people_nothing_is_known_is_not_shown():
    waves = {"2026": waves_of(3)["2026"]}
    people = made.behind(waves)
    people = people[~people["tree"].str.startswith("respondents")]
    out = gate(made.rows_of(waves), CATALOGUE, made.REFERENCE, people, made.past()).rows
    assert out[out["metric"] == "answer_favourable"]["value"].isna().all()
