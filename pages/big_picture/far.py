"""The scene "far" of lesson 8: each method's confidence along a ray that leaves the data."""

from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.answers.run import AnswerRun
from core.answers.task import ANGLES, DISTANCES, task
from core.numbers import decimal
from pages._kit import controls, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.big_picture import fields, reading, waiting, words
from pages.big_picture.charts import far as chart

ANGLE: Final = 45
ALT: Final = (
    "The probability of the likelier class along a ray from the middle of the data out to "
    f"{DISTANCES[-1]:,.0f} standard deviations, one line for each method."
)
READ: Final = (
    "Each line is one method on its way out from the mean. At 1 it is certain, at 0.5 it has no idea. Where a line "
    "stays near 1, the method is sure of itself, far from everything. The direction counts from the first feature’s "
    f"axis. The figures are read at the end, {DISTANCES[-1]:,.0f} standard deviations (SD) away."
)


def scene(here: stage.Stage) -> None:
    """Draw the confidence along a ray whose direction the learner turns."""
    with here.controls:
        first = st.container()
        setup, progress = fields.fields(), fields.progress()
    _follow_angle(here, setup, first)
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            fields.about(setup.settings)
        with here.example:
            words.example(setup.found)
    with progress:
        waiting.follow(setup.wanted)


@st.fragment
def _follow_angle(here: stage.Stage, setup: fields.Setup, first: DeltaGenerator) -> None:
    """Draw the direction's slider in the place ``first``, the chart, and the confidence at the end of the ray."""
    with first:
        angle = st.select_slider("Direction of the ray, degrees", ANGLES, ANGLE, key="angle", **controls.IN_ADDRESS)
    place = ANGLES.index(angle if angle in ANGLES else ANGLE)
    train = task(setup.settings).train
    with here.hero:
        draw(
            chart.tables(
                {m: one.confidence[place] for m, one in setup.drawn.items()},
                float(np.hypot(*train.x.T).max()),
                dimmed=setup.dimmed,
            ),
            chart.spec(here.look),
            key="ray",
            alt=ALT,
        )
        figures(*(_at_the_end(run, setup, place) for run in setup.runs), key="figures_six")
    read_the_chart(here, lambda: reading.of_far(setup, place, ANGLES[place]))


def _at_the_end(run: AnswerRun, setup: fields.Setup, place: int) -> Figure:
    found = setup.found.get(run.method)
    if found is None:
        return Figure(run.method, "…", setup.state(run))
    return Figure(run.method, decimal(float(found.confidence[place][-1])), f"at {DISTANCES[-1]:,.0f} SD")
