"""The scene "logit" of lesson 6: one posterior over theta and over its logit; its peak moves, its masses do not."""

import streamlit as st

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts
from core.numbers import decimal, significant
from pages._kit import controls, drawing, stage
from pages._kit import prior as prior_fields
from pages._kit.belief import decimals, map_text, probability_text
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.map_estimation import reading, words
from pages.map_estimation.charts import logit as chart


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields, both densities and their figures."""
    with here.controls:
        # Sorted: a link or a forged message may bring the ends in the other order.
        low, high = sorted(
            st.slider("An interval of θ", 0.0, 1.0, (0.5, 0.6), 0.01, key="interval", **controls.IN_ADDRESS)
        )
        counts, prior = controls.coin(), prior_fields.fields()
        st.button(
            "Try a single flip", icon=":material/casino:", key="try_single", on_click=_single_flip,
            help="One head and a prior that hardly speaks: the two peaks are far apart.",
        )  # fmt: skip
    after = posterior(prior, counts)
    with here.hero:
        draw(
            chart.rows(after, low, high, decimals(after)),
            chart.spec(here.look),
            key="reparam",
            alt="Left: the posterior as a density of θ. Right: the same posterior as a density of logit θ. Filled "
            "diamonds mark each density’s own peak inside (0, 1), hollow ones the other’s; the same interval is "
            "shaded in both.",
        )
        _figures(after, low, high)
    read_the_chart(here, lambda: reading.of_logit(after, low, high, _mass))
    if not here.presenting:
        with here.reading:
            _reading()
        with here.example:
            words.coin_example(counts, prior, "map_estimate is the peak over θ, posterior_mean the peak over logit θ.")


def _single_flip() -> None:
    """Set flips and a prior with which the peaks are far apart."""
    controls.set_counts(Counts(1, 0))
    prior_fields.set_prior(Beta(1.5, 1.5))


def _figures(after: Beta, low: float, high: float) -> None:
    """Draw where each density peaks, and the probability of the interval by each."""
    found, digits = map_coin.masses(after, low, high), decimals(after)
    figures(
        Figure(
            "Peak, over θ", map_text(after, digits), "(a − 1) / (a + b − 2)" if _inner(after) else "no inner top",
            "The mode of the posterior Beta(a, b), as a density of θ.",
        ),
        Figure(
            "Peak, over logit θ", probability_text(map_coin.logit_mode(after), digits), "a / (a + b), as a θ",
            "For a Beta this happens to be the posterior mean. It is a fact about Beta and logit, not a rule.",
        ),
        Figure("Mass, over θ", _mass(found.on_theta), f"θ from {low:g} to {high:g}", "The incomplete beta function."),
        Figure(
            "Mass, over logit θ", _mass(found.on_logit), "the same interval",
            "By adding up the density over the logit: a computation of its own.",
        ),
        key="figures_reparam",
    )  # fmt: skip


def _reading() -> None:
    drawing.how_to_read(
        "Filled diamond: the peak of this density, if it lies inside (0, 1). Hollow: where the other one peaks. Both "
        "shaded areas are one probability."
    )
    st.markdown(
        "**The top may move when θ becomes logit θ; masses do not.** The posterior can be drawn over θ, or over its "
        "logit, the number that a network would put out. It is one belief. But a density is probability *per unit*, "
        "and the logit stretches the axis near 0 and 1, so **the highest point is another θ**, unless the posterior "
        "is symmetric. The probability of an interval does not care."
    )


def _inner(after: Beta) -> bool:
    return after.mode.place == "inside"


def _mass(value: float) -> str:
    """A probability in four decimals, or in powers of ten; below 1e-12 only rounding is left."""
    if value < 1e-12:
        return "below 10⁻¹²"
    return decimal(value, 4) if value >= 1e-3 else significant(value, 3)
