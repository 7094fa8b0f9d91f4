"""The risk register in words: the page's answer, why each skill is where it is, and the table."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows
from tcdata.views import skills, skills_change, units
from tcdata.views.risk import PARTS, frame_date, rates
from tcdata.views.scenario import Scenario

# What each part of the score is called where it applies.
CALLED = {
    "gap": "too few now",
    "risk": "chance of too few",
    "single": "one holder",
    "unlearned": "nobody learning",
    "untaught": "wanted but not taught",
    "unused": "held but hardly used",
}
METHOD = (
    "Score and risk are this dashboard’s rule, not NTDC’s, made from published figures: never from "
    "what a person intends. Only respondents are counted: people who have not answered may hold "
    "more. “Place” has the lowest and highest over horizons of 1 to 4 years and leaving from half "
    "to double."
)


def by_when(reference: Reference, wave: str, scenario: Scenario) -> str:
    """The month of the horizon: “September 2028”."""
    frame = frame_date(reference, wave)
    return f"{frame + pd.DateOffset(months=scenario.horizon):%B %Y}"


def finding(
    rows: Rows, reference: Reference, wave: str, unit: str, scenario: Scenario, found: pd.DataFrame
) -> str:
    """The page's answer in Markdown: skills short and at risk, lost ones, and who is unheard."""
    root = reference.settings["institution"]["root_unit"]
    name = "the University" if unit == root else words.plain(units.short_names(reference)[unit])
    if found.empty:
        return f"**No skill is recorded for {name} in the {wave} survey.**"
    short, risky = int((found["gap"] > 0).sum()), int(found["at_risk"].sum())
    hired = bool((found["hires"] > 0).any())
    verb = "would have" if hired else "has" if short == 1 else "have"
    listed = f"{words.number(short)} of {words.number(len(found))} skills in {name}"
    lead = skills.WITH_HIRES[0] if hired else ""
    sentence = f"**{lead}{listed} {verb} fewer holders than required"
    if found["risk"].notna().all():
        when = by_when(reference, wave, scenario)
        sentence += (
            f", and {words.number(risky)} more may" if risky else ", and no other is likely to"
        )
        sentence += f" by {when}"
    single = int((found["holders"] == 1).sum())
    sentence += f"; {words.counted(single, 'skill is', 'skills are')} held by one known person.**"
    nowhere = int(((found["gap"] > 0) & (found["elsewhere"] == 0)).sum())
    if unit != root and nowhere:
        sentence += (
            f" {words.counted(nowhere, 'of the short skills is', 'of the short skills are')} "
            "held nowhere else in the University."
        )
    lost = skills_change.sentence(found, skills_change.before(rows, wave))
    return sentence + lost + skills.unheard(rows, reference, wave, unit)


def notes(
    rows: Rows, reference: Reference, wave: str, unit: str, register: pd.DataFrame
) -> list[str]:
    """What to know when reading the register, sentence by sentence, in Markdown."""
    strange = int((register["absent"] & (register["gap"] > 0)).sum())
    told = [rate_said(rows, reference, wave, unit)]
    if strange:
        are = words.counted(strange, "short skill is critical", "short skills are critical")
        them, last = ("it", "It stands") if strange == 1 else ("them", "They stand")
        told.append(
            f"{are} and nobody here holds, is learning or has held {them}: the rule asks every "
            f"faculty for {them}. {last} last; “Known here” leaves {them} out."
        )
    return [*told, *filter(None, [_not_listed(reference, wave)])]


@lru_cache(maxsize=units.KEPT)
def _not_listed(reference: Reference, wave: str) -> str:
    """How many skills a later survey was the first to ask for, where there are such."""
    opens = reference.waves.set_index("wave")["opens"]
    later = int((reference.skills["first_wave"].map(opens) > opens[wave]).sum())
    if not later:
        return ""
    are = words.counted(later, "skill was", "skills were")
    return f"{are} not on the list of {words.plain(wave)}, so nothing is known of them then."


def rate_said(rows: Rows, reference: Reference, wave: str, unit: str) -> str:
    """Whose leaving rate the risk is made of, as a sentence in Markdown."""
    known = rates(rows, reference, wave, unit)
    if known is None:
        return (
            f"There is no leaving rate for {words.plain(wave)}: it takes two workforce extracts a "
            "year apart. So no risk is shown but for skills that are short already."
        )
    rate, names = known.whole, units.short_names(reference)
    root = reference.settings["institution"]["root_unit"]
    whose = "the University" if rate.unit == root else words.plain(names[rate.unit])
    borrowed = "" if rate.unit == unit else f", since {words.plain(names[unit])} is too small"
    return (
        f"Leaving rate: {words.number(100 * rate.value, 1)} % a year (95 % interval "
        f"{words.number(100 * rate.low, 1)} to {words.number(100 * rate.high, 1)} %), of {whose}"
        f"{borrowed}: {words.number(rate.gone)} of {words.number(rate.there)} people there at the "
        "start of a year were gone at its end, each year counted anew."
    )


def why(found: pd.DataFrame, points: dict[str, int]) -> list[str]:
    """What each skill's score is made of: “too few now 40, nobody learning 10; not shown: …”."""
    need = np.maximum(found["required"].to_numpy(), 1.0)
    worth = [
        points["gap"] * found["gap"].to_numpy() / need,
        points["risk"] * found["risk"].to_numpy() / 100,
        *(
            points[name] * found[name].to_numpy(dtype="float64", na_value=np.nan)
            for name in PARTS[2:]
        ),
    ]
    return [_taken_apart(row, points) for row in np.transpose(worth).tolist()]


def taken_apart(found: pd.DataFrame, reference: Reference, skill: str) -> str:
    """One skill's score, place and parts, as a sentence in plain text."""
    row = found[found["skill"] == skill]
    [parts] = why(row, reference.settings["skills"]["points"])
    place = _places(row)[0]
    last = ", behind every skill known here" if row["absent"].iloc[0] else ""
    return f"Score {row['score'].iloc[0]:.0f} of 100, place {place} of {len(found)}{last}: {parts}."


def _places(found: pd.DataFrame) -> list[str]:
    """Each skill's place with its lowest and highest: “3 (1–9)”."""
    names = ("rank", "rank_low", "rank_high")
    ranges = zip(*(found[name].tolist() for name in names), strict=True)
    return [f"{rank} ({low}–{high})" if low != high else f"{rank}" for rank, low, high in ranges]


def _taken_apart(worth: list[float], points: dict[str, int]) -> str:
    pairs = [*zip(PARTS, worth, strict=True)]
    parts = [f"{CALLED[name]} {value:.0f}" for name, value in pairs if value >= 0.5]
    hidden = [f"{CALLED[name]}, {points[name]}" for name, value in pairs if value != value]
    unknown = f" (not known: {'; '.join(hidden)})" if hidden else ""
    return (" · ".join(parts) or "0") + unknown


def table(found: pd.DataFrame, reference: Reference, earlier: str = "") -> pd.DataFrame:
    """The register as readers see it; `earlier` is the wave before, where there is one."""
    lost, then = found["lost"].tolist(), found["then"].tolist()
    before = [
        f"{held}, nobody left" if gone else held for held, gone in zip(then, lost, strict=True)
    ]
    numbers = {
        name: found[name].to_numpy().astype("int64")
        for name in ("holders", "required", "teachers", "learners", "elsewhere")
    }
    return pd.DataFrame(
        {
            "Skill": found["label"].array,
            "Holders": numbers["holders"],
            "Required": numbers["required"],
            "Score": np.rint(found["score"].to_numpy()).astype("int64"),
            "Chance of too few": np.rint(found["risk"].to_numpy()),
            "Interval": _spans(found["risk_low"], found["risk_high"]),
            "Place": _places(found),
            "Can teach": numbers["teachers"],
            "Learning": numbers["learners"],
            "Want to learn": words.cells(found["wanted"], found["symbol"]),
            "Held elsewhere": numbers["elsewhere"],
            **({f"Held in {earlier}": before} if earlier and any(then) else {}),
            "Critical": ["yes" if critical else "" for critical in found["critical"].tolist()],
            "Discipline": found["discipline"].array,
            "Score taken apart": why(found, reference.settings["skills"]["points"]),
        }
    )


def _spans(low: pd.Series, high: pd.Series) -> list[str]:
    """Intervals of per cents in whole numbers: “16–37 %”; empty where there is none."""
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    texts = [(words.number(a), words.number(b)) for a, b in pairs]
    return [f"{a}–{b} %" if a != b else f"{a} %" if a else "" for a, b in texts]


def assumed(found: pd.DataFrame, scenario_said: str) -> pd.DataFrame:
    """The register, or the rows behind it, with the scenario in the last column, to download."""
    return found.assign(scenario=scenario_said)
