"""The worked example of lesson 5, a script: prior, posterior, estimates and credible interval."""

from core.belief.beta import Beta
from core.likelihood.counts import Counts


def script(prior: Beta, counts: Counts, level: float) -> str:
    """A script that computes the page's figures with NumPy and SciPy.

    It defines ``posterior_a``, ``posterior_b``, ``mle`` and ``map_estimate`` (None if no single theta is best),
    ``posterior_mean``, ``interval`` (equal-tailed), ``p_next`` and ``on_grid``, the posterior mean on a grid.
    """
    a, b = prior.a + counts.heads, prior.b + counts.tails
    mle = "heads / (heads + tails)" if counts.n else "None  # no flips: every theta explains them equally well"
    if a > 1 and b > 1:
        top = "map_estimate = (posterior_a - 1) / (posterior_a + posterior_b - 2)"
    else:
        top = "# No top inside: for that, a and b of the posterior must both be above 1.\n"
        top += {"at 0": "map_estimate = 0.0", "at 1": "map_estimate = 1.0"}.get(
            Beta(a, b).mode.place, "map_estimate = None  # at both ends, or everywhere"
        )
    return f"""import numpy as np
from scipy.stats import beta

heads, tails = {counts.heads}, {counts.tails}
a, b, level = {prior.a:g}, {prior.b:g}, {level:g}

# posterior = prior x likelihood, divided by its area: for a Beta prior, two additions.
posterior_a, posterior_b = a + heads, b + tails
posterior = beta(posterior_a, posterior_b)

mle = {mle}
{top}
posterior_mean = posterior_a / (posterior_a + posterior_b)
interval = posterior.ppf([(1 - level) / 2, (1 + level) / 2])
p_next = posterior_mean  # P(next is heads): theta averaged over the posterior

# The same by brute force, without knowing about Betas: add logs, then divide by the sum.
theta = posterior.ppf((np.arange(2000) + 0.5) / 2000)  # a grid that is fine where it matters
theta = theta[(theta > 0) & (theta < 1)]
log_joint = (heads + a - 1) * np.log(theta) + (tails + b - 1) * np.log1p(-theta)
weight = np.exp(log_joint - log_joint.max()) * np.gradient(theta)
on_grid = np.sum(weight * theta) / np.sum(weight)

print(posterior_a, posterior_b, mle, map_estimate, posterior_mean, interval, p_next, on_grid)"""
