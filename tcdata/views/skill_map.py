"""The map of skills: in which disciplines, and where, skills are short or at risk."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import units
from tcdata.views.risk import frame_date

METHOD = (
    "Each number is out of the skills known there: somebody holds or is learning them, or held "
    "them in the survey before. Short is fewer holders than required; at risk, a chance of "
    "{percent} % or more of too few within {months} months. A dash means that no skill of the "
    "discipline is known there. Choose a discipline above to open it; what-if changes the risk "
    "register, not the map."
)
NOTHING = "none"
ALL = "All"  # the whole University's column: a phone has no room for its name


def cells(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """One row per discipline and place: the unit itself, then its parts, where there are several.

    Columns: discipline, place (unit id), name (its short name; “All” of the whole), count (skills
    short or at risk), base (skills known there), share (count of base, 0–1), text (“3 of 12”, empty
    where no skill of the discipline is known; numbers are missing there). Disciplines stand by how
    many skills of the unit are short or at risk, most first; those the unit has none of are left
    out.
    """
    date = frame_date(reference, wave)
    parts = units.parts(reference, unit, f"{date:%Y-%m-%d}")
    places = [unit, *(parts if len(parts) > 1 else [])]  # a single part is the unit over again
    found = select(rows, "skills_thin", period=wave, unit=places)
    known = {
        (discipline, place): (count, base)
        for discipline, place, count, base in zip(
            found["item"], found["unit"], found["count"], found["base"], strict=True
        )
    }
    own = {discipline: known[discipline, at] for discipline, at in known if at == unit}
    order = sorted(own, key=lambda d: (-own[d][0], -own[d][0] / own[d][1], d))
    at_all = {at for _, at in known}
    there = [place for place in places if place in at_all]
    root = reference.settings["institution"]["root_unit"]
    names = {**units.short_names(reference), root: ALL}
    nothing = (float("nan"), float("nan"))
    grid = [
        (discipline, place, names[place], *known.get((discipline, place), nothing))
        for discipline in order
        for place in there
    ]
    table = pd.DataFrame(grid, columns=["discipline", "place", "name", "count", "base"])
    texts = [
        f"{words.number(count)} of {words.number(base)}" if base == base else ""
        for *_, count, base in grid
    ]
    return table.assign(share=table["count"] / table["base"], text=texts)


def method(reference: Reference) -> str:
    """What the map's numbers are, in a line."""
    known = reference.settings["skills"]
    return METHOD.format(percent=known["at_risk_percent"], months=known["horizon_months"])


def headline(found: pd.DataFrame, unit: str) -> str:
    """What the map shows, in plain text: the discipline with the most skills short or at risk."""
    own = found[found["place"] == unit]
    if own.empty or own["count"].max() == 0:
        return "No discipline has skills that are short or at risk"
    first = own.iloc[0]
    are = "skill is" if first["base"] == 1 else "skills is" if first["count"] == 1 else "skills are"
    return f"{first['discipline']} is thinnest: {first['text']} known {are} short or at risk"


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The map as readers see it: a discipline a row, a place a column, “3 of 12” in the cells."""
    texts = found["text"].replace("", NOTHING)
    places = found["name"].unique()
    return pd.DataFrame(
        {
            "Discipline": found["discipline"].unique(),
            **{place: texts[found["name"] == place].to_numpy() for place in places},
        }
    )


def published(rows: Rows, wave: str, found: pd.DataFrame) -> pd.DataFrame:
    """The published rows behind the map, for the download."""
    return select(rows, "skills_thin", period=wave, unit=found["place"].unique().tolist())
