r"""Hamiltonian motion on a log density: leapfrog steps, and the Metropolis test that makes them exact.

A position :math:`q` gets a random momentum :math:`p \sim N(0, M)` and rolls on the surface :math:`-\log\pi(q)` with
the energy, in nats,

.. math:: H(q, p) = -\log\pi(q) + \tfrac12 p^\top M^{-1} p .

Exact motion keeps it; the leapfrog's error is of the order of its step squared, and the Metropolis test takes the
error out: the chain's stationary distribution is :math:`\pi`, whatever the step. All chains move at once, as the
rows of one array.

Source: Neal 2011, MCMC using Hamiltonian dynamics, sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray

Target = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""From positions, shape (chains, d), to the log density, shape (chains,), nats up to a constant, and its gradient,
shape (chains, d)."""

DIVERGENT: Final = 1000.0
"""Nats of energy error from which a trajectory counts as divergent."""


class State(NamedTuple):
    """Where the chains are, and how they move.

    Attributes
    ----------
    position, momentum : ndarray, shape (chains, d)
        One row for each chain.
    log_density : ndarray, shape (chains,)
        Of the position, nats up to a constant; ``-inf`` where it is impossible or not a number.
    gradient : ndarray, shape (chains, d)
        Of the log density.
    """

    position: FloatArray
    momentum: FloatArray
    log_density: FloatArray
    gradient: FloatArray


class Transition(NamedTuple):
    r"""One step of the chains: a trajectory each, and whether its end was taken.

    Attributes
    ----------
    state : State
        Where the chains are now.
    energy_error : ndarray, shape (chains,)
        Energy at the trajectory's end minus that at its start, nats; ``inf`` where the end is impossible.
    acceptance : ndarray, shape (chains,)
        :math:`\min(1, e^{-\text{energy error}})`.
    accepted, divergent : ndarray of bool, shape (chains,)
        Whether the end was taken, and whether the error was beyond :data:`DIVERGENT`.
    """

    state: State
    energy_error: FloatArray
    acceptance: FloatArray
    accepted: NDArray[np.bool_]
    divergent: NDArray[np.bool_]


def at_rest(position: FloatArray, target: Target) -> State:
    """The state at a position, shape (chains, d), without momentum."""
    place = np.array(position, dtype=np.float64)
    return State(place, np.zeros_like(place), *_evaluated(target, place))


def _evaluated(target: Target, position: FloatArray) -> tuple[FloatArray, FloatArray]:
    # A trajectory that runs off may overflow; that is a divergence, to be counted and not warned of.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        log_density, gradient = target(position)
    return np.where(np.isnan(log_density), -np.inf, log_density), gradient


def kicked(state: State, rng: np.random.Generator, inverse_mass: FloatArray | float = 1.0) -> State:
    r"""The same positions with fresh momenta from :math:`N(0, M)`.

    ``inverse_mass``, a number or shape (d,), is the diagonal of :math:`M^{-1}`: the scale of the target's variances.
    """
    momentum = rng.standard_normal(state.position.shape) / np.sqrt(inverse_mass)
    return state._replace(momentum=momentum)


def path(
    state: State, target: Target, step: float, n_steps: int, inverse_mass: FloatArray | float = 1.0
) -> Iterator[State]:
    r"""The states after each of ``n_steps`` leapfrog steps.

    .. math:: p \mathrel{+}= \tfrac\varepsilon2\nabla\log\pi(q), \quad q \mathrel{+}= \varepsilon M^{-1}p, \quad
              p \mathrel{+}= \tfrac\varepsilon2\nabla\log\pi(q)

    The arguments are those of :func:`leapfrog`.
    """
    for _ in range(n_steps):
        with np.errstate(over="ignore", invalid="ignore"):
            halfway = state.momentum + 0.5 * step * state.gradient
            position = state.position + step * inverse_mass * halfway
            log_density, gradient = _evaluated(target, position)
            state = State(position, halfway + 0.5 * step * gradient, log_density, gradient)
        yield state


def leapfrog(state: State, target: Target, step: float, n_steps: int, inverse_mass: FloatArray | float = 1.0) -> State:
    """The state after ``n_steps`` leapfrog steps: reversible, and volume is kept.

    Parameters
    ----------
    state : State
        Where to begin.
    target : callable
        Log density and gradient.
    step : float
        Time of one leapfrog step; a negative one goes back.
    n_steps : int
        How many; 0 returns ``state``.
    inverse_mass : ndarray, shape (d,), or float
        The diagonal of the inverse mass.
    """
    for moved in path(state, target, step, n_steps, inverse_mass):
        state = moved
    return state


def energy(state: State, inverse_mass: FloatArray | float = 1.0) -> FloatArray:
    r""":math:`-\log\pi(q) + \tfrac12 p^\top M^{-1} p`, shape (chains,), in nats."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(0.5 * np.sum(inverse_mass * state.momentum**2, axis=-1) - state.log_density)


def metropolis(
    before: State, after: State, rng: np.random.Generator, inverse_mass: FloatArray | float = 1.0
) -> Transition:
    """Take each chain's trajectory end with probability min(1, exp(energy before - energy after)), in log space.

    An end that is impossible or not a number is never taken.
    """
    with np.errstate(invalid="ignore"):
        error = energy(after, inverse_mass) - energy(before, inverse_mass)
    error = np.where(np.isnan(error), np.inf, error)
    # 1 - u lies in (0, 1], so its log is finite.
    accepted = np.log1p(-rng.random(error.shape)) < -error
    taken = State(*(_chosen(accepted, new, old) for new, old in zip(after, before, strict=True)))
    return Transition(taken, error, np.exp(-np.maximum(error, 0.0)), accepted, error > DIVERGENT)


def _chosen(which: NDArray[np.bool_], new: FloatArray, old: FloatArray) -> FloatArray:
    return np.where(which if new.ndim == 1 else which[:, None], new, old)


def transition(
    state: State,
    target: Target,
    rng: np.random.Generator,
    step: float,
    n_steps: int,
    inverse_mass: FloatArray | float = 1.0,
) -> Transition:
    """Fresh momenta, ``n_steps`` leapfrog steps, and the Metropolis test. The arguments are those of the parts."""
    before = kicked(state, rng, inverse_mass)
    return metropolis(before, leapfrog(before, target, step, n_steps, inverse_mass), rng, inverse_mass)
