"""The map of disciplines × units, and its picture."""

import pandas as pd
import pytest

from tcdata.charts_skills import heat
from tcdata.published import metric_rows
from tcdata.rows import by_metric
from tcdata.views import skill_map
from tests.views.risky import REFERENCE

# discipline, unit, short or at risk, known
PLANTED = [
    ("Workshop", "eps", 3, 12),
    ("Imaging", "eps", 3, 6),
    ("Safety", "eps", 0, 4),
    ("Workshop", "physics", 2, 5),
    ("Imaging", "chemical", 0, 2),
    ("Computing", "physics", 1, 1),
    ("Imaging", "fbs", 5, 5),
]


def rows(planted=PLANTED):
    frame = pd.DataFrame(planted, columns=["item", "unit", "count", "base"])
    return by_metric(metric_rows(frame.assign(value=frame["count"]), "skills_thin", period="2026"))


CELLS = skill_map.cells(rows(), REFERENCE, "2026", "eps")


def test_the_worst_discipline_of_the_unit_comes_first_and_only_its_parts_stand_across():
    assert CELLS["discipline"].unique().tolist() == ["Imaging", "Workshop", "Safety"]
    assert CELLS["name"].unique().tolist() == ["EPS", "Physics", "Chemical"]
    assert skill_map.headline(CELLS, "eps") == (
        "Imaging is thinnest: 3 of 6 known skills are short or at risk"
    )


def test_of_as_many_skills_the_discipline_with_fewer_known_comes_first():
    alike = [("Imaging", "eps", 3, 9), ("Workshop", "eps", 3, 4)]
    found = skill_map.cells(rows(alike), REFERENCE, "2026", "eps")
    assert found["discipline"].unique().tolist() == ["Workshop", "Imaging"]


def test_a_unit_of_a_single_part_stands_once():
    alike = [("Safety", unit, 1, 9) for unit in ("fbs", "fbs-service")]
    found = skill_map.cells(rows(alike), REFERENCE, "2026", "fbs")
    assert found["name"].tolist() == ["FBS"]
    assert len(heat(found, "light").figure.data) == 1  # and nothing is empty
    assert skill_map.headline(found, "fbs") == (
        "Safety is thinnest: 1 of 9 known skills is short or at risk"
    )


def test_the_whole_has_a_name_that_fits_a_phone():
    planted = [("Safety", unit, 1, 9) for unit in ("university", "fbs", "eps")]
    found = skill_map.cells(rows(planted), REFERENCE, "2026", "university")
    assert found["name"].tolist() == ["All", "FBS", "EPS"]


def test_a_cell_without_a_known_skill_is_neither_zero_nor_hidden():
    table = skill_map.table(CELLS).set_index("Discipline")
    assert table.loc["Workshop"].tolist() == ["3 of 12", "2 of 5", "none"]
    assert table.loc["Imaging"].tolist() == ["3 of 6", "none", "0 of 2"]


def test_the_picture_has_the_numbers_in_its_cells():
    drawn = heat(CELLS, "light")
    cell, dashes = drawn.figure.data
    assert [list(line) for line in cell.text] == [
        *(["3/6", "", "0/2"], ["3/12", "2/5", ""], ["0/4", "", ""]),
    ]
    assert [list(line) for line in cell.z] == [[0.5, None, 0], [0.25, 0.4, None], [0, None, None]]
    assert [*zip(dashes.x, dashes.y, strict=True)] == [(1, 0), (2, 1), (1, 2), (2, 2)]
    assert {*dashes.text} == {"–"}
    assert dashes.customdata[1] == "Workshop, Chemical: no skill known"
    assert "A dash means" in skill_map.method(REFERENCE)
    assert "Workshop, Physics: 2 of 5" in drawn.alt
    assert "Safety" not in drawn.alt


def test_many_places_leave_room_for_the_count_alone():
    wide = pd.concat(
        [
            CELLS[(CELLS["discipline"] == discipline) & (CELLS["name"] == "EPS")].assign(
                name=f"Part {number}"
            )
            for discipline in CELLS["discipline"].unique()
            for number in range(8)
        ]
    )
    cell = heat(wide, "dark").figure.data[0]
    assert [line[0] for line in cell.text] == ["3", "3", "0"]
    assert cell.customdata[1][7] == "Workshop, Part 7: 3 of 12"


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_numbers_can_be_read_on_every_colour_of_the_map(look):
    cell = heat(CELLS, look).figure.data[0]
    ink = luminance(cell.textfont.color)
    for _, colour in cell.colorscale:
        bright, dark = sorted((ink, luminance(colour)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, colour


@pytest.mark.parametrize("planted", [[], [("Safety", "eps", 0, 4)]])
def test_nothing_short_is_said_so(planted):
    found = skill_map.cells(rows(planted or PLANTED[-1:]), REFERENCE, "2026", "eps")
    assert "No discipline has skills" in skill_map.headline(found, "eps")


def test_the_download_has_the_rows_behind_the_map():
    found = skill_map.published(rows(), "2026", CELLS)
    assert set(found["unit"]) == {"eps", "physics", "chemical"}
    assert len(found) == 6
