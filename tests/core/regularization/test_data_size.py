"""Distance of MAP and MLE over N: its slope, nested data sets, and a prior that excludes the truth."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize

from core.regularization import data_size
from core.regularization.data_size import DEGREE, EXCLUDED_DEGREE, SIZES, WIDTHS, gaps, slope, sums
from core.regularization.problem import TRUE_WEIGHTS


@pytest.mark.parametrize("seed", range(6))
def test_the_gap_falls_like_one_over_n(seed: int) -> None:
    found = gaps(seed)
    for width in WIDTHS:
        assert slope(found.by_width[width]) == pytest.approx(-1, abs=0.1)
    assert slope(found.ruled_out) == pytest.approx(0, abs=0.1)
    assert found.ruled_out[-1] == pytest.approx(abs(TRUE_WEIGHTS[EXCLUDED_DEGREE]), abs=0.02)


def test_a_narrower_prior_puts_the_map_further_from_the_mle() -> None:
    found = gaps(0)
    wide, middle, narrow = (found.by_width[width] for width in WIDTHS)
    assert np.all(wide < middle) and np.all(middle < narrow)


def test_larger_data_sets_contain_the_smaller_ones() -> None:
    grams = [item.gram for item in sums(0)]
    assert all(np.linalg.eigvalsh(b - a).min() > -1e-6 for a, b in pairwise(grams))
    # sigma^2 G / N goes to the identity: the features are orthonormal.
    np.testing.assert_allclose(grams[-1] * 0.4**2 / SIZES[-1], np.eye(DEGREE), atol=0.05)


def test_the_truncated_map_is_the_constrained_minimum() -> None:
    item = sums(1)[0]

    def objective(w: np.ndarray) -> float:
        return float(0.5 * w @ item.gram @ w - item.along @ w + 0.5 * w @ w / 2.0**2)

    bounds = [(0, None) if k == EXCLUDED_DEGREE - 1 else (None, None) for k in range(DEGREE)]
    best = minimize(objective, np.zeros(DEGREE), bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-15})
    np.testing.assert_allclose(data_size._truncated_map(item, 2.0), best.x, atol=1e-4)


def test_the_slope_of_a_power_law_is_its_exponent() -> None:
    assert slope(3.0 * np.array(SIZES, dtype=float) ** -1.5) == pytest.approx(-1.5)
