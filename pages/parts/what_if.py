"""What a register of skills is to assume: the settings' scenario, or that of sliders to unfold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from tcdata.reference import Reference
from tcdata.views import scenario
from tcdata.views.scenario import Scenario

SLIDERS = ("horizon", "leaving", "required", "hires", "trainees", "planned")
T = TypeVar("T")


def chosen(reference: Reference) -> Scenario:
    """What the register is to assume: the settings' scenario, or that of sliders to unfold.

    The sliders cost a browser more than the picture, so they wait until somebody unfolds them or
    an address names one.
    """
    named = not set(SLIDERS).isdisjoint(st.query_params)
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
    meant = st.multiselect(
        "Hires and trainees are for",
        list(names),
        format_func=names.__getitem__,
        placeholder="Every skill",
        key="planned",
        bind="query-params",
        persist_state="session",
    )
    chosen = Scenario(ahead, times, more, hired, trained, tuple(meant))
    st.caption(scenario.words(chosen, reference))
    return chosen


def _slider(
    label: str, options: Sequence[T], key: str, usual: T, say: Callable[[T], str] = str
) -> T:
    return st.select_slider(
        label,
        options,
        value=usual,
        format_func=say,
        key=key,
        bind="query-params",
        persist_state="session",
    )
