"""Skills: which are thin, held by one person, or wanted by few?"""

from functools import partial

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts_skills
from tcdata.views import skills, skills_change, units

st.title("Which skills are thin, held by one person, or wanted by few?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

data.require(
    edition, "skill_holders", "No survey with skills is in this edition yet. Load one, and publish."
)
says = st.empty()
faculties, schools, disciplines, surveys = st.columns([2, 2, 2, 1])
unit = filters.unit(edition, faculties, schools)
with disciplines:
    discipline = filters.one_of(
        "Discipline", skills.disciplines(reference), "discipline", skills.discipline_name
    )
with surveys:
    wave = filters.choice("Survey", skills.waves(rows), "wave")
earlier = skills_change.before(rows, wave)
shown = filters.choice(
    "Show", list(skills.SHOWN), "skills", partial(skills.shown_name, earlier=earlier)
)

register = skills.register(rows, reference, wave, unit)
found = skills.chosen(register, discipline, shown)
says.markdown(skills.finding(rows, reference, wave, unit, register))
if found.empty:
    st.info("No skill matches this choice. Choose another discipline, or show all skills.")
else:
    show.picture(skills.headline(found), charts_skills.cover(skills.thinnest(found), show.look()))
    show.table(
        skills.table(found, earlier),
        alt=f"Skills of {units.long_names(reference)[unit]} in {wave}, thinnest first",
        rows=skills.published(rows, wave, unit, found),
        name=f"skills_{unit}_{wave}",
        edition=edition,
    )
show.method(skills.METHOD)
