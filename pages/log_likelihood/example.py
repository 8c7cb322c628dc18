"""The worked example of lesson 3, a script: the product, the sum of logs, and the coin's log-likelihood."""

from core.likelihood.counts import Counts


def script(counts: Counts, theta: float, n: int, p: float) -> str:
    """A script that computes the page's figures with NumPy alone.

    It defines ``product``, ``sum_of_logs``, ``log_likelihood``, ``score`` and ``standard_error``. Without a maximum
    inside the axis, ``standard_error`` is None and ``fisher_information`` is not defined.
    """
    top = (
        "mle = heads / (heads + tails)\nfisher_information = (heads + tails) / (mle * (1 - mle))\n"
        "standard_error = 1 / np.sqrt(fisher_information)"
        if counts.heads and counts.tails
        else "# No inner top: there is no parabola, and no standard error.\nstandard_error = None"
    )
    return f"""import numpy as np

np.seterr(divide="ignore")  # log 0 = -inf is an answer
heads, tails, theta = {counts.heads}, {counts.tails}, {theta}
n, p = {n}, {p}


def log_of_product(count, factor):
    return count * np.log(factor) if count else 0.0


# n factors of p: the product underflows, the sum of logs does not.
product = np.multiply.accumulate(np.full(n, p))[-1] if n else 1.0
sum_of_logs = log_of_product(n, p)

# The coin: l(theta) = heads log(theta) + tails log(1 - theta)
log_likelihood = log_of_product(heads, theta) + log_of_product(tails, 1 - theta)

# Its slope, and the curvature at the top.
score = (np.divide(heads, theta) if heads else 0.0) - (np.divide(tails, 1 - theta) if tails else 0.0)
{top}

print(product, sum_of_logs, log_likelihood, score, standard_error)"""
