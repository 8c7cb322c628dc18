"""Level curves against sets with a formula and against the values on the grid; borders between classes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.contour import Curve, class_borders, level_curve


def grid(nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.linspace(-2, 2, nodes), np.linspace(-1.7, 2.1, nodes + 3)
    return x, y, *np.meshgrid(x, y)


def polylines(curve: Curve) -> list[np.ndarray]:
    points = np.stack([curve.x, curve.y], axis=1)
    gaps = np.flatnonzero(np.isnan(curve.x))
    return [part[~np.isnan(part[:, 0])] for part in np.split(points, gaps)] if points.size else []


def bilinear(values: np.ndarray, x: np.ndarray, y: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Bilinear interpolation of the values at each point."""
    column = np.clip(np.searchsorted(x, points[:, 0]) - 1, 0, x.size - 2)
    row = np.clip(np.searchsorted(y, points[:, 1]) - 1, 0, y.size - 2)
    u, v = (points[:, 0] - x[column]) / np.diff(x)[column], (points[:, 1] - y[row]) / np.diff(y)[row]
    low = (1 - u) * values[row, column] + u * values[row, column + 1]
    high = (1 - u) * values[row + 1, column] + u * values[row + 1, column + 1]
    return (1 - v) * low + v * high


def is_one_of(values: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    return np.isclose(values[:, None], nodes).any(axis=1)


def circle_error(nodes: int) -> float:
    x, y, across, up = grid(nodes)
    (ring,) = polylines(level_curve(across**2 + up**2, x, y, 1.0))
    np.testing.assert_allclose(ring[0], ring[-1], atol=1e-14)  # closed
    assert np.hypot(*np.diff(ring, axis=0).T).sum() == pytest.approx(2 * np.pi, rel=0.5 / nodes)
    return float(np.abs(np.hypot(*ring.T) - 1).max())


def test_a_circle_is_one_closed_polyline_with_an_error_of_second_order() -> None:
    errors = [circle_error(nodes) for nodes in (21, 41, 81, 161)]
    # Chord against arc: the interpolation is off by at most h² f'' / (8 |f'|), with f'' = 2 and |f'| = 2 here.
    for nodes, error in zip((21, 41, 81, 161), errors, strict=True):
        assert error <= (4 / (nodes - 1)) ** 2 / 8 * 1.05
    assert errors[0] / errors[-1] == pytest.approx(64, rel=0.3)


@settings(max_examples=25)
@given(angle=st.floats(0, 6.28), offset=st.floats(-1.2, 1.2), scale=st.floats(1e-3, 1e3))
def test_a_line_is_exact_at_any_resolution(angle: float, offset: float, scale: float) -> None:
    x, y, across, up = grid(7)
    a, b = np.cos(angle), np.sin(angle)
    curve = level_curve(scale * (a * across + b * up - offset), x, y)
    (line,) = polylines(curve)
    np.testing.assert_allclose(line @ [a, b], offset, atol=1e-12)
    on_edge = np.isclose(np.abs(line[[0, -1], 0]), 2) | np.isin(line[[0, -1], 1].round(9), [-1.7, 2.1])
    assert on_edge.all()  # it crosses the whole rectangle


@settings(max_examples=60)
@given(values=arrays(np.float64, (6, 5), elements=st.integers(-3, 3).map(float)), level=st.sampled_from([-0.5, 1.25]))
def test_each_crossed_edge_of_the_grid_has_one_point_and_it_lies_on_the_level(values: np.ndarray, level: float) -> None:
    x, y = np.array([-2.0, -1.5, 0.0, 0.25, 3.0]), np.array([-1.0, 0.0, 0.5, 2.5, 3.0, 3.1])
    curve = level_curve(values, x, y, level)
    # A closed polyline repeats its first point at its end.
    points = [chain[:-1] if (chain[0] == chain[-1]).all() else chain for chain in polylines(curve)]
    found = np.concatenate(points) if points else np.zeros((0, 2))
    np.testing.assert_allclose(bilinear(values, x, y, found), level, atol=1e-12)
    assert (is_one_of(found[:, 0], x) | is_one_of(found[:, 1], y)).all()
    crossed = sum(np.count_nonzero(np.diff(values > level, axis=axis)) for axis in (0, 1))
    assert len(found) == crossed
    assert len(np.unique(found.round(9), axis=0)) == crossed
    # A polyline passes from cell to cell and ends only at the border of the grid.
    for chain in polylines(curve):
        assert (np.abs(np.diff(chain, axis=0)) <= [2.75 + 1e-12, 2.0 + 1e-12]).all()
        ends = chain[[0, -1]]
        at_rim = is_one_of(ends[:, 0], x[[0, -1]]) | is_one_of(ends[:, 1], y[[0, -1]])
        assert (ends[0] == ends[1]).all() or at_rim.all()


@pytest.mark.parametrize("value", [-1.0, 0.0, 1.0, np.nan, np.inf, -np.inf])
def test_a_constant_has_no_curve(value: float) -> None:
    x, y, across, _ = grid(5)
    curve = level_curve(np.full_like(across, value), x, y)
    assert curve.x.size == curve.y.size == 0


@pytest.mark.parametrize("level", [-0.1, 20.0, -np.inf, np.inf, np.nan])
def test_a_level_outside_the_range_has_no_curve(level: float) -> None:
    x, y, across, up = grid(9)
    assert level_curve(across**2 + up**2, x, y, level).x.size == 0


@pytest.mark.parametrize("hole", [np.nan, -np.inf, np.inf])
def test_only_the_cells_around_a_hole_have_no_curve(hole: float) -> None:
    x = y = np.arange(7.0)
    values = np.meshgrid(x, y)[0] - 2.4
    values[3, 2] = hole
    below, above = sorted(polylines(level_curve(values, x, y)), key=lambda chain: chain[:, 1].min())
    np.testing.assert_allclose(np.sort(below[:, 1]), [0, 1, 2])
    np.testing.assert_allclose(np.sort(above[:, 1]), [4, 5, 6])
    np.testing.assert_allclose(np.concatenate([below, above])[:, 0], 2.4)


def test_the_borders_of_three_linear_scores_meet_in_one_point() -> None:
    x, y, across, up = grid(31)
    angles = np.deg2rad([97, 217, 337])
    score = np.stack([np.cos(a) * across + np.sin(a) * up for a in angles], axis=-1)
    curve = class_borders(score, x, y)
    rays = polylines(curve)
    assert len(rays) == 3
    for ray in rays:
        assert np.hypot(*ray.T).min() < 1e-12  # all three begin where all scores are 0
        values = np.sort(np.stack([ray @ [np.cos(a), np.sin(a)] for a in angles]), axis=0)
        np.testing.assert_allclose(values[2], values[1], atol=1e-12)
        assert (values[0] <= values[1] + 1e-12).all()


def test_two_classes_tie_where_their_scores_are_equal() -> None:
    x, y, across, up = grid(9)
    score = np.stack([np.zeros_like(across), 40 * (across - 0.3 * up - 0.123)], axis=-1)
    curve = class_borders(score, x, y)
    np.testing.assert_allclose(curve.x - 0.3 * curve.y, 0.123, atol=1e-12)


def test_classes_without_finite_scores_have_no_border() -> None:
    x, y, across, _ = grid(5)
    for value in (0.0, np.nan, -np.inf):
        assert class_borders(np.full((*across.shape, 3), value), x, y).x.size == 0


def test_a_non_finite_score_leaves_out_only_its_cells() -> None:
    x = y = np.arange(7.0)
    across, _ = np.meshgrid(x, y)
    score = np.stack([across - 2.4, np.zeros_like(across), np.full_like(across, -9.0)], axis=-1)
    score[3, 2] = [-np.inf, np.nan, -np.inf]
    below, above = sorted(polylines(class_borders(score, x, y)), key=lambda chain: chain[:, 1].min())
    np.testing.assert_allclose(np.sort(below[:, 1]), [0, 1, 2])
    np.testing.assert_allclose(np.sort(above[:, 1]), [4, 5, 6])
    np.testing.assert_allclose(np.concatenate([below, above])[:, 0], 2.4)


@pytest.mark.parametrize("borders", [False, True])
def test_shapes_are_checked(borders: bool) -> None:
    for shape, x, y in (((3, 4), np.arange(3.0), np.arange(4.0)), ((1, 4), np.arange(4.0), [0.0])):
        with pytest.raises((TypeError, ValueError)):
            class_borders(np.zeros((*shape, 2)), x, y) if borders else level_curve(np.zeros(shape), x, y)
