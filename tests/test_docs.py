"""The generated pages of the documentation are current, and the README's facts hold."""

import re
from pathlib import Path

import pytest

from docs import build
from tcdata import statistics

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", build.PAGES)
def test_generated_page_is_current(name):
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert kept == build.PAGES[name](), "run `python -m docs.build` and commit what it writes"


def test_every_method_said_to_stand_behind_a_figure_does():
    named = set(re.findall(r"`(\w+)`", build.METHODS))
    assert {"exact_interval", "share_change"} <= named <= set(statistics.__all__)
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "tcdata/metrics").glob("*.py")]
    imported = {name for text in code for name in re.findall(r"\w+", text)}
    assert named <= imported, "a method that no metric uses"


def test_every_direct_dependency_earns_its_line_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name = line.split(">=")[0].split("[")[0]
        assert f"| {name} |" in readme, f"the README does not say why {name} is needed"
        assert ">=" in line and ",<" in line, f"{name} is not pinned to a compatible range"


def test_every_path_the_readme_names_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for part in readme.split("`")[1::2]:
        named = part.split("/")[0]
        if "/" in part and " " not in part and (ROOT / named).exists():
            assert (ROOT / part).exists() or part.startswith(("data/", ".streamlit/secrets")), part
