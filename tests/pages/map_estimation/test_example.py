"""The worked examples of lesson 6: short and plain at the default, right at odd settings."""

import numpy as np
import pytest

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.penalty import Prior
from core.data.coins import PRESETS
from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts
from core.logistic.two_weights import LARGEST, SMALLEST, lambda_sum
from pages.map_estimation.example import coin_script, converter_script
from tests.support.example import MAX_LINES, assert_plain, run_quietly

GRID_STEP = 1e-5


@pytest.mark.parametrize("counts", [preset.counts for preset in PRESETS], ids=str)
def test_the_coins_example_reads_well_at_ordinary_settings(counts: Counts) -> None:
    assert_plain(coin_script(counts, Beta(10, 10)))
    assert "np.linspace(0, 1, 100_001)" in coin_script(counts, Beta(10, 10))


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
def test_the_converters_example_reads_well(prior: Prior) -> None:
    assert_plain(converter_script(prior, 1.0, 500))


def test_all_digits_are_kept() -> None:
    prior, sigma = Beta(123.456789012345, 0.1 + 0.7), 1 / np.sqrt(0.01 * 501)
    found = run_quietly(coin_script(Counts(7, 3), prior)) | run_quietly(converter_script("gaussian", sigma, 501))
    assert (found["a"], found["b"], found["sigma"]) == (prior.a, prior.b, sigma)


@pytest.mark.parametrize("seed", range(40))
def test_the_examples_give_the_figures_at_odd_settings(seed: int) -> None:
    rng = np.random.default_rng(seed)
    heads, tails = (int(rng.choice([0, 1, rng.integers(20), rng.integers(MAX_COUNT), MAX_COUNT])) for _ in range(2))
    a, b = (float(rng.choice([0.5, 1, 1.5, 10 ** rng.uniform(-0.3, 3), 1000])) for _ in range(2))
    counts, prior = Counts(heads, tails), Beta(a, b)
    after, code = posterior(prior, counts), coin_script(counts, prior)
    found = run_quietly(code)
    assert len(code.splitlines()) <= MAX_LINES
    assert found["mle"] == coin.mle(counts)
    assert found["posterior_mean"] == pytest.approx(after.mean, rel=1e-14)
    if len(after.mode.at) == 1:
        assert found["map_estimate"] == pytest.approx(after.mode.at[0], rel=1e-14)
        # Two digits of the standard deviation are shown; the grid is as fine as that, or as its step.
        assert found["on_grid"] == pytest.approx(after.mode.at[0], abs=min(1.01 * GRID_STEP, 0.05 * after.sd))
    else:
        assert found["map_estimate"] is None and "no single top" in code


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
@pytest.mark.parametrize("sigma", [SMALLEST, 0.4472135954999579, 1.0, LARGEST])
@pytest.mark.parametrize("n", [1, 501, 1_000_000])
def test_the_converter_gives_the_figures(prior: Prior, sigma: float, n: int) -> None:
    found, total = run_quietly(converter_script(prior, sigma, n)), lambda_sum(prior, sigma)
    assert found["lambda_sum"] == pytest.approx(total, rel=1e-14)
    assert found["lambda_mean"] == pytest.approx(total / n, rel=1e-14)
    assert found["weight_decay"] == (None if prior == "laplace" else pytest.approx(2 * total / n, rel=1e-14))
    assert found["sigma_again"] == pytest.approx(sigma, rel=1e-14)
