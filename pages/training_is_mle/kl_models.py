"""The three models of the scene "kl": a coin, the next word, and a Gaussian for Newcomb's readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import streamlit as st
from scipy.special import expit

from core import cached
from core.data import newcomb
from core.language import counted as language
from core.language.counted import Corpus
from core.likelihood import ascent
from core.likelihood.counts import Counts
from core.losses import kl, nearest
from core.losses.kl import Pieces
from core.losses.nearest import STOPS
from core.numbers import decimal, significant
from pages._kit import controls
from pages._kit.charts.base import Tables
from pages._kit.controls import IN_ADDRESS
from pages._kit.figures import Figure
from pages._kit.prose import escaped
from pages._kit.reading import every
from pages._kit.saving.on_page import InNotebook
from pages._kit.session import keep_in_range
from pages.training_is_mle import example, notebook, texts
from pages.training_is_mle.charts import kl as chart
from pages.training_is_mle.charts.next_word import short
from pages.training_is_mle.reading import p_text
from pages.training_is_mle.texts import Text

MU: Final = (0.0, 50.0)
SIGMA: Final = (5.0, 30.0)
START_MU: Final = 0.0
START_SIGMA: Final = 10.0


class Column(NamedTuple):
    """What a reading says of the model at each of ``STOPS``, under a heading."""

    heading: str
    cells: list[str]


class Model(NamedTuple):
    """A model and its data at the steps trained: what is drawn, and what is said."""

    pieces: Pieces
    """At each of ``STOPS``."""
    observed: bool
    """Whether there are data."""
    per: str
    """What one observation is."""
    entropy: str
    """Which entropy the floor is."""
    figure: Figure
    """The figure beside the three that every model has."""
    left: chart.Left
    rows: Callable[[], Tables]
    says: str
    how_to_read: str
    column: Column
    sentence: str
    """What the reading of the chart says of its left panel."""
    code: Callable[[], str]
    note: str
    """What the worked example computes."""
    notebook: InNotebook
    source: str = ""
    """Where the data come from, if the course did not make them."""


def flips(at: int) -> Model:
    """Draw the coin's fields, and return a coin after ``STOPS[at]`` steps from the learner's theta."""
    start = controls.theta()
    counts = controls.coin()
    run = nearest.coin_run(counts, start)
    logit, top = float(run.logit[at]), ascent.mle_logit(counts)
    now, best = theta_text(logit), "" if top is None else theta_text(top)
    return Model(
        pieces=run.pieces,
        observed=counts.n > 0,
        per="flip",
        entropy="of these flips" if counts.n else "no flips",
        figure=Figure(
            "θ now",
            now,
            f"nearest: {best}" if best else "no flips",
            "The probability of heads after the steps trained. Training starts at the slider’s θ.",
        ),
        left="rows",
        rows=lambda: chart.coin_rows(counts, logit, run.pieces, at),
        says=_of_flips(counts, start, best),
        how_to_read=" Training starts at the θ that you set.",
        column=Column("θ", [theta_text(float(each)) for each in run.logit]),
        sentence=f"Left, the model gives heads the probability {now}; their share is "
        f"{best or 'unknown without flips'}.",
        code=lambda: example.coin_kl_code(counts, start, STOPS[at]),
        note="The coin and its pieces with NumPy and SciPy; it ends in the figures of this page.",
        notebook=notebook.COIN_KL,
    )


def theta_text(logit: float) -> str:
    """Theta as :func:`core.likelihood.ascent.theta_text` writes it, also where it is exactly 0 or 1."""
    return f"{expit(logit):g}" if np.isinf(logit) else ascent.theta_text(logit)


def _of_flips(counts: Counts, start: float, best: str) -> str:
    """What training does with these flips and this start; ``best`` is the nearest theta."""
    if not counts.n:
        return "No flips yet: there are no shares to be near to, so there is nothing to measure and nothing to train."
    if (start == 0 and counts.heads) or (start == 1 and counts.tails):
        side = "heads" if start == 0 else "tails"
        return (
            f"At θ = {start:g} the model says that {side} never come, and they came. One such flip costs −log 0, which "
            "is infinite: so are the mean and the KL. And no step helps: the logit of this θ is infinite, and a step "
            "has a finite length. **Never give 0 to what can happen.**"
        )
    if not (counts.heads and counts.tails):
        return (
            "All flips fell on one side: their entropy is 0, and all of the cross-entropy is KL. "
            + (
                "This θ says exactly that, so nothing is left to shrink."
                if start in (0, 1)
                else f"The nearest θ is {best}, where the logit is infinite: training comes ever nearer and never "
                "arrives."
            )
        )  # fmt: skip
    return (
        f"The gray piece belongs to the flips: no θ changes it. The orange one is 0 at θ̂ = {best}, the share "
        "of heads, and only there. A coin’s model can have any shares, so here training shrinks the KL towards nothing."
    )


def next_word(text: Text, corpus: Corpus, at: int) -> Model:
    """Draw the field for the context, and return the table of next words after ``STOPS[at]`` steps."""
    context = texts.choose_context(corpus, text.own)
    run = cached.language_run(text.text, text.length, "table")
    log_q = run.log_p[[language.STOPS.index(steps) for steps in STOPS]]
    pieces = kl.pieces(corpus.count / corpus.n, language.count_log_p(corpus), log_q)
    follows = language.following(corpus, context)
    p, n = np.exp(log_q[:, follows.pairs]), follows.counts.sum()
    share, log_share = kl.log_shares(follows.counts)
    here = float(kl.pieces(share, log_share, log_q[at, follows.pairs]).kl)
    word, words = short(follows.words[0]), len(corpus.words)
    says = (
        f"Untrained, each of the {words:,} words has probability 1/{words:,}, and most of the cross-entropy is KL. "
        "Press **Play**: training makes the orange piece smaller. "
        if at == 0 and float(pieces.kl[0]) > pieces.entropy
        else ""
    )
    return Model(
        pieces=pieces,
        observed=True,
        per="word",
        entropy="conditional, of this text",
        figure=Figure(
            f"P({word} | context)",
            p_text(float(p[at, 0])),
            f"counted: {p_text(float(follows.counts[0] / n))}",
            "The model’s probability of the most frequent word after this context.",
        ),
        left="rows",
        rows=lambda: chart.word_rows(follows, p[at], words - len(follows.words), pieces, at),
        says=f"{says}The floor is the entropy of the next word given its context, over all {corpus.n:,} words of this "
        "text, ends of sentences included. A table has a row for each context and can say any shares, so the table "
        "nearest to the text **is** the counts, and training shrinks the KL towards nothing. True or not, the text is "
        "all that it comes near to.",
        how_to_read=f" Left, one context of {len(corpus.contexts):,}; the pieces are means over all.",
        column=Column(f"P({word} | context)", [p_text(float(each)) for each in p[:, 0]]),
        sentence=f"Left, after “{escaped(context)}” the model gives *{escaped(word)}* the probability "
        f"{p_text(float(p[at, 0]))}; its share is {p_text(float(share[0]))}. For this context alone the KL "
        f"is {significant(here, 3)} nats a word.",
        code=lambda: example.word_kl_code(context, follows.words, follows.counts.tolist(), words, STOPS[at]),
        note="The same for this one context, with NumPy and SciPy; the figures are means over all contexts.",
        notebook=notebook.of_word_kl(follows.words),
    )


def light(at: int) -> Model:
    """Draw the fields for the Gaussian's start, and return it after ``STOPS[at]`` steps on Newcomb's readings."""
    keep_in_range("kl_mu", *MU, START_MU)
    keep_in_range("kl_sigma", *SIGMA, START_SIGMA)
    start_mu = st.slider("μ before training, ns", *MU, START_MU, 0.5, format="%.1f", key="kl_mu", **IN_ADDRESS)
    start_sigma = st.slider(
        "σ before training, ns", *SIGMA, START_SIGMA, 0.5, format="%.1f", key="kl_sigma", **IN_ADDRESS
    )
    run, fit = nearest.gaussian_run(round(float(start_mu), 1), round(float(start_sigma), 1)), nearest.nearest_gaussian()
    mu, sigma = float(run.mu[at]), float(run.sigma[at])
    beliefs, n = nearest.beliefs(), len(newcomb.READINGS)
    counts = [f"{n * times:,}" for times in nearest.TIMES]
    sds = [significant(each.sd, 3) for each in beliefs]
    left = float(nearest.gaussian_pieces(*fit).kl)
    return Model(
        pieces=run.pieces,
        observed=True,
        per="reading",
        entropy=f"of these {n} readings",
        figure=Figure(
            "μ, σ now",
            f"{decimal(mu, 2)}, {decimal(sigma, 2)}",
            f"nearest: {decimal(fit.mu, 2)}, {decimal(fit.sigma, 2)}",
            "Mean and standard deviation of the Gaussian after the steps trained, in nanoseconds.",
        ),
        left="readings",
        rows=lambda: chart.reading_rows(mu, sigma, run.pieces, at),
        says="**A wrong model.** No Gaussian has the shares of these readings: most crowd together, and two lie far "
        f"out. Training ends at the nearest Gaussian, not at the truth: at μ = {decimal(fit.mu, 2)} and σ = "
        f"{decimal(fit.sigma, 2)} ns it leaves a KL of {decimal(left)} nats. (Chance alone would leave some: {n} "
        f"readings drawn from this very Gaussian have {decimal(nearest.kl_by_chance())} on average.)\n\n"
        "**The posterior narrows there all the same.** Had the same readings come 1, 10 and 100 times, so "
        f"{every(counts)} in all, the sd of μ would be {every(sds)} ns, and the KL the same. A narrow posterior is "
        "sure of the nearest Gaussian; it does not know that a Gaussian is wrong. The last bar leaves out even the "
        f"median of the readings, {np.median(newcomb.READINGS):g} ns.",
        how_to_read=f" Green: the posterior of μ, ± {chart.SDS} sd, had the same readings come 1, 10 and 100 times.",
        column=Column(
            "μ, σ", [f"{decimal(float(m), 2)}, {decimal(float(s), 2)}" for m, s in zip(run.mu, run.sigma, strict=True)]
        ),
        sentence=f"Left, the Gaussian has its middle at {decimal(mu, 2)} ns and the standard deviation "
        f"{decimal(sigma, 2)} ns. The posterior of μ lies at {decimal(beliefs[0].mean, 2)} ns, with the standard "
        f"deviations {every(sds)} ns after {every(counts)} readings.",
        code=lambda: example.gaussian_kl_code(float(start_mu), float(start_sigma), STOPS[at]),
        note="The Gaussian of whole nanoseconds and its pieces, with NumPy and SciPy; it ends in the figures of this "
        "page.",
        notebook=notebook.LIGHT_KL,
        source=f"{newcomb.SOURCE.citation} {newcomb.SOURCE.note}",
    )
