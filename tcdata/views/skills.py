"""Skills: which are thin, held by one person, or wanted by few?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tcdata import words
from tcdata.metrics.skills import USED
from tcdata.published import FEW
from tcdata.reference import Reference
from tcdata.rows import Rows, one, periods, select
from tcdata.views import skills_change, units
from tcdata.views.skill_counts import given, places, private

# What the page can show → how the choice names it.
SIGHTS = {"map": "Map of disciplines", "register": "Risk register", "one": "One skill"}
SHOWN = {
    "all": "All",
    "here": "Known here",
    "short": "Too few",
    "risk": "At risk",
    "single": "One holder",
    "unlearned": "Nobody learning",
    "unwanted": "Wanted by few",
    "lost": "No holder left",
}
METHOD = (
    "A holder does the skill unaided or teaches it; “required” is this dashboard’s rule, not "
    "NTDC’s. Only respondents are counted: people who have not answered may hold more."
)
_OPEN = {"holders": "skill_holders", "teachers": "skill_teachers", "learners": "skill_learners"}
_PARTS = [
    *_OPEN.values(),
    "skill_required",
    "skill_wanted",
    "skill_used",
    "skill_gap",
    "skill_risk",
]
WITH_HIRES = ("With the planned hires, ", "would be", "would be")  # a lead, and its verbs


def waves(rows: Rows) -> list[str]:
    """The waves with skills, latest first."""
    return periods(rows, "skill_holders")[::-1]


def disciplines(reference: Reference) -> list[str]:
    """All disciplines together (an empty text), then each in the order of the skills list."""
    return ["", *reference.skills["discipline"].drop_duplicates()]


def discipline_name(discipline: str) -> str:
    """A discipline as the list of choices says it."""
    return discipline or "All disciplines"


def shown_name(kind: str, earlier: str) -> str:
    """A kind of skill (keys of SHOWN) as the list of choices says it."""
    since = f" since {earlier}" if kind == "lost" and earlier else ""
    return SHOWN[kind] + since


def register(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """One row per skill known in `unit`, thinnest first.

    Columns: skill, label, discipline, critical, holders, required, teachers, learners, wanted,
    gap (required − holders, at least 0), elsewhere (holders in the rest of the University),
    symbol, used and used_most (holders who use it now, and the most that may be), lost (True
    where the wave before had a holder and this one has none), then (holders in the wave before as
    text: empty where the two cannot be compared). A hidden count is missing, never zero; a count
    without any row is 0.
    """
    about = reference.skills
    listed = places(about["skill"])
    root = reference.settings["institution"]["root_unit"]
    required = given(rows, "skill_required", wave, unit, listed)
    lost = np.zeros(len(listed), dtype=bool)
    lost[[listed[skill] for skill in skills_change.lost(rows, wave, unit)]] = True
    need = np.where(
        np.isfinite(required), required, given(rows, "skill_required", wave, root, listed)
    )
    counts = {
        name: np.nan_to_num(given(rows, metric, wave, unit, listed))
        for name, metric in _OPEN.items()
    }
    wanted, _, symbol = private(rows, "skill_wanted", wave, unit, listed)
    used, used_most, _ = private(rows, "skill_used", wave, unit, listed, **USED)
    gap = np.maximum(need - counts["holders"], 0.0)
    critical = (about["critical"] == "yes").to_numpy()
    by_name = about["name"].rank().to_numpy()
    order = np.lexsort([by_name, counts["learners"], counts["holders"], ~critical, -gap])
    at = order[(np.isfinite(required) | lost)[order]]
    everywhere = np.nan_to_num(given(rows, "skill_holders", wave, root, listed))
    return pd.DataFrame(
        {
            "skill": about["skill"].array.take(at),
            "label": about["name"].array.take(at),
            "discipline": about["discipline"].array.take(at),
            "critical": critical[at],
            "holders": counts["holders"][at],
            "required": need[at],
            "teachers": counts["teachers"][at],
            "learners": counts["learners"][at],
            "wanted": wanted[at],
            "gap": gap[at],
            "elsewhere": everywhere[at] - counts["holders"][at],
            "symbol": pd.array(symbol[at], dtype="str"),
            "used": used[at],
            "used_most": used_most[at],
            "lost": lost[at],
            "then": skills_change.holders_then(rows, reference, wave, unit).array.take(at),
        }
    )


def chosen(register_: pd.DataFrame, discipline: str, shown: str) -> pd.DataFrame:
    """The rows of one discipline (empty for all) and one kind (keys of SHOWN), in their order.

    `register_` is that of `tcdata.views.risk`.
    """
    keep = {
        "all": register_["holders"] >= 0,
        "here": ~register_["absent"],
        "short": register_["gap"] > 0,
        "risk": register_["at_risk"],
        "single": register_["holders"] == 1,
        "unlearned": register_["learners"] == 0,
        "unwanted": register_["symbol"] == FEW,
        "lost": register_["lost"],
    }[shown]
    if discipline:
        keep &= register_["discipline"] == discipline
    return register_[keep]


def silent(rows: Rows, reference: Reference, wave: str, unit: str) -> tuple[float, str]:
    """How many people in the survey's scope have not answered, and that as a clause in Markdown.

    They are of the smallest unit or block with the unit in it whose response is shown; nobody
    where none is.
    """
    shown = units.shown_as(rows, "participation_rate", wave, unit)
    row = one(rows, "participation_rate", period=wave, unit=shown)
    if row is None or row["value"] != row["value"]:
        return 0.0, ""
    people = float(max(0.0, row["base"] - row["count"]))
    where = "" if shown == unit else f"In {words.plain(units.short_names(reference)[shown])}, "
    return people, f"{where}{words.counted(people, 'person has', 'people have')} not answered"


def unheard(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """How many people have not answered, so how many more may hold any skill, in Markdown."""
    people, said = silent(rows, reference, wave, unit)
    return f" {said}, so up to {words.number(people)} more may hold any of them." if people else ""


def thinnest(found: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """The first rows of the register of `risk` for the picture.

    Added: planned (holders with the scenario's hires) and text (what stands beside the row).
    """
    top = found[found["holders"].notna()].head(most)
    texts = [
        f"{words.number(holders)}{f' + {hires}' if hires else ''} of {words.number(required)}"
        for holders, hires, required in zip(
            top["holders"], top["hires"], top["required"], strict=True
        )
    ]
    return top.assign(planned=top["holders"] + top["hires"], text=texts)


def headline(found: pd.DataFrame) -> str:
    """What the picture shows, in plain text; `found` as of the register of `risk`."""
    short = found[found["gap"] > 0]
    hired = bool((found["hires"] > 0).any())
    lead, one, are = WITH_HIRES if hired else ("", "is", "are")
    if short.empty:
        return f"{lead}{'no' if hired else 'No'} skill here {one} short of holders"
    critical = int(short["critical"].sum())
    if len(short) == 1:
        which = "a critical one" if critical else "not critical"
        return f"{lead}1 skill {one} short of holders, {which}"
    which = {0: "none", len(short): "all"}.get(critical, words.number(critical))
    return (
        f"{lead}{words.number(len(short))} skills {are} short of holders, {which} of them critical"
    )


def table(found: pd.DataFrame, earlier: str = "") -> pd.DataFrame:
    """The register as readers see it, with the holders in the wave `earlier` where comparable."""
    then = {f"Held in {earlier}": found["then"]} if earlier and (found["then"] != "").any() else {}
    return pd.DataFrame(
        {
            "Skill": found["label"],
            "Discipline": found["discipline"],
            "Critical": found["critical"].map({True: "yes", False: ""}),
            **then,
            "Holders": found["holders"].astype("Int64"),
            "Required": found["required"].astype("Int64"),
            "Can teach": found["teachers"].astype("Int64"),
            "Learning": found["learners"].astype("Int64"),
            "Want to learn": words.cells(found["wanted"], found["symbol"]),
            "Held elsewhere": found["elsewhere"].astype("Int64"),
        }
    )


def published(rows: Rows, wave: str, unit: str, found: pd.DataFrame) -> pd.DataFrame:
    """The published rows behind the register, for the download."""
    parts = [select(rows, metric, period=wave, unit=unit) for metric in _PARTS]
    then = select(rows, "skill_holders", period=skills_change.before(rows, wave), unit=unit)
    everything = pd.concat([*parts, then[then["value"].notna()]], ignore_index=True)
    return everything[everything["item"].isin(found["skill"])]
