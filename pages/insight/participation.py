"""Participation: who has answered, where, and will we reach the target?"""

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts, words
from tcdata.views import participation

edition = data.edition()
rows, reference = edition.rows, edition.reference
goal = participation.target(reference)

st.title("Who has answered, and will we reach the target?", anchor=False)
data.require(
    edition, "participation_rate", "No survey is in this edition yet. Load one, and publish."
)
says = st.empty()
faculties, schools, surveys = st.columns([2, 2, 1])
unit = filters.unit(edition, faculties, schools)
with surveys:
    wave = filters.choice("Survey", participation.waves(rows), "wave")
says.markdown(participation.finding(rows, reference, wave, unit))

parts = participation.rates(rows, reference, wave, unit)
if len(parts):
    show.picture(
        participation.headline(rows, reference, wave, unit),
        charts.bars(parts, show.look(), goal, "%"),
    )
    show.table(
        participation.table(parts, goal),
        alt=f"Response by part in {wave}",
        rows=participation.published(rows, wave, parts),
        name=f"participation_{wave}",
        edition=edition,
    )

curve = participation.curve(rows, reference, wave, unit)
if len(curve):
    show.picture(
        participation.pace(curve, wave),
        charts.lines(
            curve, show.look(), "Working day of fieldwork", (goal, f"target {words.number(goal)} %")
        ),
    )
scopes = participation.scopes(rows, wave, unit)
if scopes:
    st.markdown(scopes)
show.method(participation.METHOD)
