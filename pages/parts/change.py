"""The change page's sights: every question, one question in full, what became of skills."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import filters, show
from pages.parts.data import KEPT, Edition
from tcdata import charts_change, words
from tcdata.charts_base import Look
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
    sight = show.Sight(
        change.headline(found),
        charts_change.dumbbell(drawn, waves, show.look()),
        change.table(found, earlier, wave),
        alt=f"Change from {earlier} to {wave}, {name}",
        rows=change.published(rows, wave, found),
        name=f"change_{unit}_{earlier}_{wave}",
    )
    show.sight(sight, edition)


def one_question(edition: Edition, unit: str, wave: str, everything: pd.DataFrame) -> None:
    """One question: every answer by survey, weighted beside plain, the split and the groups."""
    rows, reference = edition.rows, edition.reference
    question = filters.one_of(
        "Question",
        in_full.questions(reference, everything, [change.before(rows, wave), wave]),
        "question",
        lambda question: about(reference)[question]["text"],
    )
    says = st.empty()
    sight = _answers(edition.key, edition, unit, wave, question, show.look())
    if sight:
        show.picture(sight.headline, sight.picture)
    says.markdown(in_full.sentence(rows, reference, wave, unit, question, everything))
    if sight is None:
        name = units.long_names(reference)[unit]
        st.info(f"No answer to this question can be shown for {words.plain(name)}.")
        return
    # Filled last: a reader sees both pictures before the tables are made.
    table = st.container()
    if unit == reference.settings["institution"]["root_unit"]:
        cuts = in_groups.cuts(rows, question)
        if cuts:
            cut = filters.choice("By", cuts, "answers_by", in_groups.cut_name)
            groups = _groups(edition.key, edition, wave, question, cut, show.look())
            show.sight(groups, edition)
        else:
            st.markdown(words.plain(in_groups.missing(reference, question)))
    with table:
        show.table(sight, edition)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _answers(
    key: str, _edition: Edition, unit: str, wave: str, question: str, look: Look
) -> show.Sight | None:
    """Every answer to the question; None where none can be shown."""
    rows, reference = _edition.rows, _edition.reference
    earlier = change.before(rows, wave)
    answers = in_full.answers(rows, reference, wave, unit, question)
    if answers.empty:
        return None
    text, name = about(reference)[question]["text"], units.long_names(reference)[unit]
    return show.Sight(
        f"{labels(reference)[question]}: every answer",
        charts_change.dumbbell(answers, change.upto(reference, wave), look),
        weighting.beside(in_full.table(answers), rows, reference, unit, question),
        alt=f"Answers to “{text}” by survey, {name}",
        rows=in_full.published(rows, reference, wave, unit, question),
        name=f"answers_{question}_{unit}",
        notes=[
            in_full.note(answers),
            weighting.sentence(rows, reference, [earlier, wave], unit, question),
        ],
    )


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _groups(
    key: str, _edition: Edition, wave: str, question: str, cut: str, look: Look
) -> show.Sight:
    """The question's favourable share in each group of a breakdown."""
    rows, reference = _edition.rows, _edition.reference
    groups = in_groups.groups(rows, reference, wave, question, cut)
    text = about(reference)[question]["text"]
    return show.Sight(
        in_groups.headline(groups, reference, wave, question, cut),
        charts_change.dumbbell(groups, change.upto(reference, wave), look),
        in_groups.table(groups, cut),
        alt=f"Favourable answers to “{text}” by survey and group",
        rows=in_groups.published(rows, reference, wave, question, cut),
        name=f"answers_{question}_by_{cut}",
        notes=[in_groups.NOTE],
    )


def skills(edition: Edition, unit: str, wave: str) -> None:
    """The skills that the unit has lost, gained, is newly asked for, and held."""
    rows, reference, earlier = edition.rows, edition.reference, change.before(edition.rows, wave)
    found = skills_since.since(rows, reference, wave, earlier, unit)
    st.markdown(skills_since.sentence(found, reference, earlier, unit))
    if found.empty:
        return
    sight = show.Sight(
        "",
        None,
        skills_since.table(found, earlier, wave),
        alt=f"Skills lost, gained, newly asked and held from {earlier} to {wave}",
        rows=skills_since.published(rows, wave, earlier, unit),
        name=f"skills_{unit}_{earlier}_{wave}",
        notes=[skills_since.NOTE],
    )
    show.table(sight, edition)
