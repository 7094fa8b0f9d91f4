"""Starting a server on a store of its own, and opening a reader's window on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from seeing import COUNT_RUNS

ROOT = Path(__file__).parents[2]
LAPTOP = {"width": 1366, "height": 768}


@contextmanager
def serving(folder: Path, address: str = "127.0.0.1") -> Iterator[str]:
    """The address of a server started cold on an empty store in `folder`."""
    with socket.socket() as free:
        free.bind((address, 0))
        port = free.getsockname()[1]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "dashboard.py"),
                *("--server.headless", "true", "--server.port", str(port)),
                *("--server.address", address),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "TCDATA_STORE": f"sqlite:///{folder}/store.db",
                "TCDATA_KEY": "0" * 64,
            },
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://{address}:{port}/_stcore/health")
            yield f"http://{address}:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start within 30 seconds")


@contextmanager
def reading(browser: Browser, **look: object) -> Iterator[Page]:
    """A reader's window, a laptop's by default. Nothing it asks for may leave the machine."""
    asked: set[str] = set()
    context = browser.new_context(**{"viewport": LAPTOP, "accept_downloads": True, **look})
    context.add_init_script(f"({COUNT_RUNS})()")
    page = context.new_page()
    page.set_default_timeout(30_000)
    context.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))
    yield page
    context.close()
    assert elsewhere(asked) == set()


def elsewhere(asked: set[str]) -> set[str]:
    """The other machines among the addresses asked for."""
    hosts = {urlsplit(url).hostname or "" for url in asked}
    return {host for host in hosts if host and not host.startswith("127.0.0.")}
