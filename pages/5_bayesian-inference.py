"""Lesson 5: a belief about theta before the flips becomes a belief after them."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief import intervals
from core.belief.beta import Beta
from core.belief.beta_bernoulli import likelihood_as_density, posterior
from core.belief.convergence import FLIPS, agreement, closed_mind
from core.belief.intervals import Kind
from core.data.coins import TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import decimal, significant
from pages._kit import controls, prior, prose, stage
from pages._kit.belief import edge_note
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages.bayesian_inference.charts import priors
from pages.bayesian_inference.charts import update as chart
from pages.bayesian_inference.example import script
from pages.bayesian_inference.families import other_beliefs
from pages.bayesian_inference.flips import READ, Walk, flip_by_flip, order_note, play_on
from pages.bayesian_inference.prior_shape import prior_fields
from pages.bayesian_inference.update_figures import beliefs, estimates, words

KINDS: tuple[Kind, ...] = ("equal-tailed", "highest-density")


class Below(NamedTuple):
    """Places under the chart for what depends on the flips, the prior and the level."""

    walk: DeltaGenerator
    order: DeltaGenerator
    update: DeltaGenerator
    example: DeltaGenerator


def interval_controls() -> tuple[float, Kind]:
    """How much probability the credible interval holds, and which kind it is."""
    level = st.slider("Credible level", 0.5, 0.99, 0.95, 0.01, key="level", bind="query-params")
    kind = st.segmented_control(
        "Credible interval", KINDS, default=KINDS[0], required=True, key="interval_kind", persist_state="session",
        label_visibility="collapsed",
    )  # fmt: skip
    return min(0.99, max(0.5, round(float(level), 2))), kind if kind in KINDS else KINDS[0]


@st.fragment
def follow_coin(here: stage.Stage, below: Below | None) -> None:
    """What moves with the flips: their fields, their order, and all that follows the prior too."""
    with here.controls:
        counts = controls.coin()
    follow_prior(here, counts, below)
    if below:
        below.order.caption(order_note(counts))


@st.fragment
def follow_prior(here: stage.Stage, counts: Counts, below: Below | None) -> None:
    """What moves with the prior: its fields, the curves, the estimates and the walk."""
    with here.controls:
        belief = prior_fields(here.look)
    follow_level(here, counts, belief, below.example if below else None)
    with here.hero:
        estimates(belief, counts)
        edge_note(belief, counts)
    if below:
        flip_by_flip(Walk(counts), belief, here.look, below.walk, below.update)


@st.fragment
def follow_level(here: stage.Stage, counts: Counts, belief: Beta, example: DeltaGenerator | None) -> None:
    """What moves with the credible level, and nothing else: chart, interval and the worked example."""
    with here.controls:
        level, kind = interval_controls()
        drawn = chart.frame(belief, counts, zoom=controls.near_peak(chart.is_narrow(belief, counts)))
    region = intervals.credible(posterior(belief, counts), level, kind)
    with here.hero:
        draw(
            chart.rows(belief, counts, region, drawn, words(belief, counts)),
            chart.spec(here.look),
            key="belief",
            alt="Prior, likelihood and posterior of θ as densities on one axis, with the maximum likelihood estimate, "
            "the posterior's mode and mean, and its credible interval shaded.",
        )
        beliefs(belief, counts, level, kind)
    if example:
        example.code(script(belief, counts, level), language="python")


def several_priors(look: stage.Look) -> None:
    """Open minds converge; a closed one does not."""
    st.subheader("Different beliefs, the same flips", anchor=False)
    st.markdown(
        "Four people disagree before the first flip, and a fifth has ruled out every θ above 0.5. Read from left to "
        "right: the flips grow, and **open minds end up together**. The closed mind never arrives: what has no "
        "probability before has none after, whatever the data."
    )
    draw(
        priors.rows(),
        priors.spec(look),
        key="priors_chart",
        alt="Five priors and their posteriors after 10, 1,000 and 350,757 flips. The four open ones line up under the "
        "maximum likelihood estimate; the one that is 0 above one half stays below it.",
        read="Each row is a person, each column more data, each on its own stretch of θ. Bumps are relative to their "
        "own top; numbers are mean ± standard deviation. Orange: the MLE.",
    )
    spread = [(data.counts, agreement(data.counts)) for data in FLIPS]
    stubborn = closed_mind(THOUSAND_FLIPS.counts, priors.LIMIT)
    figures(
        *(
            Figure(
                f"Apart after {counts.n:,}", significant(found.apart, 3), f"widest sd {significant(found.sd, 3)}",
                "The largest difference between the posterior means of the four open priors.",
            )
            for counts, found in spread
        ),
        Figure(
            "Closed mind’s mean", significant(stubborn.mean, 3),
            f"after {THOUSAND_FLIPS.counts.heads} / {THOUSAND_FLIPS.counts.tails}",
            "Flat up to 0.5 and 0 above. It can only pile up against its own wall.",
        ),
        key="figures_priors",
    )  # fmt: skip


def ideas() -> None:
    """The analogy and the insight."""
    few, many = TEN_FLIPS.counts, THOUSAND_FLIPS.counts
    best = coin.mle(few) or 0.0
    after_few, after_many = posterior(prior.DEFAULT, few), posterior(prior.DEFAULT, many)
    prose.idea(
        "The detective of lesson 1 looked at the evidence alone. Now she also remembers: **most coins are fair**. "
        f"{few.heads} heads in {few.n} are no proof of a bent coin, so she moves, but not all the way: from "
        f":blue[{prior.DEFAULT.mean:g}] towards :orange[{best:g}], to :green[{decimal(after_few.mode.at[0])}]. With "
        f"{many.heads} heads in {many.n:,} the same memory hardly counts: {decimal(after_many.mode.at[0])}.",
        "**Posterior ∝ likelihood × prior.** A Beta(a, b) prior acts like flips seen before: add heads to a, tails to "
        "b. A sensible prior guards against extreme estimates from few data; a wrong one misleads for as long as the "
        "data are few. And the answer is a whole curve: the estimate *and* how sure you may be of it.",
    )


def practice() -> DeltaGenerator:
    """A question, and the place of the figures in code."""
    few, strong = TEN_FLIPS.counts, prior.DEFAULT
    after = posterior(strong, few)
    prose.predict(
        f"Your prior is {strong}, and {few.heads} heads, {few.tails} tails come. How wide is the posterior, against "
        "prior and likelihood?",
        ["Wider than both: they disagree", "Between the two", "Narrower than both"],
        "Narrower than both",
        "Flips add up, those of your prior and those you saw: standard deviation "
        f"{significant(strong.sd, 3)} before, {significant(after.sd, 3)} after, and "
        f"{significant(likelihood_as_density(few).sd, 3)} for the likelihood alone. It is no law: where prior and data "
        "clash, a posterior can be wider than its prior.",
        key="predict_bayesian",
    )
    return prose.worked_example("Runs as it stands, with NumPy and SciPy; it ends in the figures of this page.")


def closing() -> None:
    """Where this is met, and what the claims are worth."""
    prose.worlds(
        "A doctor knows how common an illness is before the test comes back; a rating of five stars from two "
        "customers is shrunk towards the shop’s average.",
        "An L2 penalty acts as a prior on the weights. Training then keeps one point, not the curve: for billions of "
        "weights the whole posterior is too dear to compute exactly, and approximations each have their price.",
    )
    prose.fine_print(
        [
            prose.Claim(
                "exact",
                "Beta prior, coin flips: the posterior is Beta(a + heads, b + tails). The order of independent flips "
                "with one θ does not matter, nor does splitting them into batches.",
            ),
            prose.Claim(
                "exact",
                "The orange curve is the likelihood divided by its area. As a density it is the posterior of a flat "
                "prior; a likelihood as such is no density over θ.",
            ),
            prose.Claim(
                "exact",
                "(a − 1) / (a + b − 2) is the mode only if a and b are both above 1. Elsewhere it is at an end, "
                "at both, or everywhere. Mode, mean and MLE are three different numbers.",
            ),
            prose.Claim(
                "exact",
                "A credible interval holds θ with the stated probability *given the prior and the model*. It is no "
                "promise about repeated experiments. The highest-density interval changes when θ is replaced by its "
                "logit; the equal-tailed one does not.",
            ),
            prose.Claim(
                "approximate",
                "“The prior washes out” holds for a fixed prior with mass at the truth, in a regular model with a "
                "fixed number of parameters (Bernstein–von Mises). A prior without mass there never yields.",
            ),
            prose.Claim(
                "approximate",
                "Chips become a Beta by the mean and variance of their histogram, each chip spread evenly over its "
                "bin, cut to the range of the fields. A belief with two humps inside does not fit into a Beta.",
            ),
            prose.Claim(
                "heuristic",
                "“A prior prevents overfitting” is a way of speaking: it helps as far as it is near the truth. And one "
                "θ for all flips, one rate for all corps, a known σ are assumptions that a posterior does not check.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapter 3",
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 2.1.1 and 2.3.6",
            "Gelman et al. 2013, *Bayesian Data Analysis*, chapter 2, and section 4.3 for where the data do not win",
            "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, section 4.6",
            "Hyndman 1996, Computing and graphing highest density regions",
            "Johnson et al. 2010, A valid and reliable belief elicitation method for Bayesian priors (chips in bins)",
        ],
    )


def under_the_chart(here: stage.Stage) -> Below:
    """Everything below the curves, in reading order; what depends on flips and prior has its place left free."""
    ideas()
    st.subheader("Flip by flip: today’s posterior is tomorrow’s prior", anchor=False)
    narrow, wide = st.columns([1, 3.4], gap="medium")
    update = wide.container()
    with wide:
        how_to_read(READ)
    walk, order = narrow.container(), narrow.container()
    several_priors(here.look)
    st.subheader("The same update for other data", anchor=False)
    other_beliefs(here.look)
    example = practice()
    closing()
    stage.way_on(here)
    return Below(walk, order, update, example)


here = stage.open_lesson("bayesian-inference")
below = None if here.presenting else under_the_chart(here)
follow_coin(here, below)
with here.hero:
    how_to_read(
        "Blue: what you believed. Orange: what the flips say, scaled to area 1. Green: both, multiplied and scaled to "
        "area 1; shaded: the credible interval. The circle is where the green area balances."
    )
if below:
    play_on()
