"""The engine against autograd and optimizers in NumPy; pauses, threads, and runs that diverge."""

import math
import threading
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
import torch

from core.data.points import Split, shape_split
from core.training.lab.config import OPTIMIZERS, Optimizer, Rates, TrainingConfig
from core.training.lab.engine import Checkpoint, Trainer, train
from core.training.lab.ledger import Record
from core.training.lab.model import evaluate, probabilities
from core.training.lab.records import MOST_LETTERS

MOONS = shape_split("moons", 60, 0.2, 1)
BLOBS = shape_split("blobs", 60, 0.3, 1)
SMALL = TrainingConfig(hidden=(5, 3), lr=0.05, wd=0.03, steps=60, seed=4)
FULL_SIZE = shape_split("moons", 500, 0.2, 0)


class Reference:
    """An independent implementation of the model by einsum and autograd on plain lists of tensors."""

    def __init__(self, config: TrainingConfig, split: Split, weights: np.ndarray) -> None:
        widths = [2, *config.hidden, split.train.n_classes]
        shapes = [(b, a) for a, b in pairwise(widths)] + [(b,) for b in widths[1:]]
        parts = np.split(weights, np.cumsum([math.prod(s) for s in shapes])[:-1])
        self.parameters = [torch.tensor(p.reshape(s)).requires_grad_() for p, s in zip(parts, shapes, strict=True)]
        self.config, self.split = config, split

    def nll(self) -> torch.Tensor:
        h, half = torch.tensor(self.split.train.x), len(self.parameters) // 2
        for i, (w, b) in enumerate(zip(self.parameters[:half], self.parameters[half:], strict=True)):
            h = torch.einsum("ni,oi->no", h, w) + b
            h = h if i == half - 1 else getattr(torch, self.config.activation)(h)
        return torch.nn.functional.cross_entropy(h, torch.tensor(self.split.train.y))

    def penalty(self, wd: float) -> torch.Tensor:
        w = [p for p in self.parameters if p.ndim == 2 or self.config.penalize_biases]
        if self.config.prior == "gaussian":
            return 0.5 * wd * sum(((p**2).sum() for p in w), torch.tensor(0.0))
        return wd * sum((p.abs().sum() for p in w), torch.tensor(0.0)) * (self.config.prior == "laplace")

    def gradient(self, value: torch.Tensor) -> np.ndarray:
        found = torch.autograd.grad(value, self.parameters, allow_unused=True, materialize_grads=True)
        return np.concatenate([g.numpy().ravel() for g in found])


@pytest.mark.parametrize("prior", ["gaussian", "laplace", "none"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_every_step_against_autograd_and_an_optimizer_in_numpy(prior, optimizer, activation) -> None:
    config = replace(SMALL, prior=prior, optimizer=optimizer, activation=activation, penalize_biases=prior == "laplace")
    trainer = Trainer(config, BLOBS)
    w = trainer.weights()
    g_part, r_part, second = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for t in range(1, 13):
        if t == 7:  # both rates may change between steps, and the averages continue
            trainer.rates.lr, trainer.rates.wd = 0.02, 0.4
        lr, wd = trainer.rates.lr, trainer.rates.wd
        reference = Reference(config, BLOBS, w)
        g, r = reference.gradient(reference.nll()), reference.gradient(reference.penalty(wd))
        if optimizer == "sgd":
            likelihood, decay = -lr * g, -lr * r
        else:
            seen = g + r if optimizer == "adam" else g
            g_part, r_part = 0.9 * g_part + 0.1 * g, 0.9 * r_part + 0.1 * r
            second = 0.999 * second + 0.001 * seen**2
            under = np.sqrt(second / (1 - 0.999**t)) + 1e-8
            likelihood = -lr * g_part / (1 - 0.9**t) / under
            decay = -lr * r_part / (1 - 0.9**t) / under if optimizer == "adam" else -lr * r
        record = trainer.advance()
        w = w + likelihood + decay
        after = Reference(config, BLOBS, w)
        np.testing.assert_allclose(trainer.weights(), w, rtol=0, atol=1e-12)
        assert record.nll == pytest.approx(after.nll().item(), abs=1e-12)
        assert record.penalty == pytest.approx(after.penalty(wd).item(), abs=1e-12)
        assert record.nll_change == pytest.approx((after.nll() - reference.nll()).item(), abs=1e-12)
        assert record.penalty_change == pytest.approx((after.penalty(wd) - reference.penalty(wd)).item(), abs=1e-12)
        data, prior_pull = (likelihood, decay) if optimizer == "adamw" else (g, r)
        assert record.likelihood_norm == pytest.approx(float(np.linalg.norm(data)), rel=1e-9)
        assert record.decay_norm == pytest.approx(float(np.linalg.norm(prior_pull)), rel=1e-9, abs=1e-15)
        assert record.step_norm == pytest.approx(float(np.linalg.norm(likelihood + decay)), rel=1e-9)
        if prior == "none":
            assert record.penalty == record.decay_norm == 0
            assert math.isnan(record.angle)
        else:
            cosine = data @ prior_pull / np.linalg.norm(data) / np.linalg.norm(prior_pull)
            assert math.cos(math.radians(record.angle)) == pytest.approx(cosine, abs=1e-9)
        assert record.residual < 1e-13


def test_initial_weights_have_the_range_of_torchs_linear_layers() -> None:
    trainer = Trainer(TrainingConfig(hidden=(64, 64)), MOONS)
    first, second, third, *biases = np.split(trainer.weights(), np.cumsum([128, 64 * 64, 128, 64, 64]))
    for part, fan_in in ((first, 2), (second, 64), (third, 64), (biases[1], 64)):
        bound = 1 / math.sqrt(fan_in)
        assert 0.9 * bound < np.abs(part).max() <= bound
        # Standard error of a mean of m draws from U(-b, b) is b / sqrt(3 m).
        assert abs(part.mean()) < 4 * bound / math.sqrt(3 * part.size)
    assert trainer.n_weights == trainer.weights().size == 128 + 64 * 64 + 128 + 64 + 64 + 2


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 7])
def test_a_resumed_run_is_identical_to_the_last_bit(optimizer: Optimizer, batch: int | None) -> None:
    config = replace(SMALL, optimizer=optimizer, batch=batch, steps=25)
    straight, paused = Trainer(config, MOONS), Trainer(config, MOONS)
    straight.advance(10)
    paused.advance(10)  # within an epoch of nine batches, so in the middle of an order
    for trainer in (straight, paused):
        trainer.rates.wd = 0.5
    again = Trainer.resume(config, MOONS, paused.checkpoint())
    paused.advance(3)  # a checkpoint is a copy
    assert again.record == straight.record or math.isnan(again.record.angle)
    for _ in range(15):
        assert again.advance() == straight.advance()
    np.testing.assert_array_equal(again.weights(), straight.weights())
    assert again.finished and again.stopped is None
    with pytest.raises(ValueError, match="this net has"):
        Trainer.resume(replace(config, hidden=(2,)), MOONS, straight.checkpoint())


@pytest.mark.parametrize("batch", [None, 7])
def test_the_number_of_records_does_not_change_the_run(batch: int | None) -> None:
    config = replace(SMALL, batch=batch)
    state = torch.random.get_rng_state()
    runs = [list(train(config, MOONS, every=every)) for every in (1, 7, 60)]
    assert [r.step for r in runs[1]] == [0, 7, 14, 21, 28, 35, 42, 49, 56, 60]
    by_step = {r.step: r for r in runs[0]}
    for record in (*runs[1][1:], *runs[2][1:]):
        assert record == by_step[record.step]
    assert torch.equal(state, torch.random.get_rng_state())  # torch's global random generator was not used
    with pytest.raises(ValueError, match="every"):
        next(train(config, MOONS, every=0))


def test_runs_in_threads_do_not_affect_each_other() -> None:
    configs = [replace(SMALL, seed=s, batch=b, optimizer=o) for s, b, o in product((1, 2), (7, None), ("adam",))]
    alone = [list(train(c, MOONS))[-1] for c in configs]
    found: dict[int, Record] = {}

    def work(i: int) -> None:
        for record in train(configs[i], MOONS):
            found[i] = record

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(configs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[i] for i in range(len(configs))] == alone
    side_by_side = [Trainer(c, MOONS) for c in configs]
    for _ in range(60):
        for trainer in side_by_side:
            trainer.advance()
    assert [t.record for t in side_by_side] == alone


def test_evaluating_a_records_weights_gives_its_figures() -> None:
    trainer = Trainer(SMALL, BLOBS)
    record = trainer.advance(20)
    weights, terms = trainer.weights(), trainer.terms()
    trainer.advance(20)
    old = evaluate(SMALL, BLOBS, weights)
    assert (old.nll, old.accuracy) == (record.nll, record.accuracy)
    assert (old.held_out_nll, old.held_out_accuracy) == (record.held_out_nll, record.held_out_accuracy)
    np.testing.assert_array_equal(old.terms, terms)
    p = probabilities(SMALL, 3, weights, BLOBS.train.x)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-15)
    np.testing.assert_allclose(-np.log(p[np.arange(60), BLOBS.train.y]), terms, rtol=1e-12)
    assert old.accuracy == np.mean(p.argmax(axis=1) == BLOBS.train.y)
    with pytest.raises(ValueError, match="this net has"):
        probabilities(SMALL, 2, weights, BLOBS.train.x)


def test_rates_can_change_between_two_records() -> None:
    rates = Rates(0.05, 0.03)
    stream = train(replace(SMALL, prior="laplace"), MOONS, rates=rates, every=2)
    next(stream)
    assert next(stream).wd == 0.03
    rates.lr, rates.wd = 0.01, 0.0
    later = next(stream)
    assert (later.step, later.lr, later.wd, later.penalty, later.penalty_change) == (4, 0.01, 0.0, 0.0, 0.0)
    trainer = Trainer(SMALL, MOONS)
    trainer.config = replace(SMALL, steps=2)
    assert trainer.advance(50).step == 2 and trainer.finished
    assert trainer.advance() is trainer.record


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"optimizer": "sgd", "lr": 30.0, "wd": 0.1}, ["1 − lr·wd = −2 per step", "below 2/wd = 20"]),
        ({"optimizer": "adamw", "lr": 30.0, "wd": 0.1}, ["1 − lr·wd = −2 per step", "below 2/wd = 20"]),
        (
            {"optimizer": "sgd", "lr": 100.0, "wd": 0.0, "activation": "relu"},
            ["learning rate 100 is", "try 10."],
        ),
        (
            {"optimizer": "adam", "lr": 1e4, "wd": 0.0, "activation": "relu"},
            ["10,000 is too large", "try 1,000."],
        ),
        ({"optimizer": "sgd", "lr": 1e6, "wd": 1e6}, ["below 2/wd = 2\u202f×\u202f10⁻⁶"]),
    ],
)
@pytest.mark.parametrize("every", [1, 50])
def test_a_run_that_diverges_ends_with_a_reason(change: dict[str, object], words: list[str], every: int) -> None:
    config = replace(SMALL, hidden=(16, 16), steps=2000, **change)  # type: ignore[arg-type]
    trainer = Trainer(config, MOONS)
    shown = [(trainer.record, trainer.weights())]
    while not trainer.finished:
        shown.append((trainer.advance(every), trainer.weights()))
        assert np.isfinite(trainer.weights()).all()
        assert all(math.isfinite(v) for v in shown[-1][0][:9])
        assert shown[-1][0].objective <= 1e6 or trainer.step == 0
    assert trainer.stopped is not None and trainer.step < 2000
    assert trainer.stopped.startswith("Stopped at step ") and trainer.stopped.count(".") >= 1
    assert len(trainer.stopped) <= MOST_LETTERS
    for word in words:
        assert word in trainer.stopped
    # The weights and the terms are those of the last record, and the last advance returned that record again.
    assert trainer.step == trainer.record.step == shown[-1][0].step == shown[-2][0].step
    np.testing.assert_array_equal(trainer.weights(), shown[-2][1])
    assert evaluate(config, MOONS, trainer.weights()).nll == trainer.record.nll
    assert trainer.terms().mean() == pytest.approx(trainer.record.nll)
    assert trainer.advance(5) is trainer.record
    again = Trainer.resume(config, MOONS, trainer.checkpoint())
    assert again.stopped == trainer.stopped and again.finished
    stream = list(train(config, MOONS, every=every))
    assert [r.step for r in stream] == sorted({r.step for r, _ in shown})


def test_unusable_training_data_are_refused_and_held_out_data_are_optional() -> None:
    empty = replace(MOONS, train=MOONS.train.take(np.array([], dtype=np.intp)))
    with pytest.raises(ValueError, match="at least one training example"):
        Trainer(SMALL, empty)
    wild = replace(MOONS, train=replace(MOONS.train, x=np.sign(MOONS.train.x) * 1.7e308))
    with pytest.raises(ValueError, match="not finite at the first weights"):
        Trainer(replace(SMALL, hidden=()), wild)
    alone = replace(MOONS, held_out=MOONS.held_out.take(np.array([], dtype=np.intp)))
    record = Trainer(SMALL, alone).advance(3)
    assert record.step == 3 and math.isnan(record.held_out_nll) and math.isnan(record.held_out_accuracy)


def test_a_run_of_the_largest_net_takes_less_than_20_mb() -> None:
    trainer = Trainer(TrainingConfig(hidden=(64, 64), steps=4), FULL_SIZE)
    trainer.advance(2)
    checkpoint = trainer.checkpoint()
    one = sum(v.nbytes for v in vars(checkpoint).values() if isinstance(v, np.ndarray))
    passes = 3 * FULL_SIZE.train.n * (64 + 64 + 2) * 8
    assert 200 * trainer.weights().nbytes + one + passes < 20e6
    assert isinstance(checkpoint, Checkpoint)
