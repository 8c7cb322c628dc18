r"""Gradient ascent and Newton's method on the coin's log-likelihood, over the logit of theta.

With :math:`\varphi = \operatorname{logit}\theta` no step can leave (0, 1). Both methods maximize the *mean*
log-likelihood, in nats per flip,

.. math:: \bar\ell(\varphi) = \tfrac{h}{n}\log\sigma(\varphi) + \tfrac{t}{n}\log\sigma(-\varphi),
   \qquad \bar\ell' = \tfrac{h}{n} - \theta, \qquad -\bar\ell'' = \theta(1-\theta),

so that a learning rate has the same effect for ten flips and for a million. Without flips the mean log-likelihood and
its slope are 0.

Each method steps to the maximum of a parabola that touches the curve at the current point. The parabola of gradient
ascent has the curvature 1 / rate for any data; Newton's has the curvature of the log-likelihood.

Sources: Boyd & Vandenberghe 2004, *Convex Optimization*, chapter 9; Bishop 2006, *PRML*, section 4.3.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import expit

from core.arrays import FloatArray, positive
from core.likelihood.counts import Counts
from core.numbers import significant

START: Final = 0.0
"""The logit at which both methods start: theta = 0.5."""
STEPS: Final = 40
CLOSE: Final = 1e-3
"""A theta within this distance of the MLE counts as arrived."""
ARMIJO: Final = 0.25
"""Armijo's constant: the least rise of a damped step, as a part of slope times step. A parabola's top gives 1/2."""
_SLACK: Final = 1e-12
_MAX_HALVINGS: Final = 2000  # from the largest float to the smallest


class Path(NamedTuple):
    """The iterates of a method: its start and the point after each step.

    ``logit``, ``theta``, ``height`` (mean log-likelihood, nats per flip) and ``gradient`` (nats per flip and unit of
    logit) have shape (steps + 1,). ``halvings``, shape (steps,), is the number of times that each step was halved.
    """

    logit: FloatArray
    theta: FloatArray
    height: FloatArray
    gradient: FloatArray
    halvings: FloatArray


def mean_log_likelihood(logit: float, counts: Counts) -> float:
    r"""Mean log-likelihood, :math:`\tfrac hn\log\sigma(\varphi) + \tfrac tn\log\sigma(-\varphi)`, in nats per flip.

    0 without flips.
    """
    if counts.n == 0:
        return 0.0
    # log sigma(x) = -log(1 + e^-x), which neither overflows nor cancels.
    up, down = float(np.logaddexp(0.0, -logit)), float(np.logaddexp(0.0, logit))
    return -(counts.heads * up + counts.tails * down) / counts.n


def gradient(logit: float, counts: Counts) -> float:
    """Slope of the mean log-likelihood over the logit, h/n - theta: between -1 and 1, and 0 without flips."""
    if counts.n == 0:
        return 0.0
    # h/n - theta itself would round to 0 for an all-heads coin from logit 37 on.
    return (counts.heads * float(expit(-logit)) - counts.tails * float(expit(logit))) / counts.n


def curvature(logit: float) -> float:
    """Minus the second derivative of the mean log-likelihood over the logit, theta (1 - theta): at most 1/4."""
    return float(expit(logit) * expit(-logit))


def mle_logit(counts: Counts) -> float | None:
    """Logit of the MLE, log(h / t): infinite if all flips are alike, None without flips."""
    if counts.n == 0:
        return None
    if not (counts.heads and counts.tails):
        return math.inf if counts.heads else -math.inf
    return math.log(counts.heads / counts.tails)


def largest_rate(counts: Counts) -> float:
    r"""Smallest rate at which gradient ascent no longer converges, :math:`2 / \{\hat\theta(1-\hat\theta)\}`.

    Near the maximum each step multiplies the distance to it by :func:`contraction`, which is -1 at this rate.
    Infinite unless there are both heads and tails.
    """
    if not (counts.heads and counts.tails):
        return math.inf
    return 2 * (counts.n / counts.heads) * (counts.n / counts.tails)


def contraction(counts: Counts, rate: float) -> float:
    r"""Factor by which a step changes a small distance to the maximum, :math:`1 - r\hat\theta(1-\hat\theta)`.

    1 unless there are both heads and tails.
    """
    return 1 - 2 * rate / largest_rate(counts)


def gradient_ascent(counts: Counts, rate: float, steps: int = STEPS, start: float = START) -> Path:
    r"""Gradient ascent with a fixed rate, :math:`\varphi \leftarrow \varphi + r\,\bar\ell'(\varphi)`.

    The absolute slope is at most 1, so no step is longer than the rate: with too large a rate the iterates oscillate,
    but they do not diverge to infinity.

    Raises
    ------
    ValueError
        If ``rate`` is not positive and finite, or ``start`` is not finite.
    """
    rate = positive("rate", rate)
    logits = [_finite(start)]
    for _ in range(steps):
        logits.append(logits[-1] + rate * gradient(logits[-1], counts))
    return _path(logits, [0] * steps, counts)


def newton(counts: Counts, steps: int = STEPS, start: float = START) -> Path:
    r"""Damped Newton: :math:`\varphi \leftarrow \varphi + s\,\bar\ell'/(-\bar\ell'')`, s = 1, 1/2, 1/4, ...

    The step is halved until the mean log-likelihood rises by at least ``ARMIJO`` times slope times step (Armijo's
    rule). From theta = 0.5 a full step always does. Far from the maximum the curve is nearly straight, and a full step
    may overshoot to a point where the curvature is smaller still; a rule that only forbids a fall would accept it.

    Raises
    ------
    ValueError
        If ``start`` is not finite.
    """
    logits, halvings = [_finite(start)], []
    for _ in range(steps):
        here = logits[-1]
        slope, bend = gradient(here, counts), curvature(here)
        step = slope / bend if bend > 0 else 0.0
        halved, now = 0, mean_log_likelihood(here, counts)
        while (
            mean_log_likelihood(here + step, counts) < now + ARMIJO * slope * step - _SLACK and halved < _MAX_HALVINGS
        ):
            step, halved = step / 2, halved + 1
        logits.append(here + step)
        halvings.append(halved)
    return _path(logits, halvings, counts)


@lru_cache(maxsize=256)
def race(counts: Counts, rate: float) -> tuple[Path, Path]:
    """Paths of gradient ascent and of Newton's method from theta = 0.5; cached, so treat them as read-only."""
    return gradient_ascent(counts, rate), newton(counts)


def arrival(path: Path, counts: Counts) -> int | None:
    """First step from which theta stays within ``CLOSE`` of the MLE; None if there is no such step, or no flips."""
    if counts.n == 0:
        return None
    away = np.flatnonzero(np.abs(path.theta - counts.heads / counts.n) >= CLOSE)
    first = int(away[-1]) + 1 if away.size else 0
    return first if first < path.theta.size else None


def crossings(path: Path, counts: Counts) -> int:
    """Number of steps that jumped over the maximum."""
    best = mle_logit(counts)
    if best is None:
        return 0
    side = path.logit - best
    # Within rounding of the maximum, the sign of the distance means nothing.
    side = side[np.abs(side) > 1e-9]
    return int(np.sum(side[1:] * side[:-1] < 0))


def theta_text(logit: float) -> str:
    """Theta with three decimals, or by its distance from 0 or 1 where those would hide it: ``1 − 2.1 × 10⁻⁹``."""
    distance = float(expit(-abs(logit)))
    if distance >= 5e-4:
        return f"{expit(logit):.3f}"
    return f"1 − {significant(distance, 2)}" if logit > 0 else significant(distance, 2)


def _finite(start: float) -> float:
    if not math.isfinite(start):
        raise ValueError(f"start must be finite, got {start!r}")
    return float(start)


def _path(logits: list[float], halvings: list[int], counts: Counts) -> Path:
    return Path(
        np.array(logits),
        np.asarray(expit(np.array(logits))),
        np.array([mean_log_likelihood(logit, counts) for logit in logits]),
        np.array([gradient(logit, counts) for logit in logits]),
        np.array(halvings, dtype=np.float64),
    )
