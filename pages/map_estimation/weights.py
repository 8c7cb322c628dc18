"""The scene "weights" of lesson 6: the NLL and a prior over two weights on real data, and the MAP as σ shrinks."""

from typing import Final

import numpy as np
import streamlit as st

from core.belief import penalty
from core.belief.penalty import Prior
from core.data.penguins import SOURCE
from core.logistic.model import Fit
from core.logistic.two_weights import NAMES, SPECIES, lambda_sum, map_fit, mle_fit, problem
from core.numbers import decimal, nats, significant
from pages._kit import controls, drawing, stage
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stepper import playing_fragment, stepper
from pages.map_estimation import reading, width, words
from pages.map_estimation.charts import weights as chart

STOPS: Final = (10.0, 5.0, 2.0, 1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01)
"""The stepper's stops, from a wide prior to a narrow one."""
SECONDS: Final = 0.8


def _stop() -> int:
    """The stop nearest to sigma, from 1."""
    return 1 + int(np.abs(np.log(STOPS) - np.log(width.sigma_now())).argmin())


def _go(stop: int) -> None:
    width.set_sigma(STOPS[stop - 1])


def scene(here: stage.Stage) -> None:
    """Draw the scene, and again at each change of its fields and at each step while it plays."""
    playing_fragment("sigma", lambda: _draw_scene(here), at=_stop, last=len(STOPS), go=_go, seconds=SECONDS)


def _draw_scene(here: stage.Stage) -> None:
    with here.controls:
        prior, sigma = width.fields()
        intercept = bool(st.checkbox("Penalize the intercept too", key="intercept", **controls.IN_ADDRESS))
    with here.hero:
        draw(
            chart.rows(prior, sigma, intercept),
            chart.spec(here.look),
            key="plane",
            alt="The plane of two weights: contours of the negative log-likelihood around its minimum, contours of "
            "the prior around the origin, one of each through the MAP, and the MAP’s path as the prior narrows.",
        )
        _weight_figures(prior, sigma, intercept, mle_fit(), map_fit(prior, sigma, intercept))
    read_the_chart(
        here, lambda: reading.of_weights(prior, sigma, intercept, mle_fit(), map_fit(prior, sigma, intercept), _pair)
    )
    with here.strip:
        stepper("sigma", at=_stop, last=len(STOPS), go=_go, what="Stop", in_fragment=True)
    if not here.presenting:
        with here.reading:
            _reading(intercept)
        with here.example:
            words.converter_example(
                prior, sigma, problem().n, f"It ends in the penalties of this prior for the {problem().n} penguins."
            )


def _reading(intercept: bool) -> None:
    drawing.how_to_read(
        "Orange rings: nats above the lowest NLL. Blue, dashed: nats below the prior’s top; circles for a Gaussian, "
        "diamonds for a Laplace. Green: the way of the MAP as σ shrinks."
    )
    penalized = (
        "both weights and the intercept. The rings do not count the intercept’s penalty, so at the MAP they need not "
        "touch"
        if intercept
        else "both weights, not the intercept. At the MAP a ring of the data touches one of the prior"
    )
    st.caption(
        f"**Penalized:** {penalized}. The scale is that of the summed NLL over {problem().n} birds: it is there that "
        "the data and the prior meet."
    )
    first, second = SPECIES
    st.caption(
        f"**The data.** {problem().n} penguins, {first} against {second}, told apart by {NAMES[0]} and {NAMES[1]}, "
        f"each standardized. On the orange rings the intercept is at its best for each pair of weights. "
        f"{SOURCE.citation}"
    )


def _weight_figures(prior: Prior, sigma: float, intercept: bool, alone: Fit, both: Fit) -> None:
    """Draw the figures: both optima, the penalty, and the weights that are exactly 0."""
    zeros = [NAMES[place] for place in range(2) if both.weights[place] == 0]
    penalized = both.parameters if intercept else both.weights
    paid = lambda_sum(prior, sigma) * penalty.size(penalized, prior)
    figures(
        Figure("MLE ŵ", _pair(alone), f"NLL {nats(alone.nll, 2)}", "Newton’s method, to a slope of 10⁻¹⁰."),
        Figure(
            "MAP ŵ", _pair(both), f"NLL {nats(both.nll, 2)}",
            "Gaussian: Newton’s method. Laplace: proximal gradient, which sets weights to exactly 0. Both to 10⁻¹⁰.",
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
    return significant(value, 3) if 0 < abs(value) < 1e-3 else decimal(value)
