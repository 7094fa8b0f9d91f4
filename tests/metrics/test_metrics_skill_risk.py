"""The chance of too few holders and the map of thin skills, from published rows, on paper."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from tcdata.metrics.leaving import CUT, FIXED, OTHER, Rate, Rates
from tcdata.metrics.skill_risk import shortfall, with_risk
from tcdata.metrics.skills_change import with_skill_changes
from tcdata.published import COLUMNS, metric_rows, stack
from tests.metrics.small import SETTINGS, figure, reference

REFERENCE = reference(
    settings=SETTINGS.replace("horizon_months = 24", "horizon_months = 24\nat_risk_percent = 20")
)


def skill_rows(metric, period, *rows, **fixed):
    """(unit, skill, number) → published rows of a metric."""
    frame = pd.DataFrame(rows, columns=["unit", "item", "value"])
    return metric_rows(frame.assign(count=frame["value"], period=period), metric, **fixed)


def rate_rows(*rows, period="2026-09-01"):
    """(unit, category, per cent) → leaving rates with an interval of half and double."""
    frame = pd.DataFrame(rows, columns=["unit", "category", "value"])
    frame["cut"] = frame["category"].map({"": "", FIXED: CUT, OTHER: CUT})
    frame = frame.assign(low=frame["value"] / 2, high=frame["value"] * 2, base=100, count=10)
    return metric_rows(frame.assign(period=period), "leaving_rate")


PUBLISHED = stack(
    [
        skill_rows("skill_required", "2026", ("music", "glass", 2), ("music", "laser", 1)),
        skill_rows("skill_required", "2026", ("arts", "glass", 2), ("arts", "cryo", 3)),
        skill_rows("skill_holders", "2026", ("music", "glass", 2), ("music", "laser", 3)),
        skill_rows("skill_holders", "2026", ("arts", "glass", 1), ("arts", "cryo", 0)),
        skill_rows("skill_learners", "2026", ("arts", "cryo", 1)),
        skill_rows("skill_required", "2023", ("music", "laser", 1)),
        skill_rows("skill_holders", "2023", ("music", "laser", 3)),
        rate_rows(("music", "", 10), ("university", "", 30)),
    ]
)
ROWS = with_risk(PUBLISHED, REFERENCE)


def risk(unit, skill):
    row = figure(ROWS, "skill_risk", unit, "2026", skill)
    return row[["base", "low", "value", "high"]].tolist()


def of_binomial(holders, required, yearly):
    return 100 * binom.cdf(required - 1, holders, (1 - yearly) ** 2)


def test_a_skill_with_two_of_two_holders_and_one_with_three_of_one():
    two = [of_binomial(2, 2, yearly) for yearly in (0.05, 0.1, 0.2)]
    three = [of_binomial(3, 1, yearly) for yearly in (0.05, 0.1, 0.2)]
    assert risk("music", "glass") == pytest.approx([2, *two], abs=1e-4)
    assert risk("music", "laser") == pytest.approx([3, *three], abs=1e-4)


def test_too_few_already_is_certain():
    assert risk("arts", "glass") == [1, 100, 100, 100]


def test_a_wave_without_a_leaving_rate_has_no_risk_but_a_map():
    assert figure(ROWS, "skill_risk", "music", "2023", "laser") is None
    assert figure(ROWS, "skills_thin", "music", "2023", "Workshop")["count"] == 0


def test_the_map_counts_known_skills_short_or_at_risk():
    music = figure(ROWS, "skills_thin", "music", "2026", "Workshop")
    assert (music["count"], music["base"]) == (1, 2), "glass at 34 per cent; laser below 20"
    assert figure(ROWS, "skills_thin", "arts", "2026", "Imaging")["count"] == 1


def test_a_critical_skill_that_nobody_there_knows_is_not_on_the_map():
    rows = with_risk(PUBLISHED[PUBLISHED["metric"] != "skill_learners"], REFERENCE)
    assert figure(rows, "skills_thin", "arts", "2026", "Imaging") is None
    assert figure(rows, "skill_risk", "arts", "2026", "cryo")["value"] == 100


def test_a_skill_lost_since_the_wave_before_is_on_the_map_though_it_has_no_row():
    holders = [("music", "laser", 3), ("music", "glass", 1)]
    before = stack(
        [
            skill_rows("skill_holders", "2023", *holders),
            skill_rows("skill_required", "2023", ("music", "laser", 1), ("music", "glass", 2)),
            skill_rows("skill_holders", "2026", ("music", "glass", 2), ("university", "laser", 0)),
            skill_rows("skill_required", "2026", ("music", "glass", 2), ("university", "laser", 1)),
            rate_rows(("university", "", 1)),
        ]
    )
    rows = with_risk(with_skill_changes(before, REFERENCE), REFERENCE)
    assert figure(rows, "skill_risk", "music", "2026", "laser")["value"] == 100
    found = figure(rows, "skills_thin", "music", "2026", "Workshop")
    assert (found["count"], found["base"]) == (1, 2)


def test_it_adds_rows_and_changes_none():
    pd.testing.assert_frame_equal(ROWS.head(len(PUBLISHED)), PUBLISHED)
    assert list(ROWS) == COLUMNS
    assert not ROWS.duplicated(COLUMNS[:6]).any()
    assert with_risk(PUBLISHED.head(0), REFERENCE).empty


def test_fixed_term_holders_leave_at_their_own_rate_where_their_number_shows():
    published = stack(
        [
            PUBLISHED,
            rate_rows(("university", FIXED, 50), ("university", OTHER, 4)),
            skill_rows("skill_fixed_term", "2026", ("music", "laser", 2), cut=CUT, category=FIXED),
        ]
    )
    rows = with_risk(published, REFERENCE)
    gone = (1 - 0.5**2) ** 2 * (1 - 0.96**2)
    value = figure(rows, "skill_risk", "music", "2026", "laser")["value"]
    assert value == pytest.approx(100 * gone, abs=1e-4)
    assert figure(rows, "skill_risk", "music", "2026", "glass")["value"] == pytest.approx(
        of_binomial(2, 2, 0.1), abs=1e-4
    )


def test_more_fixed_term_than_holders_is_an_older_figure_and_is_not_used():
    rate = Rate(0.1, 0.05, 0.2, "music", "2026-09-01", 10, 100)
    known = Rates(rate, rate._replace(value=0.9), rate._replace(value=0.0))
    found = shortfall(np.array([1.0]), np.array([1.0]), np.array([2.0]), known, "value", 12)
    assert found.tolist() == pytest.approx([0.1])


def test_people_who_come_stay_or_leave_like_the_others():
    rate = Rate(0.1, 0.05, 0.2, "music", "2026-09-01", 10, 100)
    nobody = np.array([np.nan])
    found = shortfall(
        np.array([1.0]), np.array([2.0]), nobody, Rates(rate, None, None), "value", 24, 2.0, 1
    )
    assert 100 * found[0] == pytest.approx(100 * binom.cdf(1, 2, 0.9**4))
