"""Lesson 2 beyond the coin: counts of events (Poisson), and readings (Gaussian) with one or two parameters."""

import math
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from core.likelihood import gaussian, gaussian_surface, poisson
from core.numbers import decimal, from_log, significant
from pages._kit import controls
from pages._kit.drawing import draw, selected_number
from pages._kit.figures import Figure, figures
from pages._kit.stage import Stage
from pages.likelihood.charts import family, surface
from pages.likelihood.charts.family import Axis

SIGMA_VIEWS: Final = ("known", "fitted", "both free")
RATE: Final = Axis(0.2, 1.2, 0.01)
MEAN: Final = Axis(18.0, 34.0, 0.1)
SIGMA: Final = Axis(7.0, 16.0, 0.1)


def axis_around(best: float, error: float, positive: bool) -> Axis:
    """Six standard errors to each side, in a hundred round steps."""
    step = 10.0 ** math.floor(math.log10(max(error, 1e-9 * max(1.0, abs(best)))) - 0.3)
    lower, upper = math.floor((best - 6 * error) / step) * step, math.ceil((best + 6 * error) / step) * step
    return Axis(max(step, lower) if positive else lower, max(upper, lower + 10 * step), step)


def _slider(label: str, key: str, axis: Axis, start: float) -> float:
    places = max(0, -math.floor(math.log10(axis.step) + 1e-9))
    controls.keep_within(key, axis.lower, axis.upper)
    value = st.slider(
        label, round(axis.lower, 10), round(axis.upper, 10), float(round(start, 10)), axis.step,
        key=key, format=f"%.{places}f", on_change=controls.moved, persist_state="session",
    )  # fmt: skip
    return min(axis.upper, max(axis.lower, float(value)))


def _released(chart: str, **keys: str) -> None:
    for field, key in keys.items():
        value = selected_number(chart, "drag", field)
        if value is not None:
            st.session_state[key] = value


@st.fragment
def events(here: Stage, tally: poisson.Tally, slot: DeltaGenerator | None, *, own: bool) -> None:
    """Counts of events: the Poisson rate."""
    best, error = poisson.mle(tally), poisson.standard_error(tally)
    if best is None:
        here.hero.info("There are no observations yet: every rate is equally likely.")
        return
    axis = axis_around(best, error or 1.0 / tally.n, positive=True) if own else RATE
    with here.controls:
        rate = _slider("λ, events per observation", "own_rate" if own else "rate", axis, min(axis.upper, 1.0))
    with here.hero:
        draw(
            family.poisson_rows(tally, rate, axis, controls.version()),
            family.spec("poisson", here.look),
            key="events",
            alt="Left: observed counts of events against those expected at the chosen rate. Right: the likelihood of "
            "every rate, relative to its maximum.",
            read="Left: gray bars are what λ predicts, orange dots are what happened. Right: drag along the curve; "
            "it is highest where bars and dots agree best.",
            on_select=lambda: _released("events", theta="own_rate" if own else "rate"),
        )
        ratio = float(poisson.log_likelihood_ratio(rate, tally))
        figures(
            Figure("L(θ)", from_log(float(poisson.log_likelihood(rate, tally))), help="θ is the rate λ here."),
            Figure("L(θ) / L(θ̂)", from_log(ratio)),
            Figure("MLE θ̂", decimal(best), f"{tally.total:,} events / {tally.n:,}"),
            Figure("Area under L(θ)", from_log(poisson.log_area(tally)), "not 1: no density over λ"),
        )
    if slot:
        slot.code(_events_example(tally, rate), language="python")


@st.fragment
def readings(here: Stage, data: NDArray[np.float64], slot: DeltaGenerator | None, *, own: bool) -> None:
    """Readings: the Gaussian mean with sigma known or fitted, or both parameters on a surface."""
    moments = gaussian.moments(data)
    best = gaussian.mle(moments)
    with here.controls:
        view = st.segmented_control(
            "σ, standard deviation", SIGMA_VIEWS, default="known", required=True, key="sigma_view",
            persist_state="session", on_change=controls.moved,
        )  # fmt: skip
    if view == "both free":
        _surface(here, moments, slot, own=own)
        return
    axis = axis_around(best.mu, gaussian.standard_error(moments), positive=False) if own else MEAN
    with here.controls:
        mu = _slider("μ, mean", "own_mu" if own else "mu", axis, axis.lower + 0.25 * (axis.upper - axis.lower))
        st.caption(
            f"σ is taken as known: {significant(best.sigma)}." if view == "known" else "σ is fitted anew for each μ."
        )
    sigma = best.sigma if view == "known" else None
    if sigma is None:
        log_l = float(gaussian.profile_log_likelihood(mu, moments))
        log_ratio = float(gaussian.profile_log_likelihood_ratio(mu, moments))
        area = gaussian_surface.log_profile_area(moments)
    else:
        log_l = float(gaussian.log_likelihood(mu, sigma, moments))
        log_ratio = float(gaussian.log_likelihood_ratio(mu, sigma, moments))
        area = gaussian.log_area(moments, sigma)
    with here.hero:
        draw(
            family.gaussian_rows(data, mu, axis, sigma=sigma, version=controls.version()),
            family.spec("gaussian", here.look),
            key="readings",
            alt="Left: the readings under a Gaussian with the chosen mean. Right: the likelihood of every mean, "
            "relative to its maximum.",
            read="Left: each orange tick is a reading, the gray bell is the model at μ. Right: drag along the curve; "
            "it is highest where the bell sits on the readings' mean.",
            on_select=lambda: _released("readings", theta="own_mu" if own else "mu"),
        )
        figures(
            Figure("L(θ)", from_log(log_l), help="θ is the mean μ here; L is a product of densities."),
            Figure("L(θ) / L(θ̂)", from_log(log_ratio)),
            Figure("MLE θ̂", decimal(best.mu), f"± {significant(gaussian.standard_error(moments, sigma), 3)}"),
            Figure("Area under L(θ)", from_log(area), "not 1: no density over μ"),
        )
    if slot:
        width = math.hypot(best.sigma, mu - best.mu) if sigma is None else sigma
        slot.code(_readings_example(moments, mu, width), language="python")


def _surface(here: Stage, moments: gaussian.Moments, slot: DeltaGenerator | None, *, own: bool) -> None:
    best = gaussian.mle(moments)
    (left, right), (low, high) = surface.window(moments)
    if own:
        mean = axis_around(best.mu, (right - left) / 12, positive=False)
        width = axis_around(best.sigma, (high - low) / 12, positive=True)
    else:
        mean, width = MEAN, SIGMA
    names = ("own_mu2", "own_sigma2") if own else ("mu2", "sigma2")
    with here.controls:
        mu = _slider("μ, mean", names[0], mean, best.mu - 0.3 * (best.mu - max(left, mean.lower)))
        sigma = _slider("σ", names[1], width, best.sigma + 0.4 * (min(high, width.upper) - best.sigma))
    with here.hero:
        draw(
            surface.rows(moments, mu, sigma, controls.version()),
            surface.spec(here.look),
            key="surface",
            alt="The likelihood over mean and standard deviation, with isolines at "
            f"{', '.join(f'{drop:g}' for drop in surface.DROPS)} nats below the top.",
            read="The darker, the more probable the readings. Each ring is a fixed number of nats below the top: "
            "0.5 spans one standard error, 1.92 a 95 % interval for one parameter, 3 a 95 % region for both.",
            on_select=lambda: _released("surface", mu=names[0], sigma=names[1]),
        )
        log_l = float(gaussian.log_likelihood(mu, sigma, moments))
        volume = gaussian_surface.log_volume(moments) if moments.n > 2 else math.inf
        figures(
            Figure("L(θ)", from_log(log_l), help="θ is the pair (μ, σ) here."),
            Figure("L(θ) / L(θ̂)", from_log(log_l - gaussian.max_log_likelihood(moments))),
            Figure("MLE θ̂", f"({decimal(best.mu, 2)}, {decimal(best.sigma, 2)})", "(μ̂, σ̂)"),
            Figure("Area under L(θ)", from_log(volume), "a volume here, and not 1"),
        )
    if slot:
        slot.code(_readings_example(moments, mu, sigma), language="python")


def _events_example(tally: poisson.Tally, rate: float) -> str:
    return f"""import numpy as np
from scipy.special import gammaln

events = np.array({list(tally.values)})
times = np.array({list(tally.frequencies)})  # how often each was seen
rate = {rate:g}

log_L_theta = np.sum(times * (events * np.log(rate) - rate - gammaln(events + 1)))
theta_hat = np.sum(times * events) / np.sum(times)"""


def _readings_example(moments: gaussian.Moments, mu: float, sigma: float) -> str:
    return f"""import numpy as np

# All that a Gaussian likelihood needs of the readings.
n, mean, squares = {moments.n}, {moments.mean!r}, {moments.sum_of_squares!r}
mu, sigma = {mu:g}, {sigma!r}

log_L_theta = -n / 2 * np.log(2 * np.pi * sigma**2) - (squares + n * (mean - mu) ** 2) / (2 * sigma**2)
theta_hat = mean"""
