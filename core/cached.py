"""Results that take milliseconds or more, cached by Streamlit for all sessions. Treat them as read-only."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from core.data import points
from core.data.penguins import penguins
from core.likelihood import underflow
from core.likelihood.counts import Counts
from core.memory import importing_torch

if TYPE_CHECKING:
    from core.answers.methods import Working
    from core.answers.run import AnswerRun
    from core.answers.task import Method, Settings
    from core.belief.beta import Beta
    from core.belief.coverage import Coverages
    from core.logistic.race import Race, Stars
    from core.losses.nll import HingeCheck
    from core.regularization.model_choice import Choice
    from core.regularization.strength import Kind
    from core.sampling.walk import Walk
    from core.training.language_model import Run
    from core.training.losses import Comparison


class Products(NamedTuple):
    """The product of ``n`` equal factors in float64, and a :class:`~core.likelihood.underflow.Trail` for a chart."""

    float64: float
    trail: underflow.Trail


@st.cache_data(max_entries=256, show_spinner=False)
def products(p: float, n: int, end: int) -> Products:
    """The product of ``n`` factors ``p``, and the products after 0 ... ``end`` factors.

    A million factors take up to a quarter of a second.
    """
    return Products(underflow.product(p, n), underflow.trail(p, end))


@st.cache_data(max_entries=256, show_spinner=False)
def coin_products(counts: Counts, theta: float) -> tuple[underflow.CoinProduct, ...]:
    """Product of the probabilities of all flips, one in each of :data:`core.likelihood.underflow.FORMATS`."""
    return tuple(underflow.coin_product(counts, theta, name) for name in underflow.FORMATS)


class LossRow(NamedTuple):
    """One loss by scipy and by torch.

    ``scipy_total`` is minus the log-likelihood, in nats. ``torch`` is None for a coin with ``theta`` 0 or 1, whose
    logit is infinite.
    """

    scipy_total: float
    torch: "Comparison | None"


@st.cache_data(max_entries=256, show_spinner=False)
def loss_row(name: str, counts: Counts | None, theta: float) -> LossRow:
    """Compute a loss by scipy and by torch.

    Only binary cross-entropy uses ``counts`` and ``theta``; pass ``counts`` as None for the other losses. The first
    call imports torch and scipy.stats, which takes seconds: call it only when the learner asks.
    """
    with importing_torch():
        from dataclasses import replace

        from core.losses.nll import default_settings, scipy_nll
        from core.training.losses import compare

    settings = default_settings(name)
    if counts is not None:
        settings = replace(settings, counts=counts, theta=theta)
    if counts is not None and theta in (0.0, 1.0):
        return LossRow(scipy_nll(name, settings).total, None)
    both = compare(name, settings)
    return LossRow(both.scipy_total, both)


@st.cache_data(max_entries=64, show_spinner=False)
def coin_coverages(n: int, level: float, prior: "Beta") -> "Coverages":
    """Four kinds of intervals for ``n`` flips, and how often each holds theta; up to ten milliseconds."""
    from core.belief.coverage import coverages

    return coverages(n, level, prior)


@st.cache_data(max_entries=8, show_spinner=False)
def hinge(scores: tuple[float, ...]) -> "HingeCheck":
    """Sums of exp(-hinge loss) over both labels: a likelihood would need the same sum for every score."""
    from core.losses.nll import hinge_check

    return hinge_check(scores)


@st.cache_data(max_entries=64, show_spinner=False)
def shape_split(name: str, n_train: int, noise: float, seed: int) -> points.Split:
    """Training and held-out points of one of :data:`core.data.points.SHAPES`."""
    return points.shape_split(name, n_train, noise, seed)


@st.cache_data(max_entries=64, show_spinner=False)
def penguin_split(seed: int) -> points.Split:
    """Bill and flipper lengths of all three penguin species, two thirds of the birds for training."""
    return points.real_split(penguins(), seed)


@st.cache_data(max_entries=48, show_spinner="Training the language model")
def language_run(text: str, length: int, model: str) -> "Run":
    """Train the next-word model ("table" or "embedding") on ``text``, with contexts of at most ``length`` words.

    Takes about a second; the first call imports torch.

    Raises
    ------
    DataProblem
        If the text cannot be read (:func:`core.language.words.sentences`).
    ValueError
        If ``length`` is out of range, or the text is too large for the embedding.
    """
    with importing_torch():
        from core.language import counted
        from core.training import language_model

    train = language_model.train_embedding if model == "embedding" else language_model.train_table
    return train(counted.count(text, length))


class MapRace(NamedTuple):
    """The paths of the three optimizers, and the exact optima to which they may converge."""

    race: "Race"
    stars: "Stars"


@st.cache_data(max_entries=32, show_spinner=False)
def map_race(weight_decay: float, batch: int | None, seed: int) -> MapRace:
    """Run the optimizer race of lesson 6 on its penguins; ``batch`` is None for the full batch.

    Takes about a second; the first call imports torch.
    """
    with importing_torch():
        from core.logistic.race import stars
        from core.logistic.two_weights import problem
        from core.training.race import race

    return MapRace(race(problem(), weight_decay, batch, seed), stars(problem(), weight_decay))


@st.cache_data(max_entries=64, show_spinner=False)
def strength_choice(kind: "Kind", degree: int, n_points: int, seed: int) -> "Choice":
    """Cross-validation, evidence and held-out NLL over the penalties of lesson 7; takes a fifth of a second."""
    from core.regularization.model_choice import choose
    from core.regularization.problem import problem

    return choose(problem(degree, n_points, seed), kind)


def answer_run(settings: "Settings", method: "Method") -> "AnswerRun":
    """One of the six answers of lesson 8, shared by all sessions; without a prior, by all weight decays too.

    An answer for the default settings is stored, for every number of points, and is complete at once. Any other is
    computed step by step, each time that a page calls its ``advance``.
    """
    from core.answers.task import DEFAULT, WITHOUT_PRIOR

    return _answer_run(replace(settings, wd=DEFAULT.wd) if method in WITHOUT_PRIOR else settings, method)


@st.cache_resource(max_entries=96, show_spinner=False)
def _answer_run(settings: "Settings", method: "Method") -> "AnswerRun":
    from core.answers.run import AnswerRun
    from core.answers.stored import stored_answer

    stored = stored_answer(settings, method)
    if stored is not None:
        return AnswerRun.of(settings, stored)
    return AnswerRun(settings, method, lambda asked: _function_of(method)(asked))


def _function_of(method: "Method") -> "Callable[[Settings], Working]":
    """The function that computes this method's answer; the first call for dropout or an ensemble imports torch."""
    from core.answers import methods

    without_torch: dict[str, Callable[[Settings], Working]] = {
        "MLE": methods.mle,
        "MAP": methods.map_estimate,
        "Laplace": methods.laplace,
        "HMC": methods.hmc,
    }
    if method in without_torch:
        return without_torch[method]
    with importing_torch():
        from core.training.answers.store import METHOD
    return METHOD[method]


@st.cache_data(max_entries=32, show_spinner=False)
def hmc_walk(step: float, n_steps: int) -> "Walk":
    """Four HMC chains on lesson 8's posterior of two weights; up to a second for many leapfrog steps."""
    from core.sampling.walk import walk

    return walk(step, n_steps)
