"""The view of the coin: the flips, the linked panels, the steps over theta, the figures and the worked example."""

import math
import sys
from dataclasses import replace
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
from pages._kit.stepper import clock, stepper
from pages.likelihood import painting, words
from pages.likelihood.charts import curve as chart
from pages.likelihood.family import Below, DataSet
from pages.likelihood.scale import resolved

SWEEP: Final = 20
SWEEP_SECONDS: Final = 0.8
MAX_LOG_ORDERS: Final = 18 * math.log(10)
"""The log of the largest number of orders that is written in full."""
MAX_ON_GRID: Final = 1000
"""The most flips for which the likelihood on a grid cannot underflow at its peak, and the grid is fine enough."""
LOG_SMALLEST: Final = math.log(sys.float_info.min)
"""A smaller likelihood is no float with all its digits."""


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


def sweep_at() -> int:
    """Return the step nearest to theta, 0 to ``SWEEP`` across the window."""
    low, high = window_now()
    return min(SWEEP, max(0, round((controls.theta_now() - low) / (high - low) * SWEEP)))


def sweep_to(step: int) -> None:
    """Move theta to this step across the window."""
    low, high = window_now()
    controls.set_theta(low + (high - low) * step / SWEEP)


@st.fragment
def follow_theta(here: stage.Stage, counts: Counts, window: tuple[float, float], slot: DeltaGenerator | None) -> None:
    """Draw all that depends on theta: slider, linked panels, figures, worked example."""
    paint = painting.current()
    hidden = not paint.shown
    with here.controls:
        theta = controls.theta()
        if hidden:
            st.button(
                f"The peak is at θ = {theta:.3f}", key="reveal", type="primary", icon=":material/visibility:",
                on_click=painting.reveal, args=(theta,),
            )  # fmt: skip
    paint.move(theta)
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
        coin_figures(counts, theta, hidden)
        if not window[0] <= theta <= window[1]:
            st.caption(f"θ = {theta:.3f} lies off this window: L(θ) is too small to draw beside the peak.")
    if slot:
        slot.code(example(counts, theta), language="python")


@st.fragment
def follow_coin(here: stage.Stage, named: Counts | None, below: Below | None) -> None:
    """Draw all that depends on the flips: their fields, the steps over theta, and all that depends on theta.

    ``named`` are the counts of a named coin.
    """
    with here.controls:
        counts = controls.coin()
        if named is not None and counts != named:
            st.rerun()  # the whole page, whose menu of data then says "coin"
        window = view_of(counts, near=controls.near_peak(is_crowded(counts)))
        shown = painting.current().shown
        if not shown:
            st.markdown("**Where is the peak?** Drag along the axis: the curve appears where θ has been.")
        slider = st.container()
        stepper("sweep", at=sweep_at, first=0, last=SWEEP, go=sweep_to, seconds=SWEEP_SECONDS, in_fragment=True)
        if shown:
            st.button("Hide the curve and paint it", key="paint_again", icon=":material/brush:", on_click=painting.hide)
    follow_theta(replace(here, controls=slider), counts, window, below.example if below else None)
    with here.hero:
        # Made in every rerun: a fragment cannot write into a place that the page's last full rerun did not make.
        note = st.empty()
        off = "" if window == windows.WHOLE else " For a θ off this window there is no ring."
        how_to_read(
            "Left, θ is fixed and the data vary: over all numbers of heads, the probabilities sum to 1. Right, the "
            f"data are fixed and θ varies. The orange bar and the ring are one and the same number. Drag the ring.{off}"
        )
        if counts.n == 0:
            note.info("No flips yet: every θ explains the data equally well, and L(θ) is 1 everywhere.")
    if below:
        with below.question:
            words.question(counts)


def orders(counts: Counts) -> str:
    """Return the number of orders of these flips, C(n, h), in words: in full while that has at most 18 digits."""
    log_number = coin.log_choose(counts)
    if log_number > MAX_LOG_ORDERS:
        return f"{from_log(log_number, 3)} orders"
    number = math.comb(counts.n, counts.heads)
    return f"{number:,} {'order' if number == 1 else 'orders'}"


def coin_figures(counts: Counts, theta: float, hidden: bool) -> None:
    """Show the lesson's four figures."""
    log_l = float(coin.log_likelihood(theta, counts))
    ratio = float(coin.log_likelihood_ratio(theta, counts))
    best, area = coin.mle(counts), coin.log_area(counts)
    fraction = one_over(area)
    figures(
        Figure(
            "L(θ)", from_log(log_l), f"× {orders(counts)} = p" if counts.n else "",
            help="The probability of this very sequence of flips. The chart shows p, the probability of this "
            "many heads in any order: a constant times L(θ).",
        ),
        Figure("L(θ) / L(θ̂)", from_log(ratio), "1 at the peak"),
        Figure(
            "MLE θ̂",
            "after your guess" if hidden else "every θ" if best is None else resolved(best, min(best, 1 - best) or 1.0),
            "" if hidden or best is None else f"{counts.heads:,} / {counts.n:,}",
        ),
        Figure(
            "Area under L(θ)", from_log(area, 3), f"= {fraction}, not 1" if fraction else "",
            help="A likelihood is no density over θ: its area need not be 1.",
        ),
    )  # fmt: skip


def example(counts: Counts, theta: float) -> str:
    """Return the worked example with the page's numbers: the likelihood, or its log where a float would round it to 0.

    It ends in ``theta_hat``, and in ``L_theta`` or ``log_L_theta``; for at most a thousand flips also in ``on_grid``.
    """
    lines = ["import numpy as np", "", f"heads, tails, theta = {counts.heads}, {counts.tails}, {theta}", ""]
    if 0 < counts.n <= MAX_ON_GRID:
        lines += [
            "thetas = np.linspace(0, 1, 1001)  # 1001 points: a grid of 100 has no point at 0.7",
            "L = thetas**heads * (1 - thetas)**tails",
            "on_grid = thetas[np.argmax(L)]",
            "",
        ]
    log_l = float(coin.log_likelihood(theta, counts))
    if log_l > LOG_SMALLEST or math.isinf(log_l):
        lines.append("L_theta = theta**heads * (1 - theta)**tails")
    else:
        lines += [
            "# L(theta) is too small for a float: keep its logarithm.",
            "log_L_theta = heads * np.log(theta) + tails * np.log(1 - theta)",
        ]
    lines.append("theta_hat = heads / (heads + tails)" if counts.n else "theta_hat = None  # no flips: every theta")
    return "\n".join(lines)


def show(here: stage.Stage, item: DataSet[Counts], below: Below | None) -> None:
    """Draw the view."""
    follow_coin(here, item.data if item.source else None, below)
    # Outside the fragment: a clock must not stand in one.
    clock("sweep", at=sweep_at, last=SWEEP, go=sweep_to, seconds=SWEEP_SECONDS)
