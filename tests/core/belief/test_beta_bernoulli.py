"""The Beta-Bernoulli pair: ten flips by hand, batches of flips, and quadrature for evidence and prediction."""

import math

import pytest
from scipy.integrate import quad

from core.belief.beta import Beta
from core.belief.beta_bernoulli import (
    FLAT,
    ONE_BY_ONE,
    TEN_FLIPS_IN_ORDER,
    in_order,
    likelihood_as_density,
    log_evidence,
    posterior,
    predictive,
)
from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts

FAIR, FEW, MANY = Beta(10, 10), Counts(7, 3), Counts(700, 300)


def test_ten_flips_worked_by_hand() -> None:
    after = posterior(FAIR, FEW)
    assert after == Beta(17, 13)
    assert after.mode.at == (pytest.approx(16 / 28),)
    assert predictive(after) == after.mean == pytest.approx(17 / 30)
    assert posterior(FAIR, MANY) == Beta(710, 310)
    assert posterior(FAIR, MANY).mode.at == (pytest.approx(709 / 1018),)


def test_likelihood_as_density_is_the_likelihood_over_its_area() -> None:
    shape = likelihood_as_density(FEW)
    assert shape.mode.at == (pytest.approx(coin.mle(FEW)),)
    for theta in (0.1, 0.5, 0.93):
        expected = float(coin.log_likelihood(theta, FEW)) - coin.log_area(FEW)
        assert float(shape.logpdf(theta)) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("prior", [FLAT, FAIR, Beta(0.5, 0.5), Beta(0.7, 40)])
def test_evidence_and_prediction_by_quadrature(prior: Beta) -> None:
    def joint(theta: float) -> float:
        return math.exp(float(prior.logpdf(theta) + coin.log_likelihood(theta, FEW)))

    area, error = quad(joint, 0, 1, epsabs=0, epsrel=1e-10)
    assert log_evidence(prior, FEW) == pytest.approx(math.log(area), abs=4 * error / area + 1e-12)
    heads, slack = quad(lambda theta: theta * joint(theta), 0, 1, epsabs=0, epsrel=1e-10)
    assert predictive(posterior(prior, FEW)) == pytest.approx(heads / area, rel=4 * (error + slack) / area + 1e-12)


def test_ten_flips_come_in_their_given_order() -> None:
    batches = in_order(FEW)
    assert "".join("H" if batch.heads else "T" for batch in batches) == TEN_FLIPS_IN_ORDER
    assert [batch.seen.n for batch in batches] == list(range(1, 11))


@pytest.mark.parametrize(
    "counts",
    [FEW, MANY, Counts(20, 20), Counts(21, 20), Counts(178_079, 172_678), Counts(0, 5), Counts(MAX_COUNT, MAX_COUNT)],
    ids=str,
)
def test_the_batches_add_up_to_the_counts(counts: Counts) -> None:
    batches = in_order(counts)
    assert batches == in_order(counts), "the same seed, the same order"
    assert batches[-1].seen == counts
    heads = tails = 0
    for batch in batches:
        heads, tails = heads + batch.heads, tails + batch.tails
        assert batch.seen == Counts(heads, tails)
        assert batch.heads >= 0 and batch.tails >= 0 and batch.heads + batch.tails > 0
    assert len(batches) == counts.n if counts.n <= ONE_BY_ONE else len(batches) < 30


def test_no_flips_give_no_batches_and_another_seed_another_order() -> None:
    assert in_order(Counts(0, 0)) == ()
    assert in_order(MANY, seed=1) != in_order(MANY, seed=2)
