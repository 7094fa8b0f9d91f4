"""Commands about what is kept: snapshots, editions, withdraw, purge, publish, audit, verify."""

from __future__ import annotations

import os
from argparse import Namespace

from sqlalchemy import Engine

from tcdata import store
from tcdata.cli import say
from tcdata.cli.exits import DATA_WRONG, DONE, CallError, to_stderr
from tcdata.reference import load as load_reference


def person() -> str:
    """Who does it, for the record: TCDATA_USER. A login name is personal data and not taken."""
    return os.environ.get("TCDATA_USER") or "command line"


def opened(args: Namespace, sample: bool | None = None) -> Engine:
    """The store of the call, which must be there already."""
    return store.open_store(args.store, sample=sample, create=False)


def snapshots(args: Namespace) -> int:
    """List the accepted files."""
    frame = store.snapshots(opened(args))
    if not args.json:
        frame = frame.drop(columns=["columns", "source_sha256", "dropped"])
    say.frame(frame, args.json, "No file has been accepted yet.")
    return DONE


def editions(args: Namespace) -> int:
    """List the published editions."""
    frame = store.editions(opened(args))
    if not args.json:
        frame = frame.drop(columns=["reference_sha256", "snapshot_ids"])
    say.frame(frame, args.json, "Nothing has been published yet.")
    return DONE


def withdraw(args: Namespace) -> int:
    """Take a snapshot out of use."""
    current = store.withdraw(opened(args, sample=False), args.id, person(), args.reason)
    _report(args, "withdrawn", current)
    return DONE


def purge(args: Namespace) -> int:
    """Erase a snapshot's rows."""
    current = store.purge(opened(args, sample=False), args.id, person(), args.reason)
    _report(args, "purged", current)
    return DONE


def publish(args: Namespace) -> int:
    """Build an edition from the accepted files and show it."""
    from tcdata.edition import publish as build_and_publish

    engine = opened(args, sample=False)
    if store.current(engine).empty:
        raise CallError("There is nothing to publish: load a file first.")
    known = load_reference(args.reference)
    edition_id = build_and_publish(engine, known, person(), tell=to_stderr)
    edition = store.editions(engine).set_index("edition").loc[edition_id].to_dict()
    if args.json:
        say.data({"edition": edition_id, "rows": edition["rows"]})
    else:
        print(f"Edition {edition_id}: {edition['rows']} rows from {', '.join(edition['periods'])}.")
    return DONE


def audit(args: Namespace) -> int:
    """List every change of the store's state."""
    from tcdata.views.trail import trail_table

    trail = store.audit_trail(opened(args))
    if not args.json:
        trail = trail_table(trail)
    say.frame(trail, args.json, "Nothing has been changed yet.")
    return DONE


def verify(args: Namespace) -> int:
    """Say what is damaged in the store; 1 where something is."""
    faults = store.verify(opened(args))
    if args.json:
        say.data(faults)
    else:
        print("\n".join(faults) or "The store is sound.")
    return DATA_WRONG if faults else DONE


def _report(args: Namespace, done: str, current: int | None) -> None:
    if args.json:
        say.data({done: args.id, "current": current})
        return
    now = f"Snapshot {current} counts instead." if current else "No other counts instead."
    print(f"Snapshot {args.id} is {done}. {now} Run publish to show it.")
