r"""Hamiltonian dynamics on a log density: leapfrog steps, and the Metropolis test that corrects their error.

A position :math:`q` is given a random momentum :math:`p \sim N(0, M)` and moves with the energy, in nats,

.. math:: H(q, p) = -\log\pi(q) + \tfrac12 p^\top M^{-1} p .

Exact dynamics conserve the energy. The leapfrog's energy error is of the order of its step squared. The Metropolis test
corrects for it, so that the chain's stationary distribution is :math:`\pi` for every step. All chains move at once, as
the rows of one array.

Source: Neal 2011, MCMC using Hamiltonian dynamics, sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray

Target = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""A function of positions, shape (chains, d), that returns the log density, shape (chains,), in nats up to a constant,
and its gradient, shape (chains, d)."""

DIVERGENT: Final = 1000.0
"""Energy error, in nats, above which a trajectory counts as divergent."""


class State(NamedTuple):
    """Positions and momenta of the chains.

    Attributes
    ----------
    position, momentum : ndarray, shape (chains, d)
        One row for each chain.
    log_density : ndarray, shape (chains,)
        Log density at the position, in nats up to a constant; ``-inf`` where the density is 0 or not a number.
    gradient : ndarray, shape (chains, d)
        Gradient of the log density.
    """

    position: FloatArray
    momentum: FloatArray
    log_density: FloatArray
    gradient: FloatArray


class Transition(NamedTuple):
    r"""One step of all chains: a trajectory of each, accepted or rejected.

    Attributes
    ----------
    state : State
        State of the chains after the step.
    energy_error : ndarray, shape (chains,)
        Energy at the trajectory's end minus that at its start, in nats; ``inf`` where the end has density 0.
    acceptance : ndarray, shape (chains,)
        Acceptance probability, :math:`\min(1, e^{-\text{energy error}})`.
    accepted, divergent : ndarray of bool, shape (chains,)
        Whether the trajectory was accepted, and whether its energy error exceeds :data:`DIVERGENT`.
    """

    state: State
    energy_error: FloatArray
    acceptance: FloatArray
    accepted: NDArray[np.bool_]
    divergent: NDArray[np.bool_]


def at_rest(position: FloatArray, target: Target) -> State:
    """State at a position, shape (chains, d), with zero momentum."""
    place = np.array(position, dtype=np.float64)
    return State(place, np.zeros_like(place), *_evaluated(target, place))


def _evaluated(target: Target, position: FloatArray) -> tuple[FloatArray, FloatArray]:
    # An unstable trajectory may overflow. It is counted as divergent, so NumPy's warning is suppressed.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        log_density, gradient = target(position)
    return np.where(np.isnan(log_density), -np.inf, log_density), gradient


def with_new_momentum(state: State, rng: np.random.Generator, inverse_mass: FloatArray | float = 1.0) -> State:
    r"""The same positions with new momenta drawn from :math:`N(0, M)`.

    ``inverse_mass``, a number or shape (d,), is the diagonal of :math:`M^{-1}`, ideally the variances of the target.
    """
    momentum = rng.standard_normal(state.position.shape) / np.sqrt(inverse_mass)
    return state._replace(momentum=momentum)


def path(
    state: State, target: Target, step: float, n_steps: int, inverse_mass: FloatArray | float = 1.0
) -> Iterator[State]:
    r"""Yield the state after each of ``n_steps`` leapfrog steps.

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
    """State after ``n_steps`` leapfrog steps; the map is reversible and preserves volume.

    Parameters
    ----------
    state : State
        Initial state.
    target : callable
        Log density and its gradient, as in :data:`Target`.
    step : float
        Duration of one leapfrog step; a negative one goes back in time.
    n_steps : int
        Number of steps; 0 returns ``state``.
    inverse_mass : ndarray, shape (d,), or float
        Diagonal of the inverse mass matrix.
    """
    for moved in path(state, target, step, n_steps, inverse_mass):
        state = moved
    return state


def energy(state: State, inverse_mass: FloatArray | float = 1.0) -> FloatArray:
    r"""Energy :math:`-\log\pi(q) + \tfrac12 p^\top M^{-1} p`, shape (chains,), in nats."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(0.5 * np.sum(inverse_mass * state.momentum**2, axis=-1) - state.log_density)


def metropolis(
    before: State, after: State, rng: np.random.Generator, inverse_mass: FloatArray | float = 1.0
) -> Transition:
    """Accept each chain's trajectory with probability min(1, exp(energy before - energy after)).

    A trajectory whose end has density 0, or whose energy is not a number, is never accepted.
    """
    with np.errstate(invalid="ignore"):
        error = energy(after, inverse_mass) - energy(before, inverse_mass)
    error = np.where(np.isnan(error), np.inf, error)
    # 1 - u lies in (0, 1], so its log is finite.
    accepted = np.log1p(-rng.random(error.shape)) < -error
    taken = State(*(_where_rows(accepted, new, old) for new, old in zip(after, before, strict=True)))
    return Transition(taken, error, np.exp(-np.maximum(error, 0.0)), accepted, error > DIVERGENT)


def _where_rows(mask: NDArray[np.bool_], new: FloatArray, old: FloatArray) -> FloatArray:
    return np.where(mask if new.ndim == 1 else mask[:, None], new, old)


def transition(
    state: State,
    target: Target,
    rng: np.random.Generator,
    step: float,
    n_steps: int,
    inverse_mass: FloatArray | float = 1.0,
) -> Transition:
    """Draw new momenta, take ``n_steps`` leapfrog steps, and apply the Metropolis test.

    The arguments are those of :func:`leapfrog` and :func:`metropolis`.
    """
    before = with_new_momentum(state, rng, inverse_mass)
    return metropolis(before, leapfrog(before, target, step, n_steps, inverse_mass), rng, inverse_mass)
