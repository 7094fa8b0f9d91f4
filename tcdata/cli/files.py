"""Commands about files: template, check, load, sample."""

from __future__ import annotations

import secrets
from argparse import Namespace
from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from tcdata import where
from tcdata.cli import say
from tcdata.cli.exits import DATA_WRONG, DONE, CallError, one_line, to_stderr
from tcdata.cli.keep import person
from tcdata.reference import Reference
from tcdata.reference import load as load_reference

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tcdata.check import Checked
    from tcdata.compare import Comparison


LONGEST_FOUND = 100  # characters of a wrong cell that are printed


def template(args: Namespace) -> int:
    """Write an empty workbook in the product's own layout."""
    from tcdata.reports.template import template as make

    ends_in(args.path, ".xlsx")
    write(args.path, make(args.kind, load_reference(args.reference)), args.json)
    return DONE


def check(args: Namespace) -> int:
    """Print a file's findings, and mark them in a workbook if asked; 1 where one is an error."""
    from tcdata.check import check as check_files

    if args.marked is not None:
        ends_in(args.marked, ".xlsx")
        _not_one_of(args.marked, args.files)
    reference = load_reference(args.reference)
    period, files = period_of(args, reference, False), read(args.files)
    # Nothing is stored, so the ids need no key that lasts.
    checked = check_files(
        args.kind, files, reference, period, secrets.token_bytes(32), date.today()
    )
    marked = args.marked is not None and _mark(args.marked, files, checked)
    if args.json:
        say.data(say.records(checked.findings))
    else:
        _print_findings(checked)
        if marked:
            print(f"Wrote {args.marked}.")
    return DONE if checked.ok else DATA_WRONG


def load(args: Namespace) -> int:
    """Check a file and accept it; with errors nothing is stored unless the user said so."""
    from tcdata import store
    from tcdata.check import check as check_files

    reference = load_reference(args.reference)
    period, files = period_of(args, reference, True), read(args.files)
    url = args.store or where.store_url()
    engine = store.open_store(url)
    key = where.key(url)
    store.use_key(engine, key)
    checked = check_files(args.kind, files, reference, period, key, date.today())
    accepted = checked.ok or (args.accept_partial and checked.rows_accepted > 0)
    snapshot_id, warnings = None, []
    if accepted:
        warnings = compared(engine, checked, reference)[0].warnings
        snapshot_id = store.accept(engine, checked, person(), partial=args.accept_partial)
    _report_load(checked, snapshot_id, warnings, args.json)
    return DONE if accepted else DATA_WRONG


def sample(args: Namespace) -> int:
    """Write the sample files into a folder."""
    from sample_data.generate import write as write_sample

    folder = Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_sample(folder)
    names = sorted(path.name for path in folder.iterdir())
    if args.json:
        say.data({"folder": str(folder), "files": names})
    else:
        print(f"Wrote {len(names)} files to {folder}.")
    return DONE


def ends_in(path: str, ending: str) -> None:
    """Raise CallError where the path's ending says that the file is of another kind."""
    found = Path(path).suffix.lower()
    if found in {".csv", ".docx", ".html", ".ods", ".pdf", ".xls", ".xlsx"} - {ending}:
        raise CallError(f"What is written to {path} is of the kind {ending}: let it end in that.")


def write(path: str, content: bytes, as_json: bool) -> None:
    """Write a file and say so."""
    _put(path, content)
    if as_json:
        say.data({"path": path, "bytes": len(content)})
    else:
        print(f"Wrote {path}.")


def _put(path: str, content: bytes) -> None:
    try:
        Path(path).write_bytes(content)
    except OSError as error:  # a full disk does not say which file
        raise OSError(error.errno, error.strerror, path) from None


def _not_one_of(path: str, names: list[str]) -> None:
    """Raise CallError where what is written would take the place of a file that is read."""
    if Path(path).resolve() in [Path(name).resolve() for name in names]:
        raise CallError(f"{path} is a file to check: write the marked one elsewhere.")


def _mark(path: str, files: list[tuple[str, bytes]], checked: Checked) -> bool:
    """Write the workbook that the load page offers; False, and said, where nothing was found."""
    from tcdata.reports.annotated import annotated

    if checked.findings.empty:
        to_stderr(f"Nothing was found, so there is nothing to mark: {path} was not written.")
        return False
    _put(path, annotated(files, checked.findings))
    return True


def read(names: list[str]) -> list[tuple[str, bytes]]:
    """The files of a call: name without folder, and content. Raises OSError."""
    return [(Path(name).name, Path(name).read_bytes()) for name in names]


def period_of(args: Namespace, reference: Reference, needed: bool) -> str:
    """The file's wave or as-of date; where only findings are wanted, the latest will do.

    Raises CallError where it is needed and missing, or of the other kind.
    """
    waves = reference.waves.sort_values("opens")["wave"].tolist()
    if args.kind == "survey":
        if args.as_of:
            raise CallError("A survey has a wave, not a date: write --wave.")
        if not args.wave and needed:
            raise CallError(f"Which wave is it? Write --wave with one of: {', '.join(waves)}.")
        if args.wave and args.wave not in waves:
            raise CallError(f"There is no wave “{args.wave}”; there are: {', '.join(waves)}.")
        return args.wave or waves[-1]
    if args.wave:
        raise CallError(f"A {args.kind} file has a date, not a wave: write --as-of.")
    if not args.as_of and needed:
        raise CallError("Which day does the file describe? Write --as-of with a date.")
    return args.as_of or date.today().isoformat()


def compared(
    engine: Engine | None, checked: Checked, reference: Reference
) -> tuple[Comparison, dict[Hashable, Any] | None]:
    """What the load page shows before a file is accepted, and the snapshot in use that it is
    compared with (kind, period, snapshot_id); None where there is no store, or none in it."""
    from tcdata import store
    from tcdata.compare import compare
    from tcdata.views.loading import in_use_as_another, predecessor

    if engine is None:
        return compare(checked, None, reference), None
    before = predecessor(store.current(engine), checked.kind, checked.period)
    in_use = store.tables(engine, before["snapshot_id"]) if before else None
    found = compare(checked, in_use, reference)
    same = in_use_as_another(store.snapshots(engine), checked)
    return replace(found, warnings=same + found.warnings), before


def _report_load(
    checked: Checked, snapshot_id: int | None, warnings: list[str], as_json: bool
) -> None:
    if as_json:
        say.data(
            {
                "snapshot_id": snapshot_id,
                "kind": checked.kind,
                "period": checked.period,
                "rows_in": checked.rows_in,
                "rows_accepted": checked.rows_accepted if snapshot_id else 0,
                "rows_refused": len(checked.refused),
                "findings": say.records(checked.findings),
                "warnings": warnings,
            }
        )
        return
    _print_findings(checked)
    for warning in warnings:
        print(one_line(f"Warning: {warning}"))
    if snapshot_id is None:
        partly = ", or add --accept-partial to leave rows out" if checked.rows_accepted else ""
        print(f"Nothing was stored. Correct the file{partly}.")
    else:
        print(
            f"Snapshot {snapshot_id}: {checked.kind} {checked.period}, "
            f"{checked.rows_accepted} of {checked.rows_in} rows accepted."
        )


def _print_findings(checked: Checked) -> None:
    for finding in checked.findings.to_dict("records"):
        print(_line(finding))
    errors = int((checked.findings["severity"] == "error").sum())
    print("No errors found." if not errors else f"{errors} error{'s' * (errors > 1)} found.")


def _line(finding: dict) -> str:
    place = [
        f"{name} {finding[name]}"
        for name in ("sheet", "row", "column")
        if pd.notna(finding[name]) and finding[name] != ""
    ]
    value = str(finding["value"])
    if len(value) > LONGEST_FOUND:
        value = f"{value[:LONGEST_FOUND]}…"
    found = f" (found “{value}”)" if pd.notna(finding["value"]) else ""
    return one_line(f"{', '.join(place)}: {finding['problem']}{found} {finding['remedy']}")
