"""A small institution's waves and people, as the metrics of response read them."""

import pandas as pd

from tcdata.metrics import technical
from tcdata.metrics.respondents import Waves, by_wave
from tcdata.metrics.units import Dates, dates_of
from tests.metrics.small import answers, respondents, workforce


def fieldwork(
    reference, posts, people, given=()
) -> tuple[Waves, pd.DataFrame, dict[str, pd.DataFrame], Dates]:
    """Waves, people, tables and dates of rows as `small.workforce`, `respondents` and `answers`
    take them."""
    tables = {
        "workforce": workforce(*posts),
        "respondents": respondents(*people),
        "answers": answers(*given),
    }
    dates = dates_of(tables["workforce"]["as_of"])
    technicians = technical.people(tables["workforce"], reference)
    return by_wave(tables, reference), technicians, tables, dates
