"""What a unit's technicians do for teaching and research, from the survey's questions about it."""

from __future__ import annotations

import pandas as pd

from tcdata import words
from tcdata.reference import Reference
from tcdata.rows import Rows, select
from tcdata.views import units
from tcdata.views.questions import labels, share_text

THEME = "Contribution to teaching and research"
NOTHING = {"None of these", "No answer"}


def shares(rows: Rows, reference: Reference, wave: str, unit: str) -> pd.DataFrame:
    """One row per kind of contribution that the survey asks about, as `charts.bars` needs it.

    Columns: question, unit (or the block that shows it), label (the answer, or the question where
    it has favourable ones), value (per cent of respondents), count, base, symbol, text, marked
    (no). A question is left out where the edition has nothing of the unit or its block.
    """
    asked = reference.questions
    asked = asked[asked["theme"] == THEME]
    parts = []
    for question, favourable in zip(asked["question"], asked["favourable"], strict=True):
        metric, cut = ("answer_favourable", "") if favourable else ("answer_share", "option")
        found = select(rows, metric, item=question, period=wave, cut=cut)
        shown = units.shown_in(found["unit"].unique().tolist(), unit)
        found = found[(found["unit"] == shown) & ~found["category"].isin(NOTHING)]
        label = found["category"] if cut else labels(reference)[question]
        parts.append(found.assign(question=question, label=label))
    table = pd.concat(parts, ignore_index=True)
    texts = [share_text(row) for row in table.to_dict("records")]
    columns = ["question", "unit", "label", "value", "count", "base", "symbol", "text", "marked"]
    return table.assign(text=texts, marked=False)[columns]


def kinds(found: pd.DataFrame, reference: Reference) -> list[str]:
    """The questions whose answers are kinds of work, each a picture of its own."""
    about = reference.questions.set_index("question")["favourable"]
    return [question for question in found["question"].unique() if not about[question]]


def finding(found: pd.DataFrame, reference: Reference, wave: str, unit: str) -> str:
    """Who is affected, in Markdown: the commonest work for teaching and research, with its base."""
    names, blocks = units.short_names(reference), found["unit"].unique().tolist()
    root = reference.settings["institution"]["root_unit"]
    shown = blocks[0] if len(blocks) == 1 else unit
    name = "the University" if unit == root else words.plain(names[shown])
    if found.empty or found["value"].isna().all():
        return (
            f"**What technicians of {name} do for teaching and research cannot be shown**: too "
            f"few answered the {words.plain(wave)} survey there, or it is outside its scope."
        )
    named = labels(reference)
    told = []
    for question in kinds(found, reference):
        answers = found[(found["question"] == question) & found["value"].notna()]
        if len(answers):
            top = answers[answers["value"] == answers["value"].max()]
            most = words.listed([f"“{words.plain(label.lower())}”" for label in top["label"]])
            share = f"{top['text'].iloc[0]}{' each' * (len(top) > 1)}"
            told.append(f"{words.plain(named[question].lower())}: most often {most}, {share}")
    lead = f"**Technicians of {name} told us in {words.plain(wave)}: {'; '.join(told)}.**"
    together = units.together(reference, unit, shown)
    return (
        f"{lead} {together}{' ' * bool(together)}The survey does not ask which skill a piece of "
        "work needs, so these are all who answered, whatever their skills."
    )


def asked(reference: Reference, question: str) -> str:
    """A question in full, for the heading of its picture."""
    return str(reference.questions.set_index("question")["text"][question])


def counted(reference: Reference, question: str) -> str:
    """The favourable answers of a question: “Named as an author” or “Yes, once”."""
    favourable = reference.questions.set_index("question")["favourable"][question]
    return " or ".join(f"“{answer}”" for answer in favourable.split(";"))


def table(found: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The questions that have favourable answers: Question, what counts, and the share."""
    about = reference.questions.set_index("question")
    rest = found[found["question"].map(about["favourable"]) != ""]
    return pd.DataFrame(
        {
            "Question": rest["label"],
            "Counted": [counted(reference, question) for question in rest["question"]],
            "Share": rest["text"],
        }
    )
