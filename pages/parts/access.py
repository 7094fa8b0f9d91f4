"""The sign-in gate: who may see anything at all."""

from __future__ import annotations

import streamlit as st

LOCAL = {"127.0.0.1", "localhost", "::1"}


def sign_in_configured() -> bool:
    """Whether the server's secrets name a sign-in service."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def gate() -> None:
    """Let the reader in, ask for sign-in, or refuse to run unprotected on a network address."""
    if sign_in_configured():
        if not st.user.is_logged_in:
            st.title("Sign in to see the dashboard")
            st.button("Sign in", on_click=st.login, type="primary")
            st.stop()
        return
    # The address is empty for a reader on this machine.
    if st.get_option("server.address") not in LOCAL or st.context.ip_address is not None:
        st.title("Not available")
        st.error(
            "This dashboard refuses to run on a network address without sign-in. "
            "Set up sign-in in .streamlit/secrets.toml, or start it on 127.0.0.1."
        )
        st.stop()


def user() -> str:
    """Who acts, for the audit trail: the signed-in account's id, or that nobody signed in."""
    if sign_in_configured():
        return str(st.user.get("sub", "signed-in user"))
    return "local user"
