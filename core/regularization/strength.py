r"""Translation of a strength from 0 to 1 into the setting of each of the five regularizers.

========================  ==================================================  ==================
kind                      setting                                             at strength 0
========================  ==================================================  ==================
``l2``                    :math:`\lambda` in summed NLL +
                          :math:`\lambda\sum w^2`; prior
                          :math:`N(0, \sigma_w^2)`                            0 (no prior)
``l1``                    :math:`\lambda` in summed NLL +
                          :math:`\lambda\sum |w|`; Laplace of scale b         0 (no prior)
``dropout``               probability p of dropping a feature                 0
``augmentation``          standard deviation of noise added to x              0
``early-stopping``        steps of gradient descent from 0                    ``inf`` (converged)
========================  ==================================================  ==================

At strength 0 each of them is exactly the maximum-likelihood fit.
"""

from __future__ import annotations

import math
from typing import Final, Literal, NamedTuple, TypeAlias

from core.belief.penalty import sigma_from_lambda_sum
from core.numbers import compact, significant

Kind: TypeAlias = Literal["l2", "l1", "dropout", "augmentation", "early-stopping"]
KINDS: Final[tuple[Kind, ...]] = ("l2", "l1", "dropout", "augmentation", "early-stopping")

LOWEST, HIGHEST = -2.0, 3.0
"""Log10 of lambda at the two ends of the slider."""
MOST_DROPPED: Final = 0.8
MOST_NOISE: Final = 0.5
"""Half the distance from the middle of the data to their edge."""
MOST_STEPS: Final = 5.0
"""Log10 of the number of steps just above strength 0."""


class Setting(NamedTuple):
    """The setting of a regularizer in its own unit.

    Attributes
    ----------
    value : float
        Lambda, rate, standard deviation, or a whole number of steps; ``inf`` steps mean convergence.
    text : str
        The setting as shown on the page: "λ = 0.316, σ_w = 1.26", "p = 0.3", "37 steps".
    """

    value: float
    text: str


def setting(kind: Kind, strength: float) -> Setting:
    """Setting of a kind of regularizer at a strength.

    Raises
    ------
    ValueError
        If the kind is not in :data:`KINDS`, or the strength is not from 0 to 1.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"the strength must be from 0 to 1, got {strength}")
    if kind in ("l2", "l1"):
        return _penalty(kind, strength)
    if kind == "dropout":
        rate = MOST_DROPPED * strength
        return Setting(rate, f"p = {compact(rate, 3)}")
    if kind == "augmentation":
        noise = MOST_NOISE * strength
        return Setting(noise, f"noise on x, s = {compact(noise, 3)}")
    if kind == "early-stopping":
        return _steps(strength)
    raise ValueError(f"the kind must be one of {', '.join(KINDS)}, got {kind!r}")


def penalty_at(strength: float) -> float:
    """Lambda at a strength: 0 at strength 0, and otherwise 0.01 to 1,000, evenly spaced in log lambda."""
    return 10 ** (LOWEST + (HIGHEST - LOWEST) * strength) if strength else 0.0


def strength_of(penalty: float) -> float:
    """Strength whose lambda is nearest on the log scale, rounded to two decimals and limited to [0, 1]."""
    if penalty <= 0:
        return 0.0
    place = (math.log10(penalty) - LOWEST) / (HIGHEST - LOWEST) if penalty < math.inf else 1.0
    return round(min(1.0, max(0.0, place)), 2)


def _penalty(kind: Kind, strength: float) -> Setting:
    value = penalty_at(strength)
    if not value:
        return Setting(0.0, "λ = 0, no prior")
    if kind == "l2":
        return Setting(value, f"λ = {significant(value, 3)}, σ_w = {significant(sigma_from_lambda_sum(value), 3)}")
    return Setting(value, f"λ = {significant(value, 3)}, b = {significant(1 / value, 3)}")


def _steps(strength: float) -> Setting:
    if not strength:
        return Setting(math.inf, "to convergence")
    steps = round(10 ** (MOST_STEPS * (1 - strength)))
    return Setting(float(steps), f"{steps:,} step{'s' if steps > 1 else ''}")
