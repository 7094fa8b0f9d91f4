"""An exact attacker: reads the published figures as an outsider would and tries to find somebody.

The attacker knows how many people there are of each signature (unit, grade band, gender, who
answered, whatever the signatures tell apart) and every published figure, in all ways it is
published. Unknown is how many of each signature gave each answer: an integer programme. Nothing
else goes in, so what the audit decides tells no more than the figures do (simulatable auditing:
Kenthapadi, Mishra and Nissim 2013, Journal of Computer and System Sciences 79).

A group is safe when worlds that fit all figures differ enough about it; the worlds are the proof
(see `attacker_worlds`). Looked at are people whom no figure tells apart, every published group,
what two published groups share, what one has without the other, and what is left of a group
without all its published parts (`attacker_groups`).
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from tcdata.disclosure.attacker_model import INSIDER, Model, label, model, tighten
from tcdata.disclosure.attacker_rows import together
from tcdata.disclosure.attacker_search import Leak, search
from tcdata.disclosure.attacker_worlds import ContradictionError, UndecidedError

ENOUGH = 25
WORST_FIRST = ["contradiction", "undecided", "small base", "everyone", "nobody", "narrow"]
COLUMNS = ["kind", "group", "people", "option", "low", "high", "known"]


def attack(
    signatures: pd.DataFrame,
    statements: pd.DataFrame,
    within: pd.DataFrame,
    options: list[str],
    threshold: int,
    known: int = 1,
    enough: int = ENOUGH,
) -> pd.DataFrame:
    """What an insider can find out about one item from its published figures.

    `signatures`: one row per kind of person the insider can tell apart; columns unit, issues (the
    waves or editions whose figures count these people with this same answer, joined by `;`),
    people (how many there are), and one column per cut published. People who answer anew in each
    wave are separate rows per wave; people counted in two editions with one answer are one row.
    `statements`: attacker_rows.COLUMNS, all figures published about the item.
    `within`: columns unit, ancestor; which units each published unit or block covers.
    `options`: all possible answers, each person giving one, "no answer" included. A question with
    several answers is one item per answer, with the options chosen and not chosen.
    `threshold`: the base that figures of this sensitivity need.
    `known`: how many answers an insider may know, the own included, whoever the insider is.

    Returns COLUMNS, one row per leak, worst first; empty when nothing leaks; `enough` searched
    rows at most. `low` and `high` bound how many people of `group` gave `option`; kinds:
    * `everyone`: once `known` answers in the group are known, all others are known to be `option`;
    * `nobody`: likewise, none of the others is `option`;
    * `narrow`: how many of a group smaller than `threshold` gave `option` is known to within 2,
      and more closely than the figures of one group that is large enough say by themselves;
    * `small base`: a figure is published for a group smaller than `threshold`;
    * `contradiction`: no answers fit the figures, so they were not made as was assumed;
    * `undecided`: the solver gave up. Treat both as leaks.
    Raises ValueError when a statement names an answer or cut that is not there.
    """
    if statements.empty:
        return pd.DataFrame(columns=COLUMNS)
    system = model(signatures, statements, within, options)
    leaks = _small_bases(system, threshold)
    bounds = tighten(system)
    try:
        if bounds is None:
            raise ContradictionError("no answers fit all the figures")
        leaks += search(system, bounds, threshold, known, enough)
    except ContradictionError:
        leaks.append(Leak("contradiction", "all figures", 0, "", np.nan, np.nan, 0))
    except UndecidedError:
        leaks.append(Leak("undecided", "all figures", 0, "", np.nan, np.nan, 0))
    leaks.sort(key=lambda leak: (WORST_FIRST.index(leak.kind), leak.known, leak.people))
    return pd.DataFrame([asdict(leak) for leak in leaks], columns=COLUMNS)


def signatures_of(people: pd.DataFrame) -> pd.DataFrame:
    """Signatures from one row per person: each column kept, missing values as empty text.

    `people` has the columns unit and issues, and one per cut that is published.
    """
    texts = people.fillna("").astype("str")
    return texts.groupby(list(texts), sort=True).size().rename("people").reset_index()


def knowing(
    signatures: pd.DataFrame, statements: pd.DataFrame, answers: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Signatures and statements of an insider who knows the answers of particular people.

    `answers`: one row per person known; the columns of `signatures` without people, and option.
    `attack` then looks at everybody else only; give it `known=0`. `attack` with `known` covers
    every possible insider at once by bounds on the group; this is one insider, exactly.
    Raises ValueError when nobody of such a signature is left.
    """
    kind = [column for column in signatures if column != "people"]
    left = signatures.assign(**{INSIDER: ""})
    apart, facts = [], []
    for number, answer in enumerate(answers.to_dict("records")):
        wanted = pd.Series({column: answer[column] for column in kind})
        place = left.index[(left[kind] == wanted).all(axis=1) & left["people"].gt(0)]
        if place.empty:
            raise ValueError("nobody of that signature is left to be the insider")
        left.loc[place[0], "people"] -= 1
        apart.append({**wanted.to_dict(), INSIDER: str(number), "people": 1})
        issue = str(answer["issues"]).split(";")[0]
        cell = {"issue": issue, "unit": "", "cut": INSIDER, "category": str(number)}
        fact = {"statement": number, **cell, "option": answer["option"]}
        facts.append({**fact, "weight": 1.0, "low": 1.0, "high": 1.0})
    everyone = pd.concat([left[left["people"].gt(0)], pd.DataFrame(apart)], ignore_index=True)
    return everyone, together(statements, pd.DataFrame(facts))


def _small_bases(system: Model, threshold: int) -> list[Leak]:
    """Figures that say something by themselves about a group smaller than the threshold."""
    sizes = system.groups @ system.people
    out = []
    for group, column in np.argwhere(system.least <= system.most).tolist():
        low, high = system.least[group, column], system.most[group, column]
        told = low > 0 or high < sizes[group]
        mine = system.keys[group][2] == INSIDER
        if 0 < sizes[group] < threshold and told and not mine:
            option = " or ".join(system.classes[column])
            name = label(system.keys[group])
            out.append(Leak("small base", name, int(sizes[group]), option, low, high, 0))
    return out
