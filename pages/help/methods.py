"""Methods: what does this number mean, and how was it made safe to show?"""

import streamlit as st

from pages.parts import data
from tcdata.metrics import CATALOGUE
from tcdata.views import methods

st.title("What does this number mean, and how was it made safe to show?", anchor=False)
edition = data.edition()

st.markdown(
    "**Every figure is a row of an edition: a set of totals computed once from named files.** "
    "No page can reach a row about a person."
)
titles = methods.titles(CATALOGUE)
chosen = st.selectbox(
    "Figure",
    list(titles),
    format_func=titles.__getitem__,
    key="figure",
    bind="query-params",
    persist_state="session",
)
st.markdown(methods.definition(CATALOGUE[chosen], edition.reference))

st.header("How skills are ranked", anchor=False)
st.markdown(methods.skill_rule(edition.reference))

st.header("How figures are made safe", anchor=False)
st.markdown(methods.safety(edition.reference))

st.header("Symbols", anchor=False)
st.table(methods.symbols(), hide_index=True)

st.header("Words and abbreviations", anchor=False)
st.table(methods.glossary(edition.reference), hide_index=True)
