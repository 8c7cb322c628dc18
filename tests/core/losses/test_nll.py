"""Losses by scipy against torch, and the integrals of the densities."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats
from scipy.integrate import quad
from torch import nn

from core.data.horse_kicks import HORSE_KICKS
from core.data.newcomb import readings
from core.likelihood import coin, gaussian, heavy_tails, poisson
from core.likelihood.coin import Counts
from core.losses import nll
from core.losses.nll import CARDS, LossSettings, default_settings
from core.training.losses import Comparison, compare, torch_loss

NAMES = list(CARDS)
BARTOS = Counts(178_079, 172_678)


@pytest.mark.parametrize("name", NAMES)
def test_scipy_and_torch_agree(name: str) -> None:
    result = compare(name, default_settings(name))
    assert result.difference < 1e-9
    assert result.difference == abs(result.scipy_total - (result.scale * result.torch_total + result.dropped_total))
    assert result.dropped_per_datum == result.dropped_total / result.n
    terms, total = nll.scipy_nll(name, default_settings(name))
    assert terms.shape == (result.n,)
    assert total == result.scipy_total == pytest.approx(math.fsum(terms), rel=1e-14)


def test_sizes_of_the_data() -> None:
    sizes = {name: compare(name, default_settings(name)).n for name in NAMES}
    assert sizes["binary cross-entropy"] == 10
    assert sizes["poisson"] == 200
    assert {sizes[name] for name in ("mse", "mae", "gaussian-nll", "student-t", "huber")} == {66}


def test_totals_are_the_log_likelihoods_of_the_other_lessons() -> None:
    x = readings()
    expected = {
        "binary cross-entropy": -float(coin.log_likelihood(0.7, Counts(7, 3))),
        "mse": -gaussian.max_log_likelihood(x),
        "gaussian-nll": -gaussian.max_log_likelihood(x),
        "mae": -heavy_tails.laplace_fit(x).log_likelihood,
        "student-t": -heavy_tails.student_t_fit(x).log_likelihood,
        "poisson": -poisson.max_log_likelihood(HORSE_KICKS),
    }
    for name, total in expected.items():
        assert compare(name, default_settings(name)).scipy_total == pytest.approx(total, rel=1e-13)
    assert expected["binary cross-entropy"] == pytest.approx(6.1086430, abs=5e-8)


def test_factors_and_constants_that_torch_drops() -> None:
    results: dict[str, Comparison] = {name: compare(name, default_settings(name)) for name in NAMES}
    for name in ("cross-entropy", "binary cross-entropy", "student-t"):
        assert (results[name].scale, results[name].dropped_total) == (1, 0)
    assert results["gaussian-nll"].dropped_per_datum == pytest.approx(0.9189385, abs=5e-8)
    # 22 corps-years with 2 deaths, 3 with 3, 1 with 4; the factorials of 0 and 1 are 1.
    factorials = 22 * math.log(2) + 3 * math.log(6) + math.log(24)
    assert results["poisson"].dropped_total == pytest.approx(factorials, rel=1e-15)
    sigma2 = float(np.var(readings()))
    assert results["mse"].scale == pytest.approx(1 / (2 * sigma2), rel=1e-14)
    assert results["mse"].dropped_total == pytest.approx(33 * math.log(2 * math.pi * sigma2), rel=1e-14)
    b = default_settings("mae").scale
    assert results["mae"].scale == 1 / b
    assert results["mae"].dropped_per_datum == pytest.approx(math.log(2 * b), rel=1e-14)


def test_torch_clamps_a_variance_below_the_smallest_scale() -> None:
    zero = torch.zeros(1, dtype=torch.float64)
    clamped = nn.GaussianNLLLoss(reduction="sum")(zero, zero, zero + 1e-8)
    assert float(clamped) == pytest.approx(0.5 * math.log(1e-6))
    assert compare("gaussian-nll", LossSettings(location=28.0, scale=1e-3)).difference < 1e-3


def test_laplace_tails_do_not_underflow() -> None:
    far = LossSettings(location=27.0, scale=0.01)
    total = nll.scipy_nll("mae", far).total
    assert total == pytest.approx(350 / 0.01 + 66 * math.log(0.02), rel=1e-14)
    assert compare("mae", far).difference < 1e-9


@pytest.mark.parametrize("theta", [0.5, 0.5077, 0.001, 0.999])
def test_scipy_and_torch_agree_on_hundreds_of_thousands_of_flips(theta: float) -> None:
    result = compare("binary cross-entropy", LossSettings(counts=BARTOS, theta=theta))
    assert result.n == BARTOS.n
    assert result.difference < 1e-9
    assert result.scipy_total == pytest.approx(-float(coin.log_likelihood(theta, BARTOS)), rel=1e-14)


@pytest.mark.parametrize(
    ("counts", "theta", "total"),
    [
        (Counts(7, 3), 0.0, math.inf),
        (Counts(7, 3), 1.0, math.inf),
        (Counts(7, 0), 1.0, 0.0),
        (Counts(0, 3), 0.0, 0.0),
        (Counts(0, 0), 1.0, 0.0),
    ],
)
def test_certain_coins(counts: Counts, theta: float, total: float) -> None:
    edge = LossSettings(counts=counts, theta=theta)
    assert nll.scipy_nll("binary cross-entropy", edge).total == total
    with pytest.raises(ValueError, match="infinite logit"):
        torch_loss("binary cross-entropy", edge)
    with pytest.raises(ValueError, match="infinite logit"):
        compare("binary cross-entropy", edge)


def test_torch_gives_nan_for_an_infinite_logit() -> None:
    infinite = torch.tensor([math.inf], dtype=torch.float64)
    assert math.isnan(nn.BCEWithLogitsLoss()(infinite, torch.ones_like(infinite)))


def test_the_loss_of_no_flips_is_zero() -> None:
    result = compare("binary cross-entropy", LossSettings(counts=Counts(0, 0)))
    assert result == Comparison(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0)


@pytest.mark.parametrize("delta", [0.01, 0.5, 1.345, 3.0, 40.0])
@pytest.mark.parametrize("scale", [0.3, 5.7])
def test_huber_is_a_density(delta: float, scale: float) -> None:
    # One integral for each branch, because quad would miss the kinks.
    def density(x: float) -> float:
        return math.exp(float(nll.huber_logpdf(x, 2.0, scale, delta)))

    kinks = (2.0 - delta * scale, 2.0 + delta * scale)
    pieces = [(-math.inf, kinks[0]), (kinks[0], 2.0), (2.0, kinks[1]), (kinks[1], math.inf)]
    area = sum(quad(density, a, b, epsabs=1e-12, epsrel=1e-10)[0] for a, b in pieces)
    assert area == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("name", ["mse", "mae", "gaussian-nll", "student-t"])
def test_the_other_densities_integrate_to_one(name: str) -> None:
    # The density of a single datum by the closed form, exp(-(scale * torch's loss + constant)).
    s = default_settings(name)
    scale, dropped = nll.closed_form(name, s)

    def density(x: float) -> float:
        z = abs(x - s.location)
        bare = {
            "mse": z**2,
            "mae": z,
            "gaussian-nll": 0.5 * (math.log(s.scale**2) + (z / s.scale) ** 2),
            "student-t": -float(stats.t.logpdf(x, s.df, s.location, s.scale)),
        }[name]
        return math.exp(-(scale * bare + dropped / 66))

    halves = [(-math.inf, s.location), (s.location, math.inf)]
    area = sum(quad(density, a, b, epsabs=1e-12, epsrel=1e-10)[0] for a, b in halves)
    assert area == pytest.approx(1, abs=1e-9)


def test_the_default_huber_settings_are_a_maximum() -> None:
    s = default_settings("huber")
    top = nll.scipy_nll("huber", s).total
    for step in (-1e-3, 1e-3):
        assert nll.scipy_nll("huber", replace(s, location=s.location + step)).total > top
        assert nll.scipy_nll("huber", replace(s, scale=s.scale + step)).total > top


def test_default_settings_are_the_fits_to_the_data() -> None:
    assert default_settings("mse").location == pytest.approx(26.212, abs=5e-4)
    assert default_settings("mae").location == 27
    t = default_settings("student-t")
    assert (round(t.location, 2), round(t.scale, 2), round(t.df, 2)) == (27.40, 3.81, 2.13)
    assert default_settings("poisson").rate == 0.61


def test_the_hinge_loss_is_not_a_negative_log_likelihood() -> None:
    check = nll.hinge_check([-1.0, 0.0, 0.5, 1.0, 50.0])
    expected = [1 + math.exp(-2), 2 / math.e, math.exp(-0.5) + math.exp(-1.5), 1 + math.exp(-2), 1]
    np.testing.assert_allclose(check.hinge_total, expected, rtol=1e-15)
    assert np.ptp(check.hinge_total) > 0.3
    np.testing.assert_allclose(check.logistic_total, 1, rtol=4e-16)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_hinge_scores_must_be_finite(bad: float) -> None:
    with pytest.raises(ValueError, match="scores must be finite"):
        nll.hinge_check([0.0, bad])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"theta": 1.5}, r"theta must lie in \[0, 1\]"),
        ({"theta": math.nan}, r"theta must lie in \[0, 1\]"),
        ({"scale": 0.0}, "scale must lie from"),
        ({"scale": math.nan}, "scale must lie from"),
        ({"location": math.inf}, "location must lie from"),
        ({"df": 0.0}, "df must lie from"),
        ({"delta": -1.0}, "delta must lie from"),
        ({"rate": 0.0}, "rate must lie from"),
        ({"labels": (0, 1)}, "labels must name one of 3 classes"),
        ({"labels": (0, 1, 2, 3, 0, 0)}, "labels must name one of 3 classes"),
        ({"logits": ((math.nan, 0.0),), "labels": (0,)}, "logits must be a table"),
    ],
)
def test_invalid_settings_raise(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(LossSettings(), **change)  # type: ignore[arg-type]


def test_unknown_loss_raises() -> None:
    for call in (nll.scipy_nll, nll.closed_form, torch_loss, compare):
        with pytest.raises(ValueError, match="the loss must be one of"):
            call("hinge", LossSettings())
    with pytest.raises(ValueError, match="the loss must be one of"):
        default_settings("hinge")


def test_the_scipy_side_does_not_load_torch() -> None:
    code = "import sys, core.losses.nll; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
