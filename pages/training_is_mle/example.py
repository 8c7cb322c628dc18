"""The worked examples of lesson 4: the coin in NumPy, a context of the language model in torch, pieces in SciPy."""

from collections.abc import Sequence

from core.language.softmax_step import RATE
from core.likelihood.counts import Counts
from core.losses.nearest import GAUSSIAN_RATE, readings


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


def coin_kl_code(counts: Counts, theta: float, steps: int) -> str:
    """A script that defines ``cross_entropy``, ``entropy`` and ``kl`` of the coin after ``steps`` steps."""
    ends = {0.0: "-np.inf", 1.0: "np.inf"}
    logit = ends.get(theta, f"np.log({theta!r} / (1 - {theta!r}))")
    return f"""import numpy as np
from scipy.special import entr, expit, rel_entr, xlogy

heads, tails = {counts.heads}, {counts.tails}
n = {_number(counts)}
p, steps = np.array([heads, tails]) / n, {steps}  # the data: shares of heads and tails

x = {logit}  # the logit of theta = {theta:g}
for _ in range(steps):
    x = x + p[0] * expit(-x) - p[1] * expit(x)  # the slope: share of heads - theta
q = expit([x, -x])  # the model

cross_entropy = -xlogy(p, q).sum()  # -sum p log q, the mean NLL
entropy = entr(p).sum()  # -sum p log p
kl = rel_entr(p, q).sum()  # sum p log(p / q)
print(cross_entropy, entropy, kl, cross_entropy - entropy)"""


def word_kl_code(context: str, words: Sequence[str], counts: Sequence[float], vocabulary: int, steps: int) -> str:
    """A script that defines the same pieces for one context of the table."""
    shown = ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")
    return f"""import numpy as np
from scipy.special import entr, rel_entr, softmax, xlogy

# What follows "{context}": {shown}
counts = np.array({list(counts)})
vocabulary, steps = {vocabulary}, {steps}

p = np.zeros(vocabulary)  # the data: shares of the words of the text in what follows
p[: len(counts)] = counts / counts.sum()
z = np.zeros(vocabulary)  # the logits
for _ in range(steps):
    z = z - {RATE} * (softmax(z) - p)  # the gradient: p - y, in the words of this lesson
q = softmax(z)  # the model

cross_entropy = -xlogy(p, q).sum()  # -sum p log q, the mean NLL
entropy = entr(p).sum()  # -sum p log p
kl = rel_entr(p, q).sum()  # sum p log(p / q)
print(cross_entropy, entropy, kl, cross_entropy - entropy)"""


def gaussian_kl_code(mu: float, sigma: float, steps: int) -> str:
    """A script that defines the same pieces for Newcomb's readings."""
    seen = readings()
    return f"""import numpy as np
from scipy.special import entr, ndtr, rel_entr, xlogy
from scipy.stats import norm

k = np.array({[int(value) for value in seen.value]})  # readings, ns
p = np.array({[int(times) for times in seen.frequency]}) / {int(seen.frequency.sum())}  # their shares
mu, log_sigma, steps = {mu!r}, np.log({sigma!r}), {steps}
for step in range(steps + 1):
    sigma = np.exp(log_sigma)
    d, half = (k - mu) / sigma, 0.5 / sigma
    q = ndtr(half - abs(d)) - ndtr(-half - abs(d))  # the probability that a draw is rounded to k
    if step < steps:  # a step along the slope of the mean log-likelihood, rate {GAUSSIAN_RATE}
        low, high = norm.pdf(d - half) / q, norm.pdf(d + half) / q
        log_sigma += {GAUSSIAN_RATE} / 2 * (p @ ((d - half) * low - (d + half) * high))
        mu += {GAUSSIAN_RATE} * sigma * (p @ (low - high))

cross_entropy, entropy, kl = -xlogy(p, q).sum(), entr(p).sum(), rel_entr(p, q).sum()
print(cross_entropy, entropy, kl, cross_entropy - entropy)"""
