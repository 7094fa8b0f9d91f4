"""Skills: which are thin, at risk, or held by one person, and what would change that?"""

import streamlit as st

from pages.parts import data, filters, show, what_if
from pages.parts import skills as parts
from tcdata.views import risk, risk_said, scenario, skills

st.title("Which skills are thin, at risk, or held by one person?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

data.require(
    edition, "skill_holders", "No survey with skills is in this edition yet. Load one, and publish."
)


@st.fragment
def body() -> None:
    """What a filter changes: it runs again alone, without the sidebar and the navigation."""
    says = st.empty()
    faculties, schools, surveys = st.columns([2, 2, 1])
    unit = filters.unit(edition, faculties, schools)
    with surveys:
        wave = filters.choice("Survey", skills.waves(rows), "wave")
    sights, disciplines = st.columns([4, 3])
    with sights:
        seen = filters.choice("See", list(skills.SIGHTS), "skills_see", skills.SIGHTS.__getitem__)
    discipline = ""
    if seen != "one":
        with disciplines:
            discipline = filters.one_of(
                "Discipline", skills.disciplines(reference), "discipline", skills.discipline_name
            )

    if seen == "map" and not discipline:  # before anything else is worked out: it waits for nothing
        parts.discipline_map(edition, unit, wave)
    assumed = scenario.base(reference) if seen == "map" else what_if.chosen(reference)
    register = risk.register(rows, reference, wave, unit, assumed)
    says.markdown(risk_said.finding(rows, reference, wave, unit, assumed, register))
    if seen == "register":
        parts.register(edition, unit, wave, assumed, register, discipline)
    elif seen == "one":
        parts.one(edition, wave, unit, assumed, register)
    elif discipline:
        parts.of_discipline(edition, unit, wave, skills.chosen(register, discipline, "all"))


body()
show.method(risk_said.METHOD)
