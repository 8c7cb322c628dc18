"""The families of lesson 2, one entry each: the registry from which the page takes menu, views and own data.

To add a family, add its likelihood to :mod:`core.likelihood`, its chart to :mod:`pages.likelihood.charts`, and an entry
here. A family with one positive parameter has the view :class:`OneParameter`. To add a data set, add a
:class:`DataSet` to its family's entry; a coin that is published is a preset of :mod:`core.data.coins`.
"""

from typing import Any, Final

from core.arrays import FloatArray
from core.data import coins, horse_kicks, newcomb
from core.data.own.pasted import left_out
from core.data.own.values import MAX_EVENTS, as_readings, as_tally, parse_flips
from core.likelihood import poisson
from core.likelihood.counts import Counts
from core.likelihood.poisson import Tally
from pages.likelihood import example, flips, notebook, readings
from pages.likelihood.charts import events as events_chart
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.family import DataSet, Family, Given, Read, Units
from pages.likelihood.one_parameter import OneParameter


def _read_flips(given: Given) -> Read[Counts]:
    counts, missing, heading = parse_flips(given.words())
    return Read(counts, " ".join(filter(None, (heading, left_out(missing, counts.n + missing)))))


def _read_events(given: Given) -> Read[Tally]:
    values, note = given.numbers(whole=True)
    return Read(as_tally(values), note)


def _read_readings(given: Given) -> Read[FloatArray]:
    values, note = given.numbers()
    return Read(as_readings(values), note)


COIN: Final[Family[Counts]] = Family(
    name="coin flips",
    allowed="H and T, heads and tails, 1 and 0, or True and False",
    read=_read_flips,
    named=tuple(DataSet(preset.key, preset.counts, preset.source) for preset in coins.PRESETS if preset.published),
    size=lambda counts: counts.n,
    view=flips.show,
)


EVENTS: Final[Family[Tally]] = Family(
    name="counts of events",
    allowed=f"whole numbers from 0 to {MAX_EVENTS:,}",
    read=_read_events,
    named=(DataSet("horse-kicks", horse_kicks.HORSE_KICKS, horse_kicks.SOURCE, (Axis(0.2, 1.2, 0.01),)),),
    size=lambda tally: tally.n,
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
        example=example.events,
        notebook=notebook.EVENTS,
    ).show,
)

READINGS: Final[Family[FloatArray]] = Family(
    name="measurements",
    allowed="at least two different finite numbers",
    read=_read_readings,
    named=(
        # The axes of the mean and of sigma.
        DataSet(
            "newcomb",
            newcomb.readings(),
            newcomb.SOURCE,
            (Axis(18.0, 34.0, 0.1), Axis(7.0, 16.0, 0.1)),
            Units("ns", newcomb.UNIT),
        ),
    ),
    size=len,
    view=readings.show,
)

FAMILIES: Final[tuple[Family[Any], ...]] = (COIN, EVENTS, READINGS)
"""In the order of the menus."""
