"""Who joined, left, moved and was promoted between one extract and the next."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata.metrics.catalogue import PEOPLE, PER_CENT, RULE, Metric
from tcdata.metrics.moves import at, moves_between, routes_across
from tcdata.metrics.units import Dates, pairs, per_unit
from tcdata.published import metric_rows, stack
from tcdata.reference import Reference

_NO_PAIR = "0 where nobody did; the first extract has no earlier one and so no row"
_SOURCE = "stock and flow identity: opening + joiners − leavers + moved in − moved out = closing"

METRICS = [
    Metric(
        id="joiners",
        title="Joiners",
        definition=(
            "People in the technical workforce who were not in it at the extract before, whether "
            "new to the institution or from a post that is not technical."
        ),
        formula="people at the closing extract − those also at the opening one",
        unit=PEOPLE,
        numerator="joiners, by their unit at the closing extract",
        denominator="the unit's closing headcount",
        missing=_NO_PAIR,
        better="neither",
        sensitivity="open",
        interval=False,
        source=_SOURCE,
    ),
    Metric(
        id="leavers",
        title="Leavers",
        definition=(
            "People in the technical workforce at the extract before who are no longer in it, "
            "whether they left the institution or took a post that is not technical."
        ),
        formula="people at the opening extract − those also at the closing one",
        unit=PEOPLE,
        numerator="leavers, by their unit at the opening extract",
        denominator="the unit's opening headcount, in today's organisation",
        missing=_NO_PAIR,
        better="neither",
        sensitivity="open",
        interval=False,
        source=_SOURCE,
    ),
    Metric(
        id="transfers",
        title="Moves between units",
        definition=(
            "Technicians at both extracts whose main post moved into the unit (in) or out of it "
            "(out); a move within the unit, or by a reorganisation, is none."
        ),
        formula="people at both extracts with the unit at one end only",
        unit=PEOPLE,
        numerator="people who moved, per direction",
        denominator="in: the unit's closing headcount; out: its opening headcount",
        missing=_NO_PAIR,
        better="neither",
        sensitivity="open",
        interval=False,
        source=_SOURCE,
    ),
    Metric(
        id="promotions",
        title="Promotions",
        definition=(
            "Technicians at both extracts whose grade is higher at the later one; grades compare "
            "by the number in their name."
        ),
        formula="people with grade number at closing > at opening",
        unit=PEOPLE,
        numerator="people promoted, by their unit at the closing extract",
        denominator="the unit's people at the closing extract who were technicians at both",
        missing=f"{_NO_PAIR}; a grade without a number compares with none",
        better="neither",
        sensitivity="open",
        interval=False,
        source=f"{RULE}; action N8-7a",
    ),
    Metric(
        id="exit_data",
        title="Leavers with a recorded reason",
        definition="Leavers between two extracts for whom either extract records a reason.",
        formula="100 × leavers with a reason ÷ leavers",
        unit=PER_CENT,
        numerator="leavers with a reason",
        denominator="leavers",
        missing="a unit without leavers has no row",
        better="higher",
        sensitivity="open",
        interval=False,
        source="NTDC recommendation SR-2b",
    ),
]


def flows(
    people: pd.DataFrame, workforce: pd.DataFrame, dates: Dates, reference: Reference
) -> pd.DataFrame:
    """Metric rows of METRICS; `period` is the closing extract's as-of date.

    `people` is that of `tcdata.metrics.technical`; `workforce` gives the leaving reasons. One row
    per unit valid at the closing extract (transfers: per direction, cut `direction`), so that
    opening + joiners − leavers + in − out = closing holds for each of them.
    """
    steps = [(opening, closing, closing) for opening, closing in pairwise(dates)]
    if not steps:
        return stack([])
    moves = moves_between(people, steps, dates, reference)
    moves["reason"] = _reasons(moves, workforce)
    under = pairs(reference, {closing: dates[closing] for _, closing, _ in steps})
    joined, left = moves[moves["was"].isna()], moves[moves["now"].isna()]
    both = moves[moves["was"].notna() & moves["now"].notna()]
    sizes = per_unit(
        {
            "opening": at("was", moves),
            "closing": at("now", moves),
            "joined": at("now", joined),
            "left": at("was", left),
            "told": at("was", left[left["reason"]]),
            "stayed": at("now", both),
            "promoted": at("now", both[both["promoted"]]),
        },
        under,
    )
    gone = sizes[sizes["left"] > 0].assign(value=lambda rows: 100 * rows["told"] / rows["left"])
    return stack(
        [
            _people("joiners", sizes, "joined", "closing"),
            _people("leavers", sizes, "left", "opening"),
            _transfers(moves, sizes, under),
            _people("promotions", sizes, "promoted", "stayed"),
            metric_rows(gone.rename(columns={"told": "count", "left": "base"}), "exit_data"),
        ]
    )


def _people(metric: str, sizes: pd.DataFrame, count: str, base: str) -> pd.DataFrame:
    return metric_rows(
        sizes.assign(count=sizes[count], base=sizes[base], value=sizes[count]), metric
    )


def _transfers(moves: pd.DataFrame, sizes: pd.DataFrame, under: pd.DataFrame) -> pd.DataFrame:
    """Moves in and out: a unit above both ends of a move has seen none."""
    parts = []
    for direction, end, base in (("in", "now", "closing"), ("out", "was", "opening")):
        rows = routes_across(moves, end, under).merge(sizes, on=["period", "unit"])
        rows = rows.assign(base=rows[base], value=rows["count"], category=direction)
        parts.append(rows)
    return metric_rows(pd.concat(parts), "transfers", cut="direction")


def _reasons(moves: pd.DataFrame, workforce: pd.DataFrame) -> pd.Series:
    """Whether the opening or the closing extract records why the person left."""
    given = workforce.loc[workforce["leaving_reason"].notna(), ["as_of", "person_id"]]
    told = pd.MultiIndex.from_frame(given.drop_duplicates())
    ends = [pd.MultiIndex.from_frame(moves[[end, "person_id"]]) for end in ("opening", "period")]
    known = ends[0].isin(told) | ends[1].isin(told)
    return pd.Series(known, index=moves.index, dtype="bool")
