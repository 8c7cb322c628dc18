"""The sampler against a conjugate Gaussian posterior, quadrature, and dual averaging computed by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from arviz_stats.base import array_stats
from scipy.integrate import quad

from core.arrays import FloatArray
from core.sampling.diagnostics import rhat
from core.sampling.hmc import ACCEPTANCE, Adaptation, Draw, sample


class Regression:
    """Bayesian linear regression with known noise: the posterior is a Gaussian with known mean and covariance."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        x = rng.normal(size=(40, 3)) @ np.array([[1.0, 0.6, 0.0], [0.0, 0.8, 0.3], [0.0, 0.0, 2.0]])
        y = x @ np.array([0.5, -1.0, 0.3]) + 0.7 * rng.normal(size=40)
        self.precision = x.T @ x / 0.49 + np.eye(3) / 1.5**2
        self.linear = x.T @ y / 0.49
        self.covariance = np.linalg.inv(self.precision)
        self.mean = self.covariance @ self.linear

    def __call__(self, position: FloatArray) -> tuple[FloatArray, FloatArray]:
        slope = self.linear - position @ self.precision
        return 0.5 * np.sum(position * (self.linear + slope), axis=-1), slope


def run(**settings: object) -> list[Draw]:
    target = Regression()
    start = np.random.default_rng(11).normal(size=(4, 3))
    defaults = {"warmup": 200, "draws": 1000, "step": 0.05, "length": 0.45}
    return list(sample(target, start, np.random.default_rng(12), **{**defaults, **settings}))


def standard_error(draws: FloatArray, sd: float) -> float:
    """Standard error of the mean of dependent draws, shape (chains, draws)."""
    return sd / math.sqrt(float(array_stats.ess(draws, method="mean")))


def kept(draws: list[Draw]) -> FloatArray:
    """Positions after the warm-up, shape (chains, draws, d)."""
    return np.stack([draw.position for draw in draws if not draw.warming], axis=1)


@pytest.mark.parametrize("inverse_mass", [1.0, np.array([0.02, 0.02, 0.005])], ids=["unit mass", "diagonal mass"])
def test_a_conjugate_posterior_is_recovered(inverse_mass: FloatArray | float) -> None:
    scale = 1.0 if isinstance(inverse_mass, float) else 8.0
    target, draws = Regression(), run(inverse_mass=inverse_mass, length=0.45 * scale)
    seen = kept(draws)
    for i in range(3):
        assert rhat(seen[:, :, i]) < 1.01
        error = standard_error(seen[:, :, i], math.sqrt(target.covariance[i, i]))
        assert seen[:, :, i].mean() == pytest.approx(target.mean[i], abs=4 * error)
        for j in range(i + 1):
            products = (seen[:, :, i] - target.mean[i]) * (seen[:, :, j] - target.mean[j])
            error = standard_error(products, products.std())
            assert products.mean() == pytest.approx(target.covariance[i, j], abs=4 * error)


def test_a_skewed_density_agrees_with_quadrature() -> None:
    r"""Log of a Gamma(2) variable: :math:`\log\pi(q) = 2q - e^q`."""

    def target(q: FloatArray) -> tuple[FloatArray, FloatArray]:
        return 2 * q[:, 0] - np.exp(q[:, 0]), 2 - np.exp(q)

    total = quad(lambda q: math.exp(2 * q - math.exp(q)), -40, 10)[0]
    draws = kept(
        list(sample(target, np.zeros((4, 1)), np.random.default_rng(13), warmup=200, draws=1500, step=0.5, length=1.6))
    )
    for moment in (1, 2, 3):
        values = draws[:, :, 0] ** moment
        expected = quad(lambda q, m=moment: q**m * math.exp(2 * q - math.exp(q)), -40, 10)[0] / total
        assert values.mean() == pytest.approx(expected, abs=4 * standard_error(values, values.std()))


def test_the_step_adapts_to_the_wanted_acceptance_and_is_then_fixed() -> None:
    for first in (1e-4, 5.0):
        draws = run(step=first, warmup=300, draws=400)
        after = [draw for draw in draws if not draw.warming]
        assert [draw.warming for draw in draws] == [True] * 300 + [False] * 400
        assert len({draw.step for draw in after}) == 1
        assert draws[0].step == pytest.approx(first)
        assert np.mean([draw.acceptance for draw in after]) == pytest.approx(ACCEPTANCE, abs=0.1)
        assert not any(draw.divergent.any() for draw in after)


def test_lengths_are_jittered_and_bounded() -> None:
    draws = run(warmup=0, draws=300, step=0.03, length=0.3)
    steps = [draw.n_steps for draw in draws]
    assert all(draw.step == pytest.approx(0.03) and not draw.warming for draw in draws)
    assert min(steps) >= 5 and max(steps) <= 15 and len(set(steps)) >= 8
    assert {draw.n_steps for draw in run(warmup=0, draws=5, step=1e-6, most_steps=7)} == {7}


def test_the_same_seed_gives_the_same_draws() -> None:
    first, second = run(draws=20), run(draws=20)
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.position, other.position)


def test_a_rejected_trajectory_leaves_the_chain_where_it_was() -> None:
    draws = run(warmup=0, draws=200, step=0.12)
    for before, after in pairwise(draws):
        stayed = (before.position == after.position).all(axis=1)
        np.testing.assert_array_equal(stayed, ~after.accepted)
    assert 0.0 < np.mean([draw.accepted for draw in draws]) < 0.95


def test_dual_averaging_agrees_with_the_paper() -> None:
    """Two updates written out from equation 6 and algorithm 5 of the paper."""
    begun = Adaptation.begin(0.1)
    once = begun.update(0.3)
    h1 = (0.8 - 0.3) / 11
    assert once.log_step == pytest.approx(math.log(1.0) - h1 / 0.05)
    assert once.log_average == pytest.approx(once.log_step)
    twice = once.update(1.0)
    h2 = (1 - 1 / 12) * h1 + (0.8 - 1.0) / 12
    assert twice.log_step == pytest.approx(-math.sqrt(2) / 0.05 * h2)
    fade = 2**-0.75
    assert twice.log_average == pytest.approx(fade * twice.log_step + (1 - fade) * once.log_average)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"step": 0.0}, "step must be positive"),
        ({"step": math.nan}, "step must be positive"),
        ({"length": -1.0}, "length must be positive"),
        ({"inverse_mass": np.array([1.0, 0.0, 1.0])}, "inverse_mass"),
    ],
)
def test_invalid_settings_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(**settings)


def test_a_start_at_density_zero_is_refused() -> None:
    def nowhere(q: FloatArray) -> tuple[FloatArray, FloatArray]:
        return np.full(len(q), np.nan), np.zeros_like(q)

    with pytest.raises(ValueError, match="start where"):
        list(sample(nowhere, np.zeros((2, 1)), np.random.default_rng(0), warmup=1, draws=1, step=0.1, length=1.0))
