"""The scene "race" of lesson 6: three optimizers with one weight_decay, and the two points at which they may end."""

from typing import Final

import numpy as np
import streamlit as st

from core import cached
from core.logistic.race import FRAMES, OPTIMIZERS, STEPS, distance
from core.logistic.two_weights import problem
from core.numbers import decimal, significant
from pages._kit import session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.stepper import clock, stepper
from pages.map_estimation.charts import race as chart

DECAYS: Final = (0.03, 0.1, 1.0)
BATCHES: Final = {"full batch": None, "16 at a time": 16}
COLORS: Final = dict(zip(OPTIMIZERS, ("violet", "yellow", "gray"), strict=True))
SHAPES: Final = dict(zip(OPTIMIZERS, ("○", "□", "✚"), strict=True))
LAST: Final = len(FRAMES)


def _frame() -> int:
    """The frame that is shown, from 1."""
    return int(session.value_of("race_frame", LAST))


def _go(frame: int) -> None:
    session.set_value("race_frame", frame)


def scene(look: Look) -> bool:
    """Draw the section; return whether the race is open. Torch is imported when it is first opened."""
    st.subheader("AdamW is not MAP: a race to two stars", anchor=False)
    st.markdown(
        "All three optimizers below take the same `weight_decay`. **SGD** and **Adam** add wd × w to the gradient of "
        "the loss: with the full batch they rest where that sum is 0, and that is the MAP of a Gaussian prior. "
        "**AdamW** keeps the decay out of the adaptive step, and so solves another problem."
    )
    box = st.expander("Run the race on the penguins", key="race", icon=":material/flag:", on_change="rerun")
    if box.open:
        with box:
            _race(look)
        clock("race", at=_frame, last=LAST, go=_go, seconds=0.3)
    return bool(box.open)


@st.fragment
def _race(look: Look) -> None:
    narrow, wide = st.columns([1, 3.4], gap="medium")
    with narrow:
        decay = st.segmented_control(
            "weight_decay", DECAYS, default=0.1, required=True, key="race_decay", persist_state="session"
        )
        batch = st.segmented_control(
            "Examples a step", tuple(BATCHES), default="full batch", required=True, key="race_batch",
            persist_state="session",
        )  # fmt: skip
        decay, batch = (decay if decay in DECAYS else 0.1), (batch if batch in BATCHES else "full batch")
    with narrow:
        stepper("race", at=_frame, last=LAST, go=_go, what="Frame", in_fragment=True)
        st.caption(
            f"σ = 1/√(wd N) = {significant(1 / np.sqrt(decay * problem().n), 3)} with N = {problem().n}. The decay is "
            f"on both weights, not on the intercept. AdamW’s box: max |w| ≤ 1/wd = {1 / decay:.3g}."
        )
        # Under the controls: a spinner above the chart would push it down and up again.
        with st.spinner(f"Three optimizers, {STEPS:,} steps each"):
            run = cached.map_race(decay, BATCHES[batch], 0)
    with wide:
        _picture(run, decay, _frame() - 1, look)
    st.markdown(_verdict(run, decay, BATCHES[batch] is None))


def _picture(run: cached.MapRace, decay: float, frame: int, look: Look) -> None:
    """Draw the plane at one frame, and each optimizer's distances to both stars."""
    draw(
        chart.rows(run.race, run.stars, 1 / decay, frame),
        chart.spec(look),
        key="race_chart",
        alt="The plane of two weights with the contours of the negative log-likelihood, the MLE, the MAP, and the ways "
        "of three optimizers that start at the origin, with AdamW’s box.",
        read="Every way starts at the origin. Circle, violet: SGD. Square, yellow: Adam with L2. Cross, gray: AdamW. "
        "Blue, dotted, if the plane reaches so far: AdamW’s box.",
    )
    lines = ["| | to the MLE | to the MAP |", "|---|--:|--:|"]
    for name in OPTIMIZERS:
        away = [float(distance(run.race.parameters[name][frame], star)) for star in (run.stars.mle, run.stars.map)]
        cells = [f"**{_far(far)}**" if far == min(away) else _far(far) for far in away]
        lines.append(f"| :{COLORS[name]}[{SHAPES[name]} {name}] | {' | '.join(cells)} |")
    with st.container(key="wide_race"):
        st.markdown(f"Distances after **{FRAMES[frame]:,}** of {STEPS:,} steps, over both weights and the intercept:")
        st.markdown("\n".join(lines))


def _far(value: float) -> str:
    """A distance: in decimals down to a thousandth, and in powers of ten below."""
    return decimal(value) if value >= 1e-3 else "0" if value == 0 else f"{value:.1e}"


def _verdict(run: cached.MapRace, decay: float, full: bool) -> str:
    """The end of each optimizer's path, and why it is there."""
    ends = {name: run.race.parameters[name][-1] for name in OPTIMIZERS}
    coupled = max(float(distance(ends[name], run.stars.map)) for name in OPTIMIZERS[:2])
    free, boxed = (float(distance(ends["AdamW"], star)) for star in (run.stars.mle, run.stars.box))
    inside = bool(np.array_equal(run.stars.box, run.stars.mle)) or float(distance(run.stars.box, run.stars.mle)) < 1e-6
    if not full:
        return (
            f"**With mini-batches** SGD and Adam end {_far(coupled)} or less from the MAP: the noise of the "
            f"batches. AdamW ends {_far(free)} from the MLE and {_far(float(distance(ends['AdamW'], run.stars.map)))} "
            "from the MAP, **between the two**. The noise in the gradient keeps its adaptive step small, so the decay "
            "weighs more than with the full batch, and less than in the MAP. That is an observation, not a theorem: "
            "where it ends depends on the batch, and that is no prior."
        )
    if inside:
        end = f"ends on the **MLE** ({_far(free)} away): the decay has left no trace, for the box contains the MLE"
    else:
        end = f"ends **on the edge of its box** ({_far(boxed)} from the best point in it), for the box cuts the MLE off"
    return (
        f"**With the full batch** SGD and Adam end on the **MAP**, at most {_far(coupled)} away. AdamW {end}. Near its "
        "rest the adaptive step is the gradient divided by its own recent size: while a gradient of any size is left, "
        "it pushes with a force of up to 1, and the decay with wd × |w|: the gradient wins wherever wd × |w| < 1. So "
        f"AdamW, if it converges, minimizes this convex NLL inside the box max |w| ≤ 1/wd = {1 / decay:.3g} (Xie & Li "
        "2024). It is a regularizer of its own, and no MAP estimator."
    )
