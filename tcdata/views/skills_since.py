"""What became of a unit's skills since the wave before: lost, gained, newly asked, held."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.published import PROVISIONAL
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import units
from tcdata.views.questions import signed

LOST, GAINED, NEWLY_ASKED, HELD = "lost", "gained", "newly asked", "held"
ORDER = [LOST, GAINED, NEWLY_ASKED, HELD]
NOTE = (
    "Lost: known holders then, none now. Gained: none then. Newly asked: not on the list of the "
    "survey before, so neither gained nor held. Only respondents are counted: somebody who has "
    "not answered may hold a lost skill."
)


def since(rows: Rows, reference: Reference, wave: str, earlier: str, unit: str) -> pd.DataFrame:
    """One row per skill that had a known holder in either wave: those lost first, held last.

    At the whole University also newly asked skills without a holder. Columns: skill, label,
    discipline, state (one of ORDER), then and now (known holders; then is missing where the
    skill was not asked), value (the change), symbol.
    """
    found = select(rows, "skill_change", period=wave, unit=unit, cut=f"since {earlier}")
    about = reference.skills.set_index("skill").reindex(found["item"])
    found = found.assign(
        skill=found["item"],
        label=about["name"].to_numpy(),
        discipline=about["discipline"].to_numpy(),
        state=found["category"],
        now=found["count"],
        then=found["count"] - found["value"],
        rank=found["category"].map(ORDER.index),
        size=-found["value"].abs(),
    ).sort_values(["rank", "size", "label"], kind="stable")
    columns = ["skill", "label", "discipline", "state", "then", "now", "value", "symbol"]
    return found[columns].reset_index(drop=True)


def sentence(found: pd.DataFrame, reference: Reference, earlier: str, unit: str) -> str:
    """How many skills of the unit are in each state, in Markdown."""
    name = units.short_names(reference)[unit]
    root = reference.settings["institution"]["root_unit"]
    where = "" if unit == root else f"{words.plain(name)}: "
    if found.empty:
        return (
            f"**{where}skills cannot be compared with {words.plain(earlier)}**: nobody there told "
            "of any in one of the surveys, which may not have asked the unit; or it was "
            "reorganised in between."
        )
    count = found["state"].value_counts()
    lost, gained, new, held = (int(count.get(state, 0)) for state in ORDER)
    told = words.counted(lost, "skill", "skills") if lost else "no skill"
    said = (
        f"**{where}{told} lost since {words.plain(earlier)}, {gained or 'none'} gained, "
        f"{held or 'none'} held in both; {new or 'none'} newly asked.**"
    )
    said = said if where else f"**{said[2].upper()}{said[3:]}"
    if (found["symbol"] == PROVISIONAL).any():
        said += " The survey is still open: answers to come can only add holders."
    return said


def table(found: pd.DataFrame, earlier: str, wave: str) -> pd.DataFrame:
    """The skills as readers see them, with the known holders in both waves."""
    return pd.DataFrame(
        {
            "Skill": found["label"],
            "State": found["state"],
            f"Held in {earlier}": [
                words.number(then) if then == then else "not asked" for then in found["then"]
            ],
            f"Held in {wave}": [words.number(now) for now in found["now"]],
            "Change": [signed(value) if value == value else "" for value in found["value"]],
            "Discipline": found["discipline"],
        }
    )


def published(rows: Rows, wave: str, earlier: str, unit: str) -> pd.DataFrame:
    """The published rows behind the table, for the download."""
    return select(rows, "skill_change", period=wave, unit=unit, cut=f"since {earlier}")
