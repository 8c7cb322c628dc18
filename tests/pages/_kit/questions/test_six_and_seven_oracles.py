"""The answers of lessons 6 and 7 at their own numbers, computed without core."""

import re

import numpy as np
import pytest
import torch
from numpy.polynomial import legendre
from scipy import optimize, special, stats

from core.data.batters import BATTERS
from core.logistic.two_weights import problem as penguins
from core.numbers import decimal
from core.regularization.problem import Problem, problem
from pages._kit.course import LESSONS
from pages._kit.questions import of_lesson
from pages._kit.questions.question import Asked


def _ask(name: str, **changed: object) -> Asked:
    return next(item.ask(**changed) for lesson in LESSONS[6:8] for item in of_lesson(lesson) if item.name == name)


def test_half_the_weight_decay_for_twice_the_examples() -> None:
    """Plain numbers: sigma from wd and n, then wd from sigma and 2 n, by the derivative of the summed log-prior."""
    sigma = (0.01 * 500) ** -0.5
    assert 1 / (sigma**2 * 1000) == pytest.approx(0.005)
    assert "= 0.005." in _ask("map-estimation.twice-the-examples").why


def test_the_map_by_scipys_density() -> None:
    found = optimize.minimize_scalar(lambda t: -stats.beta(17, 13).logpdf(t), bounds=(0.01, 0.99), method="bounded")
    assert decimal(found.x) in _ask("map-estimation.where-they-meet").why
    assert abs(found.x - 0.5) < abs(found.x - 0.7)


def test_the_mass_around_the_map_by_scipy() -> None:
    mass = float(np.diff(stats.beta(12, 10).cdf([0.5, 0.6]))[0])
    assert mass < 0.5
    assert f"{100 * mass:.1f} %" in _ask("map-estimation.around-the-map").why


def _penguin_nll(w: np.ndarray) -> float:
    birds = penguins()
    z = birds.x @ w[:2] + w[2]
    return float(np.sum(np.logaddexp(0, z) - birds.y * z))


def test_one_weight_is_zero_under_the_laplace_prior_by_its_optimality_conditions() -> None:
    """Minimize with the second weight held at 0; there the data pull less than the prior's corner holds."""
    rate = np.sqrt(2) / 0.1

    def held(w: np.ndarray) -> float:
        return _penguin_nll(np.array([w[0], 0.0, w[1]])) + rate * abs(w[0])

    first, intercept = optimize.minimize(held, [0.5, -0.9], method="Nelder-Mead", options={"xatol": 1e-9}).x
    pull = optimize.approx_fprime(np.array([first, 0.0, intercept]), _penguin_nll, 1e-6)[1]
    assert abs(pull) < rate and first == pytest.approx(0.534, abs=1e-3)
    assert "(0.534, 0)" in _ask("map-estimation.exact-zeros").why


@pytest.mark.parametrize(("wd", "limit"), [(0.1, 10.0), (1.0, 1.0)])
def test_where_adamw_ends_by_torch(wd: float, limit: float) -> None:
    birds = penguins()
    x, y = torch.from_numpy(birds.x), torch.from_numpy(birds.y)
    w, c = (
        torch.zeros(2, dtype=torch.float64, requires_grad=True),
        torch.zeros(1, dtype=torch.float64, requires_grad=True),
    )
    groups = [{"params": [w], "weight_decay": wd}, {"params": [c], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=0.05, betas=(0.9, 0.95))
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 1500)
    for _ in range(1500):
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(x @ w + c, y).backward()
        optimizer.step()
        rate.step()
    bounds = [(-limit, limit), (-limit, limit), (None, None)]
    best = optimize.minimize(_penguin_nll, np.zeros(3), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14}).x
    assert w.detach().numpy() == pytest.approx(best[:2], abs=0.02)
    reached = abs(abs(w.detach().numpy()).max() - limit) < 0.02
    asked = _ask("map-estimation.end-of-adamw", wd=wd)
    assert ("1/wd" in asked.options[asked.right].text) == reached


def test_the_peak_over_the_logit_by_a_search() -> None:
    phi = np.linspace(-4, 4, 800_001)
    peak = special.expit(
        phi[np.argmax(stats.beta(9, 5).logpdf(special.expit(phi)) + special.log_expit(phi) + special.log_expit(-phi))]
    )
    why = _ask("map-estimation.another-scale").why
    assert decimal(float(peak)) in why and decimal(8 / 12) in why
    assert f"{100 * float(np.diff(stats.beta(9, 5).cdf([0.5, 0.6]))[0]):.1f} %" in why


def _ridge(examples: Problem, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Intercept and weights, and their covariance, by the normal equations with a column of ones."""
    features = _design(examples.x, examples.degree)
    precision = features.T @ features / examples.sigma**2 + 2 * penalty * np.diag([0.0] + [1.0] * examples.degree)
    covariance = np.linalg.inv(precision)
    return covariance @ features.T @ examples.y / examples.sigma**2, covariance


def _design(x: np.ndarray, degree: int) -> np.ndarray:
    return legendre.legvander(x, degree) * np.sqrt(2 * np.arange(degree + 1) + 1)


def test_both_nlls_by_the_normal_equations() -> None:
    examples, lams = problem(12, 20, 0), (0.0, 10 ** (-2 + 5 * 0.64))
    why = _ask("regularization.two-nlls").why
    for lam in lams:
        weights, _ = _ridge(examples, lam)
        for x, y in ((examples.x, examples.y), (examples.x_held, examples.y_held)):
            nll = -stats.norm(_design(x, 12) @ weights, examples.sigma).logpdf(y).mean()
            assert f"{nll:.3f}" in why


def test_some_weights_grow_under_ridge() -> None:
    examples = problem(12, 20, 0)
    path = np.array([_ridge(examples, lam)[0][1:] for lam in np.geomspace(0.01, 1000, 400)])
    grows = (np.diff(np.abs(path), axis=0) > 1e-9).any(axis=0)
    assert f"{int(grows.sum())} of 12" in _ask("regularization.single-weights").why
    assert (np.diff(np.linalg.norm(path, axis=1)) < 0).all()


def test_the_share_in_the_narrow_band() -> None:
    examples, lam = problem(12, 20, 0), 10 ** (-2 + 5 * 0.9)
    weights, covariance = _ridge(examples, lam)
    at = _design(examples.x_held, 12)
    spread = np.sqrt(np.einsum("ij,jk,ik->i", at, covariance, at) + examples.sigma**2)
    inside = np.mean(np.abs(examples.y_held - at @ weights) <= stats.norm.ppf(0.975) * spread)
    assert _ask("regularization.narrow-band").why.startswith(f"{100 * inside:.1f} %")


def test_ten_times_the_data_bring_map_and_mle_ten_times_nearer() -> None:
    """Other examples of the same curve: the distance falls about tenfold, and stays where w2 must not be negative."""
    rng, gaps, held = np.random.default_rng(5), [], []
    x = rng.uniform(-1, 1, 20_000)
    y = _design(x, 4) @ np.array([0, 0, -0.6, 0, 0.35]) + 0.4 * rng.standard_normal(x.size)
    for n in (2000, 20_000):
        features = _design(x[:n], 6)
        gram, along = features.T @ features / 0.16, features.T @ y[:n] / 0.16
        mle = np.linalg.solve(gram, along)
        gaps.append(np.linalg.norm(mle - np.linalg.solve(gram + np.diag([0.0] + [4.0] * 6), along)))
        held.append(abs(mle[2]))
    assert gaps[0] / gaps[1] == pytest.approx(10, rel=0.3)
    assert held == pytest.approx([0.6, 0.6], abs=0.05)
    assert "from 0.604 to 0.604" in _ask("regularization.ten-times-the-data", excluded=True).why


def test_no_ridge_has_the_parts_of_early_stopping() -> None:
    """Search the best penalty on a fine grid: the largest gap of the parts stays above 0, and is the one named."""
    examples = problem(12, 20, 0)
    features = _design(examples.x, 12)[:, 1:]
    h = np.linalg.eigvalsh(np.cov(features.T, bias=True)) / examples.sigma**2
    stopped = 1 - (1 - 0.02 * h / h.max()) ** 100
    gaps = [np.abs(stopped - h / (h + lam)).max() for lam in np.geomspace(0.1, 100, 20_001)]
    assert f"by up to {min(gaps):.3f} " in _ask("regularization.same-as-ridge").why


def test_the_errors_of_the_eighteen_batters_by_scipys_beta_binomial() -> None:
    """Fit the prior by a search over the log-pmf of the beta-binomial."""
    hits, season = np.array([each.hits for each in BATTERS]), np.array([each.season_average for each in BATTERS])

    def cost(at: np.ndarray) -> float:
        mean, strength = special.expit(at[0]), np.exp(at[1])
        return -float(stats.betabinom(45, strength * mean, strength * (1 - mean)).logpmf(hits).sum())

    found = optimize.minimize(cost, [-1.0, 5.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12}).x
    mean, share = special.expit(found[0]), np.exp(found[1]) / (np.exp(found[1]) + 45)
    ways = (hits / 45, np.full(18, hits.mean() / 45), (1 - share) * hits / 45 + share * mean)
    errors = [float(np.mean((way - season) ** 2)) for way in ways]
    asked = _ask("regularization.eighteen-batters")
    assert errors.index(min(errors)) == asked.right
    assert all(f"{error:.3g}" in asked.why for error in errors)
    assert f"{100 * share:.0f} %" in asked.why.replace("\u202f", " ")


def test_the_penalty_of_dropout_by_its_expected_loss() -> None:
    """The mean over masks of the squared error, minus the error without masks, for a unit weight of each feature."""
    p, why = 0.4, _ask("regularization.penalty-of-dropout").why
    for n in (20, 200):
        examples = problem(12, n, 0)
        phi = _design(examples.x, 12)[:, 1:]
        extra = (1 - p) * (examples.y[:, None] - phi / (1 - p)) ** 2 + p * examples.y[:, None] ** 2
        added = (extra - (examples.y[:, None] - phi) ** 2).sum(axis=0) / (2 * examples.sigma**2)
        assert f"{float(f'{added.mean():.3g}'):g}" in re.sub(r"\.0\b", "", why)
