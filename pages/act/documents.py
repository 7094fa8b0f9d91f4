"""Documents to take to a meeting: the faculty briefing, and the case for a role."""

import streamlit as st

from pages.parts import data, documents, filters, show, what_if
from tcdata import charts_skills
from tcdata.views import case, case_tables, risk, skills, skills_change, units

st.title("What do I take to the meeting?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference
data.require(edition, "headcount", "Nothing is in this edition yet. Load a file, and publish.")

says = st.empty()
faculties, schools, surveys = st.columns([2, 2, 1])
unit = filters.unit(edition, faculties, schools)
name = units.long_names(reference)[unit]

briefing = st.container()
waves = skills.waves(rows)
if not waves:
    documents.briefing(briefing, edition, unit)
    st.info("A case for a role needs a survey with skills. Load one, and publish an edition.")
    st.stop()
with surveys:
    wave = filters.choice("Survey", waves, "wave")
documents.briefing(briefing, edition, unit)

st.header("The case for a role", anchor=False)
st.markdown(documents.CASE)
given = what_if.chosen(reference)
register = risk.register(rows, reference, wave, unit, given)
chosen = documents.skills(edition, wave, unit, register)
known = case.evidence(rows, reference, wave, unit, register, chosen)
says.markdown(case.finding(rows, reference, wave, unit, known))
if len(known):
    drawn = skills.thinnest(known, len(known))
    show.picture(skills.headline(known), charts_skills.cover(drawn, show.look()))
    documents.table(
        case_tables.at_risk(known, skills_change.before(rows, wave)),
        alt=f"The skills of the case for {name}, {wave}",
    )
    documents.case(edition, wave, unit, given, chosen)
show.method(documents.METHOD)
