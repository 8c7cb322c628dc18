"""L1's part of the scene "kind": coordinate descent and its duality gap, sweep by sweep."""

import streamlit as st

from core.numbers import compact, decimal, nats, significant
from core.regularization import lasso
from core.regularization.coordinate_descent import GAP, MAX_SWEEPS, descend, objective
from core.regularization.problem import Problem
from core.regularization.strength import setting
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import kind_reading as reading
from pages.regularization import words
from pages.regularization.charts import l1_gap as chart


def part(here: stage.Stage, problem: Problem, strength: float) -> None:
    """Draw the duality gap after each sweep, and the figures of the solution."""
    penalty = setting("l1", strength).value
    with here.hero:
        if penalty:
            words.names(here, ":green[**duality gap**] · :gray[**above the minimum** (dotted)]")
            _descent(here, problem, penalty)
        else:
            st.info("At strength 0 there is no corner and nothing to descend: the fit is least squares.")
    if not here.presenting:
        with here.reading:
            if penalty:
                how_to_read(
                    "Green: the gap, which the solver can compute. Dotted gray: how far above the minimum it really "
                    "is, known here from the exact path. Green is never below gray."
                )
            st.markdown(
                "**When may the solver stop?** Σ|w| has a corner at 0, so for several weights there is no formula. "
                "**Coordinate descent** sets one weight at a time to its best value, which is exactly 0 whenever the "
                "data pull on it with less than λ. Any dual point bounds the minimum from below, so the solver knows "
                "that it is **at most the duality gap** away, and stops when that is tiny, or after "
                f"{MAX_SWEEPS:,} sweeps."
            )


def _descent(here: stage.Stage, problem: Problem, penalty: float) -> None:
    """Draw the chart with its figures."""
    records, scaled = descend(problem, penalty), lasso.in_noise_units(problem)
    lowest = objective(scaled, lasso.path(problem).at(penalty), penalty)
    above = [objective(scaled, item.weights, penalty) - lowest for item in records]
    draw(
        chart.rows(records, above),
        chart.spec(here.look),
        key="gap",
        alt="The duality gap of coordinate descent after each sweep, on a log axis, with its distance to the exact "
        "minimum below it and the threshold at which it stops.",
    )
    read_the_chart(here, lambda: reading.of_l1(records, above))
    last = records[-1]
    arrived = last.gap <= GAP
    figures(
        Figure(
            "Sweeps", f"{len(records) - 1:,}", "until the gap closed" if arrived else "and not there yet",
            "One sweep visits every weight once, from all weights 0.",
        ),
        Figure(
            "Duality gap", f"{significant(last.gap, 2)} nats", f"stops at {compact(GAP)}",
            "Objective minus the best lower bound at hand.",
        ),
        Figure(
            "Held at 0", f"{last.zeros} of {problem.degree}", f"pull below λ = {significant(penalty, 3)}",
            "These weights are exactly 0: the slope of the NLL there is smaller than the slope of the penalty.",
        ),
        Figure(
            "Objective", nats(lowest), f"‖w‖₁ = {decimal(float(abs(last.weights).sum()))}",
            "Squared errors over 2σ², which is the summed NLL up to a constant, plus λ Σ|w|: at the exact minimum.",
        ),
        key="figures_l1",
    )  # fmt: skip
