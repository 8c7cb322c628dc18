"""The scene "paths" of lesson 7: every weight over the penalty, for L2 and for L1."""

import streamlit as st

from core.numbers import significant
from core.regularization import lasso
from core.regularization.model_choice import grow_or_turn, paths
from core.regularization.problem import Problem
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import fields, reading, words
from pages.regularization.charts import paths as chart


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw every weight over the penalty, with L1's knots."""
    with here.controls:
        problem = fields.examples()
    with here.hero:
        words.names(here, "Left **L2**, right **L1** · :green[**weights truly not 0**] · :gray[truly 0] · :blue[knots]")
        draw(
            chart.rows(problem),
            chart.spec(here.look),
            key="paths",
            alt="Each weight over the penalty, on a log axis. Left: L2, all weights move smoothly, and the length of "
            "their vector shrinks. Right: L1, weights are exactly zero up to a knot each; the knots are marked on the "
            "zero line.",
        )
        _figures(problem)
    read_the_chart(here, lambda: reading.of_paths(problem))
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Green: the weights that are truly not 0. Gray: those that are truly 0. Rings: a weight joins as λ "
                "falls; crosses: one returns to 0. The knots are exact: solved for, not read off a grid."
            )
            st.markdown(
                "**L2 shrinks, L1 selects.** Each line is one weight. Under L2, as λ grows, the length ‖w‖ of their "
                "vector shrinks, and so does its part along each eigen-direction of the data; none stays at 0. A "
                "single weight may grow on the way or change its sign, as "
                f"{grow_or_turn(paths(problem, 'l2'))} of {problem.degree} here. Under L1 they stand at **exactly 0** "
                "until λ falls below what the data pull with, and then leave it, one at a :blue[knot] at a time."
            )
        with here.example:
            words.example(problem, fields.kind_now(), fields.strength_now())


def _figures(problem: Problem) -> None:
    exact = lasso.path(problem)
    joins = sum(knot.joins for knot in exact.knots)
    first = exact.knots[0]
    figures(
        Figure(
            "L1 knots", str(len(exact.knots)), f"{joins} join, {len(exact.knots) - joins} return",
            "All of them, from the λ above which every weight is 0 down to 0.",
        ),
        Figure(
            "First to join", f"w of degree {first.degree}", f"at λ = {significant(first.penalty, 4)}",
            "Above this λ every weight is exactly 0: it is the largest pull of the data on a weight at 0.",
        ),
        Figure(
            "Last knot", f"λ = {significant(exact.knots[-1].penalty, 3)}",
            f"then {int((exact.weights[-1] != 0).sum())} of {problem.degree} are active",
            "With fewer examples than weights, L1 keeps at most one weight less than there are examples.",
        ),
        key="figures_paths",
    )  # fmt: skip
