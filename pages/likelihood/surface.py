"""The view of readings with both parameters free: the Gaussian likelihood as a surface over mean and sigma."""

import math
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arrays import FloatArray
from core.likelihood import gaussian, gaussian_surface
from pages._kit import controls
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stage import Stage
from pages.likelihood import example, notebook, reading, words
from pages.likelihood.charts import surface as chart
from pages.likelihood.family import DataSet
from pages.likelihood.parameter import Parameter, axis_over, released
from pages.likelihood.scale import Scale, likelihood_text, resolved, scale_of
from pages.likelihood.sweep import Sweep

MAX_PAIR: Final = 16
"""Most characters of the two estimates in one figure."""


def show(here: Stage, main: DeltaGenerator, item: DataSet[FloatArray]) -> None:
    """Draw the view, with both sliders in the place ``main``."""
    moments = gaussian.moments(scale_of(item.data).shown(item.data))
    best = gaussian.mle(moments)
    (left, right), (low, high) = chart.window(moments)
    if item.axes:
        axes = item.axes[0], item.axes[1]
        # The view of the mean alone has the same slider.
        mean = item.parameter("mu", axes[0], axes[0].at(0.25))
    else:
        # With few readings the window is many standard errors wide.
        axes = (
            axis_over(left, right, min((right - left) / 12, gaussian.standard_error(moments)), positive=False),
            axis_over(low, high, min((high - low) / 12, best.sigma / 4), positive=True),
        )
        mean = item.parameter("mu2", axes[0], best.mu - 0.3 * (best.mu - max(left, axes[0].lower)))
    spread = item.parameter("spread", axes[1], best.sigma + 0.4 * (min(high, axes[1].upper) - best.sigma))
    sweep = mean.sweep(left, right)
    _follow(here, main, item, mean, spread, sweep)
    sweep.clock()
    if not here.presenting:
        with here.reading:
            how_to_read(
                "The stronger the color, the higher the density of the readings. Each ring is a fixed number of nats "
                "below the top: with many readings, 0.5 spans about one standard error to each side, 1.92 the "
                "**likelihood interval** of 95 % for one parameter, 3 a 95 % region for both."
            )
            words.link_to_coverage()


@st.fragment
def _follow(
    here: Stage, main: DeltaGenerator, item: DataSet[FloatArray], mean: Parameter, spread: Parameter, sweep: Sweep
) -> None:
    """Draw all that depends on the mean and the standard deviation."""
    raw, units = item.data, item.units
    scale = scale_of(raw)
    wide = Scale(power=scale.power)
    unit, sigma_unit = scale.words + units.of_reading(), wide.words + units.of_spread()
    moments = gaussian.moments(scale.shown(raw))
    with main:
        mu = mean.slider(f"μ, mean{unit}")
        sigma = spread.slider(f"σ{sigma_unit}")
    with here.hero:
        draw(
            chart.rows(moments, mu, sigma, (mean.axis, spread.axis), controls.chart_version()),
            chart.spec(here.look, unit, sigma_unit, units.behind()),
            key="surface",
            alt="The likelihood over mean and standard deviation, with isolines at "
            f"{', '.join(f'{drop:g}' for drop in chart.DROPS)} nats below the top.",
            on_select=lambda: released("surface", mu=mean, sigma=spread),
        )
        _figures(moments, mu, sigma, scale)
    places = mean.axis.places, spread.axis.places
    read_the_chart(here, lambda: reading.of_surface(moments, mu, sigma, places, scale))
    sweep.buttons(here)
    if not here.presenting:
        with here.example:
            words.example(
                lambda: example.readings(gaussian.moments(raw), scale.raw(mu), wide.raw(sigma)), notebook.READINGS
            )


def _figures(moments: gaussian.Moments, mu: float, sigma: float, scale: Scale) -> None:
    """Show the figures of both parameters; all three numbers are those of the readings as ``scale`` shows them."""
    best = gaussian.mle(moments)
    log_l = float(gaussian.log_likelihood(mu, sigma, moments))
    volume = gaussian_surface.log_volume(moments) if moments.n > 2 else math.inf
    spread = best.sigma * scale.unit
    center, wide_text = resolved(scale.raw(best.mu), spread, 2), resolved(spread, spread, 2)
    # A longer pair does not fit into its figure.
    pair = (f"({center}, {wide_text})", "(μ̂, σ̂)")
    top = pair if len(pair[0]) <= MAX_PAIR else (center, f"μ̂; σ̂ is {wide_text}")
    figures(
        Figure("L(θ)", likelihood_text(log_l - moments.n * scale.log_unit), help="θ is the pair (μ, σ) here."),
        Figure("L(θ) / L(θ̂)", likelihood_text(log_l - gaussian.max_log_likelihood(moments))),
        Figure("MLE θ̂", *top),
        Figure(
            "Area under L(θ)",
            likelihood_text(volume - (moments.n - 2) * scale.log_unit),
            "need not be 1",
            "A volume here. A likelihood is no density over μ and σ.",
        ),
    )
