"""Published rows of skills written by hand, for the register, the map and one skill."""

import pandas as pd

from tcdata import reference
from tcdata.metrics.skills import USED
from tcdata.published import metric_rows, stack
from tcdata.rows import by_metric

REFERENCE = reference.load()
NAN = float("nan")
RATE, LOW, HIGH = 10.0, 5.0, 20.0  # per cent a year, of FBS

# skill, unit, holders, required, teachers, learners, wanted, used (a number, or its symbol)
PLANTED = [
    ("glass-blowing", "fbs", 0, 2, 0, 0, 0, 0),  # critical, and nobody there knows it
    ("tig-welding", "fbs", 1, 2, 0, 0, 4, "≤2"),  # short, one holder, not learnt, not taught
    ("cell-sorting", "fbs", 2, 2, 1, 2, "≤2", "≤2"),  # enough, but at risk
    ("flow-cytometry", "fbs", 6, 2, 0, 0, "[c]", "≤2"),  # used by two of six at most
    ("cell-culture", "fbs", 1, 1, 1, 1, 3, 0),  # one holder who does not use it
    ("glass-blowing", "university", 4, 2, 1, 0, 0, 4),
    ("tig-welding", "university", 5, 2, 2, 1, 9, 5),
    ("cell-sorting", "university", 2, 2, 1, 2, "≤2", "≤2"),
    ("flow-cytometry", "university", 9, 2, 3, 2, 5, 6),
    ("cell-culture", "university", 1, 1, 1, 1, 3, 0),
    ("glass-blowing", "eps", 4, 2, 1, 0, 0, 4),
    ("tig-welding", "eps", 3, 2, 1, 1, 3, 3),
    ("tig-welding", "chemistry", 3, 2, 1, 1, 3, 3),
    ("tig-welding", "mh", 1, 2, 1, 0, 3, 1),
    ("flow-cytometry", "mh", 3, 2, 3, 2, 3, 3),
]
NAMES = ["item", "unit", "holders", "required", "teachers", "learners", "wanted", "used"]


def published(planted=PLANTED, rate=RATE):
    """The rows of `planted` in 2026, with FBS's leaving rate, answers and lost skills."""
    plan = pd.DataFrame(planted, columns=NAMES)
    parts = []
    for name in NAMES[2:]:
        frame = plan[["item", "unit"]].assign(symbol="", high=NAN)
        numbers = pd.to_numeric(plan[name], errors="coerce")
        marks = plan[name].map(lambda cell: cell if isinstance(cell, str) else "")
        frame = frame.assign(value=numbers, count=numbers, symbol=marks)
        frame["high"] = frame["high"].mask(frame["symbol"] == "≤2", 2.0)
        cut = USED if name == "used" else {}
        parts.append(metric_rows(frame, f"skill_{name}", period="2026", **cut))
    answered = pd.DataFrame({"unit": ["fbs"], "count": [66], "base": [83], "value": [79.5]})
    parts.append(metric_rows(answered, "participation_rate", period="2026"))
    if rate is not None:
        row = {"unit": ["fbs"], "value": [rate], "low": [LOW], "high": [HIGH], "base": [200]}
        leaving = pd.DataFrame(row).assign(count=20)
        parts.append(metric_rows(leaving, "leaving_rate", period="2026-09-01"))
    return stack(parts)


ROWS = by_metric(published())
