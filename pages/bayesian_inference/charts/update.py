"""The first chart of lesson 5: prior, likelihood and posterior of a coin on one axis of theta."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import altair as alt

from core.belief.beta import Beta
from core.belief.beta_bernoulli import likelihood_as_density, posterior
from core.belief.intervals import Region
from core.likelihood.coin import mle
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish
from pages._kit.charts.numbers import TICK
from pages._kit.charts.windows import WHOLE
from pages.bayesian_inference.charts import three_curves
from pages.bayesian_inference.charts.densities import ceiling

HEIGHT: Final = 380
NARROW: Final = 0.3
"""Curves whose window is a smaller part of the axis than this can be zoomed."""
REACH: Final = 5.0
"""Standard deviations from the mean to each end of the window."""


class Frame(NamedTuple):
    """The ends of the axis of theta, and the top of the density axis."""

    window: tuple[float, float]
    top: float


class Labels(NamedTuple):
    """The labels of the three estimates."""

    mle: str
    map: str
    mean: str


def peak_window(prior: Beta, counts: Counts) -> tuple[float, float]:
    """The interval of theta around likelihood and posterior, and around the prior if it is nearly as narrow."""
    after = _stretch(posterior(prior, counts))
    lower, upper = _joined(after, _stretch(likelihood_as_density(counts))) if counts.n else after
    with_prior = _joined((lower, upper), _stretch(prior))
    if with_prior[1] - with_prior[0] <= 3 * (upper - lower):
        lower, upper = with_prior
    return max(0.0, lower), min(1.0, upper)


def _stretch(belief: Beta) -> tuple[float, float]:
    return belief.mean - REACH * belief.sd, belief.mean + REACH * belief.sd


def _joined(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return min(one[0], other[0]), max(one[1], other[1])


def is_narrow(prior: Beta, counts: Counts) -> bool:
    """Whether the curves are too narrow to be distinguished on the whole axis."""
    lower, upper = peak_window(prior, counts)
    return upper - lower < NARROW


def frame(prior: Beta, counts: Counts, *, zoom: bool) -> Frame:
    """The ends of the axes."""
    window = peak_window(prior, counts) if zoom else WHOLE
    return Frame(window, ceiling([prior, likelihood_as_density(counts), posterior(prior, counts)], window))


def _x(name: str) -> alt.X:
    return alt.X(
        f"{name}:Q",
        title="θ, probability of heads",
        scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=10, labelOverlap=True, format="~g"),
    )


def _y(name: str) -> alt.Y:
    return alt.Y(
        f"{name}:Q",
        title="Density, per unit of θ",
        scale=alt.Scale(nice=False, zero=True, padding=0),
        axis=alt.Axis(tickCount=5, labelExpr=TICK),
    )


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    return finish(alt.layer(*three_curves.layers(_x, _y, look)), look, height=HEIGHT)


@lru_cache(maxsize=256)
def rows(prior: Beta, counts: Counts, region: Region, drawn: Frame, labels: Labels) -> Tables:
    """The chart's tables, cached.

    Parameters
    ----------
    prior : Beta
        Belief before the flips.
    counts : Counts
        The flips.
    region : Region
        The posterior's credible region, shaded.
    drawn : Frame
        The ends of the axes.
    labels : Labels
        The labels of the three estimates.
    """
    after = posterior(prior, counts)
    names = (f"prior {prior}", f"posterior {after}") if counts.n else ("", f"prior = posterior {after}")
    shown = three_curves.ThreeCurves(
        prior=prior, likelihood=likelihood_as_density(counts), posterior=after, mle=mle(counts), modes=after.mode.at,
        region=region, names=names,
        mle_text=labels.mle, map_text=labels.map, mean_text=labels.mean,
    )  # fmt: skip
    return all_to_bytes(three_curves.rows(shown, drawn.window, drawn.top))
