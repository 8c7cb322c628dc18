r"""Standard losses as negative log-likelihoods: their values by scipy, and the factor and constant that torch drops.

For each loss of :data:`CARDS` and its data, :math:`-\sum\log p` by scipy equals ``scale`` times torch's sum plus
``dropped_total``. This module has the values by scipy, and ``scale`` and ``dropped_total`` in closed form; torch's
values and the comparison are in :mod:`core.training.losses`. Everything is in nats, summed over the data. A ``name``
that is not a key of :data:`CARDS` raises ValueError. The hinge loss has no card: :func:`hinge_check` shows that it is
not a negative log-likelihood.

Sources: those of :mod:`core.losses.cards`; for the hinge Sollich 2002, "Bayesian methods for support vector
machines", Machine Learning 46.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.optimize import minimize
from scipy.special import expit, huber, log_softmax

from core.arrays import FloatArray, probability
from core.data.coins import TEN_FLIPS
from core.data.horse_kicks import HORSE_KICKS
from core.data.newcomb import readings
from core.likelihood import gaussian, heavy_tails
from core.likelihood.counts import Counts
from core.losses.cards import CARDS as CARDS
from core.losses.cards import LossCard as LossCard

LOGITS = (
    (2.0, 0.5, -1.0),
    (0.2, 1.4, 0.1),
    (-0.5, 0.3, 2.2),
    (1.1, 1.0, -0.4),
    (0.0, -1.3, 0.8),
    (3.0, 0.0, 0.5),
)
"""Made-up outputs of a classifier for six examples and three classes."""
LABELS = (0, 1, 2, 1, 2, 1)
"""The made-up correct classes. On the last example the classifier is confident and wrong."""
HUBER_DELTA = 1.345
"""The usual choice: for Gaussian data, the estimate of the location is 95 % as efficient as the mean."""

# The smallest scale: torch silently clamps a variance below 1e-6. The other limits keep all losses far from overflow.
_LIMITS = {
    "location": (-1e6, 1e6),
    "scale": (1e-3, 1e6),
    "df": (0.1, 1000.0),
    "delta": (0.01, 100.0),
    "rate": (1e-6, 1e6),
}


@dataclass(frozen=True, slots=True)
class LossSettings:
    """Parameters of all losses, of which each loss uses its own (see :func:`default_settings`).

    Binary cross-entropy uses ``counts`` and ``theta``; cross-entropy ``logits`` (examples by classes) and ``labels``;
    poisson ``rate`` (events per observation). The losses of the readings use ``location`` and ``scale``, in their unit:
    ``scale`` is sigma for mse and gaussian-nll, b for mae, and s for student-t (with ``df``) and for huber (with
    ``delta`` in units of s).

    Raises
    ------
    ValueError
        If a number is NaN or outside its range, or labels and logits do not match.
    """

    counts: Counts = TEN_FLIPS.counts
    theta: float = 0.7
    logits: tuple[tuple[float, ...], ...] = LOGITS
    labels: tuple[int, ...] = LABELS
    location: float = 0.0
    scale: float = 1.0
    df: float = 3.0
    delta: float = HUBER_DELTA
    rate: float = 1.0

    def __post_init__(self) -> None:
        probability(self.theta)
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:  # False for NaN
                raise ValueError(f"{name} must lie from {low:g} to {high:g}, got {value!r}")
        table = np.array(self.logits, dtype=np.float64)  # rows of different lengths raise ValueError here
        if table.ndim != 2 or not np.all(np.abs(table) <= 1e6):
            raise ValueError("logits must be a table of numbers from -1e6 to 1e6, a row for each example")
        if len(self.labels) != len(table) or any(y not in range(table.shape[1]) for y in self.labels):
            raise ValueError(f"labels must name one of {table.shape[1]} classes for each row of logits")


class ScipySide(NamedTuple):
    """Minus the log-density (or log-probability) of each datum, and their sum, in nats."""

    neg_log_terms: FloatArray
    total: float


class ClosedForm(NamedTuple):
    """Factor and constant in "NLL = ``scale`` times torch's sum plus ``dropped_total``", in nats over all data."""

    scale: float
    dropped_total: float


class HingeCheck(NamedTuple):
    """Sums of exp(-loss) over both labels, for each score: a likelihood needs the same sum for every score."""

    scores: FloatArray
    hinge_total: FloatArray
    logistic_total: FloatArray


def huber_logpdf(x: ArrayLike, location: float, scale: float, delta: float) -> FloatArray:
    r"""Log of Huber's density :math:`e^{-\rho_\delta(z)}/(s Z_\delta)`, :math:`z = (x-\mu)/s`, in nats.

    The density is Gaussian in the middle and exponential in the tails, so that
    :math:`Z_\delta = \sqrt{2\pi}\,\{\Phi(\delta) - \Phi(-\delta)\} + \tfrac2\delta e^{-\delta^2/2}`. ``location`` is
    :math:`\mu` and ``scale`` is :math:`s`.
    """
    z = (np.asarray(x, dtype=np.float64) - location) / scale
    middle = math.sqrt(2 * math.pi) * float(stats.norm.cdf(delta) - stats.norm.cdf(-delta))
    tails = 2 / delta * math.exp(-0.5 * delta**2)
    return np.asarray(-huber(delta, z) - math.log(scale * (middle + tails)))


def _huber_fit() -> tuple[float, float]:
    """Maximum-likelihood location and scale of Newcomb's readings for the default delta."""
    x = readings()

    def nll(parameters: FloatArray) -> float:
        return -float(huber_logpdf(x, parameters[0], math.exp(parameters[1]), HUBER_DELTA).sum())

    start = [float(np.median(x)), math.log(np.std(x))]
    end = minimize(nll, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10})
    return float(end.x[0]), math.exp(end.x[1])


@cache
def default_settings(name: str) -> LossSettings:
    """The initial settings of a loss: the maximum-likelihood fit to its data, or the made-up logits and labels."""
    _check_name(name)
    if name in ("mse", "gaussian-nll"):
        normal = gaussian.mle(readings())
        return LossSettings(location=normal.mu, scale=normal.sigma)
    if name == "mae":
        laplace = heavy_tails.laplace_fit(readings())
        return LossSettings(location=laplace.location, scale=laplace.scale)
    if name == "student-t":
        t = heavy_tails.student_t_fit(readings())
        return LossSettings(location=t.location, scale=t.scale, df=t.df)
    if name == "huber":
        location, scale = _huber_fit()
        return LossSettings(location=location, scale=scale)
    return LossSettings(rate=HORSE_KICKS.total / HORSE_KICKS.n)


def horse_kicks() -> FloatArray:
    """The number of deaths in each of the 200 corps-years, sorted."""
    return np.repeat(np.array(HORSE_KICKS.values, dtype=np.float64), HORSE_KICKS.frequencies)


def _check_name(name: str) -> None:
    if name not in CARDS:
        raise ValueError(f"the loss must be one of {', '.join(CARDS)}, got {name!r}")


def _categorical(s: LossSettings) -> FloatArray:
    # scipy.stats has no categorical distribution by logits; a tiny probability would underflow before its log is taken.
    return np.asarray(log_softmax(np.array(s.logits), axis=1)[np.arange(len(s.labels)), list(s.labels)])


def _bernoulli(s: LossSettings) -> FloatArray:
    return np.repeat(stats.bernoulli.logpmf([1, 0], s.theta), [s.counts.heads, s.counts.tails])


_LOGPDF: dict[str, Callable[[LossSettings], FloatArray]] = {
    "cross-entropy": _categorical,
    "binary cross-entropy": _bernoulli,
    "mse": lambda s: stats.norm.logpdf(readings(), s.location, s.scale),
    # The generalized normal of shape 1 is a Laplace; stats.laplace takes the log of a density that underflows.
    "mae": lambda s: stats.gennorm.logpdf(readings(), 1.0, s.location, s.scale),
    "poisson": lambda s: stats.poisson.logpmf(horse_kicks(), s.rate),
    "gaussian-nll": lambda s: stats.norm.logpdf(readings(), s.location, s.scale),
    "student-t": lambda s: stats.t.logpdf(readings(), s.df, s.location, s.scale),
    "huber": lambda s: huber_logpdf(readings(), s.location, s.scale, s.delta),
}


def scipy_nll(name: str, settings: LossSettings) -> ScipySide:
    r"""Minus the log-likelihood by scipy, :math:`-\sum_i \log p(x_i)`, and its terms, in nats.

    Binary cross-entropy with a ``theta`` of 0 or 1 is ``inf`` if one of the flips is impossible, otherwise 0.
    """
    _check_name(name)
    # Subtracted from 0, not negated, so that the term of a certain flip is 0.0, not -0.0.
    terms = 0.0 - _LOGPDF[name](settings)
    return ScipySide(terms, float(terms.sum()))


def closed_form(name: str, settings: LossSettings) -> ClosedForm:
    r"""The factor that torch leaves out, and the dropped constants summed over the data (formulas: see the cards)."""
    _check_name(name)
    n, s = readings().size, settings.scale
    if name == "mse":
        return ClosedForm(1 / (2 * s**2), n * (0.5 * math.log(2 * math.pi) + math.log(s)))
    if name == "mae":
        return ClosedForm(1 / s, n * math.log(2 * s))
    if name == "gaussian-nll":
        return ClosedForm(1.0, n * 0.5 * math.log(2 * math.pi))
    if name == "huber":
        d = settings.delta
        z = math.sqrt(2 * math.pi) * math.erf(d / math.sqrt(2)) + 2 / d * math.exp(-0.5 * d**2)
        return ClosedForm(1.0, n * math.log(s * z))
    if name == "poisson":
        tally = zip(HORSE_KICKS.values, HORSE_KICKS.frequencies, strict=True)
        return ClosedForm(1.0, math.fsum(f * math.log(math.factorial(k)) for k, f in tally))
    return ClosedForm(1.0, 0.0)


def hinge_check(scores: ArrayLike) -> HingeCheck:
    r"""Sums of :math:`e^{-\text{loss}}` over both labels :math:`y = \pm 1`, for the hinge and the logistic loss.

    A loss is minus a log-likelihood, up to a constant, only if this sum is the same for every score :math:`s`. For the
    logistic loss :math:`\log(1 + e^{-ys})` it is 1. For the hinge loss :math:`\max(0, 1 - ys)` it is :math:`2/e` at
    s = 0 and :math:`1 + e^{-2}` at s = 1, and tends to 1 for large scores.

    Raises
    ------
    ValueError
        If a score is not finite.
    """
    s = np.asarray(scores, dtype=np.float64)
    if not np.all(np.isfinite(s)):
        raise ValueError(f"scores must be finite, got {scores!r}")
    hinge = np.exp(-np.maximum(0.0, 1 - s)) + np.exp(-np.maximum(0.0, 1 + s))
    return HingeCheck(s, hinge, np.asarray(expit(s) + expit(-s)))
