"""What if: the assumptions behind a skill's risk, in one line of text for commands and exports."""

from __future__ import annotations

from typing import NamedTuple

from tcdata.reference import Reference
from tcdata.words import counted, listed, number


class Scenario(NamedTuple):
    """What the register is to assume; `base` gives what the settings say."""

    horizon: int  # months ahead
    leaving: float = 1.0  # how many times the observed leaving rate
    required: int = 0  # more holders required of every skill than the reference says (or fewer)
    hires: int = 0  # people hired who hold the skill
    trainees: int = 0  # people who start to learn the skill now
    skills: tuple[str, ...] = ()  # whom hires and trainees are for; none named: every skill


# Each field's choices, as sliders offer them.
HORIZONS = (6, 12, 18, 24, 30, 36, 42, 48, 54, 60)
LEAVING = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
REQUIRED = (-1, 0, 1, 2)
MORE = (0, 1, 2, 3)
CHOICES: dict[str, tuple[float, ...]] = {
    "horizon": HORIZONS,
    "leaving": LEAVING,
    "required": REQUIRED,
    "hires": MORE,
    "trainees": MORE,
}


def base(reference: Reference) -> Scenario:
    """The scenario of the published figures: the settings' horizon and nothing changed."""
    return Scenario(int(reference.settings["skills"]["horizon_months"]))


def horizons(reference: Reference) -> list[int]:
    """The horizons to choose from: HORIZONS and that of the settings, ascending."""
    return sorted({*HORIZONS, base(reference).horizon})


def text(scenario: Scenario) -> str:
    """The scenario as one word, as a command takes it: “horizon=36,leaving=2,hires=1”.

    Only the horizon and what differs from nothing changed; `parse` reads it.
    """
    usual = Scenario(0)
    parts = [
        f"{name}={given:g}"
        for name, given in scenario._asdict().items()
        if name != "skills" and given != getattr(usual, name)
    ]
    named = [f"skills={'+'.join(scenario.skills)}"] if scenario.skills else []
    return ",".join([*parts, *named])


def parse(given: str, reference: Reference) -> Scenario:
    """The scenario that a text like “horizon=36,leaving=2,hires=1” means; empty is the base.

    Raises ValueError, with a sentence, for a name, number or skill that there is not.
    """
    found = base(reference)
    for part in filter(None, (one.strip() for one in given.split(","))):
        name, _, value = (one.strip() for one in part.partition("="))
        if name == "skills":
            found = found._replace(skills=_known(value.split("+"), reference))
        elif name in CHOICES:
            found = Scenario(**{**found._asdict(), name: _number(name, value)})
        else:
            raise ValueError(f"“{name}” is not part of a scenario: {', '.join(Scenario._fields)}")
    return found


def _known(skills: list[str], reference: Reference) -> tuple[str, ...]:
    stray = set(skills) - set(reference.skills["skill"])
    if stray:
        raise ValueError(f"“{min(stray)}” is not in the list of skills")
    return tuple(skills)


def _number(name: str, value: str) -> float:
    lowest, highest = min(CHOICES[name]), max(CHOICES[name])
    try:
        found = float(value) if name == "leaving" else int(value)
    except ValueError:
        found = float("nan")
    if not lowest <= found <= highest:
        kind = "a number" if name == "leaving" else "a whole number"
        raise ValueError(f"“{name}” is {kind} from {lowest:g} to {highest:g}, not “{value}”")
    return found


def leaving_said(leaving: float) -> str:
    """How much of the observed leaving a scenario assumes: “half”, “as it was”, “2 ×”."""
    usual = {0.5: "half", 1.0: "as it was", 2.0: "double"}
    return usual.get(leaving, f"{number(leaving, 2)} ×")


def required_said(required: int) -> str:
    """How many more or fewer holders a scenario requires: “as listed”, “1 more”, “1 fewer”."""
    if not required:
        return "as listed"
    return f"{abs(required)} {'more' if required > 0 else 'fewer'}"


def names(reference: Reference) -> dict[str, str]:
    """Skill id → its name, by name."""
    known = zip(reference.skills["skill"], reference.skills["name"], strict=True)
    return dict(sorted(known, key=lambda pair: pair[1]))


def words(scenario: Scenario, reference: Reference) -> str:
    """The scenario as a sentence in plain text, for pages, documents and workbooks."""
    leave = {1.0: "people leave as they did in the last years"}.get(
        scenario.leaving, f"people leave {number(scenario.leaving, 2)} times as often"
    )
    parts = [f"{number(scenario.horizon)} months ahead", leave]
    if scenario.required:
        parts.append(f"{required_said(scenario.required)} required of every skill")
    planned = [
        counted(more, one)
        for more, one in ((scenario.hires, "hire"), (scenario.trainees, "trainee"))
        if more
    ]
    if planned:
        called = names(reference)
        named = listed([called.get(skill, skill) for skill in scenario.skills])
        parts.append(f"{listed(planned)} for {named or 'every skill'}")
    return f"Assumed: {'; '.join(parts)}."
