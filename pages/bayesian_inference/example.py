"""The worked examples of lesson 5: the posterior by two additions, its mean by brute force, and coverages."""

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts
from core.numbers import plain

FINE = 5e-4
"""The least standard deviation of a posterior that an even grid of a hundred thousand thetas resolves."""

EVEN = """# The same by brute force, without knowing about Betas: try many thetas.
theta = (np.arange(100_000) + 0.5) / 100_000
log_likelihood = heads * np.log(theta) + tails * np.log(1 - theta)
log_prior = (a - 1) * np.log(theta) + (b - 1) * np.log(1 - theta)"""

EVEN_IN_LOGIT = """# The same by brute force. This posterior is narrow or leans on an end: try many logits.
peak, sd = np.log((a + heads) / (b + tails)), np.sqrt(1 / (a + heads) + 1 / (b + tails))
logit = np.linspace(peak - 40 * sd, peak + 40 * sd, 100_001)
log_theta, log_rest = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)  # of theta and 1 - theta, never -inf
theta = np.exp(log_theta)
log_likelihood = heads * log_theta + tails * log_rest
log_prior = a * log_theta + b * log_rest  # per unit of logit: not a - 1 and b - 1"""


def script(prior: Beta, counts: Counts, level: float) -> str:
    """A script that computes the page's figures with NumPy and SciPy.

    It defines ``posterior_a``, ``posterior_b``, ``mle`` and ``map_estimate`` (None if no single theta is best),
    ``posterior_mean``, ``interval`` (equal-tailed) and ``p_next``.
    """
    after = posterior(prior, counts)
    mle = "heads / (heads + tails)" if counts.n else "None  # no flips: every theta explains them equally well"
    if after.mode.place == "inside":
        top = "map_estimate = (posterior_a - 1) / (posterior_a + posterior_b - 2)"
    else:
        top = "# No top inside: for that, a and b of the posterior must both be above 1.\n"
        top += {"at 0": "map_estimate = 0.0", "at 1": "map_estimate = 1.0"}.get(
            after.mode.place, "map_estimate = None  # at both ends, or everywhere"
        )
    return f"""import numpy as np
from scipy.stats import beta

heads, tails = {counts.heads}, {counts.tails}
a, b, level = {plain(prior.a)}, {plain(prior.b)}, {plain(level)}

# posterior = prior x likelihood, divided by its area: for a Beta prior, two additions.
posterior_a, posterior_b = a + heads, b + tails
posterior = beta(posterior_a, posterior_b)

mle = {mle}
{top}
posterior_mean = posterior_a / (posterior_a + posterior_b)
interval = posterior.ppf(np.array([1 - level, 1 + level]) / 2)  # equal-tailed
p_next = posterior_mean  # P(next is heads): theta averaged over the posterior

print(posterior_a, posterior_b, mle, map_estimate, posterior_mean, interval, p_next)"""


def grid_script(prior: Beta, counts: Counts) -> str:
    """A script that computes the posterior mean, ``on_grid``, as a sum over a grid of thetas, with NumPy only."""
    after = posterior(prior, counts)
    even = min(after.a, after.b) >= 1 and after.sd > FINE
    return f"""import numpy as np

heads, tails = {counts.heads}, {counts.tails}
a, b = {plain(prior.a)}, {plain(prior.b)}

{EVEN if even else EVEN_IN_LOGIT}

# Prior x likelihood is a sum of logs. Divided by its total, it is the posterior of each theta.
log_joint = log_likelihood + log_prior
joint = np.exp(log_joint - log_joint.max())
on_grid = np.sum(joint * theta) / np.sum(joint)

print(on_grid)"""


def coverage_script(n: int, theta: float, level: float, prior: Beta) -> str:
    """A script that computes the coverage of four intervals by enumeration, with NumPy and SciPy.

    It defines ``wald``, ``likelihood``, ``clopper_pearson`` and ``credible``.
    """
    return f"""import numpy as np
from scipy.special import xlog1py, xlogy
from scipy.stats import beta, binom, chi2, norm

n, theta, level, a, b = {n}, {plain(theta)}, {plain(level)}, {plain(prior.a)}, {plain(prior.b)}

# Every possible result of the experiment, and how probable it is at this theta.
heads = np.arange(n + 1)
tails, share, tail = n - heads, heads / n, (1 - level) / 2
p, rounding = binom.pmf(heads, n, theta), 1e-12  # an end belongs to its interval

# Coverage: the probability of all results whose interval holds theta.
wald = p @ (abs(theta - share) <= norm.ppf(1 - tail) * np.sqrt(share * (1 - share) / n) + rounding)
below = xlogy(heads, share) + xlogy(tails, tails / n) - xlogy(heads, theta) - xlog1py(tails, -theta)
likelihood = p @ (below <= chi2.ppf(level, 1) / 2)  # nats below the top
rare = np.minimum(binom.sf(heads - 1, n, theta), binom.cdf(heads, n, theta))  # this many or more, or fewer
clopper_pearson = p @ (rare >= tail - rounding)
below_theta = beta.cdf(theta, a + heads, b + tails)  # posterior probability; equal tails
credible = p @ ((below_theta >= tail - rounding) & (below_theta <= 1 - tail + rounding))
print(wald, likelihood, clopper_pearson, credible)"""
