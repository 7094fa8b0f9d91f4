"""The gate: off this machine, nobody sees a figure without signing in."""

from __future__ import annotations

import pytest
from driven import opened, visitor
from streamlit import config

SIGN_IN = {
    "auth": {
        "redirect_uri": "http://localhost/oauth2callback",
        "cookie_secret": "c" * 32,
        "client_id": "dashboard",
        "client_secret": "s" * 32,
        "server_metadata_url": "https://sign-in.invalid/.well-known/openid-configuration",
    }
}
URL = {"faculty": "Biological Sciences (FBS)"}


@pytest.fixture
def on_the_network():
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


def shows_nothing(reader, title):
    assert [heading.value for heading in reader.title] == [title]
    assert not reader.dataframe and not reader.metric and not reader.get("plotly_chart")
    assert not reader.selectbox and not reader.file_uploader
    assert not reader.sidebar.children


def test_a_server_on_the_network_refuses_without_sign_in(on_the_network):
    reader = opened(url=URL, whole=False)
    shows_nothing(reader, "Not available")
    assert "refuses to run on a network address without sign-in" in reader.error[0].value


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.3", "2001:db8::7"])
def test_a_reader_from_elsewhere_is_refused_without_sign_in(monkeypatch, address):
    visitor(address, monkeypatch)
    shows_nothing(opened(whole=False), "Not available")


def test_who_is_not_signed_in_is_asked_to(on_the_network):
    reader = opened(whole=False, secrets=SIGN_IN, user={"is_logged_in": False})
    shows_nothing(reader, "Sign in to see the dashboard")
    assert [button.label for button in reader.button] == ["Sign in"]


def test_who_is_signed_in_sees_the_pages(on_the_network):
    person = {"is_logged_in": True, "sub": "0a1b2c"}
    reader = opened("insight/participation", secrets=SIGN_IN, user=person)
    assert reader.title[0].value.startswith("Who has answered")
    assert not any("no sign-in is set up" in note.value for note in reader.caption)
