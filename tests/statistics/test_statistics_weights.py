from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcdata.statistics import MarginError, effective_size, post_stratify, rake, weighted_shares

SCHOOLS = {"E": 0, "H": 1, "M": 2}
TARGET = {"No": 0, "Yes": 1}
ITEMS = ["api00", "hit", "hit among stype E or M"]
TYPES, MET = [4421, 755, 1018], [1072, 5122]


def schools(vector, sample: str):
    frame = vector("survey_api_schools")
    frame = frame[frame["sample"] == sample]
    codes = np.column_stack([frame["stype"].map(SCHOOLS), frame["sch_wide"].map(TARGET)])
    return frame, codes.astype(int)


def test_weights_of_kalton_and_flores_cervantes(vector, same_digits) -> None:
    frame = vector("kalton_2003_weights")
    people = frame.loc[frame.index.repeat(frame["respondents"])]
    margins = [frame.groupby(by)["population"].sum() for by in ("a", "b")]
    first = ~people.index.duplicated()
    raked = rake(people[["a", "b"]].to_numpy(), margins)
    same_digits(raked[first], "kalton_2003_weights", "raked")
    cells = (people["a"] * 3 + people["b"]).to_numpy()
    totals = frame.sort_values(["a", "b"])["population"]
    post = post_stratify(cells, totals)
    same_digits(post[first], "kalton_2003_weights", "post_stratified")


def test_raked_estimates_printed_by_the_survey_package(vector) -> None:
    printed = vector("survey_rake_published").set_index("item")["value"]
    frame, codes = schools(vector, "apiclus1")
    weights = rake(codes, [TYPES, MET])
    mean, _ = weighted_shares(frame["api00"].to_numpy(float), weights, codes, 6194)
    assert round(float(mean), 2) == printed["api00"]
    assert round(float(weights @ frame["enroll"]), 0) == printed["enroll"]


@pytest.mark.parametrize(
    ("method", "columns"),
    [("unweighted", []), ("post-stratified", [0]), ("raked (calibrate)", [0, 1])],
)
def test_means_and_errors_are_those_of_the_survey_package(
    vector, same_digits, method, columns
) -> None:
    frame, codes = schools(vector, "apisrs")
    margins = codes[:, columns] if columns else np.zeros(len(codes), dtype=int)
    totals = [[TYPES, MET][column] for column in columns] or [[6194]]
    weights = rake(margins, totals)
    hit = (frame["api00"] >= 700).to_numpy(float)
    values = np.column_stack([frame["api00"], hit, np.where(frame["stype"] != "H", hit, np.nan)])
    mean, error = weighted_shares(values, weights, margins, 6194)
    for number, found in enumerate((mean, error)):
        for item, value in enumerate(found):
            where = f"method == '{method}' and item == '{ITEMS[item]}'"
            same_digits([value], "survey_weighted_means", ("mean", "error")[number], where)


@st.composite
def fieldwork(draw: st.DrawFn) -> tuple[np.ndarray, list[np.ndarray]]:
    """Respondents of a frame with two margins, someone of each crossing among them.

    With a crossing empty, weights that meet both margins need not exist.
    """
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    people = rng.integers(0, [4, 3], (draw(st.integers(60, 300)), 2))
    codes = people[rng.random(len(people)) < 0.8]
    if len(np.unique(codes, axis=0)) < 12:
        codes = people
    return codes, [np.bincount(people[:, c], minlength=s) for c, s in enumerate([4, 3])]


@settings(max_examples=60, deadline=None)
@given(fieldwork())
def test_raked_weights_meet_every_margin(survey) -> None:
    codes, totals = survey
    weights = rake(codes, totals)
    assert (weights > 0).all()
    for column, total in enumerate(totals):
        reached = np.bincount(codes[:, column], weights, minlength=len(total))
        assert reached == pytest.approx(total, rel=1e-8)
    assert 0 < effective_size(weights) <= len(codes) + 1e-9


@settings(max_examples=40, deadline=None)
@given(fieldwork())
def test_raking_one_margin_is_post_stratifying(survey) -> None:
    codes, totals = survey
    assert rake(codes[:, 0], totals[:1]) == pytest.approx(post_stratify(codes[:, 0], totals[0]))


def test_a_margin_inside_another_does_no_harm() -> None:
    rng = np.random.default_rng(5)
    school = rng.integers(0, 6, 120)
    codes = np.column_stack([school // 2, school])
    totals = [np.bincount(codes[:, c]) * 1.25 for c in (0, 1)]
    weights = rake(codes, totals)
    answer = (rng.random(120) < 0.4).astype(float)
    one = weighted_shares(answer, weights, school, 150)
    assert weighted_shares(answer, weights, codes, 150) == (
        pytest.approx(one[0]),
        pytest.approx(one[1]),
    )


def test_error_is_that_of_answering_again() -> None:
    """Everyone equally likely to answer; what the margins explain is no longer uncertain."""
    rng = np.random.default_rng(6)
    grade = np.repeat([0, 1, 2], [150, 120, 113])
    answer = (rng.random(383) < np.array([0.1, 0.5, 0.9])[grade]).astype(float)
    totals = np.bincount(grade)
    means, errors = [], []
    for _ in range(600):
        asked = rng.permutation(383)[:250]
        weights = post_stratify(grade[asked], totals)
        mean, error = weighted_shares(answer[asked], weights, grade[asked], 383)
        means.append(float(mean))
        errors.append(float(error))
    assert np.mean(means) == pytest.approx(answer.mean(), abs=0.003)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.std(means), rel=0.1)


def test_a_census_has_no_error_and_nobody_asked_no_mean() -> None:
    values = np.array([[1.0, np.nan], [0.0, np.nan], [1.0, np.nan]])
    mean, error = weighted_shares(values, np.ones(3), np.zeros(3, dtype=int), 3)
    assert mean == pytest.approx([2 / 3, np.nan], nan_ok=True)
    assert error == pytest.approx([0, np.nan], nan_ok=True)
    assert np.isnan(weighted_shares([1.0], [3.0], [0], 5)[1])
    with pytest.raises(ValueError):
        weighted_shares([1.0, 0.0], [1.0, 1.0], [0, 0], 1)
    with pytest.raises(ValueError):
        weighted_shares([1.0, 0.0], [1.0], [0, 0], 5)


@pytest.mark.parametrize(
    ("codes", "totals", "says"),
    [
        ([[0, 0], [0, 1]], [[5, 5], [5, 5]], "margin 0, category 1: people but no respondent"),
        ([[0, 0], [1, 1]], [[5, 5], [4, 5]], "margin 1 adds up to 9, margin 0 to 10"),
        ([[0, 0], [1, 2]], [[5, 5], [5, 5]], "margin 1 has respondents in a category without"),
        ([[0, 0], [-1, 1]], [[5, 5], [5, 5]], "codes are whole numbers"),
        ([[0.5, 0.0], [1.0, 1.0]], [[5, 5], [5, 5]], "codes are whole numbers"),
        ([[0, 0], [1, 1]], [[5, 5]], "2 columns of codes but 1 margins"),
        ([[0, 0], [1, 1]], [[5, 5], [4, 6]], "no weights fit all margins"),
    ],
)
def test_margins_that_cannot_be_met_say_why(codes, totals, says) -> None:
    with pytest.raises(MarginError, match=says):
        rake(np.array(codes), totals)


def test_effective_size_is_kishs() -> None:
    weights = np.array([1.0, 1.0, 2.0, 4.0])
    spread = weights.std() / weights.mean()
    assert effective_size(weights) == pytest.approx(4 / (1 + spread**2))
    assert effective_size(np.full(7, 3.2)) == pytest.approx(7)
    assert effective_size([[1, 1, np.nan], [1, 3, 0]]) == pytest.approx([2, 1.6])
    assert np.isnan(effective_size([0.0, 0.0]))
    with pytest.raises(ValueError):
        effective_size([1, -1])
