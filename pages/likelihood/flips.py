"""The view of coin flips: their fields, the linked panels, the sweep over theta, and the figures."""

import math
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import from_log, one_over
from pages._kit import controls, session, stage
from pages._kit.charts import windows
from pages._kit.drawing import draw, how_to_read, selected_number
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.likelihood import example, notebook, painting, reading, words
from pages.likelihood.charts import curve as chart
from pages.likelihood.family import DataSet
from pages.likelihood.scale import resolved
from pages.likelihood.sweep import Sweep

MAX_LOG_ORDERS: Final = 18 * math.log(10)
"""The log of the largest number of orders that is written in full."""


def released() -> None:
    """Set theta to the value that the chart's pointer was let go at."""
    theta = selected_number("likelihood", "drag", "theta")
    if theta is not None:
        controls.set_theta_from_chart(theta)
        painting.current().last = controls.theta_now()


def view_of(counts: Counts, *, near: bool) -> tuple[float, float]:
    """Return the ends of the theta axis: the whole axis, or the neighborhood of a peak too narrow for it."""
    return windows.near_peak(counts) if near and is_crowded(counts) else windows.WHOLE


def is_crowded(counts: Counts) -> bool:
    """Whether the peak is too narrow for the whole axis."""
    return counts.n >= windows.CROWDED


def window_now() -> tuple[float, float]:
    """Return the window that its fields stand for, before they are drawn."""
    return view_of(controls.counts_now(), near=session.value_of("window", "peak") == "peak")


SWEEP: Final = Sweep(controls.theta_now, controls.set_theta, window_now)


def show(here: stage.Stage, main: DeltaGenerator, item: DataSet[Counts]) -> None:
    """Draw the view, with the slider for theta in the place ``main``."""
    _follow_flips(here, main, item.data if item.source else None)
    SWEEP.clock()


@st.fragment
def _follow_flips(here: stage.Stage, main: DeltaGenerator, named: Counts | None) -> None:
    """Draw all that depends on the flips: their fields, and all that depends on theta.

    ``named`` are the counts of a named coin.
    """
    with here.controls:
        counts = controls.coin()
        if named is not None and counts != named:
            st.rerun()  # the whole page, whose menu of data then says "coin"
        window = view_of(counts, near=controls.near_peak(is_crowded(counts)))
    _follow_theta(here, main, counts, window)
    if not here.presenting:
        with here.reading:
            off = "" if window == windows.WHOLE else " For a θ off this window there is no ring."
            how_to_read(
                "Left, θ is fixed and the data vary: over all numbers of heads, the probabilities sum to 1. Right, the "
                "data are fixed and θ varies. The orange bar and the ring are one and the same number. Drag the "
                f"ring. A bar under a ▲ is taller than the axis; the tallest has its probability above it.{off}"
            )
            if counts.n == 0:
                st.info("No flips yet: every θ explains the data equally well, and L(θ) is 1 everywhere.")


@st.fragment
def _follow_theta(here: stage.Stage, main: DeltaGenerator, counts: Counts, window: tuple[float, float]) -> None:
    """Draw all that depends on theta: its slider, the painting, linked panels, figures, strip, example."""
    with main:
        theta = controls.theta()
        hidden = painting.fields(theta, counts)
    # Its place is under the fields, none of which it may push away.
    with here.controls.container():
        if not window[0] <= theta <= window[1]:
            st.caption(f"θ = {theta:.3f} lies off this window: L(θ) is too small to draw beside the peak.")
    paint = painting.current()
    paint.move(theta, hidden=hidden)
    with here.hero:
        draw(
            chart.rows(
                counts, theta, window, version=controls.chart_version(), guessed=paint.guess,
                seen=paint.seen if hidden else None,
            ),
            chart.spec(here.look, hidden),
            key="likelihood",
            alt="Left: the probabilities of numbers of heads at the chosen θ. Right: the likelihood of every θ for "
            "the observed flips. The observed bar and the marked point, where there is one, have one height.",
            on_select=released,
        )  # fmt: skip
        flips_figures(counts, theta, hidden)
    read_the_chart(here, lambda: reading.of_flips(counts, theta, window, hidden))
    SWEEP.buttons(here)
    if not here.presenting:
        with here.example:
            script = example.flips(counts, theta)
            words.example(lambda: script, notebook.of_flips(script))


def orders(counts: Counts) -> str:
    """Return the number of orders of these flips, C(n, h), as text: in full while that has at most 18 digits."""
    log_number = coin.log_choose(counts)
    if log_number > MAX_LOG_ORDERS:
        return from_log(log_number, 3)
    return f"{math.comb(counts.n, counts.heads):,}"


def flips_figures(counts: Counts, theta: float, hidden: bool) -> None:
    """Show the lesson's four figures."""
    log_l = float(coin.log_likelihood(theta, counts))
    ratio = float(coin.log_likelihood_ratio(theta, counts))
    best, area = coin.mle(counts), coin.log_area(counts)
    fraction = one_over(area)
    figures(
        Figure(
            "L(θ)", from_log(log_l), f"p = {orders(counts)} × L(θ)" if counts.n else "",
            help="The probability of this very sequence of flips. The chart shows p, the probability of this "
            "many heads in any order: L(θ) times the number of orders.",
        ),
        Figure("L(θ) / L(θ̂)", from_log(ratio), "1 at the peak"),
        Figure(
            "MLE θ̂",
            "hidden" if hidden else "every θ" if best is None else resolved(best, min(best, 1 - best) or 1.0),
            "until your guess" if hidden else "" if best is None else f"{counts.heads:,} / {counts.n:,}",
        ),
        Figure(
            "Area under L(θ)", from_log(area, 3), f"= {fraction}, not 1" if fraction else "",
            help="A likelihood is no density over θ: its area need not be 1.",
        ),
    )  # fmt: skip
