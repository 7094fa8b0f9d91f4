"""What every metric means: one declaration per metric, from which help, methods and docs are made.

The declarations stand beside the functions that compute them; `tcdata.metrics.CATALOGUE` gathers
them. This module holds only the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["open", "internal", "sensitive"]
Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True)
class Metric:
    """One metric: what is counted, out of what, and how it may be shown.

    `sensitivity` is the gate's rule for every row of the metric; where a question has its own
    sensitivity (`answer_share`), the question's rule is used instead.
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
