"""Intervals, tests, decompositions, weights and forecasts: arrays in, arrays out.

What belongs here: methods with a source. Which of them a metric uses, and on what, is in
`tcdata/metrics`. Nothing here knows a table, a unit or a wave, and only `scipy.special` is used of
scipy, because `scipy.stats` takes seven times as long to import.
"""

from tcdata.statistics.change import (
    Change,
    benjamini_hochberg,
    linked_correlation,
    mover,
    share_change,
)
from tcdata.statistics.decomposition import (
    Split,
    crossed_effects,
    factor_effects,
    kitagawa,
    standardise,
)
from tcdata.statistics.forecast import Forecast, forecast_close
from tcdata.statistics.intervals import exact_interval, wilson_interval
from tcdata.statistics.representativeness import Representativeness, r_indicator
from tcdata.statistics.risk import fewer_than, staying
from tcdata.statistics.weights import (
    MarginError,
    effective_size,
    post_stratify,
    rake,
    weighted_shares,
)

__all__ = [
    "Change",
    "Forecast",
    "MarginError",
    "Representativeness",
    "Split",
    "benjamini_hochberg",
    "crossed_effects",
    "effective_size",
    "exact_interval",
    "factor_effects",
    "fewer_than",
    "forecast_close",
    "kitagawa",
    "linked_correlation",
    "mover",
    "post_stratify",
    "r_indicator",
    "rake",
    "share_change",
    "standardise",
    "staying",
    "weighted_shares",
    "wilson_interval",
]
