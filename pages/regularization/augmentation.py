"""Augmentation's part of the scene "kind": noise on the inputs against its penalty, and reflected copies."""

import numpy as np
import streamlit as st

from core.numbers import decimal, nats, significant
from core.regularization import augmentation
from core.regularization.problem import Problem
from core.regularization.strength import setting
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import kind_reading as reading
from pages.regularization import words
from pages.regularization.charts import augmentation as chart


def part(here: stage.Stage, problem: Problem, strength: float) -> None:
    """Draw the curves and their distances, with the figures."""
    noise = setting("augmentation", strength).value
    found = augmentation.answers(problem, noise)
    with here.hero:
        words.names(here, ":orange[**noisy copies**] · :green[**slope penalty**] · :violet[**reflected copies**]")
        draw(
            chart.rows(problem, found, noise),
            chart.spec(here.look),
            key="made_up",
            alt="Left: the examples, their reflected copies, and three fitted curves: with noisy copies, with a "
            "penalty on the slope, and with reflected copies. Right: distances of the curve under noise from the MLE, "
            "from the penalty’s curve and from that of both second-order terms, over the noise, on log axes.",
        )
        _figures(problem, found, noise)
    read_the_chart(here, lambda: reading.of_augmentation(problem, found, noise))
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Left: where orange lies on green, noise and penalty agree; violet rings are reflected copies. Right: "
                "from the noisy curve to the MLE (orange), to the slope penalty’s curve (green), to that of both "
                "terms (gray)."
            )
            _words(problem, noise)


def _words(problem: Problem, noise: float) -> None:
    st.markdown(
        "**Made-up examples, and the belief they stand for.** :orange[**Noisy copies**] of each example say “a little "
        "further along x, y is the same”. For little noise and a curve near the mean of y, that is a :green[**penalty "
        "on the slope**], a Gaussian prior on f′. :violet[**Reflected copies**] (−x, y), with the same noise, say "
        "“left and right are alike”: for these polynomials the same as a prior that holds every odd weight at 0."
    )
    st.caption(
        f"{_second_term(problem, noise)} And copies are no new observations: with reflections each example counts "
        "twice, and a posterior would come out too narrow."
    )


def _second_term(problem: Problem, noise: float) -> str:
    """Why noise and its penalty give two curves, or why they give one here."""
    if not noise:
        return "Without noise the noisy curve and the penalty’s are one: the MLE."
    if problem.degree == 1:
        return "A straight line has no f″: here noise and penalty give the same curve, whatever the noise."
    return (
        "The loss has a second term of the same order, with f″. It averages to 0 where f is the mean of y, but its "
        "gradient does not: so the penalty’s curve is not the noisy one, however little the noise (An 1996)."
    )


def _figures(problem: Problem, found: augmentation.Answers, noise: float) -> None:
    extra = augmentation.extra_loss(found.noisy, problem, noise)
    between = augmentation.distance(found.noisy, found.penalized)
    odd, odd_mirrored = (float(np.abs(item.weights[::2]).max()) for item in (found.noisy, found.reflected))
    figures(
        Figure(
            "Noise adds", nats(extra.exact, 2), "summed NLL, exact",
            "What infinitely many noisy copies add to the summed NLL of the orange curve, by Gauss-Hermite quadrature.",
        ),
        Figure(
            "Slope penalty says", nats(extra.slope, 2), f"with the f″ term {decimal(extra.slope + extra.curvature, 2)}",
            "The second-order term s² Σ f′(xᵢ)² / (2σ²) for the same curve.",
        ),
        Figure(
            "Curves apart", significant(between, 3) if between > 1e-9 else "0", "RMS, orange to green",
            "Root mean square distance over x from −1 to 1, in units of y.",
        ),
        Figure(
            "Largest odd weight", "0" if odd_mirrored == 0 else significant(odd_mirrored, 3),
            f"noise alone: {significant(odd, 3)}",
            "With the reflected copies the design is symmetric. The odd features then have nothing to fit: their "
            "weights are 0.0 to the last bit, whatever the y.",
        ),
        key="figures_augmentation",
    )  # fmt: skip
