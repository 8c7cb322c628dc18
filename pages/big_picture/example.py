"""The worked example of lesson 8: three answers at one place far from the data, as a script."""

from __future__ import annotations

import numpy as np

from core.answers import net
from core.answers.laplace import logit_variance
from core.answers.task import FAR_NODE, NODES, Answer


def far_script(point: Answer, ensemble: Answer, laplace: Answer) -> str:
    """Script for the probabilities in the middle of the far region; it needs NumPy only.

    It ends in ``p_one``, ``p_ensemble`` and ``p_laplace``, and the entropies ``h_one``, ``h_ensemble`` and
    ``h_laplace``; ``point`` is the MLE.
    """
    place = np.full((1, 2), NODES[FAR_NODE])
    logit = float(net.logits(point.weights, place)[0, 0])
    members = ", ".join(f"{value:.9g}" for value in net.logits(ensemble.weights, place)[:, 0])
    mean = float(net.logits(laplace.weights, place)[0, 0])
    assert laplace.covariance is not None
    variance = float(logit_variance(net.jacobian(laplace.weights[0], place), laplace.covariance)[0])
    return f"""import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def entropy(p):  # nats; 0 log 0 is 0
    return -sum(q * np.log(q) for q in (p, 1 - p) if q > 0)


# Log-odds at one place far from all data, ({place[0, 0]:.3g}, {place[0, 1]:.3g}) standard deviations from the mean.
z_one = {logit:.9g}  # the MLE: one net
z_ensemble = np.array([{members}])
z_mean, z_variance = {mean:.9g}, {variance:.9g}  # Laplace: Gaussian log-odds around the MAP's

p_one = sigmoid(z_one)
p_ensemble = sigmoid(z_ensemble).mean()  # average probabilities, not log-odds
z = np.linspace(-10, 10, 200_001)  # in standard deviations of the Gaussian
weight = np.exp(-0.5 * z**2)
p_laplace = weight @ sigmoid(z_mean + np.sqrt(z_variance) * z) / weight.sum()

h_one, h_ensemble, h_laplace = entropy(p_one), entropy(p_ensemble), entropy(p_laplace)
print(p_one, p_ensemble, p_laplace, h_one, h_ensemble, h_laplace)"""
