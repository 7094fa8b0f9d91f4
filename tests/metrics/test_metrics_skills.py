"""Holders, teachers, learners, wishes and gaps by unit, and which pairs have rows at all."""

from tcdata.disclosure import release
from tcdata.metrics import CATALOGUE, compute
from tcdata.metrics.skills import USED
from tests.metrics.small import by_unit, figure, reference, replies, respondents, skills

REFERENCE = reference()
PEOPLE = respondents(
    *replies("music", 10),
    *replies("drama", 2, 10),
    *replies("physics", 2, 20),
    *replies("it", 1, 30),
    *replies("music", 1, 40, complete="partial"),
    *replies("music", 1, 0, wave="2023", completed_on="2023-09-04"),
)
KNOWN = skills(
    {"respondent_id": "r0", "skill": "glass", "level": "can teach"},
    {"respondent_id": "r1", "skill": "glass", "uses_now": "no"},
    {"respondent_id": "r2", "skill": "glass", "level": "with help", "wants_to_learn": "yes"},
    {"respondent_id": "r3", "skill": "glass", "level": "aware", "wants_to_learn": "yes"},
    {"respondent_id": "r0", "skill": "laser", "level": "unaided", "wants_to_learn": "yes"},
    {"respondent_id": "r1", "skill": "laser", "level": "aware", "uses_now": "yes"},
    {"respondent_id": "r4", "skill": "cryo", "level": "aware", "wants_to_learn": "yes"},
    {"respondent_id": "r10", "skill": "glass", "level": "aware", "wants_to_learn": "yes"},
    {"respondent_id": "r30", "skill": "glass"},
    {"respondent_id": "r40", "skill": "glass"},
    {"respondent_id": "r0", "skill": "glass", "wave": "2023"},
    {"respondent_id": "r0", "skill": "cryo", "wave": "2023"},
)
ROWS = compute({"respondents": PEOPLE, "skills": KNOWN}, REFERENCE)


def found(metric, skill, unit="university", period="2026"):
    cut = USED if metric == "used" else {}
    row = figure(ROWS, f"skill_{metric}", unit, period, skill, **cut)
    return None if row is None else row["value"]


def test_holders_do_it_unaided_or_teach_it():
    names = ["holders", "teachers", "learners", "wanted", "used", "required", "gap"]
    assert [found(name, "glass") for name in names] == [2, 1, 1, 3, 1, 2, 0]
    assert [found(name, "laser") for name in names] == [1, 0, 0, 0, 1, 1, 0]
    assert [found(name, "cryo") for name in names] == [0, 0, 0, 1, None, 3, 3]


def test_users_are_out_of_the_holders():
    # Who holds a skill is open: two users of two holders would be a fact about both.
    row = figure(ROWS, "skill_used", "university", "2026", "glass", **USED)
    assert (row["count"], row["base"]) == (1, 2)
    assert figure(ROWS, "skill_used", "drama", "2026", "glass", **USED) is None
    shown = release(ROWS, CATALOGUE, REFERENCE)
    shown = shown[(shown["metric"] == "skill_used")]
    assert len(shown) and (shown["symbol"] == "[c]").all() and shown["count"].isna().all()


def test_only_respondents_who_count_and_are_in_scope():
    row = figure(ROWS, "skill_holders", "music", "2026", "glass")
    assert (row["count"], row["base"]) == (2, 10)
    assert found("holders", "glass", "it") is None


def test_gap_and_required_count_nobody():
    row = figure(ROWS, "skill_gap", "university", "2026", "cryo")
    assert row["base"] == 14
    assert row[["count"]].isna().all()
    assert figure(ROWS, "skill_required", "university", "2026", "cryo")[["base"]].isna().all()


def test_a_pair_has_rows_where_somebody_is_behind_it():
    assert by_unit(ROWS, "skill_holders", item="laser", period="2026").keys() == {
        "university",
        "faculties",
        "arts",
        "music",
    }
    # Critical, so shown for every faculty; in drama only a wish, of a unit too small to show it.
    assert by_unit(ROWS, "skill_holders", item="glass", period="2026") == {
        "university": 2,
        "faculties": 2,
        "arts": 2,
        "science": 0,
        "music": 2,
    }
    assert by_unit(ROWS, "skill_wanted", item="cryo", period="2026") == {
        "university": 1,
        "faculties": 1,
        "arts": 1,
        "science": 0,
        "music": 1,
    }


def test_a_skill_the_wave_did_not_ask_is_not_applicable():
    rows = ROWS[(ROWS["period"] == "2023") & (ROWS["item"] == "cryo")]
    assert len(rows) == 6
    assert set(rows["unit"]) == {"university"}
    assert set(rows["symbol"]) == {"[z]"}
    assert rows["value"].isna().all()
    assert found("holders", "glass", period="2023") == 1


def test_fixed_term_holders_are_out_of_the_holders():
    contracts = {"r0": "fixed-term", "r1": "open-ended", "r10": "fixed-term"}
    people = PEOPLE.assign(contract_type=PEOPLE["respondent_id"].map(contracts).astype("str"))
    rows = compute({"respondents": people, "skills": KNOWN}, REFERENCE)

    def fixed(skill, unit, period="2026"):
        cut = {"cut": "contract_type", "category": "fixed-term"}
        row = figure(rows, "skill_fixed_term", unit, period, skill, **cut)
        return None if row is None else (row["count"], row["base"])

    assert fixed("glass", "music") == (1, 2)
    assert fixed("laser", "university") == (1, 1)
    assert fixed("cryo", "music") is None, "nobody holds it"
    assert fixed("glass", "drama") is None
    assert fixed("glass", "music", "2023") == (1, 1)
    assert not (ROWS["metric"] == "skill_fixed_term").any(), "nobody was asked for a contract"
