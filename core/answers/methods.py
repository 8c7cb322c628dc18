r"""Four of the six inference methods, in NumPy: MLE, MAP, Laplace and Hamiltonian Monte Carlo.

Each method is a generator. It yields the fraction of its work that is done every few milliseconds, so that the caller
can show progress and let other sessions run, and returns an :class:`core.answers.task.Answer`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final, TypeAlias

import numpy as np

from core.answers import net
from core.answers.laplace import covariance
from core.answers.net import Examples
from core.answers.task import FAR, PROBES, Answer, Health, Settings, examples, task
from core.arrays import FloatArray
from core.sampling import diagnostics
from core.sampling.hmc import Draw, sample

Working: TypeAlias = Generator[float, None, Answer]

STEPS: Final = 2000
RATE: Final = 0.01
"""Adam's learning rate; over the last 40 % of the steps it falls to 0."""
PORTION: Final = 10
"""Steps between two yields."""

CHAINS: Final = 4
WARMUP: Final = 500
DRAWS: Final = 1000
"""Draws of each chain."""
KEPT: Final = 50
"""Draws of each chain, evenly spaced, whose predictions are averaged."""
LENGTH: Final = 1.5
"""Mean length of a trajectory, in standard deviations of the prior."""
MOST_LEAPFROGS: Final = 32


def rate(step: int) -> float:
    """Learning rate of a step; steps count from 1."""
    return RATE * min(1.0, (STEPS - step) / (0.4 * STEPS))


def adam(start: FloatArray, data: Examples, precision: float) -> Iterator[tuple[FloatArray, FloatArray]]:
    r"""Minimize the mean of :math:`-\log p(y, w)` for several nets at once, in :data:`STEPS` full-batch steps.

    Yields the weights and the gradient before each step, and once more after the last. Source: Kingma & Ba 2015.
    """
    weights = start.copy()
    first, second = np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        gradient = -net.log_joint(weights, data, precision)[1] / len(data.sign)
        yield weights, gradient
        first += 0.1 * (gradient - first)
        second += 0.001 * (gradient * gradient - second)
        size = rate(step) / (1 - 0.9**step)
        weights = weights - size * first / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    yield weights, -net.log_joint(weights, data, precision)[1] / len(data.sign)


def start(settings: Settings, nets: int) -> FloatArray:
    """Initial weights; the MLE, the MAP and the first member of the ensemble start from the same ones."""
    return net.initialize(np.random.default_rng([settings.seed, 3]), nets)


def _minimize(settings: Settings, precision: float) -> Generator[float, None, tuple[FloatArray, float]]:
    """Run :func:`adam` on one net; return its last weights and the largest entry of the gradient there."""
    descent = adam(start(settings, 1), examples(task(settings).train), precision)
    end = next(descent)
    for count, here in enumerate(descent, 1):
        end = here
        if count % PORTION == 0:
            yield count / STEPS
    return end[0], float(np.abs(end[1]).max())


def mle(settings: Settings) -> Working:
    """Weights after training without a prior.

    Where the net can separate the classes there is no MLE, because ever larger weights fit ever better; these are the
    weights after :data:`STEPS` steps.
    """
    weights, slope = yield from _minimize(settings, 0.0)
    return Answer("MLE", weights, 0.0, STEPS + 1, slope)


def map_estimate(settings: Settings) -> Working:
    """Local maximum of the log-joint, reached from the same initial weights as the MLE."""
    weights, slope = yield from _minimize(settings, settings.precision)
    return Answer("MAP", weights, 0.0, STEPS + 1, slope)


def laplace(settings: Settings) -> Working:
    """Laplace's Gaussian around the MAP, which is computed first."""
    mode = yield from map_estimate(settings)
    x, weights = task(settings).train.x, mode.weights
    slopes = net.jacobian(weights[0], x)
    spread = covariance(slopes, net.logits(weights, x)[0], settings.precision)
    return Answer("Laplace", weights, 0.0, mode.gradients + 1, mode.slope, covariance=spread)


def hmc(settings: Settings) -> Working:
    """Draws from the posterior by four chains that start at draws from the prior."""
    data, rng = examples(task(settings).train), np.random.default_rng([settings.seed, 88])
    chain = sample(
        lambda weights: net.log_joint(weights, data, settings.precision),
        settings.sigma * rng.standard_normal((CHAINS, net.N_WEIGHTS)),
        rng, warmup=WARMUP, draws=DRAWS, step=0.02, length=LENGTH * settings.sigma, most_steps=MOST_LEAPFROGS,
    )  # fmt: skip
    drawn: list[Draw] = []
    leapfrogs = 0
    for count, draw in enumerate(chain):
        leapfrogs += draw.n_steps
        if not draw.warming:
            drawn.append(draw)
        yield count / (WARMUP + DRAWS)
    positions = np.stack([draw.position for draw in drawn], axis=1)  # (chains, draws, weights)
    kept = positions[:, :: DRAWS // KEPT].reshape(-1, net.N_WEIGHTS)
    health = _health(settings, positions, drawn)
    return Answer("HMC", kept, 0.0, CHAINS * leapfrogs, health=health)


def _health(settings: Settings, positions: FloatArray, drawn: list[Draw]) -> Health:
    """Diagnostics of the draws; ``positions`` has the shape (chains, draws, weights)."""
    held_out = task(settings).held_out.x
    middle = sum(FAR) / 2
    probes = np.vstack([held_out[:: max(1, len(held_out) // PROBES)][:PROBES], [[middle, middle]]])
    z = net.logits(positions.reshape(-1, net.N_WEIGHTS), probes)
    seen = [*np.moveaxis(z.reshape(CHAINS, DRAWS, -1), 2, 0), np.stack([draw.log_density for draw in drawn], axis=1)]
    return Health(
        rhat=max(diagnostics.rhat(one) for one in seen),
        ess=min(diagnostics.ess_bulk(one) for one in seen),
        weight_rhat=max(diagnostics.rhat(one) for one in np.moveaxis(positions, 2, 0)),
        acceptance=float(np.mean([draw.acceptance for draw in drawn])),
        divergences=int(np.sum([draw.divergent for draw in drawn])),
        draws=CHAINS * DRAWS,
    )
