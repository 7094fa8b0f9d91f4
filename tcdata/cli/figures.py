"""Commands about figures: show and export, from the published rows of an edition."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

import pandas as pd

from tcdata import store
from tcdata.cli import say
from tcdata.cli.exits import DONE, CallError, to_stderr
from tcdata.cli.files import write
from tcdata.cli.keep import opened
from tcdata.reference import Reference
from tcdata.reference import load as load_reference
from tcdata.reference.organisation import labels, names
from tcdata.reports.about import names as unit_names
from tcdata.reports.about import of_unit
from tcdata.views.units import shown_in

ROUNDED = ("rows", "workbook")  # what can be rounded for readers outside


def show(args: Namespace) -> int:
    """Print published rows of one metric."""
    rows, reference, _ = edition_of(args, args.edition)
    rows = _where(rows, "metric", args.metric)
    unit = unit_of(args.unit, reference, rows) if args.unit else ""
    if args.period:
        rows = _where(rows, "period", args.period)
    if args.item:
        rows = _where(rows, "item", args.item)
    if unit:
        rows = _of_unit(rows, unit, reference)
    cuts = rows["cut"].unique()
    rows = _where(rows, "cut", args.cut) if args.cut else rows[rows["cut"] == ""]
    if rows.empty and len(cuts):
        to_stderr(f"No totals, only rows with a --cut: {', '.join(sorted(cuts))}.")
    if not args.json:
        rows = rows.assign(unit=rows["unit"].map(unit_names(rows["unit"].unique(), reference)))
    say.frame(rows, args.json, "No published row.")
    return DONE


def export(args: Namespace) -> int:
    """Write a unit's published rows as a workbook, a CSV or a document, or its succession plan."""
    from tcdata.cli import documents, plan
    from tcdata.disclosure.preset import preset
    from tcdata.metrics import CATALOGUE

    suffix = documents.suffix(args)
    if args.preset == "publish" and args.form not in ROUNDED:
        raise CallError(
            f"A {args.form} is made of exact numbers, for readers inside: leave out --preset "
            "publish, or export the rows or the workbook."
        )
    if args.form == "plan":
        if args.edition is not None:
            raise CallError("A plan is made of the current edition: leave out --edition.")
        return plan.export(args)
    rows, reference, edition = edition_of(args, args.edition)
    rows = preset(rows, CATALOGUE, reference, args.preset)
    edition["preset"] = args.preset or reference.settings["disclosure"]["preset"]
    unit = unit_of(args.unit, reference, rows)
    if of_unit(rows, unit, reference).empty:
        raise CallError(f"Nothing has been published about “{args.unit}”.")
    if args.form == "briefing":
        content = documents.briefing(rows, unit, reference, edition, suffix)
    elif args.form == "case":
        content = documents.case(args, rows, unit, reference, edition, suffix)
    elif args.form == "register":
        content = documents.register(args, rows, unit, reference)
    else:
        render = import_module(f"tcdata.reports.{args.form}").render
        content = render(rows, unit, reference, CATALOGUE, edition)
    write(args.path, content, args.json)
    return DONE


def _of_unit(rows: pd.DataFrame, unit: str, reference: Reference) -> pd.DataFrame:
    """The rows of the unit, or of the block in which it is shown; says so where it is a block."""
    block = shown_in(rows["unit"].unique().tolist(), unit)
    if block != unit:
        name = unit_names([block], reference)[block]
        to_stderr(f"{name}: shown together because each is small.")
    return rows[rows["unit"] == block]


def edition_of(args: Namespace, wanted: int | None = None) -> tuple[pd.DataFrame, Reference, dict]:
    """The edition `wanted`, or the current one: its rows, the reference it was built with, and its
    record. Every edition ever published is there, as in the pages' sidebar.

    Raises CallError where there is no such edition, or none at all.
    """
    engine = opened(args)
    current = store.current_edition(engine)
    if current is None:
        raise CallError("Nothing has been published in this store: load files, then publish.")
    number = current if wanted is None else wanted
    editions = store.editions(engine).set_index("edition", drop=False)
    if number not in editions.index:
        there = ", ".join(map(str, editions.index))
        raise CallError(f"There is no edition {number}; there are: {there}.")
    record = editions.loc[number].to_dict()
    record["sample"] = store.is_sample(engine)
    if args.reference:
        reference = load_reference(args.reference)
    else:
        reference = store.edition_reference(engine, number)
    return store.edition_rows(engine, number), reference, record


def _where(rows: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    found = rows[rows[column] == value]
    if found.empty:
        there = ", ".join(sorted(set(rows[column]) - {""})) or "none"
        raise CallError(f"No published row has the {column} “{value}”; there are: {there}.")
    return found


def unit_of(text: str, reference: Reference, rows: pd.DataFrame) -> str:
    """The unit meant by an id, a name or an alias; a block's id where rows have it."""
    there = set(rows["unit"])
    unit = text if text in there else names(reference).get(text.strip().casefold(), "")
    if not unit:
        known = labels(reference)
        listed = ", ".join(f"{one} ({known[one]})" for one in sorted(there) if one in known)
        raise CallError(f"There is no unit “{text}”; there are: {listed}.")
    return unit
