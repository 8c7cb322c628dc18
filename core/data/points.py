r"""Labeled points in the plane: what a classifier is trained on, and what it is judged on.

Four shapes drawn by a seed (moons, circles, spirals, blobs), and the split into a training and a held-out part.
Both parts are standardized, :math:`z = (x - m) / s`, with the moments of the *training* part: those of all rows
would tell the training part something about the held-out one.

Sources: Hastie, Tibshirani & Friedman 2009, *The Elements of Statistical Learning*, section 7.10.2 (held-out data
must take no part in any step); the rows are shared out class by class as seats are by Sainte-Laguë.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray

IntArray = NDArray[np.int64]

SHAPES: Final = ("moons", "circles", "spirals", "blobs")
FEWEST_POINTS: Final = 6
FEWEST_HELD_OUT: Final = 10
MAX_VALUE: Final = 1e12
"""The largest coordinate, in size, whose standardized values can be trusted to stay finite."""

_FEATURES = ("x₁ (no unit)", "x₂ (no unit)")
_CLASSES = {
    "moons": ("upper moon", "lower moon"),
    "circles": ("outer circle", "inner circle"),
    "spirals": ("first arm", "second arm"),
    "blobs": ("top blob", "left blob", "right blob"),
}


@dataclass(frozen=True, eq=False)
class Points:
    """Rows of two features and a class.

    Parameters
    ----------
    x : ndarray, shape (n, 2)
        Finite coordinates.
    y : ndarray, shape (n,)
        Class of each row, 0 to K - 1.
    features : tuple of str
        Titles of the two axes, with the unit of the *raw* values, also where ``x`` is standardized.
    classes : tuple of str
        Names of the K = 2 or 3 classes. A class may have no rows.
    note : str
        One short sentence: where the rows are from and what was left out; empty if there is nothing to say.

    Raises
    ------
    ValueError
        If shapes, values or the number of classes are none of these.
    """

    x: FloatArray
    y: IntArray
    features: tuple[str, str]
    classes: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", np.asarray(self.x, dtype=np.float64))
        object.__setattr__(self, "y", np.asarray(self.y, dtype=np.int64))
        if self.x.ndim != 2 or self.x.shape[1] != 2 or self.y.shape != self.x.shape[:1]:
            raise ValueError(f"x must be (n, 2) and y (n,), got {self.x.shape} and {self.y.shape}")
        if len(self.features) != 2 or len(self.classes) not in (2, 3):
            raise ValueError(f"two features and 2 or 3 classes are needed, got {self.features} and {self.classes}")
        if not np.all(np.isfinite(self.x)):
            raise ValueError("x must be finite")
        if not np.all((self.y >= 0) & (self.y < len(self.classes))):
            raise ValueError(f"y must lie in 0 to {len(self.classes) - 1}, got {np.unique(self.y)}")

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.y)

    @property
    def n_classes(self) -> int:
        """Number of classes, K."""
        return len(self.classes)

    def take(self, rows: NDArray[np.intp]) -> Points:
        """These rows, in this order."""
        return replace(self, x=self.x[rows], y=self.y[rows])


def _moons(y: IntArray, u: FloatArray) -> FloatArray:
    cos, sin = np.cos(np.pi * u[:, 0]), np.sin(np.pi * u[:, 0])
    return np.where((y == 0)[:, None], np.column_stack([cos, sin]), np.column_stack([1 - cos, 0.5 - sin]))


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _circles(y: IntArray, u: FloatArray) -> FloatArray:
    return _polar(np.where(y == 0, 1.0, 0.5), 2 * np.pi * u[:, 0])


def _spirals(y: IntArray, u: FloatArray) -> FloatArray:
    # Uniform in the squared radius, so that the points lie about evenly along an arm.
    radius = np.sqrt(0.25**2 + (1.75**2 - 0.25**2) * u[:, 0])
    return _polar(radius, 2 * np.pi * radius + np.pi * y)


def _blobs(y: IntArray, u: FloatArray) -> FloatArray:
    center = _polar(np.ones(len(y)), np.pi * (1 / 2 + 2 / 3 * y.astype(np.float64)))
    return center + _polar(0.6 * np.sqrt(u[:, 0]), 2 * np.pi * u[:, 1])


_DRAW = {"moons": _moons, "circles": _circles, "spirals": _spirals, "blobs": _blobs}


def make_shape(name: str, n: int, noise: float, seed: int) -> Points:
    """Draw points of a shape, balanced over its classes to within one point, in random order.

    ``noise`` is the standard deviation of the Gaussian noise that is added to each coordinate. Its unit is the
    shape's own, and in every shape the classes lie about 0.5 apart before the noise:

    ========  ==========================================================================================
    moons     two half circles of radius 1, the end of each half a radius inside the other
    circles   radius 1 and radius 0.5
    spirals   two arms from radius 0.25 to 1.75 that grow by 1 with every turn, so 1.5 turns each
    blobs     three discs of radius 0.6, their centers at distance 1 from the middle (three classes)
    ========  ==========================================================================================

    With the same ``n`` and ``seed``, more noise moves every point further along its own direction.

    Raises
    ------
    ValueError
        If there is no such shape, ``n`` is below ``FEWEST_POINTS``, ``noise`` lies outside [0, 1] or ``seed`` is
        negative.
    """
    if name not in SHAPES:
        raise ValueError(f"the shapes are {', '.join(SHAPES)}, got {name!r}")
    if n < FEWEST_POINTS:
        raise ValueError(f"n must be at least {FEWEST_POINTS}, got {n}")
    if not 0 <= noise <= 1:  # NaN fails the comparison
        raise ValueError(f"noise must lie in [0, 1], got {noise!r}")
    classes = _CLASSES[name]
    rng = np.random.default_rng(_whole(seed))
    y = rng.permutation(np.arange(n, dtype=np.int64) % len(classes))
    clean = _DRAW[name](y, rng.random((n, 2)))
    x = clean + noise * rng.standard_normal((n, 2))
    note = f"Made up for this course, with Gaussian noise of standard deviation {noise:g}."
    return Points(x, y, _FEATURES, classes, note)


def _whole(seed: int) -> int:
    if seed < 0:
        raise ValueError(f"seed must not be negative, got {seed}")
    return int(seed)


class Rows(NamedTuple):
    """Which rows train and which are held out, each in random order."""

    train: NDArray[np.intp]
    held_out: NDArray[np.intp]


def split_rows(y: IntArray, n_train: int, n_classes: int, seed: int) -> Rows:
    r"""Share rows out by the seed, stratified by class, so that every class is in the training part.

    The rows are put in random order. The row of rank :math:`r` (from 0) among the :math:`n_c` of its class gets the
    place :math:`(r + 1/2) / n_c`, and the ``n_train`` smallest places train (Sainte-Laguë: each class sends the same
    share, but for rounding). The first row of every class goes before all others. The features play no part.

    Raises
    ------
    ValueError
        If a class has no row, or ``n_train`` is below the number of classes or leaves nothing to hold out.
    """
    counts = np.bincount(y, minlength=n_classes)
    if not counts.all():
        raise ValueError(f"every class needs a row, got {counts.tolist()}")
    if not n_classes <= n_train < len(y):
        raise ValueError(f"n_train must lie from {n_classes} to {len(y) - 1}, got {n_train}")
    # A stream of its own: the bits that drew a shape's points must not choose among them.
    order = np.random.default_rng([_whole(seed), 1]).permutation(len(y))
    shuffled = y[order]
    rank = np.empty(len(y))
    for c in range(n_classes):
        rank[shuffled == c] = np.arange(counts[c])
    place = np.where(rank == 0, -1.0, (rank + 0.5) / counts[shuffled])
    trains = np.zeros(len(y), dtype=bool)
    trains[np.argsort(place, kind="stable")[:n_train]] = True
    return Rows(order[trains], order[~trains])


@dataclass(frozen=True, eq=False)
class Split:
    """A training and a held-out part, both standardized by ``mean`` and ``scale``, shape (2,), of the first."""

    train: Points
    held_out: Points
    mean: FloatArray
    scale: FloatArray

    def raw(self, z: FloatArray) -> FloatArray:
        """Standardized coordinates, shape (..., 2), back in the units that ``features`` name."""
        return np.asarray(self.mean + self.scale * z)


def is_constant(column: FloatArray) -> bool:
    """Whether a column has no spread, or so little (1e-12 of its size, or 1e-100) that it is rounding."""
    return not np.ptp(column) > max(1e-12 * float(np.abs(column).max()), 1e-100)


def standardize(points: Points, mean: FloatArray, scale: FloatArray) -> Points:
    """The same points at (x - mean) / scale; ``mean`` and ``scale`` have shape (2,)."""
    return replace(points, x=(points.x - mean) / scale)


def split(points: Points, n_train: int, seed: int) -> Split:
    """Split by :func:`split_rows`, and standardize both parts by the training part's moments.

    ``mean`` and ``scale`` are the training part's means and standard deviations (divided by n, not n - 1). Where its
    column is constant the scale is 1, so such a column is centered only.

    Raises
    ------
    ValueError
        As :func:`split_rows`; or if a coordinate is beyond ``MAX_VALUE`` in size.
    """
    if points.n and not np.abs(points.x).max() <= MAX_VALUE:
        raise ValueError(f"coordinates must lie within {MAX_VALUE:g}")
    rows = split_rows(points.y, n_train, points.n_classes, seed)
    train, held_out = points.take(rows.train), points.take(rows.held_out)
    mean = train.x.mean(axis=0)
    scale = np.array([1.0 if is_constant(column) else column.std() for column in train.x.T])
    return Split(standardize(train, mean, scale), standardize(held_out, mean, scale), mean, scale)


def shape_split(name: str, n_train: int, noise: float, seed: int) -> Split:
    """A shape with ``n_train`` training points and half as many, but at least ``FEWEST_HELD_OUT``, held out."""
    total = n_train + max(FEWEST_HELD_OUT, n_train // 2)
    return split(make_shape(name, total, noise, seed), n_train, seed)


def real_split(points: Points, seed: int) -> Split:
    """Two thirds of the rows train, rounded; the others are held out."""
    return split(points, round(2 * points.n / 3), seed)
