"""The worked examples: the likelihood of the page's data at the page's parameter, as scripts."""

import math
import sys
from typing import Final

from core.likelihood import coin, gaussian
from core.likelihood.counts import Counts
from core.likelihood.poisson import Tally

MAX_ON_GRID: Final = 1000
"""The most flips for which the likelihood on a grid cannot underflow at its peak, and the grid is fine enough."""
LOG_SMALLEST: Final = math.log(sys.float_info.min)
"""A smaller likelihood is no float with all its digits."""


def flips(counts: Counts, theta: float) -> str:
    """Return the script for flips: the likelihood, or its log where a float would round it to 0.

    It ends in ``theta_hat``, and in ``L_theta`` or ``log_L_theta``; for at most a thousand flips also in ``on_grid``.
    """
    lines = ["import numpy as np", "", f"heads, tails, theta = {counts.heads}, {counts.tails}, {theta}", ""]
    if 0 < counts.n <= MAX_ON_GRID:
        lines += [
            "thetas = np.linspace(0, 1, 1001)  # 1001 points: a grid of 100 has no point at 0.7",
            "L = thetas**heads * (1 - thetas)**tails",
            "on_grid = thetas[np.argmax(L)]",
            "",
        ]
    log_l = float(coin.log_likelihood(theta, counts))
    if log_l > LOG_SMALLEST or math.isinf(log_l):
        lines.append("L_theta = theta**heads * (1 - theta)**tails")
    else:
        lines += [
            "# L(theta) is too small for a float: keep its logarithm.",
            "log_L_theta = heads * np.log(theta) + tails * np.log(1 - theta)",
        ]
    lines.append("theta_hat = heads / (heads + tails)" if counts.n else "theta_hat = None  # no flips: every theta")
    return "\n".join(lines)


def events(tally: Tally, rate: float) -> str:
    """Return the script for counts of events."""
    return f"""import numpy as np
from scipy.special import gammaln

events = np.array({list(tally.values)})
times = np.array({list(tally.frequencies)})  # how often each was seen
rate = {rate!r}

log_L_theta = np.sum(times * (events * np.log(rate) - rate - gammaln(events + 1)))
theta_hat = np.sum(times * events) / np.sum(times)"""


def readings(moments: gaussian.Moments, mu: float, sigma: float) -> str:
    """Return the script for readings, at a mean and a standard deviation."""
    return f"""import numpy as np

# All that a Gaussian likelihood needs of the readings:
# how many, their mean, and the root of their mean squared deviation.
n, mean, spread = {moments.n}, {moments.mean!r}, {gaussian.mle(moments).sigma!r}
mu, sigma = {mu!r}, {sigma!r}

squares = (spread / sigma) ** 2 + ((mean - mu) / sigma) ** 2
log_L_theta = -n * (np.log(2 * np.pi) / 2 + np.log(sigma) + squares / 2)
theta_hat = mean"""
