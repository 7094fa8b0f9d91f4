"""Every method says what it computes, on what assumption, when it fails and whose it is."""

import inspect

import pytest

from tcdata import statistics

METHODS = [name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))]


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_documented(name):
    text = inspect.getdoc(getattr(statistics, name)) or ""
    for label in ("Formula:", "Unit", "Missing:", "Raises", "Assumes:", "Fails:"):
        assert any(line.startswith(label) or f". {label}" in line for line in text.splitlines()), (
            f"{name} does not say “{label}”"
        )


@pytest.mark.parametrize("name", METHODS)
def test_a_method_names_its_source(name):
    text = inspect.getdoc(getattr(statistics, name)) or ""
    source = text.partition("Source:")[2]
    assert any(character.isdigit() for character in source), f"{name} does not name its source"
