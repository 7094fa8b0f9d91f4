"""An edition with changes, made by hand."""

import pandas as pd

from tcdata import reference
from tcdata.metrics import change as metrics
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric
from tcdata.views import change

REFERENCE = reference.load()


def with_third_wave():
    """The reference of the product with a wave 2029 that asks what 2026 asked."""
    files = dict(REFERENCE.files)
    files["waves.csv"] += "2029,2029-09-03,2029-10-05,2029-09-01,faculties\n"
    versions = files["question_versions.csv"].splitlines(keepends=True)
    again = [line.replace("2026,", "2029,", 1) for line in versions if line.startswith("2026,")]
    again = [line.split(",no,")[0] + ",yes,\n" if ",no," in line else line for line in again]
    files["question_versions.csv"] = "".join([*versions, *again])
    return reference.from_files(files)


def published(shares, using=REFERENCE, unit="university", base=200, symbol=""):
    """Question → count of each wave from 2023 on (None: not asked), as an edition's rows."""
    rows = [
        {"item": question, "period": wave, "count": count, "base": base, "unit": unit}
        for question, counts in shares.items()
        for wave, count in zip(["2023", "2026", "2029"], counts, strict=False)
        if count is not None
    ]
    frame = pd.DataFrame(rows)
    favourable = frame.assign(value=100 * frame["count"] / frame["base"])
    frames = frame.drop_duplicates(["period", "unit"]).drop(columns="item")
    rate = metric_rows(frames.assign(base=250, value=80, symbol=symbol), "participation_rate")
    rows = stack([metric_rows(favourable, "answer_favourable"), rate])
    return by_metric(metrics.with_changes(rows, using))


SHARES = {
    "committees": [40, 42],
    "training_access": [120, 150],
    "advance_he_fellowship": [20, 40],
    "reward_fairness": [120, 90],
    "workload": [70, 66],
    "development_days": [None, 20],
    "induction": [60, 70],
}
ROWS = published(SHARES)
WAVES = ["2023", "2026"]
FOUND = change.compared(ROWS, REFERENCE, "2026", "university")


def with_options(unit="university"):
    options = {"Yes": [120, 150], "Partly": [40, 30], "No": [30, 10], "No answer": [10, 10]}
    frame = pd.DataFrame(
        [
            {"item": "training_access", "category": option, "period": wave, "count": count}
            for option, counts in options.items()
            for wave, count in zip(["2023", "2026"], counts, strict=True)
        ]
    ).assign(unit=unit, base=200)
    frame = frame.assign(value=100 * frame["count"] / frame["base"])
    return with_rows(ROWS, {"answer_share": metric_rows(frame, "answer_share", cut="option")})


def with_rows(rows, more):
    """The edition's rows, with `more` (metric → rows) in place of what it had of these metrics."""
    return by_metric(pd.concat([*{**rows, **more}.values()], ignore_index=True))
