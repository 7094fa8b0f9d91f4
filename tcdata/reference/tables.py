"""The tables of the reference: their columns, and the checks that a wrong file fails."""

from __future__ import annotations

import pandas as pd


class WrongReferenceError(ValueError):
    """A reference file is wrong: says the file, the line and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


# Column → what it holds: text, text! (never empty), text? (a column that may be left out, so that
# editions of before it existed can be read), date, whole, number, yes/no, or a|b|c.
TABLES: dict[str, dict[str, str]] = {
    "organisation": {
        "unit": "text!",
        "name": "text!",
        "short_name": "text!",
        "kind": "university|group|faculty|service|school",
        "parent": "text",
        "valid_from": "date",
        "valid_to": "date",
        "successor": "text",
        "aliases": "text",
    },
    "waves": {
        "wave": "text!",
        "opens": "date",
        "closes": "date",
        "frame_date": "date",
        "scope": "text!",
    },
    "questions": {
        "question": "text!",
        "text": "text!",
        "theme": "text!",
        "type": "single|multi",
        "options": "text!",
        "favourable": "text",
        "core": "yes/no",
        "sensitivity": "internal|sensitive",
        "label": "text?",
    },
    "question_versions": {
        "wave": "text!",
        "question": "text!",
        "heading": "text!",
        "option_map": "text",
        "comparable": "yes/no",
        "reason": "text",
    },
    "skills": {
        "skill": "text!",
        "name": "text!",
        "discipline": "text!",
        "critical": "yes/no",
        "required": "whole",
        "months_to_competence": "whole",
        "first_wave": "text!",
    },
    "headings": {"source": "text!", "table": "text!", "heading": "text!", "column": "text!"},
    "technical_rules": {
        "precedence": "whole",
        "field": "job_family|job_code|job_title|unit",
        "pattern": "text",
        "decision": "include|exclude",
        "note": "text",
    },
    "actions": {
        "action_id": "text!",
        "response": "text!",
        "status_group": "text!",
        "title": "text!",
        "owners": "text",
        "timeframe_as_stated": "text",
        "due": "date",
        "themes": "text",
        "talent": "text",
        "values": "text",
    },
    "measures": {
        "measure_id": "text!",
        "action_id": "text!",
        "measure": "text!",
        "kind": "level|change|range|baseline|milestone",
        "target": "text",
        "unit": "text!",
        "direction": "text!",
        "period": "text",
        "baseline": "text",
        "source": "text!",
    },
    "history": {
        "period": "date",
        "metric": "text!",
        "unit": "text!",
        "cut": "text",
        "category": "text",
        "value": "number",
        "value_unit": "people|percent",
        "source": "text!",
    },
    "glossary": {"term": "text!", "meaning": "text!"},
}

KEYS: dict[str, list[str]] = {
    "organisation": ["unit", "valid_from"],
    "waves": ["wave"],
    "questions": ["question"],
    "question_versions": ["wave", "question"],
    "skills": ["skill"],
    "headings": ["source", "table", "heading"],
    "technical_rules": ["precedence", "field", "pattern"],
    "actions": ["action_id"],
    "measures": ["measure_id"],
    "history": ["period", "metric", "unit", "cut", "category"],
    "glossary": ["term"],
}


def check_table(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check one table's headings, cells and key; give it back with dates and numbers converted."""
    columns, name = TABLES[table], f"{table}.csv"
    spare = [c for c, holds in columns.items() if holds == "text?" and c not in frame]
    frame = frame.assign(**dict.fromkeys(spare, "")).astype(dict.fromkeys(spare, "str"))
    missing = [column for column in columns if column not in frame]
    extra = [str(column) for column in frame if column not in columns]
    if missing or extra:
        parts = [f"“{c}” is missing" for c in missing] + [f"“{c}” is not known" for c in extra]
        raise WrongReferenceError(name, 1, "wrong headings: " + ", ".join(parts))
    out = pd.DataFrame({c: _convert(name, frame[c].str.strip(), columns[c]) for c in columns})
    again = out.duplicated(KEYS[table])
    if again.any():
        row = int(again.to_numpy().argmax())
        what = ", ".join(str(out.loc[row, c]) for c in KEYS[table])
        raise WrongReferenceError(name, row + 2, f"“{what}” stands twice")
    return out


def _convert(file: str, cells: pd.Series, holds: str) -> pd.Series:
    column, empty = cells.name, cells == ""
    if holds in ("text", "text?"):
        return cells
    if holds == "text!":
        return _refuse(file, cells, empty, f"“{column}” is empty")
    if holds == "date":
        dates = pd.to_datetime(cells.mask(empty), format="%Y-%m-%d", errors="coerce")
        _refuse(file, cells, dates.isna() & ~empty, f"“{column}” is not a date like 2026-09-01")
        return dates
    if holds in ("whole", "number"):
        numbers = pd.to_numeric(cells.mask(empty), errors="coerce")
        bad = numbers.isna() & ~empty
        if holds == "whole":
            bad |= numbers.notna() & ((numbers % 1 != 0) | (numbers < 0))
        kind = "whole number" if holds == "whole" else "number"
        _refuse(file, cells, bad, f"“{column}” is not a {kind}")
        return numbers.astype("Int64") if holds == "whole" else numbers.astype("float64")
    allowed = ["yes", "no"] if holds == "yes/no" else holds.split("|")
    reason = f"“{column}” must be one of: {', '.join(allowed)}"
    return _refuse(file, cells, ~cells.isin(allowed), reason)


def _refuse(file: str, cells: pd.Series, bad: pd.Series, reason: str) -> pd.Series:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        found = f" (found “{cells.iloc[row]}”)" if cells.iloc[row] else ""
        raise WrongReferenceError(file, row + 2, reason + found)
    return cells
