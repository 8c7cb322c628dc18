"""The other-data scene of lesson 5: a Gamma belief about horse kicks, and a Normal belief about light's speed."""

from typing import Final

import numpy as np
import streamlit as st

from core.belief import gamma_poisson, normal_normal
from core.belief.intervals import equal_tailed
from core.belief.normal_normal import Normal
from core.data import horse_kicks, newcomb
from core.likelihood import gaussian
from core.numbers import decimal, significant
from pages._kit import controls, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.bayesian_inference import reading
from pages.bayesian_inference.charts import families as chart

FAMILIES: Final = ("Horse kicks", "Light")
LEVEL: Final = chart.LEVEL
READ_EVENTS: Final = (
    "Left, belief about the rate λ. Right, green bars: what the posterior predicts for the next corps-year; gray: "
    "Poisson at the MLE; orange: the 200 observed."
)
READ_READINGS: Final = (
    "Left, belief about the mean μ. Right, green: what the posterior predicts for the next reading; gray: the Gaussian "
    "at the MLE; orange ticks: the 66 readings, two of them far off."
)


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the update for counts of events or for readings, as the learner chooses."""
    with here.controls:
        family = st.segmented_control(
            "Data", FAMILIES, default=FAMILIES[0], required=True, key="family", **controls.IN_ADDRESS
        )
    (_light if family == FAMILIES[1] else _horse_kicks)(here)


def _horse_kicks(here: stage.Stage) -> None:
    tally = horse_kicks.HORSE_KICKS
    with here.controls:
        mean = st.slider("Prior mean, deaths a year", 0.1, 1.5, 1.0, 0.05, key="rate_mean", **controls.IN_ADDRESS)
        worth = st.slider("Worth, corps-years", 1, 200, 20, key="rate_worth", **controls.IN_ADDRESS)
        prior = gamma_poisson.from_mean(round(float(mean), 2), float(worth))
        after = gamma_poisson.posterior(prior, tally)
        st.markdown(
            f":blue[{prior}]: for the mean of λ, as if {significant(prior.a, 3)} deaths in {prior.b:g} corps-"
            f"year{'s' if prior.b > 1 else ''} had been seen; for the MAP, 1 death fewer. Then :orange[{tally.total} "
            f"deaths in {tally.n}] came."
        )
    nobody = float(np.exp(gamma_poisson.log_predictive(0, after)))
    with here.hero:
        draw(
            chart.events_rows(prior, tally),
            chart.spec("events", here.look),
            key="events_belief",
            alt="Left: prior, likelihood and posterior of the rate of deaths. Right: the predicted share of each "
            "number of deaths beside the observed one.",
        )
        low, high = equal_tailed(after, LEVEL)
        figures(
            Figure("Posterior of λ", str(after), "deaths, corps-years"),
            Figure("Mean of λ", decimal(after.mean), f"MLE {decimal(tally.total / tally.n)}"),
            Figure("95 % interval of λ", f"{decimal(low)} to {decimal(high)}", "equal-tailed"),
            Figure("P(no death next)", decimal(nobody), "negative binomial", "The posterior predictive at k = 0."),
            key="figures_events",
        )
    read_the_chart(here, lambda: reading.of_events(prior, tally))
    if here.presenting:
        return
    with here.reading:
        how_to_read(READ_EVENTS)
        if prior.a <= 1:
            beyond = " and grows beyond all bounds there" if prior.a < 1 else ""
            st.caption(f"This prior has no top inside: with a at most 1 its density is highest at λ = 0{beyond}.")
        st.caption(f"**The data.** {horse_kicks.SOURCE.citation} {horse_kicks.SOURCE.note}")


def _light(here: stage.Stage) -> None:
    moments = gaussian.moments(newcomb.readings())
    sigma = gaussian.mle(moments).sigma
    with here.controls:
        mean = st.slider("Prior mean, ns", 12.0, 34.0, 20.0, 0.5, key="light_mean", **controls.IN_ADDRESS)
        sd = st.slider("Prior standard deviation", 0.5, 10.0, 2.0, 0.1, key="light_sd", **controls.IN_ADDRESS)
        prior = Normal(round(float(mean), 1), round(float(sd), 1))
        after, weight = (
            normal_normal.posterior(prior, moments, sigma),
            normal_normal.prior_weight(prior, moments, sigma),
        )
        st.markdown(
            f"σ is taken as known: {significant(sigma)}. Precisions add; the posterior mean is "
            f":blue[{weight:.0%} prior] and :orange[{1 - weight:.0%} readings]."
        )
    ahead = normal_normal.predictive(after, sigma)
    with here.hero:
        draw(
            chart.readings_rows(prior, moments, sigma, tuple(map(float, newcomb.READINGS))),
            chart.spec("readings", here.look),
            key="readings_belief",
            alt="Left: prior, likelihood and posterior of the mean of Newcomb's readings. Right: the predicted next "
            "reading over the readings.",
        )
        low, high = equal_tailed(after, LEVEL)
        figures(
            Figure("Posterior of μ", f"N({decimal(after.mean, 2)}, {significant(after.sd, 3)}²)", "mean, sd²"),
            Figure("Mean of μ", decimal(after.mean, 2), f"MLE {decimal(moments.mean, 2)}"),
            Figure("95 % interval of μ", f"{decimal(low, 2)} to {decimal(high, 2)}", "equal-tailed"),
            Figure(
                "Next reading", f"{decimal(ahead.mean, 1)} ± {significant(ahead.sd, 3)}", "Normal, √(σ² + sd²)",
                "The posterior predictive: mean and standard deviation.",
            ),
            key="figures_readings",
        )  # fmt: skip
    read_the_chart(here, lambda: reading.of_readings(prior, moments, sigma, chart.MEANS))
    if not here.presenting:
        with here.reading:
            how_to_read(READ_READINGS)
            st.caption(
                f"**The data.** {newcomb.SOURCE.citation} {newcomb.SOURCE.note} The two outliers are no Gaussian’s: "
                "they widen σ. And σ comes from the same readings, so this posterior is surer than one that has to "
                "learn σ too."
            )
