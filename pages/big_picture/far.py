"""The scene "far" of lesson 8: each method's confidence along a ray that leaves the data."""

import numpy as np
import streamlit as st

from core.answers.task import ANGLES, DISTANCES, METHODS, Method, task
from core.numbers import decimal
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages.big_picture.charts import far as chart
from pages.big_picture.fields import Setup


def scene(setup: Setup, look: Look) -> None:
    """Draw the confidence along a ray whose direction the learner turns."""
    st.subheader("Where it fails: sure of itself, far from everything", anchor=False)
    _follow_angle(setup, look)


@st.fragment
def _follow_angle(setup: Setup, look: Look) -> None:
    """Draw the direction's slider, the chart and the confidence at the end of the ray."""
    angle = st.select_slider(
        "Direction, degrees from the first feature’s axis", ANGLES, 45, key="ray_angle", persist_state="session"
    )
    place = ANGLES.index(angle) if angle in ANGLES else ANGLES.index(45)
    there = setup.found
    train = task(setup.settings).train
    draw(
        chart.tables(
            {METHODS.index(method): one.confidence[place] for method, one in there.items()},
            float(np.hypot(*train.x.T).max()),
        ),
        chart.spec(look),
        key="ray",
        alt="The probability of the likelier class along a ray from the middle of the data out to "
        f"{DISTANCES[-1]:,.0f} standard deviations, one line for each method.",
        read="Each line is one method on its way out from the mean. At 1 it is certain, at 0.5 it has no idea.",
    )
    if there:
        st.markdown(_end_of_the_way({method: float(one.confidence[place][-1]) for method, one in there.items()}))


def _end_of_the_way(last: dict[Method, float]) -> str:
    said = ", ".join(f"{method} {decimal(value)}" for method, value in last.items())
    return f"At a distance of {DISTANCES[-1]:,.0f}, in this direction: {said}."
