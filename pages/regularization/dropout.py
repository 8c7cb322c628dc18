"""Dropout's part of the scene "kind": every sub-network at one x, and dropout as a penalty."""

from typing import Final

import numpy as np
import streamlit as st

from core.numbers import compact, decimal, exponent, or_zero, significant
from core.regularization import dropout, ridge
from core.regularization.problem import Fit, Problem, design, held_out_nll
from core.regularization.strength import setting
from pages._kit import names, session, stage
from pages._kit.charts.base import Look
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import kind_reading as reading
from pages.regularization import words
from pages.regularization.charts import dropout as chart
from pages.regularization.charts import dropout_prior as implied

MASKS: Final = (100, 400, 1600, 6400, 25_600)
"""How many masks may be drawn: four times as many halve the standard error."""
X: Final = -0.7
"""The default of the place where the sub-networks are compared."""


def part(here: stage.Stage, problem: Problem, strength: float) -> None:
    """Draw the sub-networks with their figures, and below the stage the penalty that dropout is."""
    rate = setting("dropout", strength).value
    fit = dropout.fit(problem, rate)
    with here.hero:
        words.names(here, ":gray[**all sub-networks**] · :green[**weight scaling**] · :violet[**drawn masks**]")
        _networks(here, problem, fit, rate)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Green diamond and line: weight scaling, all features on. Gray circle: the mean of all. Violet "
                "square: of the drawn masks, ± 1 standard error. Green ring: the geometric mean."
            )
            _words(problem.degree, rate)
            _beside_ridge(problem, fit, rate, here.look)


def fields() -> None:
    """Draw the fields for x and for the number of drawn masks."""
    st.slider("x, where you look", -1.0, 1.0, X, 0.05, key="x", **IN_ADDRESS)
    names.choice(
        st.select_slider, "Masks drawn", MASKS, key="masks", named="{:,}".format,
        help="At random, as in training a net with dropout; the first ones stay the same.",
    )  # fmt: skip


def _fields_now() -> tuple[float, int]:
    """The place x, and the number of masks to draw."""
    x, draws = session.value_of("x", X), session.value_of("masks", MASKS[0])
    return x if isinstance(x, float) and -1 <= x <= 1 else X, draws if draws in MASKS else MASKS[0]


def _words(n: int, rate: float) -> None:
    right = "it is not: there their *geometric* mean is" if rate else "it is too, for without a drop all masks are one"
    st.markdown(
        f"**All {2**n:,} sub-networks at once.** A mask drops each feature with probability p = {compact(rate, 3)}. "
        f"The bars are the 2{exponent(n)} sub-networks at one x, each with its probability; of the left ones, the "
        "rarest may lie beyond the axis. As a plain output (left) their mean **is** the whole network. As the "
        f"probability of the class “y above its median” (right) {right}."
    )


def _networks(here: stage.Stage, problem: Problem, fit: Fit, rate: float) -> None:
    """Draw the histograms at x with the means of all masks and of some, and their figures."""
    x, draws = _fields_now()
    features, cut = design(np.array([x]), problem.degree)[0], (float(np.median(problem.y)), problem.sigma)
    every, scaled = dropout.sub_networks(fit, features, rate), dropout.weight_scaling(fit, features)
    drawn = dropout.monte_carlo(fit, features, rate, draws, problem.seed)
    means = dropout.class_means(every, scaled, *cut)
    draw(
        chart.rows(every, scaled, drawn, means, cut),
        chart.spec(here.look),
        key="sub_networks",
        alt="Left: the outputs of all sub-networks at one x as a histogram. Above it weight scaling, the mean of all "
        "and the mean of some that were drawn, with its standard error. Right: the same sub-networks’ probabilities of "
        "a class, with weight scaling, their geometric mean and their mean.",
    )
    read_the_chart(
        here,
        lambda: reading.of_dropout(every, scaled, drawn, means, x),
        lambda: reading.of_implied_prior(problem, fit, rate),
    )
    error = drawn.standard_error
    off = f"{abs(drawn.mean - every.mean) / error:.1f} SE off" if error else "no spread"
    figures(
        Figure(
            "Output: scaling − mean", _difference(scaled - every.mean),
            f"{decimal(scaled, 4)} and {decimal(every.mean, 4)}",
            "Weight scaling minus the mean of all sub-networks. In a linear model it is 0, up to rounding.",
        ),
        Figure(
            "Monte Carlo", f"{decimal(drawn.mean)} ± {decimal(error)}", f"{off}, {draws:,} masks",
            "Mean and standard error of the drawn masks. With many masks, about two of three such means lie within one "
            "standard error of the mean of all sub-networks.",
        ),
        Figure(
            "Class: scaling − mean", decimal(means.weight_scaling - means.arithmetic),
            f"{decimal(means.weight_scaling)} and {decimal(means.arithmetic)}",
            "Probability that y lies above the median of the examples: by weight scaling, and as the mean over all "
            "sub-networks. The noise is taken as logistic here, so that two classes have a softmax.",
        ),
        Figure(
            "Class: scaling − geometric", _difference(means.weight_scaling - means.geometric),
            f"{decimal(means.weight_scaling)} and {decimal(means.geometric)}",
            "The geometric mean of the sub-networks’ probabilities, divided by its sum over both classes.",
        ),
        key="figures_dropout",
    )  # fmt: skip


def _difference(value: float) -> str:
    """A difference that is 0 in a linear model, but for rounding."""
    return significant(or_zero(value), 3)


def _beside_ridge(problem: Problem, fit: Fit, rate: float, look: Look) -> None:
    """Draw the penalty in closed form: a ridge with a width for each weight, which depends on the inputs."""
    st.markdown("**The penalty that dropout is.** " + _penalty_words(problem, fit, rate))
    draw(
        implied.rows(problem, rate),
        implied.spec(look),
        key="implied_prior",
        fill=False,
        alt="Each polynomial’s weight under dropout and under ridge, with the standard deviation of the prior that "
        "dropout amounts to.",
    )
    how_to_read(
        "Green diamonds: the weights under dropout. Gray rings: under ridge with the same mean penalty. Blue, "
        "dashed: ± 1 standard deviation of the prior that dropout amounts to."
    )


def _penalty_words(problem: Problem, fit: Fit, rate: float) -> str:
    if not rate:
        return "With p = 0 there is none: no feature is dropped, and the fit is the MLE."
    found, same = dropout.penalties(problem, rate), implied.same_ridge(problem, rate)
    ridged = held_out_nll(ridge.fit(problem, same), problem)
    return (
        "Averaged over all masks, the squared error gains p/(1 − p) Σⱼ (XᵀX)ⱼⱼ wⱼ²: beside the summed NLL, a ridge "
        f"whose λ runs from {significant(float(found.min()), 3)} to {significant(float(found.max()), 3)}, weight by "
        f"weight. Held-out NLL {decimal(held_out_nll(fit, problem))}, against {decimal(ridged)} for ridge with the "
        f"mean λ = {significant(same, 3)}. But the penalty is made from the inputs: twice the examples, twice the "
        "penalty. **This “prior” does not fade as the data grow.**"
    )
