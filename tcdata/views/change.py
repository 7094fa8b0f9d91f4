"""Change: did a survey wave improve on the one before, question by question?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from tcdata import words
from tcdata.published import BREAK, HIDDEN, JOIN, NOT_APPLICABLE, NOT_AVAILABLE, PROVISIONAL
from tcdata.reference import Reference
from tcdata.rows import Rows, periods, select, units_of
from tcdata.views import units
from tcdata.views.questions import about, interval, labels, points, share_text, signed, versions

BETTER, WORSE, SAME, UNTESTED = "better", "worse", "no clear change", "not tested"
ORDER = {BETTER: 0, WORSE: 0, SAME: 1, UNTESTED: 2}
COMPARED = [
    *("question", "unit", "label", "asked", "theme", "good"),
    *("state", "value", "low", "high", "symbol", "reason", "shares"),
]
# What the page can show → how the choice names it.
SIGHTS = {"questions": "Every question", "one": "One question in full", "skills": "Skills"}
METHOD = (
    "A change is the share of favourable answers out of all respondents, less that of the wave "
    "before. Better and worse allow for the people who did not answer and for the number of "
    "questions; “no clear change” does not say that nothing changed."
)


def waves(rows: Rows, reference: Reference) -> list[str]:
    """The waves that have one before them, latest first."""
    known = set(periods(rows, "answer_change"))
    return [wave for wave in upto(reference) if wave in known][::-1]


def upto(reference: Reference, wave: str = "") -> list[str]:
    """The waves up to and with `wave` (all where none is named), in order of time."""
    order = reference.waves.sort_values("opens", kind="stable")["wave"].tolist()
    return order[: order.index(wave) + 1] if wave else order


def before(rows: Rows, wave: str) -> str:
    """The wave that `wave` is compared with."""
    return str(select(rows, "answer_change", period=wave, cut="since")["category"].iloc[0])


def themes(reference: Reference) -> list[str]:
    """All themes together (an empty text), then each in the order of the questions."""
    return ["", *reference.questions["theme"].drop_duplicates()]


def theme_name(theme: str) -> str:
    """A theme as the list of choices says it."""
    return theme or "All themes"


def sight(seen: str, earlier: str) -> str:
    """One of SIGHTS as the list of choices says it."""
    return f"Skills since {earlier}" if seen == "skills" else SIGHTS[seen]


def compared(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """One row per question with a favourable answer, surest first and then largest change first.

    Where `unit` is too small to be shown alone, the rows are those of the block it is part of.
    Columns: question, unit (or block), label, asked (its text), theme, good (its favourable
    answers), state, value, low, high (percentage points), symbol (why it was not tested, or [p]),
    reason (the same in words, empty where tested), shares (wave → the published favourable share,
    up to `wave`).
    """
    shown = units.showing(units_of(rows, "answer_change"), unit)
    found = select(rows, "answer_change", period=wave, unit=shown, cut="since")
    states = select(rows, "answer_state", period=wave, unit=shown, cut="state")
    state = dict(zip(states["item"], states["category"], strict=True))
    symbol = dict(zip(states["item"], states["symbol"], strict=True))
    asked = about(reference)
    why = _reasons(reference, before(rows, wave), wave)
    names, usual = labels(reference), place(found["unit"])
    shares = _shares(rows, upto(reference, wave), shown)
    table: list[dict[str, Any]] = [
        {
            "question": question,
            "unit": block,
            "value": value,
            "low": low,
            "high": high,
            "label": names[question]
            + ("" if block == usual else f" ({units.short_names(reference)[block]})"),
            "asked": asked[question]["text"],
            "theme": asked[question]["theme"],
            "good": asked[question]["favourable"],
            "state": state[question],
            "symbol": symbol[question],
            "shares": shares.get(question, {}),
            "reason": (why.get((symbol[question], question)) or why.get((symbol[question], ""), ""))
            if state[question] == UNTESTED
            else "",
        }
        for question, block, value, low, high in zip(
            *(found[column].tolist() for column in ("item", "unit", "value", "low", "high")),
            strict=True,
        )
    ]
    table.sort(key=_surest_first)
    return pd.DataFrame(table, columns=COMPARED)


def _surest_first(row: dict[str, Any]) -> tuple[int, float, str]:
    size = round(abs(row["value"]), 6) if row["value"] == row["value"] else -1.0
    return ORDER[row["state"]], -size, row["label"]


def _shares(rows: Rows, order: list[str], shown: list[str]) -> dict[str, dict[str, dict[Any, Any]]]:
    """Question → wave → its published favourable share, waves in `order`."""
    found = select(rows, "answer_favourable", period=order, unit=shown).to_dict("records")
    shares: dict[str, dict[str, dict[Any, Any]]] = {}
    for share in sorted(found, key=lambda share: order.index(share["period"])):
        shares.setdefault(share["item"], {})[share["period"]] = share
    return shares


def place(shown: pd.Series) -> str:
    """The unit or block that most rows are of, empty where there are none."""
    return Counter(sorted(shown)).most_common(1)[0][0] if len(shown) else ""


def of_theme(found: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The questions of one theme (an empty text: of all)."""
    return found[found["theme"] == theme] if theme else found


def _reasons(reference: Reference, earlier: str, wave: str) -> dict[tuple[str, str], str]:
    """Why a question was not tested, by symbol and question; without a question: in general."""
    known = versions(reference)
    asked = {w: {q for q, by_wave in known.items() if w in by_wave} for w in (earlier, wave)}
    found = {(BREAK, q): known[q][wave]["reason"] for q in asked[wave] if known[q][wave]["reason"]}
    found |= {(NOT_APPLICABLE, q): f"asked only in {wave}" for q in asked[wave] - asked[earlier]}
    found |= {(NOT_APPLICABLE, q): f"asked only in {earlier}" for q in asked[earlier] - asked[wave]}
    return found | {
        (BREAK, ""): "wording, answers or who was asked have changed",
        (HIDDEN, ""): f"too few people to show the share of {earlier} or {wave}",
        (NOT_AVAILABLE, ""): f"fewer than 30 people answered in {earlier} or {wave}",
    }


def finding(rows: Rows, reference: Reference, wave: str, unit: str, found: pd.DataFrame) -> str:
    """The page's answer in Markdown: how many are better, worse, unclear and not tested."""
    root, earlier = reference.settings["institution"]["root_unit"], before(rows, wave)
    shown = place(found["unit"]) or unit
    name = "" if unit == root else words.plain(units.short_names(reference)[shown])
    lead, none = (f"{name}: ", "none") if name else ("", "None")
    if found.empty:
        if not units.showing(units_of(rows, "answer_change"), unit):
            return f"**{name} is not in the scope of the {wave} survey: nothing can be compared.**"
        return f"**{lead}no question of this theme was asked in {earlier} or {wave}.**"
    count = found["state"].value_counts()
    better, worse, same, untested = (int(count.get(state, 0)) for state in ORDER)
    tested = better + worse + same
    if not tested:
        why = words.plain(found["reason"].value_counts().index[0])
        told = f"{none} of {len(found)} questions could be tested"
        if len(found) == 1:
            told = f"{'the' if name else 'The'} one question could not be tested"
        sentence = f"**{lead}{told}**: {why}."
        return sentence + _together(shown)
    if tested == 1:
        state = "is better" if better else "is worse" if worse else "shows no clear change"
        sentence = f"**{lead}{'the' if name else 'The'} one question tested {state}"
    else:
        sentence = (
            f"**{lead}{better or none} of {tested} tested questions "
            f"{'are' if better > 1 else 'is'} better, {worse or 'none'} worse, {same or 'none'} "
            f"{'show' if same > 1 else 'shows'} no clear change"
        )
    sentence += f"; {untested} could not be tested.**" if untested else ".**"
    if (found["symbol"] == PROVISIONAL).any():
        sentence += f" The survey of {wave} is still open, so all of this is provisional."
    return sentence + _together(shown)


def _together(shown: str) -> str:
    return " Shown together, because each alone is too small." if JOIN in shown else ""


def headline(found: pd.DataFrame) -> str:
    """What the picture shows, in plain text: the largest clear changes."""
    said = []
    largest = {row["state"]: row for row in found.drop_duplicates("state").to_dict("records")}
    for state, verb in ((BETTER, "rose"), (WORSE, "fell")):
        if state in largest:
            size = points(abs(largest[state]["value"])).removeprefix("+")
            said.append(f"“{largest[state]['label']}” {verb} most, by {size}")
    if said:
        return "; ".join(said)
    tested = (found["state"] != UNTESTED).any()
    return "No question shows a clear change" if tested else "What is known, though not tested"


def table(found: pd.DataFrame, earlier: str, wave: str) -> pd.DataFrame:
    """The comparison as readers see it: state, change, interval, both shares with n, the question
    and, where one was not tested, why. A change that cannot be told is its symbol."""
    shown = {
        "Question": found["label"],
        "Better or worse": found["state"],
        "Points": [
            signed(value, 1) if value == value else symbol
            for value, symbol in zip(found["value"], found["symbol"], strict=True)
        ],
        "95 % interval": [
            interval(low, high) for low, high in zip(found["low"], found["high"], strict=True)
        ],
        **{
            one: [share_text(share[one]) if one in share else "" for share in found["shares"]]
            for one in (earlier, wave)
        },
        "As asked": found["asked"],
        "Why not tested": found["reason"],
        "Better when more say": found["good"].str.replace(";", " or "),
    }
    if not found["reason"].any():
        shown.pop("Why not tested")
    return pd.DataFrame(shown)


def published(rows: Rows, wave: str, found: pd.DataFrame) -> pd.DataFrame:
    """The published rows behind the comparison, for the download."""
    shown, both = found["unit"].unique().tolist(), [before(rows, wave), wave]
    metrics = ("answer_change", "answer_state", "answer_mix", "answer_shift")
    parts = [select(rows, metric, period=wave, unit=shown, cut=None) for metric in metrics]
    parts.append(select(rows, "answer_favourable", period=both, unit=shown))
    everything = pd.concat(parts, ignore_index=True)
    return everything[everything["item"].isin(found["question"])]
