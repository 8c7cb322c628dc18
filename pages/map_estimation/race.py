"""The scene "race" of lesson 6: three optimizers with one weight_decay, and the two points at which they may end."""

from typing import Final

import numpy as np
import streamlit as st

from core import cached
from core.logistic.race import FRAMES, OPTIMIZERS, STEPS, distance
from core.logistic.two_weights import problem
from core.numbers import compact, decimal, significant
from pages._kit import controls, drawing, session, stage
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stepper import playing_fragment, stepper
from pages.map_estimation import reading, words
from pages.map_estimation.charts import race as chart

DECAYS: Final = (0.03, 0.1, 1.0)
BATCHES: Final = {"full batch": None, "16": 16}
COLORS: Final = dict(zip(OPTIMIZERS, ("violet", "yellow", "gray"), strict=True))
SHAPES: Final = dict(zip(OPTIMIZERS, ("○", "□", "✚"), strict=True))
LAST: Final = len(FRAMES)
SECONDS: Final = 0.3


def _frame() -> int:
    """The frame that is shown, from 1."""
    return 1 + FRAMES.index(_steps_now())


def _steps_now() -> int:
    """The number of steps that the optimizers have taken in the frame that is shown."""
    steps = session.value_of("race_step", STEPS)
    return int(steps) if steps in FRAMES else STEPS


def _go(frame: int) -> None:
    session.set_value("race_step", FRAMES[frame - 1])


def scene(here: stage.Stage) -> None:
    """Draw the scene, and again at each change of its fields and at each step while it plays."""
    playing_fragment("race", lambda: _draw_scene(here), at=_frame, last=LAST, go=_go, seconds=SECONDS)


def _draw_scene(here: stage.Stage) -> None:
    with here.controls:
        decay, batch = _fields()
        # Under the controls: a spinner above the chart would push it down and up again.
        with st.spinner(f"Three optimizers, {STEPS:,} steps each"):
            run = cached.map_race(decay, BATCHES[batch], 0)
    frame = _frame() - 1
    with here.hero:
        words.legend(" · ".join(f":{COLORS[name]}[{SHAPES[name]} **{name}**]" for name in OPTIMIZERS), here.look)
        draw(
            chart.rows(run.race, run.stars, 1 / decay, frame),
            chart.spec(here.look),
            key="race_chart",
            alt="The plane of two weights with the contours of the negative log-likelihood, the MLE, the MAP, and the "
            "ways of three optimizers that start at the origin, with AdamW’s box.",
        )
        _figures(run, frame)
    read_the_chart(here, lambda: reading.of_race(run, frame, _far))
    with here.strip:
        stepper("race", at=_frame, last=LAST, go=_go, what="Frame", in_fragment=True)
    if not here.presenting:
        with here.reading:
            _reading(run, decay, BATCHES[batch] is None)
        with here.example:
            sigma = float(1 / np.sqrt(decay * problem().n))
            words.converter_example(
                "gaussian", sigma, problem().n, f"It turns the σ of this MAP into weight_decay = {decay:g} and back."
            )


def _fields() -> tuple[float, str]:
    """Draw the fields for the weight decay, the batch and the steps; return the first two."""
    decay = st.segmented_control(
        "weight_decay", DECAYS, default=0.1, required=True, key="race_decay", **controls.IN_ADDRESS
    )
    batch = st.segmented_control(
        "Examples per step",
        tuple(BATCHES),
        default="full batch",
        required=True,
        key="race_batch",
        **controls.IN_ADDRESS,
    )
    session.keep_in("race_step", FRAMES, STEPS)
    st.select_slider("Steps taken", FRAMES, STEPS, key="race_step", **controls.IN_ADDRESS)
    return (decay if decay in DECAYS else 0.1), (batch if batch in BATCHES else "full batch")


def _figures(run: cached.MapRace, frame: int) -> None:
    """Show how far each optimizer is from both stars, over both weights and the intercept."""
    items = []
    for name in OPTIMIZERS:
        to_mle, to_map = (
            _far(float(distance(run.race.parameters[name][frame], star))) for star in (run.stars.mle, run.stars.map)
        )
        items.append(
            Figure(
                f"{name} to the MAP", to_map, f"to the MLE {to_mle}",
                f"The distance over both weights and the intercept, after {FRAMES[frame]:,} of {STEPS:,} steps.",
            )
        )  # fmt: skip
    figures(*items, key="figures_race")


def _reading(run: cached.MapRace, decay: float, full: bool) -> None:
    drawing.how_to_read(
        "Every way starts at the origin. Circle, violet: SGD. Square, yellow: Adam with L2. Cross, gray: AdamW. Blue, "
        "dotted, if the plane reaches so far: AdamW’s box."
    )
    st.markdown(
        "**AdamW is not MAP.** All three optimizers take the same `weight_decay`. **SGD** and **Adam** add wd × w to "
        "the gradient of the loss: with the full batch they rest where that sum is 0, and that is the MAP of a "
        "Gaussian prior. **AdamW** keeps the decay out of the adaptive step, and so solves another problem."
    )
    st.markdown(_verdict(run, decay, full))
    st.caption(
        f"σ = 1/√(wd N) = {significant(1 / np.sqrt(decay * problem().n), 3)} with N = {problem().n}. The decay is on "
        f"both weights, not on the intercept. AdamW’s box: max |w| ≤ 1/wd = {compact(1 / decay, 3)}."
    )


def _far(value: float) -> str:
    """A distance: in decimals down to a thousandth, and in powers of ten below."""
    return decimal(value) if value >= 1e-3 else significant(value, 2)


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
        f"AdamW, if it converges, minimizes this convex NLL inside the box max |w| ≤ 1/wd = {compact(1 / decay, 3)} "
        "(Xie & Li 2024). It is a regularizer of its own, and no MAP estimator."
    )
