"""The scene "coin" of lesson 6: log-likelihood, log-prior and log-posterior of theta, and the three estimates."""

import streamlit as st

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import decimal, nats
from pages._kit import controls, drawing, stage
from pages._kit import prior as prior_fields
from pages._kit.belief import decimals, edge_note, map_text, probability_text
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.map_estimation import reading, words
from pages.map_estimation.charts import coin as chart


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields of the flips and of the prior, and all that depends on them."""
    with here.controls:
        counts, prior = controls.coin(), prior_fields.fields()
        zoom = controls.near_peak(chart.is_narrow(counts, prior))
    with here.hero:
        words.legend(
            ":orange[**log-likelihood**] + :blue[**log-prior** (dashed)] = :green[**log-posterior**, up to a constant]",
            here.look,
        )
        _chart(counts, prior, here.look, zoom=zoom)
        _figures(counts, prior)
    read_the_chart(here, lambda: reading.of_coin(counts, prior, chart.frame(counts, prior, zoom=zoom).theta))
    if not here.presenting:
        with here.reading:
            drawing.how_to_read(
                "At every θ inside (0, 1) the green height is the orange plus the blue one; point anywhere to read "
                "them. Dotted: the MAP’s distance from 0. Orange is 0 at its top, and blue too if it has a finite "
                "one: then the dotted line is what the two give up to meet."
            )
            edge_note(prior, counts)
        with here.example:
            words.coin_example(counts, prior, "It ends in the estimates of this page.")


def _chart(counts: Counts, prior: Beta, look: Look, *, zoom: bool) -> None:
    """Draw the three curves with their peaks."""
    draw(
        chart.rows(counts, prior, chart.frame(counts, prior, zoom=zoom), decimals(posterior(prior, counts))),
        chart.spec(look),
        key="sum",
        alt="Log-likelihood, log-prior and their sum over θ. A triangle marks the maximum likelihood estimate, a "
        "diamond the top of the sum, the MAP, and a ring the posterior mean; a top that is not single has no mark.",
    )


def _figures(counts: Counts, prior: Beta) -> None:
    """Draw the three estimates, and how far data and prior stand below their tops at the MAP."""
    after, best, cost = posterior(prior, counts), coin.mle(counts), map_coin.price(counts, prior)
    digits = decimals(after)
    figures(
        Figure(
            "MLE θ̂", "every θ" if best is None else probability_text(best, digits),
            f"{counts.heads:,} / {counts.n:,}" if counts.n else "no flips yet", "The top of the log-likelihood.",
        ),
        Figure(
            "MAP θ̂", map_text(after, digits),
            f"the top of {after}" if after.mode.place == "inside" else f"the mode is {after.mode.place}",
            "The top of the sum: (heads + a − 1) / (n + a + b − 2), if the top is inside.",
        ),
        Figure(
            "Posterior mean", probability_text(after.mean, digits), "where it balances",
            "(heads + a) / (n + a + b). The best guess under squared error; the MAP is the densest point.",
        ),
        Figure(
            "Given up at the MAP", "none" if cost is None else nats(cost.data + cost.belief),
            f"data {decimal(cost.data)}, prior {decimal(cost.belief)}" if cost
            else "no single MAP" if len(after.mode.at) != 1 else "the prior has no finite top",
            "How far the data and the prior stand below their own tops at the MAP.",
        ),
    )  # fmt: skip
