r"""Hamiltonian Monte Carlo: draws from a density by trajectories over it, with a step size that adapts in the warm-up.

A generator: it tells of every step as it is taken, so whoever listens may draw it, count it, or let others work.

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
"""The mean acceptance probability that the warm-up aims at."""
JITTER: Final = 0.5
"""Trajectory lengths are spread this far to each side, so that none fits a period of the motion."""


class Draw(NamedTuple):
    """What the sampler tells after each step.

    Attributes
    ----------
    position : ndarray, shape (chains, d)
        The draw.
    log_density, energy_error, acceptance : ndarray, shape (chains,)
        As in :class:`core.sampling.hamiltonian.State` and :class:`core.sampling.hamiltonian.Transition`.
    accepted, divergent : ndarray of bool, shape (chains,)
        As in :class:`core.sampling.hamiltonian.Transition`.
    step : float
        The leapfrog step of this trajectory.
    n_steps : int
        How many there were.
    warming : bool
        Whether the step size still adapts: such draws are no sample.
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
    """Dual averaging of the log step towards an acceptance (Hoffman & Gelman 2014, equation 6).

    Attributes
    ----------
    log_step, log_average : float
        The step to try next, and the average over what was tried: the step to keep.
    shortfall : float
        Average of wanted minus seen acceptance.
    updates : int
        How many there were.
    center : float
        The log step that the trials shrink to, ten times the first one.
    """

    log_step: float
    log_average: float
    shortfall: float
    updates: int
    center: float

    @classmethod
    def begin(cls, step: float) -> Adaptation:
        """Before the first trajectory, with the step that it takes."""
        log_step = math.log(positive("step", step))
        return cls(log_step, 0.0, 0.0, 0, log_step + math.log(10))

    def update(self, acceptance: float, wanted: float = ACCEPTANCE) -> Adaptation:
        """After a trajectory with this acceptance probability, the mean over chains."""
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
    r"""Draw from a density, one step of all chains after the other.

    In the warm-up the step size adapts, by the mean acceptance over the chains; then it stays. Each trajectory takes
    :math:`\lceil u\,\ell/\varepsilon\rceil` leapfrog steps with :math:`u` uniform on :math:`1 \pm` :data:`JITTER`.

    Parameters
    ----------
    target : callable
        Log density and gradient.
    start : ndarray, shape (chains, d)
        Where the chains begin, with a finite log density.
    rng : numpy.random.Generator
        All the randomness.
    warmup, draws : int
        Steps of each kind.
    step : float
        The first step; with ``warmup=0`` it is the only one.
    length : float
        :math:`\ell`, the mean trajectory length: step times number of steps.
    most_steps : int
        No trajectory takes more leapfrog steps than these.
    inverse_mass : ndarray, shape (d,), or float
        The diagonal of the inverse mass.
    wanted : float
        The acceptance that the warm-up aims at.

    Yields
    ------
    Draw
        ``warmup + draws`` of them.

    Raises
    ------
    ValueError
        If ``step``, ``length`` or the mass is not positive and finite, or a chain starts where the density is zero.
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
