"""Change: did a survey wave improve on the one before, question by question?"""

import streamlit as st

from pages.parts import data, filters, show
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
from tcdata.views.questions import labels

heading = st.empty()
heading.title("Did a survey improve on the one before?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference
root = reference.settings["institution"]["root_unit"]

waves = change.waves(rows, reference)
if not waves:
    st.info("There is no survey with one before it yet. Load a second wave and publish an edition.")
    st.page_link("pages/data/load.py", label="Load a file", icon=":material/upload_file:")
    st.stop()

says = st.empty()
columns = st.columns([2, 2, 2, 1] if len(waves) > 1 else [2, 2, 2])
unit = filters.unit(edition, columns[0], columns[1])
with columns[2]:
    theme = filters.one_of("Theme", change.themes(reference), "theme", change.theme_name)
wave = waves[0]
if len(waves) > 1:
    with columns[3]:
        wave = filters.choice("Survey", waves, "change_wave")
earlier, drawn_waves = change.before(rows, wave), change.upto(reference, wave)
picked, unit = unit, units.shown_as(rows, "answer_change", wave, unit)
name = units.long_names(reference)[unit]

everything = change.compared(rows, reference, wave, unit)
found = change.of_theme(everything, theme)
heading.title(f"Did {words.plain(wave)} improve on {words.plain(earlier)}?", anchor=False)
together = units.together(reference, picked, unit)
says.markdown(
    " ".join(filter(None, [change.finding(rows, reference, wave, unit, found), together]))
)
if len(found):
    drawn = change_picture.picture(rows, found)
    show.picture(change.headline(found), charts_change.dumbbell(drawn, drawn_waves, show.look()))
    show.table(
        change.table(found, earlier, wave),
        alt=f"Change from {earlier} to {wave}, {name}",
        rows=change.published(rows, wave, found),
        name=f"change_{unit}_{earlier}_{wave}",
        edition=edition,
    )

st.header("One question in full", anchor=False)
asked = reference.questions.set_index("question")["text"]
listed = in_full.questions(reference, everything, [earlier, wave])
question = filters.one_of("Question", listed, "question", asked.__getitem__)
st.markdown(in_full.sentence(rows, reference, wave, unit, question, everything))
answers = in_full.answers(rows, reference, wave, unit, question)
if answers.empty:
    st.info(f"No answer to this question can be shown for {words.plain(name)}.")
else:
    title = f"{labels(reference)[question]}: every answer"
    show.picture(title, charts_change.dumbbell(answers, drawn_waves, show.look()))
    show.table(
        weighting.beside(in_full.table(answers), rows, reference, unit, question),
        alt=f"Answers to “{asked[question]}” by survey, {name}",
        rows=in_full.published(rows, reference, wave, unit, question),
        name=f"answers_{question}_{unit}",
        edition=edition,
    )
    st.markdown(weighting.sentence(rows, reference, [earlier, wave], unit, question))
    cuts = in_groups.cuts(rows, question)
    if unit == root and not cuts:
        st.markdown(words.plain(in_groups.missing(reference, question)))
    elif unit == root:
        cut = filters.choice("By", cuts, "answers_by", in_groups.cut_name)
        groups = in_groups.groups(rows, reference, wave, question, cut)
        show.picture(
            in_groups.headline(groups, reference, wave, question, cut),
            charts_change.dumbbell(groups, drawn_waves, show.look()),
        )
        show.table(
            in_groups.table(groups, cut),
            alt=f"Favourable answers to “{asked[question]}” by survey and group",
            rows=in_groups.published(rows, reference, wave, question, cut),
            name=f"answers_{question}_by_{cut}",
            edition=edition,
        )
        st.caption(in_groups.NOTE)

st.header(f"Skills since {words.plain(earlier)}", anchor=False)
skills = skills_since.since(rows, reference, wave, earlier, picked)
st.markdown(skills_since.sentence(skills, reference, earlier, picked))
if len(skills):
    show.table(
        skills_since.table(skills, earlier, wave),
        alt=f"Skills lost, gained, newly asked and held from {earlier} to {wave}",
        rows=skills_since.published(rows, wave, earlier, picked),
        name=f"skills_{picked}_{earlier}_{wave}",
        edition=edition,
    )
    st.caption(skills_since.NOTE)
show.method(change.METHOD)
