"""Change: did a survey wave improve on the one before, question by question?"""

from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import change as parts
from pages.parts import data, filters, show
from tcdata import words
from tcdata.views import change

heading = st.empty()
heading.title("Did a survey improve on the one before?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

waves = change.waves(rows, reference)
if not waves:
    st.info(
        "There is no survey with one before it yet. Load a second survey and publish an edition."
    )
    st.page_link("pages/data/load.py", label="Load a file", icon=":material/upload_file:")
    st.stop()


@st.fragment
def body() -> None:
    """What a filter changes: it runs again alone, without the sidebar and the navigation."""
    says = st.empty()
    widths = [13, 13, 10, 7] if len(waves) > 1 else [13, 13, 10]
    faculties, schools, themes, *surveys = st.columns(widths, gap="xsmall")
    unit = filters.unit(edition, faculties, schools)
    wave = waves[0]
    if len(waves) > 1:
        with surveys[0]:
            wave = filters.choice("Survey", waves, "change_wave")
    earlier = change.before(rows, wave)
    see = partial(change.sight, earlier=earlier)
    seen = filters.choice("See", list(change.SIGHTS), "see", see)
    theme = ""
    if seen == "questions":
        with themes:
            theme = filters.one_of("Theme", change.themes(reference), "theme", change.theme_name)

    everything = compared(edition.key, edition, wave, unit)
    found = change.of_theme(everything, theme)
    heading.title(f"Did {words.plain(wave)} improve on {words.plain(earlier)}?", anchor=False)
    says.markdown(change.finding(rows, reference, wave, unit, found))
    if seen == "one":
        parts.one_question(edition, unit, wave, everything)
    elif seen == "skills":
        parts.skills(edition, unit, wave)
    else:
        parts.every_question(edition, unit, wave, found)


@st.cache_resource(max_entries=data.KEPT, show_spinner=False)
def compared(key: str, _edition: data.Edition, wave: str, unit: str) -> pd.DataFrame:
    """`change.compared` of an edition."""
    return change.compared(_edition.rows, _edition.reference, wave, unit)


body()
show.method(change.METHOD)
