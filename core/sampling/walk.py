r"""Hamiltonian Monte Carlo on a two-dimensional slice of a posterior, with every leapfrog step of one chain recorded.

The learner chooses the leapfrog step and the number of steps. There is neither warm-up nor jitter, so the effect of a
bad setting shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray
from core.logistic.posterior import chain_starts, covariance, log_density
from core.sampling.diagnostics import FEWEST, LARGEST_RHAT, LEAST_ESS, ess_bulk, rhat
from core.sampling.hamiltonian import Transition, at_rest, energy, metropolis, path, with_new_momentum

STEPS: Final = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
"""Leapfrog steps to choose from."""
COUNTS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30)
"""Numbers of leapfrog steps to choose from."""
DRAWS: Final = 200
"""Trajectories of each chain."""
DETAILED: Final = 2
"""Number of trajectories that are shown point by point."""
STOPS: Final = (*range(21), 25, 30, 35, 40, 50, 60, 70, 85, 100, 120, 140, 160, 180, DRAWS)
"""Numbers of draws that the chart can show."""
SEED: Final = 28
"""Chosen because its first trajectories are easy to see; other seeds lead to the same conclusions."""


class Moment(NamedTuple):
    """A moment of the animation.

    Attributes
    ----------
    draw : int
        Number of the trajectory, from 1; 0 before the first.
    point : int
        Number of its leapfrog steps taken so far.
    """

    draw: int
    point: int


@dataclass(frozen=True, eq=False)
class Walk:
    """All chains and trajectories at one setting.

    Attributes
    ----------
    step : float
        Duration of one leapfrog step.
    n_steps : int
        Leapfrog steps of each trajectory.
    position : ndarray, shape (chains, DRAWS + 1, 2)
        Starting point of each chain, then its draws.
    acceptance : ndarray, shape (chains, DRAWS)
        Acceptance probability of each trajectory.
    accepted, divergent : ndarray of bool, shape (chains, DRAWS)
        Whether each trajectory was accepted, and whether it diverged.
    path, momentum : ndarray, shape (DRAWS, n_steps + 1, 2)
        Positions and momenta along the first chain's trajectories.
    error : ndarray, shape (DRAWS, n_steps + 1)
        Energy along them minus the energy at their start, in nats.
    """

    step: float
    n_steps: int
    position: FloatArray
    acceptance: FloatArray
    accepted: NDArray[np.bool_]
    divergent: NDArray[np.bool_]
    path: FloatArray
    momentum: FloatArray
    error: FloatArray

    def draws(self, moment: Moment) -> int:
        """Number of trajectories that have ended at a moment."""
        return moment.draw if moment.point == self.n_steps else max(0, moment.draw - 1)


class Summary(NamedTuple):
    """Diagnostics of the first draws of a walk.

    Attributes
    ----------
    acceptance : float
        Mean acceptance probability.
    divergent : int
        Number of divergent trajectories.
    rhat, ess : float or None
        The larger R-hat and the smaller bulk effective sample size of the two weights; None for too few draws.
    """

    acceptance: float
    divergent: int
    rhat: float | None
    ess: float | None

    @property
    def mixed(self) -> bool:
        """Whether R-hat and effective sample size are those that Vehtari et al. 2021 ask for."""
        if self.rhat is None or self.ess is None:
            return False
        return self.rhat <= LARGEST_RHAT and self.ess >= LEAST_ESS


class _Trajectories(NamedTuple):
    """One trajectory of each chain: its outcome, and the points along the first chain's."""

    moved: Transition
    path: FloatArray
    momentum: FloatArray
    error: FloatArray


def _trajectories(step: float, n_steps: int, seed: int) -> Iterator[_Trajectories]:
    """Yield :data:`DRAWS` trajectories of all chains, one after the other."""
    rng = np.random.default_rng(seed)
    state = at_rest(chain_starts(), log_density)
    for _ in range(DRAWS):
        begin = with_new_momentum(state, rng)
        points = [begin, *path(begin, log_density, step, n_steps)]
        moved = metropolis(begin, points[-1], rng)
        state = moved.state
        heights = np.array([energy(point)[0] for point in points])
        yield _Trajectories(
            moved,
            np.array([point.position[0] for point in points]),
            np.array([point.momentum[0] for point in points]),
            heights - heights[0],
        )


def walk(step: float, n_steps: int, seed: int = SEED) -> Walk:
    """Run four chains of :data:`DRAWS` trajectories from :func:`core.logistic.posterior.chain_starts`.

    Parameters
    ----------
    step : float
        Duration of a leapfrog step, with unit mass.
    n_steps : int
        Leapfrog steps of each trajectory, at least 1.
    seed : int
        Seed of all random numbers.

    Raises
    ------
    ValueError
        If ``step`` is not positive or ``n_steps`` is below 1.
    """
    if not step > 0 or n_steps < 1:
        raise ValueError(f"a positive step, at least once, is needed, got {step!r} and {n_steps!r}")
    every = list(_trajectories(step, n_steps, seed))
    places = [chain_starts(), *(one.moved.state.position for one in every)]
    return Walk(
        step,
        n_steps,
        np.stack(places, axis=1),
        np.stack([one.moved.acceptance for one in every], axis=1),
        np.stack([one.moved.accepted for one in every], axis=1),
        np.stack([one.moved.divergent for one in every], axis=1),
        np.stack([one.path for one in every]),
        np.stack([one.momentum for one in every]),
        np.stack([one.error for one in every]),
    )


@lru_cache(maxsize=32)
def moments(n_steps: int) -> tuple[Moment, ...]:
    """Moments of the animation: each point of the first trajectories, then the ends of ever fewer of them."""
    found = [Moment(0, n_steps)]
    for stop in STOPS[1:]:
        found += [Moment(stop, point) for point in range(0 if stop <= DETAILED else n_steps, n_steps + 1)]
    return tuple(found)


def summary(walk: Walk, draws: int) -> Summary:
    """Diagnostics over the first ``draws`` trajectories of all chains; ``draws`` is at least 1."""
    seen = walk.position[:, 1 : draws + 1]
    acceptance, divergent = walk.acceptance[:, :draws].mean(), int(walk.divergent[:, :draws].sum())
    if draws < FEWEST:
        return Summary(float(acceptance), divergent, None, None)
    weights = [seen[:, :, place] for place in (0, 1)]
    return Summary(float(acceptance), divergent, max(map(rhat, weights)), min(map(ess_bulk, weights)))


class Regime(NamedTuple):
    r"""Behavior of a setting on a Gaussian with the posterior's curvature.

    Attributes
    ----------
    kind : {"unstable", "timid", "resonant", "mixes"}
        The first of these that applies.
    limit : float
        Largest stable leapfrog step, twice the smallest standard deviation.
    turn : float
        Part of a full turn that a trajectory makes in the widest direction.
    memory : float
        Fraction of the distance from the mode that is left after a trajectory from rest,
        :math:`|T_n(1 - \varepsilon^2/(2s^2))|` with the Chebyshev polynomial :math:`T_n`; the largest over all
        directions. Above 1 the trajectory is unstable.
    """

    kind: Literal["unstable", "timid", "resonant", "mixes"]
    limit: float
    turn: float
    memory: float


def regime(step: float, n_steps: int) -> Regime:
    r"""Expected behavior of a setting (Neal 2011, sections 4.2 and 3.2).

    On a Gaussian of standard deviation :math:`s` each leapfrog step turns by :math:`\arccos(1 - \varepsilon^2/(2s^2))`.
    With less than a tenth of a turn the chain is a random walk. A direction in which 9/10 of the distance from the mode
    remains, on the same side or on the opposite one, may mix slowly. Whether a run has mixed is judged by its own
    draws, :attr:`Summary.mixed`, and not by this.
    """
    spread = np.sqrt(np.linalg.eigvalsh(covariance()))
    cosine = 1 - step**2 / (2 * spread**2)
    memory = np.cos(n_steps * np.arccos(np.clip(cosine, -1, 1)))
    growth = np.cosh(np.minimum(n_steps * np.arccosh(np.maximum(np.abs(cosine), 1)), 700.0))
    kept = float(np.max(np.where(np.abs(cosine) > 1, growth, np.abs(memory))))
    limit, turn = 2 * float(spread[0]), n_steps * float(np.arccos(max(-1.0, cosine[1]))) / (2 * np.pi)
    if step > limit:
        return Regime("unstable", limit, turn, kept)
    if turn < 0.1:
        return Regime("timid", limit, turn, kept)
    return Regime("resonant" if kept > 0.9 else "mixes", limit, turn, kept)
