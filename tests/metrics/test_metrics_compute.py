"""The rows as a whole: their order, their catalogue, and tables that nobody has loaded."""

import pytest

from tcdata.metrics import CATALOGUE, change, compute, shortages, skill_risk, skills_change
from tcdata.published import COLUMNS, KEY
from tests.metrics.small import (
    SETTINGS,
    answers,
    reference,
    replies,
    respondents,
    skills,
    staff,
    workforce,
)

REFERENCE = reference(
    settings=SETTINGS.replace("horizon_months = 24", "horizon_months = 24\nrate_from = 30")
)
TABLES = {
    "workforce": workforce(
        *staff("music", 12, role_type="studio"),
        *staff("physics", 13, 20, role_type="research"),
        *staff("physics", 20, 60),
        *staff("physics", 20, 60, as_of="2025-09-01"),
        *staff("music", 13, as_of="2025-09-01"),
        *staff("music", 12, as_of="2023-09-01", role_type="studio"),
        *staff("physics", 10, 20, as_of="2023-09-01", role_type="research"),
    ),
    "respondents": respondents(
        *replies("music", 6, role_type="studio", contract_type="fixed-term"),
        *replies("physics", 2, 20, role_type="research"),
        *replies("music", 3, 40, wave="2023", completed_on="2023-09-04", role_type="studio"),
        *replies("physics", 3, 50, wave="2023", completed_on="2023-09-15", role_type="research"),
    ),
    "answers": answers(*[(f"r{i}", "training", "Yes") for i in range(5)], ("r5", "mood", "Bad")),
    "skills": skills(*[{"respondent_id": f"r{i}", "skill": "glass"} for i in range(3)]),
}


def test_every_row_is_of_a_metric_in_the_catalogue_and_stands_once():
    rows = compute(TABLES, REFERENCE)
    assert list(rows) == COLUMNS
    later = (change, skills_change, shortages, skill_risk)
    after_the_gate = {metric.id for subject in later for metric in subject.METRICS}
    assert set(rows["metric"]) == set(CATALOGUE) - after_the_gate
    assert not rows.duplicated(KEY).any()
    assert (rows["value"].notna() | (rows["symbol"] != "")).all()


def test_the_order_of_rows_does_not_depend_on_the_order_of_the_people():
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in TABLES.items()}
    assert compute(TABLES, REFERENCE).equals(compute(turned, REFERENCE))


def test_tables_are_not_changed():
    before = {name: frame.copy() for name, frame in TABLES.items()}
    compute(TABLES, REFERENCE)
    assert all(TABLES[name].equals(before[name]) for name in TABLES)


@pytest.mark.parametrize("absent", TABLES)
def test_a_table_nobody_has_loaded_is_no_error(absent):
    rows = compute({name: t for name, t in TABLES.items() if name != absent}, REFERENCE)
    empty = compute({**TABLES, absent: TABLES[absent].head(0)}, REFERENCE)
    assert rows.equals(empty)
    assert len(rows)


def test_without_any_table_only_history_is_left():
    rows = compute({}, REFERENCE)
    assert set(rows["period"]) == {"2019-09-30"}


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=CATALOGUE)
def test_the_catalogue_says_everything(metric):
    texts = ["title", "definition", "formula", "unit", "numerator", "denominator", "missing"]
    assert all(getattr(metric, name) for name in [*texts, "source"])
    assert metric.definition.endswith(".")
