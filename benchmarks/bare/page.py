"""The floor for a page: one select box, and the product's own figures, ready to be sent."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource(max_entries=1, show_spinner=False)
def figures() -> dict[str, list[tuple[str, go.Figure]]]:
    """Headings and figures for each choice, read once per server."""
    kept = json.loads(Path(os.environ["BARE_FIGURES"]).read_text(encoding="utf-8"))["figures"]
    return {
        choice: [(heading, go.Figure(json.loads(spec))) for heading, spec in drawn]
        for choice, drawn in kept.items()
    }


st.set_page_config(layout="wide")
choice = st.selectbox("Faculty or service", list(figures()))
for heading, figure in figures()[choice]:
    st.header(heading, anchor=False)
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, width="stretch")
