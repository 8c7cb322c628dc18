r"""Hamiltonian Monte Carlo with a step size that adapts during the warm-up.

The sampler is a generator that yields a record after every step, so the caller can show progress and let other sessions
run in between.

Sources: Neal 2011, MCMC using Hamiltonian dynamics, section 3.2 for the jittered length; Hoffman & Gelman 2014, The
No-U-Turn sampler, section 3.2, for the step size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray, positive
from core.sampling.hamiltonian import Target, at_rest, transition

ACCEPTANCE: Final = 0.8
"""Mean acceptance probability that the warm-up aims at."""
JITTER: Final = 0.5
"""Half-width of the random factor on trajectory lengths, so that the length cannot match a period of the motion."""


class Draw(NamedTuple):
    """One draw of all chains, and how it was made.

    Attributes
    ----------
    position : ndarray, shape (chains, d)
        Position of each chain.
    log_density, energy_error, acceptance : ndarray, shape (chains,)
        As in :class:`core.sampling.hamiltonian.State` and :class:`core.sampling.hamiltonian.Transition`.
    accepted, divergent : ndarray of bool, shape (chains,)
        As in :class:`core.sampling.hamiltonian.Transition`.
    step : float
        Duration of one leapfrog step of this trajectory.
    n_steps : int
        Number of leapfrog steps of this trajectory.
    warming : bool
        Whether this is a draw of the warm-up, which does not belong to the sample.
    """

    position: FloatArray
    log_density: FloatArray
    energy_error: FloatArray
    acceptance: FloatArray
    accepted: NDArray[np.bool_]
    divergent: NDArray[np.bool_]
    step: float
    n_steps: int
    warming: bool


class Adaptation(NamedTuple):
    """State of the dual averaging of the log step size (Hoffman & Gelman 2014, equation 6).

    Attributes
    ----------
    log_step, log_average : float
        Log of the step to try next, and the weighted average of those tried, which is used after the warm-up.
    shortfall : float
        Weighted average of the wanted minus the observed acceptance.
    updates : int
        Number of updates so far.
    center : float
        Value that the log step is shrunk towards: the log of ten times the first step.
    """

    log_step: float
    log_average: float
    shortfall: float
    updates: int
    center: float

    @classmethod
    def begin(cls, step: float) -> Adaptation:
        """State before the first trajectory, which uses this step."""
        log_step = math.log(positive("step", step))
        return cls(log_step, 0.0, 0.0, 0, log_step + math.log(10))

    def update(self, acceptance: float, wanted: float = ACCEPTANCE) -> Adaptation:
        """State after a trajectory with this mean acceptance probability over the chains."""
        count = self.updates + 1
        weight = 1 / (count + 10)  # t0 = 10: the first steps weigh less
        shortfall = (1 - weight) * self.shortfall + weight * (wanted - acceptance)
        log_step = self.center - math.sqrt(count) / 0.05 * shortfall  # gamma = 0.05
        fade = count**-0.75  # kappa = 0.75
        log_average = fade * log_step + (1 - fade) * self.log_average
        return Adaptation(log_step, log_average, shortfall, count, self.center)


def sample(
    target: Target,
    start: FloatArray,
    rng: np.random.Generator,
    *,
    warmup: int,
    draws: int,
    step: float,
    length: float,
    most_steps: int = 1000,
    inverse_mass: FloatArray | float = 1.0,
    wanted: float = ACCEPTANCE,
) -> Iterator[Draw]:
    r"""Draw from a density with several chains, and yield a record after each step.

    During the warm-up the step size adapts to the mean acceptance over the chains; then it is fixed. The number of
    leapfrog steps is :math:`\lceil u\,\ell/\varepsilon\rceil` with :math:`u` uniform on :math:`1 \pm` :data:`JITTER`.

    Parameters
    ----------
    target : callable
        Log density and its gradient, as in :data:`core.sampling.hamiltonian.Target`.
    start : ndarray, shape (chains, d)
        Initial positions, where the log density must be finite.
    rng : numpy.random.Generator
        Source of all randomness.
    warmup, draws : int
        Number of warm-up steps, and of draws after them.
    step : float
        First leapfrog step :math:`\varepsilon`; with ``warmup=0`` it is used throughout.
    length : float
        Mean trajectory length :math:`\ell`: leapfrog step times number of steps.
    most_steps : int
        Largest number of leapfrog steps of a trajectory.
    inverse_mass : ndarray, shape (d,), or float
        Diagonal of the inverse mass matrix.
    wanted : float
        Mean acceptance probability that the warm-up aims at.

    Yields
    ------
    Draw
        ``warmup + draws`` records.

    Raises
    ------
    ValueError
        If ``step``, ``length`` or ``inverse_mass`` is not positive and finite, or a chain starts where the log density
        is not finite.
    """
    state, adaptation = at_rest(start, target), Adaptation.begin(step)
    positive("length", length)
    if not np.all(np.isfinite(inverse_mass) & (np.asarray(inverse_mass) > 0)):
        raise ValueError(f"inverse_mass must be positive and finite, got {inverse_mass!r}")
    if not np.isfinite(state.log_density).all():
        raise ValueError("every chain must start where the density is positive")
    for count in range(warmup + draws):
        warming = count < warmup
        now = math.exp(adaptation.log_step if warming or not warmup else adaptation.log_average)
        n_steps = _steps(length * rng.uniform(1 - JITTER, 1 + JITTER), now, most_steps)
        moved = transition(state, target, rng, now, n_steps, inverse_mass)
        state = moved.state
        if warming:
            adaptation = adaptation.update(float(moved.acceptance.mean()), wanted)
        yield Draw(state.position, state.log_density, *moved[1:], now, n_steps, warming)


def _steps(length: float, step: float, most: int) -> int:
    return max(1, min(most, math.ceil(min(length / step, most))))
