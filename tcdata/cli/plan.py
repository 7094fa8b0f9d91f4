"""Commands about the succession plan: plan, decide and forget, and the plan's part of export."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from tcdata import store
from tcdata.cli import say
from tcdata.cli.exits import DONE, CallError
from tcdata.cli.figures import edition_of, unit_of
from tcdata.cli.files import write
from tcdata.cli.keep import opened, person
from tcdata.reference import Reference
from tcdata.rows import Rows, by_metric
from tcdata.views import case, plan_said, skills
from tcdata.views import plan as view


def plan(args: Namespace) -> int:
    """List a unit's skills at risk with what is decided; for one skill, its history."""
    rows, reference, wave, unit, _ = _about(args)
    entries = store.plan_entries(opened(args))
    if args.skill:
        skill = _skill(args.skill, reference)
        own = entries[(entries["unit"] == unit) & (entries["skill"] == skill)]
        shown = own if args.json else plan_said.history(entries, unit, skill)
        say.frame(shown, args.json, "Nothing has been decided about this skill.")
        return DONE
    found = view.plan(rows, reference, wave, unit, entries, date.today().isoformat())
    shown = found if args.json else plan_said.table(found)
    say.frame(shown, args.json, "No skill of this unit is at risk, and nothing is decided.")
    return DONE


def decide(args: Namespace) -> int:
    """Add a decision about one skill to the institution's own plan."""
    engine = opened(args, sample=False)
    _, reference, wave, unit, _ = _about(args)
    skill = _skill(args.skill, reference)
    before = view.last(store.plan_entries(engine), unit, skill)
    entry = store.decide(
        engine,
        unit=unit,
        skill=skill,
        wave=view.seen_in(before, wave),
        decision=args.decision,
        owner=args.owner,
        due=args.due,
        state=args.state,
        by=person(),
        after=before["entry"] if before else None,
    )
    if args.json:
        say.data({"entry": entry, "replaces": int(before["entry"]) if before else None})
    else:
        print(f"Entry {entry} of the plan.")
    return DONE


def forget(args: Namespace) -> int:
    """Erase the owner of one entry of the institution's own plan."""
    store.forget(opened(args, sample=False), args.entry, person(), args.reason)
    if args.json:
        say.data({"forgotten": args.entry})
    else:
        print(f"The owner of entry {args.entry} is erased.")
    return DONE


def export(args: Namespace) -> int:
    """Write a unit's plan as a workbook."""
    from tcdata.reports.plan import render

    rows, reference, wave, unit, edition = _about(args)
    entries = store.plan_entries(opened(args))
    today = date.today().isoformat()
    content = render(rows, wave, unit, reference, edition, entries, today)
    write(args.path, content, args.json)
    return DONE


def _about(args: Namespace) -> tuple[Rows, Reference, str, str, dict]:
    """The current edition's rows and reference, its latest survey with skills, the unit, and the
    edition's record."""
    published, reference, edition = edition_of(args)
    rows = by_metric(published)
    waves = skills.waves(rows)
    if not waves:
        raise CallError("No survey with skills has been published: load one, then publish.")
    unit = unit_of(args.unit, reference, rows["skill_required"])
    if unit not in set(rows["skill_required"]["unit"]):
        raise CallError(f"No skill has been published about “{args.unit}”.")
    return rows, reference, waves[0], unit, edition


def _skill(text: str, reference: Reference) -> str:
    """The skill meant by an id or a name."""
    try:
        return case.named(reference, text)
    except ValueError as error:
        raise CallError(str(error)) from None
