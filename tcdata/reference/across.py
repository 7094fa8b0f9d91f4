"""Checks between the reference tables, and of published totals that cannot be right."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pandas as pd

from tcdata.reference.tables import WrongReferenceError

# The tables that stand in files, and so have headings.
FILE_TABLES = {"workforce", "respondents", "skills", "activities"}


def check_across(tables: dict[str, pd.DataFrame], settings: dict[str, Any]) -> None:
    """Raise WrongReferenceError where one table names what another does not have."""
    units = set(tables["organisation"]["unit"])
    if settings["institution"]["root_unit"] not in units:
        raise WrongReferenceError("settings.toml", 1, "root_unit is not in organisation.csv")
    _named("organisation", tables, "parent", units, "a unit of this file", empty=True)
    _named("organisation", tables, "successor", units, "a unit of this file", empty=True)
    _named("waves", tables, "scope", units, "a unit of organisation.csv")
    _named("history", tables, "unit", units, "a unit of organisation.csv")
    waves = set(tables["waves"]["wave"])
    _named("question_versions", tables, "wave", waves, "a wave of waves.csv")
    _named("skills", tables, "first_wave", waves, "a wave of waves.csv")
    questions = set(tables["questions"]["question"])
    _named("question_versions", tables, "question", questions, "a question of questions.csv")
    _named("headings", tables, "table", FILE_TABLES, f"one of: {', '.join(sorted(FILE_TABLES))}")
    _check_unit_names(tables["organisation"])
    _check_roots(tables["organisation"], settings["institution"]["root_unit"])
    _check_options(tables["questions"])
    _check_reasons(tables["question_versions"])
    _check_dates(tables["waves"])
    _check_patterns(tables["technical_rules"])
    _check_totals(tables["history"])


def _named(
    table: str,
    tables: dict[str, pd.DataFrame],
    column: str,
    known: set[str],
    what: str,
    empty: bool = False,
) -> None:
    cells = tables[table][column]
    bad = ~cells.isin(known) & ~((cells == "") & empty)
    if bad.any():
        row = int(bad.to_numpy().argmax())
        reason = f"“{column}” must be {what} (found “{cells.iloc[row]}”)"
        raise WrongReferenceError(f"{table}.csv", row + 2, reason)


def _check_unit_names(organisation: pd.DataFrame) -> None:
    """An id, name or alias must lead to one unit only."""
    owner: dict[str, str] = {}
    for row, unit in enumerate(organisation.to_dict("records")):
        for text in [unit["unit"], unit["name"], unit["short_name"], *unit["aliases"].split(";")]:
            key = text.strip().casefold()
            if key and owner.setdefault(key, unit["unit"]) != unit["unit"]:
                reason = f"“{text.strip()}” already names the unit “{owner[key]}”"
                raise WrongReferenceError("organisation.csv", row + 2, reason)


def _check_roots(organisation: pd.DataFrame, root: str) -> None:
    """Every unit must lead up to the root, without a circle."""
    parents = organisation.groupby("unit")["parent"].agg(list).to_dict()
    for row, unit in enumerate(organisation["unit"]):
        seen, level = {unit}, {unit}
        while level - {root}:
            level = {parent for one in level - {root} for parent in parents.get(one, [""])}
            if "" in level or level & (seen - {root}):
                reason = f"the parents of “{unit}” do not lead up to “{root}”"
                raise WrongReferenceError("organisation.csv", row + 2, reason)
            seen |= level


def _check_options(questions: pd.DataFrame) -> None:
    for row, question in enumerate(questions.to_dict("records")):
        options = question["options"].split(";")
        stray = [f for f in question["favourable"].split(";") if f and f not in options]
        if len(set(options)) != len(options):
            raise WrongReferenceError("questions.csv", row + 2, "an option stands twice")
        if stray:
            reason = f"the favourable option “{stray[0]}” is not among the options"
            raise WrongReferenceError("questions.csv", row + 2, reason)


def _check_reasons(versions: pd.DataFrame) -> None:
    bad = (versions["comparable"] == "no") & (versions["reason"] == "")
    if bad.any():
        row = int(bad.to_numpy().argmax())
        reason = "a question that is not comparable needs its reason"
        raise WrongReferenceError("question_versions.csv", row + 2, reason)


def _check_dates(waves: pd.DataFrame) -> None:
    for column in ("opens", "closes", "frame_date"):
        if waves[column].isna().any():
            row = int(waves[column].isna().to_numpy().argmax())
            raise WrongReferenceError("waves.csv", row + 2, f"“{column}” is empty")
    bad = waves["closes"] < waves["opens"]
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise WrongReferenceError("waves.csv", row + 2, "the wave closes before it opens")
    # What is earlier is told by a wave's name where only published rows are at hand.
    names = waves.sort_values("opens", kind="stable")["wave"]
    for place, (earlier, later) in zip(names.index[1:], pairwise(names), strict=True):
        if earlier > later:
            reason = f"“{later}” opens after “{earlier}”: give it a name that sorts after that one"
            raise WrongReferenceError("waves.csv", int(place) + 2, reason)


def _check_patterns(rules: pd.DataFrame) -> None:
    for row, pattern in enumerate(rules["pattern"]):
        try:
            re.compile(pattern)
        except re.error as error:
            reason = f"the pattern “{pattern}” cannot be read: {error}"
            raise WrongReferenceError("technical_rules.csv", row + 2, reason) from None


def _check_totals(history: pd.DataFrame) -> None:
    """A number is 0 or more, a share at most 100 %, and the parts of a whole at most the whole.

    The whole of people is the same figure without a cut; the shares of one whole may pass 100 % by
    the rounding of each.
    """
    value, shares = history["value"], history["value_unit"] == "percent"
    _refuse_total(value.isna() | (value < 0), "“value” must be a number, 0 or more")
    over = shares & (value > 100)
    if over.any():
        _refuse_total(over, f"{value[over].iloc[0]:g} % is more than the whole")
    key = ["period", "metric", "unit", "value_unit"]
    wholes = history[history["cut"] == ""].set_index(key)["value"].to_dict()
    for names, group in history[history["cut"] != ""].groupby([*key, "cut"]):
        percent = names[3] == "percent"
        whole = 100 + 0.5 * len(group) if percent else wholes.get(names[:4], float("inf"))
        if group["value"].sum() > whole:
            sign, least = (" %", "") if percent else ("", f" ({whole:g})")
            parts = " and ".join(
                f"{number:g}{sign} {category}"
                for number, category in zip(group["value"], group["category"], strict=True)
            )
            reason = (
                f"{parts} add to {group['value'].sum():g}{sign}, more than the whole{least}: "
                f"check “{names[4]}” of {names[0]:%Y-%m-%d} in the source before using it"
            )
            raise WrongReferenceError("history.csv", int(group.index[-1]) + 2, reason)


def _refuse_total(wrong: pd.Series, reason: str) -> None:
    if wrong.any():
        raise WrongReferenceError("history.csv", int(wrong.to_numpy().argmax()) + 2, reason)
