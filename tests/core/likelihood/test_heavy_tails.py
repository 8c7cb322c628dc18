"""Student-t and Laplace fits of Newcomb's readings, scipy, and data without a fit."""

import math

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.stats import laplace, t

from core.data import newcomb
from core.likelihood import heavy_tails

EPS = np.finfo(np.float64).eps
X = newcomb.readings()


def test_student_t_fit_of_newcombs_readings() -> None:
    fit = heavy_tails.student_t_fit(X)
    # The published values have two decimals; the tolerance is half a unit of the last.
    assert abs(fit.location - 27.40) < 5e-3
    assert abs(fit.df - 2.13) < 5e-3
    assert abs(fit.scale - 3.81) < 5e-3
    expected = float(t.logpdf(X, fit.df, fit.location, fit.scale).sum())
    assert fit.log_likelihood == pytest.approx(expected, rel=66 * EPS)


def test_student_t_fit_is_as_good_as_scipys_and_stationary() -> None:
    fit = heavy_tails.student_t_fit(X)
    df, location, scale = t.fit(X)
    assert fit.log_likelihood >= float(t.logpdf(X, df, location, scale).sum()) - 66 * EPS * 216
    for name in ("location", "scale", "df"):
        for factor in (0.999, 1.001):
            other = fit._replace(**{name: getattr(fit, name) * factor})
            moved = heavy_tails.student_t_log_likelihood(X, other.location, other.scale, other.df)
            assert moved < fit.log_likelihood, (name, factor)


def test_gradient_is_the_finite_difference() -> None:
    standard = (X - 27) / 5.3
    for point in ([0.1, -0.4, 0.7], [-1.0, 0.5, 3.0]):
        start = np.array(point)
        error = check_grad(
            lambda p: heavy_tails._objective(p, standard)[0],
            lambda p: heavy_tails._objective(p, standard)[1],
            start,
            epsilon=1e-6,
        )
        # Forward differences: epsilon times half the curvature (of order 1 here), plus rounding / epsilon.
        assert error < 1e-6 * 5 + 16 * EPS * 10 / 1e-6


def test_student_t_fit_shifts_and_scales_with_the_data() -> None:
    fit, moved = heavy_tails.student_t_fit(X), heavy_tails.student_t_fit(8.0 * X - 1000)
    # The objective is flat to eps at its minimum, so the parameters are exact to about sqrt(eps).
    assert moved.location == pytest.approx(8 * fit.location - 1000, rel=1e-6)
    assert moved.scale == pytest.approx(8 * fit.scale, rel=1e-6)
    assert moved.df == pytest.approx(fit.df, rel=1e-6)


def test_student_t_fit_of_light_tails_ends_at_the_largest_df() -> None:
    x = np.linspace(-1, 1, 101)  # lighter than Gaussian: no tails at all
    assert heavy_tails.student_t_fit(x).df == pytest.approx(heavy_tails.MAX_DF, rel=1e-9)


def test_student_t_fit_finds_the_higher_of_two_maxima() -> None:
    x = np.concatenate([np.linspace(-1, 1, 9), np.linspace(99, 101, 21)])
    df = 1.0
    fit = heavy_tails.student_t_fit(x)
    grid = [heavy_tails.student_t_log_likelihood(x, m, s, df) for m in (0, 50, 100) for s in (0.5, 1, 10, 50)]
    assert fit.log_likelihood >= max(grid)


@pytest.mark.parametrize("data", [[], [1.0], [1.0, 2.0], [5.0] * 9, [1.0, 1.0, 2.0, 3.0], [1.0, math.nan, 2.0]])
def test_student_t_without_a_fit_raises(data: list[float]) -> None:
    with pytest.raises(ValueError, match=r"Student-t fit needs|data must be"):
        heavy_tails.student_t_fit(data)


@pytest.mark.parametrize(("scale", "df"), [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (math.nan, 1.0)])
def test_student_t_parameters_must_be_positive(scale: float, df: float) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        heavy_tails.student_t_log_likelihood(X, 0.0, scale, df)


def test_laplace_fit_of_newcombs_readings() -> None:
    fit = heavy_tails.laplace_fit(X)
    assert fit.location == 27
    assert (fit.location, fit.scale) == pytest.approx(laplace.fit(X), rel=66 * EPS)
    assert fit.log_likelihood == pytest.approx(float(laplace.logpdf(X, fit.location, fit.scale).sum()), rel=66 * EPS)


@pytest.mark.parametrize("data", [[], [1.0], [2.0, 2.0], [math.inf, 1.0]])
def test_laplace_without_a_fit_raises(data: list[float]) -> None:
    with pytest.raises(ValueError, match=r"Laplace fit needs|data must be"):
        heavy_tails.laplace_fit(data)


def test_heavy_tails_fit_newcombs_readings_better_than_a_gaussian() -> None:
    from core.likelihood.gaussian import max_log_likelihood

    gaussian = max_log_likelihood(X)
    assert gaussian < heavy_tails.laplace_fit(X).log_likelihood < heavy_tails.student_t_fit(X).log_likelihood
