"""Documents on the command line: the briefing, the case for a role, and the risk register."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from tcdata.cli.exits import CallError
from tcdata.reference import Reference
from tcdata.rows import Rows, by_metric

if TYPE_CHECKING:
    from tcdata.views.scenario import Scenario

SUFFIXES = {
    "briefing": (".html", ".docx"),
    "case": (".docx", ".xlsx"),
    "workbook": (".xlsx",),
    "plan": (".xlsx",),
    "rows": (".csv",),
    "register": (".csv",),
}
OPTIONS = {"case": ("skill", "wave", "scenario"), "register": ("wave", "scenario")}


def suffix(args: Namespace) -> str:
    """The path's extension, which says what an export is written as.

    Without one it is the first of SUFFIXES, but a case must say which it is to be. Raises CallError
    for an extension that the export is not written as, and for options of a case elsewhere.
    """
    for option in OPTIONS["case"]:
        if getattr(args, option) and option not in OPTIONS.get(args.form, ()):
            raise CallError(f"--{option} belongs to a case, not to a {args.form}.")
    found = Path(args.path).suffix.lower()
    known = SUFFIXES[args.form]
    if not found and args.form != "case":
        return known[0]
    if found not in known:
        name = "file of rows" if args.form == "rows" else args.form
        raise CallError(f"A {name} ends in {' or '.join(known)}, not in “{found}”.")
    return found


def briefing(
    rows: pd.DataFrame, unit: str, reference: Reference, edition: Mapping[str, Any], suffix: str
) -> bytes:
    """The briefing of a unit as a Word file or an HTML page."""
    from tcdata.reports import briefing, html_page, word

    document = briefing.content(by_metric(rows), unit, reference, edition)
    return word.write(document) if suffix == ".docx" else html_page.write(document)


def case(
    args: Namespace,
    rows: pd.DataFrame,
    unit: str,
    reference: Reference,
    edition: Mapping[str, Any],
    suffix: str,
) -> bytes:
    """The case for a role in a unit as a Word file or a workbook."""
    from tcdata.reports import case, case_workbook, word

    figures = by_metric(rows)
    wave, given = _wave(args.wave, figures), _scenario(args.scenario, reference)
    chosen = _skills(args.skill or [], figures, reference, wave, unit, given)
    asked = (figures, unit, reference, edition, wave, chosen, given)
    return word.write(case.content(*asked)) if suffix == ".docx" else case_workbook.write(*asked)


def register(args: Namespace, rows: pd.DataFrame, unit: str, reference: Reference) -> bytes:
    """The risk register of a unit under a scenario, as CSV: what the Skills page downloads."""
    from tcdata.reports.rows import to_csv
    from tcdata.views import risk, risk_said, scenario

    figures = by_metric(rows)
    wave, given = _wave(args.wave, figures), _scenario(args.scenario, reference)
    found = risk.register(figures, reference, wave, unit, given)
    if found.empty:
        raise CallError(f"No skill is recorded for this unit in {wave}: there is no register.")
    return to_csv(risk_said.assumed(found, scenario.words(given, reference)))


def _scenario(text: str | None, reference: Reference) -> Scenario:
    from tcdata.views import scenario

    try:
        return scenario.parse(text or "", reference)
    except ValueError as error:
        raise CallError(f"{error}.") from None


def _wave(wanted: str | None, rows: Rows) -> str:
    from tcdata.views import skills

    there = skills.waves(rows)
    if not there:
        raise CallError("No skills have been published: load a survey with skills, then publish.")
    if wanted and wanted not in there:
        raise CallError(f"No skills of a wave “{wanted}”; there are: {', '.join(there)}.")
    return wanted or there[0]


def _skills(
    named: list[str], rows: Rows, reference: Reference, wave: str, unit: str, given: Scenario
) -> list[str]:
    """The ids of the skills of a case; under its scenario the thinnest three, if none is named."""
    from tcdata.views import case, skills

    if not named:
        chosen = case.thinnest(rows, reference, wave, unit, given)
        if not chosen:
            raise CallError(f"No skill is recorded for this unit in {wave}: there is no case.")
        return chosen
    try:
        chosen = [case.named(reference, one) for one in named]
    except ValueError as error:
        raise CallError(str(error)) from None
    register = set(skills.register(rows, reference, wave, unit)["skill"])
    for skill, one in zip(chosen, named, strict=True):
        if skill not in register:
            raise CallError(f"“{one}” is not in the register of this unit in {wave}.")
    return chosen
