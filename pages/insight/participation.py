"""Participation: who has answered, where, and will we reach the target?"""

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts, words
from tcdata.charts_base import Look
from tcdata.views import fieldwork, forecast, participation, representativeness

st.title("Who has answered, and will we reach the target?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference

data.require(
    edition, "participation_rate", "No survey is in this edition yet. Load one, and publish."
)


@st.fragment
def body() -> None:
    """What a filter changes: it runs again alone, without the sidebar and the navigation."""
    says = st.empty()
    faculties, schools, surveys = st.columns([2, 2, 1])
    unit = filters.unit(edition, faculties, schools)
    with surveys:
        wave = filters.choice("Survey", participation.waves(rows), "wave")
    finding, parts, pace, further = seen(edition.key, edition, wave, unit, show.look())
    by_part = st.container()
    if parts:
        with by_part:
            show.picture(parts.headline, parts.picture)
    if pace:
        show.picture(pace.headline, pace.picture)
        show.folded("The days as a table", "pace_table", lambda: pace, edition)
    # Pictures take a browser longest to draw, so they are sent before all that stands around them.
    says.markdown(finding)
    if parts:
        with by_part:
            show.table(parts, edition)
    show.paragraphs(further)

    compared = representativeness.characteristics(rows)
    if compared and unit == reference.settings["institution"]["root_unit"]:
        cut = filters.choice("Response by", compared, "compared", representativeness.choice_name)
        groups = representativeness.groups(rows, reference, wave, cut)
        if len(groups):
            whole = representativeness.everybody(rows, reference, wave)
            sight = show.Sight(
                representativeness.headline(groups, whole, cut),
                charts.bars(groups, show.look(), whole, "%", "everybody"),
                representativeness.table(groups, cut),
                alt=f"Response by {representativeness.choice_name(cut).lower()} in {wave}",
                rows=representativeness.published(rows, reference, wave, cut),
                name=f"response_by_{cut}_{wave}",
                notes=[words.plain(representativeness.note(rows, reference, wave, cut))],
            )
            show.sight(sight, edition)
        else:
            st.info(f"The {wave} survey and its workforce extract cannot be compared by this.")
        show.paragraphs(
            [
                representativeness.evenness(rows, reference, wave),
                representativeness.weighting(rows, reference, wave),
            ]
        )


@st.cache_resource(max_entries=data.KEPT, show_spinner=False)
def seen(
    key: str, _edition: data.Edition, wave: str, unit: str, look: Look
) -> tuple[str, show.Sight | None, show.Sight | None, list[str]]:
    """The answer, the parts' response, the pace of fieldwork, and what more there is to say."""
    rows, reference = _edition.rows, _edition.reference
    goal = participation.target(reference)
    parts, pace = None, None
    found = participation.rates(rows, reference, wave, unit)
    if len(found):
        table = participation.table(found, goal)
        parts = show.Sight(
            participation.headline(found, goal),
            charts.bars(found, look, goal, "%"),
            forecast.with_forecast(table, rows, reference, wave, found["unit"]),
            alt=f"Response by part in {wave}",
            rows=participation.published(rows, wave, found),
            name=f"participation_{wave}",
        )
    curve = fieldwork.curve(rows, reference, wave, unit)
    if len(curve):
        target = (goal, f"target {words.number(goal)} %")
        drawn = charts.lines(curve, look, "Working day of fieldwork", target, "%")
        pace = show.Sight(
            fieldwork.pace(curve, wave),
            drawn,
            fieldwork.table(curve),
            alt=f"Share answered by the end of each working day, {wave} and before",
            rows=fieldwork.published(rows, wave, unit),
            name=f"participation_days_{wave}",
        )
    further = [
        forecast.sentence(rows, reference, wave, unit),
        participation.scopes(rows, reference, wave, unit),
    ]
    return participation.finding(rows, reference, wave, unit), parts, pace, further


body()
show.method(participation.METHOD)
