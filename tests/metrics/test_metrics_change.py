"""Changes between waves, from published rows written by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tcdata.metrics import CATALOGUE, change
from tcdata.published import COLUMNS, KEY, metric_rows, stack
from tcdata.statistics import benjamini_hochberg, share_change
from tests.metrics.changes import REFERENCE, change_of, state_of
from tests.metrics.small import FILES, reference

VECTORS = pd.read_csv(Path(__file__).parents[1] / "vectors" / "newcombe_1998_difference.csv")
VECTORS = VECTORS[VECTORS[["base_1", "base_2"]].min(axis="columns") >= change.TESTABLE]


def share(question, period, count, base, unit="university", symbol=""):
    """One published favourable share; a `symbol` hides it."""
    value = np.nan if symbol else 100 * count / base
    row = {"item": question, "period": period, "unit": unit, "symbol": symbol, "value": value}
    row |= {"count": np.nan if symbol else count, "base": np.nan if symbol == "[c]" else base}
    return metric_rows(pd.DataFrame([row]), "answer_favourable")


def frame(period, base, symbol="", unit="university"):
    """The published headcount in scope."""
    row = {"period": period, "unit": unit, "base": base, "count": 1, "value": 1, "symbol": symbol}
    return metric_rows(pd.DataFrame([row]), "participation_rate")


def changed(*rows, using=REFERENCE):
    return change.with_changes(stack(rows), using)


@pytest.mark.parametrize("case", VECTORS.to_dict("records"), ids=VECTORS["case"])
def test_without_a_frame_the_interval_is_the_published_one(case):
    rows = changed(
        share("training", "2023", case["count_2"], case["base_2"]),
        share("training", "2026", case["count_1"], case["base_1"]),
    )
    row = change_of(rows, "training")
    assert row["value"] == pytest.approx(
        100 * (case["count_1"] / case["base_1"] - case["count_2"] / case["base_2"])
    )
    assert (row["low"] / 100, row["high"] / 100) == pytest.approx(
        (case["low"], case["high"]), abs=6e-5
    )


def test_the_population_is_the_headcount_in_scope_of_each_wave():
    shares = share("training", "2023", 48, 80), share("training", "2026", 56, 70)
    row = change_of(changed(*shares, frame("2023", 100), frame("2026", 90)), "training")
    exact = share_change(48, 80, 56, 70, 100, 90)
    assert (row["low"], row["high"]) == pytest.approx((100 * exact.low, 100 * exact.high))
    assert row["low"] > 5.24 and row["high"] < 33.39
    # A frame smaller than its respondents is none, as where there is no extract.
    wrong = change_of(changed(*shares, frame("2023", 50, "[x]")), "training")
    assert (wrong["low"], wrong["high"]) == pytest.approx((5.24, 33.39), abs=6e-3)


def test_a_change_is_of_the_later_wave_since_the_earlier():
    rows = changed(share("training", "2023", 48, 80), share("training", "2026", 56, 70))
    row = change_of(rows, "training")
    assert (row["base"], row["symbol"]) == (70, "")
    assert np.isnan(row["count"])
    assert list(rows) == COLUMNS
    assert set(rows["metric"]) <= set(CATALOGUE)
    assert not rows.duplicated(KEY).any()


@pytest.mark.parametrize(
    ("first", "second", "known", "symbol"),
    [
        (
            share("training", "2023", 20, 40),
            share("training", "2026", 0, 40, symbol="≤2"),
            False,
            "[c]",
        ),
        (
            share("training", "2023", 0, 9, symbol="[c]"),
            share("training", "2026", 20, 40),
            False,
            "[c]",
        ),
        (share("training", "2023", 10, 29), share("training", "2026", 30, 40), True, "[x]"),
        (share("training", "2023", 30, 40), share("training", "2026", 10, 29), True, "[x]"),
        (share("mood", "2023", 20, 40), share("mood", "2026", 30, 40), False, "[b]"),
        (share("kinds", "2023", 20, 40).head(0), share("kinds", "2026", 30, 40), False, "[z]"),
    ],
    ids=["≤2 later", "hidden before", "29 before", "29 later", "not comparable", "not asked"],
)
def test_what_is_not_tested_says_why_and_is_never_no_change(first, second, known, symbol):
    another = share("leaving", "2023", 20, 40), share("leaving", "2026", 20, 40)
    question = second["item"].iloc[0]
    rows = changed(first, second, *another)
    state, row = state_of(rows, question), change_of(rows, question)
    assert (state["category"], state["symbol"]) == ("not tested", symbol)
    assert np.isnan(state["value"]) and np.isnan(row["low"]) and np.isnan(row["high"])
    # Both shares are shown: the difference is known, only not tested.
    assert row["symbol"] == ("" if known else symbol)
    assert np.isfinite(row["value"]) == known


def test_a_question_dropped_from_the_later_wave_was_asked_in_one_only():
    using = reference(
        question_versions="2023|mood|mood||yes|\n2023|training|t||yes|\n2026|training|t||yes|"
    )
    rows = changed(
        share("mood", "2023", 20, 40),
        share("training", "2023", 20, 40),
        share("training", "2026", 20, 40),
        using=using,
    )
    assert (state_of(rows, "mood")["symbol"], change_of(rows, "mood")["symbol"]) == ("[z]", "[z]")


def test_a_unit_without_shares_in_the_earlier_wave_is_not_tested():
    rows = changed(
        share("training", "2023", 20, 40),
        share("training", "2026", 20, 40),
        share("training", "2026", 20, 40, unit="music"),
    )
    assert state_of(rows, "training", unit="music")["symbol"] == "[x]"


def test_states_follow_the_adjusted_chance_over_the_questions_of_a_unit():
    """One question alone is clear at p = 0.03; beside three unclear ones it is not."""
    many = reference(
        questions="\n".join(f"q{i}|Q?|T|single|Yes;No|Yes|yes|internal" for i in range(4)),
        question_versions="\n".join(
            f"{wave}|q{i}|q{i}||yes|" for wave in (2023, 2026) for i in range(4)
        ),
    )
    first = [share("q0", "2023", 50, 100), share("q0", "2026", 65, 100)]
    others = [
        share(f"q{i}", wave, count, 100)
        for i in range(1, 4)
        for wave, count in (("2023", 50), ("2026", 50 - i))
    ]
    alone = state_of(changed(*first, using=many), "q0")
    assert alone["category"] == "better"
    together = changed(*first, *others, using=many)
    row = state_of(together, "q0")
    p_values = [share_change(50, 100, count, 100).p_value for count in (65, 49, 48, 47)]
    assert row["value"] == pytest.approx(benjamini_hochberg(p_values)[0])
    assert row["category"] == "no clear change"
    assert change_of(together, "q0")["low"] > 0
    fallen = changed(share("q0", "2023", 65, 100), share("q0", "2026", 50, 100), using=many)
    assert state_of(fallen, "q0")["category"] == "worse"


def test_each_unit_is_a_family_of_its_own():
    one = [share("training", "2023", 50, 100), share("training", "2026", 65, 100)]
    other = [share("training", w, 50, 100, unit="music") for w in ("2023", "2026")]
    rows = changed(*one, *other)
    alone = changed(*one)
    assert state_of(rows, "training")["value"] == state_of(alone, "training")["value"]


def test_the_difference_of_a_sensitive_question_is_that_of_the_published_shares():
    rows = changed(share("leaving", "2023", 20, 40), share("leaving", "2026", 35, 50))
    row = change_of(rows, "leaving")
    assert row["value"] == pytest.approx(20)
    exact = share_change(20, 40, 35, 50)
    assert row["low"] < 100 * exact.low < 100 * exact.high < row["high"]


def test_a_sum_of_rounded_parts_is_as_wide_as_all_of_them():
    parts = [
        share("leaving", w, x, 50, unit)
        for w, x in (("2023", 20), ("2026", 35))
        for unit in ("arts", "science")
    ]
    total = [share("leaving", w, x, 100) for w, x in (("2023", 40), ("2026", 70))]
    alone = change_of(changed(*parts, *total), "leaving")
    summed = change_of(changed(*parts, *(row.assign(symbol="[sum]") for row in total)), "leaving")
    assert summed["value"] == alone["value"] == pytest.approx(30)
    assert summed["low"] < alone["low"] and alone["high"] < summed["high"]
    # Each of two parts may be up to 4 people more and 2 fewer than its rounded count.
    lowest = share_change(40 + 8, 98, 70 - 4, 102)
    assert summed["low"] == pytest.approx(100 * float(lowest.low))


def test_the_people_asked_of_a_block_are_those_of_its_units():
    shares = [share("training", w, x, 70, "arts+science") for w, x in (("2023", 30), ("2026", 50))]
    frames = [frame(w, 45, unit=unit) for w in ("2023", "2026") for unit in ("arts", "science")]
    row = change_of(changed(*shares, *frames), "training", unit="arts+science")
    exact = share_change(30, 70, 50, 70, 90, 90)
    assert (row["low"], row["high"]) == pytest.approx((100 * exact.low, 100 * exact.high))
    unknown = change_of(changed(*shares, *frames[:3]), "training", unit="arts+science")
    assert unknown["low"] < row["low"]


def test_a_survey_still_open_gives_provisional_changes():
    shares = share("training", "2023", 20, 40), share("training", "2026", 20, 40)
    rows = changed(*shares, frame("2026", 50, "[p]"))
    assert change_of(rows, "training")["symbol"] == "[p]"
    assert state_of(rows, "training")["symbol"] == "[p]"


def test_a_third_wave_is_compared_with_the_second():
    waves = FILES["waves"] + "2029|2029-09-03|2029-09-14|2029-09-01|faculties\n"
    versions = "\n".join(f"{wave}|training|t||yes|" for wave in (2023, 2026, 2029))
    three = reference(waves=waves, question_versions=versions)
    rows = changed(
        *(
            share("training", wave, count, 100)
            for wave, count in (("2023", 50), ("2026", 60), ("2029", 40))
        ),
        using=three,
    )
    assert change_of(rows, "training")["value"] == pytest.approx(10)
    assert change_of(rows, "training", "2029", "2026")["value"] == pytest.approx(-20)
    assert change_of(rows, "training", "2029", "2023") is None


def test_a_question_that_one_wave_in_between_left_out_was_asked_in_one_of_each_two():
    waves = FILES["waves"] + "2029|2029-09-03|2029-09-14|2029-09-01|faculties\n"
    versions = "\n".join(f"{wave}|training|t||yes|" for wave in (2023, 2026, 2029))
    versions += "\n2023|mood|m||yes|\n2029|mood|m||yes|"
    rows = changed(
        *(share("training", wave, 50, 100) for wave in ("2023", "2026", "2029")),
        *(share("mood", wave, 50, 100) for wave in ("2023", "2029")),
        using=reference(waves=waves, question_versions=versions),
    )
    assert change_of(rows, "mood")["symbol"] == "[z]"
    assert change_of(rows, "mood", "2029", "2026")["symbol"] == "[z]"


@pytest.mark.parametrize("waves", [[], ["2026"]])
def test_without_two_waves_there_is_no_change(waves):
    rows = stack([share("training", wave, 20, 40) for wave in waves])
    assert change.with_changes(rows, REFERENCE).equals(rows)
