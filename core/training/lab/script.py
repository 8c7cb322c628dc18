"""Export of a run as a program in plain torch, with autograd and torch's optimizer, that prints the run's figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch

from core.data.points import Points, Split
from core.training.lab.config import TrainingConfig

_ACTIVATIONS = {"tanh": "torch.nn.Tanh()", "relu": "torch.nn.ReLU()", "sigmoid": "torch.nn.Sigmoid()"}
_OPTIMIZERS = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
_PRIORS = {"gaussian": "Gaussian prior", "laplace": "Laplace prior", "none": "no prior"}


def _rows(points: Points) -> str:
    if not points.n:
        return "np.zeros((0, 3))"
    rows = zip(points.x.tolist(), points.y.tolist(), strict=True)
    return "np.array([\n" + "".join(f"    [{a!r}, {b!r}, {c}],\n" for (a, b), c in rows) + "])"


def _head(config: TrainingConfig, split: Split, steps: int) -> str:
    train = split.train
    return f'''"""A small classifier after {steps} training steps, mean NLL and {_PRIORS[config.prior]}.

Prints the figures of the run that it comes from, to the last digit, with the same torch ({torch.__version__})
on the same type of machine. Elsewhere the last digits may differ, and long runs may drift apart.
"""

import math

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

# Two features, standardized by the training part: z = (raw - mean) / scale. Then the class.
# Features: {list(train.features)!r}
# mean {split.mean.tolist()!r}, scale {split.scale.tolist()!r}
# Classes 0 to {train.n_classes - 1}: {list(train.classes)!r}
train = {_rows(train)}
held_out = {_rows(split.held_out)}
x, y = torch.tensor(train[:, :2]), torch.tensor(train[:, 2]).long()
n = len(y)
'''


def _net(config: TrainingConfig, n_classes: int) -> str:
    widths = (2, *config.hidden, n_classes)
    layers: list[str] = []
    for into, out in pairwise(widths):
        layers += [f"torch.nn.Linear({into}, {out})", _ACTIVATIONS[config.activation]]
    penalized = "matrices + biases" if config.penalize_biases else "matrices"
    return f"""
# The net, and its first weights: the seed decides.
generator = torch.Generator().manual_seed({config.seed})
net = torch.nn.Sequential(
{"".join(f"    {layer},{chr(10)}" for layer in layers[:-1])})
for layer in net:
    if isinstance(layer, torch.nn.Linear):
        bound = 1 / math.sqrt(layer.in_features)
        torch.nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
        torch.nn.init.uniform_(layer.bias, -bound, bound, generator=generator)
matrices = [p for p in net.parameters() if p.ndim == 2]
biases = [p for p in net.parameters() if p.ndim == 1]
penalized = {penalized}
mean_nll = torch.nn.CrossEntropyLoss()
"""


def _decay(config: TrainingConfig, changing: bool) -> list[str]:
    """Lines of the loop that apply the prior, after the gradient of the NLL is computed."""
    if config.prior == "gaussian" and changing:
        groups = "optimizer.param_groups" if config.penalize_biases else "optimizer.param_groups[:1]"
        return [f"for group in {groups}:", '    group["weight_decay"] = wd']
    if config.prior == "laplace":
        pull = "p -= lr * wd * p.sign()" if config.optimizer == "adamw" else "p.grad += wd * p.sign()"
        return ["with torch.no_grad():", "    for p in penalized:", f"        {pull}"]
    return []


def _loop(config: TrainingConfig, split: Split, changes: dict[int, tuple[float, float]], steps: int) -> str:
    batches, changing = config.batch is not None and config.batch < split.train.n, len(changes) > 1
    lines, rates = [], f"lr, wd = {changes[0][0]!r}, {changes[0][1]!r}"
    if changing:
        rates = (
            f"# Steps taken before a change: learning rate, weight decay.\nchanges = {changes!r}\nlr, wd = changes[0]"
        )
        lines = ["if step in changes:", "    lr, wd = changes[step]", "for group in optimizer.param_groups:"]
        lines += ['    group["lr"] = lr']
    # A rate that changes is set in the loop.
    decay = ', "weight_decay": wd' if config.prior == "gaussian" and not changing else ""
    if batches:
        lines += ["if not epoch:", f"    epoch = list(torch.randperm(n, generator=generator).split({config.batch}))"]
        lines += ["rows = epoch.pop(0)"]
    x, y = ("x[rows]", "y[rows]") if batches else ("x", "y")
    lines += [
        "optimizer.zero_grad()",
        f"mean_nll(net({x}), {y}).backward()",
        *_decay(config, changing),
        "optimizer.step()",
    ]
    return f"""
{rates}
optimizer = torch.optim.{_OPTIMIZERS[config.optimizer]}(
    [{{"params": matrices{decay}}}, {{"params": biases{decay if config.penalize_biases else ""}}}],
    lr=lr, weight_decay=0.0, fused=True,
)
{"epoch = []" + chr(10) if batches else ""}for step in range({steps}):
    {(chr(10) + "    ").join(lines)}
"""


def _prior(config: TrainingConfig, wd: float) -> str:
    if config.prior == "none" or wd == 0:
        return "penalty = 0.0\nobjective = total / n"
    size = "w**2" if config.prior == "gaussian" else "np.abs(w)"
    head = f"w = np.concatenate([p.detach().numpy().ravel() for p in penalized])\nsize = float(np.sum({size}))\n"
    if config.prior == "gaussian":
        return f"""{head}penalty = 0.5 * wd * size
sigma = 1 / math.sqrt(wd * n)  # of the prior
objective = (total + 1 / (2 * sigma * sigma) * size) / n"""
    return f"""{head}penalty = wd * size
b = 1 / (wd * n)  # the prior is exp(-|w| / b) / (2 b)
objective = (total + 1 / b * size) / n"""


def _figures(config: TrainingConfig, wd: float, steps: int) -> str:
    return f"""
with torch.no_grad():
    log_p = torch.log_softmax(net(x), dim=1)
    nll = mean_nll(net(x), y).item()
    total = float(torch.nn.functional.nll_loss(log_p, y, reduction="none").numpy().sum())
    accuracy = float(np.mean(log_p.numpy().argmax(axis=1) == y.numpy()))
    held_out_nll = mean_nll(net(torch.tensor(held_out[:, :2])), torch.tensor(held_out[:, 2]).long()).item()
# The objective on its own, as minus the log of likelihood times prior, over n; up to the prior's constant.
{_prior(config, wd)}

print("Step", {steps})
print("NLL", repr(nll))
print("Penalty", repr(penalty))
print("Objective", repr(objective))
print("Accuracy", repr(accuracy))
print("Held-out NLL", repr(held_out_nll))
"""


def script(config: TrainingConfig, split: Split, changes: Sequence[tuple[int, float, float]], steps: int) -> str:
    """Source of a program that needs only torch and NumPy and repeats the first ``steps`` steps of a run.

    Parameters
    ----------
    config, split
        Settings and data of the run.
    changes : sequence of (step, lr, wd)
        Rates that apply after ``step`` steps. Without an entry for 0, the run begins with the rates of ``config``.
        Entries from ``steps`` on, which no step has read yet, are left out.
    steps : int
        Steps taken so far; the program prints the figures of the record of that step.
    """
    rates = {0: (config.lr, config.wd)}
    rates |= {step: (float(lr), float(wd)) for step, lr, wd in changes if step < steps}
    last_wd = rates[max(rates)][1]
    return (
        _head(config, split, steps)
        + _net(config, split.train.n_classes)
        + _loop(config, split, rates, steps)
        + _figures(config, last_wd, steps)
    )
