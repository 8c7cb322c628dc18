"""The worked example of lesson 7 as scripts: the examples, the fit of each regularizer, and the batters' prior."""

import math

from core.belief.batting import Pooling
from core.data.batters import AT_BATS, BATTERS
from core.regularization.augmentation import NODES
from core.regularization.early_stopping import PART
from core.regularization.problem import TRUE_WEIGHTS, Problem
from core.regularization.strength import Kind, setting

PLAIN = "w = np.linalg.lstsq(A - mean, y - y.mean(), rcond=None)[0]  # no regularizer: the MLE (of least norm)"


def examples(problem: Problem) -> str:
    """Script for the examples; it needs NumPy only, and ends in what :func:`fit` continues from."""
    last = max(TRUE_WEIGHTS)
    series = [TRUE_WEIGHTS.get(degree, 0.0) for degree in range(last + 1)]
    return f"""import numpy as np
from numpy.polynomial import legendre

sigma, degree, n, seed = {problem.sigma!r}, {problem.degree}, {problem.n}, {problem.seed}


def phi(x, degree):  # Legendre polynomials of degree 0 on, scaled to unit variance on [-1, 1]
    return legendre.legvander(x, degree) * np.sqrt(2 * np.arange(degree + 1) + 1)


true = np.array({series})
train, held = np.random.default_rng([seed, n]), np.random.default_rng([seed, 0])
x = -1 + 2 * (np.arange(n) + train.random(n)) / n  # one in each of n cells
x_held = np.sort(held.uniform(-1, 1, {problem.x_held.size}))
y = phi(x, {last}) @ true + sigma * train.standard_normal(n)
y_held = phi(x_held, {last}) @ true + sigma * held.standard_normal({problem.x_held.size})

A = phi(x, degree)[:, 1:]  # the intercept is free: it is at its best when everything is centered
mean = A.mean(axis=0)"""


def fit(kind: Kind, strength: float) -> str:
    """Script for the fit to the examples above it, and its figures.

    It ends in ``train_nll`` and ``held_out_nll`` (nats per example), ``norm`` and ``zeros``.
    """
    value = setting(kind, strength).value
    off = math.isinf(value) if kind == "early-stopping" else not value
    return f"""import numpy as np

{PLAIN if off else _weights(kind, value)}
c = y.mean() - mean @ w


def nll(x, y):  # nats per example
    return np.mean((y - c - phi(x, degree)[:, 1:] @ w) ** 2) / (2 * sigma**2) + 0.5 * np.log(2 * np.pi * sigma**2)


train_nll, held_out_nll = nll(x, y), nll(x_held, y_held)
print(train_nll, held_out_nll, norm := np.linalg.norm(w), zeros := np.count_nonzero(w == 0))"""


def _weights(kind: Kind, value: float) -> str:
    """The lines that find ``w``."""
    blocks = {
        "l2": f"""lam = {value!r}  # beside the summed NLL, of sum(w**2): a prior N(0, 1 / (2 * lam))
w = np.linalg.solve((A - mean).T @ (A - mean) + 2 * lam * sigma**2 * np.eye(degree), (A - mean).T @ (y - y.mean()))""",
        "l1": f"""lam = {value!r}  # beside the summed NLL, of sum(|w|): a Laplace prior of scale 1 / lam
G, r = (A - mean).T @ (A - mean) / sigma**2, (A - mean).T @ (y - y.mean()) / sigma**2
w, before = np.zeros(degree), np.ones(degree)
while np.abs(w - before).max() > 1e-12:  # coordinate descent
    before = w.copy()
    for j in range(degree):
        pull = r[j] - G[j] @ w + G[j, j] * w[j]
        w[j] = np.sign(pull) * max(abs(pull) - lam, 0) / G[j, j]""",
        "dropout": f"""p = {value!r}  # each feature is dropped with this probability; averaged over all masks, that is
R = np.diag(np.sqrt(p / (1 - p) * (A**2).sum(axis=0)))  # a ridge made from the inputs
w = np.linalg.lstsq(np.vstack([A - mean, R]), np.append(y - y.mean(), np.zeros(degree)), rcond=None)[0]""",
        "augmentation": f"""noise = {value!r}  # on x; infinitely many copies are {NODES} weighted ones, by quadrature
nodes, share = np.polynomial.hermite_e.hermegauss({NODES})
share = share / share.sum()
copies = np.array([phi(x + noise * node, degree)[:, 1:] for node in nodes])
mean = np.einsum("k,kij->j", share, copies) / n
rows = (np.sqrt(share)[:, None, None] * (copies - mean)).reshape(-1, degree)
w = np.linalg.lstsq(rows, np.outer(np.sqrt(share), y - y.mean()).ravel(), rcond=None)[0]""",
        "early-stopping": f"""steps = {value:.0f}
H = (A - mean).T @ (A - mean) / (n * sigma**2)  # of the mean NLL
pull = (A - mean).T @ (y - y.mean()) / (n * sigma**2)
rate = {PART!r} / np.linalg.eigvalsh(H)[-1]
w = np.zeros(degree)
for step in range(steps):
    w -= rate * (H @ w - pull)""",
    }
    return blocks[kind]


def batters(pooling: Pooling, by_hand: float) -> str:
    """Script for the batters' estimates, by one way; it ends in ``alone``, ``pooled`` and ``shrunken``, the errors."""
    return f"""import numpy as np

hits = np.array({[batter.hits for batter in BATTERS]})
season = np.array({[batter.season_average for batter in BATTERS]})
n = {AT_BATS}  # times at bat before the rest of the season
mean = hits.sum() / (n * len(hits))  # all as one

{_estimates(pooling, by_hand)}
alone, pooled, shrunken = (np.mean((guess - season) ** 2) for guess in (hits / n, mean, estimate))
print(alone, pooled, shrunken)"""


EVIDENCE = """\

def log_evidence(m, k):  # of a prior Beta(k * m, k * (1 - m)), without the binomial coefficients
    def rise(x, count):
        return sum(np.log(x + i) for i in range(count))
    return sum(rise(k * m, h) + rise(k * (1 - m), n - h) - rise(k, n) for h in hits)

"""


def _estimates(pooling: Pooling, by_hand: float) -> str:
    """The lines that find ``estimate``."""
    shares = {"alone": 0.0, "one": 1.0, "hand": by_hand}
    mix = "estimate = (1 - share) * hits / n + share * mean"
    if pooling == "fitted":
        return f"""{EVIDENCE}
share = np.linspace(0.001, 0.999, 999)  # the prior's, of each estimate
share = share[np.argmax(log_evidence(mean, n * share / (1 - share)))]
{mix}"""
    if pooling == "hierarchical":
        return f"""{EVIDENCE}
s, m = np.meshgrid(np.linspace(0.002, 1, 250), np.linspace(0.15, 0.4, 101))  # a flat hyperprior on both
weight = np.exp(log_evidence(m, s**-2) - log_evidence(mean, 1e3))
weight, share = weight / weight.sum(), 1 / (1 + n * s**2)
estimate = (weight * (1 - share)).sum() * hits / n + (weight * share * m).sum()"""
    return f"share = {shares[pooling]!r}  # the prior's, of each estimate\n{mix}"
