"""Bounds of published shares, from published rows written by hand and from the sample's truths."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from sample_data import FOLDER
from tcdata.metrics.share_bounds import with_share_bounds
from tcdata.published import metric_rows, stack
from tcdata.reference import load
from tests.metrics.small import reference

REFERENCE = reference()
TRUTHS = json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))


def share(item="training", unit="university", metric="answer_favourable", **given):
    row = {"item": item, "period": "2026", "unit": unit, "count": 45, "base": 100, "value": 45.0}
    return metric_rows(pd.DataFrame([{**row, **given}]), metric)


def asked(people, unit="university", period="2026"):
    row = {"period": period, "unit": unit, "base": people, "count": 1, "value": 1}
    return metric_rows(pd.DataFrame([row]), "participation_rate")


def bounds(*rows):
    first = with_share_bounds(stack(rows), REFERENCE).iloc[0]
    return first["low"], first["high"]


def not_refused(count, base, people):
    """The lowest and highest share of everybody asked that is not refused, tried one by one."""
    possible = np.arange(count, people - (base - count) + 1)
    likely = hypergeom.sf(count - 1, people, possible, base) > 0.025
    likely &= hypergeom.cdf(count, people, possible, base) > 0.025
    kept = possible[likely]
    return pytest.approx((100 * kept.min() / people, 100 * kept.max() / people))


@pytest.mark.parametrize("metric", ["answer_favourable", "answer_share"])
def test_the_bounds_are_for_everybody_asked(metric):
    cut = {"cut": "option", "category": "Yes"} if metric == "answer_share" else {}
    assert bounds(share(metric=metric, **cut), asked(300)) == not_refused(45, 100, 300)
    # When everybody has answered, nothing is left to be uncertain of.
    assert bounds(share(metric=metric, **cut), asked(100)) == pytest.approx((45, 45))


def test_where_nobody_says_how_many_were_asked_there_are_none():
    for others in ([], [asked(90)], [asked(300, "arts")], [asked(300, period="2023")]):
        assert np.isnan(bounds(share(), *others)).all()


def test_a_block_is_out_of_the_people_asked_in_all_its_parts():
    block = share(unit="drama+music")
    assert bounds(block, asked(100, "music"), asked(200, "drama")) == not_refused(45, 100, 300)


def test_what_is_hidden_rounded_or_of_a_few_stays_as_it_is():
    few = share(count=np.nan, value=np.nan, high=2.0, symbol="≤2")
    assert np.array_equal(bounds(few, asked(300)), (np.nan, 2.0), equal_nan=True)
    hidden = share(count=np.nan, value=np.nan, base=np.nan, symbol="[c]")
    for row in (hidden, share("leaving"), share(cut="role_type", category="studio")):
        assert np.isnan(bounds(row, asked(300))).all()


def test_other_figures_are_not_touched():
    rows = stack([share(metric="answer_weighted", low=40.0, high=50.0), asked(300)])
    pd.testing.assert_frame_equal(with_share_bounds(rows, REFERENCE), rows)


@pytest.mark.parametrize("wave", ["2023", "2026"])
def test_an_edition_tells_them_of_the_planted_shares(sample, wave):
    people = TRUTHS["participation"][wave]["frame"]["faculties"]
    found = sample[(sample["unit"] == "university") & (sample["period"] == wave)]
    for question in ("training_access", "committees"):
        truth = TRUTHS["answers"][wave][question]
        row = found[(found["metric"] == "answer_favourable") & (found["item"] == question)]
        row = row[row["cut"] == ""].iloc[0]
        expected = not_refused(truth["favourable"], truth["base"], people)
        assert (row["low"], row["high"]) == expected
    shares = found[(found["metric"] == "answer_share") & found["value"].notna()]
    known = load().questions.set_index("question")["sensitivity"]
    exact = shares["item"].map(known) == "internal"
    assert shares.loc[exact, ["low", "high"]].notna().all(axis=None)
    assert shares.loc[~exact, ["low", "high"]].isna().all(axis=None)
