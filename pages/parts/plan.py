"""The succession plan on a page: its entries, its table to take away, and the form to decide."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from pages.parts import access, data, filters, publishing, show
from tcdata import store, words
from tcdata.plan import DECISIONS, ERASED, LONGEST_OWNER, STATES
from tcdata.reference import Reference
from tcdata.views import plan as view
from tcdata.views import plan_said, skills, units

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_A_YEAR = pd.DateOffset(years=1)
ERROR = "plan-error"
# Of columns whose longest cell may stand far down the table, where no width is taken from it.
WIDTHS = {"Holders": 120, "Decision": 160, "State": 85, "Due": 130, "Owner": 150}


def entries() -> pd.DataFrame:
    """Every entry of the plan in the store that this session looks at: tcdata.plan.COLUMNS."""
    return store.plan_entries(data.engine())


def today() -> str:
    """The day by which something is overdue, as ISO text."""
    return f"{pd.Timestamp.today():%Y-%m-%d}"


def table(
    found: pd.DataFrame,
    edition: data.Edition,
    wave: str,
    unit: str,
    made: pd.DataFrame,
    day: str,
) -> None:
    """The plan's rows as a table, and to take away: these as CSV, the unit's plan as a workbook."""
    shown = plan_said.table(found)
    name = units.long_names(edition.reference)[unit]
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={
            column: st.column_config.TextColumn(width=width) for column, width in WIDTHS.items()
        },
        alt=f"Skills at risk of {name} by the {wave} survey, and what is decided about each",
    )
    engine = data.engine()  # asked for here: a download is made outside the session
    left, right = st.columns([1, 3])
    left.download_button(
        "Download these rows (CSV)",
        data=lambda: show.csv(shown),
        file_name=f"plan_{unit}_{wave}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    right.download_button(
        "Download the plan (workbook)",
        data=lambda: _workbook(engine, edition, wave, unit, made, day),
        file_name=f"plan_{unit}_{wave}.xlsx",
        mime=XLSX,
        icon=":material/table_view:",
        on_click="ignore",
    )


def decide(
    found: pd.DataFrame, made: pd.DataFrame, reference: Reference, wave: str, unit: str
) -> None:
    """Choose a skill of the plan, see what was decided about it, and decide anew."""
    labels = dict(zip(found["skill"], found["label"], strict=True))
    skill = filters.one_of("Skill", list(labels), "planned_skill", labels.__getitem__)
    before = view.last(made, unit, skill)
    _told()
    if before is None:
        st.markdown(f"Nothing has been decided about **{words.plain(labels[skill])}** yet.")
    else:
        st.markdown(f"What was decided about **{words.plain(labels[skill])}**, newest first:")
        st.dataframe(
            plan_said.history(made, unit, skill),
            hide_index=True,
            width="stretch",
            alt=f"Every decision about {labels[skill]}",
        )
    st.page_link(
        "pages/insight/skills.py",
        label="Who holds it, and what would change its risk",
        query_params={"skills_see": skills.SIGHTS["one"], "skill": labels[skill]},
    )
    _form(unit, skill, wave, before, units.short_names(reference)[unit])


def _form(unit: str, skill: str, wave: str, before: dict | None, name: str) -> None:
    """The form, filled with the entry `before`; a newer entry makes it a new form."""
    is_sample = data.shows_sample()
    after = int(before["entry"]) if before else None
    key = f"decide-{unit}-{skill}-{after}"
    owner = before["owner"] if before and before["owner"] != ERASED else f"TSM, {name}"
    day = pd.Timestamp(before["due"]) if before else pd.Timestamp.today() + IN_A_YEAR
    with st.form(key, border=True):
        left, right = st.columns(2)
        left.selectbox(
            "Decision",
            list(DECISIONS),
            index=list(DECISIONS).index(before["decision"]) if before else 0,
            format_func=DECISIONS.__getitem__,
            key=f"{key}-decision",
        )
        left.text_input(
            "Owner (a role, not a person’s name)",
            value=owner,
            max_chars=LONGEST_OWNER,
            key=f"{key}-owner",
        )
        right.date_input("Due", value=day.date(), format="DD/MM/YYYY", key=f"{key}-due")
        right.segmented_control(
            "State",
            list(STATES),
            default=before["state"] if before else "planned",
            format_func=STATES.__getitem__,
            required=True,
            key=f"{key}-state",
        )
        st.form_submit_button(
            "Record this decision",
            type="primary",
            disabled=is_sample,
            on_click=_record,
            args=(unit, skill, view.seen_in(before, wave), after, key),
        )
    if is_sample:
        st.caption(
            "Everybody shares the sample data, so nothing is recorded in it: your plan is kept "
            "once your own data are loaded."
        )


def _record(unit: str, skill: str, wave: str, after: int | None, key: str) -> None:
    """Store what the form says, if nobody decided since it was shown; what came of it is told on
    the next run."""
    if data.shows_sample():
        return
    said = {name: st.session_state[f"{key}-{name}"] for name in ("decision", "owner", "state")}
    due = st.session_state[f"{key}-due"]
    try:
        store.decide(
            data.own_store(),
            unit=unit,
            skill=skill,
            wave=wave,
            due=f"{due:%Y-%m-%d}" if due else "",
            by=access.user(),
            after=after,
            **said,
        )
    except store.StoreError as error:
        st.session_state[ERROR] = str(error)
    else:
        st.session_state["told"] = "Recorded. Earlier decisions stay in the history."


def _told() -> None:
    publishing.told()
    if message := st.session_state.pop(ERROR, None):
        st.error(words.plain(message), icon=":material/error:")


def _workbook(
    engine: Engine, edition: data.Edition, wave: str, unit: str, made: pd.DataFrame, day: str
) -> bytes:
    from tcdata.reports.plan import render

    known = store.editions(engine).set_index("edition", drop=False)
    record: dict[Any, Any] = {**known.loc[edition.id].to_dict(), "sample": edition.sample}
    return render(edition.rows, wave, unit, edition.reference, record, made, day)
