"""The overview's worked example: MLE, MAP and posterior mean of the ten flips in a few lines of NumPy."""

from typing import Final

from core.numbers import decimal
from pages._kit import prose
from pages.overview.notebook import CHAIN
from pages.overview.words import BEST, COIN, MAP, POSTERIOR, PRIOR

EXAMPLE: Final = f"""\
import numpy as np

heads, tails = {COIN.heads}, {COIN.tails}  # the data
a, b = {PRIOR.a:g}, {PRIOR.b:g}  # the prior, Beta(a, b): most coins are nearly fair

theta = np.arange(1, 10_000) / 10_000
nll = -(heads * np.log(theta) + tails * np.log(1 - theta))
penalty = -((a - 1) * np.log(theta) + (b - 1) * np.log(1 - theta))  # minus log prior, up to a constant
objective = nll + penalty

mle = theta[np.argmin(nll)]
map_estimate = theta[np.argmin(objective)]
posterior_mean = (a + heads) / (a + b + heads + tails)
print(f"MLE {{mle:.3f}}, MAP {{map_estimate:.3f}}, posterior mean {{posterior_mean:.3f}}")
"""


def example() -> None:
    """Show the script and the three numbers that it prints."""
    prose.worked_example(
        f"The whole chain in a few lines of NumPy. It prints the MLE {BEST}, the MAP {MAP} and the "
        f"posterior mean {decimal(POSTERIOR.mean)}.",
        lambda: EXAMPLE,
        notebook=CHAIN,
    )
