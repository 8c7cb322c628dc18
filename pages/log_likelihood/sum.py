"""The first scene of lesson 3: the staircase of log-probabilities, the log-likelihood curve, and their figures."""

import math

import streamlit as st

from core.data.coins import TEN_FLIPS
from core.likelihood import coin, coverage
from core.likelihood.coin import Counts
from core.numbers import decimal, from_log, nats, significant
from pages._kit import controls, drawing, stage
from pages._kit.drawing import draw, selected_number
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.log_likelihood import factors, words
from pages.log_likelihood import reading as chart_reading
from pages.log_likelihood.charts import sum as chart
from pages.log_likelihood.charts.staircase import MAX_STEPS


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields for the flips, and all that depends on them."""
    with here.controls:
        counts = controls.coin()
        zoom = controls.near_peak(chart.is_narrow(counts))
    drawn = chart.frame(counts, zoom=zoom)
    _follow_theta(here, counts, drawn)
    if not here.presenting:
        with here.reading:
            drawing.how_to_read(reading(counts, drawn))
            edge_note(counts)


@st.fragment
def _follow_theta(here: stage.Stage, counts: Counts, drawn: chart.Frame) -> None:
    """Draw the slider for theta, and all that depends on theta: chart, figures, worked example."""
    with here.controls:
        theta = controls.theta()
    with here.hero:
        draw(
            chart.rows(counts, theta, drawn, version=controls.chart_version()),
            chart.spec(here.look, drawn.stairs != drawn.curve),
            key="curve",
            alt="Left: a staircase of the log-probabilities of the flips, down to their sum. Right: the "
            "log-likelihood of θ in nats, with its tangent at the chosen θ, and a parabola at an inner top.",
            on_select=released,
        )  # fmt: skip
        curve_figures(counts, theta)
    read_the_chart(here, lambda: chart_reading.of_sum(counts, theta, drawn.window))
    if not here.presenting:
        with here.example:
            words.example(counts, theta, *factors.now())


def released() -> None:
    """Set theta to the chart's value when the learner releases the pointer."""
    theta = selected_number("curve", "drag", "theta")
    if theta is not None:
        controls.set_theta_from_chart(theta)


def reading(counts: Counts, drawn: chart.Frame) -> str:
    """Return the line under the chart: what a step is, and which marks there are, depends on the flips."""
    if counts.n == 0:
        return "Left, no flip, no step: the sum is empty. Right, ℓ is 0 for every θ. Drag the ring."
    many = (
        "heads and tails each add all their log p at once"
        if counts.heads and counts.tails
        else "all flips are one step"
    )
    step = "each flip adds its log p" if counts.n <= MAX_STEPS else many
    height = "ℓ for every θ" if drawn.stairs == drawn.curve else "how far ℓ lies below its top"
    inner = " Dotted: the parabola at the top; shaded: θ̂ ± 1 SE." if counts.heads and counts.tails else ""
    return f"Left, {step}; the last step ends at ℓ(θ). Right, {height}. Thin line: slope (score).{inner} Drag the ring."


def curve_figures(counts: Counts, theta: float) -> None:
    """Show the log-likelihood and its slope at theta, and the curvature at the maximum."""
    height = float(coin.log_likelihood(theta, counts))
    slope = float(coin.score(theta, counts))
    best, error = coin.mle(counts), coin.standard_error(counts)
    information = 0.0 if best is None else float(coin.fisher_information(best, counts))
    size = decimal(information, 0) if 1e5 <= information < math.inf else significant(information)
    uphill = "uphill is right" if slope > 0 else "uphill is left"
    if theta == (1 if slope > 0 else 0):
        uphill = "the top is at this end"
    figures(
        Figure(
            "ℓ(θ)", nats(height, 3 if height > -10_000 else 1), f"L(θ) = {from_log(height)}",
            "The sum of log p over all flips, the log of their product L(θ).",
        ),
        Figure(
            "Score", decimal(slope), "flat" if abs(slope) < 1e-9 * max(counts.n, 1) else uphill,
            "Slope of ℓ at θ: nats for each unit of θ. It is 0 at an inner top.",
        ),
        Figure(
            "Fisher information", size, "how sharp the top is" if error else "no inner top",
            "n / (θ̂ (1 − θ̂)). At an inner top it is minus the curvature of ℓ.",
        ),
        Figure(
            "Standard error", significant(error, 3) if error else "none",
            "1 / √information" if error else "no parabola",
            "How far θ̂ would typically move with new flips.",
        ),
    )  # fmt: skip


def _end(theta: float) -> str:
    """The end of an interval, with three digits of its distance from 0 or 1, whichever is nearer."""
    nearest = min(theta, 1 - theta)
    if nearest == 0:
        return decimal(theta, 0)
    return significant(theta, 3) if nearest == theta else decimal(theta, 2 - math.floor(math.log10(nearest)))


def edge_note(counts: Counts) -> None:
    """Explain data without an inner maximum: no flips, or flips that all fell on one side."""
    if counts.n == 0:
        st.info("No flips yet: the sum is empty, ℓ(θ) is 0 for every θ, and every θ explains the data equally well.")
    elif not (counts.heads and counts.tails):
        drop, few = coverage.DROP_95, TEN_FLIPS.counts.n
        near, safe = coin.likelihood_interval(counts, drop), coverage.clopper_pearson(counts)
        st.info(
            f"All flips fell on one side, so the top sits at the edge, θ̂ = {coin.mle(counts):g}. The parabola has no "
            f"top inside the axis: no standard error. Within {drop} nats of the top lie all θ from {_end(near.lower)} "
            f"to {_end(near.upper)}. That is a 95 % interval for many flips and a θ inside the axis; at an edge it is "
            f"too short. Clopper and Pearson's, which holds every θ at least 95 % of the time, goes from "
            f"{_end(safe.lower)} to {_end(safe.upper)}. With {few} flips, the {drop}-nat interval holds some θ only "
            f"{100 * coverage.lowest_coverage(few):.1f} % of the time."
        )
