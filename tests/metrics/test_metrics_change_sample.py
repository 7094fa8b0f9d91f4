"""The sample's changes, as an edition shows them."""

import json

import pandas as pd
import pytest

from sample_data import FOLDER
from tcdata.metrics import change
from tests.metrics.changes import change_of, state_of

TRUTHS = json.loads((FOLDER / "truths.json").read_text(encoding="utf-8"))["answers"]
PLANTED = {
    "training_access": "better",
    "advance_he_fellowship": "better",
    "committees": "no clear change",
    "reward_fairness": "worse",
}


@pytest.mark.parametrize("question", PLANTED)
def test_planted_changes_come_back(sample, question):
    before, after = (TRUTHS[wave][question] for wave in ("2023", "2026"))
    row = change_of(sample, question)
    assert row["value"] == pytest.approx(
        100 * (after["favourable"] / after["base"] - before["favourable"] / before["base"])
    )
    assert state_of(sample, question)["category"] == PLANTED[question]
    assert row["low"] < row["value"] < row["high"]


def test_every_change_agrees_with_the_shares_beside_it(sample):
    shares = sample[(sample["metric"] == "answer_favourable") & (sample["cut"] == "")]
    shares = shares.pivot_table(index=["unit", "item"], columns="period", values="value")
    changes = sample[sample["metric"] == "answer_change"].set_index(["unit", "item"])
    assert len(changes) > 500
    difference = (shares["2026"] - shares["2023"]).reindex(changes.index)
    known = changes["value"].notna()
    assert known.sum() > 200
    pd.testing.assert_series_equal(
        changes["value"][known], difference[known], check_names=False, check_index=False
    )
    # Where either share is hidden, or nothing can be compared, so is the difference, and why.
    assert changes["symbol"][difference.isna()].isin(["[c]", "[x]", "[z]", "[b]"]).all()
    assert (changes["symbol"][~known] != "").all()
    assert not known[difference.isna()].any()


def test_every_change_has_one_state(sample):
    key = ["period", "item", "unit"]
    changes = sample[sample["metric"] == "answer_change"][key].reset_index(drop=True)
    states = sample[sample["metric"] == "answer_state"]
    assert changes.equals(states[key].reset_index(drop=True))
    tested = states["category"] != "not tested"
    assert states["value"].notna().equals(tested)
    assert (states["base"][tested] >= change.TESTABLE).all()
