r"""The coin trained: gradient ascent and Newton's method on the logit of theta.

With :math:`\varphi = \operatorname{logit}\theta` no step can leave (0, 1). What is climbed is the *mean*
log-likelihood, in nats a flip,

.. math:: \bar\ell(\varphi) = \tfrac{h}{n}\log\sigma(\varphi) + \tfrac{t}{n}\log\sigma(-\varphi),
   \qquad \bar\ell' = \tfrac{h}{n} - \theta, \qquad -\bar\ell'' = \theta(1-\theta),

so one rate means the same for ten flips and for a million. Without flips all three are 0.

Both methods climb to the top of a parabola that touches the curve where it stands: gradient ascent's has the
curvature 1 / rate, whatever the data say, Newton's has the curve's own.

Sources: Boyd & Vandenberghe 2004, *Convex Optimization*, chapter 9; Bishop 2006, *PRML*, section 4.3.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import expit

from core.arrays import FloatArray
from core.likelihood.counts import Counts

START: Final = 0.0
"""The logit at which both methods start: theta = 0.5."""
STEPS: Final = 40
CLOSE: Final = 1e-3
"""A theta this near to the MLE counts as arrived."""
ENOUGH: Final = 0.25
"""A damped step must win this part of what the slope promises; at the top of a parabola it wins half."""
_SLACK: Final = 1e-12
_MAX_HALVINGS: Final = 2000  # from the largest float to the smallest


class Path(NamedTuple):
    """Where a method stood before its first step and after each.

    ``logit``, ``theta``, ``height`` (mean log-likelihood, nats a flip) and ``gradient`` (nats a flip for a unit of
    logit) have shape (steps + 1,); ``halvings``, shape (steps,), says how often each step was halved.
    """

    logit: FloatArray
    theta: FloatArray
    height: FloatArray
    gradient: FloatArray
    halvings: FloatArray


def height(logit: float, counts: Counts) -> float:
    """Mean log-likelihood, nats a flip; 0 without flips."""
    if counts.n == 0:
        return 0.0
    # log sigma(x) = -log(1 + e^-x), which neither overflows nor cancels.
    up, down = float(np.logaddexp(0.0, -logit)), float(np.logaddexp(0.0, logit))
    return -(counts.heads * up + counts.tails * down) / counts.n


def gradient(logit: float, counts: Counts) -> float:
    """Slope of the mean log-likelihood, h/n - theta; between -1 and 1, and 0 without flips."""
    if counts.n == 0:
        return 0.0
    # Not h/n - theta, which would be 0 for an all-heads coin from logit 37 on.
    return (counts.heads * float(expit(-logit)) - counts.tails * float(expit(logit))) / counts.n


def curvature(logit: float) -> float:
    """Minus the second derivative of the mean log-likelihood, theta (1 - theta): at most 1/4."""
    return float(expit(logit) * expit(-logit))


def best_logit(counts: Counts) -> float | None:
    """Logit of the MLE, log(h / t): infinite if all flips fell on one side, None without flips."""
    if counts.n == 0:
        return None
    if not (counts.heads and counts.tails):
        return math.inf if counts.heads else -math.inf
    return math.log(counts.heads / counts.tails)


def largest_rate(counts: Counts) -> float:
    r"""Rate of gradient ascent from which the top repels, :math:`2 / \{\hat\theta(1-\hat\theta)\}`.

    Near the top a step multiplies the distance to it by :func:`contraction`. Infinite where there is no inner top.
    """
    if not (counts.heads and counts.tails):
        return math.inf
    return 2 * (counts.n / counts.heads) * (counts.n / counts.tails)


def contraction(counts: Counts, rate: float) -> float:
    r"""What a small distance to an inner top becomes in one step, :math:`1 - r\hat\theta(1-\hat\theta)` of itself."""
    return 1 - 2 * rate / largest_rate(counts)


def gradient_ascent(counts: Counts, rate: float, steps: int = STEPS, start: float = START) -> Path:
    r"""Fixed rate: :math:`\varphi \leftarrow \varphi + r\,\bar\ell'(\varphi)`.

    The slope is below 1 in size, so a step is shorter than the rate: too large a rate jumps to and fro for ever,
    but never to infinity.

    Raises
    ------
    ValueError
        If ``rate`` is not positive and finite, or ``start`` is not finite.
    """
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(f"rate must be positive and finite, got {rate!r}")
    logits = [_finite(start)]
    for _ in range(steps):
        logits.append(logits[-1] + rate * gradient(logits[-1], counts))
    return _path(logits, [0] * steps, counts)


def newton(counts: Counts, steps: int = STEPS, start: float = START) -> Path:
    r"""Damped Newton: :math:`\varphi \leftarrow \varphi + s\,\bar\ell'/(-\bar\ell'')`, s = 1, 1/2, 1/4, ...

    The step is halved until the log-likelihood rises by ``ENOUGH`` of slope times step (Armijo's rule). From
    theta = 0.5 the whole step always serves; far from the top, where the curve is nearly straight, its parabola's top
    may be far beyond, and only not to fall would let it land where the next parabola is flatter still.

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
        halved, now = 0, height(here, counts)
        while height(here + step, counts) < now + ENOUGH * slope * step - _SLACK and halved < _MAX_HALVINGS:
            step, halved = step / 2, halved + 1
        logits.append(here + step)
        halvings.append(halved)
    return _path(logits, halvings, counts)


@lru_cache(maxsize=256)
def race(counts: Counts, rate: float) -> tuple[Path, Path]:
    """Both methods' paths from theta = 0.5, gradient ascent first. Shared: treat them as read-only."""
    return gradient_ascent(counts, rate), newton(counts)


def arrival(path: Path, counts: Counts) -> int | None:
    """The step from which on theta stays within ``CLOSE`` of the MLE; None if it does not, or without flips."""
    if counts.n == 0:
        return None
    away = np.flatnonzero(np.abs(path.theta - counts.heads / counts.n) >= CLOSE)
    first = int(away[-1]) + 1 if away.size else 0
    return first if first < path.theta.size else None


def crossings(path: Path, counts: Counts) -> int:
    """How many steps jumped over the top."""
    best = best_logit(counts)
    if best is None:
        return 0
    side = path.logit - best
    # Within rounding of the top there are no sides.
    side = side[np.abs(side) > 1e-9]
    return int(np.sum(side[1:] * side[:-1] < 0))


def theta_text(logit: float) -> str:
    """Theta to three decimals, or its distance from the edge where those would say 0 or 1: ``1 − 2.1e-09``."""
    far = float(expit(-abs(logit)))
    if far >= 5e-4:
        return f"{expit(logit):.3f}"
    return f"1 − {far:.1e}" if logit > 0 else f"{far:.1e}"


def _finite(start: float) -> float:
    if not math.isfinite(start):
        raise ValueError(f"start must be finite, got {start!r}")
    return float(start)


def _path(logits: list[float], halvings: list[int], counts: Counts) -> Path:
    return Path(
        np.array(logits),
        np.asarray(expit(np.array(logits))),
        np.array([height(logit, counts) for logit in logits]),
        np.array([gradient(logit, counts) for logit in logits]),
        np.array(halvings, dtype=np.float64),
    )
