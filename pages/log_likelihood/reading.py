"""What an expert would say of lesson 3's charts, and their rows at telling points."""

import math

import numpy as np

from core.likelihood import coin, underflow
from core.likelihood.counts import Counts
from core.numbers import decimal, nats, significant
from pages._kit.charts.windows import WHOLE
from pages._kit.reading import Reading, every, telling


def of_sum(counts: Counts, theta: float, window: tuple[float, float]) -> Reading:
    """The reading of the staircase and of the log-likelihood curve."""
    best, error = coin.mle(counts), coin.standard_error(counts)
    height = float(coin.log_likelihood(theta, counts))
    if best is None:
        says = "There are no flips and no steps: the sum is empty, and ℓ(θ) is 0 for every θ."
        return Reading([says], _curve(counts, theta, window))
    drop = -float(coin.log_likelihood_ratio(theta, counts))
    sides = [
        f"{count:,} {side if count > 1 else side.removesuffix('s')} {'each ' if count > 1 else ''}add"
        f"{'' if count > 1 else 's'} {_nats(_log(p))}"
        for count, side, p in ((counts.heads, "heads", theta), (counts.tails, "tails", 1 - theta))
        if count
    ]
    digits = _digits(window)
    curve = f"Right, the curve is highest at θ̂ = {decimal(best, digits)}, with {_nats(coin.max_log_likelihood(counts))}"
    below = f": the chosen θ = {theta:.3f} lies {nats(drop)} lower." if drop < math.inf else "."
    slope = float(coin.score(theta, counts))
    return Reading(
        [
            f"Left, {every(sides)}: the steps end at ℓ(θ) = {_nats(height)}.",
            curve + (below if drop > 5e-4 else ", and there the chosen θ stands."),
            f"The slope at the chosen θ, the score, is {decimal(slope)}"
            + (f"; the parabola at the top has a standard error of {significant(error, 3)}." if error else "."),
        ],
        _curve(counts, theta, window),
    )


def _log(p: float) -> float:
    return math.log(p) if p > 0 else -math.inf


def _nats(value: float) -> str:
    return nats(value, 3 if value > -10_000 else 1)


def _digits(window: tuple[float, float]) -> int:
    """Decimals of θ that tell the points of this window apart."""
    return 3 if window == WHOLE else max(3, 3 - math.floor(math.log10(window[1] - window[0])))


def _curve(counts: Counts, theta: float, window: tuple[float, float]) -> dict[str, list[str]]:
    """The right panel: for each theta, the log-likelihood and the slope."""
    best, error = coin.mle(counts), coin.standard_error(counts)
    beside = {} if best is None or not error else {"θ̂ − 1 SE": best - error, "θ̂ + 1 SE": best + error}
    points = telling(window, {"MLE θ̂": best, "the chosen θ": theta, **beside}, 7)
    digits = _digits(window)
    thetas = [point.x for point in points]
    return {
        "θ": [decimal(x, digits) for x in thetas],
        "ℓ(θ), nats": [decimal(float(y), 3 if y > -10_000 else 1) for y in coin.log_likelihood(thetas, counts)],
        "Below the top": [decimal(-float(y)) for y in coin.log_likelihood_ratio(thetas, counts)],
        "Where": [point.name for point in points],
    }


def of_underflow(p: float, n: int, product: float) -> Reading:
    """The reading of the running products and of the sum of logs."""
    total = underflow.sum_of_logs(p, n)
    if not p:
        says = "The first factor of 0 makes every product 0, and the sum of logs −∞: there is no line to draw."
    elif p == 1:
        says = "Factors of 1 leave every product at 1, and the sum of logs at 0, whatever n is."
    else:
        says = (
            f"The sum of logs falls by {significant(-math.log(p))} nats with each factor, in a straight line: at "
            f"n = {n:,} it is {decimal(total, 1) if abs(total) >= 100 else significant(total)} nats."
        )
    held = f"The product in float64 is {significant(product)} there."
    return Reading([says, held, *([_first_lost(p)] if p else [])], _formats(p, n))


def _first_lost(p: float) -> str:
    """Which format loses the product first, and which last."""
    zeros = {name: underflow.zero_from(p, name) for name in underflow.FORMATS}
    lost = {name: zero for name, zero in zeros.items() if zero is not None}
    if not lost:
        return "No format ever loses it."
    first, last = min(lost, key=lambda name: lost[name]), max(lost, key=lambda name: lost[name])
    zero = f"The exact product rounds to 0 in {first} from n = {lost[first]:,} on"
    return f"{zero}, and in {last} from n = {lost[last]:,} on."


def _formats(p: float, n: int) -> dict[str, list[str]]:
    """For each format, its smallest number, and where the running product is lost."""
    ends, rounds, now = [], [], []
    for name in underflow.FORMATS:
        stuck, zero = underflow.stuck_at(p, name), underflow.zero_from(p, name)
        rounds.append("never" if zero is None else f"n = {zero:,}")
        first = underflow.first_zero(p, name)
        now.append("0" if first is not None and first <= n else "above 0")
        if stuck is None:
            ends.append(f"becomes 0 at n = {first:,}")
        else:
            ends.append("stays 1" if stuck == 1 else f"gets stuck at {significant(stuck, 2)}")
    return {
        "Format": list(underflow.FORMATS),
        "Smallest number above 0": [
            significant(float(np.finfo(name).smallest_subnormal), 2) for name in underflow.FORMATS
        ],
        "Multiplied one by one, the product": ends,
        "The exact product rounds to 0 from": rounds,
        f"The product at n = {n:,}": now,
    }
