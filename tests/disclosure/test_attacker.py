"""The attacker: finds every planted leak, finds nothing where the rules were kept, and is exact."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure.attacker import attack, knowing, signatures_of
from tcdata.disclosure.attacker_choice import choose
from tcdata.disclosure.attacker_rows import FORMS, differences, figures, means, together
from tcdata.disclosure.blocks import blocks
from tcdata.disclosure.ledger import decide, entries, tokens

OPTIONS = ["Yes", "No", "No answer"]
RATES = [0, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 1]


def population(rng: np.random.Generator, rate: float, skipped: float = 0.08) -> pd.DataFrame:
    """274 respondents in 5 faculties and about 29 schools, some of 1–3 people."""
    rows = []
    for faculty, size in enumerate([27, 40, 57, 60, 90]):
        share = rng.dirichlet(np.full(rng.integers(4, 9), 0.8))
        schools = rng.choice(len(share), size, p=share)
        rows += [(f"s{faculty}_{school}", f"f{faculty}") for school in schools]
    people = pd.DataFrame(rows, columns=["unit", "faculty"])
    for cut, values in {"gender": "WM", "age": "abcde", "grade": "5678", "role": "rtslwda"}.items():
        people[cut] = rng.choice(list(values), len(people))
    rest = np.where(rng.random(len(people)) < skipped, "No answer", "No")
    people["answer"] = np.where(rng.random(len(people)) < rate, "Yes", rest)
    return people.assign(issues="2026")


def units(people: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return dict(list(people.groupby("faculty"))) | {"university": people}


def within(people: pd.DataFrame) -> pd.DataFrame:
    faculties = people[["unit", "faculty"]].rename(columns={"faculty": "ancestor"})
    everyone = people[["unit"]].assign(ancestor="university")
    return pd.concat([faculties, everyone]).drop_duplicates()


def shown(groups: dict[str, pd.DataFrame], form: str, **fixed: object) -> pd.DataFrame:
    """The figure of the answer Yes for each unit's people."""
    rows = []
    for unit, people in groups.items():
        yes = np.array([people["answer"].eq(fixed.get("option", "Yes")).sum()])
        figure = float(FORMS[form](yes, len(people))[0])
        rows.append({"unit": unit, "base": len(people), "figure": figure})
    cell = {"issue": "2026", "cut": "", "category": "", "option": "Yes", "decimals": np.nan}
    return pd.DataFrame(rows).assign(**cell, form=form).assign(**fixed)


def known_to(people: pd.DataFrame) -> pd.DataFrame:
    return signatures_of(people.drop(columns=["answer", "faculty"]))


def leaks(people: pd.DataFrame, *parts: pd.DataFrame, **more: int) -> set[str]:
    found = attack(known_to(people), together(*parts), within(people), OPTIONS, 25, **more)
    return set(found["kind"])


def one_faculty(yes_of: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Gender → (people, of whom said Yes), all in one school of one faculty."""
    rows = [
        (gender, "Yes" if n < yes else "No") for gender, (all_, yes) in yes_of.items()
        for n in range(all_)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["gender", "answer"])
    return frame.assign(unit="s0", faculty="f0", issues="2026")


@pytest.mark.parametrize("rate", RATES)
def test_sensitive_items_of_random_populations_tell_nothing_of_anyone(rate):
    for seed in range(5):
        people = population(np.random.default_rng([seed, int(100 * rate)]), rate, seed % 2 * 0.08)
        rows = shown(units(people), "rounded")
        chosen = choose(known_to(people), rows, within(people), OPTIONS, 25)
        assert chosen[rows["unit"].ne("university")].all()
        assert not leaks(people, figures(rows[chosen]))


@pytest.mark.parametrize("rate", [0.02, 0.3, 0.98])
def test_two_waves_of_mostly_the_same_people_and_the_difference_between_them(rate):
    rng = np.random.default_rng(int(100 * rate))
    before = population(rng, rate)
    same = rng.random(len(before)) < 0.7
    after = before[same].assign(answer=np.where(rng.random(same.sum()) < rate, "Yes", "No"))
    after = pd.concat([after, population(rng, rate).sample(83, random_state=1)])
    before = before.assign(issues="2023", stayed=np.where(same, "yes", "no"))
    after = after.assign(stayed=["yes"] * same.sum() + ["no"] * 83)
    frames, parts = [before, after], []
    for people, wave in zip(frames, ["2023", "2026"], strict=True):
        groups = dict(list(people.groupby("faculty")))
        parts.append(
            shown({u: g for u, g in groups.items() if len(g) >= 25}, "rounded", issue=wave)
        )
    both = parts[1].merge(parts[0], on=["unit", "cut", "category", "option"], suffixes=("", "_e"))
    change = 100 * both["figure"] / both["base"] - 100 * both["figure_e"] / both["base_e"]
    gap = both.assign(earlier_issue="2023", earlier_base=both["base_e"], step=5, decimals=1)
    gap["figure"] = change.round(1)
    assert not leaks(pd.concat(frames), figures(pd.concat(parts)), differences(gap))


def test_an_insider_who_knows_an_answer_learns_no_other():
    for seed, rate in enumerate([0.02, 0.3, 0.98]):
        people = population(np.random.default_rng(seed), rate)
        rows = figures(shown(dict(list(people.groupby("faculty"))), "rounded"))
        signatures = known_to(people)
        for insider in people.groupby("answer").head(1).to_dict("records"):
            fact = pd.DataFrame([insider]).rename(columns={"answer": "option"})
            inside = knowing(signatures, rows, fact)
            assert attack(*inside, within(people), OPTIONS, 25, known=0).empty


def test_a_total_is_hidden_whatever_it_is_where_one_of_its_values_would_tell():
    people = population(np.random.default_rng(4), 0)
    rows = shown(units(people), "rounded")
    rows["figure"] = rows["unit"].map({"f3": 5.0, "f4": 5.0}).fillna(0)
    tell = rows.assign(figure=rows["figure"].mask(rows["unit"].eq("university"), 5))
    assert "nobody" in leaks(people, figures(tell))
    for total in (5.0, 10.0, 15.0):
        rows["figure"] = rows["figure"].mask(rows["unit"].eq("university"), total)
        chosen = choose(known_to(people), rows, within(people), OPTIONS, 25)
        assert rows.loc[~chosen, "unit"].tolist() == ["university"]
    assert not choose(known_to(people), rows, within(people), OPTIONS, 30)[rows["base"] < 30].any()
    exact = choose(known_to(people), rows.assign(form="count"), within(people), OPTIONS, 25)
    assert not exact.any()


def test_two_insiders_who_are_the_only_exceptions_know_all_the_others():
    """What rounding to 5 cannot prevent: 0–2 is shown alike, and these two know it is 2."""
    people = one_faculty({"W": (30, 2)})
    assert not leaks(people, figures(shown({"f0": people}, "rounded")), known=1)
    assert leaks(people, figures(shown({"f0": people}, "rounded")), known=2) == {"nobody"}


def test_a_missing_merge_is_found():
    people = population(np.random.default_rng(1), 0.3)
    counts = people.groupby(["unit", "faculty"]).size().rename("2026").reset_index()
    counts = counts.rename(columns={"faculty": "parent"})
    for threshold, expected in [(25, False), (1, True)]:
        found = blocks(counts, threshold, {}).set_index("unit")["block"]
        groups = people.groupby(people["unit"].map(found))
        inside = pd.DataFrame({"unit": found.index, "ancestor": found.to_numpy()})
        rows = figures(shown(dict(list(groups)), "rounded"))
        leaky = attack(known_to(people), rows, inside, OPTIONS, 25)
        assert ("small base" in set(leaky["kind"])) == expected
        assert leaky.empty != expected


def test_a_missing_rounding_is_found():
    people = one_faculty({"W": (30, 9), "M": (10, 4)})
    women = {"f0": people[people["gender"].eq("W")]}
    for form, expected in [("rounded", set()), ("count", {"narrow"}), ("percentage", {"narrow"})]:
        rows = [shown({"f0": people}, form), shown(women, form, cut="gender", category="W")]
        assert leaks(people, figures(pd.concat(rows))) == expected


def test_rounding_up_past_the_base_is_found():
    people = one_faculty({"W": (28, 28)})
    plain = {"plain": lambda counts, base: 5 * np.floor(counts / 5 + 0.5)}
    assert not leaks(people, figures(shown({"f0": people}, "rounded")))
    row = shown({"f0": people}, "rounded").assign(form="plain", figure=30.0)
    assert leaks(people, figures(row, plain)) == {"everyone"}


def test_a_way_round_the_ledger_is_found():
    people = one_faculty({"W": (40, 13)})
    late = people["answer"].eq("Yes") & ~people["answer"].eq("Yes").cumsum().lt(13)
    members = [f"{n}" for n in range(40)]
    first = pd.DataFrame({"block": "f0", "member": tokens(members[:39], b"k", "2026")})
    second = pd.DataFrame({"block": "f0", "member": tokens(members, b"k", "2026")})
    ledger = entries(decide(first.iloc[:0].assign(edition=0), first, 25), first, 1)
    assert decide(ledger, second, 25)["decision"].tolist() == ["earlier"]
    people["issues"] = np.where(late, "e2", "e1;e2")
    early = people[~late]
    old = shown({"f0": early}, "rounded", issue="e1")
    assert not leaks(people, figures(old))
    new = shown({"f0": people}, "rounded", issue="e2")
    assert "everyone" in leaks(people, figures(pd.concat([old, new])))


def test_an_edition_that_the_ledger_allows_tells_nothing():
    people = one_faculty({"W": (85, 30)}).sample(frac=1, random_state=4, ignore_index=True)
    early = people.index < 60
    members = pd.DataFrame({"block": "f0", "member": [f"{n}" for n in range(85)]})
    ledger = members[early].assign(edition=1)
    assert decide(ledger, members, 25)["decision"].tolist() == ["new"]
    people["issues"] = np.where(early, "e1;e2", "e2")
    old = shown({"f0": people[early]}, "rounded", issue="e1")
    new = shown({"f0": people}, "rounded", issue="e2")
    assert not leaks(people, figures(pd.concat([old, new])))


def test_a_free_two_way_table_is_found():
    people = population(np.random.default_rng(2), 0.3)
    people["gender and age"] = people["gender"] + people["age"]
    rows = [shown(units(people), "count")]
    for pair, group in people.groupby("gender and age"):
        cells = {unit: cell for unit, cell in group.groupby("faculty") if len(cell) >= 10}
        if cells:
            rows.append(shown(cells, "count", cut="gender and age", category=pair))
    assert not leaks(people, figures(shown(units(people), "rounded")))
    assert {"small base", "narrow"} <= leaks(people, figures(pd.concat(rows)))


def test_a_complement_is_found():
    people = one_faculty({"W": (40, 1)})
    yes = figures(shown({"f0": people}, "rounded"))
    no = figures(shown({"f0": people}, "percentage", option="No", decimals=1.0))
    assert not leaks(people, yes)
    assert "nobody" in leaks(people.replace("No answer", "No"), yes, no)


def test_the_remainder_beside_hidden_units_is_found():
    people = population(np.random.default_rng(3), 0.3)
    three = {unit: group for unit, group in units(people).items() if unit != "f0"}
    assert not leaks(people, figures(shown(three, "rounded")))
    women = {"university": people[people["gender"].eq("W")]}
    rows = [shown(three, "count"), shown(women, "rounded", cut="gender", category="W")]
    hidden = attack(known_to(people), figures(pd.concat(rows)), within(people), OPTIONS, 30)
    assert hidden.loc[hidden["people"].eq(27), "kind"].tolist() == ["narrow"]


def test_an_exact_mean_is_found():
    people = one_faculty({"W": (30, 1)})
    group = {"issue": "2026", "unit": "f0", "cut": "", "category": "", "base": 30}
    mean = pd.DataFrame([{**group, "figure": 0.03, "decimals": 2}])
    assert "nobody" in leaks(people, means(mean, {"Yes": 1, "No": 0}))
    assert not leaks(people, means(mean.assign(figure=0.0, decimals=0), {"Yes": 1, "No": 0}))


def test_an_item_shown_in_every_faculty_and_by_every_cut_is_audited_in_seconds():
    people = population(np.random.default_rng(5), 0.3)
    rows = [shown(units(people), "rounded")]
    for cut in ["gender", "age", "grade", "role"]:
        for category, group in people.groupby(cut):
            cells = {unit: cell for unit, cell in units(group).items() if len(cell) >= 25}
            if cells:
                rows.append(shown(cells, "rounded", cut=cut, category=category))
    started = time.process_time()
    leaks(people, figures(pd.concat(rows)))
    assert time.process_time() - started < 8
