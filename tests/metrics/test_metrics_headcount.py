"""Headcount, FTE and posts by unit and breakdown, over a reorganisation and before the extracts."""

import pytest

from tcdata.metrics import compute
from tcdata.metrics.units import NotInReferenceError
from tests.metrics.small import by_unit, figure, reference, staff, workforce

REFERENCE = reference()
POSTS = workforce(
    {"person_id": "a", "unit": "music", "grade": "Grade 10", "role_type": "teaching"},
    {"person_id": "b", "unit": "music", "grade": "Grade 9", "status": "paid leave"},
    {"person_id": "c", "unit": "physics", "fte": 0.5, "contract_type": "apprentice"},
    {"person_id": "c", "unit": "it", "fte": 0.25, "main_post": False, "grade": None},
    {"person_id": "d", "unit": "it", "fte": 0.1},
    {"person_id": "e", "unit": "it", "job_family": "Academic", "job_title": "Lecturer"},
)
ROWS = compute({"workforce": POSTS}, REFERENCE)


def test_people_count_once_and_posts_where_they_are():
    assert by_unit(ROWS, "headcount") == {
        "university": 4,
        "faculties": 3,
        "services": 1,
        "arts": 2,
        "science": 1,
        "music": 2,
        "drama": 0,
        "physics": 1,
        "it": 1,
    }
    assert by_unit(ROWS, "posts")["it"] == 2
    assert by_unit(ROWS, "posts")["university"] == 5
    assert by_unit(ROWS, "fte") == pytest.approx(
        {
            "university": 2.85,
            "faculties": 2.5,
            "services": 0.35,
            "arts": 2,
            "science": 0.5,
            "music": 2,
            "drama": 0,
            "physics": 0.5,
            "it": 0.35,
        }
    )
    assert by_unit(ROWS, "apprentices") == {
        **dict.fromkeys(by_unit(ROWS, "headcount"), 0),
        "university": 1,
        "faculties": 1,
        "science": 1,
        "physics": 1,
    }


def test_breakdowns_add_up_and_name_what_is_not_recorded():
    grades = ROWS[(ROWS["metric"] == "posts") & (ROWS["cut"] == "grade")]
    grades = grades[grades["unit"] == "university"]
    assert grades["category"].tolist() == ["Grade 5", "Grade 9", "Grade 10", "Not recorded"]
    assert grades["value"].tolist() == [2, 1, 1, 1]
    assert (grades["base"] == 5).all()
    where = {"cut": "contract_type", "category": "apprentice"}
    assert by_unit(ROWS, "headcount", **where).keys() == {
        "university",
        "faculties",
        "science",
        "physics",
    }


def test_fte_counts_the_posts_behind_it():
    row = figure(ROWS, "fte", "it", cut="contract_type", category="open-ended")
    assert (row["value"], row["count"], row["base"]) == (0.35, 2, 2)


def test_status_is_told_of_large_units_only():
    kinds = set(ROWS[ROWS["cut"] == "status"]["unit"])
    assert kinds == {"university", "faculties", "services", "arts", "science"}


def test_history_fills_what_the_extracts_do_not():
    old = figure(ROWS, "headcount", "drama", "2019-09-30")
    assert (old["value"], old["count"], old["base"], old["symbol"]) == (4, 4, 4, "")
    assert figure(ROWS, "apprentices", "drama", "2019-09-30")["base"] == 4
    extract = workforce({"person_id": "a", "as_of": "2019-09-30", "unit": "drama"})
    rows = compute({"workforce": extract}, REFERENCE)
    assert figure(rows, "headcount", "drama", "2019-09-30")["value"] == 1
    assert figure(rows, "headcount", "university", "2019-09-30")["value"] == 1


def test_a_share_published_long_ago_is_no_headcount():
    shares = reference(history="2019-09-30|headcount|university|gender|Woman|37|percent|plan")
    assert "2019-09-30" not in set(compute({"workforce": POSTS}, shares)["period"])


def broken(rows, metric="headcount"):
    found = rows[(rows["metric"] == metric) & (rows["cut"] == "")]
    return set(
        found[found["symbol"] == "[b]"][["unit", "period"]].itertuples(index=False, name=None)
    )


def test_the_first_row_after_a_reorganisation_is_marked_and_keeps_its_value():
    # science began; drama took in stage. Physics only changed its parent, arts held both before.
    assert broken(ROWS) == {("science", "2026-09-01"), ("drama", "2026-09-01")}
    assert figure(ROWS, "headcount", "science")["value"] == 1
    assert broken(ROWS, "fte") == set()


def test_a_series_is_marked_only_once():
    posts = workforce(*staff("physics", 2), *staff("physics", 2, as_of="2025-09-01"))
    assert broken(compute({"workforce": posts}, REFERENCE)) == {
        ("science", "2025-09-01"),
        ("drama", "2025-09-01"),
    }


def test_a_school_that_moves_breaks_both_faculties_and_not_itself():
    organisation = """
university|University||university|||||
faculties|Faculties||group|university||||
arts|Arts||faculty|faculties||||
science|Science||faculty|faculties||||
physics|Physics||school|science||||
music|Music||school|science||2025-12-31||
music|Music||school|arts|2026-01-01|||
new|New||school|arts|2026-01-01|||
"""
    moved = reference(organisation=organisation, history="")
    posts = workforce(*staff("music", 1), *staff("music", 1, as_of="2025-09-01"))
    assert broken(compute({"workforce": posts}, moved)) == {
        ("arts", "2026-09-01"),
        ("science", "2026-09-01"),
        ("new", "2026-09-01"),
    }


def test_a_unit_the_reference_does_not_have_stops_the_build_and_is_named():
    with pytest.raises(NotInReferenceError, match="“drama-school” is not a unit on 2026-09-01"):
        compute({"workforce": workforce(*staff("drama-school", 1))}, REFERENCE)


def test_the_2019_headcounts_come_back_unit_by_unit():
    from tcdata.reference import load

    real = load()
    published = real.history[real.history["metric"] == "headcount"].set_index("unit")["value"]
    lowest = [unit for unit in published.index if not (real.organisation["parent"] == unit).any()]
    posts = [
        post for unit in lowest for post in staff(unit, int(published[unit]), as_of="2019-09-30")
    ]
    posts = [{**post, "person_id": f"p{number}"} for number, post in enumerate(posts)]
    assert len(posts) == 480
    rows = compute({"workforce": workforce(*posts)}, real)
    counted = by_unit(rows, "headcount", period="2019-09-30")
    assert {unit: counted[unit] for unit in published.index} == published.to_dict()
    assert (counted["faculties"], counted["professional-services"]) == (383, 97)
