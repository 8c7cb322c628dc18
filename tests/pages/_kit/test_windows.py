"""Curves cut at the ends of their panel."""

import numpy as np

from pages._kit.charts.windows import cut, near_ends


def shown(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.column_stack([x, y])[~np.isnan(y)]


def test_a_line_is_cut_where_it_crosses_an_end_of_the_panel() -> None:
    x = np.linspace(0, 1, 5)
    found = shown(*cut(x, -10 * x, -7.0, np.inf))
    np.testing.assert_allclose(found, [(0, 0), (0.25, -2.5), (0.5, -5), (0.7, -7)])
    # One step that leaves at one end and comes back from the other one.
    found = shown(*cut(np.array([0.0, 1.0]), np.array([-5.0, 5.0]), -1.0, 1.0))
    np.testing.assert_allclose(found, [(0.4, -1), (0.6, 1)])
    # A peak between two points far below is drawn as a peak.
    found = shown(*cut(np.array([0.0, 0.5, 1.0]), np.array([-1e6, 0.0, -1e6]), -10.0, 1.0))
    np.testing.assert_allclose(found, [(0.5 - 5e-6, -10), (0.5, 0), (0.5 + 5e-6, -10)])


def test_a_line_to_infinity_ends_at_its_last_finite_point() -> None:
    heights = np.array([-np.inf, -1.0, 0.0, -1.0, np.inf])
    np.testing.assert_array_equal(shown(*cut(np.arange(5.0), heights, -7.0, 7.0)), [(1, -1), (2, 0), (3, -1)])


def test_further_points_stand_next_to_0_and_1_where_they_are_drawn() -> None:
    assert near_ends((0.2, 0.8)).size == 0
    whole = near_ends((0.0, 1.0))
    assert 0 < whole.min() < 1e-3 and 1 - 1e-3 < whole.max() < 1
    assert whole.size == 2 * near_ends((0.0, 0.8)).size
