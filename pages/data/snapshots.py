"""Snapshots and editions: what is stored, what was published from it, and how to undo it?"""

import streamlit as st

from pages.parts import access, data, publishing
from tcdata import store, words
from tcdata.views import loading
from tcdata.views.trail import trail_table

engine = data.engine()
snapshots, editions = store.snapshots(engine), store.editions(engine)

st.title("What is stored, and what was published from it?", anchor=False)
st.markdown(f"**{words.plain(loading.unpublished(snapshots, editions))}**")
publishing.told()

st.header("Snapshots: the files accepted", anchor=False)
grouped = st.column_config.NumberColumn(format="localized")
st.dataframe(
    loading.snapshots_table(snapshots),
    hide_index=True,
    width="stretch",
    alt="Accepted files",
    column_config={"Rows": grouped, "Refused": grouped},
)

in_use = snapshots[snapshots["state"] == "current"]
if data.shows_sample():
    st.caption(publishing.SHARED)
elif len(in_use):
    with st.form("withdraw", border=True):
        st.markdown(
            "**Withdraw a file.** The one before it of the same date or survey counts again. "
            "Nothing is deleted, and pages change when you publish."
        )
        called = {
            row["snapshot_id"]: f"{row['snapshot_id']} · {loading.said(row['kind'], row['period'])}"
            for row in in_use.to_dict("records")
        }
        number = st.selectbox("File", list(called), format_func=called.__getitem__)
        # A second click must not withdraw the next file for the same reason.
        withdrawn = (snapshots["state"] == "withdrawn").sum()
        reason = st.text_input(
            "Reason (do not name a person)", max_chars=200, key=f"reason-{withdrawn}"
        )
        if st.form_submit_button("Withdraw"):
            if not reason.strip():
                st.error("Give the reason: it stays in the audit trail.")
            else:
                store.withdraw(engine, int(number), access.user(), reason.strip())
                st.session_state["told"] = f"Snapshot {number} is withdrawn."
                st.rerun()
    publishing.button()

st.header("Editions: the figures published", anchor=False)
st.dataframe(
    loading.editions_table(editions),
    hide_index=True,
    width="stretch",
    alt="Published editions",
    column_config={"Figures": grouped},
)
if not data.shows_sample():
    st.button(
        "Look at the sample data", on_click=publishing.show_sample, args=(True,), key="to-sample"
    )

st.header("Audit trail", anchor=False)
st.dataframe(
    trail_table(store.audit_trail(engine)),
    hide_index=True,
    width="stretch",
    alt="Every change of state, newest first",
    column_config={"About": {"width": 430}, "Reason": {"width": 150}},
)
