"""The scene "size" of lesson 7: the distance between MLE and MAP as the examples grow in number."""

import streamlit as st

from core.numbers import compact, decimal, significant
from core.regularization.data_size import EXCLUDED_DEGREE, SIZES, TAIL, Gaps, gaps, slope
from core.regularization.problem import TRUE_WEIGHTS
from pages._kit import controls, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import fields, reading, words
from pages.regularization.charts import size as chart


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the distance between MLE and MAP over the number of examples."""
    with here.controls:
        seed = controls.seed()
    found = gaps(seed)
    excluded = f"w{'₀₁₂'[EXCLUDED_DEGREE]}"
    with here.hero:
        draw(
            chart.rows(found),
            chart.spec(here.look),
            key="size",
            alt="Distance between MLE and MAP over the number of training examples, both on log axes: three priors of "
            "different width fall with slope minus one, a prior that rules the truth out stays level.",
        )
        _figures(found)
    read_the_chart(here, lambda: reading.of_size(found))
    if not here.presenting:
        with here.reading:
            how_to_read(
                f"From {SIZES[0]} to {SIZES[-1]:,} examples; each size keeps the examples of the one before. Dotted: a "
                "line of slope −1. At the left end the distance is also a matter of luck."
            )
            st.markdown(
                "**The prior is outgrown, unless it rules the truth out.** Fix the prior and add examples. The "
                "distance between MLE and MAP falls like 1/N, **a slope of −1** on log axes, however narrow the prior. "
                f"But a prior that puts no mass at the truth, here {excluded} ≥ 0 where truly {excluded} = "
                f"{compact(TRUE_WEIGHTS[EXCLUDED_DEGREE])}, is never outgrown."
            )
        with here.example:
            words.example(fields.problem_with(seed), fields.kind_now(), fields.strength_now())


def _figures(found: Gaps) -> None:
    figures(
        *(
            Figure(
                f"Slope, σ_w = {width:g}", decimal(slope(gap)), f"last gap {significant(float(gap[-1]), 2)}",
                f"Least squares on log axes, from {TAIL:,} examples on. Below it: the gap at the right end.",
            )
            for width, gap in found.by_width.items()
        ),
        Figure(
            "Slope, truth ruled out", decimal(slope(found.ruled_out)), f"last gap {decimal(found.ruled_out[-1])}",
            "A Gaussian cut to one sign: with enough examples its MAP sits on the edge, and stays there as more come.",
        ),
        key="figures_size",
    )  # fmt: skip
