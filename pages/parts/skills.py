"""The skills page's pieces: what to assume, the risk register as a table, and one skill in full."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import show
from pages.parts.data import Edition
from tcdata import charts
from tcdata.reference import Reference
from tcdata.views import one_skill, risk_said, scenario, skill_map
from tcdata.views.scenario import Scenario

OPENED = "skill"
_KEPT = {"bind": "query-params", "persist_state": "session"}


def what_if(reference: Reference) -> Scenario:
    """Sliders for what the register is to assume; the settings' scenario by default."""
    usual = scenario.base(reference)
    names = scenario.names(reference)
    ahead, leaving, required, hires, trainees = st.columns(5)
    chosen = Scenario(
        horizon=ahead.select_slider(
            "Months ahead",
            scenario.horizons(reference),
            value=usual.horizon,
            key="horizon",
            **_KEPT,
        ),
        leaving=leaving.select_slider(
            "Leaving, against now",
            scenario.LEAVING,
            value=usual.leaving,
            format_func=scenario.leaving_said,
            key="leaving",
            **_KEPT,
        ),
        required=required.select_slider(
            "Holders required",
            scenario.REQUIRED,
            value=usual.required,
            format_func=scenario.required_said,
            key="required",
            **_KEPT,
        ),
        hires=hires.select_slider("Planned hires", scenario.MORE, key="hires", **_KEPT),
        trainees=trainees.select_slider("Planned trainees", scenario.MORE, key="trainees", **_KEPT),
        skills=tuple(
            st.multiselect(
                "Hires and trainees are for",
                list(names),
                format_func=names.__getitem__,
                placeholder="Every skill",
                key="planned",
                **_KEPT,
            )
        ),
    )
    st.caption(scenario.words(chosen))
    return chosen


def map_as_table(cells: pd.DataFrame, alt: str, rows: pd.DataFrame, edition: Edition) -> None:
    """The map's numbers with what each is out of, for whoever opens them."""
    unfolded = st.expander("The map as a table", key="map_table", on_change="rerun")
    if unfolded.open:
        with unfolded:
            shown = skill_map.table(cells)
            show.table(shown, alt=alt, rows=rows, name="skills_map", edition=edition)


def table(found: pd.DataFrame, reference: Reference, earlier: str, alt: str, key: str) -> None:
    """The register as a table; a row that is chosen opens its skill below."""
    shown = risk_said.table(found, reference, earlier)
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        alt=alt,
        placeholder="[x]",
        key=key,
        on_select=partial(_open, key, found["skill"].tolist()),
        selection_mode="single-row",
        column_config={
            "Score": st.column_config.ProgressColumn(
                format="%d", min_value=0, max_value=100, width="small"
            ),
            "Score taken apart": st.column_config.TextColumn(width="medium"),
            "Chance of too few": st.column_config.NumberColumn(format="%d %%"),
            **{
                name: right
                for name in shown
                if name in ("Interval", "Place", "Want to learn") or name.startswith("Held in")
            },
        },
    )


def _open(key: str, listed: list[str]) -> None:
    rows = st.session_state[key].selection.rows
    st.session_state[OPENED] = listed[rows[0]] if rows else None


def download(found: pd.DataFrame, assumed: Scenario, name: str, edition: Edition) -> None:
    """The register with the scenario it stands for, as a file."""
    st.download_button(
        "Download this register with its scenario (CSV)",
        data=lambda: _csv(risk_said.assumed(found, scenario.words(assumed))),
        file_name=f"{name}_edition_{edition.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def one(edition: Edition, wave: str, unit: str, assumed: Scenario, register: pd.DataFrame) -> None:
    """A box to find a skill in, and everything about the one that is opened."""
    rows, reference = edition.rows, edition.reference
    labels = dict(zip(register["skill"], register["label"], strict=True))
    skill = st.selectbox(
        "Open a skill",
        sorted(labels, key=labels.__getitem__),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Type a part of its name, or choose a row above",
        key=OPENED,
        **_KEPT,
    )
    if skill is None:
        return
    st.markdown(one_skill.sentence(rows, reference, wave, unit, register, skill))
    left, right = st.columns([3, 2])
    with left:
        changed = one_skill.options(rows, reference, wave, unit, assumed, register, skill)
        drawn = charts.bars(changed, show.look())
        show.picture(one_skill.options_headline(changed), drawn)
        st.caption(one_skill.options_note(changed, assumed))
    with right:
        whole = unit == reference.settings["institution"]["root_unit"]
        near = one_skill.elsewhere(rows, reference, wave, unit, skill)
        st.header(one_skill.nearest(near, labels[skill], whole), anchor=False)
        if len(near):
            st.dataframe(near, hide_index=True, width="stretch", alt=f"Holders of {labels[skill]}")


def _csv(rows: pd.DataFrame) -> bytes:
    from tcdata.reports.rows import to_csv

    return to_csv(rows)
