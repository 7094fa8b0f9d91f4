"""The change page's sights: every question, one question in full, what became of skills."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import filters, show
from pages.parts.data import Edition
from tcdata import charts_change, words
from tcdata.views import (
    change,
    change_picture,
    in_full,
    in_groups,
    skills_since,
    units,
    weighting,
)
from tcdata.views.questions import about, labels


def every_question(edition: Edition, unit: str, wave: str, found: pd.DataFrame) -> None:
    """A row per question of `change.compared`: what was, what is, and whether it is sure."""
    rows, reference = edition.rows, edition.reference
    if found.empty:
        return
    earlier, waves = change.before(rows, wave), change.upto(reference, wave)
    name = units.long_names(reference)[change.place(found["unit"])]
    drawn = change_picture.picture(rows, found, wave)
    show.picture(change.headline(found), charts_change.dumbbell(drawn, waves, show.look()))
    show.table(
        change.table(found, earlier, wave),
        alt=f"Change from {earlier} to {wave}, {name}",
        rows=change.published(rows, wave, found),
        name=f"change_{unit}_{earlier}_{wave}",
        edition=edition,
    )


def one_question(edition: Edition, unit: str, wave: str, everything: pd.DataFrame) -> None:
    """One question: every answer by survey, weighted beside plain, the split and the groups."""
    rows, reference = edition.rows, edition.reference
    earlier, waves = change.before(rows, wave), change.upto(reference, wave)
    asked, name = about(reference), units.long_names(reference)[unit]
    question = filters.one_of(
        "Question",
        in_full.questions(reference, everything, [earlier, wave]),
        "question",
        lambda question: asked[question]["text"],
    )
    says = st.empty()
    answers = in_full.answers(rows, reference, wave, unit, question)
    if len(answers):
        title = f"{labels(reference)[question]}: every answer"
        show.picture(title, charts_change.dumbbell(answers, waves, show.look()))
    says.markdown(in_full.sentence(rows, reference, wave, unit, question, everything))
    if answers.empty:
        st.info(f"No answer to this question can be shown for {words.plain(name)}.")
        return
    # Filled last: a reader sees both pictures before the tables are made.
    table = st.container()
    if unit == reference.settings["institution"]["root_unit"]:
        _groups(edition, wave, question)
    with table:
        show.table(
            weighting.beside(in_full.table(answers), rows, reference, unit, question),
            alt=f"Answers to “{asked[question]['text']}” by survey, {name}",
            rows=in_full.published(rows, reference, wave, unit, question),
            name=f"answers_{question}_{unit}",
            edition=edition,
            notes=[
                in_full.note(answers),
                weighting.sentence(rows, reference, [earlier, wave], unit, question),
            ],
        )


def _groups(edition: Edition, wave: str, question: str) -> None:
    rows, reference = edition.rows, edition.reference
    cuts = in_groups.cuts(rows, question)
    if not cuts:
        st.markdown(words.plain(in_groups.missing(reference, question)))
        return
    cut = filters.choice("By", cuts, "answers_by", in_groups.cut_name)
    groups = in_groups.groups(rows, reference, wave, question, cut)
    show.picture(
        in_groups.headline(groups, reference, wave, question, cut),
        charts_change.dumbbell(groups, change.upto(reference, wave), show.look()),
    )
    show.table(
        in_groups.table(groups, cut),
        alt=f"Favourable answers to “{about(reference)[question]['text']}” by survey and group",
        rows=in_groups.published(rows, reference, wave, question, cut),
        name=f"answers_{question}_by_{cut}",
        edition=edition,
        notes=[in_groups.NOTE],
    )


def skills(edition: Edition, unit: str, wave: str) -> None:
    """The skills that the unit has lost, gained, is newly asked for, and held."""
    rows, reference, earlier = edition.rows, edition.reference, change.before(edition.rows, wave)
    found = skills_since.since(rows, reference, wave, earlier, unit)
    st.markdown(skills_since.sentence(found, reference, earlier, unit))
    if found.empty:
        return
    show.table(
        skills_since.table(found, earlier, wave),
        alt=f"Skills lost, gained, newly asked and held from {earlier} to {wave}",
        rows=skills_since.published(rows, wave, earlier, unit),
        name=f"skills_{unit}_{earlier}_{wave}",
        edition=edition,
        notes=[skills_since.NOTE],
    )
