"""The cached boundary: results that take milliseconds or more, kept for all sessions. Treat them as read-only."""

from collections.abc import Callable
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
    from core.logistic.race import Race, Stars
    from core.losses.nll import HingeCheck
    from core.regularization.model_choice import Choice
    from core.regularization.strength import Kind
    from core.sampling.walk import Walk
    from core.training.language_model import Run
    from core.training.losses import Comparison


class Products(NamedTuple):
    """``n`` factors multiplied in float64, and the products after 0 ... ``end`` factors for a chart."""

    float64: float
    trail: underflow.Trail


@st.cache_data(max_entries=256, show_spinner=False)
def products(p: float, n: int, end: int) -> Products:
    """Running products of the factor ``p``; up to a quarter of a second for a million factors."""
    return Products(underflow.product(p, n), underflow.trail(p, end))


@st.cache_data(max_entries=256, show_spinner=False)
def coin_products(counts: Counts, theta: float) -> tuple[underflow.CoinProduct, ...]:
    """The product of all flips' probabilities in each of :data:`core.likelihood.underflow.FORMATS`."""
    return tuple(underflow.coin_product(counts, theta, name) for name in underflow.FORMATS)


class Row(NamedTuple):
    """One loss: scipy's minus log-likelihood, and torch's side where it has an answer."""

    scipy_total: float
    torch: "Comparison | None"


@st.cache_data(max_entries=256, show_spinner=False)
def loss_row(name: str, counts: Counts | None, theta: float) -> Row:
    """A loss by scipy and by torch; only binary cross-entropy looks at the counts and at theta.

    The first call imports torch and scipy.stats, which takes seconds: call it only when the learner asks.
    """
    with importing_torch():
        from dataclasses import replace

        from core.losses.nll import default_settings, scipy_nll
        from core.training.losses import compare

    settings = default_settings(name)
    if counts is not None:
        settings = replace(settings, counts=counts, theta=theta)
    if counts is not None and theta in (0.0, 1.0):
        return Row(scipy_nll(name, settings).total, None)
    both = compare(name, settings)
    return Row(both.scipy_total, both)


@st.cache_data(max_entries=8, show_spinner=False)
def hinge(scores: tuple[float, ...]) -> "HingeCheck":
    """Sums over both labels of exp(-hinge), which should be one constant and are not."""
    from core.losses.nll import hinge_check

    return hinge_check(scores)


@st.cache_data(max_entries=64, show_spinner=False)
def shape_split(name: str, n_train: int, noise: float, seed: int) -> points.Split:
    """Training and held-out points of one of :data:`core.data.points.SHAPES`."""
    return points.shape_split(name, n_train, noise, seed)


@st.cache_data(max_entries=64, show_spinner=False)
def penguin_split(seed: int) -> points.Split:
    """Bill and flipper lengths of the three species, two thirds for training."""
    return points.real_split(penguins(), seed)


@st.cache_data(max_entries=48, show_spinner="Training the language model")
def language_run(text: str, length: int, model: str) -> "Run":
    """Train the next-word model ("table" or "embedding") on a text, about a second; the first call imports torch."""
    with importing_torch():
        from core.language import counted
        from core.training import language_model

    train = language_model.train_embedding if model == "embedding" else language_model.train_table
    return train(counted.count(text, length))


class MapRace(NamedTuple):
    """The paths of three optimizers, and the points where they may end."""

    race: "Race"
    stars: "Stars"


@st.cache_data(max_entries=32, show_spinner=False)
def map_race(weight_decay: float, batch: int | None, seed: int) -> MapRace:
    """The race of lesson 6 on its penguins, about a second; the first call imports torch."""
    with importing_torch():
        from core.logistic.race import stars
        from core.logistic.two_weights import problem
        from core.training.race import race

    return MapRace(race(problem(), weight_decay, batch, seed), stars(problem(), weight_decay))


@st.cache_data(max_entries=64, show_spinner=False)
def strength_choice(kind: "Kind", degree: int, n_points: int, seed: int) -> "Choice":
    """Cross-validation, evidence and held-out NLL over the strength of lesson 7: a fifth of a second."""
    from core.regularization.model_choice import choose
    from core.regularization.problem import problem

    return choose(problem(degree, n_points, seed), kind)


@st.cache_resource(max_entries=96, show_spinner=False)
def answer_run(settings: "Settings", method: "Method") -> "AnswerRun":
    """One of lesson 8's six answers, in the making or there: nothing is computed but in its own ``advance``.

    The default settings' answers were stored, for every number of points, and are there at once.
    """
    from core.answers.run import AnswerRun
    from core.answers.stored import shipped

    stored = shipped(settings, method)
    if stored is not None:
        return AnswerRun.of(settings, stored)
    return AnswerRun(settings, method, lambda asked: _answering(method)(asked))


def _answering(method: "Method") -> "Callable[[Settings], Working]":
    """Who answers; the first dropout or ensemble imports torch."""
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
    """Four chains over the slice of lesson 8, up to a second for many leapfrog steps."""
    from core.sampling.walk import walk

    return walk(step, n_steps)
