"""Files of people → checked tables, findings and refused rows. Nothing is stored here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from tcdata import findings
from tcdata.findings import ACROSS, Bad
from tcdata.mapping import headings, notes, options, strays, tables
from tcdata.mapping.types import Context
from tcdata.readers import UnreadableFileError, own_layout
from tcdata.readers.own_layout import Sheet
from tcdata.reference import Reference
from tcdata.schemas import gate
from tcdata.schemas.columns import FIRST_DATE
from tcdata.schemas.rules import RULES, dated_rules

__all__ = ["Checked", "UnreadableFileError", "check"]


_A_HANDFUL = 10


@dataclass(frozen=True)
class Checked:
    """What was found in the files of one kind and period.

    `tables` holds the rows without errors as canonical tables; `findings` one row per wrong cell
    (sheet, row, column, value, problem, remedy, severity: error or note); `refused` the rows with
    an error, with their reason, ids hashed and wrong cells left out. rows_in = rows_accepted +
    rows refused. `dropped` names the columns that were not loaded. Only `findings` holds values
    as the file has them: it is for the person who loads the file and must not be stored.
    """

    kind: str
    period: str
    tables: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    refused: pd.DataFrame
    rows_in: int
    rows_accepted: int
    dropped: list[str]
    sha256: str
    file_names: list[str]

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not (self.findings["severity"] == "error").any()


@dataclass(frozen=True)
class _Table:
    """One table on its way: `frame` holds all its rows, `reasons` why each cannot be accepted."""

    name: str
    sheet: Sheet
    columns: headings.Columns
    frame: pd.DataFrame
    findings: list[pd.DataFrame]
    reasons: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        return self.reasons == ""


def check(
    kind: str,
    files: Sequence[tuple[str, bytes]],
    reference: Reference,
    period: str,
    key: bytes,
    today: date | None = None,
) -> Checked:
    """Read and check the files (name, bytes) of a `kind` for a `period`.

    `kind` is workforce, survey or activity; `period` an as-of date (ISO) or a wave. `key` hashes
    the ids. `today` is the day on the clock of who loads: nothing can be known of a later one.
    Files that are dated by a story, as the sample's are, have none. Raises UnreadableFileError,
    one sentence, where a file cannot be read as that kind.
    """
    now = pd.Timestamp.max if today is None else pd.Timestamp(today)
    first, last, day = _dates(kind, period, reference, now)
    sheets = [sheet for name, data in files for sheet in own_layout.read(name, data)]
    names = headings.lookups(reference)
    placed, others = headings.assign(kind, sheets, names)
    purpose = "respondent" if kind == "survey" else ""
    context = Context(reference, day, key, purpose, rows_have_dates=kind == "activity")
    made: dict[str, _Table] = {}
    chosen, remarks = pd.DataFrame(), []
    for name, sheet in placed.items():
        columns = headings.place_columns(sheet, name, names[name], reference, period)
        frame, bad = tables.canonical(sheet, name, columns, context)
        rules = [*dated_rules(name, first, last, reference.organisation), *RULES[name]]
        bad += tables.breaches(frame, rules, columns)
        if name == "respondents":
            _refuse_another_wave(sheet.file, frame["completed_on"].dropna(), first, last, period)
            remarks.append(notes.of_days(sheet, columns, frame["completed_on"], last, now))
            chosen, wrong = options.answers(sheet.cells, columns.questions, reference, period)
            bad += wrong
        if name == "skills":
            bad.append(_strangers(frame, made["respondents"].frame))
        made[name] = _judge(name, sheet, columns, frame, bad)
    if "skills" in made:
        made["skills"] = _without_refused(made["skills"], made["respondents"])
    accepted = {name: one.frame[one.kept] for name, one in made.items()}
    if kind == "survey":
        accepted |= _survey(accepted, chosen)
    found = [notes.of_files(kind, placed, others), *remarks]
    found += [part for one in made.values() for part in one.findings if len(part)]
    refused = [_refused(one) for one in made.values() if not one.kept.all()]
    return Checked(
        kind=kind,
        period=period,
        tables={n: gate(n, tables.finished(n, frame)) for n, frame in accepted.items()},
        findings=findings.stacked(found),
        refused=pd.concat([_NONE_REFUSED, *refused], ignore_index=True),
        rows_in=sum(len(one.frame) for one in made.values()),
        rows_accepted=sum(int(one.kept.sum()) for one in made.values()),
        dropped=[h for one in made.values() for h in one.columns.personal + one.columns.unknown],
        sha256=_sha256(files),
        file_names=[name for name, _ in files],
    )


def _dates(
    kind: str, period: str, reference: Reference, now: pd.Timestamp
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]:
    """The first and the last day that rows may be from, and the day the file describes; a
    sentence where it is an as-of date after `now`."""
    if kind == "survey":
        for wave in reference.waves.to_dict("records"):
            if wave["wave"] == period:
                return wave["opens"], wave["closes"], wave["frame_date"]
        raise UnreadableFileError(f"There is no wave “{period}” in waves.csv.")
    day = pd.to_datetime(period, format="%Y-%m-%d", errors="coerce")
    if pd.isna(day):
        raise UnreadableFileError(f"“{period}” is not a day like 2026-09-01.")
    if not FIRST_DATE <= day <= now:
        before = f"before {FIRST_DATE.year}"
        wrong = before if day < FIRST_DATE else f"in the future: today is {now:%Y-%m-%d}"
        raise UnreadableFileError(
            f"The as-of date {period} is {wrong}. Give the day that the file describes, and look "
            "at the year."
        )
    return pd.Timestamp.min, day, day


def _refuse_another_wave(
    file: str, days: pd.Series, first: pd.Timestamp, last: pd.Timestamp, wave: str
) -> None:
    """One sentence for a survey loaded as another wave, in place of a finding a respondent; a
    handful of wrong days may be typing errors."""
    if len(days) < _A_HANDFUL or days.between(first, last).any():
        return
    raise UnreadableFileError(
        f"“{file}” holds no answer of the wave {wave} ({first:%Y-%m-%d} to {last:%Y-%m-%d}): its "
        f"answers are from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}. Choose the wave it is "
        "of, or correct the wave's dates in waves.csv."
    )


def _judge(
    name: str, sheet: Sheet, columns: headings.Columns, frame: pd.DataFrame, bad: list[Bad]
) -> _Table:
    """The table with its findings; a row with a wrong cell, or any row where a required column
    is missing, is not accepted."""
    bad = strays.one_for_the_row(sheet, name, columns, bad)
    cells = findings.of_cells(sheet, {**columns.known, **columns.questions}, bad)
    reasons = findings.reasons(cells, len(frame))
    about = notes.of_columns(name, sheet, columns)
    missing = about[about["severity"] == "error"]
    for column, problem in zip(missing["column"], missing["problem"], strict=True):
        reasons = np.where(reasons == "", "", reasons + "; ") + f"{column}: {problem}"
    return _Table(name, sheet, columns, frame, [about, cells], reasons)


def _strangers(skills: pd.DataFrame, respondents: pd.DataFrame) -> Bad:
    ids, known = skills["respondent_id"], respondents["respondent_id"]
    # Where no respondent has an id, that is the finding, and not each row of the skills.
    rows = np.flatnonzero(ids.notna() & ~_among(ids, known) & bool(known.notna().any()))
    remedy = "Add the respondent's row to “responses”, or take this one out."
    return Bad("respondent_id", rows, "“responses” has no such respondent.", remedy, ACROSS)


def _without_refused(skills: _Table, respondents: _Table) -> _Table:
    """Skills of a respondent whose own row is refused are refused with it, without a finding."""
    accepted = respondents.frame["respondent_id"][respondents.kept]
    lost = skills.kept & ~_among(skills.frame["respondent_id"], accepted)
    reason = "the respondent's row in “responses” is not accepted"
    return replace(skills, reasons=np.where(lost, reason, skills.reasons))


def _among(ids: pd.Series, some: pd.Series) -> np.ndarray:
    """Whether each id is one of `some`: looked up once for each distinct id."""
    codes, distinct = pd.factorize(ids)
    return np.append(pd.Index(distinct).isin(some), False)[codes]


def _survey(accepted: dict[str, pd.DataFrame], chosen: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The survey's tables that may lack a sheet of their own: answers, and skills if absent."""
    ids = accepted["respondents"]["respondent_id"]
    answers = chosen[chosen["row"].isin(ids.index)]
    answers = answers.assign(respondent_id=ids.reindex(answers["row"]).to_numpy())
    out = {"answers": answers[["respondent_id", "question", "option"]].astype("str")}
    if "skills" not in accepted:
        out["skills"] = tables.empty("skills")
    return out


_NONE_REFUSED = pd.DataFrame({"table": [], "row": [], "reason": []}).astype(
    {"table": "str", "row": "int64", "reason": "str"}
)


def _refused(table: _Table) -> pd.DataFrame:
    out = tables.as_text(table.frame[~table.kept])
    out.insert(0, "table", table.name)
    out.insert(1, "row", table.sheet.cells.index[~table.kept])
    return out.assign(reason=table.reasons[~table.kept])


def _sha256(files: Sequence[tuple[str, bytes]]) -> str:
    """Of one file its own; of several one that does not depend on their order or names."""
    digests = sorted(hashlib.sha256(data).digest() for _, data in files)
    return digests[0].hex() if len(digests) == 1 else hashlib.sha256(b"".join(digests)).hexdigest()
