"""Workforce: how many technicians, where, on what terms, and who came and went?"""

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts, words
from tcdata.views import moves, trend, units, workforce

st.title("How many technicians are there, where, and on what terms?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

data.require(
    edition, "headcount", "No workforce extract is in this edition yet. Load one, and publish."
)


@st.fragment
def body() -> None:
    """What a filter changes: it runs again alone, without the sidebar and the navigation."""
    says = st.empty()
    faculties, schools, dates, counts = st.columns([11, 8, 7, 4.3])
    unit = filters.unit(edition, faculties, schools)
    with dates:
        period = filters.one_of("Date", workforce.extracts(rows), "date", words.date)
    with counts:
        measure = filters.choice(
            "Count", list(workforce.MEASURES), "count", workforce.MEASURES.__getitem__
        )
    view = filters.choice("Show", list(workforce.VIEWS), "show", workforce.VIEWS.__getitem__)
    name = units.long_names(reference)[unit]
    # All is selected before any of it is drawn: what comes together, a browser lays out once.
    published = workforce.published(rows, reference, unit, period, measure, view)
    if view == "flows":
        table = moves.flows(rows, unit)
        headline, drawn = moves.finding(table), None
    else:
        table = workforce.table(published, reference)
        if view == "trend":
            found = trend.trend(rows, reference, unit, measure)
            drawn = charts.lines(found, show.look(), "")
        else:
            found = workforce.picture(rows, reference, unit, period, measure, view)
            drawn = charts.bars(found, show.look())
        headline = workforce.headline(view, found, name, measure)
    note = workforce.note(reference, unit, view)
    records = moves.records(rows, unit, period)

    says.markdown(workforce.finding(rows, reference, unit, period))
    show.picture(headline, drawn)
    if note:
        st.caption(note)
    show.table(
        table,
        alt=f"{workforce.VIEWS[view]}: {'every faculty' if view == 'apprentices' else name}",
        rows=published,
        name=f"workforce_{view}",
        edition=edition,
        notes=[records],
    )


body()
show.method(workforce.METHOD)
