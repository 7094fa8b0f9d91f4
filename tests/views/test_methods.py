"""The Methods page's words."""

from __future__ import annotations

import re

from tcdata import reference
from tcdata.metrics import CATALOGUE
from tcdata.views import change, methods, weighting
from tests.views.changed import FOUND

REFERENCE = reference.load()


def test_the_glossary_has_the_institutions_terms_and_the_products_in_one_order():
    found = methods.glossary(REFERENCE)
    terms = found["Term"].tolist()
    assert {*REFERENCE.glossary["term"], *methods.WORDS} == {*terms}
    assert terms == sorted(terms, key=str.casefold)
    assert found["Meaning"].ne("").all()


def test_every_word_of_the_product_that_the_figures_definitions_use_is_explained():
    said = " ".join(f"{m.definition} {m.denominator} {m.missing}" for m in CATALOGUE.values())
    terms = {term.casefold() for term in methods.glossary(REFERENCE)["Term"]}
    for word in ("wave", "frame date", "holder", "extract", "respondent", "in scope"):
        assert re.search(rf"\b{word}", said, re.IGNORECASE), f"“{word}” is not used any more"
        assert word in terms


def test_every_word_of_statistics_that_pages_use_is_explained():
    terms = set(methods.glossary(REFERENCE)["Term"])
    headings = {*change.table(FOUND, "2023", "2026")}
    assert "95 % interval" in headings & terms
    assert "favourable answers" in change.METHOD and "Favourable answer" in terms
    assert "weighted" in weighting.WEIGHTED and "Weighted" in terms
