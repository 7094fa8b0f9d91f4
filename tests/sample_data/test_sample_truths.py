"""The planted truths: consistent in themselves, as briefed, and found again in the files.

The recounts here are made from the files with plain Python, so that a slip in the plan's own
counting cannot hide.
"""

import re
from collections import Counter

import pytest

from sample_data import CONTENTS
from sample_data.structure import REFERENCE, line_of, organisation, read

EXTRACTS = [period for kind, period, _ in CONTENTS if kind == "workforce"]
FRAMES = {"2023": "2023-09-01", "2026": "2026-09-01"}
RULES = sorted(read(REFERENCE / "technical_rules.csv"), key=lambda rule: int(rule["precedence"]))


def children(unit):
    return [u for u, row in organisation().items() if row["parent"] == unit]


def by_unit(names):
    ids = {
        text: u for u, row in organisation().items() for text in (row["name"], row["short_name"])
    }
    counts = Counter(above for name in names for above in line_of(ids[name]))
    return {unit: counts[unit] for unit in organisation()}


def deciding_rule(row):
    for rule in RULES:
        if re.fullmatch(rule["pattern"], row.get(rule["field"], ""), re.IGNORECASE):
            return rule
    return None


def technical(rows):
    """Employed people's main posts that the technical rules include."""
    return [
        row
        for row in rows
        if row["status"] != "left"
        and row["main_post"] == "yes"
        and (rule := deciding_rule(row))
        and rule["decision"] == "include"
    ]


def test_sizes_are_as_briefed(truths):
    latest, first = truths["workforce"]["2026-09-01"], truths["workforce"]["2023-09-01"]
    assert latest["headcount"]["faculties"] == 384
    assert 378 <= first["headcount"]["faculties"] <= 388
    wanted = {"fbs": 83, "eps": 104, "mh": 126, "foe": 40, "ahc": 31, "it": 80, "fd": 20}
    assert {unit: latest["headcount"][unit] for unit in wanted} == wanted
    apprentices = [latest["apprentices"][unit] for unit in children("faculties")]
    assert min(apprentices) == 0 and max(apprentices) == 6


@pytest.mark.parametrize("figure", ["headcount", "posts", "fte", "apprentices"])
def test_children_add_up_to_their_parent(truths, figure):
    for extract in truths["workforce"].values():
        for unit in organisation():
            if children(unit):
                total = sum(extract[figure][child] for child in children(unit))
                assert extract[figure][unit] == pytest.approx(total, abs=0.01)


def test_breakdowns_add_up_to_the_university(truths):
    for extract in truths["workforce"].values():
        for counts in extract["headcount_by"].values():
            assert sum(counts.values()) == extract["headcount"]["university"]


def test_flows_lead_from_opening_to_closing(truths):
    for pair, units in truths["flows"].items():
        start, end = pair.split("/")
        for unit, f in units.items():
            moved = f["joiners"] - f["leavers"] + f["transfers_in"] - f["transfers_out"]
            assert f["opening"] + moved == f["closing"]
            assert f["opening"] == truths["workforce"][start]["headcount"][unit]
            assert f["closing"] == truths["workforce"][end]["headcount"][unit]
            assert f["reasons"] <= f["leavers"]
        top = units["university"]
        assert top["transfers_in"] == top["transfers_out"] == 0
        assert min(top["joiners"], top["leavers"], top["promotions"]) > 0


@pytest.mark.parametrize("period", EXTRACTS)
def test_the_files_hold_what_the_truths_say(committed, truths, period):
    rows, truth = committed[period]["workforce"], truths["workforce"][period]
    people = technical(rows)
    names = {row["person_id"] for row in people}
    posts = [r for r in rows if r["person_id"] in names and r["status"] != "left"]
    assert len(rows) == truth["rows"]
    assert by_unit([row["unit"] for row in people]) == truth["headcount"]
    assert by_unit([row["unit"] for row in posts]) == truth["posts"]
    assert sum(row["fte"] for row in posts) == pytest.approx(truth["fte"]["university"])
    last = [row for row in people if deciding_rule(row) is RULES[-1]]
    assert len(last) == truth["last_rule"] > 0
    for cut in ("grade", "contract_type", "role_type", "status", "gender"):
        assert Counter(row[cut] for row in people) == truth["headcount_by"][cut]


@pytest.mark.parametrize("wave", FRAMES)
def test_half_of_the_core_questions_decides_who_counts(committed, truths, wave):
    core = [q["question"] for q in read(REFERENCE / "questions.csv") if q["core"] == "yes"]
    rows, truth = committed[wave]["responses"], truths["participation"][wave]
    answered = [sum(question in row for question in core) for row in rows]
    complete = [row["complete"] == "yes" for row in rows]
    counted = [c or n * 2 >= len(core) for c, n in zip(complete, answered, strict=True)]
    assert by_unit([r["unit"] for r, c in zip(rows, counted, strict=True) if c]) == truth["rr2"]
    assert by_unit([r["unit"] for r, c in zip(rows, complete, strict=True) if c]) == truth["rr1"]
    partial = [n for n, c in zip(answered, complete, strict=True) if not c]
    assert len(core) / 2 in partial and len(core) / 2 - 1 in partial
    days = Counter(str(r["completed_on"].date()) for r, c in zip(rows, counted, strict=True) if c)
    so_far = 0
    for day, total in truth["daily"].items():
        so_far += days[day]
        assert so_far == total
    assert so_far == truth["rr2"]["faculties"]


def test_response_is_as_briefed(truths):
    now = truths["participation"]["2026"]
    assert (now["rr2"]["faculties"], now["frame"]["faculties"]) == (274, 384)
    assert (now["rr2"]["fbs"], now["frame"]["fbs"]) == (66, 83)
    assert max(now["daily"]) == "2026-09-22"
    bands = {"foe": (73, 77), "mh": (75, 80), "eps": (60, 65), "ahc": (56, 60)}
    for unit, (low, high) in bands.items():
        assert low <= 100 * now["rr2"][unit] / now["frame"][unit] <= high
    before = truths["participation"]["2023"]
    assert 61 <= 100 * before["rr2"]["faculties"] / before["frame"]["faculties"] <= 63


@pytest.mark.parametrize("wave", FRAMES)
def test_no_unit_has_more_respondents_than_people(truths, wave):
    truth = truths["participation"][wave]
    assert truth["frame"] == truths["workforce"][FRAMES[wave]]["headcount"]
    assert truth["rr1"]["university"] < truth["rr2"]["university"] < truth["rows"]
    for unit in organisation():
        assert truth["rr1"][unit] <= truth["rr2"][unit] <= truth["frame"][unit]


def test_the_planted_changes_are_there(truths):
    def share(wave, question):
        answer = truths["answers"][wave][question]
        return 100 * answer["favourable"] / answer["answered"]

    change = {q: share("2026", q) - share("2023", q) for q in truths["answers"]["2023"]}
    assert 8 < change["training_access"] < 10
    assert change["advance_he_fellowship"] > 3
    assert -2 < change["committees"] < 2
    assert change["reward_fairness"] < -5
    for wave in FRAMES:
        for answer in truths["answers"][wave].values():
            assert answer["base"] == truths["participation"][wave]["rr2"]["faculties"]
            assert answer["answered"] < answer["base"]


def test_the_planted_skills_are_there(committed, truths):
    def fbs(skill, wave="2026"):
        return truths["skills"][wave][skill]["fbs"]

    assert fbs("transmission-electron-microscopy")["holders"] == 1
    cryo = fbs("cryo-electron-microscopy")
    assert (cryo["holders"], cryo["learners"]) == (0, 3)
    assert (fbs("cell-sorting", "2023")["holders"], fbs("cell-sorting")["holders"]) == (0, 2)
    assert not any(truths["skills"]["2023"]["spatial-transcriptomics"]["university"].values())
    assert fbs("spatial-transcriptomics")["holders"] == 3
    glass = [truths["skills"][w]["glass-blowing"]["university"]["holders"] for w in FRAMES]
    assert glass == [1, 0]
    darkroom = truths["skills"]["2026"]["darkroom-photography"]["university"]
    assert darkroom["holders"] > 0 and darkroom["wanted"] == 0
    names = {row["skill"]: row["name"] for row in read(REFERENCE / "skills.csv")}
    for wave in FRAMES:
        held = Counter(
            r["skill"] for r in committed[wave]["skills"] if r["level"] in ("unaided", "can teach")
        )
        for skill, counts in truths["skills"][wave].items():
            assert held[names[skill]] == counts["university"]["holders"]


def test_the_activities_are_counted(committed, truths):
    kinds = Counter(row["kind"] for row in committed["log"]["activity"])
    assert kinds == truths["activities"]
