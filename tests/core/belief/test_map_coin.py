"""The MAP of a coin: the worked example, modes at the ends, and the density of the logit."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts

TEN_FLIPS, FAIR = Counts(7, 3), Beta(10, 10)


def test_estimates_of_the_worked_example() -> None:
    after = posterior(FAIR, TEN_FLIPS)
    assert after.mode.at == (pytest.approx(16 / 28),)
    assert after.mean == pytest.approx(17 / 30)
    assert posterior(FAIR, Counts(700, 300)).mode.at[0] == pytest.approx(709 / 1018)


def test_log_joint_is_highest_at_the_map() -> None:
    theta = np.linspace(0, 1, 28 * 500 + 1)
    assert theta[np.argmax(map_coin.log_joint(theta, TEN_FLIPS, FAIR))] == pytest.approx(16 / 28, abs=1e-12)


def test_price_is_the_distance_of_both_curves_below_their_maxima() -> None:
    cost = map_coin.price(TEN_FLIPS, FAIR)
    at = 16 / 28
    data = 7 * math.log(0.7 / at) + 3 * math.log(0.3 / (1 - at))
    belief = 9 * (math.log(0.5 / at) + math.log(0.5 / (1 - at)))
    assert cost == (pytest.approx(data), pytest.approx(belief))


@pytest.mark.parametrize("prior", [Beta(0.5, 0.5), Beta(0.5, 3)], ids=str)
def test_price_is_none_without_a_finite_maximum(prior: Beta) -> None:
    assert map_coin.price(Counts(0, 0), prior) is None
    assert map_coin.price(TEN_FLIPS, prior) is None


@pytest.mark.parametrize("counts", [Counts(0, 0), Counts(7, 0), Counts(0, 1), Counts(1_000_000, 0)], ids=str)
@pytest.mark.parametrize("prior", [Beta(0.5, 0.5), Beta(1, 1), Beta(0.5, 2), Beta(1000, 0.5)], ids=str)
def test_curves_are_never_nan_at_the_ends(counts: Counts, prior: Beta) -> None:
    for heights in map_coin.curves([0.0, 1e-300, 0.5, 1.0], counts, prior):
        assert not np.any(np.isnan(heights))
    after = posterior(prior, counts)
    joint = map_coin.log_joint([0.0, 1.0], counts, prior)
    assert (joint[0] == math.inf) == (after.a < 1) and (joint[1] == math.inf) == (after.b < 1)


def test_the_density_of_the_logit_integrates_to_one_and_has_its_mode_at_the_mean() -> None:
    after = posterior(FAIR, TEN_FLIPS)
    area, _ = quad(lambda phi: float(np.exp(map_coin.logit_logpdf(phi, after))), -10, 10)
    assert area == pytest.approx(1, abs=1e-10)
    phi = np.linspace(-2, 2, 400_001)
    peak = 1 / (1 + math.exp(-phi[np.argmax(map_coin.logit_logpdf(phi, after))]))
    assert peak == pytest.approx(17 / 30, abs=1e-5)
    assert map_coin.logit_mode(after) == pytest.approx(17 / 30)
    assert abs(peak - after.mode.at[0]) > 0.004


@pytest.mark.parametrize(("lower", "upper"), [(0.6, 0.5), (-0.1, 0.5), (0.5, 1.1), (math.nan, 0.5)])
def test_ends_out_of_order_or_range_raise(lower: float, upper: float) -> None:
    with pytest.raises(ValueError, match="ends"):
        map_coin.masses(FAIR, lower, upper)
