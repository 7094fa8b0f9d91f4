"""Several processes on one store, and one that dies while it writes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tcdata import store
from tests.store.kept import make_checked

PROJECT = Path(__file__).resolve().parents[2]

ACCEPT = """
import sys, time
from tcdata import store
from tests.store.kept import make_checked
checked = make_checked(rows=2000, text=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
print(store.accept(store.open_store(sys.argv[1]), checked, "tester"))
"""

DIE = """
import os, sys
from tcdata import store
from tcdata.store import accepting
from tests.store.kept import make_checked
engine = store.open_store(sys.argv[1])
accepting._move = lambda *_: os._exit(9)
store.accept(engine, make_checked(text="lost"), "tester")
"""


def start(script, *args):
    return subprocess.Popen(
        [sys.executable, "-c", script, *args],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("texts", "snapshots"), [("aaa", 1), ("abc", 3)])
def test_processes_that_accept_at_once_agree(url, texts, snapshots):
    workers = [start(ACCEPT, url, text) for text in texts]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    results = [worker.communicate(timeout=60) for worker in workers]
    assert [error for _, error in results] == [""] * len(texts)
    numbers = {int(out) for out, _ in results}
    engine = store.open_store(url)
    assert len(numbers) == len(store.snapshots(engine)) == snapshots
    assert len(store.current(engine)) == 1
    assert store.verify(engine) == []


def test_a_process_that_dies_in_the_middle_leaves_nothing(url):
    engine = store.open_store(url)
    store.accept(engine, make_checked(text="kept"), "tester")
    worker = start(DIE, url)
    worker.communicate(timeout=60)
    assert worker.returncode == 9
    assert store.snapshots(engine)["state"].tolist() == ["current"]
    assert store.verify(engine) == []
    assert store.accept(engine, make_checked(text="after"), "tester") > 1
