"""The skills page's pieces: the map, the risk register as a table, and one skill in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import filters, show
from pages.parts.data import Edition
from tcdata import charts, charts_skills, words
from tcdata.published import SYMBOLS
from tcdata.reference import Reference
from tcdata.views import (
    one_skill,
    plan,
    risk_said,
    scenario,
    skill_map,
    skills,
    skills_change,
    units,
)
from tcdata.views.scenario import Scenario

RIGHT = ("Interval", "Place", "Want to learn", "Held in")  # text, since it has symbols


def discipline_map(edition: Edition, unit: str, wave: str) -> None:
    """How many known skills of each discipline are short or at risk, in each part of the unit."""
    rows, reference = edition.rows, edition.reference
    cells = skill_map.cells(rows, reference, wave, unit)
    if cells.empty:
        st.info("There is nothing to map here. Choose another faculty, or a discipline.")
        return
    headline, drawn = skill_map.headline(cells, unit), charts_skills.heat(cells, show.look())
    show.picture(headline, drawn)
    st.caption(skill_map.method(reference))
    show.folded(
        "The map as a table",
        "map_table",
        lambda: show.Sight(
            headline,
            drawn,
            skill_map.table(cells),
            alt=f"Skills short or at risk in {units.long_names(reference)[unit]}, {wave}",
            rows=skill_map.published(rows, wave, cells),
            name="skills_map",
        ),
        edition,
    )


def of_discipline(edition: Edition, unit: str, wave: str, found: pd.DataFrame) -> None:
    """The thinnest skills of the discipline chosen, in the place of the map."""
    rows, reference = edition.rows, edition.reference
    earlier, name = skills_change.before(rows, wave), units.long_names(reference)[unit]
    thinnest(found)
    if len(found):
        show.folded(
            "All skills of the discipline as a table",
            "discipline_table",
            lambda: show.Sight(
                skills.headline(found),
                None,
                risk_said.table(found, reference, earlier),
                alt=f"{found['discipline'].iloc[0]} in {name}, {wave}, highest score first",
                rows=skills.published(rows, wave, unit, found),
                name=f"skills_{unit}_{wave}",
            ),
            edition,
        )


def thinnest(found: pd.DataFrame) -> None:
    """The first skills of the register: holders beside those required."""
    if found.empty:
        st.info("No skill matches this choice. Choose another discipline, or show all skills.")
        return
    drawn = charts_skills.cover(skills.thinnest(found), show.look())
    show.picture(skills.headline(found), drawn)


def register(
    edition: Edition,
    unit: str,
    wave: str,
    assumed: Scenario,
    everything: pd.DataFrame,
    discipline: str,
) -> None:
    """The chosen skills of the register: the thinnest as a picture, all as a table and as files."""
    rows, reference = edition.rows, edition.reference
    earlier, name = skills_change.before(rows, wave), units.long_names(reference)[unit]
    shown = filters.choice(
        "Show", list(skills.SHOWN), "skills", partial(skills.shown_name, earlier=earlier)
    )
    found = skills.chosen(everything, discipline, shown)
    thinnest(found)
    if found.empty:
        return
    table(
        found,
        reference,
        earlier,
        alt=f"Risk register of {name} in {wave}, highest score first",
    )
    for note in risk_said.notes(rows, reference, wave, unit, everything):
        st.caption(note)
    downloads(
        partial(skills.published, rows, wave, unit, found),
        found,
        scenario.words(assumed, reference),
        f"{unit}_{wave}_edition_{edition.id}",
    )
    st.page_link("pages/act/plan.py", label="Decide about the skills at risk in the plan")


def table(found: pd.DataFrame, reference: Reference, earlier: str, alt: str) -> None:
    """The register as a table, highest score first."""
    shown = risk_said.table(found, reference, earlier)
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        alt=alt,
        placeholder="[x]",
        column_config={
            "Score": st.column_config.ProgressColumn(
                format="%d", min_value=0, max_value=100, width="small"
            ),
            "Score taken apart": st.column_config.TextColumn(width="large"),
            "Chance of too few": st.column_config.NumberColumn(format="%d %%"),
            **{name: right for name in map(str, shown) if name.startswith(RIGHT)},
        },
    )


def downloads(
    behind: Callable[[], pd.DataFrame], found: pd.DataFrame, assumed: str, name: str
) -> None:
    """What the register's symbols mean; the rows behind it, and itself, with the scenario.

    `behind` gives the published rows, once they are wanted.
    """
    meant = [f"{mark} {SYMBOLS[mark]}" for mark in SYMBOLS if mark in set(found["symbol"])]
    if meant:
        st.caption(words.plain("; ".join(meant)))
    with st.container(horizontal=True):
        _file(
            "Download these rows (CSV)",
            lambda: risk_said.assumed(behind(), assumed),
            f"skills_{name}",
        )
        _file(
            "Download this register with its scenario (CSV)",
            lambda: risk_said.assumed(found, assumed),
            f"register_{name}",
        )


def _file(label: str, rows: Callable[[], pd.DataFrame], name: str) -> None:
    st.download_button(
        label,
        data=lambda: show.csv(rows()),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def one(edition: Edition, wave: str, unit: str, assumed: Scenario, register: pd.DataFrame) -> None:
    """A box to find a skill in, and everything about the one that is opened."""
    rows, reference = edition.rows, edition.reference
    labels: dict[str, str] = dict(zip(register["skill"], register["label"], strict=True))
    skill = st.selectbox(
        "Open a skill",
        sorted(labels, key=labels.__getitem__),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Type a part of its name",
        key="skill",
        bind="query-params",
        persist_state="session",
    )
    if skill is None:
        return
    st.markdown(one_skill.sentence(rows, reference, wave, unit, register, skill))
    st.caption(words.plain(risk_said.taken_apart(register, reference, skill)))
    at_risk = plan.at_risk(register[register["skill"] == skill]).all()
    st.page_link(
        "pages/act/plan.py",
        label="Decide about it in the plan" if at_risk else "The plan",
        query_params={"planned_skill": labels[skill]} if at_risk else None,
    )
    left, right = st.columns([3, 2])
    with left:
        changed = one_skill.options(rows, reference, wave, unit, assumed, register, skill)
        drawn = charts.bars(changed, show.look())
        show.picture(one_skill.options_headline(changed), drawn)
        st.caption(one_skill.options_note(changed, assumed))
        show.folded(
            "The bars as a table",
            "options_table",
            lambda: show.Sight(
                one_skill.options_headline(changed),
                drawn,
                one_skill.options_table(changed),
                alt=f"What would change the score of {labels[skill]}",
                rows=skills.published(rows, wave, unit, changed),
                name=f"skill_{unit}_{wave}",
            ),
            edition,
        )
    with right:
        whole = unit == reference.settings["institution"]["root_unit"]
        near = one_skill.elsewhere(rows, reference, wave, unit, skill)
        st.header(one_skill.nearest(near, labels[skill], whole), anchor=False)
        if len(near):
            st.dataframe(near, hide_index=True, width="stretch", alt=f"Holders of {labels[skill]}")
        compared = one_skill.since(rows, wave, unit, skill)
        if len(compared):
            said = f"{labels[skill]} in this survey and the one before, of all respondents"
            st.caption(words.plain(said))
            st.dataframe(compared, hide_index=True, width="stretch", alt=said)
