"""Workforce: how many technicians, where, on what terms, and who came and went."""

from __future__ import annotations

import re

import pandas as pd

from tcdata import words
from tcdata.published import COLUMNS
from tcdata.reference import Reference
from tcdata.rows import Rows, one, periods, select
from tcdata.views import trend, units

MEASURES = {"headcount": "People", "fte": "FTE"}
CUTS = {"grade": "Grade", "contract_type": "Contract", "role_type": "Role"}
VIEWS = {"trend": "Trend", "units": "Where", **CUTS, "apprentices": "Apprentices", "flows": "Moves"}
# How a heading says where people of a view's category are, and what a category is called.
WHERE = {
    "units": "in {}",
    "grade": "in {}",
    "contract_type": "on {} contracts",
    "role_type": "in {} roles",
}
EACH = {"units": "part", "grade": "grade", "contract_type": "contract", "role_type": "role"}
TITLES = {**MEASURES, "apprentices": "Apprentices"}
METHOD = (
    "People are counted once, by their main post; FTE adds up all posts. Technical posts are "
    "found by rule, and people on paid or unpaid leave are employed."
)


def extracts(rows: Rows) -> list[str]:
    """The as-of dates with figures, latest first."""
    return periods(rows, "headcount")[::-1]


def finding(rows: Rows, reference: Reference, unit: str, period: str) -> str:
    """The page's answer in Markdown: headcount, FTE, and the change since the first extract."""
    name = words.plain(units.called(reference, unit))
    row = one(rows, "headcount", period=period, unit=unit)
    if row is None or row["value"] != row["value"]:
        return f"**{name} has no figures for {words.date(period)}.**"
    fte = one(rows, "fte", period=period, unit=unit)
    full_time = "" if fte is None else f" ({words.number(fte['value'], 1)} FTE)"
    people = words.counted(row["value"], "technician")
    sentence = f"**{name} employs {people}{full_time} on {words.date(period)}.**"
    found = select(rows, "headcount", unit=unit)
    known = zip(found["period"], found["value"], strict=True)
    earlier = [(when, value) for when, value in known if when < period and value == value]
    if not earlier:
        return sentence
    first, value = min(earlier)
    return f"{sentence} Since {words.month(first)}: {words.signed(row['value'] - value)}."


def note(reference: Reference, unit: str, view: str) -> str:
    """What the reader must know of a view's picture, in Markdown; empty where there is nothing."""
    if view == "trend":
        return trend.break_note(reference, unit)
    if view == "flows":
        return (
            "Over 12 months: turnover is those who left, out of the mean headcount; stability is "
            "those still in post, out of those there at the start. An extract in between has none."
        )
    if view != "apprentices":
        return ""
    low, high = reference.settings["targets"]["apprentices_per_faculty"]
    return (
        f"The range of the action plan is {low} to {high} apprentices in each faculty. Every "
        "faculty is shown, whichever unit is chosen."
    )


def by_unit(rows: Rows, reference: Reference, unit: str, period: str, measure: str) -> pd.DataFrame:
    """One row per part of `unit`, largest first: unit, label, value, text, marked (no)."""
    names = units.short_names(reference)
    chosen = units.parts(reference, unit, period)
    if unit == reference.settings["institution"]["root_unit"]:
        chosen = units.faculties(reference, period)[1:]
    found = select(rows, measure, period=period, unit=chosen or [unit])
    found = found.sort_values("value", ascending=False, kind="stable")
    return _bars(found, found["unit"].map(names), measure)


def breakdown(rows: Rows, unit: str, period: str, measure: str, cut: str) -> pd.DataFrame:
    """One row per category of `cut`: grades in their order, other categories largest first."""
    found = select(rows, measure, period=period, unit=unit, cut=cut)
    if cut == "grade":
        found = found.sort_values("category", key=lambda grades: grades.map(_grade_order))
    else:
        found = found.sort_values("value", ascending=False, kind="stable")
    labels = found["category"].map(lambda grade: f"Grade {grade}" if grade.isdigit() else grade)
    return _bars(found, labels, measure)


def apprentices(rows: Rows, reference: Reference, period: str) -> pd.DataFrame:
    """Apprentices per faculty against the range: label, value, text, marked (outside it)."""
    low, high = reference.settings["targets"]["apprentices_per_faculty"]
    names = units.short_names(reference)
    root = reference.settings["institution"]["root_unit"]
    found = select(
        rows, "apprentices", period=period, unit=units.parts(reference, root, period)
    ).sort_values("value", ascending=False, kind="stable")
    out = _bars(found, found["unit"].map(names), "apprentices")
    if out.empty:
        return out
    within = out["value"].between(low, high)
    state = within.map({True: "in range", False: "below the range"}).where(
        out["value"] <= high, "above the range"
    )
    return out.assign(text=out["text"] + " · " + state, marked=~within)


def picture(
    rows: Rows, reference: Reference, unit: str, period: str, measure: str, view: str
) -> pd.DataFrame:
    """The bars of a view (a key of VIEWS other than trend and flows)."""
    if view == "units":
        return by_unit(rows, reference, unit, period, measure)
    if view == "apprentices":
        return apprentices(rows, reference, period)
    return breakdown(rows, unit, period, measure, view)


def published(
    rows: Rows, reference: Reference, unit: str, period: str, measure: str, view: str
) -> pd.DataFrame:
    """The published rows behind a view, for its table and its download."""
    if view == "flows":
        metrics = ["joiners", "leavers", "transfers", "promotions", "turnover", "stability"]
        return pd.concat(
            [select(rows, metric, unit=unit, cut=None) for metric in metrics], ignore_index=True
        )
    if view == "trend":
        return trend.published(rows, reference, unit, measure)
    return picture(rows, reference, unit, period, measure, view)[COLUMNS]


def table(found: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Published rows as readers see them: date, unit, category, value, and note if there is one."""
    names = units.long_names(reference)
    noted = {"Note": found["symbol"]} if (found["symbol"] != "").any() else {}
    return pd.DataFrame(
        {
            "Date": [words.date(period) for period in found["period"]],
            "Where": found["unit"].map(names),
            "What": found["metric"].map(TITLES).fillna("") + found["category"].map(_in_brackets),
            "Figure": words.cells(found["value"], found["symbol"], 1),
            **noted,
        }
    )


def headline(view: str, found: pd.DataFrame, name: str, measure: str) -> str:
    """What the picture shows, in plain text."""
    if found.empty:
        return "There is nothing to draw for this choice"
    if view == "trend":
        line = found[(found["series"] == found["series"].iloc[0]) & found["y"].notna()]
        first, last = line.iloc[0], line.iloc[-1]
        return (
            f"{line['series'].iloc[0]}: {words.number(first['y'])} in {words.month(first['x'])}, "
            f"{words.number(last['y'])} in {words.month(last['x'])}"
        )
    if view == "apprentices":
        within = int((~found["marked"]).sum())
        return f"{within} of {len(found)} faculties have apprentices within the range"
    whole, top = found["value"].sum(), found["value"].max()
    first = found[found["value"] == top]
    where = WHERE[view].format(first["label"].iloc[0])
    if len(found) == 1:
        return f"{name}: {trend.amount(top, measure)}, {'all ' if top > 1 else ''}{where}"
    people, are = ("people", "are") if measure == "headcount" else ("FTE", "is")
    places = 0 if measure == "headcount" else 1
    out_of = f"{words.number(top, places)} of {words.number(whole, places)}"
    share = f"{words.percent(top / whole * 100)} of {people} ({out_of})"
    if len(first) > 1:
        return f"{name}: no {EACH[view]} has more than {share}"
    return f"{name}: {share} {are} {where}"


def _in_brackets(category: str) -> str:
    return f" ({category})" if category else ""


def _bars(found: pd.DataFrame, labels: pd.Series, measure: str) -> pd.DataFrame:
    places = 1 if measure == "fte" else 0
    texts = [
        words.number(value, places) if value == value else symbol
        for value, symbol in zip(found["value"], found["symbol"], strict=True)
    ]
    return found.assign(label=labels.astype("str"), text=texts, marked=False)


def _grade_order(grade: str) -> tuple[int, str]:
    digits = re.search(r"\d+", grade)
    return (int(digits.group()) if digits else 99, grade)
