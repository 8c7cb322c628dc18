"""The families of lesson 2, one entry each: the registry from which the page takes menu, views and own data.

To add a family, add its likelihood to :mod:`core.likelihood`, its chart to :mod:`pages.likelihood.charts`, and an entry
here. A family with one positive parameter has the view :class:`OneParameter`. To add a data set, add a
:class:`DataSet` to its family's entry; a coin that is published is a preset of :mod:`core.data.coins`.
"""

from typing import Any, Final

from core.arrays import FloatArray
from core.data import coins, horse_kicks, newcomb
from core.data.own.values import MAX_EVENTS, as_flips, as_readings, as_tally
from core.likelihood import poisson
from core.likelihood.counts import Counts
from core.likelihood.poisson import Tally
from pages.likelihood import curve, readings
from pages.likelihood.charts import events as events_chart
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.family import DataSet, Family
from pages.likelihood.one_parameter import OneParameter

COIN: Final[Family[Counts]] = Family(
    name="coin flips",
    allowed="0 and 1, H and T, or heads and tails",
    read=lambda given: as_flips(given.words()),
    named=tuple(DataSet(preset.key, preset.counts, preset.source) for preset in coins.PRESETS if preset.published),
    view=curve.show,
)


def _events_example(tally: Tally, rate: float) -> str:
    return f"""import numpy as np
from scipy.special import gammaln

events = np.array({list(tally.values)})
times = np.array({list(tally.frequencies)})  # how often each was seen
rate = {rate!r}

log_L_theta = np.sum(times * (events * np.log(rate) - rate - gammaln(events + 1)))
theta_hat = np.sum(times * events) / np.sum(times)"""


EVENTS: Final[Family[Tally]] = Family(
    name="counts of events",
    allowed=f"whole numbers from 0 to {MAX_EVENTS:,}",
    read=lambda given: as_tally(given.numbers()),
    named=(DataSet("horse-kicks", horse_kicks.HORSE_KICKS, horse_kicks.SOURCE, (Axis(0.2, 1.2, 0.01),)),),
    view=OneParameter(
        likelihood=poisson,
        chart=events_chart,
        key="events",
        parameter="rate",
        start=1.0,
        alt="Left: observed counts of events against those expected at the chosen rate. Right: the likelihood of "
        "every rate, relative to its maximum.",
        read="Left: gray bars are what λ predicts, orange dots are what happened. Right: drag along the curve; "
        "it rises towards the mean of the dots.",
        estimate=lambda tally: f"{tally.total:,} events / {tally.n:,}",
        example=_events_example,
    ).show,
)

READINGS: Final[Family[FloatArray]] = Family(
    name="measurements",
    allowed="at least two different finite numbers",
    read=lambda given: as_readings(given.numbers()),
    named=(
        # The axes of the mean and of sigma.
        DataSet("newcomb", newcomb.readings(), newcomb.SOURCE, (Axis(18.0, 34.0, 0.1), Axis(7.0, 16.0, 0.1))),
    ),
    view=readings.show,
)

FAMILIES: Final[tuple[Family[Any], ...]] = (COIN, EVENTS, READINGS)
"""In the order of the menus."""
