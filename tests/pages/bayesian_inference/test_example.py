"""The worked examples of lesson 5: short and plain at the default, right at odd settings."""

import numpy as np
import pytest

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.coverage import coverages
from core.belief.intervals import equal_tailed
from core.data.coins import PRESETS
from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.coverage import coverage
from pages.bayesian_inference.example import EVEN, EVEN_IN_LOGIT, coverage_script, grid_script, script
from tests.support.example import MAX_LINES, assert_plain, run_quietly


@pytest.mark.parametrize("counts", [preset.counts for preset in PRESETS], ids=str)
def test_the_examples_read_well_at_ordinary_settings(counts: Counts) -> None:
    for code in (script(Beta(10, 10), counts, 0.95), grid_script(Beta(10, 10), counts)):
        assert_plain(code)
    assert EVEN in grid_script(Beta(10, 10), counts)


def test_a_posterior_that_an_even_grid_misses_gets_one_even_in_the_logit() -> None:
    for prior, counts in ((Beta(0.5, 2), Counts(0, 3)), (Beta(10, 10), Counts(MAX_COUNT, 0))):
        assert EVEN_IN_LOGIT in grid_script(prior, counts)
        assert len(grid_script(prior, counts).splitlines()) <= MAX_LINES


def test_all_digits_of_the_prior_are_kept() -> None:
    prior = Beta(123.456789012345, 0.1 + 0.7)
    for code in (script(prior, Counts(7, 3), 0.95), grid_script(prior, Counts(7, 3))):
        found = run_quietly(code)
        assert (found["a"], found["b"]) == (prior.a, prior.b)


def settings(seed: int) -> tuple[Beta, Counts, float]:
    """A random setting of the page's controls; extremes are frequent."""
    rng = np.random.default_rng(seed)
    heads, tails = (int(rng.choice([0, 1, rng.integers(20), rng.integers(MAX_COUNT), MAX_COUNT])) for _ in range(2))
    a, b = (float(rng.choice([0.5, 1, 1.5, 10 ** rng.uniform(-0.3, 3), 1000])) for _ in range(2))
    return Beta(a, b), Counts(heads, tails), float(rng.choice([0.5, 0.95, 0.99]))


@pytest.mark.parametrize("seed", range(60))
def test_the_examples_give_the_figures_at_odd_settings(seed: int) -> None:
    prior, counts, level = settings(seed)
    after = posterior(prior, counts)
    found = run_quietly(script(prior, counts, level)) | run_quietly(grid_script(prior, counts))
    assert (found["posterior_a"], found["posterior_b"]) == (after.a, after.b)
    assert found["mle"] == coin.mle(counts)
    best = pytest.approx(after.mode.at[0], rel=1e-14) if len(after.mode.at) == 1 else None
    assert found["map_estimate"] == best
    assert found["posterior_mean"] == found["p_next"] == pytest.approx(after.mean, rel=1e-14)
    assert found["interval"] == pytest.approx(np.array(equal_tailed(after, level)), rel=1e-9)
    # The page shows two digits of the standard deviation.
    assert found["on_grid"] == pytest.approx(after.mean, abs=1e-3 * after.sd)


@pytest.mark.parametrize("seed", range(40))
def test_the_example_of_coverage_gives_the_figures_at_odd_settings(seed: int) -> None:
    rng = np.random.default_rng(seed)
    prior, _, level = settings(seed)
    n = int(rng.choice([1, 2, 10, rng.integers(1, 1001), 1000]))
    theta = round(float(rng.choice([0, rng.random(), rng.random(), 1])), 3)
    code = coverage_script(n, theta, level, prior)
    assert_plain(code)
    found = run_quietly(code)
    ours = {kind: float(coverage(ends, theta)) for kind, ends in coverages(n, level, prior).ends.items()}
    names = {"Wald": "wald", "Likelihood": "likelihood", "Clopper-Pearson": "clopper_pearson", "Credible": "credible"}
    assert {kind: float(found[name]) for kind, name in names.items()} == pytest.approx(ours, abs=1e-10)


@pytest.mark.parametrize(("theta", "level", "a"), [(0.975, 0.95, 10), (0.5, 0.5, 1), (0.025, 0.95, 10)])
def test_the_example_of_coverage_counts_an_end_as_inside(theta: float, level: float, a: float) -> None:
    found = run_quietly(coverage_script(1, theta, level, Beta(a, a)))
    ours = coverages(1, level, Beta(a, a)).ends
    assert found["clopper_pearson"] == pytest.approx(float(coverage(ours["Clopper-Pearson"], theta)))
    assert found["credible"] == pytest.approx(float(coverage(ours["Credible"], theta)))
