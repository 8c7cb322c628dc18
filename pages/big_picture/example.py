"""The worked example of lesson 8: three answers at one place far from the data, as a script."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import expit

from core.answers import net
from core.answers.laplace import expected_sigmoid, logit_variance
from core.answers.task import FAR_NODE, NODES, Answer

ENTROPY: Final = "h = -p * np.log(p) - (1 - p) * np.log(1 - p)  # the three entropies, nats"
ENTROPY_AT_AN_END: Final = "h = -sum(q * np.log(q, where=q > 0, out=np.zeros(3)) for q in (p, 1 - p))  # 0 log 0 is 0"
SIGMOID: Final = "1 / (1 + np.exp(-z))"
SIGMOID_OF_LARGE: Final = "np.exp(-np.logaddexp(0, -z))"
"""The same where exp(-z) is beyond the largest float."""
LEAST_LOGIT: Final = -700.0
ENDS: Final = (1e-20, 1 - 1e-12)
"""Between these, none of the probabilities that the script computes is 0 or 1 as a float."""
REACH: Final = 10
"""Standard deviations of Laplace's Gaussian on each side of its mean."""


def far_script(point: Answer, ensemble: Answer, laplace: Answer) -> str:
    """Script for the probabilities in the middle of the far region; it needs NumPy only.

    It ends in ``p`` and the entropies ``h``, both of ``point``, which is the MLE, the ensemble, and Laplace.
    """
    place = np.full((1, 2), NODES[FAR_NODE])
    logit = float(net.logits(point.weights, place)[0, 0])
    members = net.logits(ensemble.weights, place)[:, 0].tolist()
    mean = float(net.logits(laplace.weights, place)[0, 0])
    assert laplace.covariance is not None
    variance = float(logit_variance(net.jacobian(laplace.weights[0], place), laplace.covariance)[0])
    return script(place[0].tolist(), logit, members, (mean, variance))


def script(place: list[float], logit: float, members: list[float], laplace: tuple[float, float]) -> str:
    """The script for these log-odds: of one net, of the ensemble's, and mean and variance of Laplace's."""
    mean, variance = laplace
    p = np.array([expit(logit), expit(members).mean(), *expected_sigmoid(np.array([mean]), np.array([variance]))])
    lowest = min(logit, *members, mean - REACH * np.sqrt(variance))
    return f"""import numpy as np

# Log-odds at one place far from all data, ({place[0]:.3g}, {place[1]:.3g}) standard deviations from the mean.
z_one = {logit!r}  # the MLE: one net
z_ensemble = np.array({members!r})
z_mean, z_variance = {mean!r}, {variance!r}  # Laplace: Gaussian log-odds around the MAP's


def sigmoid(z):
    return {SIGMOID if lowest > LEAST_LOGIT else SIGMOID_OF_LARGE}


p_one = sigmoid(z_one)
p_ensemble = sigmoid(z_ensemble).mean()  # average probabilities, not log-odds
z = np.linspace(-{REACH}, {REACH}, 200_001)  # in standard deviations of the Gaussian
weight = np.exp(-(z**2) / 2)
p_laplace = weight @ sigmoid(z_mean + np.sqrt(z_variance) * z) / weight.sum()
p = np.array([p_one, p_ensemble, p_laplace])
{ENTROPY if ENDS[0] < p.min() and p.max() < ENDS[1] else ENTROPY_AT_AN_END}
print(p, h)"""
