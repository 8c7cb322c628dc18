"""The worked example of lesson 9: the objective of a run as a script, from the log-joint to nats per example."""

_GAUSSIAN = """squares = {size!r}  # sum of w² over the {which}

prior_sigma = 1 / np.sqrt(wd * N)
log_prior = -squares / (2 * prior_sigma**2)  # up to its constant
penalty = wd / 2 * squares"""

_LAPLACE = """sizes = {size!r}  # sum of |w| over the {which}

b = 1 / (wd * N)  # the Laplace prior's scale
prior_sigma = np.sqrt(2) * b
log_prior = -sizes / b  # up to its constant
penalty = wd * sizes"""

_NONE = """
prior_sigma = np.inf  # no prior: every weight is as good as any other
log_prior = 0.0
penalty = 0.0"""


def script(*, step: int, n: int, wd: float, nll: float, prior: str, size: float, which: str) -> str:
    """Script for the figures "Penalty", "Objective" and "Prior σ"; it needs NumPy only.

    Parameters
    ----------
    step, n : int
        Steps taken; training examples.
    wd, nll : float
        Weight decay; mean NLL in nats per example.
    prior : {'gaussian', 'laplace', 'none'}
        The prior on the weights.
    size : float
        Sum of squares (Gaussian) or of sizes (Laplace) of the penalized weights.
    which : str
        What is penalized, in words.
    """
    belief = {"gaussian": _GAUSSIAN, "laplace": _LAPLACE, "none": _NONE}[prior if wd else "none"]
    return f"""import numpy as np

# After step {step:,}.
N, wd = {n}, {wd!r}
nll = {nll!r}  # mean over the {n:,} training examples, nats
{belief.format(size=size, which=which)}

# What training minimizes is minus the log-joint, per example.
log_likelihood = -N * nll
objective = -(log_likelihood + log_prior) / N
assert np.isclose(objective, nll + penalty)

print(penalty, objective, prior_sigma)"""
