"""The dashboard's entry: page config, sign-in gate, navigation and the edition picker."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import access, errors, filters, show, sidebar


def run() -> None:
    """One run of the script for one reader."""
    st.set_page_config(
        page_title="Technician Commitment",
        page_icon=str(Path(__file__).parent / "pages" / "parts" / "icon.png"),
        layout="wide",
    )
    show.contrast()
    access.gate()
    page = st.navigation(
        {
            "Insight": [
                st.Page(
                    "pages/insight/overview.py",
                    title="Overview",
                    icon=":material/dashboard:",
                    default=True,
                ),
                st.Page(
                    "pages/insight/participation.py",
                    title="Participation",
                    icon=":material/how_to_vote:",
                    url_path="participation",
                ),
                st.Page(
                    "pages/insight/skills.py",
                    title="Skills",
                    icon=":material/handyman:",
                    url_path="skills",
                ),
                st.Page(
                    "pages/insight/change.py",
                    title="Change",
                    icon=":material/compare_arrows:",
                    url_path="change",
                ),
                st.Page(
                    "pages/insight/workforce.py",
                    title="Workforce",
                    icon=":material/groups:",
                    url_path="workforce",
                ),
            ],
            "Act": [
                st.Page(
                    "pages/act/plan.py",
                    title="Plan",
                    icon=":material/checklist:",
                    url_path="plan",
                ),
                st.Page(
                    "pages/act/documents.py",
                    title="Take it to a meeting",
                    icon=":material/description:",
                    url_path="documents",
                ),
            ],
            "Data": [
                st.Page(
                    "pages/data/load.py",
                    title="Load a file",
                    icon=":material/upload_file:",
                    url_path="load",
                ),
                st.Page(
                    "pages/data/snapshots.py",
                    title="Snapshots and editions",
                    icon=":material/history:",
                    url_path="snapshots",
                ),
            ],
            "Help": [
                st.Page(
                    "pages/help/methods.py",
                    title="Methods",
                    icon=":material/menu_book:",
                    url_path="methods",
                ),
            ],
        }
    )
    with errors.in_words(), filters.following():
        sidebar.show()
        page.run()


if __name__ == "__main__":
    run()
else:
    # The server imports this file once, before any reader comes. By default it would take `pages/`
    # for pages of its own until the first reader has reached `st.navigation`, and tell whoever
    # opens a deep link before that that the page does not exist.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__)
