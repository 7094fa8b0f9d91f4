"""Plan: what is a unit doing about each of its skills at risk?"""

import streamlit as st

from pages.parts import data, filters, plan, show
from tcdata import charts_plan
from tcdata.views import plan as view
from tcdata.views import plan_said, skills

st.title("What are we doing about each skill at risk?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

data.require(
    edition, "skill_holders", "No survey with skills is in this edition yet. Load one, and publish."
)
says = st.empty()
faculties, schools, surveys = st.columns([2, 2, 1])
unit = filters.unit(edition, faculties, schools)
with surveys:
    wave = filters.choice("Survey", skills.waves(rows), "wave")
shown = filters.choice("Show", list(view.SHOWN), "planned", view.SHOWN.__getitem__)

entries, today = plan.entries(), plan.today()
everything = view.plan(rows, reference, wave, unit, entries, today)
found = view.chosen(everything, shown)
says.markdown(plan_said.finding(rows, reference, wave, unit, everything))
dues = plan_said.dues(found)
if len(dues):
    show.picture(plan_said.headline(found), charts_plan.due(dues, today, show.look()))
if len(found):
    plan.table(found, edition, wave, unit, entries, today)
elif len(everything):
    st.info("No skill matches this choice. Choose “All” to see the whole plan.")
else:
    st.info("There is nothing to decide here. Choose another faculty, or another survey.")
if len(everything):
    st.header("Decide about a skill", anchor=False)
    plan.decide(everything, entries, reference, wave, unit)
show.method(plan_said.method(reference))
