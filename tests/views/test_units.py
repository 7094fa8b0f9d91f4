"""How units that are shown together are found and named."""

import pandas as pd

from tcdata.published import metric_rows
from tcdata.reference import load
from tcdata.rows import by_metric
from tcdata.views import participation, units

REFERENCE = load()
CHEMISTRY = {"school": "chemistry"}
SHOWN = {"eps": (64, 104), "chemistry": (10, 15), "imbe+physics+robotics": (14, 22)}


def published():
    rows = [
        {"unit": unit, "count": count, "base": base, "value": 100 * count / base}
        for unit, (count, base) in SHOWN.items()
    ]
    frame = pd.DataFrame(rows).assign(period="2026")
    both = [metric_rows(frame, metric) for metric in ("participation_rate", "responses_needed")]
    return by_metric(pd.concat(both, ignore_index=True))


def test_a_block_is_named_after_its_members_in_the_order_of_the_organisation():
    names = units.short_names(REFERENCE)
    assert names["imbe+physics+robotics"] == "Physics + iMBE + Robotics"
    assert names["eps.own+imbe"] == "EPS itself + iMBE"
    assert pd.Series(["civil", "imbe+robotics"]).map(names).tolist() == ["Civil", "iMBE + Robotics"]


def test_a_school_is_shown_as_the_block_that_holds_it():
    rows = published()
    assert units.shown_as(rows, "participation_rate", "2026", "robotics") == "imbe+physics+robotics"
    assert units.shown_as(rows, "participation_rate", "2026", "chemistry") == "chemistry"
    assert units.shown_as(rows, "participation_rate", "2026", "music") == "music"


def test_the_page_shows_the_blocks_row_and_says_so():
    rows = published()
    said = participation.finding(rows, REFERENCE, "2026", "robotics").replace("\\+", "+")
    assert "14 of 22 have answered" in said
    assert "Physics + iMBE + Robotics: shown together because each is small" in said
    assert "no figure of Robotics alone" in said
    parts = participation.rates(rows, REFERENCE, "2026", "eps")
    assert parts["label"].tolist() == ["Chemistry", "Physics + iMBE + Robotics"]


def test_an_address_names_a_unit_by_any_of_its_names_and_a_school_brings_its_faculty():
    day = "2026-09-01"
    for asked, meant in [
        ({"faculty": "FBS"}, {"faculty": "fbs"}),
        ({"faculty": "EPS", "school": "School of Chemistry"}, {"faculty": "eps", **CHEMISTRY}),
        ({"school": "chemistry"}, {"faculty": "eps", **CHEMISTRY}),
        ({"faculty": "Chemistry"}, {"faculty": "eps", **CHEMISTRY}),
        ({"faculty": "Narnia", "school": "Chemistry"}, CHEMISTRY),
        ({"faculty": "FBS", "school": "Hogwarts"}, {"faculty": "fbs"}),
        ({"school": "FBS"}, {}),
    ]:
        assert units.asked_for(REFERENCE, asked, day) == meant, asked


def test_every_name_in_the_lists_means_its_unit():
    day, names = "2026-09-01", units.long_names(REFERENCE)
    for faculty in units.faculties(REFERENCE, day):
        assert units.asked_for(REFERENCE, {"faculty": names[faculty]}, day) == {"faculty": faculty}
        for school in units.schools(REFERENCE, faculty, day):
            asked = {"faculty": names[faculty], "school": names[school]}
            assert units.asked_for(REFERENCE, asked, day) == {"faculty": faculty, "school": school}
