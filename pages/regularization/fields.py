"""The fields of lesson 7: the kind of regularizer, its strength, the degree and the examples."""

from typing import Any, Final

import streamlit as st

from core.regularization.problem import DEFAULT_POINTS, LEAST_POINTS, MAX_DEGREE, MOST_POINTS, Problem, problem
from core.regularization.strength import KINDS, Kind, setting
from pages._kit import controls, names, session
from pages._kit.controls import IN_ADDRESS

DEFAULT_STRENGTH: Final = 0.4


def kind() -> Kind:
    """Draw the choice of the regularizer; return it."""
    session.keep_in("kind", KINDS, KINDS[0])
    names.choice(st.pills, "Regularizer", KINDS, key="kind")
    return kind_now()


def kind_now() -> Kind:
    """The regularizer; its field need not be drawn yet."""
    found = session.value_of("kind", KINDS[0])
    return found if found in KINDS else KINDS[0]


def examples() -> Problem:
    """Draw the fields for the degree and the examples; return the problem that they state."""
    st.slider("Degree", 1, MAX_DEGREE, MAX_DEGREE, key="degree", **IN_ADDRESS)
    session.keep_in_range("n_points", LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS)
    st.slider("Training points", LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS, key="n_points", **IN_ADDRESS)
    return problem_with(controls.seed())


def problem_with(seed: int) -> Problem:
    """The problem with this seed; the fields for the degree and the number of examples need not be drawn."""
    degree = _within(session.value_of("degree", MAX_DEGREE), 1, MAX_DEGREE, MAX_DEGREE)
    n_points = _within(session.value_of("n_points", DEFAULT_POINTS), LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS)
    return problem(int(degree), int(n_points), seed)


def strength(kind: Kind) -> float:
    """Draw the slider, and the strength in the kind's own unit; return the strength."""
    st.slider("Strength", 0.0, 1.0, DEFAULT_STRENGTH, 0.01, format="%.2f", key="strength", **IN_ADDRESS)
    value = strength_now()
    st.caption(f"**{setting(kind, value).text}**")
    return value


def strength_now() -> float:
    """The strength; its slider need not be drawn yet."""
    return round(_within(session.value_of("strength", DEFAULT_STRENGTH), 0, 1, DEFAULT_STRENGTH), 2)


def _within(value: Any, low: float, high: float, default: float) -> float:
    # A forged message may hold any value, and another lesson's ``n_points`` may be out of range here.
    return float(value) if isinstance(value, int | float) and low <= value <= high else default
