"""The scene "size" of lesson 7: the distance between MLE and MAP as the examples grow in number."""

import streamlit as st

from core.numbers import decimal
from core.regularization.data_size import EXCLUDED_DEGREE, SIZES, TAIL, gaps, slope
from core.regularization.problem import TRUE_WEIGHTS, Problem
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages.regularization.charts import size as chart


def scene(problem: Problem, look: Look) -> None:
    """Draw the distance between MLE and MAP over the number of examples."""
    found = gaps(problem.seed)
    excluded = f"w{'₀₁₂'[EXCLUDED_DEGREE]}"
    st.subheader("More data: the prior is outgrown, unless it rules the truth out", anchor=False)
    st.markdown(
        "Fix the prior and add examples. The distance between MLE and MAP falls like 1/N, **a slope of −1** on log "
        f"axes, however narrow the prior. But a prior that puts no mass at the truth, here {excluded} ≥ 0 "
        f"where truly {excluded} = {TRUE_WEIGHTS[EXCLUDED_DEGREE]:g}, is never outgrown."
    )
    draw(
        chart.rows(found),
        chart.spec(look),
        key="size",
        alt="Distance between MLE and MAP over the number of training examples, both on log axes: three priors of "
        "different width fall with slope minus one, a prior that rules the truth out stays level.",
        read=f"From {SIZES[0]} to {SIZES[-1]:,} examples; each size keeps the examples of the one before. Dotted: a "
        "line of slope −1. At the left end the distance is also a matter of luck.",
    )
    figures(
        *(
            Figure(
                f"Slope, σ_w = {width:g}", decimal(slope(gap)), f"gap {gap[-1]:.1e} at the right end",
                f"Least squares on log axes, from {TAIL:,} examples on.",
            )
            for width, gap in found.by_width.items()
        ),
        Figure(
            "Slope, truth ruled out", decimal(slope(found.ruled_out)), f"gap {decimal(found.ruled_out[-1])}",
            "A Gaussian cut to one sign: with enough examples its MAP sits on the edge, and stays there as more come.",
        ),
        key="figures_size",
    )  # fmt: skip
