"""Every truth planted in the sample's files comes back, read and computed as an institution's."""

import json
import math
from itertools import pairwise

import pytest

from sample_data import CONTENTS, FOLDER
from tcdata.check import check
from tcdata.disclosure import release
from tcdata.metrics import CATALOGUE, compute
from tcdata.published import KEY
from tcdata.reference import load

PERIOD_COLUMN = {"workforce": "as_of", "survey": "wave"}
REFERENCE = load()
TRUTHS = json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))
EXTRACTS, WAVES = [*TRUTHS["workforce"]], [*TRUTHS["participation"]]
STEPS = list(pairwise(EXTRACTS))
OUT_OF_SCOPE = {"professional-services", "it", "fd", "library"}


@pytest.fixture(scope="module")
def tables():
    import pandas as pd

    parts = {}
    for kind, period, name in CONTENTS:
        if kind in PERIOD_COLUMN:
            files = [(name, (FOLDER / name).read_bytes())]
            checked = check(kind, files, REFERENCE, period, b"a key for the tests, 32 bytes long")
            assert checked.ok
            for table, frame in checked.tables.items():
                column = {PERIOD_COLUMN[kind]: period}
                parts.setdefault(table, []).append(frame.assign(**column))
    return {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}


@pytest.fixture(scope="module")
def rows(tables):
    return compute(tables, REFERENCE)


@pytest.fixture(scope="module")
def figures(rows):
    """Key → the row, so that hundreds of figures are found quickly."""
    return {tuple(row[column] for column in KEY): row for row in rows.to_dict("records")}


def of(figures, metric, period, unit="university", item="", cut="", category="", column="count"):
    return figures[metric, item, period, unit, cut, category][column]


@pytest.mark.parametrize("as_of", EXTRACTS)
@pytest.mark.parametrize("metric", ["headcount", "posts", "fte", "apprentices"])
def test_workforce_by_unit(figures, as_of, metric):
    found = {
        unit: of(figures, metric, as_of, unit, column="value")
        for unit in TRUTHS["workforce"][as_of][metric]
    }
    assert found == pytest.approx(TRUTHS["workforce"][as_of][metric])


@pytest.mark.parametrize("as_of", EXTRACTS)
@pytest.mark.parametrize("cut", ["grade", "contract_type", "role_type", "status"])
def test_headcount_by_breakdown(rows, as_of, cut):
    found = rows[(rows["metric"] == "headcount") & (rows["cut"] == cut)]
    found = found[(found["period"] == as_of) & (found["unit"] == "university")]
    truth = TRUTHS["workforce"][as_of]["headcount_by"][cut]
    assert dict(zip(found["category"], found["count"], strict=True)) == truth


@pytest.mark.parametrize("as_of", EXTRACTS)
def test_people_whom_only_the_last_rule_finds(figures, as_of):
    truth = TRUTHS["workforce"][as_of]
    found = of(figures, "technical_by_rule", as_of)
    assert found == truth["headcount"]["university"] - truth["last_rule"]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_flows_by_unit(figures, before, after):
    for unit, truth in TRUTHS["flows"][f"{before}/{after}"].items():
        for metric in ("joiners", "leavers", "promotions"):
            assert of(figures, metric, after, unit) == truth[metric], (metric, unit)
        for way in ("in", "out"):
            found = of(figures, "transfers", after, unit, cut="direction", category=way)
            assert found == truth[f"transfers_{way}"], (way, unit)
        assert of(figures, "leavers", after, unit, column="base") == truth["opening"]
        assert of(figures, "joiners", after, unit, column="base") == truth["closing"]
        reasons = figures.get(("exit_data", "", after, unit, "", ""))
        assert (reasons["count"] if reasons else 0) == truth["reasons"], unit
        assert (reasons["base"] if reasons else 0) == truth["leavers"], unit


def test_turnover_over_two_half_years(figures):
    year, half = TRUTHS["flows"]["2026-03-01/2026-09-01"], TRUTHS["flows"]["2025-09-01/2026-03-01"]
    for unit in ("university", "eps", "it"):
        left = year[unit]["leavers"] + half[unit]["leavers"]
        mean = (half[unit]["opening"] + year[unit]["closing"]) / 2
        found = figures["turnover", "", "2026-09-01", unit, "", ""]
        assert (found["count"], found["base"]) == (left, mean)
        assert found["value"] == pytest.approx(100 * left / mean)


@pytest.mark.parametrize("wave", WAVES)
def test_participation_by_unit(rows, figures, wave):
    truth = TRUTHS["participation"][wave]
    rates = rows[(rows["metric"] == "participation_rate") & (rows["period"] == wave)]
    plain = rates[rates["cut"] == ""]
    assert set(plain["unit"]) == set(truth["frame"]) - OUT_OF_SCOPE
    for row in plain.to_dict("records"):
        unit = "faculties" if row["unit"] == "university" else row["unit"]
        assert (row["base"], row["count"]) == (truth["frame"][unit], truth["rr2"][unit])
        complete = of(
            figures,
            "participation_rate",
            wave,
            row["unit"],
            cut="response definition",
            category="complete answers only",
        )
        assert complete == truth["rr1"][unit]
        needed = figures["responses_needed", "", wave, row["unit"], "", ""]["value"]
        assert needed == max(0, math.ceil(80 * row["base"] / 100) - row["count"])
    everyone = rates[rates["category"] == "all technical staff"].iloc[0]
    assert everyone["base"] == truth["frame"]["university"]


@pytest.mark.parametrize("wave", WAVES)
def test_the_daily_curve(rows, wave):
    days = rows[(rows["metric"] == "participation_daily") & (rows["unit"] == "university")]
    days = days[days["period"] == wave]
    planted = TRUTHS["participation"][wave]["daily"]
    so_far = [max((n for on, n in planted.items() if on <= day), default=0) for day in days["item"]]
    assert days["count"].tolist() == so_far
    assert days["count"].iloc[-1] == TRUTHS["participation"][wave]["rr2"]["university"]


def test_only_the_wave_still_in_the_field_is_provisional(rows):
    rates = rows[(rows["metric"] == "participation_rate") & (rows["symbol"] == "[p]")]
    assert set(rates["period"]) == {"2026"}


FAVOURABLE = REFERENCE.questions.set_index("question")["favourable"]


@pytest.mark.parametrize("wave", WAVES)
def test_answers_of_the_university(figures, wave):
    for question, truth in TRUTHS["answers"][wave].items():
        chosen = {**truth["options"], "No answer": truth["base"] - truth["answered"]}
        for option, count in chosen.items():
            row = figures["answer_share", question, wave, "university", "option", option]
            assert (row["count"], row["base"]) == (count, truth["base"]), (question, option)
        key = ("answer_favourable", question, wave, "university", "", "")
        assert (key in figures) == bool(FAVOURABLE[question])
        assert key not in figures or figures[key]["count"] == truth["favourable"]


@pytest.mark.parametrize("wave", WAVES)
def test_planted_skills_by_unit(figures, wave):
    for skill, units in TRUTHS["skills"][wave].items():
        for unit, truth in units.items():
            for name, count in truth.items():
                row = figures.get((f"skill_{name}", skill, wave, unit, "", ""))
                assert (row["count"] if row else 0) == (count or 0) or row["symbol"] == "[z]"


def test_the_gate_shows_no_small_base_and_adds_blocks_only(rows):
    out = release(rows, CATALOGUE, REFERENCE)
    kinds = REFERENCE.organisation.drop_duplicates("unit").set_index("unit")["kind"]
    internal = out[out["metric"].isin(["participation_rate", "answer_share", "skill_wanted"])]
    assert not (internal["base"] < 10).any()
    sensitive = out[out["item"].isin(["intention_to_leave", "leaving_reasons"])]
    assert len(sensitive)
    members = sensitive["unit"].str.split("+").explode()
    assert set(members.map(kinds)) == {"university", "group", "faculty"}
    assert (sensitive["count"].dropna() % 5 == 0).all()
    known = set(map(tuple, rows[KEY].to_numpy()))
    plain = out[~out["unit"].str.contains("+", regex=False)]
    assert set(map(tuple, plain[KEY].to_numpy())) <= known


def test_most_that_faculties_ask_about_can_be_shown(rows):
    out = release(rows, CATALOGUE, REFERENCE)
    faculties = out[out["unit"].isin(["fbs", "foe", "eps", "mh", "ahc"])]
    questions = REFERENCE.questions[REFERENCE.questions["sensitivity"] == "internal"]["question"]
    shares = faculties[faculties["item"].isin(questions) & faculties["cut"].eq("")]
    assert shares["value"].notna().mean() > 0.8
