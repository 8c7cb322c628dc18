"""Level curves against sets with a formula: a line exactly, a circle to second order, saddles, and class borders."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contour import Curve, class_borders, level_curve, segments


def grid(nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.linspace(-2, 2, nodes), np.linspace(-1.7, 2.1, nodes + 3)
    return x, y, *np.meshgrid(x, y)


def chains(curve: Curve) -> list[np.ndarray]:
    points = np.stack([curve.x, curve.y], axis=1)
    gaps = np.flatnonzero(np.isnan(curve.x))
    return [part[~np.isnan(part[:, 0])] for part in np.split(points, gaps)] if points.size else []


def length(curve: Curve) -> float:
    return sum(float(np.hypot(*np.diff(chain, axis=0).T).sum()) for chain in chains(curve))


def circle_error(nodes: int) -> float:
    x, y, across, up = grid(nodes)
    (ring,) = chains(level_curve(across**2 + up**2, x, y, 1.0))
    np.testing.assert_allclose(ring[0], ring[-1], atol=1e-14)  # closed
    assert np.hypot(*np.diff(ring, axis=0).T).sum() == pytest.approx(2 * np.pi, rel=0.5 / nodes)
    return float(np.abs(np.hypot(*ring.T) - 1).max())


def test_a_circle_is_one_closed_chain_and_its_error_is_of_second_order() -> None:
    errors = [circle_error(nodes) for nodes in (21, 41, 81, 161)]
    # Chord against arc: the interpolation is off by at most h² f'' / (8 |f'|), with f'' = 2 and |f'| = 2 here.
    for nodes, error in zip((21, 41, 81, 161), errors, strict=True):
        assert error <= (4 / (nodes - 1)) ** 2 / 8 * 1.05
    assert errors[0] / errors[-1] == pytest.approx(64, rel=0.3)


@settings(max_examples=25, deadline=None)
@given(angle=st.floats(0, 6.28), offset=st.floats(-1.2, 1.2), scale=st.floats(1e-3, 1e3))
def test_a_line_is_exact_at_any_resolution(angle: float, offset: float, scale: float) -> None:
    x, y, across, up = grid(7)
    a, b = np.cos(angle), np.sin(angle)
    curve = level_curve(scale * (a * across + b * up - offset), x, y)
    (line,) = chains(curve)
    np.testing.assert_allclose(line @ [a, b], offset, atol=1e-12)
    on_edge = np.isclose(np.abs(line[[0, -1], 0]), 2) | np.isin(line[[0, -1], 1].round(9), [-1.7, 2.1])
    assert on_edge.all()  # it crosses the whole rectangle


@pytest.mark.parametrize("value", [-1.0, 0.0, 1.0, np.nan, np.inf])
def test_no_crossing_no_piece(value: float) -> None:
    x, y, across, _ = grid(5)
    curve = level_curve(np.full_like(across, value), x, y)
    assert curve.x.size == curve.y.size == 0


def test_a_saddle_is_cut_as_its_bilinear_surface() -> None:
    x = y = np.array([0.0, 1.0])
    for high, joins_high in ((2.0, True), (0.5, False)):
        # The saddle's height has the sign of high * high - 1.
        found = segments([[high, -1.0], [-1.0, high]], x, y)
        assert found.x.shape == (2, 2)
        middles = np.stack([found.x.mean(axis=1), found.y.mean(axis=1)], axis=1)
        cut_off = np.array([[1, 0], [0, 1]] if joins_high else [[0, 0], [1, 1]])
        near = np.linalg.norm(middles[:, None] - cut_off[None], axis=2).min(axis=1)
        assert (near < 0.6).all()
        flipped = segments([[-high, 1.0], [1.0, -high]], x, y)
        assert {tuple(p) for p in np.sort(flipped.x)} == {tuple(p) for p in np.sort(found.x)}


def test_a_corner_on_the_level_makes_no_point_sized_piece() -> None:
    found = segments([[0.0, -1.0], [-1.0, -1.0]], [0.0, 1.0], [0.0, 1.0])
    assert found.x.size == 0
    # A plateau has an edge, and the edge is drawn once.
    step = np.where(np.arange(6) < 3, 0.0, -1.0)[None].repeat(4, axis=0)
    assert length(level_curve(step, np.arange(6.0), np.arange(4.0))) == pytest.approx(3.0)


def test_chains_have_every_piece_once() -> None:
    x, y, across, up = grid(60)
    wild = np.sin(3 * across) * np.cos(3 * up) + 0.1 * across
    found = segments(wild, x, y)
    pieces = np.hypot(np.diff(found.x)[:, 0], np.diff(found.y)[:, 0]).sum()
    curve = level_curve(wild, x, y)
    assert length(curve) == pytest.approx(pieces, rel=1e-12)
    assert np.isnan(curve.x).sum() < 12  # few chains, not one for each piece


def test_three_linear_scores_meet_in_one_point() -> None:
    x, y, across, up = grid(31)
    angles = np.deg2rad([97, 217, 337])
    score = np.stack([np.cos(a) * across + np.sin(a) * up for a in angles], axis=-1)
    curve = class_borders(score, x, y)
    rays = chains(curve)
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


def test_shapes_are_checked() -> None:
    for values, x, y in ((np.zeros((3, 4)), np.arange(3.0), np.arange(4.0)), (np.zeros((1, 4)), np.arange(4.0), [0.0])):
        with pytest.raises(ValueError, match="do not fit"):
            segments(values, x, y)
