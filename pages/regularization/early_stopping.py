"""Early stopping's part of the scene "kind": gradient descent against ridge, direction by direction."""

import math

import streamlit as st

from core.belief import penalty
from core.numbers import decimal, significant
from core.regularization import early_stopping
from core.regularization.problem import Problem
from core.regularization.strength import setting
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import kind_reading as reading
from pages.regularization import words
from pages.regularization.charts import early_stopping as chart


def part(here: stage.Stage, problem: Problem, strength: float) -> None:
    """Draw the two shrinkage curves and the gap, with the figures."""
    steps = setting("early-stopping", strength).value
    with here.hero:
        words.names(here, ":orange[**after t steps**] · :green[**ridge, λ = 1/(ηt)**] · :green[closest ridge (dotted)]")
        draw(
            chart.rows(problem, steps),
            chart.spec(here.look),
            key="shrinkage",
            alt="The part of the MLE that is kept over the curvature of the loss on a log axis: a curve for early "
            "stopping and two for ridge. Dots mark the eigen-directions of these examples, and a bar the largest gap.",
        )
        _figures(problem, steps)
    read_the_chart(here, lambda: reading.of_early_stopping(problem, steps))
    if not here.presenting:
        with here.reading:
            how_to_read(
                "One dot, one eigen-direction of this loss. Orange circles: after t steps. Green diamonds: ridge with "
                "λ = 1/(ηt). Dotted: ridge with the λ that comes closest. Gray bar: the largest gap, if it can be seen."
            )
            st.markdown(
                "**Stopping early against ridge, direction by direction.** From 0, :orange[**t steps of gradient "
                "descent**] reach the part 1 − (1 − ηh)ᵗ of the MLE along a direction of curvature h; "
                f":green[**ridge**] keeps h / (h + λ). {_alike(steps)}"
            )


def _alike(steps: float) -> str:
    if math.isinf(steps):
        return "Without a stop λ = 1/(ηt) is 0, and both keep all of the MLE."
    return (
        "With λ = 1/(ηt) both keep the larger part the steeper the direction, and hold the flat ones back most. They "
        "are alike, and not the same."
    )


def _figures(problem: Problem, steps: float) -> None:
    rate = early_stopping.directions(problem).rate
    simple, best = early_stopping.simple_match(problem, steps), early_stopping.best_match(problem, steps)
    figures(
        Figure(
            "Steps t", "∞" if math.isinf(steps) else f"{steps:,.0f}", f"learning rate η = {significant(rate, 3)}",
            f"Gradient descent on the mean NLL, from 0, with η = {early_stopping.PART:g} / (largest curvature). The "
            "intercept is at its best throughout, and never shrunk.",
        ),
        Figure(
            "λ = 1/(ηt)", significant(simple.weight_decay, 3), _prior(simple.weight_decay, problem.n),
            "As a weight decay: beside the mean NLL, of half the sum of squares. σ_w is the width of the prior that "
            "means the same, 1/√(λN).",
        ),
        Figure(
            "Largest gap", decimal(simple.gap), "with λ = 1/(ηt)",
            "Largest difference between both parts, over the directions of these examples.",
        ),
        Figure(
            "Largest gap, best λ", decimal(best.gap), f"with λ = {significant(best.weight_decay, 3)}",
            "The λ for which that largest difference is smallest.",
        ),
        key="figures_shrinkage",
    )  # fmt: skip


def _prior(weight_decay: float, n: int) -> str:
    """The width of the prior with this weight decay."""
    width = penalty.sigma_from_weight_decay(weight_decay, n)
    return "no prior" if math.isinf(width) else f"as a prior, σ_w = {significant(width, 3)}"
