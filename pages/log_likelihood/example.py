"""The worked example of lesson 3, a script: the product, the sum of logs, and the coin's log-likelihood."""

from core.likelihood.counts import Counts


def script(counts: Counts, theta: float, n: int, p: float) -> str:
    """A script that computes the page's figures with NumPy alone.

    It defines ``product``, ``sum_of_logs``, ``log_likelihood``, ``score`` and ``standard_error``. Without a maximum
    inside the axis, ``standard_error`` is None and ``fisher_information`` is not defined.
    """
    lines = ["import numpy as np", "", f"heads, tails, theta = {counts.heads}, {counts.tails}, {theta}"]
    lines += [f"n, p = {n}, {p}", "", *_factors(n, p), "", *_coin(counts, theta), ""]
    return "\n".join([*lines, "print(product, sum_of_logs, log_likelihood, score, standard_error)"])


def _factors(n: int, p: float) -> list[str]:
    if n == 0:
        return ["product, sum_of_logs = 1.0, 0.0  # no factors"]
    return [
        "# n factors of p: multiplied one by one, and as a sum of logs.",
        "product = np.multiply.accumulate(np.full(n, p))[-1]",
        "sum_of_logs = n * np.log(p)" if p else "sum_of_logs = -np.inf  # log 0",
    ]


def _coin(counts: Counts, theta: float) -> list[str]:
    """The log-likelihood, its slope, and the curvature at its top; a side without flips has no term."""
    if counts.n == 0:
        return ["log_likelihood = score = 0.0  # no flips: the sum is empty", "standard_error = None"]
    logs, slopes = [], []
    if counts.heads:
        logs.append("heads * np.log(theta)" if theta > 0 else "-np.inf")
        slopes.append("heads / theta" if theta > 0 else "np.inf")
    if counts.tails:
        logs.append("tails * np.log(1 - theta)" if theta < 1 else "-np.inf")
        slopes.append("- tails / (1 - theta)" if theta < 1 else "- np.inf")
    lines = [
        "# The coin: its log-likelihood, the slope, and the curvature at the top.",
        f"log_likelihood = {' + '.join(logs)}",
        f"score = {' '.join(slopes)}",
    ]
    if not (counts.heads and counts.tails):
        return [*lines, "standard_error = None  # no inner top: no parabola"]
    return [
        *lines,
        "mle = heads / (heads + tails)",
        "fisher_information = (heads + tails) / (mle * (1 - mle))",
        "standard_error = 1 / np.sqrt(fisher_information)",
    ]
