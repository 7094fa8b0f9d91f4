"""Participation: every unit and wave, against who was planted to have answered."""

import pandas as pd
import pytest
from driven import alternatives, choose, drawn_bars, figures, finding, headings, opened, said, table
from planted import (
    PLACES,
    ROOT,
    SERVICES,
    SHORT,
    TRUTHS,
    WAVES,
    members,
    needed,
    parts,
    percent,
    response,
)

from tcdata.charts_base import COLOURS

PAGE = "insight/participation"
START = {"faculty": "university", "school": "", "wave": "2026"}


def test_the_planted_response_reads_as_planned(reader):
    assert finding(reader) == (
        "274 of 384 have answered, 71 %; 34 more answers reach 80 %. "
        "To reach it everywhere, EPS needs 20, AHC needs 7 and the rest need 8. "
        "Answers up to 22 September 2026; the survey closes on 6 October 2026."
    )
    assert headings(reader)[0] == "AHC and EPS are furthest from 80 %"
    choose(reader, faculty="fbs")
    assert finding(reader).startswith(
        "FBS: 66 of 83 have answered, 79.5 %; 1 more answer reaches 80 %."
    )


@pytest.mark.parametrize("faculty", PLACES)
def test_every_unit_and_wave_says_and_draws_what_was_planted(reader, faculty):
    choose(reader, faculty=faculty)
    for school in ["", *PLACES[faculty]]:
        for wave in WAVES:
            choose(reader, wave=wave, **({"school": school} if PLACES[faculty] else {}))
            unit = school or faculty
            says_what_was_planted(finding(reader), wave, unit)
            if unit not in SERVICES:
                table_is_planted(table(reader), wave, unit)
                picture_is_the_table(reader)


def says_what_was_planted(text, wave, unit):
    name = SHORT[unit]
    if unit in SERVICES:
        assert (
            text == f"{name} is not in the scope of the {wave} survey, so it has no response rate."
        )
        return
    subject = "" if unit == ROOT else text.partition(":")[0]
    shown_with = members(subject) if subject else [ROOT]
    assert unit in shown_with
    known = response(wave, *shown_with)
    missing = needed(*known)
    more = "1 more answer reaches" if missing == 1 else f"{missing} more answers reach"
    state = f"{more} 80 %" if missing else "target reached"
    said_ = f"{known[0]} of {known[1]} have answered, {percent(*known)}; {state}."
    assert text.startswith(f"{subject}: {said_}" if subject else said_)
    assert ("shown together because each is small" in text) == (len(shown_with) > 1)


def table_is_planted(shown, wave, unit):
    """The parts are shown alone or with others, each once, never fewer than ten people."""
    shown_units = [part for name in shown["Part"] for part in members(name)]
    assert len(shown_units) == len(set(shown_units))
    assert set(shown_units) >= set(parts(unit))
    for row in shown.to_dict("records"):
        known = response(wave, *members(row["Part"]))
        assert known[1] >= 10
        assert 2 < known[0] < known[1] - 2
        assert [row["Answered"], row["In scope"]] == [*map(str, known)]
        assert row["Rate"] == percent(*known)
        assert row["Still needed for 80 %"] == str(needed(*known))


def picture_is_the_table(reader):
    bars = drawn_bars(figures(reader)[0])
    rows = table(reader)
    assert [label for label, _, _ in bars] == rows["Part"].tolist()
    for (label, length, text), row in zip(bars, rows.to_dict("records"), strict=True):
        assert text == f"{row['Rate']} ({row['Answered']} of {row['In scope']})"
        assert length == pytest.approx(int(row["Answered"]) / int(row["In scope"]) * 100)
        assert f"{label} {text}" in alternatives(reader)[0]


def test_the_curve_counts_the_planted_answers_day_by_day(reader):
    lines = {trace["name"]: trace for trace in figures(reader)[1]["data"]}
    assert sorted(lines) == sorted(WAVES)
    for wave, line in lines.items():
        planted = TRUTHS["participation"][wave]
        asked, daily = planted["frame"]["faculties"], planted["daily"]
        for text, height in zip(line["text"], line["y"], strict=True):
            date = pd.to_datetime(text.partition(":")[0], format="%d %B %Y")
            so_far = max((n for on, n in daily.items() if pd.Timestamp(on) <= date), default=0)
            if height is None:
                assert so_far <= 2, "only the first few answers are hidden"
            else:
                assert text.endswith(f"{percent(so_far, asked, 1000)} ({so_far} of {asked})")
                assert height == pytest.approx(so_far / asked * 100)
        assert max(height or 0 for height in line["y"]) == pytest.approx(
            max(daily.values()) / asked * 100
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_curve_says_per_cent_and_its_names_are_not_struck_through_by_the_target(theme):
    layout = figures(opened(PAGE, theme=theme, url={"faculty": "mh"}))[1]["layout"]
    assert layout["yaxis"]["ticksuffix"] == " %"
    named = [text for text in layout["annotations"] if text["text"] in WAVES]
    assert len(named) == 2
    assert {text["bgcolor"] for text in named} == {COLOURS[theme]["ground"]}


def test_both_scopes_and_both_definitions_stand_side_by_side(reader):
    wave = TRUTHS["participation"]["2026"]
    shown = " ".join(said(text.value) for text in reader.markdown)
    everyone, complete = wave["frame"]["university"], wave["rr1"]["faculties"]
    assert f"{percent(274, everyone, 1000)} (274 of {everyone})" in shown
    assert f"{percent(complete, 384, 1000)} ({complete} of 384)" in shown


def test_the_days_unfold_as_a_table_that_ends_with_all_answers(reader):
    choose(reader, faculty="fbs")
    reader.session_state["pace_table"] = True
    reader.run()
    days = table(reader, 1)
    assert days["Working day"].tolist() == [*range(1, len(days) + 1)]
    last = days["2026"][days["2026"] != ""].iloc[-1]
    assert last.startswith("22 September 2026: ") and "(66 of 83)" in last
