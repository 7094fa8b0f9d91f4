"""The chance that too few stay, against published digits, every subset, and scipy's binomial."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from tcdata.statistics import fewer_than, staying

CHANCE = st.floats(0, 1, allow_nan=False)


def by_every_subset(required, chances):
    """All who stay and all who go, tried one by one."""
    return sum(
        np.prod([p if stays else 1 - p for p, stays in zip(chances, subset, strict=True)])
        for subset in product([True, False], repeat=len(chances))
        if sum(subset) < required
    )


def test_it_has_the_published_digits(vector):
    for row in vector("poisson_binomial").itertuples():
        groups = [(1, float(chance)) for chance in row.chances.split(";")]
        found = fewer_than(row.number + 1, groups) - fewer_than(row.number, groups)
        assert float(found) == pytest.approx(row.probability, abs=0.6 * 10**-row.digits), row


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(0, 4), CHANCE), min_size=1, max_size=3).filter(
        lambda groups: sum(people for people, _ in groups) <= 9
    ),
)
def test_groups_are_what_every_subset_of_their_people_gives(required, groups):
    people = [chance for number, chance in groups for _ in range(number)]
    assert float(fewer_than(required, groups)) == pytest.approx(
        by_every_subset(required, people), abs=1e-12
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 12), CHANCE)
def test_one_group_is_binomial(people, required, chance):
    expected = binom.cdf(required - 1, people, chance) if required else 0.0
    assert float(fewer_than(required, [(people, chance)])) == pytest.approx(expected, abs=1e-10)


def test_many_skills_and_settings_at_once():
    required, held = np.array([2, 1, 4]), np.array([2, 1, 3])
    stay = np.array([[0.9], [0.5]])
    found = fewer_than(required, [(held, stay)])
    assert found.shape == (2, 3)
    for setting, skill in product(range(2), range(3)):
        alone = by_every_subset(required[skill], [stay[setting, 0]] * held[skill])
        assert found[setting, skill] == pytest.approx(alone)


def test_nobody_is_too_few_and_nobody_is_enough_for_nothing():
    assert fewer_than([1, 0], [([0, 0], 0.5)]).tolist() == [1.0, 0.0]
    assert fewer_than([2], [([0], np.nan), ([3], 1.0)]).tolist() == [0.0]


def test_what_is_missing_stays_missing():
    found = fewer_than([1, np.nan, 1], [([np.nan, 1, 1], [0.5, 0.5, np.nan])])
    assert np.isnan(found).all()


@pytest.mark.parametrize("people", [-1, 1.5])
def test_people_are_whole(people):
    with pytest.raises(ValueError, match="people are whole"):
        fewer_than(1, [(people, 0.5)])


@pytest.mark.parametrize("chance", [-0.1, 1.1])
def test_a_chance_lies_between_0_and_1(chance):
    with pytest.raises(ValueError, match="between 0 and 1"):
        fewer_than(1, [(1, chance)])


def test_staying_is_year_after_year():
    assert float(staying(0.1, 24)) == pytest.approx(0.9 * 0.9)
    assert float(staying(0.19, 6)) == pytest.approx(0.9)
    assert float(staying(0.1, 12, times=2)) == pytest.approx(0.9 * 0.9)
    assert staying([0, 1], 12).tolist() == [1, 0]
    assert np.isnan(staying(np.nan, 12))


@pytest.mark.parametrize("wrong", [(1.2, 12, 1), (-0.1, 12, 1), (0.1, -1, 1), (0.1, 12, -1)])
def test_staying_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match="yearly chance"):
        staying(*wrong)
