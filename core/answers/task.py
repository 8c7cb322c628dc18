r"""Lesson 8: one small classifier on one data set, six answers to "what are the weights", and how each is judged.

An answer is a set of nets whose probabilities are averaged: one net for a point estimate, ten for an ensemble, a few
hundred draws for a posterior. Laplace's is a Gaussian around its one net.

**The prior stays while the data grow.** The page's ``wd`` is the weight decay that means the prior's :math:`\sigma`
*at* :data:`REFERENCE_N` *examples*, :math:`\sigma = 1/\sqrt{40\,wd}`; with N examples the same prior is a weight decay
of :math:`40\,wd/N`. A fixed weight decay would be a prior that grows stricter with the data, and MAP would never reach
the MLE. The prior is on all weights and biases.
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
"""Examples at which ``wd`` is the weight decay."""
HELD_OUT: Final = 1000
"""Held-out examples, at least, of a data set that is drawn."""

EDGE: Final = 4.5
"""The maps reach this far, in standard deviations of the training points from their mean."""
CELLS: Final = 45
"""Cells of a map, across and up."""
NODES: Final = (np.arange(CELLS) + 0.5) * 2 * EDGE / CELLS - EDGE
"""Their middles."""
FAR: Final = (2.7, 4.3)
"""The far region: from here to there along both axes."""
PROBES: Final = 40
FAR_NODE: Final = int(np.searchsorted(NODES, sum(FAR) / 2))
"""Place of the far region's middle in :data:`NODES`."""
DISTANCES: Final = np.geomspace(0.5, 1000, 60)
ANGLES: Final = tuple(range(0, 360, 15))
"""Directions of a ray, degrees from the first axis."""


def ladder(data: str) -> tuple[int, ...]:
    """Numbers of training points to choose from; there are too few penguins for the last."""
    return N_POINTS[:-1] if data == "penguins" else N_POINTS


@dataclass(frozen=True)
class Settings:
    """What the six answers depend on.

    Raises
    ------
    ValueError
        If there is no such data set, ``n_points``, ``wd`` or seed.
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
        """The prior's standard deviation, whatever N."""
        return penalty.sigma_from_weight_decay(self.wd, REFERENCE_N)

    @property
    def precision(self) -> float:
        r""":math:`1/\sigma^2`."""
        return self.wd * REFERENCE_N

    @property
    def weight_decay(self) -> float:
        """What an optimizer of the mean NLL calls this prior at this N."""
        return self.precision / self.n_points


DEFAULT: Final = Settings()


@lru_cache(maxsize=32)
def task(settings: Settings) -> Split:
    """Training and held-out part, two classes, standardized by the training part.

    With one seed the training sets of all N are nested: more data means the same points and others.
    """
    if settings.data == "penguins":
        points = penguins(species=SPECIES)
    else:
        points = _two_classes(settings.data, N_POINTS[-1] + HELD_OUT, settings.seed)
    return split(points, settings.n_points, settings.seed)


def _two_classes(name: str, rows: int, seed: int) -> Points:
    """Points of a shape; of three classes the first two."""
    points = make_shape(name, rows * 3 // 2 if name == "blobs" else rows, NOISE[name], seed)
    two = points.take(np.flatnonzero(points.y < 2)[:rows])
    return Points(two.x, two.y, two.features, two.classes[:2], two.note)


def examples(points: Points) -> Examples:
    """Points as the net takes them."""
    return Examples(points.x, net.signs(points.y))


class Health(NamedTuple):
    """What the sampler says about itself.

    Attributes
    ----------
    rhat, ess : float
        The largest R-hat and the smallest bulk effective sample size over the log-odds at :data:`PROBES` held-out
        points and in the far region, and the log-joint.
    weight_rhat : float
        The largest R-hat over single weights: hidden units may change places, so weights need not agree where
        predictions do.
    acceptance : float
        Mean acceptance probability after the warm-up.
    divergences, draws : int
        Of all chains, after the warm-up.
    """

    rhat: float
    ess: float
    weight_rhat: float
    acceptance: float
    divergences: int
    draws: int


@dataclass(frozen=True, eq=False)
class Answer:
    """What one method makes of the data.

    Attributes
    ----------
    method : str
        One of :data:`METHODS`.
    weights : ndarray, shape (nets, N_WEIGHTS)
        The nets whose probabilities are averaged. Read-only.
    seconds : float
        Processor time it took.
    gradients : int
        How often the gradient of one net over all training points was computed.
    slope : float
        Largest entry of the gradient of the mean objective where an optimizer stopped; NaN of other methods.
    covariance : ndarray, shape (N_WEIGHTS, N_WEIGHTS), optional
        Of Laplace's Gaussian.
    health : Health, optional
        Of a sampler.
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
    """Log of the predictive probability of both classes at each ``x``, shape (n, 2), nats.

    The mean over the nets in log space; for Laplace the linearized net's, not below log of 1e-300.
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
    """How good an answer is: mean held-out NLL, Brier score, calibration error, entropy far away; nats where logs."""

    nll: float
    brier: float
    calibration_error: float
    far_entropy: float


def far_points() -> FloatArray:
    """The middles of the maps' cells in the far region, shape (n, 2)."""
    inside = np.array([node for node in NODES if FAR[0] < node < FAR[1]])
    return np.column_stack([axis.ravel() for axis in np.meshgrid(inside, inside)])


def scores(answer: Answer, held_out: Points) -> Scores:
    """Judge an answer on points that nobody has trained on, and by its doubt in the far region."""
    log_p = log_probability(answer, held_out.x)
    p = np.exp(log_p)
    return Scores(
        calibration.mean_nll(log_p, held_out.y),
        calibration.brier(p, held_out.y),
        calibration.calibration_error(p, held_out.y),
        float(calibration.entropy(np.exp(log_probability(answer, far_points()))).mean()),
    )


def probability_map(answer: Answer) -> FloatArray:
    """Probability of class 1 in every cell, shape (CELLS, CELLS): rows go up, columns to the right."""
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(NODES, NODES)])
    return probability(answer, grid).reshape(CELLS, CELLS)


def confidence_along(answer: Answer, angles: ArrayLike) -> FloatArray:
    """Probability of the more probable class at :data:`DISTANCES` from the mean, in each direction.

    Shape (len(angles), len(DISTANCES)); the angles are in degrees from the first axis.
    """
    radians = np.radians(np.atleast_1d(np.asarray(angles, dtype=np.float64)))
    ways = np.column_stack([np.cos(radians), np.sin(radians)])
    x = (ways[:, None] * DISTANCES[:, None]).reshape(-1, 2)
    return np.asarray(np.exp(log_probability(answer, x).max(axis=1))).reshape(len(radians), -1)
