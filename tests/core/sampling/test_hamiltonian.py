"""Leapfrog: reversibility, volume, energy error; the Metropolis test: acceptance, divergence, impossible ends."""

import numpy as np
import pytest

from core.arrays import FloatArray
from core.sampling.hamiltonian import at_rest, energy, leapfrog, metropolis, path, transition, with_new_momentum

PRECISION = np.array([[2.0, 0.9], [0.9, 1.0]])


def gaussian(position: FloatArray) -> tuple[FloatArray, FloatArray]:
    slope = position @ PRECISION
    return -0.5 * np.sum(position * slope, axis=-1), -slope


def quartic(position: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log density -(q1^4 + q2^4) / 4 - q1 q2 / 2 and its gradient."""
    log_density = -0.25 * np.sum(position**4, axis=-1) - 0.5 * np.prod(position, axis=-1)
    return log_density, -(position**3) - 0.5 * position[:, ::-1]


def starts(chains: int = 5) -> FloatArray:
    return np.random.default_rng(1).normal(size=(chains, 2))


@pytest.mark.parametrize("inverse_mass", [1.0, np.array([0.5, 3.0])], ids=["unit mass", "diagonal mass"])
@pytest.mark.parametrize("target", [gaussian, quartic])
def test_leapfrog_is_reversible(target, inverse_mass) -> None:
    begin = with_new_momentum(at_rest(starts(), target), np.random.default_rng(2), inverse_mass)
    there = leapfrog(begin, target, 0.07, 60, inverse_mass)
    assert np.abs(there.position - begin.position).max() > 0.5
    for back in (
        leapfrog(there, target, -0.07, 60, inverse_mass),
        leapfrog(there._replace(momentum=-there.momentum), target, 0.07, 60, inverse_mass),
    ):
        np.testing.assert_allclose(back.position, begin.position, rtol=0, atol=1e-9)
        np.testing.assert_allclose(np.abs(back.momentum), np.abs(begin.momentum), rtol=0, atol=1e-9)


def test_the_energy_error_falls_as_the_step_squared() -> None:
    begin = with_new_momentum(at_rest(starts(), quartic), np.random.default_rng(3))
    steps = 0.2 / 2.0 ** np.arange(6)
    error = [np.abs(energy(leapfrog(begin, quartic, step, round(1.6 / step))) - energy(begin)).mean() for step in steps]
    slopes = np.diff(np.log(error)) / np.diff(np.log(steps))
    np.testing.assert_allclose(slopes[2:], 2.0, atol=0.03)


def test_volume_is_preserved() -> None:
    """The Jacobian of (q, p) after twelve steps, by central differences, has determinant 1."""
    at, h = np.array([0.4, -0.9, 1.1, 0.3]), 1e-5

    def moved(z: FloatArray) -> FloatArray:
        state = at_rest(z[None, :2], quartic)._replace(momentum=z[None, 2:])
        end = leapfrog(state, quartic, 0.2, 12)
        return np.concatenate([end.position[0], end.momentum[0]])

    jacobian = np.column_stack([(moved(at + h * unit) - moved(at - h * unit)) / (2 * h) for unit in np.eye(4)])
    assert np.abs(jacobian - np.eye(4)).max() > 0.5
    assert np.linalg.det(jacobian) == pytest.approx(1.0, abs=1e-8)


def test_the_momenta_have_the_mass_as_their_variance() -> None:
    rest = at_rest(np.zeros((40_000, 2)), gaussian)
    inverse_mass = np.array([0.25, 9.0])
    squares = with_new_momentum(rest, np.random.default_rng(4), inverse_mass).momentum ** 2 * inverse_mass
    # A squared standard normal has mean 1 and variance 2.
    assert np.abs(squares.mean(axis=0) - 1).max() < 4 * np.sqrt(2 / 40_000)


def test_a_path_ends_where_leapfrog_does_and_chains_are_independent() -> None:
    begin = with_new_momentum(at_rest(starts(), quartic), np.random.default_rng(5))
    way = list(path(begin, quartic, 0.1, 7))
    end = leapfrog(begin, quartic, 0.1, 7)
    assert len(way) == 7
    np.testing.assert_array_equal(way[-1].position, end.position)
    alone = leapfrog(type(begin)(*(part[2:3] for part in begin)), quartic, 0.1, 7)
    np.testing.assert_allclose(alone.position[0], end.position[2], rtol=0, atol=1e-14)
    assert leapfrog(begin, quartic, 0.1, 0) is begin


def test_a_trajectory_without_steps_is_always_accepted() -> None:
    begin = with_new_momentum(at_rest(starts(), gaussian), np.random.default_rng(6))
    same = metropolis(begin, begin, np.random.default_rng(7))
    assert same.accepted.all() and not same.divergent.any()
    assert np.all(same.energy_error == 0) and np.all(same.acceptance == 1)


def test_the_acceptance_probability_is_the_frequency_of_acceptance() -> None:
    n = 40_000
    rest = at_rest(np.zeros((n, 2)), gaussian)
    higher = rest._replace(log_density=np.full(n, -1.0))
    found = metropolis(rest, higher, np.random.default_rng(8))
    share = np.exp(-1.0)
    np.testing.assert_allclose(found.energy_error, 1.0)
    np.testing.assert_allclose(found.acceptance, share)
    assert found.accepted.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / n))


def test_an_unstable_step_diverges_without_a_warning() -> None:
    start = starts()
    moved = transition(at_rest(start, quartic), quartic, np.random.default_rng(9), 40.0, 30)
    assert moved.divergent.all() and not moved.accepted.any()
    assert np.all(moved.energy_error == np.inf) and np.all(moved.acceptance == 0)
    np.testing.assert_array_equal(moved.state.position, start)
    assert np.isfinite(moved.state.log_density).all()


def test_a_trajectory_that_ends_at_density_zero_is_never_accepted() -> None:
    def half(position: FloatArray) -> tuple[FloatArray, FloatArray]:
        log_density = np.log(np.where(position[:, 0] > 0, 1.0, 0.0))
        return log_density, np.zeros_like(position)

    state = at_rest(np.full((200, 1), 0.2), half)
    rng = np.random.default_rng(10)
    for _ in range(20):
        moved = transition(state, half, rng, 0.5, 3)
        state = moved.state
        assert np.all(state.position > 0)
    assert moved.divergent.any()
