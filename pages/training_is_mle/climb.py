"""The first scene of lesson 4: the coin's log-likelihood climbed by gradient ascent and by Newton's method."""

from __future__ import annotations

import math
from typing import Final

import streamlit as st

from core.likelihood import ascent, coin
from core.likelihood.ascent import STEPS, Path
from core.likelihood.coin import Counts
from core.numbers import decimal, nats, or_zero, significant
from pages._kit import controls, names, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import worked_example
from pages._kit.reading import read_the_chart
from pages._kit.session import keep_in, set_value, value_of
from pages._kit.stepper import playing_fragment, stepper
from pages.training_is_mle import notebook, reading
from pages.training_is_mle.charts import climb as chart
from pages.training_is_mle.charts.climb import METHODS
from pages.training_is_mle.example import gradient_code, newton_code

RATES: Final = ("0.1", "0.3", "1", "3", "5", "10", "20")
RATE: Final = "1"
NAMES: Final = {"gradient": "gradient ascent", "newton": "Newton’s method"}
SECONDS: Final = 0.8


def step_now() -> int:
    """The number of steps taken; its field need not be drawn yet."""
    step = value_of("ascent_step", 0)
    return step if isinstance(step, int) and 0 <= step <= STEPS else 0


def go(step: int) -> None:
    """Show the paths up to this step."""
    set_value("ascent_step", step)


def scene(here: stage.Stage) -> None:
    """Draw the scene, and again at each change of its fields and at each step while it plays."""
    playing_fragment("ascent", lambda: _draw_scene(here), at=step_now, last=STEPS, go=go, seconds=SECONDS)


def _draw_scene(here: stage.Stage) -> None:
    with here.controls:
        method, rate, step = choose()
        counts = controls.coin()
    paths = ascent.race(counts, rate)
    with here.hero:
        draw(
            chart.rows(counts, rate, method, step),
            chart.spec(here.look),
            key="ascent",
            alt="Left: the mean log-likelihood over θ on a logit scale, with the paths of gradient ascent and of "
            "Newton's method from θ = 0.5. Right: how far below the top each step leaves them.",
        )
        climb_figures(counts, paths, paths[METHODS.index(method)], step)
    read_the_chart(here, lambda: reading.of_climb(counts, paths, step))
    with here.strip:
        stepper("ascent", at=step_now, first=0, last=STEPS, go=go, what="Step", in_fragment=True)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Circles: gradient ascent. Squares: Newton. Dotted: the parabola that the method trusts here; its top "
                "is where it steps next. Right: each straight line down is a fixed factor per step."
            )
            st.markdown(what_happens(counts, paths, method, rate))
        with here.example:
            worked_example(
                f"The coin by {NAMES[method]}, with NumPy alone; it ends in the figures of this page.",
                lambda: newton_code(counts, step) if method == "newton" else gradient_code(counts, rate, step),
                notebook=notebook.of_climb(method),
            )


def choose() -> tuple[str, float, int]:
    """Draw the fields for method, rate and step, and return their values."""
    keep_in("method", METHODS, METHODS[0])
    method = names.choice(
        st.segmented_control, "Method", METHODS, key="method", help="Whose next step is drawn. Both walk at once."
    )
    keep_in("lr", RATES, RATE)
    rate = st.select_slider(
        "Rate of gradient ascent", RATES, RATE, key="lr", **controls.IN_ADDRESS,
        help="Times the slope of the mean log-likelihood gives the step in logit θ. Newton takes its rate from the "
        "curve.",
    )  # fmt: skip
    step = st.slider("Steps taken", 0, STEPS, 0, key="ascent_step", **controls.IN_ADDRESS)
    return (
        method if method in METHODS else METHODS[0],
        float(rate if rate in RATES else RATE),
        min(STEPS, max(0, int(step))),
    )


def climb_figures(counts: Counts, paths: tuple[Path, Path], path: Path, step: int) -> None:
    """Show where the chosen method stands, and how many steps each method needs."""
    best, logit = coin.mle(counts), ascent.mle_logit(counts) or 0.0
    top = f"{best:g}" if math.isinf(logit) else ascent.theta_text(logit)
    arrivals = [ascent.arrival(each, counts) for each in paths]
    figures(
        Figure(
            "θ now", ascent.theta_text(float(path.logit[step])),
            "every θ is best" if best is None else f"θ̂ is {top}",
        ),
        Figure(
            "Mean log-likelihood", nats(float(path.height[step]), 4), "per flip",
            "ℓ(θ) / n, 0 without flips. Its negative is the cross-entropy of the coin with this θ on these flips.",
        ),
        Figure(
            "Slope", significant(or_zero(float(path.gradient[step])), 3),
            "share of heads − θ" if counts.n else "no flips",
            "Of the mean log-likelihood, in nats per flip for each unit of logit θ. It is 0 at the top.",
        ),
        Figure(
            "Steps to θ̂ ± 0.001", " / ".join("none" if item is None else str(item) for item in arrivals),
            "gradient / Newton",
            f"Until θ stays within {ascent.CLOSE:g} of θ̂. None: not in {STEPS} steps, or no flips and so no single θ̂.",
        ),
    )  # fmt: skip


def what_happens(counts: Counts, paths: tuple[Path, Path], method: str, rate: float) -> str:
    """One or two sentences on what the chosen method does with these flips and this rate."""
    if counts.n == 0:
        return (
            "No flips yet: the slope is 0 everywhere, so neither method moves. Every θ explains the data equally well."
        )
    if not (counts.heads and counts.tails):
        return (
            f"All flips fell on one side: the top is at θ̂ = {coin.mle(counts):g}, where logit θ is infinite. Both "
            "methods climb for ever: they come ever nearer and never reach it, and each step makes the flips more "
            "probable."
        )
    factor, limit = ascent.contraction(counts, rate), ascent.largest_rate(counts)
    near = f"Near the top a step multiplies the distance to it by 1 − rate × θ̂(1 − θ̂) = {factor_text(factor)}"
    repels = f"more than 1 in size, as at any rate above 2 / (θ̂(1 − θ̂)) = {significant(limit, 3)}"
    if ascent.mle_logit(counts) == ascent.START:
        at_top = "Both methods start at θ = 0.5, and that is the top: the slope is 0 there, so neither moves."
        if method == "newton":
            return at_top
        return (
            f"{at_top} {near}, {repels}: a start beside it moves away." if abs(factor) >= 1 else (f"{at_top} {near}.")
        )
    if method == "newton":
        damped = int(paths[1].halvings.sum())
        return (
            "Newton divides the slope by the curvature: its parabola bends as the curve does. Near the top each step "
            "leaves a distance in proportion to the square of the one before. "
            + (f"Steps halved: {damped}." if damped else "No step had to be damped.")
        )
    jumps, arrived = ascent.crossings(paths[0], counts), ascent.arrival(paths[0], counts)
    jumped = f"{jumps} of the {STEPS} steps {'jumps' if jumps == 1 else 'jump'} over the top"
    last = ascent.theta_text(float(paths[0].logit[-1]))
    if abs(factor) >= 1:
        return f"**Too large a rate.** {jumped}, and the last one ends at θ = {last}. {near}, {repels}."
    if arrived is None:
        how = jumped if jumps else "short steps, a long walk"
        return f"Gradient ascent has not arrived: {how}, and the last one ends at θ = {last}. {near}."
    if jumps:
        return f"Gradient ascent overshoots: {jumped}. It arrives all the same. {near}."
    return f"No step jumps over the top: the steps go uphill, and shrink with the slope. {near}."


def factor_text(factor: float) -> str:
    """A factor between -2 and 1 with three decimals, or by its distance from 1 or -1 where those would hide it."""
    text = decimal(factor)
    if abs(round(factor, 3)) != 1 or abs(factor) == 1:
        return text
    distance = significant(abs(1 - abs(factor)), 2)
    inside = abs(factor) < 1
    return f"1 − {distance}" if factor > 0 else f"−1 {'+' if inside else '−'} {distance}"
