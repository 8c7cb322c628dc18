"""The view of readings: the Gaussian mean with sigma known or fitted, or both parameters on a surface."""

import math
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arrays import FloatArray
from core.likelihood import gaussian, gaussian_surface
from core.numbers import significant
from pages._kit import controls, names
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stage import Stage
from pages.likelihood import example, notebook, reading, surface, words
from pages.likelihood.charts import readings as chart
from pages.likelihood.family import DataSet
from pages.likelihood.parameter import Parameter, axis_around, released
from pages.likelihood.scale import Scale, likelihood_text, resolved, scale_of

View = Literal["known", "fitted", "surface"]
VIEWS: Final[tuple[View, ...]] = ("known", "fitted", "surface")
"""The values of ``view`` in the address."""


def show(here: Stage, main: DeltaGenerator, item: DataSet[FloatArray]) -> None:
    """Draw the choice about sigma, and the view of the readings, with the parameters' sliders in the place ``main``."""
    with here.controls:
        view = names.choice(
            st.segmented_control, "σ, standard deviation", VIEWS, key="view", on_change=controls.reset_charts,
            help="Known: held at its estimate. Fitted: the best σ for each μ. Surface: μ and σ are both free.",
        )  # fmt: skip
    if view == "surface":
        surface.show(here, main, item)
        return
    scale = scale_of(item.data)
    moments = gaussian.moments(scale.shown(item.data))
    best = gaussian.mle(moments)
    with here.controls:
        st.caption(
            f"σ is taken as known: {significant(best.sigma * scale.unit)}{item.units.behind()}."
            if view == "known"
            else "σ is fitted anew for each μ."
        )
    axis = item.axes[0] if item.axes else axis_around(best.mu, gaussian.standard_error(moments), positive=False)
    mean = item.parameter("mu", axis, axis.at(0.25))
    _follow_mean(here, main, item, mean, known=view == "known")
    mean.sweep().clock()
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Left: each orange tick is a reading, the gray bell is the model at μ. Right: drag along the curve; "
                "it is highest where the bell sits on the readings' mean."
            )


@st.fragment
def _follow_mean(here: Stage, main: DeltaGenerator, item: DataSet[FloatArray], mean: Parameter, *, known: bool) -> None:
    """Draw all that depends on the mean, with sigma known or fitted for each mean."""
    raw, units = item.data, item.units
    scale = scale_of(raw)
    data = scale.shown(raw)
    moments = gaussian.moments(data)
    best = gaussian.mle(moments)
    with main:
        mu = mean.slider(f"μ, mean{scale.words}{units.of_reading()}")
    sigma = best.sigma if known else None
    with here.hero:
        draw(
            chart.rows(data, mu, mean.axis, sigma=sigma, version=controls.chart_version()),
            # On a phone there is no room for where the readings are counted from; the slider's name says it.
            chart.spec(here.look, scale.words + units.of_spread(), units.behind()),
            key="readings",
            alt="Left: the readings under a Gaussian with the chosen mean. Right: the likelihood of every mean, "
            "relative to its maximum.",
            on_select=lambda: released("readings", theta=mean),
        )
        _mean_figures(moments, mu, sigma, scale, units.behind())
    read_the_chart(here, lambda: reading.of_mean(moments, mean.axis, mu, sigma, scale))
    mean.sweep().buttons(here)
    if not here.presenting:
        width = math.hypot(best.sigma, mu - best.mu) if sigma is None else sigma
        with here.example:
            words.example(
                lambda: example.readings(gaussian.moments(raw), scale.raw(mu), width * scale.unit), notebook.READINGS
            )


def _mean_figures(moments: gaussian.Moments, mu: float, sigma: float | None, scale: Scale, behind: str) -> None:
    """Show the figures of the mean; without ``sigma``, those of the profile likelihood.

    ``moments``, ``mu`` and ``sigma`` are those of the readings as ``scale`` shows them; ``behind`` is their unit.
    """
    best = gaussian.mle(moments)
    if sigma is None:
        log_l = float(gaussian.profile_log_likelihood(mu, moments))
        log_ratio = float(gaussian.profile_log_likelihood_ratio(mu, moments))
        area = gaussian_surface.log_profile_area(moments)
    else:
        log_l = float(gaussian.log_likelihood(mu, sigma, moments))
        log_ratio = float(gaussian.log_likelihood_ratio(mu, sigma, moments))
        area = gaussian.log_area(moments, sigma)
    error = significant(gaussian.standard_error(moments, sigma) * scale.unit, 3)
    figures(
        Figure(
            "L(θ)",
            likelihood_text(log_l - moments.n * scale.log_unit),
            help="θ is the mean μ here; L is a product of densities.",
        ),
        Figure("L(θ) / L(θ̂)", likelihood_text(log_ratio)),
        Figure("MLE θ̂", resolved(scale.raw(best.mu), best.sigma * scale.unit), f"± {error}{behind}"),
        Figure(
            "Area under L(θ)",
            likelihood_text(area - (moments.n - 1) * scale.log_unit),
            "need not be 1",
            "A likelihood is no density over μ.",
        ),
    )
