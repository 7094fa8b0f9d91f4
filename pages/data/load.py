"""Load a file: check it, see what would change, accept it, publish an edition."""

import streamlit as st

from pages.parts import access, intake, publishing, show
from tcdata import words
from tcdata.views import loading

st.title("What is in this file, and what would change?", anchor=False)
st.markdown(
    "**Nothing is stored until you accept it.** Names and e-mail addresses are dropped as the file "
    "is read, and staff numbers are replaced by codes."
)
publishing.told()
left, right = st.columns(2)
with left:
    kind = st.segmented_control(
        "Kind of file",
        list(loading.KINDS),
        default="workforce",
        format_func=loading.KINDS.__getitem__,
        key="kind",
        bind="query-params",
        required=True,
    )
with right:
    period = intake.period(kind)
intake.template(kind, period)
files = st.file_uploader(
    loading.ASKS[kind],
    type=["xlsx", "csv"],
    accept_multiple_files=kind == "survey",
    key=f"upload-{kind}-{intake.uploads()}",
)
uploaded = files if isinstance(files, list) else [files] if files else []
if not uploaded or not period:
    if uploaded:
        st.info("Choose the date the file describes: then it is checked.")
    intake.done()
    st.stop()

checked = intake.check(kind, period, uploaded)
if checked is None:
    st.stop()

st.header(words.plain(loading.verdict(checked)), anchor=False)
for note in loading.notes(checked):
    st.markdown(f"- {note}")
if len(checked.findings):
    st.dataframe(
        loading.findings_table(checked.findings),
        hide_index=True,
        width="stretch",
        alt="What was found in the file, one row per cell",
        placeholder="",
        row_height=64,  # text is wrapped from here on
        column_config={
            "Found": {"width": 100},
            "What is wrong": {"width": 200},
            "What to do": {"width": 310},
        },
    )
    st.download_button(
        "Download the file with the cells marked",
        data=intake.annotated(uploaded, checked),
        file_name="to_correct.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )

if not checked.rows_accepted:
    st.stop()

st.header("What would change", anchor=False)
difference, compared = intake.compare(checked)
st.markdown(compared)
if difference.warnings:
    warnings = [words.plain(warning) for warning in difference.warnings]
    st.warning("\n".join(f"- {warning}" for warning in warnings), icon=":material/warning:")
st.dataframe(
    difference.summary, hide_index=True, width="stretch", alt="This file and the current one"
)
if len(difference.headcounts):
    st.dataframe(difference.headcounts, hide_index=True, width="stretch", alt="People by unit")

intake.accept(checked, access.user())
show.method("Accepted files stay as they were received; corrections are new files.")
