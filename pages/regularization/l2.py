"""L2's part of the scene "kind": curves drawn from the prior and from the posterior."""

import streamlit as st

from core.belief.penalty import sigma_from_lambda_sum
from core.numbers import decimal, nats, significant
from core.regularization import ridge
from core.regularization.problem import Problem
from core.regularization.strength import setting
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import kind_reading as reading
from pages.regularization import words
from pages.regularization.charts import l2_curves as chart


def part(here: stage.Stage, problem: Problem, strength: float) -> None:
    """Draw curves from the prior and from the posterior, and the posterior's figures."""
    penalty = setting("l2", strength).value
    with here.hero:
        words.names(
            here, ":blue[**drawn from the prior**] · :green[**drawn from the posterior**] · :gray[truth and examples]"
        )
        draw(
            chart.rows(problem, penalty),
            chart.spec(here.look),
            key="curves",
            alt="Left: curves drawn from the Gaussian prior on the weights. Right: curves drawn from the posterior, "
            "around the fitted curve and the examples.",
        )
        _figures(problem, penalty)
    read_the_chart(here, lambda: reading.of_l2(problem, penalty))
    if not here.presenting:
        with here.reading:
            how_to_read(
                f"Dashed blue: {chart.DRAWS} draws from the prior, around the mean of y. Green: {chart.DRAWS} draws "
                "from the posterior, and its mean. Gray: truth and examples. At strength 0 there is no prior to draw "
                "from, and with no more examples than weights no posterior either."
            )
            st.markdown(
                "**A belief about curves, before and after the data.** A Gaussian on each weight is a belief about "
                "whole curves. Raise the strength and the :blue[curves drawn from the prior] (left) become flat; the "
                ":green[curves that are left after the examples] (right) close around their mean, which is the MAP. "
                "Ridge gives one curve. The posterior gives all of them."
            )


def _figures(problem: Problem, penalty: float) -> None:
    belief = ridge.posterior(problem, penalty)
    effective = ridge.effective_weights(problem, penalty)
    inside = "none" if belief is None else f"{100 * ridge.coverage(problem, belief):.1f} %"
    figures(
        Figure(
            "Prior σ_w", significant(sigma_from_lambda_sum(penalty), 3), "1/√(2λ)",
            "Standard deviation of each weight before the examples; λ stands beside the summed NLL.",
        ),
        Figure(
            "Effective weights", f"{decimal(effective, 2)} of {problem.degree}", "what the examples decide",
            "Σ s²/(s² + 2λσ²) over the singular values s of the centered features. "
            + ("The prior decides the rest." if penalty else "Without a prior nothing decides the rest."),
        ),
        Figure(
            "Log evidence", nats(ridge.log_evidence(problem, penalty), 2), "log p(y | λ)" if penalty else "no prior",
            "How probable the training examples are before the weights are known. Comparable over λ, for one set of "
            "examples.",
        ),
        Figure(
            "Held-out inside 95 %", inside, f"of {problem.y_held.size} examples" if belief else "no posterior",
            "Share of the held-out examples within the central 95 % that the posterior predicts, noise included. It is "
            "95 % on average if prior and model are right.",
        ),
        key="figures_l2",
    )  # fmt: skip
