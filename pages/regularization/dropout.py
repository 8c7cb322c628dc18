"""Dropout's part of the scene "kind": every sub-network at one x, and dropout as a penalty."""

from typing import Final

import numpy as np
import streamlit as st

from core.numbers import decimal, significant
from core.regularization import dropout, ridge
from core.regularization.problem import Fit, Problem, design, held_out_nll
from core.regularization.strength import setting
from pages._kit import session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages.regularization.charts import dropout as chart
from pages.regularization.charts import dropout_prior as implied

FEWEST, MOST = 100, 25_600
"""Masks that are drawn at first, and at most."""
DRAWS: Final = "dropout_draws"


def scene(problem: Problem, strength: float, look: Look) -> None:
    """Draw the sub-networks and the penalty, with their figures."""
    rate = setting("dropout", strength).value
    fit = dropout.fit(problem, rate)
    n = problem.degree
    st.subheader(f"All {2**n:,} sub-networks at once", anchor=False)
    right = "it is not: there their *geometric* mean is" if rate else "it is too, for without a drop all masks are one"
    st.markdown(
        f"A mask drops each feature with probability p = {rate:.3g}. The bars are the 2{_superscript(n)} sub-networks "
        "at one x, each with its probability; of the left ones, the rarest may lie beyond the axis. As a plain output "
        "(left) their mean **is** the whole network. As the probability of the class “y above its median” (right) "
        f"{right}."
    )
    _networks(problem, fit, rate, look)
    _beside_ridge(problem, fit, rate, look)


def _superscript(n: int) -> str:
    return str(n).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _networks(problem: Problem, fit: Fit, rate: float, look: Look) -> None:
    """Draw the histograms, with fields for x and for the number of drawn masks."""
    narrow, wide = st.columns([1, 3.4], gap="medium")
    with narrow:
        x = _x()
        draws = _draws()
    with wide:
        _picture(problem, fit, rate, (x, draws), look)


def _x() -> float:
    value = st.slider("x, where you look", -1.0, 1.0, -0.7, 0.05, key="dropout_x", persist_state="session")
    return min(1.0, max(-1.0, float(value)))


def _draws() -> int:
    """Draw the button for more masks; return their number. Four times as many halve the standard error."""
    now = int(session.value_of(DRAWS, FEWEST))
    more = now < MOST
    st.button(
        "Draw four times as many" if more else f"Back to {FEWEST} masks", key="dropout_more", icon=":material/casino:",
        on_click=session.set_value, args=(DRAWS, 4 * now if more else FEWEST),
        help="Masks drawn at random, as in training a net with dropout; the first ones stay the same.",
    )  # fmt: skip
    return now


def _picture(problem: Problem, fit: Fit, rate: float, where: tuple[float, int], look: Look) -> None:
    x, draws = where
    features, cut = design(np.array([x]), problem.degree)[0], (float(np.median(problem.y)), problem.sigma)
    every, scaled = dropout.sub_networks(fit, features, rate), dropout.weight_scaling(fit, features)
    drawn = dropout.monte_carlo(fit, features, rate, draws, problem.seed)
    means = dropout.class_means(every, scaled, *cut)
    draw(
        chart.rows(every, scaled, drawn, means, cut),
        chart.spec(look),
        key="sub_networks",
        alt="Left: the outputs of all sub-networks at one x as a histogram. Above it weight scaling, the mean of all "
        "and the mean of some that were drawn, with its standard error. Right: the same sub-networks’ probabilities of "
        "a class, with weight scaling, their geometric mean and their mean.",
        read="Green diamond and line: weight scaling, all features on. Gray circle: the mean of all. Violet square: of "
        "the drawn masks, ± 1 standard error. Green ring: the geometric mean.",
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
    """A difference that is 0 up to rounding, in powers of ten."""
    return "0" if value == 0 else f"{value:.2e}"


def _beside_ridge(problem: Problem, fit: Fit, rate: float, look: Look) -> None:
    """Draw the penalty in closed form: a ridge with a width for each weight, which depends on the inputs."""
    st.markdown("**The penalty that dropout is.** " + _penalty_words(problem, fit, rate))
    draw(
        implied.rows(problem, rate),
        implied.spec(look),
        key="implied_prior",
        alt="Each polynomial’s weight under dropout and under ridge, with the standard deviation of the prior that "
        "dropout amounts to.",
        read="Green diamonds: the weights under dropout. Gray rings: under ridge with the same mean penalty. Blue, "
        "dashed: ± 1 standard deviation of the prior that dropout amounts to.",
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
