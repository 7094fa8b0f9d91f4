"""Overview: the state of the Commitment in five figures against their targets."""

from __future__ import annotations

from typing import NamedTuple

from tcdata import words
from tcdata.published import NOT_AVAILABLE
from tcdata.reference import Reference
from tcdata.rows import Rows, one, periods, select
from tcdata.views import participation, skills, units
from tcdata.views.questions import points

METHOD = (
    "Targets are those of the action plan. Every figure is out of the people named beside it; "
    "each card leads to the page behind it."
)


class Card(NamedTuple):
    """One figure: what it is, its value, what it is compared with, and the page behind it.

    Where `says` also has what the value is out of, `against` is the comparison alone.
    """

    label: str
    value: str
    says: str
    page: str
    link: str
    against: str = ""


def cards(rows: Rows, reference: Reference) -> list[Card]:
    """The five figures, each against its target; one without data says which file would give it."""
    return [
        _answered(rows, reference),
        _answers(rows, reference, "training_access", "Had access to training", as_share=True),
        _answers(rows, reference, "advance_he_fellowship", "Advance HE Fellows", as_share=False),
        _apprentices(rows, reference),
        _skills(rows, reference),
    ]


def finding(rows: Rows, reference: Reference) -> str:
    """The page's answer in Markdown: the latest survey's response, and how the faculties stand."""
    root = reference.settings["institution"]["root_unit"]
    waves = participation.waves(rows)
    if not waves:
        return "**No survey has been loaded yet, so there is no response rate to show.**"
    rates = participation.rates(rows, reference, waves[0], root)
    reached = int((~rates["short"] & rates["value"].notna()).sum())
    said = participation.finding(rows, reference, waves[0], root)
    goal = words.number(participation.target(reference))
    if not reached:
        return f"{said} No faculty has reached {goal} % yet."
    verb = "has" if reached == 1 else "have"
    return f"{said} {reached} of {len(rates)} faculties {verb} reached {goal} %."


def _answered(rows: Rows, reference: Reference) -> Card:
    root = reference.settings["institution"]["root_unit"]
    goal = participation.target(reference)
    waves = participation.waves(rows)
    row = one(rows, "participation_rate", period=waves[0], unit=root) if waves else None
    label, page, link = "Answered", "participation", "Participation"
    if row is None or row["value"] != row["value"]:
        return Card(label, NOT_AVAILABLE, "load a survey and a workforce extract", page, link)
    value, against = words.percent(row["value"], goal), f"target {words.number(goal)} %"
    says = f"{against} · {words.number(row['count'])} of {words.number(row['base'])}"
    return Card(f"{label} in {waves[0]}", value, says, page, link, against)


def _skills(rows: Rows, reference: Reference) -> Card:
    root = reference.settings["institution"]["root_unit"]
    label, page, link = "Skills too thin", "skills", "Skills"
    waves = skills.waves(rows)
    if not waves:
        return Card(label, NOT_AVAILABLE, "load a survey with its skills sheet", page, link)
    registers = [skills.register(rows, reference, wave, root) for wave in waves[:2]]
    short = [set(register[register["gap"] > 0]["skill"]) for register in registers]
    value = f"{len(short[0])} of {len(registers[0])}"
    if len(waves) == 1:
        return Card(label, value, "no earlier survey to compare with", page, link)
    resolved = len(short[1] - short[0])
    says = (
        f"{resolved} of the {len(short[1])} short in {waves[1]} no longer are; target: all of them"
    )
    return Card(label, value, says, page, link)


def _apprentices(rows: Rows, reference: Reference) -> Card:
    root = reference.settings["institution"]["root_unit"]
    label, page, link = "Apprentices in post", "workforce", "Workforce"
    found = select(rows, "apprentices", unit=root).sort_values("period")
    found = found[found["value"].notna()]
    if found.empty:
        return Card(label, NOT_AVAILABLE, "load a workforce extract", page, link)
    last, first = found.iloc[-1], found.iloc[0]
    low, high = reference.settings["targets"]["apprentices_per_faculty"]
    chosen = units.parts(reference, root, last["period"])
    faculties = select(rows, "apprentices", period=last["period"], unit=chosen)
    within = int(faculties["value"].between(low, high).sum())
    since = "no earlier extract to compare with"
    if len(found) > 1:
        change = words.signed(last["value"] - first["value"])
        since = f"{change} since {words.month(first['period'])}, target an increase"
    says = f"{since} · {within} of {len(faculties)} faculties have {low} to {high}, as targeted"
    return Card(label, words.number(last["value"]), says, page, link)


def _answers(
    rows: Rows, reference: Reference, question: str, label: str, *, as_share: bool
) -> Card:
    """A question's favourable answers in the latest wave, and what became of them since the one
    before; the action plan's target for both questions is an increase."""
    root = reference.settings["institution"]["root_unit"]
    page, link = "change", "Change"
    waves = periods(rows, "answer_favourable")
    row = (
        one(rows, "answer_favourable", item=question, period=waves[-1], unit=root)
        if waves
        else None
    )
    if row is None or row["value"] != row["value"]:
        return Card(label, NOT_AVAILABLE, "load a survey that asks this", page, link)
    out_of = words.number(row["base"])
    value = words.percent(row["value"]) if as_share else words.number(row["count"])
    n = f"{words.number(row['count'])} of {out_of}" if as_share else f"of {out_of} respondents"
    change = one(rows, "answer_change", item=question, period=waves[-1], unit=root, cut=None)
    if change is None or change["value"] != change["value"]:
        return Card(label, value, f"{n}; target an increase", page, link, "target an increase")
    state = one(rows, "answer_state", item=question, period=waves[-1], unit=root, cut=None)
    verdict = "" if state is None else f", {state['category']}"
    against = f"{points(change['value'])} since {change['category']}{verdict}; target an increase"
    return Card(label, value, f"{n} · {against}", page, link, against)
