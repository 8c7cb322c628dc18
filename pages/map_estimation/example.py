"""The worked examples of lesson 6: the coin's estimates and the converter as scripts."""

import math

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.penalty import Prior
from core.likelihood.counts import Counts
from core.numbers import plain

FINE = 1e-4
"""The least standard deviation of a posterior whose top is looked for on the whole axis."""


def coin_script(counts: Counts, prior: Beta) -> str:
    """Script for the coin's figures; it needs NumPy only.

    It ends in ``mle`` and ``map_estimate`` (None without a single best theta), ``posterior_mean``, and ``on_grid``, the
    highest point of the sum of both curves on a grid.
    """
    after = posterior(prior, counts)
    first, last = ("0", "1") if after.sd > FINE else map(plain, _around(after))
    mle = "heads / (heads + tails)" if counts.n else "None  # no flips: every theta is as good"
    if after.mode.place == "inside":
        top = "map_estimate = (heads + a - 1) / (heads + tails + a + b - 2)"
    else:
        top = "# No top inside: heads + a or tails + b is at most 1, and the formula for the mode does not hold.\n"
        top += {"at 0": "map_estimate = 0.0", "at 1": "map_estimate = 1.0"}.get(
            after.mode.place, "map_estimate = None  # at both ends, or everywhere"
        )
    looking = (
        "The same top by looking" if len(after.mode.at) == 1 else "There is no single top; looking finds one of many"
    )
    return f"""import numpy as np

heads, tails = {counts.heads}, {counts.tails}
a, b = {plain(prior.a)}, {plain(prior.b)}  # the prior is Beta(a, b)

mle = {mle}
{top}
posterior_mean = (heads + a) / (heads + tails + a + b)

# {looking}: add the two logs, take the highest. Constants move no peak.
theta = np.linspace({first}, {last}, 100_001)[1:-1]  # without the two ends
log_likelihood = heads * np.log(theta) + tails * np.log1p(-theta)
log_prior = (a - 1) * np.log(theta) + (b - 1) * np.log1p(-theta)
on_grid = theta[np.argmax(log_likelihood + log_prior)]

print(mle, map_estimate, posterior_mean, on_grid)"""


def _around(belief: Beta) -> tuple[float, float]:
    """The ends of the axis around a narrow belief, rounded to a hundredth of its standard deviation."""
    digits = 2 - math.floor(math.log10(belief.sd))
    lower, upper = (round(belief.mean + side * 8 * belief.sd, digits) for side in (-1, 1))
    return max(0.0, lower), min(1.0, upper)


def converter_script(prior: Prior, sigma: float, n_examples: int) -> str:
    """Script for the converter; it needs NumPy only.

    It ends in ``lambda_sum``, ``lambda_mean``, ``weight_decay`` (None for a Laplace prior) and ``sigma_again``.
    """
    if prior == "laplace":
        body = """scale = sigma / np.sqrt(2)  # a Laplace prior exp(-|w| / scale) has standard deviation sqrt(2) * scale

lambda_sum = 1 / scale  # summed NLL + lambda_sum * sum(|w|)
lambda_mean = lambda_sum / n_examples  # mean NLL + lambda_mean * sum(|w|)
weight_decay = None  # an optimizer's weight_decay is the gradient of a square: no Laplace prior
sigma_again = np.sqrt(2) / (lambda_mean * n_examples)"""
    else:
        body = """lambda_sum = 1 / (2 * sigma**2)  # summed NLL + lambda_sum * sum(w**2)
lambda_mean = lambda_sum / n_examples  # mean NLL + lambda_mean * sum(w**2)
weight_decay = 2 * lambda_mean  # SGD and Adam add weight_decay * w to the gradient of the mean NLL
sigma_again = 1 / np.sqrt(weight_decay * n_examples)"""
    return f"""import numpy as np

sigma, n_examples = {plain(sigma)}, {n_examples}  # the prior's standard deviation, the size of the training set
{body}

print(lambda_sum, lambda_mean, weight_decay, sigma_again)"""
