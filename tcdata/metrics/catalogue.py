"""What every metric means: one declaration per metric, from which help, methods and docs are made.

The declarations stand beside the functions that compute them; `tcdata.metrics.CATALOGUE` gathers
them. This module holds only the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["open", "internal", "sensitive"]
Better = Literal["higher", "lower", "neither"]

PEOPLE = "people"
PER_CENT = "per cent"
RULE = "this dashboard's rule, not NTDC's"  # a source, where there is no other


@dataclass(frozen=True)
class Metric:
    """One metric: what is counted, out of what, and how it may be shown.

    `unit` says how `count`, `base` and `value` hang together: where it is PEOPLE the value is the
    count, where it is PER_CENT it is 100 × count ÷ base; any other unit promises neither.
    `sensitivity` is the gate's rule for every row of the metric; where a question or a cut has a
    stricter one (`answer_share`, a status), that is used instead. `base_sensitivity` is the rule
    for the base itself: the number of respondents of a small unit is not open, even where the
    skills they hold are.
    """

    id: str
    title: str
    definition: str
    formula: str
    unit: str
    numerator: str
    denominator: str
    missing: str
    better: Better
    sensitivity: Sensitivity
    interval: bool
    source: str
    base_sensitivity: Sensitivity = "open"
