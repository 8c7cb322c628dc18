"""The recorded walk: its trajectories, the diagnostics of its draws, and the predicted regimes."""

import math
from functools import lru_cache

import numpy as np
import pytest

from core.logistic.posterior import chain_starts, covariance, grid, log_density
from core.sampling.diagnostics import ess_bulk, rhat
from core.sampling.hamiltonian import State, at_rest, energy, leapfrog
from core.sampling.hmc import sample
from core.sampling.walk import COUNTS, DETAILED, DRAWS, STEPS, STOPS, Moment, Walk, moments, regime, summary
from core.sampling.walk import walk as walked


@lru_cache(maxsize=8)
def walk(step: float, n_steps: int) -> Walk:
    return walked(step, n_steps)


def test_every_recorded_trajectory_is_a_leapfrog_path_that_ends_at_the_draw() -> None:
    found = walk(0.2, 3)
    np.testing.assert_array_equal(found.position[:, 0], chain_starts())
    for which in range(DRAWS):
        before, after = found.position[0, which], found.position[0, which + 1]
        np.testing.assert_array_equal(found.path[which, 0], before)
        taken = found.accepted[0, which]
        np.testing.assert_array_equal(after, found.path[which, -1] if taken else before)
        acceptance = math.exp(min(0.0, -found.error[which, -1]))
        assert found.acceptance[0, which] == pytest.approx(acceptance, rel=1e-12)
    assert 0.5 < found.accepted.mean() < 0.95 and not found.divergent.any()
    start = at_rest(found.path[7, :1], log_density)._replace(momentum=found.momentum[7, :1])
    end: State = leapfrog(start, log_density, 0.2, 3)
    np.testing.assert_allclose(end.position[0], found.path[7, -1], atol=1e-12)
    assert energy(end)[0] - energy(start)[0] == pytest.approx(found.error[7, -1], abs=1e-9)


def test_the_good_setting_draws_from_the_slice() -> None:
    found, exact = walk(0.1, 10), grid()
    assert summary(found, DRAWS).rhat < 1.01
    for place, nodes in enumerate((exact.w1, exact.w2)):
        draws, density = found.position[:, 1:, place], exact.marginal(place)
        share = density / density.sum()
        mean = share @ nodes
        sd = math.sqrt(share @ (nodes - mean) ** 2)
        assert draws.mean() == pytest.approx(mean, abs=4 * sd / math.sqrt(ess_bulk(draws)))
        assert draws.std() == pytest.approx(sd, rel=0.1)


def test_jittered_lengths_avoid_the_full_circle() -> None:
    """The step and mean length of the resonant setting, with the sampler's jitter."""
    draws = [
        one.position
        for one in sample(
            log_density, chain_starts(), np.random.default_rng(0), warmup=0, draws=DRAWS, step=0.15, length=1.5
        )
    ]
    assert summary(walk(0.15, 10), DRAWS).rhat > 1.5
    assert max(rhat(np.stack(draws, axis=1)[:, :, place]) for place in (0, 1)) < 1.02


def test_the_summary_uses_the_draws_so_far() -> None:
    found = walk(0.1, 3)
    assert summary(found, 3).rhat is None and summary(found, 3).ess is None
    half = summary(found, 100)
    seen = [found.position[:, 1:101, place] for place in (0, 1)]
    assert half.rhat == max(map(rhat, seen)) and half.ess == min(map(ess_bulk, seen))
    assert half.acceptance == found.acceptance[:, :100].mean()


def test_a_run_has_mixed_by_its_own_diagnostics_whatever_its_regime() -> None:
    assert regime(0.03, 16).kind == "resonant" and summary(walk(0.03, 16), DRAWS).mixed
    assert regime(0.25, 5).kind == "mixes" and not summary(walk(0.25, 5), DRAWS).mixed
    few = summary(walk(0.15, 6), DRAWS)
    assert few.rhat < 1.01 and few.ess < 400 and not few.mixed
    assert not summary(walk(0.1, 3), 3).mixed, "too few draws to judge"


@pytest.mark.parametrize("n_steps", COUNTS)
def test_the_moments_show_points_of_the_first_trajectories_and_then_draws(n_steps: int) -> None:
    found = moments(n_steps)
    assert found[0] == Moment(0, n_steps) and found[-1] == Moment(DRAWS, n_steps)
    assert found[1 : n_steps + 2] == tuple(Moment(1, point) for point in range(n_steps + 1))
    assert len(found) == len(set(found)) == len(STOPS) + DETAILED * n_steps
    run = walk(0.1, 3)
    drawn = [run.draws(moment) for moment in moments(3)]
    assert drawn == sorted(drawn) and set(drawn) == set(STOPS)


def test_the_predicted_regimes_agree_with_the_runs() -> None:
    bold, timid, circle, good = (regime(*setting) for setting in ((0.35, 10), (0.01, 3), (0.15, 10), (0.1, 10)))
    assert [each.kind for each in (bold, timid, circle, good)] == ["unstable", "timid", "resonant", "mixes"]
    assert summary(walk(0.35, 10), DRAWS).divergent > 50 and summary(walk(0.35, 10), DRAWS).acceptance < 0.01
    assert summary(walk(0.01, 3), DRAWS).acceptance > 0.99 and summary(walk(0.01, 3), DRAWS).rhat > 1.5
    assert circle.turn == pytest.approx(1.0, abs=0.02) and circle.memory == pytest.approx(1.0, abs=0.02)
    assert summary(walk(0.15, 10), DRAWS).acceptance > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_other_seeds_lead_to_the_same_conclusions(seed: int) -> None:
    assert summary(walked(0.1, 10, seed), DRAWS).rhat < 1.02
    assert summary(walked(0.15, 10, seed), DRAWS).rhat > 1.5
    assert summary(walked(0.01, 3, seed), DRAWS).rhat > 1.2


@pytest.mark.parametrize("step", STEPS)
def test_the_memory_is_the_distance_that_leapfrog_leaves(step: float) -> None:
    """Trajectories on the Gaussian from rest, along each of its directions."""
    values, axes = np.linalg.eigh(covariance())
    precision = np.linalg.inv(covariance())

    def gaussian(q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return -0.5 * np.sum(q @ precision * q, axis=-1), -(q @ precision)

    for n_steps in (1, 3, 10):
        end = leapfrog(at_rest(axes.T * np.sqrt(values)[:, None], gaussian), gaussian, step, n_steps)
        kept = np.abs(np.sum(end.position * axes.T, axis=1)) / np.sqrt(values)
        assert regime(step, n_steps).memory == pytest.approx(float(kept.max()), rel=1e-6)
    assert (regime(step, 1).kind == "unstable") == (step > 2 * math.sqrt(values[0]))


def test_invalid_settings_are_refused() -> None:
    for setting in ((0.0, 3), (-0.1, 3), (math.nan, 3), (0.1, 0)):
        with pytest.raises(ValueError, match="positive step"):
            walked(*setting)
