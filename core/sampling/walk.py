r"""The walk of lesson 8's scene: four chains over a slice of a posterior, every leapfrog step of the first one kept.

Here the learner sets step and number of leapfrog steps, and both stay: no warm-up, and no jitter, so that a bad
setting shows what it does.
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
from core.sampling.diagnostics import FEWEST, ess_bulk, rhat
from core.sampling.hamiltonian import Transition, at_rest, energy, kicked, metropolis, path

STEPS: Final = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
"""Leapfrog steps to choose from."""
COUNTS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30)
"""Numbers of leapfrog steps to choose from."""
DRAWS: Final = 200
"""Trajectories of each chain."""
SLOWLY: Final = 2
"""How many trajectories are shown point by point."""
STOPS: Final = (*range(21), 25, 30, 35, 40, 50, 60, 70, 85, 100, 120, 140, 160, 180, DRAWS)
"""Numbers of draws at which the picture stops."""
SEED: Final = 28
"""Its first trajectories are easy to see; its figures are those of other seeds."""


class Moment(NamedTuple):
    """What the picture shows.

    Attributes
    ----------
    draw : int
        The trajectory, from 1; 0 before the first.
    point : int
        How many of its leapfrog steps are taken.
    """

    draw: int
    point: int


@dataclass(frozen=True, eq=False)
class Walk:
    """All that happens at one setting.

    Attributes
    ----------
    step : float
        The leapfrog step.
    n_steps : int
        Leapfrog steps of each trajectory.
    position : ndarray, shape (chains, DRAWS + 1, 2)
        The draws; the first is the start, which is none.
    acceptance : ndarray, shape (chains, DRAWS)
        Acceptance probabilities.
    accepted, divergent : ndarray of bool, shape (chains, DRAWS)
        What became of each trajectory.
    path, momentum : ndarray, shape (DRAWS, n_steps + 1, 2)
        The first chain's trajectories, point by point.
    error : ndarray, shape (DRAWS, n_steps + 1)
        Their energy above that at their start, nats.
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
        """How many trajectories have ended."""
        return moment.draw if moment.point == self.n_steps else max(0, moment.draw - 1)


class Summary(NamedTuple):
    """How the sampler has done so far.

    Attributes
    ----------
    acceptance : float
        Mean acceptance probability.
    divergent : int
        Trajectories that diverged.
    rhat, ess : float or None
        The larger R-hat and the smaller bulk effective sample size of both weights; None for too few draws.
    """

    acceptance: float
    divergent: int
    rhat: float | None
    ess: float | None


class _Trajectories(NamedTuple):
    """One trajectory of each chain: what became of it, and the first chain's points."""

    moved: Transition
    path: FloatArray
    momentum: FloatArray
    error: FloatArray


def _trajectories(step: float, n_steps: int, seed: int) -> Iterator[_Trajectories]:
    rng = np.random.default_rng(seed)
    state = at_rest(chain_starts(), log_density)
    for _ in range(DRAWS):
        begin = kicked(state, rng)
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
    """Four chains of :data:`DRAWS` trajectories from :func:`core.logistic.posterior.chain_starts`; up to a second.

    Parameters
    ----------
    step : float
        Time of a leapfrog step, with unit mass.
    n_steps : int
        How many make a trajectory, at least 1.
    seed : int
        Of all the randomness.

    Raises
    ------
    ValueError
        If ``step`` is not positive or there is no leapfrog step.
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
    """Where the picture stops: each point of the first trajectories, then their ends, ever further apart."""
    found = [Moment(0, n_steps)]
    for stop in STOPS[1:]:
        found += [Moment(stop, point) for point in range(0 if stop <= SLOWLY else n_steps, n_steps + 1)]
    return tuple(found)


def summary(walk: Walk, draws: int) -> Summary:
    """Over the first ``draws`` trajectories of all chains, at least 1."""
    seen = walk.position[:, 1 : draws + 1]
    acceptance, divergent = walk.acceptance[:, :draws].mean(), int(walk.divergent[:, :draws].sum())
    if draws < FEWEST:
        return Summary(float(acceptance), divergent, None, None)
    weights = [seen[:, :, place] for place in (0, 1)]
    return Summary(float(acceptance), divergent, max(map(rhat, weights)), min(map(ess_bulk, weights)))


class Regime(NamedTuple):
    r"""What a setting does on a Gaussian with the posterior's curvature.

    Attributes
    ----------
    kind : {"unstable", "timid", "resonant", "mixes"}
        In this order of precedence.
    limit : float
        The largest stable leapfrog step, twice the narrowest standard deviation.
    turn : float
        How far a trajectory goes round in the widest direction, in turns.
    memory : float
        The largest share of its distance from the top, in size, that a trajectory leaves to a direction:
        :math:`|T_n(1 - \varepsilon^2/(2s^2))|`, with a Chebyshev polynomial. Above 1 the error grows.
    """

    kind: Literal["unstable", "timid", "resonant", "mixes"]
    limit: float
    turn: float
    memory: float


def regime(step: float, n_steps: int) -> Regime:
    r"""What to expect of a setting (Neal 2011, sections 4.2 and 3.2).

    On a Gaussian of standard deviation :math:`s` each leapfrog step turns by :math:`\arccos(1 - \varepsilon^2/(2s^2))`.
    Less than a tenth of a turn makes a random walk; a direction that keeps 9/10 of its distance, on the same side or
    across, hardly mixes.
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
