r"""Credible intervals: where a belief puts a given probability.

Two kinds. **Equal-tailed**: the same probability is left out on each side; it stays itself when theta is
re-parametrized. **Highest-density**: the shortest, every point inside is at least as dense as any outside; it moves
with the parametrization, and is two intervals where the density is highest at both ends.

Sources: Gelman et al. 2013, *BDA3*, section 2.3; Hyndman 1996, Computing and graphing highest density regions.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from numpy.typing import ArrayLike
from scipy.optimize import brentq

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.likelihood.counts import Interval

Kind = Literal["equal-tailed", "highest-density"]


class Distribution(Protocol):
    """Anything with quantiles."""

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The value below which a probability of ``q`` lies."""
        ...


class Region(NamedTuple):
    """One interval, or two with a gap between them."""

    pieces: tuple[Interval, ...]

    @property
    def width(self) -> float:
        """The pieces' lengths together."""
        return sum(piece.upper - piece.lower for piece in self.pieces)


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1, got {level!r}")
    return float(level)


def equal_tailed(belief: Distribution, level: float) -> Interval:
    r"""The interval between the quantiles :math:`(1 - \text{level}) / 2` and :math:`(1 + \text{level}) / 2`.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    tail = (1 - _level(level)) / 2
    return Interval(float(belief.ppf(tail)), float(belief.ppf(1 - tail)))


def highest_density(belief: Beta, level: float) -> Region:
    r"""The shortest set that holds a probability of ``level``: all theta denser than some height.

    - Both a, b > 1: the interval :math:`(Q(p), Q(p + \text{level}))` whose ends are equally dense, found by Brent's
      method in the left tail's probability ``p``, which is well scaled for a million flips as for ten.
    - Density falling or rising from end to end: all mass at its high end.
    - Both a, b < 1: everything but a gap :math:`(Q(p), Q(p + 1 - \text{level}))` with equally dense ends.
    - a = b = 1: every interval of that length is as good; the middle one is given.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    level, mode = _level(level), belief.mode
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
    """The interval with this probability whose two ends are equally dense; there is one such interval."""

    def ends(tail: float) -> Interval:
        return Interval(float(belief.ppf(tail)), float(belief.ppf(min(1.0, tail + inside))))

    def slope(tail: float) -> float:
        lower, upper = ends(tail)
        # At an end of the axis the quotient is 0 or infinite: only its sign counts, which the bracket knows.
        if lower <= 0 or upper >= 1:
            return sign if upper >= 1 else -sign
        return belief.log_ratio(lower, upper)

    sign = 1.0 if belief.a > 1 else -1.0
    return ends(float(brentq(slope, 0.0, 1 - inside, xtol=1e-15, rtol=1e-14)))


def credible(belief: Beta, level: float, kind: Kind) -> Region:
    """The credible region of this kind."""
    return Region((equal_tailed(belief, level),)) if kind == "equal-tailed" else highest_density(belief, level)
