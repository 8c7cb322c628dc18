"""The first scene of lesson 5: prior, likelihood and posterior of a coin, with estimates and credible interval."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief import intervals
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior, predictive
from core.belief.intervals import Kind, Region
from core.likelihood import coin
from core.likelihood.counts import Counts, Interval
from pages._kit import controls, stage
from pages._kit.belief import decimals, edge_note, map_text, probability_text
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.session import value_of
from pages.bayesian_inference import reading, words
from pages.bayesian_inference.charts import update as chart
from pages.bayesian_inference.prior_shape import prior_fields

KINDS: Final[tuple[Kind, ...]] = ("equal-tailed", "highest-density")
LEVEL: Final = 0.95
SHORT: Final[dict[Kind, str]] = {"equal-tailed": "equal tails", "highest-density": "densest"}
READ: Final = (
    "Blue: what you believed. Orange: what the flips say, scaled to area 1. Green: both, multiplied and scaled to "
    "area 1; shaded: the credible interval. The circle is where the green area balances."
)


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields for the prior and the flips, and all that depends on them."""
    with here.controls:
        counts = controls.coin()
        of_level = st.container()
        # Below all other fields: the ways to set a prior take different heights.
        with st.container(key="prior_shape"):
            belief = prior_fields(here.look)
        of_window = st.container()
    _follow_level(here, of_level, of_window, belief, counts)
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            edge_note(belief, counts)


@st.fragment
def _follow_level(
    here: stage.Stage, of_level: DeltaGenerator, of_window: DeltaGenerator, belief: Beta, counts: Counts
) -> None:
    """Draw the fields for the credible interval, and all that depends on it: chart, figures, worked examples."""
    with of_level:
        level, kind = interval_controls()
    with of_window:
        drawn = chart.frame(belief, counts, zoom=controls.near_peak(chart.is_narrow(belief, counts)))
    region = intervals.credible(posterior(belief, counts), level, kind)
    with here.hero:
        draw(
            chart.rows(belief, counts, region, drawn, labels(belief, counts)),
            chart.spec(here.look),
            key="belief",
            alt="Prior, likelihood and posterior of θ as densities on one axis, with the maximum likelihood estimate "
            "and the posterior’s mode, where there is one, its mean, and its credible interval shaded.",
        )
        figures(*beliefs(belief, counts, level, kind), *estimates(belief, counts), key="figures_belief")
    read_the_chart(here, lambda: reading.of_update(belief, counts, region, level, drawn.window))
    if not here.presenting:
        with here.example:
            words.examples(belief, counts, level)


def interval_controls() -> tuple[float, Kind]:
    """Draw the fields for the credible interval, and return its probability and its kind."""
    level = level_field("Credible level")
    kind = st.segmented_control(
        "Credible interval", KINDS, default=KINDS[0], required=True, key="interval_kind",
        label_visibility="collapsed", **controls.IN_ADDRESS,
    )  # fmt: skip
    return level, kind if kind in KINDS else KINDS[0]


def level_field(label: str) -> float:
    """Draw the field for the probability of an interval, which scenes share, and return its value."""
    st.slider(label, 0.5, 0.99, LEVEL, 0.01, key="level", **controls.IN_ADDRESS)
    return level_now()


def level_now() -> float:
    """The probability of an interval; its field need not be drawn yet."""
    return min(0.99, max(0.5, round(float(value_of("level", LEVEL)), 2)))


def labels(prior: Beta, counts: Counts) -> chart.Labels:
    """The labels of the three estimates in the chart."""
    after, best = posterior(prior, counts), coin.mle(counts)
    digits = decimals(after)
    return chart.Labels(
        mle="" if best is None else f"MLE {probability_text(best, digits)}",
        map=f"MAP {map_text(after, digits)}",
        mean=f"mean {probability_text(after.mean, digits)}",
    )


def beliefs(prior: Beta, counts: Counts, level: float, kind: Kind) -> tuple[Figure, ...]:
    """The posterior, its credible interval, and its prediction for the next flip."""
    after = posterior(prior, counts)
    digits = decimals(after)
    other: Kind = "highest-density" if kind == "equal-tailed" else "equal-tailed"
    region, rival = (intervals.credible(after, level, each) for each in (kind, other))
    return (
        Figure(
            "Posterior", str(after), f"from {prior}",
            "A Beta again: add the heads to a and the tails to b.",
        ),
        Figure(
            "Credible interval", region_text(region, digits), f"{SHORT[other]}: {region_text(rival, digits)}",
            f"Given this prior and this model, θ lies inside with probability {level:g}. Equal-tailed leaves out the "
            "same probability on each side. None is shorter than highest-density, which is in two pieces if the "
            "density is highest at both ends.",
        ),
        Figure(
            "P(next is heads)", probability_text(predictive(after), digits), "the mean of θ",
            "The posterior predictive: the probability of heads on the next flip. For one flip it is the mean.",
        ),
    )  # fmt: skip


def estimates(prior: Beta, counts: Counts) -> tuple[Figure, ...]:
    """The maximum likelihood estimate, the posterior's mode, and the posterior's mean."""
    after, best = posterior(prior, counts), coin.mle(counts)
    digits = decimals(after)
    seen = f"{counts.heads:,} / {counts.n:,}" if counts.n else "no flips yet"
    return (
        Figure(
            "MLE θ̂", "every θ" if best is None else probability_text(best, digits), seen,
            "The θ that explains the flips best. Without flips, every θ explains them equally well.",
        ),
        Figure(
            "MAP θ̂", map_text(after, digits),
            "the posterior’s top" if after.mode.place == "inside" else f"the mode is {after.mode.place}",
            "The mode of the posterior. For a Beta(a, b) it is (a − 1) / (a + b − 2) if a and b are both above 1.",
        ),
        Figure(
            "Posterior mean", probability_text(after.mean, digits), f"prior mean {probability_text(prior.mean, 3)}",
            "Where the posterior balances; for a Beta(a, b), a / (a + b). Once there are flips, it is a weighted "
            "average of the prior’s mean and the MLE.",
        ),
    )  # fmt: skip


def region_text(region: Region, digits: int) -> str:
    """The ends of each piece of the region, as in "0.389 to 0.736"."""

    def end(value: float) -> str:
        return f"{value:g}" if value in (0.0, 1.0) else probability_text(value, digits)

    def text(piece: Interval) -> str:
        return f"{end(piece.lower)} to {end(piece.upper)}"

    return ", ".join(map(text, region.pieces))
