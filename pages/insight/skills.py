"""Skills: which are thin, at risk, or held by one person, and what would change that?"""

from functools import partial

import streamlit as st

from pages.parts import data, filters, show
from pages.parts import skills as parts
from tcdata import charts_skills
from tcdata.views import risk, risk_said, skill_map, skills, skills_change, units

st.title("Which skills are thin, at risk, or held by one person?", anchor=False)
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
name = units.long_names(reference)[unit]

cells = skill_map.cells(rows, reference, wave, unit)
picture = st.container()
by_discipline = not discipline and len(cells) > 0
if by_discipline:  # before anything else is worked out: it waits for nothing
    with picture:
        show.picture(skill_map.headline(cells, unit), charts_skills.heat(cells, show.look()))
        st.caption(skill_map.method(reference))
        behind = partial(skill_map.published, rows, wave, cells)
        parts.map_as_table(cells, f"Skills short or at risk in {name}, {wave}", behind, edition)
assumed = parts.what_if(reference)
shown = filters.choice(
    "Show", list(skills.SHOWN), "skills", partial(skills.shown_name, earlier=earlier)
)

register = risk.register(rows, reference, wave, unit, assumed)
found = skills.chosen(register, discipline, shown)
says.markdown(risk_said.finding(rows, reference, wave, unit, assumed, register))
if found.empty:
    st.info("No skill matches this choice. Choose another discipline, or show all skills.")
    show.method(risk_said.METHOD)
    st.stop()

if not by_discipline:
    with picture:
        drawn = charts_skills.cover(skills.thinnest(found), show.look())
        show.picture(skills.headline(found), drawn)
parts.table(
    found,
    reference,
    earlier,
    alt=f"Risk register of {name} in {wave}, highest score first",
)
for note in risk_said.notes(rows, reference, wave, unit, register):
    st.caption(note)
parts.downloads(
    partial(skills.published, rows, wave, unit, found),
    found,
    assumed,
    f"{unit}_{wave}_edition_{edition.id}",
)
parts.one(edition, wave, unit, assumed, register)
show.method(risk_said.METHOD)
