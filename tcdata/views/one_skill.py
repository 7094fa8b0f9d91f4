"""One skill of a unit in full: who can do it, what would change its score, and who could help."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from tcdata import words
from tcdata.metrics.skill_risk import ancestors, parents_on
from tcdata.published import FEW, NOT_APPLICABLE, NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.rows import Rows, one, select
from tcdata.views import skills, skills_change, units
from tcdata.views.risk import assessed, frame_date, rates
from tcdata.views.scenario import Scenario

# What might happen: words, and the change of holders, planned hires and trainees.
OPTIONS = {
    "As it is": {},
    "One apprentice or trainee starts": {"trainees": 1},
    "One more colleague can do it": {"hires": 1},
    "One holder leaves": {"holders": -1},
}

# What is counted of a skill → how its row in the comparison of waves is called.
COUNTED = {
    "skill_holders": "Hold it",
    "skill_teachers": "Can teach it",
    "skill_learners": "Are learning it",
    "skill_wanted": "Wish to learn it",
}


def options(
    rows: Rows,
    reference: Reference,
    wave: str,
    unit: str,
    scenario: Scenario,
    found: pd.DataFrame,
    skill: str,
) -> pd.DataFrame:
    """What would become of a skill's score: one row per OPTIONS that can happen.

    `found` is the register of `tcdata.views.risk`. Columns: label, value (the chance of too few
    holders at the horizon, per cent; the score without a leaving rate), text (chance and score),
    marked (the first), and those of the register.
    """
    row = found[found["skill"] == skill]
    row = row.assign(required=row["required"] - scenario.required)
    possible = [
        name
        for name, change in OPTIONS.items()
        if row["holders"].iloc[0] or "holders" not in change
    ]
    table = pd.concat([row] * len(possible), ignore_index=True)
    for name in ("holders", "hires", "trainees"):
        table[name] = table[name] + [OPTIONS[option].get(name, 0) for option in possible]
    table = assessed(table, reference, rates(rows, reference, wave, unit), scenario)
    texts = [
        f"{words.percent(risk)} · score {words.number(score)}"
        if risk == risk
        else f"score {score:.0f}"
        for risk, score in zip(table["risk"], table["score"], strict=True)
    ]
    return table.assign(
        label=possible,
        value=table["score" if table["risk"].isna().any() else "risk"],
        text=texts,
        marked=[True] + [False] * (len(table) - 1),
    )


def options_headline(changed: pd.DataFrame) -> str:
    """What would help, in plain text."""
    now = changed["score"].iloc[0]
    best = changed.sort_values("score", kind="stable").iloc[0]
    if best["score"] >= now - 0.5:
        return f"Its score is {words.number(now)}; none of these would lower it"
    what = best["label"][0].lower() + best["label"][1:]
    return f"If {what}, its score falls from {words.number(now)} to {words.number(best['score'])}"


def options_table(changed: pd.DataFrame) -> pd.DataFrame:
    """The options as readers see them; without a leaving rate there is no chance."""
    return pd.DataFrame(
        {
            "If": changed["label"],
            "Chance of too few": [words.chance(risk) or NOT_AVAILABLE for risk in changed["risk"]],
            "Score": [words.number(score) for score in changed["score"]],
        }
    )


def options_note(changed: pd.DataFrame, scenario: Scenario) -> str:
    """What the bars are, and whether somebody who starts now can do it by the horizon."""
    months, ahead = changed["months"].iloc[0], words.counted(scenario.horizon, "month")
    bars = "Bars are the score, of 100."
    if changed["risk"].notna().all():
        bars = f"Bars are the chance that there are too few holders in {ahead}."
    if months != months:
        return (
            f"{bars} How long it takes to learn is not in the list of skills, so a trainee changes "
            "no risk."
        )
    in_time = "in time" if months <= scenario.horizon else "too late for that"
    return (
        f"{bars} Whoever starts to learn it now can do it in {words.counted(months, 'month')}, "
        f"{in_time}; one more colleague counts at once, by a hire or by training somebody who is "
        "nearly there."
    )


def sentence(
    rows: Rows, reference: Reference, wave: str, unit: str, found: pd.DataFrame, skill: str
) -> str:
    """A skill in Markdown: holders, teachers, learners, wishes, users, and what is not known."""
    row = found[found["skill"] == skill].iloc[0]
    held, need = row["holders"], row["required"]
    holders = words.counted(held, "known holder") if held else "no known holder"
    wish = _number(row["wanted"], row["symbol"] == FEW)
    parts = [
        f"**{words.plain(row['label'])}: {holders}, {words.number(need)} required.**",
        f"{_people(row['teachers']).capitalize()} can teach it; {_people(row['learners'])} "
        f"{'are' if row['learners'] > 1 else 'is'} learning it;",
        f"{'none' if wish == '0' else wish} of those who do not hold it would like to."
        if wish
        else "how many would like to is not shown.",
    ]
    if held:
        users = _number(row["used"], row["used_most"] < held)
        parts.append(
            f"Used now by {users} of its holders."
            if users
            else "How many of its holders use it now is not shown."
        )
    if row["fixed"] == row["fixed"]:
        parts.append(f"{words.number(row['fixed'])} of them are on fixed-term contracts.")
    people, said = skills.silent(rows, reference, wave, unit)
    if people:
        parts.append(f"{said}: up to {words.number(people)} more may hold it.")
    return " ".join([*parts, *_then(rows, wave, row)])


def _people(count: float) -> str:
    return words.counted(count, "person", "people") if count else "nobody"


def _number(count: float, few: bool) -> str:
    """A number that may be hidden, in words; empty where nothing is known of it."""
    if count == count:
        return words.number(count)
    return "two or fewer" if few else ""


def _then(rows: Rows, wave: str, row: pd.Series) -> list[str]:
    earlier, then = skills_change.before(rows, wave), row["then"]
    if not earlier or not then:
        return []
    if then == "not asked":
        return [
            f"The list of {words.plain(earlier)} did not have it, so there is no change to tell."
        ]
    if row["lost"]:
        return [f"**In {words.plain(earlier)} it was held by {_held(then)}: nobody is left.**"]
    return [f"In {words.plain(earlier)} it was held by {_held(then)}."]


def _held(then: str) -> str:
    """A number of holders that is text already, with its noun."""
    return {"0": "nobody", "1": "1 person"}.get(then, f"{then} people")


def since(rows: Rows, wave: str, unit: str, skill: str) -> pd.DataFrame:
    """The skill in `wave` beside the wave before: a row per COUNTED, a column per wave.

    The columns say out of how many respondents; a cell is a count or its symbol. Empty where the
    list of one of the waves did not have the skill, or the unit has no figures of it.
    """
    found = {}
    for period in (skills_change.before(rows, wave), wave):
        counts = [one(rows, name, item=skill, period=period, unit=unit) for name in COUNTED]
        known = [row for row in counts if row is not None and row["symbol"] != NOT_APPLICABLE]
        if len(known) < len(COUNTED):
            return pd.DataFrame()
        answered = words.number(known[0]["base"])
        found[f"{period}, of {answered}"] = [
            words.number(row["value"]) or row["symbol"] for row in known
        ]
    return pd.DataFrame({"People who": [*COUNTED.values()], **found})


def elsewhere(rows: Rows, reference: Reference, wave: str, unit: str, skill: str) -> pd.DataFrame:
    """Who holds the skill outside the unit, the nearest first: each holder once.

    Columns: Where, Part of (the unit above that both are in), Holders, Can teach. First the
    units beside this one, then those beside the unit above it, and so on; most holders first. For
    the whole University: its faculties.
    """
    date = frame_date(reference, wave)
    parents, names = parents_on(reference, date), units.short_names(reference)
    above = ancestors(parents, unit)
    kinds = reference.organisation.set_index("unit")["kind"]
    wide = set(kinds[kinds.isin(["university", "group"])].index)
    if len(above) == 1:
        nearness = dict.fromkeys(units.parts(reference, unit, f"{date:%Y-%m-%d}"), "")
    else:
        nearness = {
            other: names[holder] if holder not in wide else "rest of the University"
            for own, holder in pairwise(above)
            for other, parent in parents.items()
            if parent == holder and other != own
        }
    held, taught = (
        select(rows, metric, period=wave, item=skill).set_index("unit")["value"]
        for metric in ("skill_holders", "skill_teachers")
    )
    found = [
        (place, names[other], near, held[other], taught.get(other, 0.0))
        for place, (other, near) in enumerate(nearness.items())
        if held.get(other, 0.0) > 0
    ]
    steps = {near: step for step, near in enumerate(dict.fromkeys(nearness.values()))}
    found.sort(key=lambda row: (steps[row[2]], -row[3], row[0]))
    columns = ["Where", "Part of", "Holders", "Can teach"]
    table = pd.DataFrame([row[1:] for row in found], columns=columns)
    return table.astype({"Holders": "Int64", "Can teach": "Int64"})


def nearest(found: pd.DataFrame, label: str, whole: bool) -> str:
    """The nearest help, as a heading in plain text; of the `whole` University, where it is held."""
    if found.empty:
        return f"Nobody {'' if whole else 'else '}in the University is known to hold {label}"
    first = found.iloc[0]
    what = "Held most" if whole else "Nearest help"
    return f"{what} in {first['Where']}: {words.counted(first['Holders'], 'holder')}"
