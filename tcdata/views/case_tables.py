"""The tables of the case for a role, as readers see them."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.published import NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.views import skills
from tcdata.views.case import ACCEPT, APPRENTICE, BOTH, HIRE, SCORED, SHARE, TRAIN, Option

OPTIONS_NOTE = (
    "Each option adds people who can do every skill of this case, beside any assumed above. A "
    "colleague and an apprentice count alike, from the time it takes to learn the skill. At the "
    "right: the chance if the risk is accepted → the lowest chance of the options."
)


def at_risk(known: pd.DataFrame, earlier: str) -> pd.DataFrame:
    """Who holds, teaches, learns and wants each skill, and since when it is short."""
    table = skills.table(known, earlier).drop(columns=["Discipline", "Critical", "Held elsewhere"])
    return table.assign(**{"Since when": known["since"].to_numpy()})


def sure(known: pd.DataFrame) -> pd.DataFrame:
    """Each skill's chance of too few with its interval, its score, and its place with its range."""
    return pd.DataFrame(
        {
            "Skill": known["label"],
            "Chance of too few": [words.chance(value) or NOT_AVAILABLE for value in known["risk"]],
            "95 % interval": [
                f"{words.chance(low)} to {words.chance(high)}"
                if low < high
                else words.chance(low) or NOT_AVAILABLE
                for low, high in zip(known["risk_low"], known["risk_high"], strict=True)
            ],
            "Score, 0–100": [words.number(score) for score in known["score"]],
            "Place": [
                f"{place} of {of}" for place, of in zip(known["rank"], known["of"], strict=True)
            ],
            "Place, range": [
                f"{low} to {high}" if low != high else str(low)
                for low, high in zip(known["rank_low"], known["rank_high"], strict=True)
            ],
        }
    )


def effects(
    scored: pd.DataFrame, known: pd.DataFrame, reference: Reference, unit: str
) -> pd.DataFrame:
    """What each of the options does for the case: Option, and Effect in words.

    A skill counts as safe where its chance of too few is below `at_risk_percent` of the settings.
    The whole University has no other unit to share with.
    """
    few = float(reference.settings["skills"]["at_risk_percent"])
    done = {option: _effect(scored, option, few) for option in SCORED}
    ends = dict.fromkeys(words.number(end) for end in known["months"].agg(["min", "max"]).dropna())
    able_after = f"; able after {' to '.join(ends)} months" if ends else ""
    held = [
        f"{label}: {where or 'nobody'}"
        for label, where in zip(known["label"], known["nearest"], strict=True)
    ]
    whole = unit == reference.settings["institution"]["root_unit"]
    share = [] if whole else [(SHARE, f"Holders who could help: {'; '.join(held)}")]
    return pd.DataFrame(
        [
            (TRAIN.name, done[TRAIN] + able_after),
            (APPRENTICE, "The same, and adds a person to the team" + able_after),
            (HIRE.name, done[HIRE]),
            (BOTH.name, done[BOTH]),
            *share,
            (ACCEPT.name, done[ACCEPT]),
        ],
        columns=["Option", "Effect"],
    )


def _effect(scored: pd.DataFrame, option: Option, few: float) -> str:
    """How many skills an option makes safe, and the mean score it leaves."""
    found = scored[scored["option"] == option.name]
    score = f"{'mean ' if len(found) > 1 else ''}score {words.number(found['score'].mean())}"
    if found["risk"].isna().all():
        return f"The chance of too few is not known; {score}"
    safe = int((found["risk"] < few).sum())
    if len(found) == 1:
        return f"{'Safe' if safe else 'Not safe'}; {score}"
    return f"{safe or 'none'} of {len(found)} safe; {score}".capitalize()


def options_caption(reference: Reference) -> str:
    """What the table of options holds, and what “safe” means in it."""
    few = words.number(reference.settings["skills"]["at_risk_percent"])
    return f"Options, their effect and cost (safe: a chance of too few below {few} %)"
