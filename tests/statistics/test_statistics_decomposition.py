from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tcdata.statistics import crossed_effects, factor_effects, kitagawa, standardise

RATES = arrays(float, (3, 4), elements=st.floats(0, 1))
SIZES = arrays(float, (3, 4), elements=st.integers(0, 50))


def published(vector, example: str) -> dict[str, float]:
    frame = vector("das_gupta_1993_effects").astype({"example": str})
    return frame[frame["example"] == example].set_index("effect")["value"].to_dict()


def test_kitagawa_of_headship_rates_1970_and_1985(vector) -> None:
    frame = vector("das_gupta_1993_5_1")
    split = kitagawa(frame["rate_1"], frame["size_1"], frame["rate_2"], frame["size_2"])
    printed = published(vector, "5.1")
    assert round(float(split.rate_effect), 4) == printed["rate"]
    assert round(float(split.composition_effect), 4) == printed["composition"]
    assert round(float(split.difference), 4) == printed["difference"]


def test_crossed_composition_of_death_rates_1970_and_1985(vector) -> None:
    frame = vector("das_gupta_1993_5_3").sort_values(["first", "second"])
    rate_1, size_1, rate_2, size_2 = (
        frame[column].to_numpy(float).reshape(2, 11)
        for column in ("rate_1", "size_1", "rate_2", "size_2")
    )
    printed = published(vector, "5.3")
    rate, (first, second) = crossed_effects(rate_1, size_1, rate_2, size_2)
    assert round(float(rate), 7) == printed["rate"]
    assert round(float(first), 7) == printed["first"]
    assert round(float(second), 7) == printed["second"]
    split = kitagawa(rate_1.ravel(), size_1.ravel(), rate_2.ravel(), size_2.ravel())
    assert round(float(split.composition_effect), 7) == printed["composition"]


@pytest.mark.parametrize("example", ["2.1", "2.2", "2.3", "2.4"])
def test_effects_of_two_to_five_factors(vector, same_digits, example) -> None:
    frame = vector("das_gupta_1993_factors").astype({"example": str})
    frame = frame[frame["example"] == example]
    effects = factor_effects(frame["value_1"], frame["value_2"])
    same_digits(effects, "das_gupta_1993_effects", "value", f"example == '{example}'")


def test_effects_of_three_factors_in_seven_age_groups(vector, same_digits) -> None:
    frame = vector("das_gupta_1993_4_3")
    first, second = (
        frame.pivot(index="factor", columns="group", values=value).to_numpy()
        for value in ("value_1", "value_2")
    )
    effects = factor_effects(first, second)
    same_digits(effects, "das_gupta_1993_effects", "value", "example == '4.3'")


@settings(max_examples=100, deadline=None)
@given(RATES, SIZES, RATES, SIZES)
def test_effects_add_up_to_the_difference(rate_1, size_1, rate_2, size_2) -> None:
    if not size_1.sum() or not size_2.sum():
        return
    crude = [(r * n).sum() / n.sum() for r, n in ((rate_1, size_1), (rate_2, size_2))]
    split = kitagawa(rate_1.ravel(), size_1.ravel(), rate_2.ravel(), size_2.ravel())
    assert float(split.difference) == pytest.approx(crude[1] - crude[0], abs=1e-12)
    rate, composition = crossed_effects(rate_1, size_1, rate_2, size_2)
    assert float(rate) == pytest.approx(float(split.rate_effect))
    assert composition.sum() == pytest.approx(float(split.composition_effect), abs=1e-9)
    back = kitagawa(rate_2.ravel(), size_2.ravel(), rate_1.ravel(), size_1.ravel())
    assert float(back.rate_effect) == pytest.approx(-float(split.rate_effect), abs=1e-12)


def test_the_same_people_are_all_rate_and_the_same_rates_all_composition() -> None:
    size, rate = np.array([10, 20, 30]), np.array([0.2, 0.5, 0.4])
    assert kitagawa(rate, size, rate + 0.1, size).composition_effect == pytest.approx(0)
    assert kitagawa(rate, size, rate, size[::-1]).rate_effect == pytest.approx(0)


def test_many_questions_split_at_once_as_one_by_one() -> None:
    rng = np.random.default_rng(2)
    rate_1, rate_2 = rng.random((2, 5, 4))
    size_1, size_2 = rng.integers(1, 9, (2, 5, 4))
    together = kitagawa(rate_1, size_1, rate_2, size_2)
    for row in range(5):
        alone = kitagawa(rate_1[row], size_1[row], rate_2[row], size_2[row])
        assert together.rate_effect[row] == pytest.approx(alone.rate_effect)


def test_a_group_of_nobody_counts_as_composition_only() -> None:
    split = kitagawa([0.2, np.nan], [10, 0], [0.2, 0.8], [5, 5])
    assert split.rate_effect == pytest.approx(0)
    assert split.composition_effect == pytest.approx(0.3)
    assert np.isnan(kitagawa([0.2, np.nan], [10, 3], [0.2, 0.8], [5, 5]).difference)
    assert np.isnan(kitagawa([0.2], [0], [0.3], [4]).difference)


def test_wrong_shapes_and_sizes_are_refused() -> None:
    with pytest.raises(ValueError):
        kitagawa([0.2], [-1], [0.2], [1])
    with pytest.raises(ValueError):
        factor_effects([1, 2], [1, 2, 3])
    with pytest.raises(ValueError):
        crossed_effects(np.ones((2, 2)), np.ones((2, 2)), np.ones(4), np.ones((2, 2)))
    with pytest.raises(ValueError):
        standardise([1, 1], [2, 2], [0, 0])


def test_standardised_rates_by_birth_order(vector) -> None:
    frame = vector("fleiss_1981_standardised")
    count, base, standard = (
        frame[column].to_numpy().reshape(5, 6) for column in ("count", "base", "standard")
    )
    printed = frame["adjusted"].to_numpy()[::6]
    share, error = standardise(count, base, standard)
    assert share.round(6).tolist() == printed.tolist()
    assert (error > 0).all()


def test_the_margin_of_a_finite_population_is_the_printed_one(vector, same_digits) -> None:
    """One group is no standardising: its error is the textbook's with the correction."""
    frame = vector("samplingbook_margin")
    share, error = standardise(frame["count"], frame["base"], [1], frame["population"])
    same_digits([share], "samplingbook_margin", "share")
    same_digits([error], "samplingbook_margin", "error")
    people = frame["population"].iloc[0]
    for side, bound in (("low", share - 1.959964 * error), ("high", share + 1.959964 * error)):
        same_digits([bound], "samplingbook_margin", side)
        same_digits([bound * people], "samplingbook_margin", f"{side}_people")


def test_standardising_to_its_own_mix_changes_nothing() -> None:
    count, base = np.array([3, 10, 4]), np.array([20, 25, 30])
    assert standardise(count, base, base)[0] == pytest.approx(17 / 75)


def test_error_of_a_standardised_share_is_that_of_drawing_again() -> None:
    rng = np.random.default_rng(3)
    size, base, held = np.array([60, 40]), np.array([40, 30]), np.array([20, 10])
    counts = np.stack(
        [rng.hypergeometric(held[g], size[g] - held[g], base[g], 20000) for g in range(2)], axis=1
    )
    share, error = standardise(counts, base, [1, 3], size)
    assert np.sqrt((error**2).mean()) == pytest.approx(share.std(), rel=0.02)


def test_a_group_without_answers_gives_a_missing_standardised_share() -> None:
    assert np.isnan(standardise([1, 0], [2, 0], [1, 1])[0])
    assert standardise([1, 0], [2, 0], [1, 0])[0] == pytest.approx(0.5)
    assert np.isnan(standardise([1, 1], [2, 1], [1, 1])[1])
    assert standardise([1, 1], [2, 1], [1, 1], [2, 1])[1] == 0
