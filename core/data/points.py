r"""Labeled points in the plane, four random shapes of such points, and their split into training and held-out parts.

Both parts are standardized, :math:`z = (x - m) / s`, with the moments of the *training* part: those of all rows would
leak information about the held-out part into the training part.

Sources: Hastie, Tibshirani & Friedman 2009, *The Elements of Statistical Learning*, section 7.10.2 (held-out data
must take no part in any step). Each class gets its share of the training part by the Sainte-Laguë method.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray, IntArray

SHAPES: Final = ("moons", "circles", "spirals", "blobs")
FEWEST_POINTS: Final = 6
FEWEST_HELD_OUT: Final = 10
MAX_VALUE: Final = 1e12
"""Largest absolute coordinate for which standardized values are sure to be finite."""

_FEATURES = ("x₁ (no unit)", "x₂ (no unit)")
_CLASSES = {
    "moons": ("upper moon", "lower moon"),
    "circles": ("outer circle", "inner circle"),
    "spirals": ("first arm", "second arm"),
    "blobs": ("top blob", "left blob", "right blob"),
}


@dataclass(frozen=True, eq=False)
class Points:
    """Labeled points: each row has two features and a class.

    Parameters
    ----------
    x : ndarray, shape (n, 2)
        Finite coordinates.
    y : ndarray, shape (n,)
        Class of each row, 0 to K - 1.
    features : tuple of str
        Titles of the two axes, with the unit of the *raw* values even if ``x`` is standardized.
    classes : tuple of str
        Names of the K = 2 or 3 classes. A class may have no rows.
    note : str
        One short sentence on the origin of the rows and on rows that were left out; may be empty.

    Raises
    ------
    ValueError
        If a shape, a value or the number of classes is not as described.
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
        """The points of the given row numbers, in the given order."""
        return replace(self, x=self.x[rows], y=self.y[rows])


def _moons(y: IntArray, u: FloatArray) -> FloatArray:
    cos, sin = np.cos(np.pi * u[:, 0]), np.sin(np.pi * u[:, 0])
    return np.where((y == 0)[:, None], np.column_stack([cos, sin]), np.column_stack([1 - cos, 0.5 - sin]))


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _circles(y: IntArray, u: FloatArray) -> FloatArray:
    return _polar(np.where(y == 0, 1.0, 0.5), 2 * np.pi * u[:, 0])


def _spirals(y: IntArray, u: FloatArray) -> FloatArray:
    # Uniform in the squared radius, so that the points are about evenly spaced along an arm.
    radius = np.sqrt(0.25**2 + (1.75**2 - 0.25**2) * u[:, 0])
    return _polar(radius, 2 * np.pi * radius + np.pi * y)


def _blobs(y: IntArray, u: FloatArray) -> FloatArray:
    center = _polar(np.ones(len(y)), np.pi * (1 / 2 + 2 / 3 * y.astype(np.float64)))
    return center + _polar(0.6 * np.sqrt(u[:, 0]), 2 * np.pi * u[:, 1])


_DRAW = {"moons": _moons, "circles": _circles, "spirals": _spirals, "blobs": _blobs}


def make_shape(name: str, n: int, noise: float, seed: int) -> Points:
    """Draw ``n`` points of a shape, in random order; class sizes differ by at most one.

    ``noise`` is the standard deviation of the Gaussian noise added to each coordinate, in the unit of the shape. In
    every shape the classes are about 0.5 apart before the noise:

    ========  ==========================================================================================
    moons     two half circles of radius 1; one end of each reaches half a radius into the other
    circles   two circles, of radius 1 and 0.5
    spirals   two arms from radius 0.25 to 1.75; the radius grows by 1 per turn, so each arm has 1.5 turns
    blobs     three discs of radius 0.6 (three classes), with their centers at distance 1 from the middle
    ========  ==========================================================================================

    For the same ``n`` and ``seed``, more noise moves every point further in the same direction.

    Raises
    ------
    ValueError
        If ``name`` is not in :data:`SHAPES`, ``n`` is below ``FEWEST_POINTS``, ``noise`` lies outside [0, 1] or
        ``seed`` is negative.
    """
    if name not in SHAPES:
        raise ValueError(f"the shapes are {', '.join(SHAPES)}, got {name!r}")
    if n < FEWEST_POINTS:
        raise ValueError(f"n must be at least {FEWEST_POINTS}, got {n}")
    if not 0 <= noise <= 1:  # NaN fails the comparison
        raise ValueError(f"noise must lie in [0, 1], got {noise!r}")
    classes = _CLASSES[name]
    rng = np.random.default_rng(_checked(seed))
    y = rng.permutation(np.arange(n, dtype=np.int64) % len(classes))
    clean = _DRAW[name](y, rng.random((n, 2)))
    x = clean + noise * rng.standard_normal((n, 2))
    note = f"Made up for this course, with Gaussian noise of standard deviation {noise:g}."
    return Points(x, y, _FEATURES, classes, note)


def _checked(seed: int) -> int:
    if seed < 0:
        raise ValueError(f"seed must not be negative, got {seed}")
    return int(seed)


class Rows(NamedTuple):
    """Row numbers of the training and the held-out part, each in random order."""

    train: NDArray[np.intp]
    held_out: NDArray[np.intp]


def split_rows(y: IntArray, n_train: int, n_classes: int, seed: int) -> Rows:
    r"""Split rows at random into ``n_train`` training rows and the rest, stratified by class.

    The rows are shuffled. The row of rank :math:`r` (from 0) among the :math:`n_c` of its class gets the place
    :math:`(r + 1/2) / n_c`, and the rows with the ``n_train`` smallest places train. This is the Sainte-Laguë method:
    up to rounding, the same share of each class trains. The first row of every class comes before all other rows, so
    every class is in the training part.

    Raises
    ------
    ValueError
        If a class has no row, ``n_train`` is below ``n_classes`` or leaves no row to hold out, or ``seed`` is negative.
    """
    counts = np.bincount(y, minlength=n_classes)
    if not counts.all():
        raise ValueError(f"every class needs a row, got {counts.tolist()}")
    if not n_classes <= n_train < len(y):
        raise ValueError(f"n_train must lie from {n_classes} to {len(y) - 1}, got {n_train}")
    # Another random stream than the one that drew the points of a shape with the same seed.
    order = np.random.default_rng([_checked(seed), 1]).permutation(len(y))
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
    """A training and a held-out part, both standardized by ``mean`` and ``scale``, shape (2,), of the training part."""

    train: Points
    held_out: Points
    mean: FloatArray
    scale: FloatArray

    def raw(self, z: FloatArray) -> FloatArray:
        """Convert standardized coordinates, shape (..., 2), back to the units of ``features``."""
        return np.asarray(self.mean + self.scale * z)


def is_constant(column: FloatArray) -> bool:
    """Whether the range of a column is 0, or so small (1e-12 of its size, or 1e-100) that it is only rounding."""
    return not np.ptp(column) > max(1e-12 * float(np.abs(column).max()), 1e-100)


def standardize(points: Points, mean: FloatArray, scale: FloatArray) -> Points:
    """The points with coordinates (x - mean) / scale; ``mean`` and ``scale`` have shape (2,)."""
    return replace(points, x=(points.x - mean) / scale)


def split(points: Points, n_train: int, seed: int) -> Split:
    """Split points by :func:`split_rows`, and standardize both parts by the moments of the training part.

    ``mean`` and ``scale`` are the means and standard deviations of the training part, with the variance divided by n,
    not n - 1. The scale of a constant column is 1, so that it is only centered.

    Raises
    ------
    ValueError
        As :func:`split_rows`, or if the absolute value of a coordinate exceeds ``MAX_VALUE``.
    """
    if points.n and not np.abs(points.x).max() <= MAX_VALUE:
        raise ValueError(f"coordinates must lie within {MAX_VALUE:g}")
    rows = split_rows(points.y, n_train, points.n_classes, seed)
    train, held_out = points.take(rows.train), points.take(rows.held_out)
    mean = train.x.mean(axis=0)
    scale = np.array([1.0 if is_constant(column) else column.std() for column in train.x.T])
    return Split(standardize(train, mean, scale), standardize(held_out, mean, scale), mean, scale)


def shape_split(name: str, n_train: int, noise: float, seed: int) -> Split:
    """Draw and split a shape: ``n_train`` training points, and half as many held out, at least ``FEWEST_HELD_OUT``.

    Raises as :func:`make_shape` and :func:`split_rows`.
    """
    total = n_train + max(FEWEST_HELD_OUT, n_train // 2)
    return split(make_shape(name, total, noise, seed), n_train, seed)


def real_split(points: Points, seed: int) -> Split:
    """Split real data: two thirds of the rows, rounded, for training, and the others held out."""
    return split(points, round(2 * points.n / 3), seed)
