"""Lesson 6's coin: three curves, three estimates, and what becomes of them when theta is written as a logit."""

import streamlit as st

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import decimal, nats, significant
from pages._kit.belief import map_text, places, share
from pages._kit.charts.base import PROJECTOR, Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages.map_estimation.charts import coin as chart
from pages.map_estimation.charts import logit


def names(look: Look) -> None:
    """The equation of the three curves, in their colors."""
    text = ":orange[**log-likelihood**] + :blue[**log-prior** (dashed)] = :green[**log-posterior**, up to a constant]"
    if look is PROJECTOR:
        st.subheader(text, anchor=False)  # a paragraph is too small for a room
    else:
        st.markdown(text)


def coin_chart(counts: Counts, prior: Beta, look: Look, *, zoom: bool) -> None:
    """The three curves with their peaks."""
    draw(
        chart.rows(counts, prior, chart.frame(counts, prior, zoom=zoom), places(posterior(prior, counts))),
        chart.spec(look),
        key="sum",
        alt="Log-likelihood, log-prior and their sum over θ. A triangle marks the maximum likelihood estimate, a "
        "diamond the top of the sum, the MAP, and a ring the posterior mean.",
    )


def how_to_read_the_coin() -> None:
    """One line under the figures, which stays while the prior moves."""
    how_to_read(
        "At every θ the green height is the orange plus the blue one; point anywhere to read them. Dotted: what each "
        "side gives up, below its own top, so that the two can meet."
    )


def coin_figures(counts: Counts, prior: Beta) -> None:
    """The lesson's three numbers, and the price of meeting."""
    after, best, cost = posterior(prior, counts), coin.mle(counts), map_coin.price(counts, prior)
    digits = places(after)
    figures(
        Figure(
            "MLE θ̂", "every θ" if best is None else share(best, digits),
            f"{counts.heads:,} / {counts.n:,}" if counts.n else "no flips yet", "The top of the log-likelihood.",
        ),
        Figure(
            "MAP θ̂", map_text(after, digits),
            f"the top of {after}" if after.mode.place == "inside" else f"the mode is {after.mode.place}",
            "The top of the sum: (heads + a − 1) / (n + a + b − 2), if the top is inside.",
        ),
        Figure(
            "Posterior mean", share(after.mean, digits), "where it balances, not its top",
            "(heads + a) / (n + a + b). The best guess under squared error; the MAP is the densest point.",
        ),
        Figure(
            "Given up at the MAP", "none" if cost is None else nats(cost.data + cost.belief),
            "one has no finite top" if cost is None else f"data {decimal(cost.data)}, prior {decimal(cost.belief)}",
            "How far the data and the prior stand below their own tops at the MAP.",
        ),
    )  # fmt: skip


def introduce_logit() -> None:
    """Why a peak depends on the unit."""
    st.subheader("The top moves when θ becomes logit θ; masses do not", anchor=False)
    st.markdown(
        "The posterior can be drawn over θ, or over its logit, the number that a network would put out. It is one "
        "belief. But a density is probability *per unit*, and the logit's unit is stretched near 0 and 1, so **the "
        "highest point is another θ**. The probability of an interval does not care."
    )


def reparametrized(after: Beta, look: Look) -> None:
    """The same posterior over theta and over its logit, with an interval whose mass is the same on both."""
    # Sorted: a forged message may bring the ends in the other order.
    low, high = sorted(
        st.slider("An interval of θ", 0.0, 1.0, (0.5, 0.6), 0.01, key="interval", persist_state="session")
    )
    draw(
        logit.rows(after, low, high),
        logit.spec(look),
        key="reparam",
        alt="Left: the posterior as a density of θ. Right: the same posterior as a density of logit θ. Filled diamonds "
        "mark each density’s own peak, hollow ones the other’s; the same interval is shaded in both.",
    )
    found, digits = map_coin.masses(after, low, high), places(after)
    figures(
        Figure("Peak, over θ", map_text(after, digits), "(a − 1) / (a + b − 2)" if _inner(after) else "no inner top"),
        Figure(
            "Peak, over logit θ", share(map_coin.logit_mode(after), digits), "a / (a + b), as a θ",
            "For a Beta this happens to be the posterior mean. It is a fact about Beta and logit, not a rule.",
        ),
        Figure("Mass, over θ", _mass(found.on_theta), f"θ from {low:g} to {high:g}", "The incomplete beta function."),
        Figure(
            "Mass, over logit θ", _mass(found.on_logit), "the same interval",
            "By adding up the density over the logit: a computation of its own.",
        ),
        key="figures_reparam",
    )  # fmt: skip


def how_to_read_the_logit() -> None:
    """One line under the figures."""
    how_to_read(
        "Filled diamond: the peak of this density. Hollow: where the other one peaks. Both shaded areas are one "
        "probability."
    )


def _inner(after: Beta) -> bool:
    return after.mode.place == "inside"


def _mass(value: float) -> str:
    """A probability in four decimals, or in powers of ten; what rounding leaves below that is nothing."""
    if value < 1e-12:
        return "0"
    return decimal(value, 4) if value >= 1e-3 else significant(value, 3)
