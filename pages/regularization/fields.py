"""The fields of lesson 7: the kind of regularizer, its strength, the degree and the examples."""

from typing import Final

import streamlit as st

from core.regularization.problem import DEFAULT_POINTS, LEAST_POINTS, MAX_DEGREE, MOST_POINTS, Problem, problem
from core.regularization.strength import KINDS, Kind, setting
from pages._kit import controls, session
from pages._kit.stepper import stepper
from pages.regularization.charts.fit_rows import kept_sweep

DEFAULT_STRENGTH: Final = 0.4
VERY_STRONG: Final = 0.9
STRIDE: Final = 0.05
LAST: Final = 1 + round(1 / STRIDE)
SECONDS: Final = 0.6


def kind() -> Kind:
    """Draw the choice of the regularizer; return it."""
    session.drop_unless_in("kind", KINDS)
    found = st.pills(
        "Regularizer", KINDS, default=KINDS[0], required=True, key="kind", bind="query-params",
    )  # fmt: skip
    return found if found in KINDS else KINDS[0]


def examples() -> Problem:
    """Draw the fields for the degree and the examples; return the problem that they state."""
    degree = st.slider("Degree", 1, MAX_DEGREE, MAX_DEGREE, key="degree", bind="query-params")
    session.drop_out_of_range("n_points", LEAST_POINTS, MOST_POINTS)
    n_points = st.slider(
        "Training points", LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS, key="n_points", bind="query-params"
    )
    return problem(int(degree), int(n_points), controls.seed())


def step_now() -> int:
    """The stepper's stop, from 1, before the slider is drawn."""
    value = session.value_of("strength", DEFAULT_STRENGTH)
    usable = isinstance(value, int | float) and 0 <= value <= 1
    return 1 + round((value if usable else DEFAULT_STRENGTH) / STRIDE)


def go(step: int) -> None:
    """Set the strength to a stop of the stepper; only before the slider is drawn, as in a callback."""
    session.set_value("strength", round(STRIDE * (step - 1), 2))


def strength(now: Problem, name: Kind) -> float:
    """Draw the slider with its stepper, three presets, and the strength in the kind's own unit; return the strength."""
    value = st.slider("Strength", 0.0, 1.0, DEFAULT_STRENGTH, 0.01, format="%.2f", key="strength", bind="query-params")
    value = min(1.0, max(0.0, round(float(value), 2)))
    stepper("strength", at=step_now, last=LAST, go=go, seconds=SECONDS, in_fragment=True)
    stops = {"None": 0.0, "Best held-out": kept_sweep(now, name).best, "Very strong": VERY_STRONG}
    with st.container(horizontal=True, gap="xxsmall", key="presets"):
        for place, (text, stop) in enumerate(stops.items()):
            st.button(text, key=f"strength_{place}", on_click=session.set_value, args=("strength", stop))
    st.caption(f"**{setting(name, value).text}**")
    return value
