"""What an expert would say of lesson 2's charts, and their rows at telling points."""

import math
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from core.arrays import FloatArray
from core.likelihood import coin, gaussian
from core.likelihood.coin import log_choose
from core.likelihood.counts import Counts
from core.likelihood.gaussian_surface import isoline
from core.numbers import decimal, from_log, significant
from pages._kit.charts.windows import WHOLE
from pages._kit.reading import Reading, telling
from pages.likelihood.charts.curve import heads_drawn
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.charts.surface import DROPS
from pages.likelihood.scale import Scale, likelihood_text, resolved

EIGHTH: Final = math.log(8)
"""Nats below the top at which a likelihood is an eighth of its maximum."""
BARS: Final = 10
LogRatio: TypeAlias = Callable[[FloatArray], FloatArray]


def _at(log_ratio: LogRatio, x: float) -> float:
    return float(log_ratio(np.array([x]))[0])


def of_flips(counts: Counts, theta: float, window: tuple[float, float], hidden: bool) -> Reading:
    """The reading of the coin's panels; while the curve is ``hidden``, nothing of it is said."""
    n, h, best = counts.n, counts.heads, coin.mle(counts)
    if best is None:
        says = "There are no flips: left, one bar of height 1; right, a level line, L(θ) = 1 for every θ."
        return Reading([says], _curve(counts, theta, window))
    log_p = float(coin.log_likelihood(theta, counts)) + log_choose(counts)
    left = (
        f"Left, at θ = {theta:.3f}, the bar of the {h:,} heads that fell in {n:,} flips stands at a probability of "
        f"{from_log(log_p)}."
    )
    if hidden:
        hides = "Right, the curve is shown only where θ has been, until you have guessed its peak."
        return Reading([left, hides], _bars(counts, theta, window))
    ratio, near = float(coin.log_likelihood_ratio(theta, counts)), coin.likelihood_interval(counts, EIGHTH)
    digits = _digits(near.upper - near.lower)
    top = from_log(coin.max_log_likelihood(counts) + log_choose(counts))
    return Reading(
        [
            left,
            f"Right, the curve is highest at θ̂ = {resolved(best, min(best, 1 - best) or 1.0)}, with {top}; "
            f"the chosen θ reaches {from_log(ratio)} of that height.",
            f"At least an eighth of it is reached by the θ from {decimal(near.lower, digits)} to "
            f"{decimal(near.upper, digits)}: the more flips, the narrower.",
        ],
        _curve(counts, theta, window),
    )


def _digits(width: float) -> int:
    """Decimals that show the ends of an interval of this width."""
    return max(3, 2 - math.floor(math.log10(width)))


def _curve(counts: Counts, theta: float, window: tuple[float, float]) -> dict[str, list[str]]:
    """The right panel: for each theta, the probability of the observed heads, and its share of the highest."""
    best = coin.mle(counts)
    points = telling(window, {"MLE θ̂": best, "the chosen θ": theta}, 11)
    thetas = [point.x for point in points]
    ratio = coin.log_likelihood_ratio(thetas, counts)
    top = coin.max_log_likelihood(counts) + log_choose(counts)
    digits = 3 if window == WHOLE else _digits(window[1] - window[0]) + 1
    return {
        "θ": [decimal(x, digits) for x in thetas],
        "Probability of the heads that fell": [from_log(float(log) + top) for log in ratio],
        "Share of the highest": [from_log(float(log)) for log in ratio],
        "Where": [point.name for point in points],
    }


def _bars(counts: Counts, theta: float, window: tuple[float, float]) -> dict[str, list[str]]:
    """The left panel: for each number of heads, its probability at the chosen theta."""
    drawn = heads_drawn(counts, window)
    some = np.unique([*drawn[:: math.ceil(drawn.size / BARS)], counts.heads])
    return {
        "Heads": [f"{k:,}" for k in some],
        "Probability at the chosen θ": [from_log(float(log)) for log in coin.log_pmf_heads(some, counts.n, theta)],
        "Where": ["what fell" if k == counts.heads else "" for k in some],
    }


def of_one_parameter(
    symbol: str, axis: Axis, now: float, best: float, error: float, log_ratio: LogRatio, words: str = ""
) -> Reading:
    """The reading of a likelihood of one parameter, relative to its maximum.

    Parameters
    ----------
    symbol, words : str
        The parameter, and what to write behind it about its unit.
    axis : Axis
        Of the parameter.
    now, best, error : float
        Its value now, its MLE and the MLE's standard error.
    log_ratio : callable
        The log-likelihood of an array of values minus its maximum.
    """
    places = max(axis.places + 1, 3)
    points = telling(
        (axis.lower, axis.upper),
        {
            f"{symbol}̂ − 1 standard error": best - error,
            f"MLE {symbol}̂": best,
            f"{symbol}̂ + 1 standard error": best + error,
            f"the chosen {symbol}": now,
        },
        7,
    )
    shares = log_ratio(np.array([point.x for point in points]))
    inside = axis.lower <= best <= axis.upper
    return Reading(
        [
            f"Right, the curve is highest at {symbol}̂ = {decimal(best, places)}"
            + (", with the height 1." if inside else ", which lies off this axis."),
            f"The chosen {symbol} = {decimal(now, axis.places)} reaches {likelihood_text(_at(log_ratio, now))} of that "
            "height.",
            f"One standard error, {significant(error, 3)}, to the right of the top the height is still "
            f"{likelihood_text(_at(log_ratio, best + error))}.",
        ],
        {
            f"{symbol}{words}": [decimal(point.x, places) for point in points],
            "Likelihood, share of the highest": [likelihood_text(float(share)) for share in shares],
            "Where": [point.name for point in points],
        },
    )


def of_mean(moments: gaussian.Moments, axis: Axis, mu: float, sigma: float | None, scale: Scale) -> Reading:
    """The reading of the likelihood of the mean, with a known ``sigma`` or one fitted for each mean."""

    def log_ratio(x: FloatArray) -> FloatArray:
        if sigma is None:
            return gaussian.profile_log_likelihood_ratio(x, moments)
        return gaussian.log_likelihood_ratio(x, sigma, moments)

    best, error = gaussian.mle(moments).mu, gaussian.standard_error(moments, sigma)
    return of_one_parameter("μ", axis, mu, best, error, log_ratio, scale.words)


def of_surface(moments: gaussian.Moments, mu: float, sigma: float, places: tuple[int, int], scale: Scale) -> Reading:
    """The reading of the surface over mean and standard deviation, in the numbers of its axes."""
    best = gaussian.mle(moments)
    drop = gaussian.max_log_likelihood(moments) - float(gaussian.log_likelihood(mu, sigma, moments))
    digits = max(2, *places)
    lines = [isoline(moments, each, 61) for each in DROPS]
    ends = [(line.mu.min(), line.mu.max(), line.sigma.min(), line.sigma.max()) for line in lines]
    low, high, *_ = ends[1]
    return Reading(
        [
            f"The surface is highest at μ̂ = {decimal(best.mu, digits)}, σ̂ = {decimal(best.sigma, digits)}.",
            f"The chosen point, μ = {decimal(mu, digits)} and σ = {decimal(sigma, digits)}, lies {decimal(drop, 2)} "
            f"nats below: {likelihood_text(-drop)} of the highest likelihood.",
            f"The ring {DROPS[1]:g} nats below the top reaches from μ = {decimal(low, digits)} to "
            f"{decimal(high, digits)}.",
        ],
        {
            "Nats below the top": [f"{each:g}" for each in DROPS],
            f"μ{scale.words} from": [decimal(end[0], digits) for end in ends],
            "μ to": [decimal(end[1], digits) for end in ends],
            "σ from": [decimal(end[2], digits) for end in ends],
            "σ to": [decimal(end[3], digits) for end in ends],
        },
    )
