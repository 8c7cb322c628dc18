"""The scene "weights" of lesson 6: the two weights on real data; its prior moves the scene "converter" too."""

from typing import Final, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief import penalty
from core.belief.penalty import Prior
from core.data.penguins import SOURCE
from core.logistic.model import Fit
from core.logistic.two_weights import LADDER, LARGEST, NAMES, SMALLEST, SPECIES, lambda_sum, map_fit, mle_fit, problem
from core.numbers import decimal, nats
from pages._kit import session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.stepper import clock, stepper
from pages.map_estimation import converter
from pages.map_estimation.charts import weights as chart
from pages.map_estimation.example import converter_script

PRIORS: Final[tuple[Prior, ...]] = ("gaussian", "laplace")
STOPS: Final = tuple(sorted((sigma for sigma in LADDER if 0.01 <= sigma <= 10), reverse=True))
"""The stepper's stops, from a wide prior to a narrow one."""


def sigma_now() -> float:
    """The prior's standard deviation, before its field is drawn."""
    return _usable(session.value_of("sigma", 1.0))


def set_sigma(value: float) -> None:
    """Write the field, cut to its range; only before it is drawn, as in a callback."""
    session.set_value("sigma", min(LARGEST, max(SMALLEST, value)))


def _usable(value: object) -> float:
    # The browser checks the range of a typed number; a forged message may hold anything. NaN fails the comparison.
    if isinstance(value, int | float) and not isinstance(value, bool) and SMALLEST <= value <= LARGEST:
        return float(value)
    return 1.0


def _stop() -> int:
    """The stop nearest to sigma, from 1."""
    return 1 + int(np.abs(np.log(STOPS) - np.log(sigma_now())).argmin())


def _go(stop: int) -> None:
    set_sigma(STOPS[stop - 1])


class Places(NamedTuple):
    """Places in which the fragment draws."""

    fields: DeltaGenerator
    plane: DeltaGenerator
    ways: DeltaGenerator
    numbers: DeltaGenerator
    example: DeltaGenerator


def scene(look: Look, example: DeltaGenerator, *, walk: bool) -> None:
    """Draw both sections; with ``walk`` a stepper over sigma listens to the keyboard."""
    st.subheader("Two weights: where the data and the prior meet", anchor=False)
    with st.container(key="scene_weights"):
        fields, plane = st.columns([1, 3.4], gap="medium")
    _words_of_the_plane()
    st.subheader("One prior, several ways to write it", anchor=False)
    ways, numbers = st.columns([1, 3.4], gap="medium")
    _follow_sigma(look, Places(fields, plane, ways, numbers, example), walk)
    if walk:
        clock("sigma", at=_stop, last=len(STOPS), go=_go, seconds=0.8)


@st.fragment
def _follow_sigma(look: Look, places: Places, walk: bool) -> None:
    """Draw all that moves with the prior on the weights: the plane, its figures, the converter and its script."""
    with places.fields:
        prior, sigma, intercept = _prior_fields(walk)
    with places.plane:
        _plane(prior, sigma, intercept, look)
    with places.ways:
        n = converter.examples()
        converter.way_in(prior, sigma, n, set_sigma)
    with places.numbers:
        converter.numbers(prior, sigma, n)
    places.example.code(converter_script(prior, sigma, n), language="python", wrap_lines=True)


def _words_of_the_plane() -> None:
    """Draw the words that do not move with the prior."""
    how_to_read(
        "Orange rings: nats above the lowest NLL. Blue, dashed: nats below the prior’s top; circles for a Gaussian, "
        "diamonds for a Laplace. Green: the way of the MAP as σ shrinks."
    )
    first, second = SPECIES
    st.caption(
        f"**The data.** {problem().n} penguins, {first} against {second}, told apart by {NAMES[0]} and {NAMES[1]}, "
        f"each standardized. On the orange rings the intercept is at its best for each pair of weights. "
        f"{SOURCE.citation}"
    )


def _prior_fields(walk: bool) -> tuple[Prior, float, bool]:
    session.drop_unless_in("prior", PRIORS)
    prior = st.segmented_control(
        "Prior on each weight", PRIORS, default=PRIORS[0], required=True, key="prior", bind="query-params"
    )
    sigma = _usable(
        st.number_input(
            "σ, its standard deviation", SMALLEST, LARGEST, 1.0, step=0.1, format="%g", key="sigma", bind="query-params"
        )
    )
    session.set_value("sigma_stop", min(LADDER, key=lambda stop: abs(np.log(stop / sigma))))
    st.select_slider(
        "σ, from narrow to wide", LADDER, format_func=lambda stop: f"{stop:g}", key="sigma_stop",
        on_change=lambda: set_sigma(float(session.value_of("sigma_stop", 1.0))),
    )  # fmt: skip
    if walk:
        stepper("sigma", at=_stop, last=len(STOPS), go=_go, in_fragment=True)
    intercept = st.checkbox("Penalize the intercept too", key="with_intercept", persist_state="session")
    penalized = (
        "both weights and the intercept. The rings do not count the intercept’s penalty, so at the MAP they need not "
        "touch"
        if intercept
        else "both weights, not the intercept. At the MAP a ring of the data touches one of the prior"
    )
    st.caption(f"Penalized: {penalized}. The scale is that of the summed NLL over {problem().n} birds.")
    return prior if prior in PRIORS else PRIORS[0], sigma, bool(intercept)


def _plane(prior: Prior, sigma: float, intercept: bool, look: Look) -> None:
    draw(
        chart.rows(prior, sigma, intercept),
        chart.spec(look),
        key="plane",
        alt="The plane of two weights: contours of the negative log-likelihood around its minimum, contours of the "
        "prior around the origin, one of each through the MAP, and the MAP’s path as the prior narrows.",
    )
    _weight_figures(prior, sigma, intercept, mle_fit(), map_fit(prior, sigma, intercept))


def _weight_figures(prior: Prior, sigma: float, intercept: bool, alone: Fit, both: Fit) -> None:
    """Draw the figures: both optima, the penalty, and the weights that are exactly 0."""
    zeros = [NAMES[place] for place in range(2) if both.weights[place] == 0]
    penalized = both.parameters if intercept else both.weights
    paid = lambda_sum(prior, sigma) * penalty.size(penalized, prior)
    figures(
        Figure("MLE ŵ", _pair(alone), f"NLL {nats(alone.nll, 2)}", "Newton’s method, to a slope of 1e-10."),
        Figure(
            "MAP ŵ", _pair(both), f"NLL {nats(both.nll, 2)}",
            "Gaussian: Newton’s method. Laplace: proximal gradient, which sets weights to exactly 0. Both to 1e-10.",
        ),
        Figure(
            "Penalty", nats(paid), "beside the summed NLL",
            "λ × Σw², or λ × Σ|w| for a Laplace: how far the log-prior lies below its top.",
        ),
        Figure(
            "Exact zeros", f"{len(zeros)} of 2", " and ".join(zeros) or "none",
            "Weights that are 0.0 to the last bit. A narrow Gaussian prior makes weights small; they may pass through "
            "0, but do not stay there.",
        ),
        key="figures_weights",
    )  # fmt: skip


def _pair(fit: Fit) -> str:
    return f"({', '.join(map(_weight, fit.weights))})"


def _weight(value: float) -> str:
    """Three decimals, or powers of ten for a weight that they would show as 0."""
    return f"{value:.2e}" if 0 < abs(value) < 1e-3 else decimal(value)
