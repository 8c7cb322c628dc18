"""R-hat and effective sample size: agreement with arviz-stats on any chains, and defined values in edge cases."""

import math

import numpy as np
import pytest
from arviz_stats.base import array_stats
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.arrays import FloatArray
from core.sampling.diagnostics import ess_bulk, rhat

QUICK = settings(max_examples=25)


def chains(seed: int, count: int, draws: int, memory: float, apart: float, ties: int) -> FloatArray:
    """Autoregressive chains whose means differ by ``apart``, rounded to a grid if ``ties``."""
    rng = np.random.default_rng(seed)
    values = np.empty((count, draws))
    now = rng.standard_normal(count)
    for t in range(draws):
        now = memory * now + math.sqrt(1 - memory**2) * rng.standard_normal(count)
        values[:, t] = now
    values = values + apart * np.arange(count)[:, None]
    return np.round(values * ties) / ties if ties else np.exp(values)


SOME = {
    "seed": st.integers(0, 10_000),
    "count": st.integers(2, 5),
    "draws": st.integers(4, 120),
    "memory": st.sampled_from([-0.9, -0.3, 0.0, 0.5, 0.95, 0.999]),
    "apart": st.sampled_from([0.0, 0.1, 3.0]),
    "ties": st.sampled_from([0, 1, 5]),
}


@QUICK
@given(**SOME)
@example(seed=0, count=4, draws=1000, memory=0.7, apart=0.0, ties=0)
@example(seed=1, count=2, draws=5, memory=-0.9, apart=0.0, ties=0)
def test_the_diagnostics_agree_with_arviz_stats(**how: int | float) -> None:
    values = chains(**how)
    if np.ptp(values) == 0:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        # For constant half chains arviz-stats divides by 0 and returns infinity or NaN.
        expected = float(array_stats.rhat(values))
    found = rhat(values)
    if np.isfinite(expected) and expected < 1e6:
        assert found == pytest.approx(expected, rel=1e-6)
    else:
        assert found == math.inf
    assert ess_bulk(values) == pytest.approx(float(array_stats.ess(values, method="bulk")), rel=1e-6)


@QUICK
@given(**SOME)
def test_the_order_of_chains_and_monotone_rescaling_do_not_matter(**how: int | float) -> None:
    values = chains(**how)
    for function in (rhat, ess_bulk):
        assert function(values[::-1]) == pytest.approx(function(values), rel=1e-9)
    # The folded R-hat uses distances from the median, so only a linear rescaling keeps it. The two middle values are
    # equally far from the median; a factor that is a power of two keeps them so in spite of rounding.
    assert rhat(-4 * values) == pytest.approx(rhat(values), rel=1e-9)
    assert ess_bulk(values**3) == pytest.approx(ess_bulk(values), rel=1e-9)


@pytest.mark.parametrize("draws", [4, 5, 100])
def test_constant_chains(draws: int) -> None:
    still = np.full((3, draws), 0.1)
    assert rhat(still) == math.inf
    assert ess_bulk(still) == 3 * 2 * (draws // 2)
    apart = still + np.arange(3)[:, None]
    assert rhat(apart) == math.inf
    assert ess_bulk(apart) < 20


def test_the_halves_of_a_single_chain_are_compared() -> None:
    drifting = np.linspace(0, 1, 200)[None, :]
    assert rhat(drifting) > 1.5
    assert ess_bulk(drifting) < 10
    steady = np.random.default_rng(0).normal(size=(1, 2000))
    assert rhat(steady) < 1.01
    assert ess_bulk(steady) == pytest.approx(2000, rel=0.15)


def test_folding_detects_a_chain_with_a_larger_spread() -> None:
    values = np.random.default_rng(1).normal(size=(4, 500))
    values[0] *= 5
    assert rhat(values) > 1.05


@pytest.mark.parametrize(
    "draws", [np.zeros(10), np.zeros((2, 3)), np.zeros((0, 9)), np.array([[0.0, 1.0, np.nan, 2.0]])]
)
def test_invalid_draws_are_refused(draws: FloatArray) -> None:
    for function in (rhat, ess_bulk):
        with pytest.raises(ValueError, match="must"):
            function(draws)
