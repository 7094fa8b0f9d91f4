"""What a register of skills is to assume: the settings' scenario, or that of sliders to unfold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from pages.parts import filters
from tcdata.reference import Reference
from tcdata.views import scenario
from tcdata.views.scenario import Scenario

# The fields of a scenario, in their order, as filters.
SLIDERS = ("horizon", "leaving", "required", "hires", "trainees", "hired_for")
T = TypeVar("T")


def chosen(reference: Reference) -> Scenario:
    """What the register is to assume: the settings' scenario, or that of sliders to unfold.

    The sliders cost a browser more than the picture, so they wait until somebody unfolds them,
    an address names one, or one was moved before.
    """
    usual = dict(zip(SLIDERS, scenario.base(reference), strict=True))
    moved = any((st.session_state.get(key) or value) != value for key, value in usual.items())
    named = moved or not set(SLIDERS).isdisjoint(st.query_params)
    unfolded = st.expander(
        "What if: people leave sooner, or are hired or trained?",
        expanded=named,
        key="what_if",
        on_change="rerun",
    )
    if not (unfolded.open or named):
        return scenario.base(reference)
    with unfolded:
        return _sliders(reference)


def _sliders(reference: Reference) -> Scenario:
    usual, names = scenario.base(reference), scenario.names(reference)
    months, leaving, required, hires, trainees = st.columns(5)
    with months:
        ahead = _slider("Months ahead", scenario.horizons(reference), "horizon", usual.horizon)
    with leaving:
        times = _slider(
            "Leaving, against now",
            scenario.LEAVING,
            "leaving",
            usual.leaving,
            say=scenario.leaving_said,
        )
    with required:
        more = _slider(
            "Holders required",
            scenario.REQUIRED,
            "required",
            usual.required,
            say=scenario.required_said,
        )
    with hires:
        hired = _slider("Planned hires", scenario.MORE, "hires", usual.hires)
    with trainees:
        trained = _slider("Planned trainees", scenario.MORE, "trainees", usual.trainees)
    filters.bring("hired_for", names, [], names.__getitem__)
    meant = st.multiselect(
        "Hires and trainees are for",
        list(names),
        format_func=names.__getitem__,
        placeholder="Every skill",
        key="hired_for",
        bind="query-params",
        persist_state="session",
    )
    chosen = Scenario(ahead, times, more, hired, trained, tuple(meant))
    st.caption(scenario.words(chosen, reference))
    return chosen


def _slider(
    label: str, options: Sequence[T], key: str, usual: T, say: Callable[[T], str] = str
) -> T:
    filters.bring(key, options, usual, say)
    return st.select_slider(
        label,
        options,
        value=usual,
        format_func=say,
        key=key,
        bind="query-params",
        persist_state="session",
    )
