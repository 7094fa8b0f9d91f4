"""Against statsmodels' logistic regression and the RISQ formulas written out person by person."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from tcdata.statistics import r_indicator


def frame_of(seed: int, people: int = 383) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, [3, 4, 2], (people, 3))
    lift = np.array([0, 0.6, 1.2])[codes[:, 0]] - np.array([0, 0.4, 0, 0.8])[codes[:, 1]]
    return codes, (rng.random(people) < 1 / (1 + np.exp(-0.8 - lift))).astype(float)


def cells(codes: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    kinds, which = np.unique(codes, axis=0, return_inverse=True)
    which = which.ravel()
    return np.bincount(which, answered), np.bincount(which), kinds


def person_by_person(codes: np.ndarray, answered: np.ndarray) -> dict[str, np.ndarray | float]:
    people = len(answered)
    columns = [np.ones(people)]
    for variable in range(codes.shape[1]):
        columns += [codes[:, variable] == k for k in np.unique(codes[:, variable])[1:]]
    design = np.column_stack(columns).astype(float)
    fit = sm.GLM(answered, design, family=sm.families.Binomial()).fit(tol=1e-12)
    chance = np.asarray(fit.fittedvalues)
    slope = (chance * (1 - chance))[:, None] * design
    sigma = np.asarray(fit.cov_params())
    spread = chance.var(ddof=1)
    bias = sum(z @ sigma @ z for z in slope) / people
    kept = max(1 - bias / spread, 0)
    both = np.cov(np.column_stack([chance, slope]).T, ddof=0)
    a, b = both[1:, 0], both[1:, 1:]
    variance = (4 * a @ sigma @ a + 2 * np.trace(b @ sigma @ b @ sigma)) / chance.var()
    unconditional, conditional = [], []
    for variable in range(codes.shape[1]):
        own = codes[:, variable]
        between = sum(
            (own == k).mean() * (chance[own == k].mean() - chance.mean()) ** 2
            for k in np.unique(own)
        )
        others = [tuple(row) for row in np.delete(codes, variable, axis=1)]
        alike = {
            kind: np.mean([c for c, o in zip(chance, others, strict=True) if o == kind])
            for kind in set(others)
        }
        within = np.mean([(c - alike[o]) ** 2 for c, o in zip(chance, others, strict=True)])
        unconditional.append(np.sqrt(between * kept))
        conditional.append(np.sqrt(within * kept))
    return {
        "r": 1 - 2 * np.sqrt(spread * kept),
        "r_unadjusted": 1 - 2 * np.sqrt(spread),
        "standard_error": np.sqrt(variance),
        "unconditional": np.array(unconditional),
        "conditional": np.array(conditional),
    }


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_the_formulas_give_person_by_person(seed: int) -> None:
    codes, answered = frame_of(seed)
    found = r_indicator(*cells(codes, answered))._asdict()
    for name, expected in person_by_person(codes, answered).items():
        assert found[name] == pytest.approx(expected, rel=1e-6), name


def test_partials_by_category_add_up_and_say_who_is_missing() -> None:
    codes, answered = frame_of(1)
    found = r_indicator(*cells(codes, answered))
    kept = (1 - found.r) ** 2 / (1 - found.r_unadjusted) ** 2
    for variable, by_category in enumerate(found.unconditional_by_category):
        assert (by_category**2).sum() * kept == pytest.approx(found.unconditional[variable] ** 2)
    for variable, by_category in enumerate(found.conditional_by_category):
        assert (by_category**2).sum() * kept == pytest.approx(found.conditional[variable] ** 2)
    first = found.unconditional_by_category[0]
    assert first[0] < 0 < first[2]
    assert found.unconditional[0] > found.unconditional[2]


def test_a_response_alike_everywhere_is_fully_representative() -> None:
    found = r_indicator([8, 16, 24], [10, 20, 30], [0, 1, 2])
    assert found.r == pytest.approx(1)
    assert found.r_unadjusted == pytest.approx(1, abs=1e-6)
    assert found.chance == pytest.approx([0.8] * 3)


def test_half_answering_in_full_and_half_not_at_all_is_as_bad_as_can_be() -> None:
    found = r_indicator([50, 0], [50, 50], [0, 1])
    assert found.r_unadjusted == pytest.approx(0, abs=0.01)
    assert found.chance == pytest.approx([1, 0], abs=1e-6)


def test_chance_differences_alone_are_corrected_for() -> None:
    """One chance for all: unadjusted R sinks with the number of categories, adjusted hardly."""
    rng = np.random.default_rng(7)
    adjusted, plain = [], []
    for _ in range(200):
        answered = rng.binomial(25, 0.8, 15)
        found = r_indicator(answered, np.full(15, 25), np.arange(15))
        adjusted.append(found.r)
        plain.append(found.r_unadjusted)
    assert np.mean(plain) < 0.86
    assert np.mean(adjusted) > 0.93


def test_standard_error_is_the_spread_of_the_indicator() -> None:
    codes, _ = frame_of(3)
    rng = np.random.default_rng(8)
    chance = np.array([0.5, 0.75, 0.9])[codes[:, 0]]
    found = [
        r_indicator(*cells(codes, (rng.random(len(codes)) < chance).astype(float)))
        for _ in range(200)
    ]
    spread = np.std([one.r for one in found])
    assert np.mean([one.standard_error for one in found]) == pytest.approx(spread, rel=0.25)


def test_nobody_or_everybody_answering_has_no_standard_error() -> None:
    for answered in ([0, 0], [10, 12]):
        found = r_indicator(answered, [10, 12], [0, 1])
        assert found.r == pytest.approx(1)
        assert np.isnan(found.standard_error)


@pytest.mark.parametrize(
    ("answered", "frame", "codes"),
    [
        ([11], [10], [0]),
        ([np.nan], [10], [0]),
        ([1, 2], [10], [0]),
        ([0], [0], [0]),
        ([1, 2], [10, 10], [0, -1]),
    ],
)
def test_impossible_counts_are_refused(answered, frame, codes) -> None:
    with pytest.raises(ValueError):
        r_indicator(answered, frame, codes)
