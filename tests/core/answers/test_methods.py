"""The inference methods against torch or another computation, and the stored answers against fresh ones."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.answers import methods
from core.answers import net as small_net
from core.answers.run import AnswerRun, finish
from core.answers.stored import FILE, agreement, stored_answer
from core.answers.task import (
    DEFAULT,
    METHODS,
    N_POINTS,
    WITHOUT_PRIOR,
    Settings,
    examples,
    log_probability,
    scores,
    task,
)
from core.training.answers import ensemble
from core.training.answers.dropout import NETS, thinned
from core.training.answers.ensemble import MEMBERS
from core.training.answers.net import Adam, mean_nll, train_tensors
from core.training.answers.store import METHOD

SINGLE_PRECISION = 1e-6
"""Tolerance for values that were stored in single precision."""


def test_adam_agrees_with_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "STEPS", 60)
    start, data = methods.start(DEFAULT, 2), examples(task(DEFAULT).train)
    *_, (found, _) = methods.adam(start, data, DEFAULT.precision)
    x, sign = train_tensors(DEFAULT)
    for net, end in zip(start, found, strict=True):
        w = torch.tensor(net, requires_grad=True)
        optimizer = torch.optim.Adam([w], lr=1.0, weight_decay=DEFAULT.weight_decay)
        for step in range(1, 61):
            optimizer.param_groups[0]["lr"] = methods.rate(step)
            optimizer.zero_grad()
            mean_nll(w, x, sign).backward()
            optimizer.step()
        np.testing.assert_allclose(end, w.detach().numpy(), rtol=0, atol=1e-9)


def test_adam_on_tensors_agrees_with_adam_on_arrays() -> None:
    start, data = methods.start(DEFAULT, 1), examples(task(DEFAULT).train)
    net = Adam(torch.tensor(start))
    for (weights, gradient), _ in zip(methods.adam(start, data, 0.0), range(50), strict=False):
        np.testing.assert_allclose(net.weights.numpy(), weights, rtol=0, atol=1e-12)
        net.step(torch.tensor(gradient))


def test_mle_and_ensemble_alone_use_no_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (methods, ensemble):
        monkeypatch.setattr(module, "STEPS", 20)
    other = replace(DEFAULT, wd=0.1)
    for method in ("MLE", "MAP", "Laplace", "Deep ensemble"):
        one, two = (finish(AnswerRun(settings, method, METHOD[method])).weights for settings in (DEFAULT, other))
        assert np.array_equal(one, two) == (method in WITHOUT_PRIOR)


def test_thinned_nets_drop_units_at_the_rate() -> None:
    nets = thinned(np.ones(small_net.N_WEIGHTS), np.random.default_rng(0))
    out = nets[:, 3 * small_net.HIDDEN : 4 * small_net.HIDDEN]
    assert set(np.unique(out)) == {0.0, 1 / 0.9}
    assert (out == 0).mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / out.size))
    assert nets.shape == (NETS, small_net.N_WEIGHTS) and (np.delete(nets, np.s_[24:32], axis=1) == 1).all()


@pytest.mark.parametrize("method", ["MLE", "MAP", "Laplace"])
def test_stored_point_estimates_are_reproduced(method: str) -> None:
    stored, again = stored_answer(DEFAULT, method), finish(AnswerRun(DEFAULT, method, METHOD[method]))
    assert again.seconds > 0 and again.gradients == stored.gradients
    np.testing.assert_allclose(again.weights, stored.weights, rtol=SINGLE_PRECISION, atol=SINGLE_PRECISION)
    if method == "Laplace":
        np.testing.assert_allclose(again.covariance, stored.covariance, rtol=1e-5, atol=1e-5)


def test_the_stored_ensemble_consists_of_ten_mles() -> None:
    # NumPy's batched Adam here; the stored nets were trained by torch in one vmap.
    *_, (again, _) = methods.adam(methods.start(DEFAULT, MEMBERS), examples(task(DEFAULT).train), 0.0)
    stored = stored_answer(DEFAULT, "Deep ensemble").weights
    np.testing.assert_allclose(again, stored, rtol=0, atol=1e-4)
    np.testing.assert_allclose(stored[0], stored_answer(DEFAULT, "MLE").weights[0], rtol=0, atol=1e-4)


def test_stored_dropout_is_reproduced() -> None:
    again = finish(AnswerRun(DEFAULT, "MC dropout", METHOD["MC dropout"]))
    np.testing.assert_allclose(again.weights, stored_answer(DEFAULT, "MC dropout").weights, rtol=0, atol=1e-4)


def test_stored_draws_agree_with_fresh_ones() -> None:
    """Rounding differs between machines, so chains differ; their predictions must agree within their errors."""
    few = replace(DEFAULT, n_points=20)
    stored, again = stored_answer(few, "HMC"), finish(AnswerRun(few, "HMC", METHOD["HMC"]))
    assert again.health.rhat < 1.02 and again.health.ess > 400 and again.health.divergences == 0
    assert again.health.acceptance == pytest.approx(0.8, abs=0.06)
    x = task(few).held_out.x[:60]
    p = [1 / (1 + np.exp(-small_net.logits(answer.weights, x))) for answer in (stored, again)]
    error = np.sqrt(sum(each.var(axis=0) / len(each) for each in p))
    assert (np.abs(p[0].mean(axis=0) - p[1].mean(axis=0)) <= 5 * error + 1e-3).all()


def test_the_draws_lie_at_the_log_joint_that_their_dimension_predicts() -> None:
    """The mean log-joint of draws over d dimensions lies about d/2 nats below the best that training finds."""
    data, precision = examples(task(DEFAULT).train), DEFAULT.precision
    draws = small_net.log_joint(stored_answer(DEFAULT, "HMC").weights, data, precision)[0]
    best = small_net.log_joint(stored_answer(DEFAULT, "MAP").weights, data, precision)[0][0]
    assert best > draws.max()
    assert draws.mean() == pytest.approx(best - small_net.N_WEIGHTS / 2, abs=6)


def test_stored_scores_are_those_of_the_stored_nets() -> None:
    assert FILE.stat().st_size < 300_000
    for method, row in agreement().items():
        for n, found in zip(N_POINTS, row, strict=True):
            of = replace(DEFAULT, n_points=n)
            expected = scores(stored_answer(of, method), task(of).held_out)
            np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_the_six_methods_come_closer_with_more_data() -> None:
    nll = np.array([[score.nll for score in agreement()[method]] for method in METHODS])
    gap = nll.max(axis=0) - nll.min(axis=0)
    assert (np.diff(gap) < 0).all(), "each doubling brings the six closer"
    assert gap[-1] < 0.05 < 1 < gap[0]


def test_the_default_data_show_the_overconfidence_of_the_mle() -> None:
    at = list(N_POINTS).index(DEFAULT.n_points)
    found = {method: row[at] for method, row in agreement().items()}
    assert found["MLE"].far_entropy < 0.01 < 0.5 < found["HMC"].far_entropy
    assert found["MLE"].calibration_error > 2 * found["HMC"].calibration_error
    assert found["MLE"].nll > 2 * found["HMC"].nll


@pytest.mark.parametrize("method", ["MLE", "MAP"])
def test_a_single_relu_net_is_certain_far_from_the_data(method: str) -> None:
    angles = np.radians(np.arange(0, 360, 7.0))
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    near, far = (np.exp(log_probability(stored_answer(DEFAULT, method), r * way).max(axis=1)) for r in (1e2, 1e4))
    assert np.median(far) > 0.999 and (far >= near - 1e-9).all()


def test_laplace_and_hmc_stay_below_certainty_far_from_the_data() -> None:
    """Mean and spread of the linearized log-odds both grow like the distance, so the confidence has a limit below 1."""
    way = np.array([[1.0, 1.0]]) / np.sqrt(2)
    for method in ("Laplace", "HMC"):
        near, far = (np.exp(log_probability(stored_answer(DEFAULT, method), r * way).max()) for r in (1e4, 1e5))
        assert near == pytest.approx(far, abs=0.01)
        assert far < 0.95


def test_other_settings_are_not_stored() -> None:
    assert stored_answer(Settings(seed=1), "MLE") is None and stored_answer(Settings(wd=0.1), "HMC") is None
