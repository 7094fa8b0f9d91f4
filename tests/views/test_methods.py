"""The Methods page's words."""

from __future__ import annotations

import re

from tcdata import reference
from tcdata.metrics import CATALOGUE
from tcdata.views import methods

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
