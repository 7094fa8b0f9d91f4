"""Which posts are technical, by the institution's rules, and who holds them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from tcdata.metrics.catalogue import PER_CENT, Metric
from tcdata.metrics.units import Dates, add_up, dates_of, pairs, placed_by_period
from tcdata.published import metric_rows
from tcdata.reference import Reference

METRICS = [
    Metric(
        id="technical_by_rule",
        title="Technical posts found by rule",
        definition=(
            "Technicians whose main post a rule recognises by its job family, code or title, "
            "rather than the rule of last resort."
        ),
        formula="100 × recognised ÷ headcount",
        unit=PER_CENT,
        numerator="technicians whose main post an earlier rule than the last decides",
        denominator="technicians in post (headcount)",
        missing="a unit without technicians has no row",
        better="higher",
        sensitivity="open",
        interval=False,
        source="technical_rules.csv in order of precedence; action N8-4b",
    )
]

EMPLOYED = ["active", "paid leave", "unpaid leave"]


def decisions(workforce: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """What the rules say of each post: columns technical (bool) and rule (place in the order).

    The first rule that matches, in order of precedence, decides; a post no rule matches is not
    technical and has rule −1. A pattern is a regular expression that must match the whole cell,
    whatever its capitals; an empty pattern matches a missing cell.
    """
    rules = reference.technical_rules.sort_values("precedence", kind="stable")
    rule = np.full(len(workforce), -1)
    technical = np.zeros(len(workforce), dtype=bool)
    coded = {field: pd.factorize(workforce[field]) for field in rules["field"].unique()}
    for place, (field, pattern, decision) in enumerate(
        zip(rules["field"], rules["pattern"], rules["decision"], strict=True)
    ):
        codes, values = coded[field]
        if pattern:
            matches = re.compile(pattern, re.IGNORECASE).fullmatch
            hit = np.array([matches(value) is not None for value in values] + [False])[codes]
        else:
            hit = codes == -1
        new = hit & (rule == -1)
        rule[new] = place
        technical[new] = decision == "include"
    return pd.DataFrame({"technical": technical, "rule": rule}, index=workforce.index)


def technical(workforce: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The technical posts of people in employment (active, or on paid or unpaid leave).

    All columns of the workforce stay, with `period` (the as-of date) beside; `unit` is the unit
    valid on that date.
    """
    employed = workforce[workforce["status"].isin(EMPLOYED)]
    posts = employed[decisions(employed, reference)["technical"]]
    return _placed(posts, reference)


def people(workforce: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """One row per technician and as-of date: the main post of everyone whose main post counts.

    The main post is looked for among the posts a person is employed in: the one marked so, else
    the largest FTE, ties by the first row. A person whose main post is not technical is not a
    technician, though a second, technical post of theirs counts in posts and FTE. Columns: those
    of the workforce, `period`, and `rule` (see `decisions`).
    """
    employed = workforce[workforce["status"].isin(EMPLOYED)].reset_index(drop=True)
    order = employed.assign(place=employed.index).sort_values(
        ["main_post", "fte", "place"], ascending=[False, False, True]
    )
    main = employed.loc[order.drop_duplicates(["as_of", "person_id"]).index.sort_values()]
    decided = decisions(main, reference)
    main = main.assign(rule=decided["rule"])[decided["technical"]]
    return _placed(main, reference)


def _placed(posts: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    posts = posts.assign(period=posts["as_of"])
    posts["unit"] = placed_by_period(posts, reference, dates_of(posts["period"]))
    return posts.reset_index(drop=True)


def technical_by_rule(people: pd.DataFrame, dates: Dates, reference: Reference) -> pd.DataFrame:
    """Metric rows of `technical_by_rule`: per unit and as-of date, in per cent of technicians."""
    last = len(reference.technical_rules) - 1
    counted = people.assign(base=1, count=(people["rule"] < last).astype(int))
    numbers = ["base", "count"]
    leaves = counted.groupby(["period", "unit"])[numbers].sum().reset_index()
    rows = add_up(leaves, pairs(reference, dates), [], numbers)
    return metric_rows(rows.assign(value=100 * rows["count"] / rows["base"]), "technical_by_rule")
