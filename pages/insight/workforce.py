"""Workforce: how many technicians, where, on what terms, and who came and went?"""

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts, words
from tcdata.charts_base import Look
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
    faculties, schools, counts = st.columns([2, 2, 1])
    unit = filters.unit(edition, faculties, schools)
    with counts:
        measure = filters.choice(
            "Count", list(workforce.MEASURES), "count", workforce.MEASURES.__getitem__
        )
    views, dates = st.columns([2, 1])
    with views:
        view = filters.choice("Show", list(workforce.VIEWS), "show", workforce.VIEWS.__getitem__)
    with dates:
        period = filters.one_of("Date", workforce.extracts(rows), "date", words.date)
    finding, sight, note = seen(edition.key, edition, unit, period, measure, view, show.look())
    says.markdown(finding)
    show.picture(sight.headline, sight.picture)
    if note:
        st.caption(note)
    show.table(sight, edition)


@st.cache_resource(max_entries=data.KEPT, show_spinner=False)
def seen(
    key: str,
    _edition: data.Edition,
    unit: str,
    period: str,
    measure: str,
    view: str,
    look: Look,
) -> tuple[str, show.Sight, str]:
    """The answer, what shows it, and what to know of the picture."""
    rows, reference = _edition.rows, _edition.reference
    name = units.long_names(reference)[unit]
    published = workforce.published(rows, reference, unit, period, measure, view)
    drawn = None
    if view == "flows":
        table = moves.flows(rows, unit)
        headline = moves.finding(table, period)
    else:
        table = workforce.table(published, reference)
        if view == "trend":
            found = trend.trend(rows, reference, unit, measure)
            drawn = charts.lines(found, look, "")
        else:
            found = workforce.picture(rows, reference, unit, period, measure, view)
            drawn = charts.bars(found, look)
        headline = workforce.headline(view, found, name, measure)
    sight = show.Sight(
        headline,
        drawn,
        table,
        alt=f"{workforce.VIEWS[view]}: {'every faculty' if view == 'apprentices' else name}",
        rows=published,
        name=f"workforce_{view}",
        notes=[moves.records(rows, unit, period)],
    )
    finding = workforce.finding(rows, reference, unit, period)
    return finding, sight, workforce.note(reference, unit, view)


body()
show.method(workforce.METHOD)
