"""The eight steps of the overview's chain."""

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["data", "belief", "both"]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain: its name, its role (data, belief or both), and the slug of its lesson."""

    name: str
    role: Role
    slug: str


STEPS: Final = (
    Step("Probability", "data", "likelihood"),
    Step("Detective", "data", "detective"),
    Step("Likelihood", "data", "likelihood"),
    Step("Log-lik", "data", "log-likelihood"),
    Step("MLE = Train", "data", "training-is-mle"),
    Step("Prior", "belief", "bayesian-inference"),
    Step("Posterior", "both", "map-estimation"),
    Step("Regularize", "both", "regularization"),
)
