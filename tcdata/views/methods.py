"""Methods: what every figure means, in the words of the metric catalogue and the glossary."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tcdata import words
from tcdata.metrics.catalogue import Metric
from tcdata.published import SYMBOLS
from tcdata.reference import Reference

SENSITIVITIES = {
    "open": "shown exactly, for every unit",
    "internal": (
        "shown only where at least {internal} people are behind it; smaller units are shown "
        "together with others"
    ),
    "sensitive": (
        "shown only for the University and its faculties, where at least {sensitive} people are "
        "behind it, as a count rounded to 5"
    ),
}


# Words of the product itself, beside those of the institution's glossary.
WORDS = {
    "95 % interval": "holds the figure of everybody asked 19 times in 20, as if chance had decided "
    "who answered",
    "Edition": "all figures, computed at one time from named files and never changed afterwards",
    "Extract": "HR's list of posts and the people in them on one day",
    "Favourable answer": "an answer that counts as good; the Change page names them",
    "Frame date": "the day whose workforce extract says whom a survey asks",
    "Holder": "a respondent who does a skill unaided, or teaches it",
    "In scope": "asked by the survey; who that is can differ between surveys",
    "Respondent": "somebody who answered the survey, at least half of its core questions",
    "Snapshot": "one accepted file, kept as it was received",
    "Wave": "one run of the survey, named after its year",
    "Weighted": "counted so that those who answered stand for everybody asked, group by group",
}


def definition(metric: Metric, reference: Reference) -> str:
    """One metric in Markdown: what it is, how it is computed, and how it may be shown."""
    parts = {
        "What it is": metric.definition,
        "Formula": metric.formula,
        "Unit": metric.unit,
        "Counts": metric.numerator,
        "Out of": metric.denominator,
        "Missing values": metric.missing,
        "Better when": metric.better,
        "How it may be shown": sensitivity(metric, reference),
        "Source of the method": metric.source,
        "Name in the data": metric.id,
    }
    return "\n".join(f"- **{name}:** {words.plain(text)}" for name, text in parts.items())


def sensitivity(metric: Metric, reference: Reference) -> str:
    """The disclosure rule of a metric as a sentence, with this institution's thresholds."""
    return SENSITIVITIES[metric.sensitivity].format(**reference.settings["thresholds"])


def titles(catalogue: Mapping[str, Metric]) -> dict[str, str]:
    """Metric id → title, by title."""
    return {m.id: m.title for m in sorted(catalogue.values(), key=lambda m: m.title)}


def symbols() -> pd.DataFrame:
    """The symbols that stand where there is no plain value, and their meaning."""
    return pd.DataFrame({"Symbol": list(SYMBOLS), "Meaning": list(SYMBOLS.values())})


def glossary(reference: Reference) -> pd.DataFrame:
    """The institution's abbreviations and terms, and the product's words, in alphabetical order."""
    own = pd.DataFrame(WORDS.items(), columns=["term", "meaning"])
    listed = pd.concat([reference.glossary, own]).sort_values(
        "term", key=lambda t: t.str.casefold()
    )
    return listed.rename(columns={"term": "Term", "meaning": "Meaning"})


def skill_rule(reference: Reference) -> str:
    """How the skills of a unit are ranked, in Markdown, with this institution's points."""
    known = reference.settings["skills"]
    points, percent = known["points"], words.number(known["at_risk_percent"])
    return "\n".join(
        [
            "A skill's score is this dashboard's rule, not NTDC's. It adds these points, 100 in "
            "all, for what holds of the skill in the unit:",
            f"- **Too few now, {points['gap']}:** in proportion to how many of the required "
            "holders are missing.",
            f"- **Chance of too few, {points['risk']}:** in proportion to the chance that fewer "
            f"than required are still there in {known['horizon_months']} months, if each leaves "
            "at the unit's leaving rate, whatever the others do. It is certain where there are "
            f"too few already; from {percent} % on, a skill is called at risk.",
            f"- **One holder, {points['single']}:** one known holder; who has not answered may be "
            "another.",
            f"- **Nobody learning, {points['unlearned']}:** nobody does it with help.",
            f"- **Wanted but not taught, {points['untaught']}:** people want to learn it, and "
            "nobody there can teach it.",
            f"- **Held but hardly used, {points['unused']}:** fewer than half of its holders use "
            "it now.",
            "- A part that depends on a hidden number counts nothing, and the register names it "
            "with the points it would add.",
            f"- The leaving rate is that of the last {known['rate_years']} years together. A unit "
            f"with fewer than {known['rate_from']} people, each year's counted, takes the rate of "
            "the unit above it, and the page says so.",
            "- A trainee counts as a holder from the months that the list of skills gives for "
            "learning it; a hire counts at once.",
        ]
    )


def safety(reference: Reference) -> str:
    """How people are protected, in Markdown."""
    limits = reference.settings["thresholds"]
    return "\n".join(
        [
            "- Names and e-mail addresses are dropped as a file is read; staff numbers become "
            "codes that cannot be turned back without a key kept outside the store.",
            "- Free text is never loaded.",
            f"- Who answered, and ordinary answers, are shown where at least "
            f"{limits['internal']} people are behind a figure. Units with fewer are shown "
            "together, so that nothing is left over for anyone who subtracts. Very small and "
            "very large counts are shown as a limit, not exactly.",
            f"- Age, gender, ethnicity, disability and the intention to leave are shown for the "
            f"University and its faculties only, where at least {limits['sensitive']} people are "
            "behind a figure: one count each, rounded to 5. Smaller faculties are shown together.",
            "- There is one breakdown at a time, and no free filter over people.",
            "- A new edition shows new figures of a group only if it tells nothing about the few "
            "who joined or left since; otherwise the earlier figures stay, and say so.",
            "- Before an edition is published, a program tries to find somebody in its sensitive "
            "figures. If it can, nothing is published.",
            "- Not covered: what a reader knows from elsewhere, and the skills and numbers of "
            "people that are shown exactly for every unit.",
        ]
    )
