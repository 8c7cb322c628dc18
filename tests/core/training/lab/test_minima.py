"""Where training comes to rest: at the MAP, on one predictor, trembling beside it, and, with AdamW, elsewhere."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.data.points import Split, shape_split
from core.training.lab.config import TrainingConfig
from core.training.lab.engine import Trainer
from core.training.lab.model import probabilities
from core.training.lab.run import Run

MOONS = shape_split("moons", 60, 0.2, 1)
BLOBS = shape_split("blobs", 60, 0.3, 1)


@pytest.mark.parametrize(("split", "share"), [(MOONS, 2.0), (BLOBS, 1.0)])
def test_softmax_regression_converges_to_the_map(split: Split, share: float) -> None:
    wd = 0.05
    config = TrainingConfig(hidden=(), optimizer="sgd", lr=1.0, wd=wd, steps=2000)
    trainer = Trainer(config, split)
    trainer.advance(2000)
    k = split.train.n_classes
    # With two logits only u - v matters. (wd/2)(u^2 + v^2) is smallest at u = -v, where it is (wd/4)(u - v)^2.
    oracle = LogisticRegression(C=share / (wd * split.train.n), tol=1e-12, max_iter=10_000)
    oracle.fit(split.train.x, split.train.y)
    matrix, bias = np.split(trainer.weights(), [2 * k])
    matrix = matrix.reshape(k, 2)
    if k == 2:
        np.testing.assert_allclose(matrix[1] - matrix[0], oracle.coef_[0], atol=1e-4)
        assert bias[1] - bias[0] == pytest.approx(oracle.intercept_[0], abs=1e-4)
    else:
        np.testing.assert_allclose(matrix, oracle.coef_, atol=1e-4)
        np.testing.assert_allclose(bias - bias.mean(), oracle.intercept_ - oracle.intercept_.mean(), atol=1e-4)
    at = probabilities(config, k, trainer.weights(), split.held_out.x)
    np.testing.assert_allclose(at, oracle.predict_proba(split.held_out.x), atol=1e-4)


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
def test_without_hidden_layers_all_minima_are_one_predictor(prior) -> None:
    config = TrainingConfig(hidden=(), optimizer="sgd", lr=0.5, wd=0.02, prior=prior, steps=4000)
    found = []
    for seed in (1, 2):
        trainer = Trainer(replace(config, seed=seed), BLOBS)
        trainer.advance(4000)
        found.append(trainer.weights())
    k = BLOBS.train.n_classes
    first, second = (probabilities(config, k, w, BLOBS.held_out.x) for w in found)
    np.testing.assert_allclose(first, second, atol=0.01 if prior == "laplace" else 1e-6)
    assert np.abs(found[0][-k:] - found[1][-k:]).min() > 0.01, "the biases differ by a number common to all"
    shifted = found[0] + np.r_[np.zeros(2 * k), np.ones(k)]
    np.testing.assert_allclose(probabilities(config, k, shifted, BLOBS.held_out.x), first, atol=1e-12)


@pytest.mark.parametrize(("optimizer", "lr"), [("sgd", 0.05), ("adamw", 0.01), ("adam", 0.01)])
def test_weights_under_a_laplace_prior_tremble_by_lr_wd_and_with_adam_by_a_fraction_of_lr(optimizer, lr) -> None:
    for wd in (0.1, 0.2, 0.5):
        config = TrainingConfig(hidden=(8,), optimizer=optimizer, lr=lr, wd=wd, prior="laplace", steps=3100)
        run = Run(config, shape_split("moons", 100, 0.2, 0))
        run.take(3000)
        last = []
        for _ in range(100):
            run.take(1)
            last.append(run.penalized())
        low, high = np.min(last, axis=0), np.max(last, axis=0)
        size = np.median(np.maximum(high, -low)[(low < 0) & (high > 0)])
        if optimizer == "adam":
            assert 0.1 * lr < size < 0.5 * lr
        else:
            assert size == pytest.approx(lr * wd, rel=0.3)


def test_full_batch_adamw_does_not_converge_to_the_map() -> None:
    ends, wd = {}, 0.1
    for optimizer, weight_decay in (("adam", 0.0), ("adam", wd), ("adamw", wd)):
        config = TrainingConfig(hidden=(), optimizer=optimizer, wd=weight_decay, lr=0.05, steps=500)
        ends[optimizer, weight_decay > 0] = Trainer(config, MOONS).advance(500)
    # The decoupled decay ends with a lower NLL and a higher objective than the minimum of the objective.
    assert ends["adamw", True].nll < ends["adam", True].nll
    assert ends["adamw", True].objective > ends["adam", True].objective + 1e-3
