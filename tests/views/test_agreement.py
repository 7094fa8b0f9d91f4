"""A figure that occurs on several pages or in a document is the same everywhere, in every unit."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tcdata import sample, store, words
from tcdata.reports import briefing, html_page
from tcdata.rows import by_metric
from tcdata.views import (
    case,
    change,
    participation,
    plan,
    risk,
    risk_said,
    scenario,
    skills,
    skills_since,
    standing,
    units,
    workforce,
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The shipped sample: its rows, its reference, its record and its plan."""
    url = f"sqlite:///{tmp_path_factory.mktemp('agreement')}/sample.db"
    sample.ensure(url)
    engine = store.open_store(url, sample=True)
    record = store.editions(engine).iloc[-1]
    number = int(record["edition"])
    yield (
        by_metric(store.edition_rows(engine, number)),
        store.edition_reference(engine, number),
        record.to_dict() | {"sample": True},
        store.plan_entries(engine),
    )
    engine.dispose()


def said(text):
    return re.sub(r"\\(.)", r"\1", text).replace("**", "")


def everywhere(reference):
    """Each unit with the one above it; the whole University has none."""
    root, *others = units.faculties(reference, "2026-09-01")
    yield root, ""
    for faculty in others:
        yield faculty, root
        yield from ((school, faculty) for school in units.schools(reference, faculty, "2026-09-01"))


def test_a_response_rate_is_the_same_in_every_place(edition):
    rows, reference, _, _ = edition
    goal, compared = participation.target(reference), 0
    for unit, above in everywhere(reference):
        for wave in participation.waves(rows):
            finding = said(participation.finding(rows, reference, wave, unit))
            told = re.search(r"^(.*: )?(\d+) of (\d+) have answered, ([\d.]+ %)", finding)
            if not told:
                continue
            text = f"{told[4]} ({told[2]} of {told[3]})"
            shown = participation.rates(rows, reference, wave, above or unit)
            for place in shown[[unit in block.split("+") for block in shown["unit"]]].index:
                row = shown.loc[[place]]
                assert (f"{row['label'].iloc[0]}: ", row["text"].iloc[0]) == (told[1], text)
                first = participation.table(row, goal).iloc[0]
                assert (first["Answered"], first["In scope"], first["Rate"]) == told.group(2, 3, 4)
                compared += 1
            if wave == participation.waves(rows)[0]:
                assert standing.table(rows, reference, unit).iloc[0, 1].split(", ")[0] == text
    assert compared > 50


def test_a_headcount_is_the_same_in_every_place(edition):
    rows, reference, _, _ = edition
    compared = Counter()
    for unit, above in everywhere(reference):
        for day in workforce.extracts(rows) if above else []:
            finding = said(workforce.finding(rows, reference, unit, day))
            told = re.search(r"employs ([\d,]+) technicians?(?: \(([\d,.]+) FTE\))?", finding)
            for measure, place in (("headcount", 1), ("fte", 2)):
                bars = workforce.by_unit(rows, reference, above, day, measure)
                for text in bars[bars["unit"] == unit]["text"]:
                    assert told and text.split(" (")[0] == told[place], (unit, day)
                    compared[measure] += 1
    assert min(compared["headcount"], compared["fte"]) > 100


def test_a_skills_holders_are_the_same_in_every_place(edition):
    rows, reference, _, entries = edition
    given, compared = scenario.base(reference), Counter()
    for unit, _ in everywhere(reference):
        registers = {}
        for wave in skills.waves(rows):
            register = risk.register(rows, reference, wave, unit, given)
            registers[wave] = register.set_index("skill")
            if register.empty:
                continue
            short = f"{int((register['gap'] > 0).sum())} of {len(register)}"
            finding = said(risk_said.finding(rows, reference, wave, unit, given, register))
            assert finding.replace("None of", "0 of").startswith(f"{short} skills")
            answered = said(participation.finding(rows, reference, wave, unit))
            for block in re.findall(r" In ([^,]*), \d+ (?:person|people)", finding):
                assert answered.startswith(f"{block}: ")
                compared["block"] += 1
            if wave == skills.waves(rows)[0]:
                assert standing.table(rows, reference, unit).iloc[4, 1] == short
            made = plan.plan(rows, reference, wave, unit, entries, "2026-11-22")
            held = registers[wave]["holders"].map(words.number)
            needed = registers[wave]["required"].map(words.number)
            for skill, why in zip(made["skill"], made["why"], strict=True):
                if re.match(r"\d+ of \d+", why):
                    assert why.startswith(f"{held[skill]} of {needed[skill]}")
                    compared["plan"] += 1
            known = case.evidence(rows, reference, wave, unit, register, register["skill"][:3])
            for label, skill in zip(known["label"], known["skill"], strict=True):
                if known.set_index("skill").loc[skill, "gap"] > 0:
                    told = said(case.finding(rows, reference, wave, unit, known))
                    assert f"{label} ({held[skill]} of {needed[skill]})" in told
                    compared["case"] += 1
        wave, earlier = skills.waves(rows)[:2]
        for row in skills_since.since(rows, reference, wave, earlier, unit).to_dict("records"):
            for one, count in ((wave, row["now"]), (earlier, row["then"])):
                if count == count and row["skill"] in registers[one].index:
                    assert registers[one].loc[row["skill"], "holders"] == count
                    compared["since"] += 1
    assert min(compared["plan"], compared["case"], compared["since"]) > 100
    assert compared["block"] > 10


def test_a_briefing_says_what_the_pages_say(edition):
    rows, reference, record, _ = edition
    wave, day = change.waves(rows, reference)[0], workforce.extracts(rows)[0]
    for unit in [*units.faculties(reference, "2026-09-01"), "geography", "dentistry"]:
        content = briefing.content(rows, unit, reference, record)
        text = html_page.write(content).decode()
        plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).replace("&amp;", "&")
        plain = plain.replace("&#x27;", "'").replace("&quot;", '"')
        found = change.compared(rows, reference, wave, unit)
        for sentence in (
            participation.finding(rows, reference, wave, unit),
            workforce.finding(rows, reference, unit, day),
            change.finding(rows, reference, wave, unit, found),
        ):
            assert said(sentence) in plain, unit
