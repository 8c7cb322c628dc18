"""The prose of lesson 2: the idea, the two worlds, the question and the fine print."""

import math

import streamlit as st

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import significant
from pages._kit import prose
from pages.likelihood.family import Below


def under_the_chart() -> Below:
    """Write the words below the chart; return the places for the example and the question, which depend on the data."""
    prose.idea(
        "A likelihood asks one question of every θ in turn: *if the coin had this bias, how probable were the flips "
        "that you saw?* The flips are on the table and do not change. You walk along the axis and ask again.",
        "A likelihood is **not** the probability of θ. It is the probability of the data, read as a function of θ: "
        "over all data it sums to 1, over all θ it does not.",
    )
    example = prose.worked_example("With this page's numbers; it runs as it stands.")
    prose.worlds(
        "A doctor weighs which illness would make these symptoms most probable, before asking how common each is.",
        "A loss over a fixed training set, seen as a function of the weights, is such a curve in millions of "
        "dimensions. Training looks for its peak.",
    )
    asked = st.container()
    fine_print()
    return Below(example, asked)


def fine_print() -> None:
    """The fine print and the references."""
    prose.fine_print(
        [
            prose.Claim("exact", "The MLE of a coin is the share of heads, at 0 and at 1 too."),
            prose.Claim(
                "exact",
                "Counting orders multiplies L(θ) by C(n, h), which does not depend on θ: it moves no maximum and no "
                "ratio.",
            ),
            prose.Claim(
                "approximate",
                "A drop of 1.92 nats marks a 95 % interval when the log-likelihood is close to a parabola (half of "
                "the 95 % point of χ² with one degree of freedom); near 0 and 1, or with few flips, it is not.",
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
        ],
    )


def question(counts: Counts) -> None:
    """Ask how ten times as many flips change the peak."""
    prose.predict(
        "You flip ten times more coins and see the same share of heads. What happens to the likelihood's peak?",
        ["It moves towards 0.5", "It stays and gets narrower", "It stays and gets wider"],
        "It stays and gets narrower",
        f"The share decides where it is; the number of flips decides how wide: with {counts.n:,} flips the standard "
        f"error is {significant(coin.standard_error(counts) or 0.0, 3)}, and ten times as many divide it by "
        f"{math.sqrt(10):.2f}.",
        key="predict_likelihood",
    )
