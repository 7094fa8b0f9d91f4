import pytest

from tcdata.check import check
from tcdata.compare import compare
from tests.made_files import AS_OF, KEY, REFERENCE, people, person, survey


def extract(*rows):
    return check("workforce", [("a.xlsx", people(*rows))], REFERENCE, AS_OF, KEY)


def counts(comparison, unit):
    frame = comparison.headcounts.set_index("Unit")
    return frame.loc[unit].tolist() if unit in frame.index else None


def said(comparison):
    return {row["What"]: row.tolist()[1:] for _, row in comparison.summary.iterrows()}


TWENTY = [person(n) for n in range(20)]


def test_the_first_file_has_nothing_to_be_compared_with():
    found = compare(extract(*TWENTY), None, REFERENCE)
    assert said(found) == {"Rows of workforce": ["20"], "People": ["20"]}
    assert counts(found, "School of Chemistry") == [20]
    assert "In use" not in found.summary and "In use" not in found.headcounts
    assert found.warnings == []


def test_people_are_counted_once_by_their_main_post_if_employed():
    second = person(90, person_id="100000", fte=0.1, main_post="no", unit="it")
    left = person(91, status="left")
    found = compare(extract(*TWENTY, second, left), extract(*TWENTY).tables, REFERENCE)
    assert said(found)["Rows of workforce"] == ["20", "22", "+2"]
    assert said(found)["People"] == ["20", "20", "no change"]
    assert counts(found, "IT Services") is None
    assert counts(found, "University of Leeds")[:4] == [20, 20, 0, 0]


def test_people_and_columns_new_and_gone_are_told():
    before = extract(*TWENTY).tables
    rows = [person(n, gender=None, cost_centre="CC1") for n in range(2, 21)]
    found = compare(extract(*rows), before, REFERENCE)
    told = said(found)
    assert told["People only in this file"][1] == "1"
    assert told["People only in the one in use"][0] == "2"
    assert told["Columns only in this file"][1] == "cost_centre"
    assert told["Columns only in the one in use"][0] == "gender"
    assert found.warnings == ["No longer filled in: gender."]


@pytest.mark.parametrize(
    ("people_now", "warned"), [(22, False), (23, True), (18, False), (17, True)]
)
def test_a_headcount_that_moves_by_more_than_the_setting_is_warned_of(people_now, warned):
    rows = [person(n) for n in range(people_now)]
    found = compare(extract(*rows), extract(*TWENTY).tables, REFERENCE)
    assert bool(found.warnings) == warned
    assert (counts(found, "School of Chemistry")[-1] != "") == warned
    if warned:
        assert found.warnings[0].startswith(
            "Headcount of University of Leeds moves by more than 10 %"
        )


def test_a_change_that_only_rounds_to_the_setting_is_warned_of():
    """274 for 249 people are 10.04 % more."""
    before = extract(*(person(n) for n in range(249))).tables
    found = compare(extract(*(person(n) for n in range(274))), before, REFERENCE)
    assert counts(found, "School of Chemistry")[2:] == [25, 10.0, "moves by more than 10 %"]
    assert found.warnings


def test_surveys_are_compared_by_respondents_without_a_warning():
    rows = [[f"r{n}", "Music", "2026-09-03", "yes", "Yes", "Yes"] for n in range(4)]
    few, all_four = (
        check("survey", [("a.xlsx", survey(part))], REFERENCE, "2026", KEY)
        for part in (rows[:2], rows)
    )
    found = compare(all_four, few.tables, REFERENCE)
    assert said(found)["Respondents"] == ["2", "4", "+2"]
    assert counts(found, "School of Music")[:3] == [2, 4, 2]
    assert found.warnings == []
