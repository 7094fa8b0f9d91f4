"""Weights and weighted shares against svy, another implementation of survey statistics."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import svy

from tcdata.statistics import post_stratify, rake, weighted_shares

FRAMES = [(27, 1), (126, 2), (383, 3), (383, 4)]  # people, seed
ANSWERED = 0.8


def survey(people, seed):
    """Everybody's two categories and answer; who answered; the frame's margins."""
    rng = np.random.default_rng(seed)
    codes = np.column_stack([np.arange(people) % 2, np.arange(people) // 2 % 3])
    answer = (rng.random(people) < 0.2 + 0.15 * codes.sum(axis=1)).astype(float)
    asked = rng.permutation(people)[: round(ANSWERED * people)]
    return codes[asked], answer[asked], [np.bincount(codes[:, c]) for c in (0, 1)]


def as_svy(codes, answer, people):
    data = pl.DataFrame({"first": codes[:, 0], "second": codes[:, 1], "answer": answer})
    data = data.with_columns(
        weight=pl.lit(people / len(answer)), people=pl.lit(people, dtype=pl.Int64)
    )
    return svy.Sample(data, svy.Design(wgt="weight", pop_size="people"))


def mean_and_error(sample):
    found = sample.estimation.mean("answer").estimates[0]
    return found.est, found.se


@pytest.mark.parametrize(("people", "seed"), FRAMES)
def test_an_unweighted_share_has_svys_error(people, seed):
    codes, answer, _ = survey(people, seed)
    share, error = weighted_shares(
        answer, np.full(len(answer), people / len(answer)), codes[:, 0] * 0, people
    )
    assert (share, error) == pytest.approx(mean_and_error(as_svy(codes, answer, people)), rel=1e-9)


@pytest.mark.parametrize(("people", "seed"), FRAMES)
def test_post_stratified_shares_are_svys(people, seed):
    codes, answer, totals = survey(people, seed)
    weights = post_stratify(codes[:, 0], totals[0])
    controls = dict(enumerate(totals[0].tolist()))
    other = as_svy(codes, answer, people).weighting.poststratify(controls, cells="first")
    assert weights == pytest.approx(other.data["ps_wgt"].to_numpy(), rel=1e-9)
    share, error = weighted_shares(answer, weights, codes[:, 0], people)
    assert (share, error) == pytest.approx(mean_and_error(other), rel=1e-6)


@pytest.mark.parametrize(("people", "seed"), FRAMES)
def test_raked_shares_are_svys(people, seed):
    codes, answer, totals = survey(people, seed)
    weights = rake(codes, totals)
    controls = {
        name: dict(enumerate(total.tolist()))
        for name, total in zip(("first", "second"), totals, strict=True)
    }
    other = as_svy(codes, answer, people).weighting.rake(
        controls=controls, tol=1e-11, max_iter=1000
    )
    assert weights == pytest.approx(other.data["rk_wgt"].to_numpy(), rel=1e-8)
    share, error = weighted_shares(answer, weights, codes, people)
    assert (share, error) == pytest.approx(mean_and_error(other), rel=1e-6)
