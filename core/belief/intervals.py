r"""Credible intervals of a distribution: equal-tailed and highest-density.

An **equal-tailed** interval leaves out the same probability on each side; it does not depend on the parametrization.
A **highest-density** region is the shortest: every point inside is at least as dense as any outside. It depends on the
parametrization, and consists of two intervals if the density is highest at both ends.

Sources: Gelman et al. 2013, *BDA3*, section 2.3; Hyndman 1996, Computing and graphing highest density regions.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from numpy.typing import ArrayLike
from scipy.optimize import brentq

from core.arrays import FloatArray, level_inside
from core.belief.beta import Beta
from core.likelihood.counts import Interval

Kind = Literal["equal-tailed", "highest-density"]


class Distribution(Protocol):
    """A distribution with a quantile function."""

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The quantile of ``q``."""
        ...


class Region(NamedTuple):
    """A credible region: one interval, or two with a gap between them."""

    pieces: tuple[Interval, ...]

    @property
    def width(self) -> float:
        """Total length of the pieces."""
        return sum(piece.upper - piece.lower for piece in self.pieces)


def equal_tailed(belief: Distribution, level: float) -> Interval:
    r"""The interval between the quantiles :math:`(1 - \text{level}) / 2` and :math:`(1 + \text{level}) / 2`.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    tail = (1 - level_inside(level)) / 2
    return Interval(float(belief.ppf(tail)), float(belief.ppf(1 - tail)))


def highest_density(belief: Beta, level: float) -> Region:
    r"""The shortest region with a probability of ``level``: all theta whose density exceeds some height.

    With :math:`Q` the quantile function:

    - a, b > 1: the interval :math:`(Q(p), Q(p + \text{level}))` whose ends are equally dense. Brent's method finds the
      probability :math:`p` of the left tail, which is as well scaled for a million flips as for ten.
    - The density falls, or rises, from 0 to 1: the interval at the end where it is highest.
    - a, b < 1: all but a gap :math:`(Q(p), Q(p + 1 - \text{level}))` whose ends are equally dense.
    - a = b = 1: all intervals of length ``level`` are equally good; the middle one is returned.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    level, mode = level_inside(level), belief.mode
    if mode.place == "everywhere":
        return Region((equal_tailed(belief, level),))
    if mode.place == "at 0":
        return Region((Interval(0.0, float(belief.ppf(level))),))
    if mode.place == "at 1":
        return Region((Interval(float(belief.ppf(1 - level)), 1.0),))
    if mode.place == "inside":
        return Region((_equally_dense(belief, level),))
    gap = _equally_dense(belief, 1 - level)
    return Region((Interval(0.0, gap.lower), Interval(gap.upper, 1.0)))


def _equally_dense(belief: Beta, inside: float) -> Interval:
    """The one interval with a probability of ``inside`` whose ends are equally dense."""

    def ends(tail: float) -> Interval:
        return Interval(float(belief.ppf(tail)), float(belief.ppf(min(1.0, tail + inside))))

    def log_ratio(tail: float) -> float:
        lower, upper = ends(tail)
        # At 0 or 1 the ratio of the densities is 0 or infinite; the root finder needs only the sign of its log.
        if lower <= 0 or upper >= 1:
            return sign if upper >= 1 else -sign
        return belief.log_ratio(lower, upper)

    sign = 1.0 if belief.a > 1 else -1.0
    return ends(float(brentq(log_ratio, 0.0, 1 - inside, xtol=1e-15, rtol=1e-14)))


def credible(belief: Beta, level: float, kind: Kind) -> Region:
    """The credible region with a probability of ``level``, by :func:`equal_tailed` or :func:`highest_density`."""
    return Region((equal_tailed(belief, level),)) if kind == "equal-tailed" else highest_density(belief, level)
