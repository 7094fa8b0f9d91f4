"""Overview: the state of the Commitment in five figures against their targets."""

import streamlit as st

from pages.parts import data, show
from tcdata import charts, words
from tcdata.views import overview, participation

st.title("How are we doing against the action plan?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

st.markdown(overview.finding(rows, reference))

for column, card in zip(st.columns(5), overview.cards(rows, reference), strict=True):
    with column.container(border=True, height="stretch"):
        st.metric(words.plain(card.label), words.plain(card.value))
        st.caption(words.plain(card.says))
        st.page_link(f"pages/insight/{card.page}.py", label=card.link)

waves = participation.waves(rows)
if not waves:
    st.page_link("pages/data/load.py", label="Load a file", icon=":material/upload_file:")
else:
    root = reference.settings["institution"]["root_unit"]
    goal = participation.target(reference)
    parts = participation.rates(rows, reference, waves[0], root)
    sight = show.Sight(
        participation.headline(parts, goal),
        charts.bars(parts, show.look(), goal, "%"),
        participation.table(parts, goal),
        alt=f"Response by faculty in {waves[0]}",
        rows=participation.published(rows, waves[0], parts),
        name=f"participation_{waves[0]}",
    )
    show.sight(sight, edition)
show.method(overview.METHOD)
