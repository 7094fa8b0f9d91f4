"""A Streamlit server on an address of its own, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.timing import ROOT

DASHBOARD = ROOT / "dashboard.py"
BARE = Path(__file__).parent / "bare" / "page.py"


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without what it does for itself in the background."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@contextmanager
def serving(script: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """A server of `script`, just launched; its address. `settings` go into its environment.

    Bare pages run in the product's folder, so that both sides have the same server settings.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.headless", "true", "--server.port", str(port)),
        ],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait until the server answers, asking every 20 ms. Raises TimeoutError after a minute."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("the server did not start within a minute")


def new_page(chromium: Browser) -> Page:
    """An empty page of a reader who has never been here: no cookies, nothing cached."""
    return chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()


def own_store(folder: Path) -> dict[str, str]:
    """The settings of a product server whose store lies in `folder`."""
    return {"TCDATA_STORE": f"sqlite:///{folder / 'store.db'}", "TCDATA_KEY": "0" * 64}
