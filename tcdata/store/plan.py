"""The succession plan: what each unit has decided about its skills, with history.

Entries are added and never changed, so publishing, withdrawing and purging leave them as they
are. The owner is a role; no entry holds another free text, because that is where people would be
written about. Where a person was named all the same, `forget` takes the owner out, and only that.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tcdata import words
from tcdata.plan import COLUMNS, DECISIONS, ERASED, LONGEST_OWNER, STATES
from tcdata.store import audit, schema
from tcdata.store.connection import empty_log, now, reading, writing
from tcdata.store.errors import ConflictError, StoreError, UnknownIdError

# What the audit trail repeats of an entry: nothing that could be about a person.
TOLD = ["entry", "unit", "skill", "wave", "decision", "due", "state"]

_plan = schema.plan


def plan_entries(engine: Engine) -> pd.DataFrame:
    """Every entry ever made, oldest first: columns tcdata.plan.COLUMNS.

    `entry` is its number, `due` a day (ISO text), `at` when it was made (UTC), `person` who made
    it; all others are text. `tcdata.plan.latest` gives the entries that count.
    """
    with reading(engine) as connection:
        query = sa.select(*(_plan.c[name] for name in COLUMNS)).order_by(_plan.c.entry)
        rows = connection.execute(query).all()
    frame = pd.DataFrame(rows, columns=COLUMNS)
    types = dict.fromkeys(COLUMNS, "str") | {"entry": "int64"}
    return frame.astype(types).assign(at=pd.to_datetime(frame["at"], utc=True))


def decide(
    engine: Engine,
    *,
    unit: str,
    skill: str,
    wave: str,
    decision: str,
    owner: str,
    due: str,
    state: str,
    by: str,
    after: int | None,
) -> int:
    """Add an entry to the plan; its number.

    `wave`: the survey that the need was seen in. `decision` and `state` are keys of
    tcdata.plan.DECISIONS and STATES, `owner` a role, `due` a day as ISO text. `after` is the
    number of the unit's entry about the skill that was seen when this was decided, None where
    there was none. Where the latest entry says the same already, nothing is added and its number
    is given. Raises StoreError where a value cannot be one, and ConflictError where somebody
    decided about the skill meanwhile: the sentence says what.
    """
    owner = " ".join(owner.split())
    _check(unit, skill, wave, decision, owner, due, state)
    values = {"unit": unit, "skill": skill, "wave": wave, "decision": decision}
    values |= {"owner": owner, "due": due, "state": state}
    with writing(engine) as connection:
        last = _last(connection, unit, skill)
        if last is not None and all(last[name] == value for name, value in values.items()):
            return int(last["entry"])
        if (None if last is None else last["entry"]) != after:
            raise ConflictError(_meanwhile(last))
        made = {**values, "previous": after or 0, "at": now(), "person": by}
        result = connection.execute(_plan.insert().values(**made))
        entry = int(result.inserted_primary_key[0])  # type: ignore[index]
        told = {name: value for name, value in values.items() if name in TOLD}
        audit.append(connection, by, "decide", entry=entry, **told)
    return entry


def forget(engine: Engine, entry: int, by: str, reason: str) -> None:
    """Erase the owner of an entry for good, where a person was named; the rest of it stays.

    `reason` must not name the person. Raises UnknownIdError, and StoreError where it was done.
    """
    with writing(engine) as connection:
        owner = connection.scalar(sa.select(_plan.c.owner).where(_plan.c.entry == entry))
        if owner is None:
            raise UnknownIdError(f"The plan has no entry {entry}.")
        if owner == ERASED:
            raise StoreError(f"The owner of entry {entry} was erased already.")
        connection.execute(_plan.update().where(_plan.c.entry == entry).values(owner=ERASED))
        audit.append(connection, by, "forget", entry=entry, reason=reason)
    empty_log(engine)


def broken(connection: Connection) -> list[str]:
    """What is wrong with the plan, in sentences: entries that the trail tells of otherwise."""
    query = sa.select(schema.audit.c.detail).where(schema.audit.c.action == "decide")
    told = {detail["entry"]: detail for detail in connection.scalars(query)}
    kept = {
        row["entry"]: dict(row)
        for row in connection.execute(sa.select(*(_plan.c[name] for name in TOLD))).mappings()
    }
    return [
        f"Entry {number} of the plan is not as it was decided."
        if number in kept
        else f"Entry {number} of the plan was decided and is gone."
        for number in sorted(told.keys() | kept.keys())
        if kept.get(number) != told.get(number)
    ]


def _check(
    unit: str, skill: str, wave: str, decision: str, owner: str, due: str, state: str
) -> None:
    if not (unit and skill and wave):
        raise StoreError("A decision is about one skill of one unit, seen in one survey.")
    if decision not in DECISIONS:
        raise StoreError(f"“{decision}” is no decision; there are: {', '.join(DECISIONS)}.")
    if state not in STATES:
        raise StoreError(f"“{state}” is no state; there are: {', '.join(STATES)}.")
    if owner in ("", ERASED) or len(owner) > LONGEST_OWNER or "@" in owner:
        raise StoreError(
            "The owner is a role, such as “TSM, FBS”, in at most "
            f"{LONGEST_OWNER} characters: no person’s name and no e-mail address."
        )
    if not due:
        raise StoreError("Say by which day it is due.")
    try:
        date.fromisoformat(due)
    except ValueError:
        raise StoreError(f"“{due}” is not a date like 2027-03-01.") from None


def _last(connection: Connection, unit: str, skill: str) -> sa.RowMapping | None:
    query = sa.select(_plan).where(_plan.c.unit == unit, _plan.c.skill == skill)
    return connection.execute(query.order_by(_plan.c.entry.desc()).limit(1)).mappings().first()


def _meanwhile(last: sa.RowMapping | None) -> str:
    if last is None:
        return "There is no earlier decision about this skill in this unit; look at the plan again."
    return (
        "Somebody else decided about this skill meanwhile: "
        f"{DECISIONS[last['decision']].lower()}, owner {last['owner']}, due "
        f"{words.date(last['due'])}, {STATES[last['state']]}. Nothing was stored: look at it, and "
        "decide again."
    )
