"""The view of readings: the Gaussian mean with sigma known or fitted, or both parameters on a surface."""

import math
from typing import Final, Literal

import streamlit as st

from core.arrays import FloatArray
from core.likelihood import gaussian, gaussian_surface
from core.numbers import significant
from pages._kit import controls
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.stage import Stage
from pages.likelihood import surface
from pages.likelihood.charts import readings as chart
from pages.likelihood.family import Below, DataSet
from pages.likelihood.parameter import axis_around, released, slider
from pages.likelihood.scale import Scale, likelihood_text, resolved, scale_of

SigmaView = Literal["known", "fitted", "both free"]
SIGMA_VIEWS: Final[tuple[SigmaView, ...]] = ("known", "fitted", "both free")


@st.fragment
def show(here: Stage, item: DataSet[FloatArray], below: Below | None) -> None:
    """Draw the choice about sigma, and all that depends on the parameters."""
    with here.controls:
        view = st.segmented_control(
            "σ, standard deviation", SIGMA_VIEWS, default="known", required=True, key="sigma_view",
            persist_state="session", on_change=controls.reset_charts,
        )  # fmt: skip
    both_free = view == "both free"
    mu, sigma = surface.show(here, item) if both_free else _one_mean(here, item, known=view == "known")
    if below:
        below.example.code(gaussian_example(gaussian.moments(item.data), mu, sigma), language="python")


def _one_mean(here: Stage, item: DataSet[FloatArray], *, known: bool) -> tuple[float, float]:
    """Draw the view of the mean, with sigma known or fitted for each mean; return the mean and sigma."""
    scale = scale_of(item.data)
    data = scale.shown(item.data)
    moments = gaussian.moments(data)
    best, key = gaussian.mle(moments), item.field("mu")
    axis = item.axes[0] if item.axes else axis_around(best.mu, gaussian.standard_error(moments), positive=False)
    with here.controls:
        mu = slider(f"μ, mean{scale.words}", key, axis, axis.lower + 0.25 * (axis.upper - axis.lower))
        st.caption(
            f"σ is taken as known: {significant(best.sigma * scale.unit)}." if known else "σ is fitted anew for each μ."
        )
    sigma = best.sigma if known else None
    with here.hero:
        draw(
            chart.rows(data, mu, axis, sigma=sigma, version=controls.chart_version()),
            chart.spec(here.look, scale.words),
            key="readings",
            alt="Left: the readings under a Gaussian with the chosen mean. Right: the likelihood of every mean, "
            "relative to its maximum.",
            read="Left: each orange tick is a reading, the gray bell is the model at μ. Right: drag along the curve; "
            "it is highest where the bell sits on the readings' mean.",
            on_select=lambda: released("readings", theta=key),
        )
        _mean_figures(moments, mu, sigma, scale)
    width = math.hypot(best.sigma, mu - best.mu) if sigma is None else sigma
    return scale.raw(mu), width * scale.unit


def _mean_figures(moments: gaussian.Moments, mu: float, sigma: float | None, scale: Scale) -> None:
    """Show the figures of the mean; without ``sigma``, those of the profile likelihood.

    ``moments``, ``mu`` and ``sigma`` are those of the readings as ``scale`` shows them.
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
        Figure("MLE θ̂", resolved(scale.raw(best.mu), best.sigma * scale.unit), f"± {error}"),
        Figure(
            "Area under L(θ)",
            likelihood_text(area - (moments.n - 1) * scale.log_unit),
            "need not be 1: no density over μ",
        ),
    )


def gaussian_example(moments: gaussian.Moments, mu: float, sigma: float) -> str:
    """Return the worked example for a mean and a standard deviation."""
    return f"""import numpy as np

# All that a Gaussian likelihood needs of the readings:
# how many, their mean, and the root of their mean squared deviation.
n, mean, spread = {moments.n}, {moments.mean!r}, {gaussian.mle(moments).sigma!r}
mu, sigma = {mu!r}, {sigma!r}

squares = (spread / sigma) ** 2 + ((mean - mu) / sigma) ** 2
log_L_theta = -n * (np.log(2 * np.pi) / 2 + np.log(sigma) + squares / 2)
theta_hat = mean"""
