"""The fair-coin scene of lesson 5: "theta is exactly 1/2" against "theta is drawn from a Beta prior"."""

import math
from typing import Final

import streamlit as st

from core.belief.bayes_factor import Comparison, compare
from core.belief.beta import Beta
from core.data.coins import LARGE_SAMPLE
from core.likelihood.coin import mle
from core.likelihood.counts import Counts
from core.numbers import decimal, from_log, places_to_add
from pages._kit import controls, prior, prose, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.bayesian_inference import fair_reading, fair_words, notebook
from pages.bayesian_inference.charts import fair as chart

WIDTHS: Final = {"Wide": Beta(1, 1), "Medium": Beta(10, 10), "Narrow": Beta(100, 100)}
LEVEL: Final = 0.05
"""The level of the test that the p-value is compared with."""
REACH: Final = 2.0
"""Standard deviations from its mean up to which a prior is said to have expected the share of heads."""
NEARLY_SURE: Final = math.log(5e-4)
TWO: Final = "**Fair:** θ is exactly 1/2. **Alternative:** θ is unknown, with the :blue[prior] Beta(a, b)."
READ: Final = (
    "Height: how many times as probable something makes these flips as θ = 1/2 does, the gray line at 1. Left, "
    "orange: each θ; blue: the alternative’s prior, without a scale, filled where θ beats 1/2; green: the average of "
    "orange, weighted by blue: the Bayes factor. Right: the Bayes factor of every prior with the same mean, from "
    "narrow to wide; the ring is yours."
)


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields for the flips and the alternative's prior, the chart, and the figures of both hypotheses."""
    with here.controls:
        counts = controls.coin(LARGE_SAMPLE)
        belief = prior.fields()
        st.caption(TWO)
        with st.container(horizontal=True, gap="xxsmall", key="presets_width"):
            for name, shape in WIDTHS.items():
                st.button(name, key=f"prior_{name.lower()}", help=str(shape), on_click=prior.set_prior, args=(shape,))
        found = compare(belief, counts)
        drawn = chart.frame(counts, found, zoom=controls.near_peak(chart.is_narrow(counts)))
    with here.hero:
        draw(
            chart.rows(belief, counts, drawn),
            chart.spec(here.look),
            key="fair_chart",
            alt="Left: the likelihood of each θ relative to that of 1/2 on a log axis, with the prior of the "
            "alternative and the average over it, the Bayes factor. Right: the Bayes factor over the width of the "
            "prior, with the current prior marked.",
        )
        with st.container(key="remark"):
            st.markdown(sentence(counts, found))
        figures(*_figures(belief, found), key="figures_fair")
    read_the_chart(
        here,
        lambda: fair_reading.of_likelihood(belief, counts, found, drawn.window),
        lambda: fair_reading.of_widths(belief, counts, found),
    )
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            st.markdown(other_statement(belief, counts, found))
        with here.example:
            prose.worked_example(
                "Runs as it stands, with NumPy and SciPy; it ends in the figures of this scene.",
                lambda: fair_words.factor_script(belief, counts),
                notebook=notebook.FAIR,
            )


def sentence(counts: Counts, found: Comparison) -> str:
    """Which hypothesis explains the flips better, by how much, and why."""
    if not counts.n:
        return "**No flips yet.** Neither hypothesis has gained on the other, whatever the prior’s width."
    factor = f":green[**{from_log(found.log_factor, 3)} times**]"
    if found.better is None:
        return (
            f"{verdict(found)} No θ explains the flips better than 1/2; the :blue[prior]’s average, {factor} as well."
        )
    return (
        f"{verdict(found)} The :orange[best θ] explains the flips {from_log(found.log_best, 3)} times as well as 1/2, "
        f"the :blue[prior]’s average {factor}."
    )


def verdict(found: Comparison) -> str:
    """The Bayes factor as odds, in favor of the hypothesis that explains the flips better."""
    ratio = from_log(abs(found.log_factor), 3)
    if ratio == "1.00":
        return "**1 to 1: the flips do not tell the two apart.**"
    return f"**{ratio} to 1 for {'the alternative' if found.log_factor > 0 else 'fair'}.**"


def chance(log_p: float, log_rest: float) -> str:
    """A probability as text, from its log and that of the rest; near 1 it is written by what is missing."""
    return f"1 − {from_log(log_rest, 2)}" if log_rest < NEARLY_SURE else from_log(log_p, 3)


def _figures(belief: Beta, found: Comparison) -> tuple[Figure, ...]:
    places = min(3, places_to_add(found.log_fair, found.log_other))
    return (
        Figure(
            "Bayes factor", from_log(found.log_factor, 3), "alternative against fair",
            "P(flips | θ ~ Beta(a, b)) / P(flips | θ = 1/2): the first is the likelihood averaged over the prior, the "
            "second the likelihood at one point. It multiplies the odds that you had before.",
        ),
        Figure(
            "P(fair | data)", chance(found.log_p_fair, found.log_p_other), "at equal prior odds",
            "The posterior probability that θ is exactly 1/2, if fair and the alternative had probability 1/2 each "
            "before the flips, and nothing else is possible.",
        ),
        Figure(
            "p-value of fair", from_log(found.log_p_value, 3), "another question",
            "If the coin is fair: the probability of a number of heads at most as probable as the one seen, exact "
            "and two-sided. It is no probability that the coin is fair, and no prior is in it.",
        ),
        Figure(
            "Evidence of fair", decimal(found.log_fair, places), f"alternative {decimal(found.log_other, places)}",
            f"In nats: log P(flips | θ = 1/2), and log P(flips | θ ~ {belief}), of the flips in their order. The "
            "second minus the first is the log of the Bayes factor.",
        ),
    )  # fmt: skip


def other_statement(belief: Beta, counts: Counts, found: Comparison) -> str:
    """What the p-value says beside the Bayes factor."""
    p, fair = from_log(found.log_p_value, 3), chance(found.log_p_fair, found.log_p_other)
    said = (
        f"**Two statements.** The p-value, {p}, is the probability of a number of heads at most as probable as this "
        f"one *if the coin is fair*. P(fair | data), {fair}, is the probability *that* it is, at equal odds before and "
        "under this prior."
    )
    if found.log_p_value < math.log(LEVEL) and found.log_factor < 0:
        said += (
            f" Here a test at the {100 * LEVEL:g} % level rejects the fair coin, and the Bayes factor favors it: these "
            "flips are improbable under fair, and under the alternative still more so. "
        )
        expected = abs((mle(counts) or 0.0) - belief.mean) <= REACH * belief.sd
        said += "It spreads its bets: Lindley’s paradox." if expected else "Its prior bets on other θ."
    return said
