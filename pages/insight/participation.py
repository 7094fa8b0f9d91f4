"""Participation: who has answered, where, and will we reach the target?"""

import streamlit as st

from pages.parts import data, filters, show
from tcdata import charts, words
from tcdata.views import forecast, participation, representativeness

st.title("Who has answered, and will we reach the target?", anchor=False)
edition = data.edition()
rows, reference = edition.rows, edition.reference
goal = participation.target(reference)

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
    parts = participation.rates(rows, reference, wave, unit)
    by_part = st.container()
    if len(parts):
        with by_part:
            show.picture(
                participation.headline(parts, goal),
                charts.bars(parts, show.look(), goal, "%"),
            )
    curve = participation.curve(rows, reference, wave, unit)
    if len(curve):
        target = (goal, f"target {words.number(goal)} %")
        drawn = charts.lines(curve, show.look(), "Working day of fieldwork", target, "%")
        show.picture(participation.pace(curve, wave), drawn)
    # Pictures take a browser longest to draw, so they are sent before all that stands around them.
    says.markdown(participation.finding(rows, reference, wave, unit))
    if len(parts):
        with by_part:
            show.table(
                forecast.with_forecast(
                    participation.table(parts, goal), rows, reference, wave, parts["unit"]
                ),
                alt=f"Response by part in {wave}",
                rows=participation.published(rows, wave, parts),
                name=f"participation_{wave}",
                edition=edition,
            )
    show.paragraphs(
        [
            forecast.sentence(rows, reference, wave, unit),
            participation.scopes(rows, reference, wave, unit),
        ]
    )

    compared = representativeness.characteristics(rows)
    if compared and unit == reference.settings["institution"]["root_unit"]:
        cut = filters.choice("Response by", compared, "compared", representativeness.choice_name)
        groups = representativeness.groups(rows, reference, wave, cut)
        if len(groups):
            whole = representativeness.everybody(rows, reference, wave)
            show.picture(
                representativeness.headline(groups, whole, cut),
                charts.bars(groups, show.look(), whole, "%", "everybody"),
            )
            show.table(
                representativeness.table(groups, cut),
                alt=f"Response by {representativeness.choice_name(cut).lower()} in {wave}",
                rows=representativeness.published(rows, reference, wave, cut),
                name=f"response_by_{cut}_{wave}",
                edition=edition,
                notes=[words.plain(representativeness.note(rows, reference, wave, cut))],
            )
        else:
            st.info(f"The {wave} survey and its workforce extract cannot be compared by this.")
        show.paragraphs(
            [
                representativeness.evenness(rows, reference, wave),
                representativeness.weighting(rows, reference, wave),
            ]
        )


body()
show.method(participation.METHOD)
