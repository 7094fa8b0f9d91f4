"""The code is as the linter, the formatter and the type checker want it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = [("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)]


@pytest.mark.parametrize("tool", TOOLS, ids=" ".join)
def test_clean(tool):
    run = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
