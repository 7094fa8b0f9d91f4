"""The command compare: what a file would change, as the load page shows it before accepting."""

from __future__ import annotations

import secrets
from argparse import Namespace
from datetime import date

from sqlalchemy import Engine

from tcdata import store, where
from tcdata.check import check
from tcdata.cli import say
from tcdata.cli.exits import DATA_WRONG, DONE, one_line, to_stderr
from tcdata.cli.files import compared, period_of, read
from tcdata.cli.keep import opened
from tcdata.reference import load as load_reference
from tcdata.views.loading import compared_with, verdict


def compare(args: Namespace) -> int:
    """Print what would change if the file were accepted; 1 where no row of it could be."""
    reference = load_reference(args.reference)
    period, files = period_of(args, reference, True), read(args.files)
    engine = _own(args)
    key = secrets.token_bytes(32)  # nobody to be known again
    if engine is not None:
        key = where.key(args.store)
        store.use_key(engine, key)
    checked = check(args.kind, files, reference, period, key, date.today())
    found, before = None, None
    if checked.rows_accepted:
        found, before = compared(engine, checked, reference)
    if args.json:
        say.data(
            {
                "kind": checked.kind,
                "period": checked.period,
                "rows_in": checked.rows_in,
                "rows_accepted": checked.rows_accepted,
                "rows_refused": len(checked.refused),
                "verdict": verdict(checked),
                "in_use": before,
                "summary": say.records(found.summary) if found else [],
                "headcounts": say.records(found.headcounts) if found else [],
                "warnings": found.warnings if found else [],
            }
        )
        return DONE if found else DATA_WRONG
    print(f"{verdict(checked)}{'' if checked.ok else ' (check lists what is wrong)'}.")
    if found is None:
        return DATA_WRONG
    print(compared_with(before))
    for warning in found.warnings:
        print(one_line(f"Warning: {warning}"))
    for table in (found.summary, found.headcounts):
        if len(table):
            print(f"\n{say.aligned(table)}")
    return DONE


def _own(args: Namespace) -> Engine | None:
    """The institution's store; None where there is none, or no file was ever accepted in it."""
    try:
        engine = opened(args, sample=False)
    except store.StoreMissingError as error:
        to_stderr(str(error))
        return None
    return engine if store.has_real_data(engine) else None
