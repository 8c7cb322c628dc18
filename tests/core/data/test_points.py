"""Labeled points: the geometry of the shapes, stratified splits, and standardization by the training part."""

import pickle
from itertools import product

import numpy as np
import pytest

from core.data.points import (
    SHAPES,
    Points,
    is_constant,
    make_shape,
    real_split,
    shape_split,
    split,
    split_rows,
    standardize,
)


def radii(points: Points) -> np.ndarray:
    return np.hypot(*points.x.T)


@pytest.mark.parametrize(("name", "n", "noise"), [*product(SHAPES, (6, 7, 500), (0, 0.2, 1))])
def test_shapes_are_finite_and_balanced(name: str, n: int, noise: float) -> None:
    points = make_shape(name, n, noise, seed=3)
    counts = np.bincount(points.y)
    assert points.n == n
    assert points.n_classes == len(counts) == (3 if name == "blobs" else 2)
    assert counts.max() - counts.min() <= 1
    assert np.all(np.isfinite(points.x))


def test_without_noise_the_points_lie_on_their_shape() -> None:
    moons = make_shape("moons", 300, 0, 1)
    upper, lower = moons.x[moons.y == 0], moons.x[moons.y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0.5
    circles = make_shape("circles", 300, 0, 1)
    np.testing.assert_allclose(radii(circles), np.where(circles.y == 0, 1, 0.5))
    spirals = make_shape("spirals", 300, 0, 1)
    angle = np.arctan2(spirals.x[:, 1], spirals.x[:, 0])
    turned = 2 * np.pi * radii(spirals) + np.pi * spirals.y - angle
    np.testing.assert_allclose(np.cos(turned), 1)
    assert 0.25 <= radii(spirals).min() < radii(spirals).max() <= 1.75
    blobs = make_shape("blobs", 300, 0, 1)
    corners = np.array([[0, 1], [-np.sqrt(0.75), -0.5], [np.sqrt(0.75), -0.5]])
    assert np.hypot(*(blobs.x - corners[blobs.y]).T).max() <= 0.6


@pytest.mark.parametrize("name", SHAPES)
def test_the_classes_lie_about_half_a_unit_apart(name: str) -> None:
    points = make_shape(name, 2000, 0, 0)
    gaps = [
        np.hypot(*(points.x[points.y == a][:, None] - points.x[points.y == b]).T).min()
        for a, b in ((0, 1), (0, points.n_classes - 1))
    ]
    assert 0.4 < min(gaps) < 0.65


@pytest.mark.parametrize("name", SHAPES)
def test_noise_is_a_standard_deviation_and_scales_a_fixed_direction(name: str) -> None:
    clean, some, more = (make_shape(name, 1000, noise, 5).x for noise in (0, 0.3, 0.6))
    np.testing.assert_allclose(more - clean, 2 * (some - clean))
    # 2,000 draws: the standard error of their sd is 1/sqrt(4000) of it, 1.6 %.
    assert abs((some - clean).std() / 0.3 - 1) < 5 * 0.016


def test_the_seed_determines_the_points() -> None:
    one, same, other = (make_shape("moons", 20, 0.1, seed).x for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("name", "n", "noise", "seed"),
    [("square", 9, 0, 0), ("moons", 5, 0, 0), ("moons", 9, -0.1, 0), ("moons", 9, 1.1, 0), ("moons", 9, np.nan, 0),
     ("moons", 9, 0, -1)],
)  # fmt: skip
def test_invalid_arguments_of_a_shape_raise(name: str, n: int, noise: float, seed: int) -> None:
    with pytest.raises(ValueError, match=r"shapes are|n must|noise must|seed must"):
        make_shape(name, n, noise, seed)


@pytest.mark.parametrize(
    ("x", "y", "classes", "sentence"),
    [
        ([[0, 1]], [0, 0], ("a", "b"), "must be"),
        ([[0, 1, 2]], [0], ("a", "b"), "must be"),
        ([[0, 1]], [2], ("a", "b"), "y must lie"),
        ([[0, 1]], [-1], ("a", "b"), "y must lie"),
        ([[0, np.nan]], [0], ("a", "b"), "finite"),
        ([[0, 1]], [0], ("a",), "2 or 3 classes"),
    ],
)
def test_invalid_points_raise(x: list, y: list, classes: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Points(np.array(x), np.array(y), ("u", "v"), classes)


def test_sizes_of_the_parts() -> None:
    for n_train, held_out in ((6, 10), (20, 10), (30, 15), (501, 250)):
        parts = shape_split("circles", n_train, 0.1, 0)
        assert (parts.train.n, parts.held_out.n) == (n_train, held_out)
    parts = real_split(make_shape("blobs", 100, 0.1, 0), 0)
    assert (parts.train.n, parts.held_out.n) == (67, 33)
    assert parts.train.features == parts.held_out.features
    assert "standard deviation 0.1." in parts.train.note


def test_a_class_of_two_rows_among_thousands_is_in_both_parts() -> None:
    y = np.zeros(3000, dtype=np.int64)
    y[[7, 2000]] = 1
    for seed in range(20):
        rows = split_rows(y, 2000, 2, seed)
        assert y[rows.train].sum() == y[rows.held_out].sum() == 1
    assert y[split_rows(y, 2, 2, 0).train].tolist().count(1) == 1


@pytest.mark.parametrize(("y", "n_train"), [([0, 0, 0], 2), ([0, 1, 0], 1), ([0, 1, 0], 3)])
def test_impossible_splits_raise(y: list[int], n_train: int) -> None:
    with pytest.raises(ValueError, match=r"every class|n_train"):
        split_rows(np.array(y), n_train, 2, 0)


def test_a_split_checked_by_hand() -> None:
    # The two rows of each class are equal, so for any seed the training rows are (0, 10) and (4, 10).
    points = Points(np.array([[0, 10], [4, 10]] * 2), np.array([0, 1] * 2), ("u (mm)", "v"), ("a", "b"))
    parts = split(points, 2, 0)
    np.testing.assert_array_equal(parts.mean, [2, 10])
    np.testing.assert_array_equal(parts.scale, [2, 1])  # the second column is constant
    np.testing.assert_array_equal(parts.train.x[np.argsort(parts.train.y)], [[-1, 0], [1, 0]])
    np.testing.assert_array_equal(parts.held_out.x[np.argsort(parts.held_out.y)], [[-1, 0], [1, 0]])
    np.testing.assert_array_equal(standardize(points, parts.mean, parts.scale).x[:2], [[-1, 0], [1, 0]])
    np.testing.assert_array_equal(parts.raw(np.array([[-1.0, 3.0]])), [[0, 13]])


def test_constant_columns_are_recognized() -> None:
    assert is_constant(np.full(7, 0.1))
    assert is_constant(np.array([0, 1e-200]))
    assert is_constant(np.array([1e12, 1e12 + 1e-3]))
    assert not is_constant(np.array([0, 1e-90]))
    assert not is_constant(np.array([1.7e9, 1.7e9 + 1]))


def test_extreme_coordinates_stay_finite() -> None:
    x = np.zeros((30, 2))
    x[:, 0] = 1e-90 * np.arange(30)
    x[4] = [1e12, -1e12]
    for seed in range(5):
        parts = split(Points(x, np.arange(30) % 2, ("u", "v"), ("a", "b")), 20, seed)
        assert np.all(np.isfinite(parts.train.x))
        assert np.all(np.isfinite(parts.held_out.x))
    x[4, 0] = 2e12
    with pytest.raises(ValueError, match="within"):
        split(Points(x, np.arange(30) % 2, ("u", "v"), ("a", "b")), 20, 0)


def test_a_split_survives_pickling() -> None:
    parts = shape_split("blobs", 12, 0.1, 0)
    copy = pickle.loads(pickle.dumps(parts))
    np.testing.assert_array_equal(copy.train.x, parts.train.x)
    assert copy.train.classes == parts.train.classes
