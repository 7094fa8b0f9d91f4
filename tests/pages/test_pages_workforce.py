"""Workforce: every unit, date, count and view, against the people who were planted."""

import re
from itertools import pairwise

import pytest
from driven import choose, drawn_bars, figures, finding, headings, said, table
from planted import (
    EXTRACTS,
    FACULTIES,
    PLACES,
    ROOT,
    SERVICES,
    SHORT,
    TRUTHS,
    day,
    first_headcount,
    parts,
    percent,
)

PLANTED = TRUTHS["workforce"]
DATES = [*EXTRACTS, "2019-09-30"]
CUTS = ["grade", "contract_type", "role_type"]
VIEWS = ["trend", "units", *CUTS, "apprentices", "flows"]
COUNTS = ["headcount", "fte"]


PAGE = "insight/workforce"
START = {
    "faculty": "university",
    "school": "",
    "date": "2026-09-01",
    "count": "headcount",
    "show": "trend",
}


def test_the_planted_headcount_reads_as_planned(reader):
    fte = PLANTED["2026-09-01"]["fte"][ROOT]
    assert finding(reader) == (
        f"The University employs 494 technicians ({fte:g} FTE) on 1 September 2026. "
        "Since Sep 2019: +14."
    )


@pytest.mark.parametrize("faculty", PLACES)
def test_every_unit_and_view_says_and_draws_what_was_planted(reader, faculty):
    """A faculty meets every view, a school four in turn; every view every date and count."""
    choose(reader, faculty=faculty)
    turn = list(PLACES).index(faculty)
    for school in ["", *PLACES[faculty]]:
        unit = school or faculty
        if school:
            choose(reader, school=school)
        turn += 1
        for step in range(4 if school else len(VIEWS)):
            view = VIEWS[(turn + step) % len(VIEWS)]
            date, count = DATES[(turn * 2 + step) % len(DATES)], COUNTS[(turn + step // 2) % 2]
            if (view, date) == ("apprentices", "2019-09-30"):
                continue  # see the test below
            choose(reader, show=view, date=date, count=count)
            says_what_was_planted(finding(reader), unit, date)
            if view != "flows":
                picture_is_the_table(reader, view)


def says_what_was_planted(text, unit, date):
    name = "The University" if unit == ROOT else SHORT[unit]
    if date not in PLANTED:
        assert text.startswith(name), text
        return
    people = PLANTED[date]["headcount"][unit]
    fte = f"{PLANTED[date]['fte'][unit]:,.1f}".removesuffix(".0")
    noun = "technician" if people == 1 else "technicians"
    start = f"{name} employs {people} {noun} ({fte} FTE) on {day(date)}."
    assert text.startswith(start), f"{text} ≠ {start}"
    since, first = first_headcount(unit)
    if since < date:
        change = people - first
        said_ = f"{'+' if change > 0 else '−'}{abs(change)}" if change else "no change"
        assert text.endswith(f": {said_}."), f"{text}: {said_} since {since}"


def picture_is_the_table(reader, view):
    if not figures(reader):
        assert table(reader).empty
        return
    shown, figure = table(reader)["Figure"].tolist(), figures(reader)[0]
    if view == "trend":
        drawn = [height for line in figure["data"] for height in line["y"]]
        assert sorted(text for text in shown if not text.startswith("[")) == sorted(
            f"{height:,.1f}".removesuffix(".0") for height in drawn if height is not None
        )
        assert drawn.count(None) == sum(text.startswith("[") for text in shown)
        return
    for (_, length, text), cell in zip(drawn_bars(figure), shown, strict=True):
        assert text.split(" · ")[0] == cell
        if cell[0] in "[≤≥":
            assert length == 0
        else:
            assert cell == f"{length:,.1f}".removesuffix(".0")
            assert cell != "0" or length == 0


@pytest.mark.parametrize("cut", CUTS)
def test_a_breakdown_of_the_whole_shows_everybody_planted(reader, cut):
    for date in EXTRACTS:
        choose(reader, show=cut, date=date)
        drawn = {label: length for label, length, _ in drawn_bars(figures(reader)[0])}
        assert drawn == PLANTED[date]["headcount_by"][cut], date


@pytest.mark.parametrize("count", COUNTS)
def test_where_shows_every_faculty_and_service_as_planted(reader, count):
    choose(reader, show="units", count=count)
    drawn = {label: length for label, length, _ in drawn_bars(figures(reader)[0])}
    planted = PLANTED[EXTRACTS[0]][count]
    assert drawn == pytest.approx({SHORT[u]: planted[u] for u in [*FACULTIES, *SERVICES]})


def test_apprentices_are_held_against_the_range(reader):
    choose(reader, show="apprentices")
    planted = PLANTED[EXTRACTS[0]]["apprentices"]
    for label, length, text in drawn_bars(figures(reader)[0]):
        apprentices = next(planted[unit] for unit in FACULTIES if SHORT[unit] == label)
        state = "below the" if apprentices < 1 else "above the" if apprentices > 5 else "in"
        assert (length, text) == (apprentices, f"{apprentices} · {state} range")
    within = sum(1 <= planted[unit] <= 5 for unit in FACULTIES)
    assert headings(reader)[0] == f"{within} of 5 faculties have apprentices within the range"


def test_apprentices_of_a_date_without_any_figure_are_said_to_be_missing(reader):
    choose(reader, show="apprentices", date="2019-09-30")
    assert headings(reader) == ["There is nothing to draw for this choice"]


RATES = ["Turnover", "Stability"]


@pytest.mark.parametrize("unit", [ROOT, *FACULTIES, *SERVICES])
def test_moves_add_up_to_the_planted_flows(reader, unit):
    choose(reader, show="flows", faculty=unit)
    shown = table(reader).set_index("Up to")
    for before, after in pairwise(EXTRACTS[::-1]):
        planted, row = TRUTHS["flows"][f"{before}/{after}"][unit], shown.loc[day(after)]
        assert row.pop("From") == day(before)
        assert all(re.fullmatch(r"([\d.]+ %|\[x\])?", row.pop(name)) for name in RATES)
        assert row.to_dict() == {
            "Opening": planted["opening"],
            "Joined": planted["joiners"],
            "Left": planted["leavers"],
            "Moved in": planted["transfers_in"],
            "Moved out": planted["transfers_out"],
            "Closing": planted["closing"],
            "Promoted": planted["promotions"],
        }


def test_a_reorganisation_is_a_gap_with_a_note(reader):
    choose(reader, faculty="eps")
    assert any("[b] Break in the series" in said(note.value) for note in reader.caption)
    lines = {line["name"]: line for line in figures(reader)[0]["data"]}
    assert set(lines) == {"EPS", "MAPS", "ENG"}
    assert min(lines["EPS"]["x"]) >= "2023"


def test_a_school_lists_itself_where_it_has_no_parts(reader):
    choose(reader, faculty="mh")
    choose(reader, school="scif", show="units")
    assert [label for label, _, _ in drawn_bars(figures(reader)[0])] == [
        SHORT[unit] for unit in parts("scif")
    ]


def test_how_far_the_records_can_be_trusted_is_said(reader):
    people = PLANTED[EXTRACTS[0]]["headcount"][ROOT]
    by_rule = people - PLANTED[EXTRACTS[0]]["last_rule"]
    text = " ".join(said(part.value) for part in reader.caption)
    assert f"{percent(by_rule, people, 100)} ({by_rule} of {people})" in text
