"""The worked examples of lesson 4: two for the coin in NumPy, and one context of the language model in torch."""

from collections.abc import Sequence

from core.language.softmax_step import RATE
from core.likelihood.counts import Counts


def gradient_code(counts: Counts, rate: float, steps: int) -> str:
    """A script that defines ``theta_gradient``, theta after ``steps`` steps of gradient ascent."""
    return f"""import numpy as np

heads, tails = {counts.heads}, {counts.tails}
n = {_number(counts)}
rate, steps = {rate!r}, {steps}

x = 0.0  # the logit of theta = 0.5
for _ in range(steps):
    p_heads, p_tails = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(x))
    slope = (heads * p_tails - tails * p_heads) / n  # of the mean log-likelihood: share of heads - theta
    x = x + rate * slope

theta_gradient = 1 / (1 + np.exp(-x))
height = -(heads * np.logaddexp(0, -x) + tails * np.logaddexp(0, x)) / n  # mean log-likelihood
print(theta_gradient, height)"""


def newton_code(counts: Counts, steps: int) -> str:
    """A script that defines ``theta_newton``, theta after ``steps`` steps of Newton's method."""
    # No damping: from theta = 0.5 no step needs it.
    return f"""import numpy as np

heads, tails = {counts.heads}, {counts.tails}
n = {_number(counts)}
steps = {steps}

x = 0.0  # the logit of theta = 0.5
for _ in range(steps):
    p_heads, p_tails = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(x))
    slope = (heads * p_tails - tails * p_heads) / n
    curvature = p_heads * p_tails
    x = x + slope / curvature

theta_newton = 1 / (1 + np.exp(-x))
print(theta_newton)"""


def _number(counts: Counts) -> str:
    return "heads + tails" if counts.n else "1  # no flips: the slope is 0, whatever it is divided by"


def language_code(context: str, words: Sequence[str], counts: Sequence[float], vocabulary: int, steps: int) -> str:
    """A script for one row of the table; it defines ``probability``, in the order of ``words``."""
    shown = ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")
    return f"""import numpy as np
import torch

# What follows "{context}": {shown}
counts = np.array({list(counts)})
vocabulary, steps = {vocabulary}, {steps}

share = torch.zeros(vocabulary, dtype=torch.float64)  # of each word of the text in what follows
share[: len(counts)] = torch.from_numpy(counts / counts.sum())
logits = torch.zeros(vocabulary, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([logits], lr={RATE})
for _ in range(steps):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(logits, share)  # the mean of -log p(word)
    loss.backward()  # p - y
    optimizer.step()

probability = torch.softmax(logits.detach(), dim=0)[: len(counts)].numpy()
print(np.round(probability, 3), np.round(counts / counts.sum(), 3))"""
