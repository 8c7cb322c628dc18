"""Lesson 3: products of probabilities become sums of logs."""

import math
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.data.coins import TEN_FLIPS
from core.likelihood import coin, underflow
from core.likelihood.coin import Counts
from core.numbers import decimal, from_log, nats, significant
from pages._kit import controls, prose, stage
from pages._kit.drawing import draw, selected_number
from pages._kit.figures import Figure, figures
from pages.log_likelihood import losses as rosetta
from pages.log_likelihood import underflow as underflow_part
from pages.log_likelihood.charts import sum as chart
from pages.log_likelihood.example import script


class Below(NamedTuple):
    """Places under the chart for what depends on flips, theta and the factors."""

    factors: underflow_part.Places
    product: DeltaGenerator
    tosses: DeltaGenerator
    losses: DeltaGenerator | None
    example: DeltaGenerator


def released() -> None:
    """Take theta from the chart when the learner lets go of it."""
    theta = selected_number("curve", "drag", "theta")
    if theta is not None:
        controls.put_theta(theta)


def curve_figures(counts: Counts, theta: float) -> None:
    """The point, its slope, and the curvature at the top."""
    height = float(coin.log_likelihood(theta, counts))
    slope = float(coin.score(theta, counts))
    best, error = coin.mle(counts), coin.standard_error(counts)
    information = 0.0 if best is None else float(coin.fisher_information(best, counts))
    size = f"{information:,.0f}" if 1e5 <= information < math.inf else significant(information)
    uphill = "uphill is right" if slope > 0 else "uphill is left"
    figures(
        Figure(
            "ℓ(θ)", nats(height, 3 if height > -10_000 else 1), f"L(θ) = {from_log(height)}",
            "The sum of log p over all flips, the log of their product L(θ).",
        ),
        Figure(
            "Score", decimal(slope), "flat" if abs(slope) < 1e-9 * max(counts.n, 1) else uphill,
            "Slope of ℓ at θ: nats for each unit of θ. It is 0 at an inner top.",
        ),
        Figure(
            "Fisher information", size, "how sharp the top is" if error else "no inner top",
            "Minus the curvature of ℓ at θ̂, n / (θ̂ (1 − θ̂)).",
        ),
        Figure(
            "Standard error", significant(error, 3) if error else "none",
            "1 / √information" if error else "no parabola",
            "How far θ̂ would typically move with new flips.",
        ),
    )  # fmt: skip


def edge_note(counts: Counts, place: DeltaGenerator) -> None:
    """What to read where there is no inner top."""
    if counts.n == 0:
        place.info("No flips yet: the sum is empty, ℓ(θ) is 0 for every θ, and every θ is equally likely.")
    elif not (counts.heads and counts.tails):
        lower, upper = coin.likelihood_interval(counts, 1.92)
        place.info(
            f"All flips fell on one side, so the top sits at the edge, θ̂ = {coin.mle(counts):g}. The parabola has no "
            "top inside the axis: no standard error. Read an interval off the curve instead: within 1.92 nats of the "
            f"top lie all θ from {significant(lower, 3)} to {significant(upper, 3)}."
        )


@st.fragment
def follow_coin(here: stage.Stage, below: Below | None) -> None:
    """What moves with the flips: their fields, the notes on them, and all that follows theta too."""
    with here.controls:
        counts = controls.coin()
        zoom = controls.near_peak(chart.is_narrow(counts))
    follow_theta(here, counts, chart.frame(counts, zoom=zoom), below)
    with here.hero:
        # A place in every run: a fragment may not write where the page's last whole run left nothing.
        edge_note(counts, st.empty())
    if below:
        with below.tosses:
            underflow_part.real_tosses(counts)


@st.fragment
def follow_theta(here: stage.Stage, counts: Counts, drawn: chart.Frame, below: Below | None) -> None:
    """What moves with theta, and nothing else: slider, chart, figures, and what depends on it below."""
    with here.controls:
        theta = controls.theta()
    with here.hero:
        draw(
            chart.rows(counts, theta, drawn, version=controls.version()),
            chart.spec(here.look, drawn.stairs != drawn.curve),
            key="curve",
            alt="Left: a staircase of the log-probabilities of the flips, down to their sum. Right: the "
            "log-likelihood of θ in nats, with its tangent at the chosen θ and a parabola at the top.",
            read="Left, each flip adds its log p; the last step ends at ℓ(θ). Right, ℓ for every θ. Thin line: slope "
            "(score). Dotted: the parabola at the top; shaded: θ̂ ± 1 SE. Drag the ring.",
            on_select=released,
        )  # fmt: skip
        curve_figures(counts, theta)
    if below:
        underflow_part.own_product(below.product, counts, theta)
        write_example(below)
        if below.losses:
            rosetta.rosetta(below.losses, counts, theta)


def write_example(below: Below) -> None:
    """The script of the page's figures; it moves with the flips, with theta and with the factors."""
    code = script(controls.counts_now(), controls.theta_now(), *underflow_part.factors_now())
    below.example.code(code, language="python")


def words() -> None:
    """The analogy and the insight."""
    many = 10_000
    prose.idea(
        f"Multiply the probabilities of {many:,} fair flips, and the answer is "
        f"{from_log(underflow.sum_of_logs(0.5, many))}. No float holds that; the computer writes 0, for every θ. So do "
        "as sound engineers do with decibels: **count factors as steps**. Since log(a × b) = log a + log b, "
        f"{many:,} factors become {many:,} steps of {abs(underflow.sum_of_logs(0.5, 1)):.3f} nats down, to "
        f"{nats(underflow.sum_of_logs(0.5, many), 1)}. The log keeps every order, so the best θ stays the best.",
        "**Cross-entropy in PyTorch is a negative log-likelihood.** To minimize it is to maximize log-likelihood: "
        "maximum likelihood under another name. Most standard losses are log-likelihoods too, up to a factor and a "
        "constant: squared error is a Gaussian's, absolute error a Laplace's. Not all: the hinge is none. The loss "
        "table below checks each one, digit by digit.",
    )


def practice() -> DeltaGenerator:
    """A question, and the place of the figures in code."""
    few = TEN_FLIPS.counts
    double = Counts(2 * few.heads, 2 * few.tails)
    before, after = coin.standard_error(few) or 0.0, coin.standard_error(double) or 0.0
    prose.predict(
        f"{few.heads} heads, {few.tails} tails become {double.heads} heads, {double.tails} tails. What happens to the "
        "standard error?",
        ["It stays the same", "It shrinks, but to more than half", "It halves"],
        "It shrinks, but to more than half",
        f"Twice the flips add up to twice the curvature, and the standard error is 1 / √information: from "
        f"{significant(before, 3)} to {significant(after, 3)}, a factor of {before / after:.2f}.",
        key="predict_log_likelihood",
    )
    return prose.worked_example("Runs as it stands, with NumPy alone; it ends in the figures of this page.")


def losses() -> DeltaGenerator | None:
    """The place of the loss table; torch is imported when it is first opened, or when the address names a loss."""
    st.subheader("Loss Rosetta: most losses are log-likelihoods", anchor=False)
    box = st.expander(
        "Eight losses by scipy and by torch, on the same data", expanded="loss" in st.query_params, key="rosetta",
        icon=":material/translate:", on_change="rerun",
    )  # fmt: skip
    return box.container() if box.open else None


def closing() -> None:
    """Where this is met, and what the claims are worth."""
    prose.worlds(
        "A spam filter adds up the evidence of each word as a log; a geneticist adds LOD scores over families, the "
        "base-10 log of a likelihood ratio.",
        "A language model's loss is the mean of −log p(next token). Nobody multiplies the probabilities of a book's "
        "tokens: the log-softmax and the sum are all that the hardware ever sees.",
    )
    prose.fine_print(
        [
            prose.Claim(
                "exact", "log is increasing: L(θ) and ℓ(θ) have the same maxima. Heights differ, places do not."
            ),
            prose.Claim(
                "exact",
                "Fisher information here is taken at θ̂, where a coin's observed and expected information agree: "
                "n / (θ̂ (1 − θ̂)). Elsewhere on the curve they differ.",
            ),
            prose.Claim(
                "approximate",
                "The parabola, and so the standard error, is good within a few standard errors of an inner top, with "
                "enough flips. At an edge it fails, and a standard error of 0 would be a lie.",
            ),
            prose.Claim(
                "approximate",
                "A sum of logs rounds too, by about one part in 10¹⁶ for each addition; it does not vanish.",
            ),
            prose.Claim(
                "exact",
                "Each loss in the table is −log p once its factor and its constant are put back. With the scale fixed "
                "they move no minimum; with a learned scale, as in gaussian-nll, log σ has to stay in.",
            ),
            prose.Claim(
                "heuristic",
                "The coins above the staircase stand in an order of our own. Only the counts enter ℓ(θ), if the flips "
                "are independent and share one θ.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2 and 22",
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2.4, 1.2.5 and 2.1",
            "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, sections 4.2 and 5.1",
            "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
            "Goldberg 1991, What every computer scientist should know about floating-point arithmetic",
            "Sollich 2002, Bayesian methods for support vector machines",
        ],
    )


def under_the_chart(here: stage.Stage) -> Below:
    """Everything below the curve, in reading order; what depends on flips and theta has its place left free."""
    factors = underflow_part.places()
    product, tosses = st.container(), st.container()
    words()
    open_losses = losses()
    example = practice()
    closing()
    stage.way_on(here)
    return Below(factors, product, tosses, open_losses, example.empty())


here = stage.open_lesson("log-likelihood")
below = None if here.presenting else under_the_chart(here)
follow_coin(here, below)
if below:
    underflow_part.scene(below.factors, lambda: write_example(below))
