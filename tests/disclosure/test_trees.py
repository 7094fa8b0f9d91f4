"""The trees of blocks: nested, complete, and right where the organisation changed between waves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tcdata.disclosure import gate, release
from tcdata.disclosure.attacker import attack, signatures_of
from tcdata.disclosure.attacker_rows import figures
from tcdata.metrics import CATALOGUE
from tcdata.published import metric_rows
from tests.disclosure import made
from tests.metrics.small import reference

MOVED = """
university|University||university|||||
a|A||faculty|university||||
b|B||faculty|university||||
a1|A1||school|a||||
a2|A2||school|a||||
b1|B1||school|b||||
wanders|Wanders||school|a||2024-12-31||
wanders|Wanders||school|b|2025-01-01|||
"""
WAVES = """
2023|2023-09-04|2023-09-15|2023-09-01|university
2026|2026-09-01|2026-09-11|2026-09-01|university
"""


def rates(using, **numbers):
    """wave → unit → (respondents, asked); gives (wave, unit) → count."""
    rows = [
        {"period": wave.lstrip("y"), "unit": unit, "count": count, "base": base}
        for wave, units in numbers.items()
        for unit, (count, base) in units.items()
    ]
    frame = pd.DataFrame(rows).assign(value=lambda part: 100 * part["count"] / part["base"])
    out = release(metric_rows(frame, "participation_rate"), CATALOGUE, using)
    return dict(zip(zip(out["period"], out["unit"], strict=True), out["count"], strict=True))


def test_a_school_that_moved_is_part_of_the_faculty_of_each_wave():
    using = reference(organisation=MOVED, waves=WAVES, history="")
    found = rates(
        using,
        y2023={"university": (40, 60), "a": (25, 40), "a1": (10, 16), "a2": (9, 18),
               "wanders": (6, 6), "b": (15, 20), "b1": (15, 20)},
        y2026={"university": (40, 60), "a": (20, 36), "a1": (11, 18), "a2": (9, 18),
               "b": (20, 24), "b1": (14, 18), "wanders": (6, 6)},
    )  # fmt: skip
    blocks = {wave: {u for w, u in found if w == wave} for wave in ("2023", "2026")}
    assert blocks["2023"] == {"university", "a", "b", "b1", "a1", "a2+wanders"} or blocks[
        "2023"
    ] == {"university", "a", "b", "b1", "a1+wanders", "a2"}
    assert blocks["2026"] == {"university", "a", "b", "a1", "a2", "b1+wanders"}


@pytest.mark.parametrize("people", [1, 3])
def test_people_of_a_faculty_but_of_none_of_its_schools_are_not_left_over(people):
    using = reference(organisation=MOVED, waves=WAVES, history="")
    found = rates(using, y2026={"a": (20, 30 + people), "a1": (9, 15), "a2": (9, 15)})
    assert {unit for _, unit in found} in ({"a", "a1", "a.own+a2"}, {"a", "a2", "a.own+a1"})
    assert sum(count for (_, unit), count in found.items() if unit != "a") == 20


def test_respondents_blocks_are_sums_of_blocks_of_people_asked():
    rng = np.random.default_rng(5)
    everyone = made.asked(rng)
    waves = {"2026": (everyone, made.respondents(everyone, rng, 0.4, 0.6))}
    rows = release(made.rows_of(waves), CATALOGUE, made.REFERENCE)
    asked = set(rows[rows["metric"] == made.RATE]["unit"])
    for block in set(rows[rows["item"] == made.INTERNAL]["unit"]):
        members = set(block.split("+"))
        inside = [set(one.split("+")) for one in asked if set(one.split("+")) <= members]
        assert set().union(*inside) == members
    rate = rows[(rows["metric"] == made.RATE) & rows["count"].notna()].set_index("unit")["count"]
    base = rows[rows["item"] == made.INTERNAL].set_index("unit")["base"]
    for unit in rate.index.intersection(base.index):
        assert rate[unit] == base[unit]


@pytest.mark.parametrize("seed", range(6))
def test_an_outsider_finds_nobody_in_ordinary_answers_either(seed):
    rng = np.random.default_rng(seed)
    everyone = made.asked(rng)
    rate = [0.03, 0.2, 0.5, 0.8, 0.9, 0.97][seed]
    waves = {"2026": (everyone, made.respondents(everyone, rng, rate, 0.8))}
    answered = waves["2026"][1]
    rows = gate(
        made.rows_of(waves), CATALOGUE, made.REFERENCE, made.behind(waves), made.past()
    ).rows
    shown = rows[(rows["item"] == made.INTERNAL) & (rows["symbol"] != "[c]")]
    told, inside = [], []
    for row in shown.to_dict("records"):
        unit = row["unit"]
        if unit in ("university", "faculties"):
            members = answered["unit"].unique().tolist()
        else:
            held = answered["faculty"] if unit in made.SIZES else answered["unit"]
            members = answered["unit"][held.isin(unit.split("+"))].unique().tolist()
        inside += [(member, unit) for member in members if member != unit]
        tail = {"≤2": 2, "≥n−2": row["base"] - 2}.get(row["symbol"], row["count"])
        told.append({"unit": unit, "base": row["base"], "figure": tail})
    cell = {"issue": "2026", "cut": "", "category": "", "option": "Agree"}
    frame = pd.DataFrame(told).assign(**cell, form="masked", decimals=np.nan)
    people = signatures_of(answered[["unit"]].assign(issues="2026"))
    within = pd.DataFrame(inside, columns=["unit", "ancestor"]).drop_duplicates()
    found = attack(people, figures(frame), within, ["Agree", "Disagree"], 10)
    assert found.empty, found.to_string()
