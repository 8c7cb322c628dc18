"""The worked examples of lesson 4, two scripts: the coin in NumPy, one context of the language model in torch."""

from collections.abc import Sequence

from core.language.softmax_step import RATE
from core.likelihood.ascent import ARMIJO
from core.likelihood.counts import Counts


def coin_code(counts: Counts, rate: float, steps: int) -> str:
    """A script for the coin that defines ``theta_gradient`` and ``theta_newton``, theta after ``steps`` steps each."""
    return f"""import numpy as np

heads, tails = {counts.heads}, {counts.tails}
rate, steps = {rate:g}, {steps}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def slope(x):  # of the mean log-likelihood, heads/n - theta, without cancellation
    return (heads * sigmoid(-x) - tails * sigmoid(x)) / max(heads + tails, 1)


def height(x):  # the mean log-likelihood, nats a flip
    return -(heads * np.logaddexp(0, -x) + tails * np.logaddexp(0, x)) / max(heads + tails, 1)


x = 0.0  # logit of theta = 0.5
for _ in range(steps):
    x = x + rate * slope(x)
theta_gradient = sigmoid(x)

x = 0.0
for _ in range(steps):
    step = slope(x) / (sigmoid(x) * sigmoid(-x))  # slope / curvature
    while height(x + step) < height(x) + {ARMIJO} * slope(x) * step - 1e-12:  # damping: never needed from 0.5
        step = step / 2
    x = x + step
theta_newton = sigmoid(x)

print(theta_gradient, theta_newton)"""


def language_code(context: str, words: Sequence[str], counts: Sequence[float], vocabulary: int, steps: int) -> str:
    """A script for one row of the table; it defines ``probability``, in the order of ``words``."""
    shown = ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")
    whole = [int(count) for count in counts]
    return f"""import numpy as np
import torch

# What follows "{context}": {shown}
counts = torch.tensor({whole})
vocabulary, steps = {vocabulary}, {steps}

targets = torch.repeat_interleave(torch.arange(len(counts)), counts)
logits = torch.zeros(vocabulary, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([logits], lr={RATE})
for _ in range(steps):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(logits.expand(len(targets), -1), targets)  # mean of -log p(word)
    loss.backward()  # p - y
    optimizer.step()

probability = torch.softmax(logits.detach(), dim=0)[: len(counts)].numpy()
counted = (counts / counts.sum()).numpy()
print(np.round(probability, 3), np.round(counted, 3))"""
