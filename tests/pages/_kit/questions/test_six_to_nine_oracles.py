"""The answers of lessons 6 to 9 at their own numbers, computed without core."""

import re

import numpy as np
import pytest
import torch
from numpy.polynomial import legendre
from scipy import optimize, special, stats

from core.answers.stored import FILE
from core.answers.task import Settings, task
from core.data.batters import BATTERS
from core.data.points import shape_split
from core.logistic.two_weights import problem as penguins
from core.numbers import decimal
from core.regularization.problem import Problem, problem
from core.sampling.walk import walk
from core.training.answers.dropout import RATE
from core.training.lab.optimizer_step import EPSILON
from pages._kit.course import LESSONS
from pages._kit.questions import big_picture, of_lesson, training_lab
from pages._kit.questions.question import Asked


def _ask(name: str, **changed: object) -> Asked:
    return next(item.ask(**changed) for lesson in LESSONS[6:] for item in of_lesson(lesson) if item.name == name)


def test_constants_of_modules_that_import_torch_are_the_same() -> None:
    assert (big_picture.DROPPED, training_lab.EPSILON) == (RATE, EPSILON)


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


def test_the_pulls_at_rest_by_torch() -> None:
    """A softmax with a row of weights for each class, as the lab has it, trained until nothing moves."""
    train = shape_split("moons", 500, 0.2, 0).train
    x, y = torch.from_numpy(train.x), torch.from_numpy(train.y)
    layer = torch.nn.Linear(2, 2, dtype=torch.float64)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=500, tolerance_grad=1e-12, tolerance_change=0)

    def objective() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(layer(x), y) + 0.025 * (layer.weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(objective)
    data = torch.autograd.grad(torch.nn.functional.cross_entropy(layer(x), y), layer.weight)[0]
    prior = 0.05 * layer.weight.detach()
    assert float((data + prior).norm()) < 1e-8
    assert f"each is {float(prior.norm()):.3g} long" in _ask("training-lab.pulls-at-rest").why


@pytest.mark.parametrize(("lr", "grows", "flips"), [(50.0, True, True), (30.0, False, True), (10.0, False, False)])
def test_what_decay_alone_does_by_torch(lr: float, grows: bool, flips: bool) -> None:
    w = torch.ones(1, dtype=torch.float64, requires_grad=True)
    w.grad = torch.zeros_like(w)
    torch.optim.SGD([w], lr=lr, weight_decay=0.05).step()
    assert (abs(w.item()) > 1, w.item() < 0) == (grows, flips)
    asked = _ask("training-lab.too-much-decay", lr=lr)
    text = asked.options[asked.right].text
    assert ("larger" in text, "flips" in text) == (grows, flips)


@pytest.mark.parametrize(("name", "kind"), [("adam", torch.optim.Adam), ("sgd", torch.optim.SGD)])
def test_the_first_step_by_torch(name: str, kind: type[torch.optim.Optimizer]) -> None:
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor([0.002, 0.2], dtype=torch.float64)
    kind([w], lr=0.01).step()
    asked = _ask("training-lab.first-step", optimizer=name)
    said = [float(number) for number in re.findall(r"\d\.\d+", asked.options[asked.right].text)]
    assert -w.detach().numpy() == pytest.approx(np.broadcast_to(said, 2), rel=1e-4)


def _separable(x: np.ndarray, inside: np.ndarray) -> bool:
    """Whether a line parts two sets of points, by linear programming."""
    rows = -np.where(inside, 1.0, -1.0)[:, None] * np.column_stack([x, np.ones(len(x))])
    return bool(optimize.linprog(np.zeros(3), rows, -np.ones(len(x)), bounds=(None, None)).success)


def test_a_line_parts_one_blob_or_every_two_overlap_by_linear_programming() -> None:
    apart, mixed = (shape_split("blobs", 60, noise, 0).train for noise in (0.1, 1.0))
    assert _separable(apart.x, apart.y == 0)
    for pair in ((0, 1), (0, 2), (1, 2)):
        both = np.isin(mixed.y, pair)
        assert not _separable(mixed.x[both], mixed.y[both] == pair[0])


def test_the_nll_of_a_classifier_that_is_too_sure_by_scipy() -> None:
    train = shape_split("moons", 500, 0.2, 0).train

    def mean_nll(w: np.ndarray) -> float:
        z = train.x @ w[:2] + w[2]
        return float(np.mean(np.logaddexp(0, z) - train.y * z))

    best = optimize.minimize(mean_nll, np.zeros(3), tol=1e-12).x
    assert f"from {mean_nll(best):.3f} to {mean_nll(3 * best):.3f} nats" in _ask("training-lab.same-boundary").why


def _of_net(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Log-odds of nets with eight ReLU units, each weight in its place, shape (nets, points)."""
    each = []
    for row in np.atleast_2d(weights):
        inner, bias, outer, last = row[:16].reshape(8, 2), row[16:24], row[24:32], row[32]
        each.append(np.maximum(x @ inner.T + bias, 0) @ outer + last)
    return np.array(each)


@pytest.fixture(scope="module")
def stored() -> dict[str, np.ndarray]:
    with np.load(FILE) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def test_what_many_nets_say_far_away(stored: dict[str, np.ndarray]) -> None:
    p = special.expit(_of_net(stored["40 HMC weights"], np.array([[3.6, 3.6]])))[:, 0]
    why = _ask("big-picture.many-nets").why
    assert why.startswith(f"{int((p > 0.5).sum())} of {p.size} ") and f"p = {p.mean():.3f}" in why
    assert 0.05 < (p > 0.5).mean() < 0.95 and np.mean((p > 0.4) & (p < 0.6)) < 0.5


def test_one_net_far_away(stored: dict[str, np.ndarray]) -> None:
    end = 1000 * np.array([[np.cos(np.pi / 4), np.sin(np.pi / 4)]])
    for method in ("MLE", "MAP"):
        p = special.expit(np.abs(_of_net(stored[f"40 {method} weights"], end)))[0, 0]
        assert p > 0.99 and _ask("big-picture.leaving-the-data", method=method).why.startswith(
            f"At the end it is {p:.3f}"
        )


def test_confidence_against_accuracy(stored: dict[str, np.ndarray]) -> None:
    held = task(Settings(n_points=40)).held_out
    z = _of_net(stored["40 MLE weights"], held.x)[0]
    sure, right = special.expit(np.abs(z)).mean(), np.mean((z > 0) == (held.y == 1))
    assert _ask("big-picture.as-sure-as-right").why.startswith(f"It is {100 * sure:.1f} %, and {100 * right:.1f} % are")
    assert sure - right > 0.1


def test_the_spread_of_nets_as_the_data_grow(stored: dict[str, np.ndarray]) -> None:
    why = _ask("big-picture.spread-of-dropout").why
    for method in ("MC dropout", "HMC"):
        spread = []
        for n in (20, 320):
            x = task(Settings(n_points=n)).held_out.x[:200]
            spread.append(special.expit(_of_net(stored[f"{n} {method} weights"], x)).std(axis=0).mean())
        assert f"from {spread[0]:.3f} to {spread[1]:.3f}" in why
        assert (spread[1] < 0.5 * spread[0]) if method == "HMC" else (spread[1] > spread[0])


def test_where_methods_come_together(stored: dict[str, np.ndarray]) -> None:
    nll, _, _, far = np.moveaxis(stored["scores"], -1, 0)
    (near, nearer), (away, still) = (np.ptp(score, axis=0)[[0, -1]] for score in (nll, far))
    assert nearer < near / 10 and still > away / 2
    why = _ask("big-picture.where-they-agree").why
    assert all(f"{value:.3f}" in why for value in (near, nearer, away, still))


def test_timid_chains_hardly_move() -> None:
    """The lag at which a chain of the timid sampler still resembles itself is long, that of the good one short."""
    for setting, resembles in (((0.01, 3), True), ((0.1, 10), False)):
        chain = walk(*setting).position[0, :, 0]
        centered = chain - chain.mean()
        later = float(centered[20:] @ centered[:-20] / (centered @ centered))
        assert (later > 0.5) == resembles
        asked = _ask("big-picture.nothing-rejected", step=setting[0], n_steps=setting[1])
        assert ("tenth" in asked.options[asked.right].text) == resembles
