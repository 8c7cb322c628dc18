r"""The classification task of the big-picture lesson: data, settings, answers, and their scores.

Six methods infer the weights of one small classifier. An answer is a set of nets whose probabilities are averaged: one
net for a point estimate, ten for an ensemble, a few hundred draws for a posterior. Laplace's answer is a Gaussian
around one net.

**The prior does not change with the number of examples.** The page's ``wd`` is the weight decay that corresponds to the
prior's :math:`\sigma` at :data:`REFERENCE_N` examples, :math:`\sigma = 1/\sqrt{40\,wd}`; with N examples the same prior
is a weight decay of :math:`40\,wd/N`. A fixed weight decay would be a prior that becomes stricter with more data, and
the MAP would never approach the MLE. The prior applies to all weights and biases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.answers import calibration, net
from core.answers.laplace import expected_sigmoid, logit_variance
from core.answers.net import Examples
from core.arrays import FloatArray
from core.belief import penalty
from core.data.penguins import penguins
from core.data.points import Points, Split, make_shape, split

Method: TypeAlias = Literal["MLE", "MAP", "Laplace", "MC dropout", "Deep ensemble", "HMC"]
METHODS: Final[tuple[Method, ...]] = ("MLE", "MAP", "Laplace", "MC dropout", "Deep ensemble", "HMC")

DATA: Final = ("moons", "circles", "spirals", "blobs", "penguins")
NOISE: Final = {"moons": 0.3, "circles": 0.15, "spirals": 0.15, "blobs": 0.4}
SPECIES: Final = ("Adelie", "Chinstrap")
N_POINTS: Final = (20, 40, 80, 160, 320)
DECAYS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
MAX_SEED: Final = 9999
REFERENCE_N: Final = 40
"""Number of examples at which the weight decay is ``wd``."""
HELD_OUT: Final = 1000
"""Smallest number of held-out examples of a data set that is drawn."""

EDGE: Final = 4.5
"""Edge of the maps, in standard deviations of the training points from their mean."""
CELLS: Final = 45
"""Number of cells of a map along each axis."""
NODES: Final = (np.arange(CELLS) + 0.5) * 2 * EDGE / CELLS - EDGE
"""Centers of the cells along an axis."""
FAR: Final = (2.7, 4.3)
"""Range of the far region along both axes."""
PROBES: Final = 40
"""Number of held-out points at which a sampler's log-odds are checked for convergence."""
FAR_NODE: Final = int(np.searchsorted(NODES, sum(FAR) / 2))
"""Index in :data:`NODES` of the center of the far region."""
DISTANCES: Final = np.geomspace(0.5, 1000, 60)
"""Distances of the points on a ray from the mean, in standard deviations of the training points."""
ANGLES: Final = tuple(range(0, 360, 15))
"""Directions of the rays, in degrees from the first axis."""


def ladder(data: str) -> tuple[int, ...]:
    """Numbers of training points to choose from; there are too few penguins for the largest."""
    return N_POINTS[:-1] if data == "penguins" else N_POINTS


@dataclass(frozen=True)
class Settings:
    """Data set, number of training points, weight decay and seed: all that an answer depends on.

    Raises
    ------
    ValueError
        If one of them is not among those on offer.
    """

    data: str = "moons"
    n_points: int = 40
    wd: float = 0.01
    seed: int = 0

    def __post_init__(self) -> None:
        if self.data not in DATA or self.n_points not in ladder(self.data) or self.wd not in DECAYS:
            raise ValueError(f"no such data, number of points or weight decay: {self}")
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"seed must lie in 0 to {MAX_SEED}, got {self.seed}")

    @property
    def sigma(self) -> float:
        """Standard deviation of the prior; it does not depend on ``n_points``."""
        return penalty.sigma_from_weight_decay(self.wd, REFERENCE_N)

    @property
    def precision(self) -> float:
        r"""Precision of the prior, :math:`1/\sigma^2`."""
        return self.wd * REFERENCE_N

    @property
    def weight_decay(self) -> float:
        """Weight decay that corresponds to this prior in an optimizer of the mean NLL over ``n_points`` examples."""
        return self.precision / self.n_points


DEFAULT: Final = Settings()
WITHOUT_PRIOR: Final[tuple[Method, ...]] = ("MLE", "Deep ensemble")
"""The methods that use no prior: their answers do not depend on the weight decay."""


@lru_cache(maxsize=32)
def task(settings: Settings) -> Split:
    """Training and held-out points of two classes, standardized by the training points.

    For one seed, a larger training set contains every smaller one.
    """
    if settings.data == "penguins":
        points = penguins(species=SPECIES)
    else:
        points = _two_classes(settings.data, N_POINTS[-1] + HELD_OUT, settings.seed)
    return split(points, settings.n_points, settings.seed)


def _two_classes(name: str, rows: int, seed: int) -> Points:
    """Points of a named shape; of three classes, those of the first two."""
    points = make_shape(name, rows * 3 // 2 if name == "blobs" else rows, NOISE[name], seed)
    two = points.take(np.flatnonzero(points.y < 2)[:rows])
    return Points(two.x, two.y, two.features, two.classes[:2], two.note)


def examples(points: Points) -> Examples:
    """Convert points to the net's format."""
    return Examples(points.x, net.signs(points.y))


class Health(NamedTuple):
    """Diagnostics of a sampler.

    Attributes
    ----------
    rhat, ess : float
        Largest R-hat and smallest bulk effective sample size over the log-joint and the log-odds at :data:`PROBES`
        held-out points and in the far region.
    weight_rhat : float
        Largest R-hat over single weights. Hidden units can swap places, so the chains' weights can disagree although
        their predictions agree.
    acceptance : float
        Mean acceptance probability after the warm-up.
    divergences, draws : int
        Numbers of divergent trajectories and of draws, over all chains, after the warm-up.
    """

    rhat: float
    ess: float
    weight_rhat: float
    acceptance: float
    divergences: int
    draws: int


@dataclass(frozen=True, eq=False)
class Answer:
    """One method's inference about the weights, and its cost.

    Attributes
    ----------
    method : str
        One of :data:`METHODS`.
    weights : ndarray, shape (nets, N_WEIGHTS)
        The nets whose probabilities are averaged. Read-only.
    seconds : float
        Processor time of the computation.
    gradients : int
        Number of gradients of one net over all training points that were computed.
    slope : float
        Largest entry of the gradient of the mean objective where an optimizer stopped; NaN for other methods.
    covariance : ndarray, shape (N_WEIGHTS, N_WEIGHTS), optional
        Covariance of Laplace's Gaussian. Read-only.
    health : Health, optional
        Diagnostics of a sampler.
    """

    method: Method
    weights: FloatArray
    seconds: float
    gradients: int
    slope: float = float("nan")
    covariance: FloatArray | None = None
    health: Health | None = None

    def __post_init__(self) -> None:
        for array in (self.weights, self.covariance):
            if array is not None:
                array.flags.writeable = False


def log_probability(answer: Answer, x: FloatArray) -> FloatArray:
    """Log of the predictive probability of both classes at each ``x``, shape (n, 2), in nats.

    The probabilities of the nets are averaged in log space. For Laplace they are those of the linearized net, and at
    least 1e-300.
    """
    if answer.covariance is not None:
        mean = net.logits(answer.weights, x)[0]
        variance = logit_variance(net.jacobian(answer.weights[0], x), answer.covariance)
        both = [expected_sigmoid(side * mean, variance) for side in (-1.0, 1.0)]
        return np.log(np.maximum(np.column_stack(both), 1e-300))
    z = net.logits(answer.weights, x)
    return np.column_stack([calibration.log_mean(-np.logaddexp(0, side * z)) for side in (1.0, -1.0)])


def probability(answer: Answer, x: FloatArray) -> FloatArray:
    """Predictive probability of class 1 at each ``x``, shape (n,)."""
    return np.asarray(np.exp(log_probability(answer, x)[:, 1]))


class Scores(NamedTuple):
    """Held-out mean NLL (nats), Brier score, calibration error, and mean entropy in the far region (nats)."""

    nll: float
    brier: float
    calibration_error: float
    far_entropy: float


def far_points() -> FloatArray:
    """Centers of the map cells in the far region, shape (n, 2)."""
    inside = np.array([node for node in NODES if FAR[0] < node < FAR[1]])
    return np.column_stack([axis.ravel() for axis in np.meshgrid(inside, inside)])


def scores(answer: Answer, held_out: Points) -> Scores:
    """Score an answer on held-out points and by its entropy in the far region."""
    log_p = log_probability(answer, held_out.x)
    p = np.exp(log_p)
    return Scores(
        calibration.mean_nll(log_p, held_out.y),
        calibration.brier(p, held_out.y),
        calibration.calibration_error(p, held_out.y),
        float(calibration.entropy(np.exp(log_probability(answer, far_points()))).mean()),
    )


def probability_map(answer: Answer) -> FloatArray:
    """Probability of class 1 at the center of every cell, shape (CELLS, CELLS); rows go up, columns to the right."""
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(NODES, NODES)])
    return probability(answer, grid).reshape(CELLS, CELLS)


def confidence_along(answer: Answer, angles: ArrayLike) -> FloatArray:
    """Probability of the more probable class at :data:`DISTANCES` from the mean in each direction.

    The angles are in degrees from the first axis; the shape is (len(angles), len(DISTANCES)).
    """
    radians = np.radians(np.atleast_1d(np.asarray(angles, dtype=np.float64)))
    ways = np.column_stack([np.cos(radians), np.sin(radians)])
    x = (ways[:, None] * DISTANCES[:, None]).reshape(-1, 2)
    return np.asarray(np.exp(log_probability(answer, x).max(axis=1))).reshape(len(radians), -1)
