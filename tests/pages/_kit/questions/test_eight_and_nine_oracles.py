"""The answers of lessons 8 and 9 at their own numbers, computed without core."""

import re

import numpy as np
import pytest
import torch
from scipy import optimize, special

from core.answers.stored import FILE
from core.answers.task import Settings, task
from core.data.points import shape_split
from core.sampling.walk import walk
from core.training.answers.dropout import RATE
from core.training.lab.optimizer_step import EPSILON
from pages._kit.course import LESSONS
from pages._kit.questions import big_picture, of_lesson, training_lab
from pages._kit.questions.question import Asked


def _ask(name: str, **changed: object) -> Asked:
    return next(item.ask(**changed) for lesson in LESSONS[8:] for item in of_lesson(lesson) if item.name == name)


def test_constants_of_modules_that_import_torch_are_the_same() -> None:
    assert (big_picture.DROPPED, training_lab.EPSILON) == (RATE, EPSILON)


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
