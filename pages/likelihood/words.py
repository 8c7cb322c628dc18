"""The prose of lesson 2: the idea, the two worlds and the fine print."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.data.coins import TEN_FLIPS
from core.likelihood import coverage
from pages._kit import course, prose
from pages._kit.saving.on_page import InNotebook

FEW: Final = TEN_FLIPS.counts.n
"""The number of flips for which the fine print gives the coverage of the interval."""


def idea() -> None:
    """Show the analogy and the key insight."""
    prose.idea(
        "A likelihood asks one question of every θ in turn: *if the coin had this bias, how probable were the flips "
        "that you saw?* The flips are on the table and do not change. You walk along the axis and ask again.",
        "A likelihood is **not** the probability of θ. It is the probability of the data (for measurements, their "
        "density), read as a function of θ: over all data it sums to 1, over all θ it need not.",
    )


def example(script: Callable[[], str], notebook: InNotebook | None) -> None:
    """Offer the script that computes the page's figures."""
    prose.worked_example("With this page's numbers; it runs as it stands.", script, notebook=notebook)


def link_to_coverage() -> None:
    """A link to the scene that counts how often a likelihood interval holds the parameter."""
    lesson = course.lesson("bayesian-inference")
    st.page_link(
        course.page_of(lesson), label=f"What 95 % promises: lesson {lesson.number}", query_params={"scene": "coverage"}
    )


def closing() -> None:
    """Show applications, fine print and references."""
    prose.worlds(
        "A doctor weighs which illness would make these symptoms most probable, before asking how common each is.",
        "Most losses over a fixed training set are −log L, seen as a function of the weights: such a curve turned "
        "upside down, in millions of dimensions. Training looks for its lowest point.",
    )
    fine_print()


def fine_print() -> None:
    """The fine print and the references."""
    prose.fine_print(
        [
            prose.Claim(
                "exact",
                "The MLE of a coin is its share of heads, at 0 and at 1 too; without flips there is none.",
            ),
            prose.Claim(
                "exact",
                "Counting orders multiplies L(θ) by C(n, h), which does not depend on θ: it moves no maximum and no "
                "ratio.",
            ),
            prose.Claim(
                "approximate",
                f"A drop of {coverage.DROP_95} nats marks the **likelihood interval** of 95 %. It covers about 95 % "
                "when the log-likelihood is close to a parabola (half of the 95 % point of χ² with one degree of "
                f"freedom); near 0 and 1, or with few flips, it need not. With {FEW} flips the interval holds some θ "
                f"only {100 * coverage.lowest_coverage(FEW):.1f} % of the time. Lesson "
                f"{course.lesson('bayesian-inference').number} counts it in its scene “Coverage”.",
            ),
            prose.Claim(
                "heuristic",
                "One θ for all flips: the tossers of Bartoš et al. differ, and Newcomb's outliers are no Gaussian's.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2 and 3",
            "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
            "Pawitan 2001, *In All Likelihood*, chapter 2",
            "Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion",
        ],
    )
